"""How do I ask for it? Two lines of a scene of its own playbook, with their reasons.

The scene is told first: a line shows how it is done there, and is then said in one's own words.
"""

from collections.abc import Mapping

from bot.coaching.playbook import Playbook, Scene
from bot.coaching.templates import fill_in
from bot.conversations import field_facts
from bot.conversations.desk import Desk
from bot.messages import Button, Message, one_row

SKILLS: Mapping[str, tuple[str, str]] = {
    "closing": ("closing", "how_soon"),
    "cold_call": ("cold_call", "counter"),
    "gatekeeper": ("gatekeeper", "front_desk"),
    "complaint_handling": ("complaint_handling", "shouting"),
    "collection": ("collection", "slipped_mind"),
    "no_answer": ("gatekeeper", "no_sales"),
}
"""The playbook of what is asked, and the scene that shows it best."""

OWN = frozenset({"no_answer"})
"""What no playbook has a scene of: then the lines are our own, and the playbook is practised."""

SHOWN = 2


def show_skill(desk: Desk, skill: str, customer_id: int | None) -> list[Message] | None:
    """Show how it is done; None where no playbook in force has anything of it."""
    wanted, scene_id = SKILLS.get(skill, ("", ""))
    playbook = desk.shelf.playbooks.get(wanted)
    if playbook is None:
        return None
    if skill in OWN:
        text = desk.say("field_own", about=skill)
    else:
        scene = playbook.find_scene(scene_id) or playbook.scenes[0]
        text = _write(desk, playbook, scene, customer_id)
    practise = Button(desk.label("buttons.practise"), f"practise:{playbook.id}")
    return [Message(text, one_row(practise))]


def _write(desk: Desk, playbook: Playbook, scene: Scene, customer_id: int | None) -> str:
    names = field_facts.facts_for(desk, customer_id, playbook)
    language = desk.voice.language
    return desk.say(
        "field_skill",
        title=fill_in(playbook.title.written(language), names),
        moment=fill_in(scene.customer.written(language), names),
        lines=[
            (fill_in(each.say.written(language), names), fill_in(each.why.written(language), names))
            for each in scene.good[:SHOWN]
        ],
    )
