"""Whatever order codes, taps and leavers come in: nobody is in who should not be."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import update

from bot.post import links
from crm.entities import Role
from crm.store.tables import people
from tests.support import cast as who
from tests.support.chatting import Office
from tests.support.phones import CHANNEL, Phones

ACCOUNTS = (1, 2, 3, 4)
PEOPLE = (who.ANA, who.BORIS, who.DORA, who.GUS)
HIGH = {Role.MANAGER, Role.ADMIN}

In = dict[int, tuple[int, Role]]
"""Who is in, as what: by account."""


def look(phones: Phones) -> In:
    today = phones.now.date()
    with phones.office.database.reading() as session:
        found = [links.find(session, CHANNEL, account, today) for account in ACCOUNTS]
    return {
        each.account: (each.person.id, each.person.role) for each in found if each and each.lets_in
    }


@pytest.mark.parametrize("seed", range(12))
def test_who_sees_much_was_let_in_by_an_admin_and_nobody_writes_from_two_accounts(
    office: Office, seed: int
) -> None:
    chance, phones = Random(seed), Phones(office)
    codes: list[str] = []
    for _ in range(30):
        what = chance.choices(["joins", "tries an old code", "taps", "leaves"], [5, 1, 6, 0.3])[0]
        account, person_id = chance.choice(ACCOUNTS), chance.choice(PEOPLE)
        before, phone = look(phones), phones.phone(account)
        if what == "joins":
            codes.append(phones.invite(person_id, chance.choice(list(Role))))
            phone.starts(codes[-1])
        elif what == "tries an old code" and codes:
            phone.starts(chance.choice(codes))
        elif what == "taps" and (asked := _all_decisions(phones)):
            phone.presses(chance.choice(asked[:4]))
        elif what == "leaves":
            _leave(phones, person_id)
        after = look(phones)
        persons = [person for person, _ in after.values()]
        assert len(persons) == len(set(persons))
        actor, of_actor = before.get(account, (0, None))
        for _, (person, role) in after.items() - before.items():
            if role in HIGH and what == "taps":
                assert (of_actor, actor != person) == (Role.ADMIN, True)
            elif role in HIGH:
                assert not {p for p, r in before.values() if r is Role.ADMIN} - {person}
                assert role is Role.ADMIN


def _all_decisions(phones: Phones) -> list[str]:
    """All that admins were ever asked, the newest first."""
    actions = [b.action for letter in phones.letters for b in letter.message.buttons]
    return [each for each in reversed(actions) if each.startswith(("letin:", "keepout:"))]


def _leave(phones: Phones, person_id: int) -> None:
    gone = (phones.now - timedelta(days=1)).date()
    with phones.office.database.writing() as session:
        session.execute(update(people).where(people.c.id == person_id).values(left_on=gone))
