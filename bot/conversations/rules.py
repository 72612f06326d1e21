"""The rules in words: how often tiers are visited, how they are worked out, what words mean."""

from bot.conversations.desk import Desk
from bot.messages import Message
from bot.understanding.understand import Understood


def show_cadence(desk: Desk, understood: Understood) -> list[Message]:
    """Say how often the customers of a tier are visited; of all tiers if none was named."""
    named = understood.slots.tiers
    shown = [tier for tier in desk.policy.tiers if not named or tier.name in named]
    return [Message(desk.say("cadence_rule", tiers=shown or desk.policy.tiers))]


def show_grading(desk: Desk, _understood: Understood) -> list[Message]:
    """Say how tiers are worked out: what counts how much, and where they are cut."""
    grading = desk.policy.grading
    weighed = sorted(grading.indicators.items(), key=lambda each: -each[1].weight)
    total = sum(rule.weight for _, rule in weighed)
    text = desk.say(
        "grading_rule",
        weighed=[(name, rule.weight * 100 / total, rule.months) for name, rule in weighed],
        tiers=desk.policy.tiers,
        cut=grading.cut,
        late=grading.caps,
    )
    return [Message(text)]


def show_meaning(desk: Desk, understood: Understood) -> list[Message]:
    """Say what a word or a mark of the lists means."""
    text = desk.say("meaning", term=understood.slots.text, tiers=desk.policy.tiers)
    return [Message(text)]
