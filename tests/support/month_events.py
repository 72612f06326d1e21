"""What happens in a month of the company: it changes hands, hours and people, and it taps.

Each event is done as the bot does it, and told to the month that reckons: whose a customer is,
who stands in for whom, which hours somebody keeps from now on.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.channels.payloads import Call, write_call
from bot.channels.telegram import NAME, chat_of
from bot.messages import Message
from bot.post import links, mornings, outbox
from bot.post.outbox import BROADCAST, Outgoing
from crm.entities import Role
from crm.store import absences, handovers, leaving, people, reminders
from tests.support.month import MINUTE, Month, Told
from tests.support.month_company import COUNTRIES, HEAD


@dataclass
class Events:
    """Makes things happen in a month, and notes what the reckoning has to know.

    ``left``: who has left, and when. ``unsettled``: days on which somebody changed their hours, so
    that their morning may have passed by the new ones. ``reminders``: whom and when, by number.
    """

    month: Month
    dice: random.Random
    linked_at: dict[int, datetime] = field(default_factory=dict)
    left: dict[int, datetime] = field(default_factory=dict)
    away: list[tuple[int, date, date]] = field(default_factory=list)
    unsettled: set[tuple[int, date]] = field(default_factory=set)
    reminders: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    notices: int = 0

    @property
    def travelled(self) -> set[int]:
        """Who is in another zone than where their country is."""
        return {
            each.id for each in self.month.everyone.values() if COUNTRIES[each.zone] != each.country
        }

    def let_in(self, person_id: int) -> None:
        """Let somebody's phone in."""
        month, someone = self.month, self.month.everyone[person_id]
        node, now = month.nodes[0], month.clock.now
        with month.writing() as session:
            account, chat = someone.account, chat_of(someone.account)
            links.put_in(session, NAME, account, chat, person_id, confirmed=True, now=now)
            hours = node.hours_of(people.get_person(session, person_id))
            mornings.plan(session, person_id, hours, now)
        self.linked_at[person_id] = now

    def hand_over(self, customer_id: int, to_id: int) -> None:
        """Give a customer to another rep."""
        owner = self.month.owners[customer_id]
        if owner == to_id or to_id in self.left:
            return
        with self.month.writing() as session:
            handovers.hand_over(
                session,
                self.month.eyes(HEAD),
                customer_id,
                from_id=owner,
                to_id=to_id,
                now=self.month.clock.now,
            )
        self.month.owners[customer_id] = to_id

    def leave(self, person_id: int) -> None:
        """Let somebody leave; they may stand in for nobody from then on."""
        month, now = self.month, self.month.clock.now
        today = now.astimezone(month.nodes[0].app.settings.timezone).date()
        local = now.astimezone(ZoneInfo(month.everyone[HEAD].zone))
        with month.writing() as session:
            leaving.leave(session, month.eyes(HEAD), person_id, now=local, on=today)
        self.left[person_id] = now
        month.gone.add(person_id)
        month.covered = [each for each in month.covered if each[1] != person_id]

    def go_away(self, person_id: int, days: int, cover_id: int | None) -> None:
        """Let somebody go away from tomorrow on."""
        month, someone = self.month, self.month.everyone[person_id]
        local = month.clock.now.astimezone(ZoneInfo(someone.zone))
        from_on = local.date() + timedelta(days=1)
        until_on = from_on + timedelta(days=days - 1)
        with month.writing() as session:
            me = month.eyes(person_id)
            absences.plan_away(session, me, person_id, from_on, until_on, cover_id, now=local)
        self.away.append((person_id, from_on, until_on))
        if cover_id is not None:
            month.covered.append((person_id, cover_id, from_on, until_on))

    def change_hours(self, person_id: int, **settings: str) -> None:
        """Let somebody change when they are spoken to."""
        month, someone = self.month, self.month.everyone[person_id]
        now = month.clock.now
        before = someone.today(now)
        with month.writing() as session:
            me = month.eyes(person_id)
            local = now.astimezone(ZoneInfo(someone.zone))
            people.change_settings(session, me, person_id, now=local, **settings)
            hours = month.nodes[0].hours_of(people.get_person(session, person_id))
            mornings.plan(session, person_id, hours, now)
        someone.zone = settings.get("timezone", someone.zone)
        someone.days = settings.get("working_days", someone.days)
        for ours, theirs in (
            ("quiet_from", "quiet_from"),
            ("quiet_until", "quiet_until"),
            ("digest_at", "digest_time"),
        ):
            if theirs in settings:
                setattr(someone, ours, time.fromisoformat(settings[theirs]))
        self.unsettled |= {(person_id, before), (person_id, someone.today(now))}

    def give_notice(self, person_id: int) -> None:
        """Queue a message that nobody asked for."""
        month, someone = self.month, self.month.everyone[person_id]
        self.notices += 1
        call = write_call(Call(Message(f"Notice {self.notices}")))
        with month.writing() as session:
            outgoing = Outgoing(
                NAME,
                chat_of(someone.account),
                call,
                person_id,
                priority=BROADCAST,
                key=f"notice:{self.notices}",
                unasked=True,
            )
            outbox.enqueue(session, outgoing, month.clock.now)

    def ask_for_a_reminder(self, person_id: int, on: date, at: time) -> None:
        """Let somebody ask to be reminded at a time of a day."""
        month, someone = self.month, self.month.everyone[person_id]
        zone = ZoneInfo(someone.zone)
        words = f"Reminder {len(self.reminders) + 1:03d}"
        with month.writing() as session:
            reminders.record(
                session,
                month.eyes(person_id),
                due_on=on,
                due_time=f"{at:%H:%M}",
                text=words,
                customer_id=None,
                now=month.clock.now.astimezone(zone),
            )
            hours = month.nodes[0].hours_of(people.get_person(session, person_id))
            mornings.plan(session, person_id, hours, month.clock.now)
        self.reminders[words] = (person_id, datetime.combine(on, at, tzinfo=zone).astimezone(UTC))

    def hear(self, told: Told) -> None:
        """Let one in four who got a digest do something with it."""
        person_id = told.row.person_id
        if not told.is_digest or person_id is None or self.dice.random() < 0.75:
            return
        names = [button for button in told.buttons if told.named and "Firm" in button.label]
        if not names:
            return
        chosen = self.dice.choice(names)
        month = self.month
        moment = told.at + self.dice.randint(2, 300) * MINUTE
        month.at(moment, lambda: month.press(person_id, chosen.action, told.number))
        month.at(moment + MINUTE, lambda: self._tap_on(person_id))

    def _tap_on(self, person_id: int) -> None:
        """Tap one of the buttons that came after a name: what was done there, or back."""
        last = self.month.last.get(person_id)
        if last is None or not last.buttons:
            return
        chosen = self.dice.choice(last.buttons[:4])
        self.month.press(person_id, chosen.action, last.number)

    @property
    def reps(self) -> list[int]:
        """The reps who still work here."""
        known = self.month.everyone.values()
        return [each.id for each in known if each.role is Role.REP and each.id not in self.left]
