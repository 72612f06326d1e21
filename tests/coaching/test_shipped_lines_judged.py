"""The lines that come with the program are judged as their playbooks say."""

from bot.coaching.reading import load_written, shipped_folder
from bot.coaching.self_test import list_doubts
from bot.voice.rendering import LANGUAGES

WRITTEN = [load_written(file, file.name) for file in sorted(shipped_folder().glob("*.yaml"))]

MOST = 0.02
"""Rules about words are never right about all; of a hundred lines two may be told their author."""


def test_hardly_a_shipped_line_is_judged_otherwise_than_its_playbook_says() -> None:
    told = [str(doubt) for each in WRITTEN for doubt in list_doubts(each) if not doubt.is_note]
    playbooks = [each.playbook for each in WRITTEN]
    lines = sum(1 for playbook in playbooks for _ in playbook.lines())
    asks = sum(len(ladder.asks) for playbook in playbooks for ladder in playbook.ladders)
    assert len(told) <= MOST * (lines + asks) * len(LANGUAGES), "\n".join(told)
