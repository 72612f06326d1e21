"""Customers and contacts that people add themselves, and what becomes of a name that is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from crm.errors import NotAllowed, NotFound, Overtaken, Refused
from crm.store import contacts, customers, newcomers, requests
from crm.store.contacts import Particulars
from crm.store.database import Database
from crm.store.newcomers import Known, Newcomer
from crm.store.tables import contacts as contacts_table
from crm.store.tables import customers as customers_table
from crm.store.taking_back import take_back
from tests.support import cast as who
from tests.support.cast import Cast
from tests.support.chatting import MORNING

ZORRO = Newcomer("Zorro Foods", city="Munich", phone="+49 89 5550100")


def test_a_new_customer_is_ones_own_at_once_and_new(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = newcomers.add(session, cast.ana, ZORRO, rep_id=who.ANA, now=MORNING)
        customer = customers.get_customer(session, cast.ana, added.row_id)
        assert (customer.name, customer.city, customer.tier) == ("Zorro Foods", "Munich", None)
        assert customer.rep_name == "Ana Alba"
        assert requests.list_open(session, cast.gus) == []
        with pytest.raises(NotFound):
            customers.get_customer(session, cast.carla, added.row_id)


def test_names_in_memory_are_read_anew_after_one_is_added(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        before = customers.find_names_revision(session)
        newcomers.add(session, cast.ana, ZORRO, rep_id=who.ANA, now=MORNING)
        assert customers.find_names_revision(session) != before


def test_undo_leaves_nothing_of_a_new_customer(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        named = Newcomer("cedar paper")
        added = newcomers.add(session, cast.ana, named, rep_id=who.ANA, now=MORNING)
        assert len(requests.list_open(session, cast.gus)) == 1
        take_back(session, cast.ana, added.deed_id, now=MORNING)
        assert session.scalar(select(func.count()).select_from(customers_table)) == 8
        assert requests.list_open(session, cast.gus) == []


def test_a_manager_adds_for_those_below_and_nobody_else(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = newcomers.add(session, cast.boris, ZORRO, rep_id=who.ANA, now=MORNING)
        assert customers.get_customer(session, cast.ana, added.row_id).rep_id == who.ANA
        with pytest.raises(NotFound):
            newcomers.add(session, cast.boris, ZORRO, rep_id=who.CARLA, now=MORNING)
        with pytest.raises(NotFound):
            newcomers.add(session, cast.ana, ZORRO, rep_id=who.BORIS, now=MORNING)
        with pytest.raises(NotAllowed):
            newcomers.add(session, cast.fay, ZORRO, rep_id=who.ANA, now=MORNING)


def test_a_namesake_is_told_only_to_who_sees_both(database: Database, cast: Cast) -> None:
    """Cedar Paper is Carla's: neither Ana nor Boris learns that, Dora and the admin do."""
    with database.writing() as session:
        named = Newcomer("CEDAR  paper")
        added = newcomers.add(session, cast.ana, named, rep_id=who.ANA, now=MORNING)
        for unaware in (cast.ana, cast.boris, cast.carla, cast.fay):
            assert requests.list_open(session, unaware) == []
        for aware in (cast.dora, cast.gus):
            (request,) = requests.list_open(session, aware)
            assert (request.kind, request.customer_id) == ("namesake", added.row_id)
            (other,) = requests.list_namesakes(session, aware, request)
            assert other.id == who.CEDAR
        with pytest.raises(NotFound):
            requests.get_open(session, cast.boris, request.id)


def test_a_name_in_sight_is_no_secret_and_no_request(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        assert newcomers.list_of_that_name(session, cast.ana, " ALPHA foods") == [who.ALPHA]
        assert newcomers.list_of_that_name(session, cast.carla, "Alpha Foods") == []
        newcomers.add(session, cast.ana, Newcomer("Alpha Foods"), rep_id=who.ANA, now=MORNING)
        assert requests.list_open(session, cast.gus) == []


@pytest.mark.parametrize("name", ["", "   ", "🙂🙂", "\u200b\u202e", "---", "x" * 301])
def test_a_name_is_something_one_can_read_and_say(name: str) -> None:
    with pytest.raises(Refused):
        newcomers.parse(name)


@given(st.text(st.characters(), max_size=320))
def test_a_tidied_name_stays_as_it_is(text: str) -> None:
    try:
        tidy = newcomers.parse(text)
    except Refused:
        return
    assert newcomers.parse(tidy) == tidy
    assert 1 <= len(tidy) <= newcomers.LONGEST_NAME
    assert "\n" not in tidy
    tidy.encode()


def test_a_correction_is_a_deed_of_its_own(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = newcomers.add(session, cast.ana, ZORRO, rep_id=who.ANA, now=MORNING)
        deed_id = newcomers.correct(
            session, cast.ana, added.row_id, Known("Zorro Food GmbH"), now=MORNING
        )
        assert newcomers.list_of_that_name(session, cast.ana, "zorro food gmbh") == [added.row_id]
        with pytest.raises(Overtaken):
            take_back(session, cast.ana, added.deed_id, now=MORNING)
        take_back(session, cast.ana, deed_id, now=MORNING)
        assert newcomers.list_of_that_name(session, cast.ana, "zorro foods") == [added.row_id]
        take_back(session, cast.ana, added.deed_id, now=MORNING)


def test_nobody_corrects_what_they_cannot_see(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        with pytest.raises(NotFound):
            newcomers.correct(session, cast.ana, who.CEDAR, Known("Mine"), now=MORNING)
        with pytest.raises(NotAllowed):
            newcomers.correct(session, cast.fay, who.CEDAR, Known("Mine"), now=MORNING)


def test_a_contact_is_added_completed_and_taken_back(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = contacts.add(
            session, cast.ana, who.ALPHA, Particulars("Li Wei", phone="138 0000 1111"), now=MORNING
        )
        found = contacts.find(session, cast.ana, who.ALPHA, "li wei")
        assert found is not None
        assert (found.phone, found.title, found.customer) == ("138 0000 1111", None, "Alpha Foods")
        deed_id = contacts.correct(
            session, cast.ana, added.row_id, Particulars(title="buyer"), now=MORNING
        )
        assert contacts.get(session, cast.boris, added.row_id).title == "buyer"
        take_back(session, cast.ana, deed_id, now=MORNING)
        take_back(session, cast.ana, added.deed_id, now=MORNING)
        assert session.scalar(select(func.count()).select_from(contacts_table)) == 0


def test_contacts_are_in_sight_as_their_customers_are(database: Database, cast: Cast) -> None:
    somebody = Particulars("Li Wei")
    with database.writing() as session:
        added = contacts.add(session, cast.ana, who.ALPHA, somebody, now=MORNING)
        with pytest.raises(NotFound):
            contacts.add(session, cast.carla, who.ALPHA, somebody, now=MORNING)
        with pytest.raises(NotFound):
            contacts.get(session, cast.carla, added.row_id)
        with pytest.raises(NotFound):
            contacts.correct(session, cast.carla, added.row_id, somebody, now=MORNING)
        with pytest.raises(Refused):
            contacts.add(session, cast.ana, who.ALPHA, Particulars(phone="1380000"), now=MORNING)


def test_a_name_taken_later_is_a_namesake_too(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        added = newcomers.add(session, cast.ana, ZORRO, rep_id=who.ANA, now=MORNING)
        newcomers.correct(session, cast.ana, added.row_id, Known("Cedar Paper"), now=MORNING)
        (request,) = requests.list_open(session, cast.gus)
        assert request.kind == "namesake"
