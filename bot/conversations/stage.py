"""What a walk and a drill share: a playbook's words with the customer's facts in them, a typed line
judged, and what is kept of it.

A line is judged by the words that were typed, with a playbook's own lines as the last word: who
says one of them, give or take a slip, has said that one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC

from rapidfuzz import fuzz

from bot.coaching import feedback, likeness, log
from bot.coaching.feedback import SAME_WHY, Feedback
from bot.coaching.judge import Judgement, moment_of
from bot.coaching.judge.judging import SAME_LINE
from bot.coaching.log import Entry, Rating, Source
from bot.coaching.playbook import BadLine, Fault, GoodLine, Line, Playbook, Scene, Text
from bot.coaching.templates import fill_in
from bot.coaching.walk import Judged
from bot.conversations import field_facts
from bot.conversations.desk import Desk
from bot.conversations.field_facts import Facts
from bot.messages import Button
from bot.voice.rendering import LANGUAGES, Language, shortened
from crm.names.folding import is_han, squeeze

WEAK: frozenset[Fault] = frozenset({"keeps_explaining", "no_ask", "off_topic"})
"""Faults that a question for something else may seem to have."""

WORDINGS = 3
"""So many ways every reason is said in general, so that it isn't the same sentence ten times."""

SHOWN_WORDS = 40
SHOWN_LINES = 2

_ENDS = " ,，.。;；!！?？、“”\"'"
_PHRASE = re.compile(r"[^,，。;；!！?？]+|[,，。;；!！?？]")
_TOKEN = re.compile(
    r"[0-9０-９零一二三四五六七八九十百千万两半]+[^\W0-9a-zA-Z]?|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|[^\W\d_]*[A-Za-z][\w'’%.-]*|不\w|\S"
)
"""What is quoted whole: a Latin word, a number with what it counts, a weekday, 不 and its verb."""

_ABOUT_A_CUSTOMER = frozenset({"customer", "product", "quantity", "last_month"})
"""A playbook with one of these names in its texts is played at a customer of the rep's own."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A playbook as it is played at one desk, with a customer or none: ``names`` stand for what is
    in braces."""

    desk: Desk
    playbook: Playbook
    facts: Facts
    about: int | None
    names: Mapping[Language, Mapping[str, str]]

    def written(self, text: Text) -> str:
        """Return a text of the playbook in the person's language, with its names filled in."""
        language = self.desk.voice.language
        return fill_in(text.written(language), self.names[language])


@dataclass(frozen=True, slots=True)
class Assessed:
    """A typed line as it was judged: ``line`` is the authored one that it is, if it is one;
    ``words`` are those that showed it."""

    text: str
    language: Language
    judgement: Judgement
    line: Line | None
    told: Feedback | None
    words: str

    @property
    def nearest(self) -> Line | None:
        """The authored line that says why."""
        return self.line or (self.told.line if self.told else None)


def open_stage(desk: Desk, playbook: Playbook, about: int | None) -> Stage:
    """Set a playbook up with what is known of a customer, or of none."""
    facts = field_facts.find_facts(desk, about if plays_at_a_customer(playbook) else None)
    names = {each: field_facts.written_for(desk, facts, playbook, each) for each in LANGUAGES}
    return Stage(desk, playbook, facts, about, names)


def title_of(desk: Desk, playbook: Playbook) -> str:
    """Return what a playbook is called, in the person's language."""
    language = desk.voice.language
    usual = {name: text.written(language) for name, text in playbook.vars.items()}
    return fill_in(playbook.title.written(language), usual)


def plays_at_a_customer(playbook: Playbook) -> bool:
    """Whether a playbook's texts have room for a customer of the rep's own."""
    return not _ABOUT_A_CUSTOMER.isdisjoint(playbook.vars)


def assess(stage: Stage, scene: Scene, text: str) -> Assessed:
    """Judge a line typed at a scene."""
    language: Language = "zh" if any(map(is_han, text)) else "en"
    playbook = stage.playbook
    judgement = stage.desk.shelf.judge_of(playbook).judge(text, moment_of(scene), language)
    line = likeness.find_said(scene, text, stage.names)
    if line is not None and _agrees(judgement, line) is False:
        exact = likeness.find_said(scene, text, stage.names, least=100)
        line = exact if exact is line else None
    if line is not None:
        judgement = _as_authored(line, judgement)
        model = line.fix if isinstance(line, BadLine) else line.say
        told: Feedback | None = Feedback(line.why, model, line)
    else:
        told = feedback.explain(playbook, judgement, text, language, scene=scene)
    return Assessed(text, language, judgement, line, told, _words(text, judgement))


def is_clear(assessed: Assessed) -> bool:
    """Say whether a text is a line for sure, whatever else it may mean."""
    verdict, fault = assessed.judgement.verdict, assessed.judgement.fault
    if assessed.line is not None:
        return True
    return verdict == "good" or (verdict == "bad" and fault not in WEAK)


