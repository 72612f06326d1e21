"""The lines that come with the program are judged as their playbooks say."""

import pytest

from bot.coaching.judge import Judge, moment_of
from bot.coaching.playbook import BadLine, Playbook
from bot.coaching.reading import load_written, shipped_folder
from bot.coaching.self_test import list_doubts
from bot.coaching.templates import fill_in
from bot.voice.rendering import LANGUAGES

WRITTEN = [load_written(file, file.name) for file in sorted(shipped_folder().glob("*.yaml"))]
PLAYBOOKS = [each.playbook for each in WRITTEN]


def test_by_the_rules_no_shipped_line_is_judged_otherwise_than_its_playbook_says() -> None:
    told = [str(doubt) for each in WRITTEN for doubt in list_doubts(each) if not doubt.is_note]
    assert told == []


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda each: str(each.id))
def test_every_shipped_line_has_the_verdict_and_the_reason_it_was_written_with(
    playbook: Playbook,
) -> None:
    judge = Judge(playbook)
    for language in LANGUAGES:
        names = {name: text.written(language) for name, text in playbook.vars.items()}
        for scene in playbook.scenes:
            for line in scene.lines():
                said = fill_in(line.say.written(language), names)
                judged = judge.judge(said, moment_of(scene), language)
                if isinstance(line, BadLine):
                    assert (judged.verdict, judged.fault) == ("bad", line.fault), said
                else:
                    assert judged.verdict == "good", said
                    assert judged.act in line.acts, said
