"""Help, greetings, and what to say when a message means nothing we know: examples that work."""

from bot.conversations import requests
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_each, parse_id
from bot.understanding.language import is_foreign
from bot.understanding.understand import Understood
from crm.entities import Customer
from crm.store import customers
from crm.store.tier_moves import DECIDES

EXAMPLES = (
    "due_today",
    "list_customers",
    "visits",
    "grade_why",
    "customer_card",
    "grade_lift",
    "how_many",
)
"""The examples offered, the most useful first; those near to what was typed come before them."""

OFFERED = 3


def show_help(desk: Desk, _understood: Understood) -> list[Message]:
    """Say in a few lines what can be asked by somebody of this role, with examples to tap."""
    leads = desk.viewer.role in DECIDES
    text = desk.say("help", tiers=desk.policy.tier_names, leads=leads)
    return [Message(text, example_rows(desk, ()))]


def show_small_talk(desk: Desk, understood: Understood) -> list[Message]:
    """Answer a greeting, a thank-you, a nod or a goodbye shortly."""
    for said in ("thanks", "ack", "bye"):
        if getattr(understood.slots, said):
            return [Message(desk.say(said))]
    name = desk.viewer.name
    rows = (*requests.waiting_row(desk), *example_rows(desk, ()))
    return [Message(desk.say("greeting", name=name), rows)]


def show_who(desk: Desk, understood: Understood) -> list[Message]:
    """Say who the person is to us, or what we are."""
    viewer = desk.viewer
    text = desk.say("about_us", whose=understood.slots.text, name=viewer.name, role=viewer.role)
    return [Message(text, example_rows(desk, ()))]


def show_unknown(desk: Desk, near: tuple[str, ...], *, not_yet: bool) -> list[Message]:
    """Say that the message wasn't understood, or asks for what isn't there yet; offer examples."""
    return [Message(desk.say("not_yet" if not_yet else "unknown"), example_rows(desk, near))]


def find_foreign(desk: Desk, text: str) -> list[Message] | None:
    """Ask for English or Chinese where a message is in another language; None where it is not."""
    return [Message(desk.say("foreign"), example_rows(desk, ()))] if is_foreign(text) else None


def find_example(desk: Desk, which: str) -> str | None:
    """Return the text of an example button (``grade_why`` or ``grade_why:12``), or None."""
    name, _, about = which.partition(":")
    if name not in (*EXAMPLES, "help"):
        return None
    customer_id = parse_id(about)
    wanted = [] if customer_id is None else [customer_id]
    found = customers.list_by_id(desk.session, desk.viewer, wanted)
    return _ask(desk, name, found[0] if found else None)


def example_rows(desk: Desk, near: tuple[str, ...]) -> tuple[tuple[Button, ...], ...]:
    """Offer three examples about customers of the person's own, so that each has an answer."""
    best = customers.find_best(desk.session, desk.viewer)
    if best is None:
        return one_each([Button(desk.label("examples.help"), "ask:help")])
    top = desk.policy.tier_names[0]
    below = customers.find_best(desk.session, desk.viewer, below_tier=top)
    names = sorted(EXAMPLES, key=lambda name: name not in near)
    chosen = [(name, below if name == "grade_lift" else best) for name in names]
    asked = [(name, about, _ask(desk, name, about)) for name, about in chosen if about]
    buttons = [Button(text, f"ask:{name}:{about.id}") for name, about, text in asked if text]
    return one_each(buttons[:OFFERED])


def _ask(desk: Desk, name: str, about: Customer | None) -> str | None:
    """The example as text, or None where it has nothing to ask about."""
    graded = about is not None and about.tier is not None
    if (name == "grade_why" and not graded) or (name == "list_customers" and not graded):
        return None
    if about is None and name in {"customer_card", "grade_lift"}:
        return None
    tier = about.tier if about and about.tier else desk.policy.tier_names[0]
    if name == "list_customers":
        tier = desk.policy.tier_names[0]
    return desk.label(f"examples.{name}", tier=tier, customer=about.name if about else "")
