"""Links: which account is whom, and who may still read what is queued for them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.post import claiming, links, outbox, outcomes
from bot.post.outbox import Claimed, Outgoing
from bot.post.outcomes import Outcome
from crm.store.database import Database, Session
from crm.store.tables import people
from tests.support import cast as who
from tests.support.cast import Cast

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def session(database: Database, cast: Cast) -> Iterator[Session]:
    """A transaction in the cast's company."""
    with database.writing() as session:
        yield session


def put_in(session: Session, account: int, person_id: int, *, confirmed: bool = True) -> int:
    chat = f"telegram:{account}"
    return links.put_in(session, "telegram", account, chat, person_id, confirmed=confirmed, now=NOW)


def leave(session: Session, person_id: int, days: int) -> None:
    left_on = TODAY + timedelta(days=days)
    session.execute(update(people).where(people.c.id == person_id).values(left_on=left_on))


def still_allowed(session: Session, row: Claimed) -> str | Outcome:
    allowed = links.may_be_sent(session, row, TODAY)
    return row.payload if allowed else outcomes.cancelled("no longer allowed")


def claim(session: Session, person_id: int | None, account: int) -> tuple[Claimed, ...]:
    """Queue something for a person in a chat, and claim whatever may leave."""
    chat = f"telegram:{account}"
    outbox.enqueue(session, Outgoing("telegram", chat, "{}", person_id), NOW)
    return claiming.claim(
        session,
        "telegram",
        owner="me",
        rate=1000,
        now=NOW,
        limit=9,
        prepare=still_allowed,
    ).rows


def test_an_account_is_whose_it_was_linked_to_last(session: Session) -> None:
    put_in(session, 5, who.ANA)
    put_in(session, 5, who.CARLA)
    found = links.find_person(session, "telegram", 5, TODAY)
    assert found is not None
    assert (found.name, found.role) == ("Carla Cruz", "rep")


def test_an_account_of_another_channel_is_another_account(session: Session) -> None:
    put_in(session, 5, who.ANA)
    assert links.find_person(session, "web", 5, TODAY) is None


@pytest.mark.parametrize(("days", "in_"), [(-1, False), (0, False), (1, True)])
def test_who_has_left_is_nobody(session: Session, days: int, in_: bool) -> None:
    put_in(session, 5, who.ANA)
    leave(session, who.ANA, days)
    assert (links.find_person(session, "telegram", 5, TODAY) is not None) is in_


def test_who_waits_and_who_is_cut_is_nobody(session: Session) -> None:
    waiting, cut = put_in(session, 5, who.ANA, confirmed=False), put_in(session, 6, who.CARLA)
    assert links.cut(session, cut, who.CARLA)
    assert not links.cut(session, cut, who.CARLA)
    assert links.find_person(session, "telegram", 5, TODAY) is None
    assert links.find_person(session, "telegram", 6, TODAY) is None
    assert not links.confirm(session, waiting, who.CARLA)
    assert links.confirm(session, waiting, who.ANA)
    assert links.find_person(session, "telegram", 5, TODAY) is not None


def test_an_account_that_was_cut_is_not_confirmed(session: Session) -> None:
    link = put_in(session, 5, who.ANA, confirmed=False)
    links.cut(session, link, who.ANA)
    assert not links.confirm(session, link, who.ANA)


def test_the_admins_are_those_who_can_tap(session: Session) -> None:
    put_in(session, 5, who.GUS)
    put_in(session, 6, who.ANA)
    assert [each.person.name for each in links.list_admins(session, "telegram", TODAY)] == [
        "Gus Gold"
    ]
    assert links.list_admins(session, "telegram", TODAY, but=who.GUS) == []
    leave(session, who.GUS, 0)
    assert links.list_admins(session, "telegram", TODAY) == []


def test_what_is_queued_for_a_person_leaves(session: Session) -> None:
    put_in(session, 5, who.ANA)
    assert len(claim(session, who.ANA, 5)) == 1


def test_what_is_queued_for_nobody_in_particular_leaves(session: Session) -> None:
    assert len(claim(session, None, 5)) == 1


@pytest.mark.parametrize("how", ["left", "cut", "replaced", "given away", "unconfirmed"])
def test_what_is_queued_dies_with_the_right_to_read_it(session: Session, how: str) -> None:
    link = put_in(session, 5, who.ANA, confirmed=how != "unconfirmed")
    if how == "left":
        leave(session, who.ANA, -1)
    elif how == "cut":
        links.cut(session, link, who.ANA)
    elif how == "replaced":
        new = put_in(session, 6, who.ANA)
        assert links.cut_others(session, "telegram", who.ANA, but=new) == ["telegram:5"]
    elif how == "given away":
        put_in(session, 5, who.CARLA)
    assert claim(session, who.ANA, 5) == ()
    assert [row.state for row in outbox.list_rows(session, "cancelled")] == ["cancelled"]


def test_a_chat_that_cannot_be_reached_is_marked(session: Session) -> None:
    put_in(session, 5, who.ANA)
    (claimed,) = claim(session, who.ANA, 5)
    links.note_settled(session, claimed, outcomes.blocked("put out"))
    found = links.find(session, "telegram", 5, TODAY)
    assert found is not None
    assert found.out_of_reach == "blocked"
    assert found.lets_in


def test_who_cannot_be_reached_is_known_until_they_write_again(session: Session) -> None:
    put_in(session, 501, who.ANA)
    put_in(session, 502, who.CARLA)
    links.note_reach(session, "telegram", 501, "blocked")
    assert links.list_out_of_reach(session, [who.ANA, who.CARLA]) == [(who.ANA, "blocked")]
    assert links.list_out_of_reach(session, [who.CARLA]) == []
    links.note_reach(session, "telegram", 501, None)
    assert links.list_out_of_reach(session, [who.ANA, who.CARLA]) == []


def test_an_account_that_is_shut_out_is_out_of_nobodys_reach(session: Session) -> None:
    link_id = put_in(session, 501, who.ANA)
    links.note_reach(session, "telegram", 501, "blocked")
    links.cut(session, link_id, who.ANA)
    assert links.list_out_of_reach(session, [who.ANA]) == []
