"""Which objections cost most: a picture, and the figures below it.

Whoever leads sees what their people told, everybody else what they told themselves.
"""

from datetime import timedelta

from bot.conversations.desk import Desk
from bot.messages import Message, Picture
from bot.understanding.understand import Understood
from bot.voice.charts import Bar, draw_bars
from bot.voice.rendering import number
from crm.store import objections, people
from crm.store.objections import Cost, Costs
from crm.store.tier_moves import DECIDES

LOOKED_BACK = timedelta(days=90)

LEAST = 5
"""Visits: fewer are stories, no figures."""

SHOWN = 5


def show_costs(desk: Desk, _understood: Understood) -> list[Message]:
    """Show what was objected at the visits of one's people, or one's own, and what hangs on it."""
    leads = desk.viewer.role in DECIDES
    team = [each.id for each in people.list_team(desk.session, desk.viewer)] if leads else []
    whose = team or [desk.viewer.person_id]
    since = desk.today - LOOKED_BACK
    costs = objections.add_up(desk.session, desk.viewer, whose, since, desk.today)
    shown = costs.by_objection[:SHOWN]
    text = desk.say(
        "objections",
        own=not leads,
        enough=costs.visits >= LEAST,
        least=LEAST,
        visits=costs.visits,
        never_asked=costs.never_asked,
        since=since,
        rows=[(desk.label(f"objections.{each.objection}"), each) for each in shown],
        others=len(costs.by_objection) - len(shown),
    )
    if costs.visits < LEAST:
        return [Message(text)]
    picture = Picture(_draw(desk, costs, shown), "objections.png")
    return [Message(text, picture=picture)]


def _draw(desk: Desk, costs: Costs, shown: tuple[Cost, ...]) -> bytes:
    """Bars of what is at stake; of visits, where the books know of no money."""
    by_money = any(each.at_stake for each in shown)
    bars = [
        Bar(
            desk.label(f"objections.{each.objection}"),
            float(each.at_stake) if by_money else each.visits,
            number(each.at_stake, 0) if by_money else str(each.visits),
        )
        for each in shown
    ]
    kind = "at_stake" if by_money else "visits"
    title = desk.label(f"charts.objections_{kind}")
    note = desk.label("charts.objections_note", n=costs.visits, day=desk.voice.day(desk.today))
    return draw_bars(title, bars, note)
