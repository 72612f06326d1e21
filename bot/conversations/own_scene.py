"""The scene at a rep's own customer that a walk can end with: what they order is known, no story.

It is judged like any line and counts nowhere: no playbook of the company's has it.
"""

from functools import cache
from importlib import resources

from bot.coaching.playbook import Playbook
from bot.coaching.reading import parse_playbook
from bot.conversations import field_facts, spoken_of
from bot.conversations.desk import Desk
from bot.messages import Button

OWN = "own_customer"


@cache
def load_own() -> Playbook:
    """Load the scene, once, as a playbook of one scene."""
    text = resources.files("bot.coaching").joinpath(f"{OWN}.yaml").read_text("utf-8")
    return parse_playbook(text, OWN)


def find_own(desk: Desk) -> int | None:
    """Return the customer it is played at: one of whom it is known what they order; else None."""
    about = spoken_of.find_customer(desk)
    facts = field_facts.find_facts(desk, about)
    return about if facts.product is not None and facts.last_on is not None else None


def offer(desk: Desk) -> tuple[Button, ...]:
    """The button that leads there; none where no customer is known well enough."""
    if find_own(desk) is None:
        return ()
    return (Button(desk.label("buttons.at_own"), f"practise:{OWN}"),)
