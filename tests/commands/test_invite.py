"""``tiercoach invite``: the code alone on its first line, and whom it lets in as what."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.main import main
from bot.post import bots, invites, links
from bot.post.invites import Invite
from crm.entities import Person, Role
from crm.store import people
from crm.store.database import open_database
from tests.support.process import Finished

Run = Callable[..., Finished]

PEOPLE = "EmployeeID,Name,Title,ReportsTo\n" + "".join(
    f"{row}\n"
    for row in (
        "B1,Boris Banks,Sales manager,",
        "A1,Ana Alba,Rep,B1",
        "L1,Li Nan,Rep,B1",
        "W1,Wang Fang,Rep,B1",
        "W2,Wang Fang,Rep,B1",
    )
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("TIERCOACH_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str) -> Finished:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return Finished(code, out, err)

    return run


@pytest.fixture
def company(run: Run, tmp_path: Path) -> Run:
    """A command line in a folder with a few people in its database."""
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    assert run("import", "people.csv").code == 0
    return run


def everyone() -> dict[str, list[Person]]:
    with closing(open_database("tiercoach.db", create=False)) as database, database.reading() as s:
        found: dict[str, list[Person]] = {}
        for person in people.list_people(s):
            found.setdefault(person.name, []).append(person)
        return found


def redeemed(code: str) -> Invite | None:
    with closing(open_database("tiercoach.db", create=False)) as database, database.writing() as s:
        return invites.redeem(s, code, now=datetime.now(UTC))


def test_the_first_line_is_the_code_alone_and_lets_in(company: Run) -> None:
    done = company("invite", "Ana Alba", "--role", "rep")
    assert done.code == 0
    (code,) = done.out.splitlines()
    assert "Ana Alba (A1) is here already: rep." in done.err
    invite = redeemed(code)
    assert invite is not None
    assert (invite.person_id, invite.role) == (everyone()["Ana Alba"][0].id, Role.REP)
    assert redeemed(code) is None


def test_once_the_bots_name_is_known_the_second_line_is_a_link(company: Run) -> None:
    with closing(open_database("tiercoach.db", create=False)) as database, database.writing() as s:
        bots.record_name(s, "telegram", "acme_sales_bot")
    code, link = company("invite", "Ana Alba", "--role", "rep").out.splitlines()
    assert link == f"https://t.me/acme_sales_bot?start={code}"


@pytest.mark.parametrize("name", ["Ana Alba", "ana alba", "A1", "alba", " Ana  Alba "])
def test_somebody_who_is_here_is_not_doubled(company: Run, name: str) -> None:
    before = everyone()
    assert company("invite", name, "--role", "rep").code == 0
    assert everyone() == before


def test_it_works_before_there_is_an_admin_and_before_there_is_anything(run: Run) -> None:
    done = run("invite", "Nora Berg", "--role", "admin")
    assert done.code == 0
    assert "no tap needed" in done.err
    assert everyone()["Nora Berg"][0].role is Role.ADMIN


def test_a_new_rep_is_placed_under_somebody(company: Run) -> None:
    assert company("invite", "Zoe Zed", "--role", "rep", "--under", "Boris Banks").code == 0
    assert everyone()["Zoe Zed"][0].manager_id == everyone()["Boris Banks"][0].id


def test_a_rep_with_nobody_above_is_pointed_out(company: Run) -> None:
    assert "--under" in company("invite", "Zoe Zed", "--role", "rep").err


def test_a_role_is_changed_only_by_the_code_and_told_plainly(company: Run) -> None:
    done = company("invite", "Ana Alba", "--role", "manager")
    assert "With this code Ana Alba becomes manager; so far: rep." in done.err
    assert everyone()["Ana Alba"][0].role is Role.REP
    invite = redeemed(done.out.strip())
    assert invite is not None
    assert invite.role is Role.MANAGER


def test_without_a_role_somebody_keeps_theirs(company: Run) -> None:
    done = company("invite", "Boris Banks")
    assert done.code == 0
    assert "becomes" not in done.err
    invite = redeemed(done.out.strip())
    assert invite is not None
    assert invite.role is Role.MANAGER


def test_namesakes_are_listed_with_their_codes(company: Run) -> None:
    done = company("invite", "Wang Fang", "--role", "rep")
    assert done.code == 2
    assert "Wang Fang (W1), Wang Fang (W2)" in done.err
    assert done.out == ""
    assert company("invite", "W2", "--role", "rep").code == 0


def test_a_name_that_a_longer_one_begins_with_is_asked_about(company: Run) -> None:
    done = company("invite", "Li Na", "--role", "rep")
    assert done.code == 2
    assert "Li Nan (L1)" in done.err
    assert company("invite", "Li Na", "--role", "rep", "--new").code == 0
    assert len(everyone()["Li Na"]) == len(everyone()["Li Nan"]) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Zoe Zed"], "--role"),
        (["Zoe Zed", "--role", "boss"], "admin"),
        (["  ", "--role", "rep"], "NAME"),
        (["Zoe Zed", "--role", "rep", "--under", "Nobody"], "--under"),
        (["Zoe Zed", "--role", "rep", "--under", "Ana Alba"], "is a rep"),
        (["Boris Banks", "--under", "Boris Banks"], "under themselves"),
        (["Zoe Zed", "--revoke"], "nobody here"),
    ],
)
def test_what_cannot_be_done_says_why_and_makes_nothing(
    company: Run, arguments: list[str], says: str
) -> None:
    before = everyone()
    done = company("invite", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    assert everyone() == before


def test_nobody_comes_to_stand_below_themselves(company: Run) -> None:
    company("invite", "Zoe Zed", "--role", "manager", "--under", "Boris Banks")
    done = company("invite", "Boris Banks", "--under", "Zoe Zed")
    assert done.code == 2
    assert everyone()["Boris Banks"][0].manager_id is None


def test_a_bad_wish_leaves_no_database_behind(run: Run, tmp_path: Path) -> None:
    assert run("invite", "Zoe Zed").code == 2
    assert run("invite", "Zoe Zed", "--role", "rep", "--under", "Boris").code == 2
    assert run("invite", "Zoe Zed", "--revoke").code == 2
    assert list(tmp_path.iterdir()) == []


def test_revoke_takes_the_code_back_and_shuts_the_account_out(company: Run) -> None:
    ana = everyone()["Ana Alba"][0]
    now = datetime.now(UTC)
    with closing(open_database("tiercoach.db", create=False)) as database, database.writing() as s:
        links.put_in(s, "telegram", 5, "telegram:5", ana.id, confirmed=True, now=now)
    code = company("invite", "Ana Alba").out.strip()
    done = company("invite", "Ana Alba", "--revoke")
    assert done.out == "Ana Alba: codes taken back 1, accounts shut out 1.\n"
    assert redeemed(code) is None
    with closing(open_database("tiercoach.db", create=False)) as database, database.reading() as s:
        assert links.find_person(s, "telegram", 5, now.date()) is None
