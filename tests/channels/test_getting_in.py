"""From ``tiercoach invite`` to the first answer on a phone: the real commands, the real process."""

from pathlib import Path

import pytest

from bot.commands.main import main
from bot.voice.plain import as_plain
from tests.support.cast import Cast
from tests.support.emulator import BOT_NAME, TOKEN, Emulator, Phone
from tests.support.process import Finished
from tests.support.running import running_bot

STRANGER = "This bot answers only people who were invited: ask your manager for an invitation."


class Office:
    """Where somebody sits who types commands."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def types(self, *arguments: str) -> Finished:
        """Run a command."""
        code = main(list(arguments))
        out, err = self.capsys.readouterr()
        assert TOKEN not in out + err
        return Finished(code, out, err)

    def invites(self, name: str) -> str:
        """Invite somebody; return the code."""
        return self.types("invite", name).out.splitlines()[0]


@pytest.fixture
def office(
    emulator: Emulator,
    database_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Office:
    """A command line whose settings are those of the bot."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIERCOACH_DATABASE_URL", database_url)
    monkeypatch.setenv("TIERCOACH_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("TIERCOACH_TELEGRAM_API", emulator.root)
    monkeypatch.setenv("TIERCOACH_TIMEZONE", "UTC")
    monkeypatch.setenv("no_proxy", "*")
    return Office(capsys)


def told(phone: Phone, answers: int = 1) -> str:
    return as_plain(phone.hears(answers)[-1].text)


def test_a_company_comes_in_one_by_one_and_strangers_stay_out(
    emulator: Emulator, office: Office, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    checked = office.types("check", "--online")
    assert (checked.code, checked.err) == (0, "")
    code, link = office.types("invite", "Gus Gold", "--role", "admin").out.splitlines()
    assert link == f"https://t.me/{BOT_NAME}?start={code}"
    gus, boris, stranger = (emulator.phone(number) for number in (7, 2, 66))
    with running_bot(emulator, database_url, tmp_path, TIERCOACH_LOG_LEVEL="DEBUG") as bot:
        gus.sends(f"/start {code}")
        assert told(gus).startswith("Hello Gus Gold! You’re in, as admin.")

        of_boris = office.invites("Boris Banks")
        boris.sends(f"/start {of_boris}")
        assert told(boris).startswith("Thank you, Boris Banks. An admin has to let you in")
        assert told(gus).startswith("Boris Banks wants in as manager")
        (told_gus,) = gus.taps("Let in")
        assert told_gus.method == "editMessageText"
        assert told(boris).startswith("Hello Boris Banks!")
        assert "Alpha Foods" in boris.says("show me Alpha Foods")[0].text

        stranger.sends("who are your customers?")
        assert told(stranger) == STRANGER
        stranger.sends(f"/start {of_boris}")
        assert told(stranger).startswith("That code lets nobody in.")

        assert office.types("invite", "Boris Banks", "--revoke").code == 0
        boris.sends("my customers")
        assert told(boris) == STRANGER
        assert bot.stops() == 0
        assert code not in bot.told
        assert of_boris not in bot.told
