"""A playbook: scenes of a sale, what the customer says in each, and lines to answer with.

Ids are permanent: what a person has practised hangs on them. A wording may change, an id may not.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.voice.rendering import Language

Situation = Literal[
    "ready_signal",
    "options_choice",
    "keeps_talking",
    "price_deadlock",
    "nitpicking",
    "think_it_over",
    "second_ask",
    "competitor",
    "decision_maker",
    "signing",
    "paperwork",
    "payment_step",
    "delivery",
    "after_close",
    "clear_no",
]
Act = Literal[
    "either_or",
    "confirm",
    "next_step",
    "minor_point",
    "sign_soft",
    "pay_method",
    "congratulate",
    "relationship",
    "trade",
]
Fault = Literal[
    "pressure",
    "overpromise",
    "concede",
    "money",
    "blunt_sign",
    "fake_choice",
    "permission",
    "keeps_explaining",
    "no_ask",
    "off_topic",
]
Verdict = Literal["good", "bad", "unsure"]
Objection = Literal[
    "too_expensive",
    "think_it_over",
    "has_supplier",
    "competitor_cheaper",
    "no_budget",
    "no_time",
    "not_decision_maker",
    "quality_doubt",
    "longer_terms",
    "send_information",
    "not_interested",
]

END = "end"
"""Where a walk goes when it is over; no scene may have that id."""

ALWAYS_WRONG: frozenset[Fault] = frozenset({"pressure"})
"""Faults that no playbook can allow: they harm whoever is sold to."""

MOST_ASKS = 5
"""The business may come only with the fourth or fifth request; after that it is begging."""

LONGEST = 400
"""Characters of any text: a phone shows that without scrolling."""

LONGEST_TITLE = 40
"""Characters of a title: as much as a button shows."""

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Word = Annotated[str, Field(min_length=1, max_length=40)]

MOST_TERMS = 200


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(_Part):
    """The same said in both languages; names in ``{{ }}`` are filled in before it is shown."""

    zh: Words
    en: Words

    def written(self, language: Language) -> str:
        """Return it as the file has it."""
        return self.zh if language == "zh" else self.en


class Title(Text):
    """What a playbook is called, in both languages: it stands on a button."""

    zh: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    en: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]


class Limit(_Part):
    """How many characters a line may have: what is said in one breath."""

    zh: int = Field(default=45, ge=5, le=LONGEST)
    en: int = Field(default=120, ge=5, le=LONGEST)


class Fit(_Part):
    """Which sales it is for, and which it would harm."""

    good_for: Text
    not_for: Text


class GoodLine(_Part):
    """Something right to say, what it does, what else it does, and why it works."""

    id: Id
    say: Text
    act: Act
    also: Annotated[tuple[Act, ...], Field(max_length=3, strict=False)] = ()
    why: Text
    next: Id | None = None

    @property
    def acts(self) -> frozenset[Act]:
        """Everything that it does."""
        return frozenset({self.act, *self.also})


class BadLine(_Part):
    """Something wrong to say: which fault it has, why, and what to say instead."""

    id: Id
    say: Text
    fault: Fault
    why: Text
    fix: Text
    next: Id | None = None


Line = GoodLine | BadLine


class Next(_Part):
    """Which scene follows; a wrong line stays for another try unless it says where it leads.

    ``unsure`` is where a line leads that could not be judged; without it there is another try.
    """

    good: Id
    bad: Id | None = None
    unsure: Id | None = None


class Scene(_Part):
    """One moment: what the customer does and says, and what may be answered.

    ``allows`` are faults that are none here: whoever collects a debt names money.
    """

    id: Id
    situation: Situation
    customer: Text
    accepts: Annotated[tuple[Act, ...], Field(min_length=1), Field(strict=False)]
    allows: Annotated[tuple[Fault, ...], Field(max_length=9, strict=False)] = ()
    max_len: Limit = Limit()
    good: Annotated[tuple[GoodLine, ...], Field(min_length=1, max_length=12, strict=False)]
    bad: Annotated[tuple[BadLine, ...], Field(min_length=1, max_length=12, strict=False)]
    next: Next

    def lines(self) -> tuple[Line, ...]:
        """Return every line, the right ones first."""
        return (*self.good, *self.bad)

    def after(self, line: Line) -> str | None:
        """Return where a line leads: a scene, the end, or None for another try here."""
        return line.next or (self.next.good if isinstance(line, GoodLine) else self.next.bad)


class Ask(_Part):
    """One request to close, and the new reason or the smaller step that it comes with."""

    id: Id
    say: Text
    act: Act
    new_reason: Text


class Ladder(_Part):
    """What to ask, and ask again, when a customer objects; ``stop_if`` is the clear no."""

    id: Id
    objection: Objection
    asks: Annotated[tuple[Ask, ...], Field(min_length=1, max_length=MOST_ASKS, strict=False)]
    stop_if: Text


class Terms(_Part):
    """Words in each language that a judge of lines shall know, or shall not fall for."""

    zh: Annotated[tuple[Word, ...], Field(max_length=MOST_TERMS, strict=False)] = ()
    en: Annotated[tuple[Word, ...], Field(max_length=MOST_TERMS, strict=False)] = ()

    def written(self, language: Language) -> tuple[str, ...]:
        """Return those of one language, as the file has them."""
        return self.zh if language == "zh" else self.en


class Lexicon(_Part):
    """What a trade adds to the judge's words.

    ``words``: by fault, what has that fault wherever it is said. ``names``: products and the like;
    what they are made of means nothing (a money belt is no money). ``except``: what means none of
    the faults that its words mean elsewhere.
    """

    words: dict[Fault, Terms] = Field(default_factory=dict)
    names: Terms = Terms()
    exceptions: Terms = Field(default=Terms(), alias="except")


class Heard(_Part):
    """A line from the field that a manager has judged, in the language it was said in."""

    id: Id
    scene: Id
    language: Language
    say: Words
    act: Act | None = None
    fault: Fault | None = None


class Playbook(_Part):
    """A whole playbook; a walk begins at its first scene."""

    id: Id
    title: Title
    about: Text
    fit: Fit
    vars: dict[Id, Text] = Field(default_factory=dict)
    lexicon: Lexicon = Lexicon()
    scenes: Annotated[tuple[Scene, ...], Field(min_length=1, max_length=60, strict=False)]
    ladders: Annotated[tuple[Ladder, ...], Field(max_length=20, strict=False)] = ()
    heard: Annotated[tuple[Heard, ...], Field(max_length=500, strict=False)] = ()

    def find_scene(self, scene_id: str | None) -> Scene | None:
        """Return the scene of that id, or None."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    def find_line(self, line_id: str) -> Line | None:
        """Return the line of that id, or None."""
        return next((line for line in self.lines() if line.id == line_id), None)

    def lines(self) -> Iterator[Line]:
        """Return the lines of all scenes."""
        for scene in self.scenes:
            yield from scene.lines()
