"""A walk and a drill on the phone, in both languages: the real program in front of a Bot API
server of this machine."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.coaching import log
from bot.coaching.tables import heard_lines
from crm.store.database import Database
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.emulator import Emulator
from tests.support.running import link, running_bot, wait_until_quiet

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ON_SQLITE
@pytest.mark.parametrize(
    ("language", "begin", "right", "wrong", "hint", "drill", "show"),
    [
        (
            "en",
            "practise closing",
            "Hot sauce or cold, on this line?",
            "Would you like to order some?",
            "①",
            "drill",
            "Show me",
        ),
        ("zh", "练习成交", "这条线走热酱还是冷灌？", "那您要不要订一些？", "①", "每日一练", "看"),
    ],
)
def test_lines_are_typed_judged_drilled_and_kept_through_a_restart(
    emulator: Emulator,
    database: Database,
    database_url: str,
    cast: Cast,
    tmp_path: Path,
    language: str,
    begin: str,
    right: str,
    wrong: str,
    hint: str,
    drill: str,
    show: str,
) -> None:
    link(database, 1, who.ANA)
    ana = emulator.phone(1, "Ana", language=language)
    with running_bot(emulator, database_url, tmp_path):
        (scene,) = ana.says(begin)
        assert "1." in scene.text
        (second,) = ana.says(right)
        assert "✓" in second.text
        assert "2." in second.text
    with running_bot(emulator, database_url, tmp_path):
        (told,) = ana.says(wrong)
        assert "✗" in told.text
        assert hint in told.labels
        (asked,) = ana.says(drill)
        assert "1/7" in asked.text
        (shown,) = ana.taps(show)
        assert shown.text
        wait_until_quiet(emulator, database, 5)
    with database.reading() as session:
        entries = log.list_entries(session, who.ANA)
        assert [each.verdict for each in entries[:2]] == ["good", "bad"]
        assert [each.rating for each in entries[:2]] == ["good", "again"]


@ON_SQLITE
def test_a_line_called_wrongly_judged_is_added_by_the_manager_and_judged_so_from_then_on(
    emulator: Emulator, database: Database, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    link(database, 1, who.ANA)
    link(database, 2, who.BORIS)
    ana = emulator.phone(1, "Ana", language="en")
    boris = emulator.phone(2, "Boris", language="en")
    line = "would you like to order the small ones and be done with it"
    with running_bot(emulator, database_url, tmp_path):
        ana.says("practise closing")
        (told,) = ana.says(line)
        assert "✗" in told.text
        ana.taps("That’s wrong")
        (waiting,) = boris.says("lines to judge")
        assert line in waiting.text
        boris.taps("Right")
        ana.presses("practise:closing")
        ana.hears()
        (now,) = ana.says(line)
        assert "✓" in now.text
    with database.reading() as session:
        assert list(session.scalars(select(heard_lines.c.outcome))) == ["good"]