def keep_judged(stage: Stage, scene: Scene, assessed: Assessed, step: int) -> Button:
    """Keep what was judged last in the dialog; return the button that calls it wrong."""
    desk, found = stage.desk, assessed.judgement
    desk.dialog.judged = Judged(
        stage.playbook.id,
        scene.id,
        assessed.text,
        assessed.language,
        found.verdict,
        found.act,
        found.fault,
        step,
    )
    return Button(desk.label("buttons.wrongly"), f"wrongly:{step}")


def write_log(
    stage: Stage,
    scene: Scene,
    source: Source,
    line: Line | None,
    judgement: Judgement,
    rating: Rating | None,
) -> None:
    """Write down what was practised, and how it counts for the line's card."""
    desk = stage.desk
    if stage.playbook.id not in desk.shelf.playbooks:
        return  # A scene at a customer of one's own is no line of any playbook.
    entry = Entry(
        practised_at=desk.now.astimezone(UTC),
        source=source,
        playbook=stage.playbook.id,
        scene=scene.id,
        line=(line or scene.good[0]).id,
        verdict=judgement.verdict,
        act=judgement.act,
        fault=judgement.fault,
        rating=rating,
    )
    log.write(desk.session, desk.viewer.person_id, entry)


def told_facts(stage: Stage, scene: Scene, assessed: Assessed) -> dict[str, object]:
    """Return what a text says of a judged line: the verdict, why, and the words that showed it.

    An authored why speaks of its own scene, a good line's of what that line says: where it doesn't
    fit it is said in general what such a line does.
    """
    found = assessed.judgement
    return {
        "verdict": found.verdict,
        "why": _tell_why(stage, scene, assessed),
        "words": shortened(assessed.words, SHOWN_WORDS) if found.fault else None,
    }


def model_line(stage: Stage, scene: Scene, assessed: Assessed) -> str:
    """Return a line to say instead: that of the scene's nearest wrong one, else a right one."""
    told, nearest = assessed.told, assessed.nearest
    if told is not None and nearest is not None and fits(scene, assessed):
        return stage.written(told.model)
    return stage.written(feedback.model_for(scene, stage.desk.dialog.number).say)


def examples(stage: Stage, scene: Scene) -> list[str]:
    """Return lines of a scene that are right, to compare one's own with."""
    return [stage.written(line.say) for line in scene.good[:SHOWN_LINES]]


def fits(scene: Scene, assessed: Assessed) -> bool:
    """Say whether the reason of the nearest authored line holds for what was typed: it is that
    line, or so much like it, and of the same kind."""
    nearest = assessed.nearest
    if assessed.told is None or nearest is None or nearest not in scene.lines():
        return False
    return assessed.line is not None or likeness.nearness_to(nearest, assessed.text) >= SAME_WHY


def _tell_why(stage: Stage, scene: Scene, assessed: Assessed) -> str | None:
    found, told = assessed.judgement, assessed.told
    if found.verdict == "unsure":
        return None
    if found.verdict == "good" and assessed.line is None and _is_heard(stage, assessed.text):
        return stage.desk.label("acts_why.heard")
    return stage.written(told.why) if told and fits(scene, assessed) else _why(stage, found)


def _is_heard(stage: Stage, text: str) -> bool:
    """Whether whoever leads has said of a line that it is right: no reason is known for it."""
    said = squeeze(text)
    heard = (each for each in stage.playbook.heard if each.act)
    return any(fuzz.ratio(said, squeeze(each.say)) >= SAME_LINE for each in heard)


def _why(stage: Stage, found: Judgement) -> str:
    name = f"acts_why.{found.act}" if found.verdict == "good" else f"faults_why.{found.fault}"
    return stage.desk.label(f"{name}_{stage.desk.dialog.number % WORDINGS + 1}")


def _agrees(judgement: Judgement, line: Line) -> bool | None:
    """Whether a judgement and an authored line say the same; None: it says nothing."""
    if judgement.verdict == "unsure":
        return None
    return (judgement.verdict == "good") == isinstance(line, GoodLine)


def _as_authored(line: Line, judgement: Judgement) -> Judgement:
    span = judgement.span if _agrees(judgement, line) else None
    if isinstance(line, GoodLine):
        return Judgement("good", act=line.act, span=span)
    return Judgement("bad", fault=line.fault, span=span)


def _words(text: str, judgement: Judgement) -> str:
    """The words that showed it, as whole phrases; none where that would be the whole line."""
    if judgement.span is None:
        return ""
    start, end = judgement.span
    phrase = _widened(_PHRASE, text, start, end)
    if len(phrase) >= len(text.strip(_ENDS)):
        phrase = _widened(_TOKEN, text, start, end)
    return "" if len(phrase) >= len(text.strip(_ENDS)) else phrase


def _widened(parts: re.Pattern[str], text: str, start: int, end: int) -> str:
    """The parts of a text that a span touches, whole."""
    touched = [one for one in parts.finditer(text) if one.start() < end and one.end() > start]
    if touched:
        start, end = touched[0].start(), touched[-1].end()
    return text[start:end].strip(_ENDS)
