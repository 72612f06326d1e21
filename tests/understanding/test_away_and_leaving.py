"""Days away, who has left, whose customers: what is told of colleagues, and what is not."""

from datetime import date

import pytest

from bot.understanding.entrance import understand_message
from bot.understanding.people import People
from bot.understanding.places import Places
from bot.understanding.understand import Context, Understood
from crm.entities import Naming, Person, Role
from crm.names import Index

TUESDAY = date(2026, 11, 24)

_STAFF = [
    Person(2, "Boris Banks", Role.MANAGER),
    Person(3, "Nancy Davolio", Role.REP, 2),
    Person(4, "李伟", Role.REP, 2),
    Person(5, "王芳", Role.REP, 2),
    Person(6, "Jason Wu", Role.REP, 2),
]


@pytest.fixture(scope="module")
def context() -> Context:
    """Five colleagues and two customers on a Tuesday."""
    names = Index([Naming(1, "Alpha Foods"), Naming(5, "深圳市华兴电子有限公司")])
    return Context(names, Places((), (), ()), ("A", "B", "C"), TUESDAY, People(_STAFF))


def days(understood: Understood) -> tuple[str | None, str | None, int | None]:
    """The first and the last day as month and day, and how many working days."""
    slots = understood.slots
    first = slots.on.strftime("%m%d") if slots.on else None
    last = slots.period.to_on.strftime("%m%d") if slots.period else None
    return first, last, slots.days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("I'm away 1-5 Dec", ("1201", "1205", None)),
        ("away Dec 1–5", ("1201", "1205", None)),
        ("i'm away next tues to weds", ("1201", "1202", None)),
        ("/away 12月1日到5日", ("1201", "1205", None)),
        ("12月1号到5号不在", ("1201", "1205", None)),
        ("I'll be out of office Mon to Wed", ("1130", "1202", None)),
        ("我下周一到下周三请假", ("1130", "1202", None)),
        ("下周一请假，周三回来上班", ("1130", "1201", None)),
        ("away until friday, back on monday", ("1124", "1127", None)),
        ("我请假到周五", ("1124", "1127", None)),
        ("away 28 dec to 2 jan", ("1228", "0102", None)),
        ("the 1st to the 5th of december off", ("1201", "1205", None)),
        ("明后天请假", ("1125", "1126", None)),
        ("I'm away for two weeks from 1 Dec", ("1201", "1214", None)),
        ("从明天起请三天假", ("1125", None, 3)),
        ("away from Monday", ("1130", None, None)),
        ("this week I'm off", ("1124", "1129", None)),
        ("请假", (None, None, None)),
        ("I'm sick", (None, None, None)),
    ],
)
def test_days_away_are_read(
    context: Context, text: str, told: tuple[str | None, str | None, int | None]
) -> None:
    understood = understand_message(text, context)
    assert understood.intent == "away"
    assert days(understood) == told


@pytest.mark.parametrize(
    ("text", "who", "cover"),
    [
        ("Nancy is on leave tomorrow, Jason covers", "Nancy Davolio", "Jason Wu"),
        ("李伟明天请假，王芳代班", "李伟", "王芳"),
        ("12月1号到12月5号请假，由王芳负责", None, "王芳"),
        ("I'm away tomorrow, covered by Jason", None, "Jason Wu"),
    ],
)
def test_who_is_away_and_who_stands_in_are_told_apart(
    context: Context, text: str, who: str | None, cover: str
) -> None:
    slots = understand_message(text, context).slots
    assert (slots.rep_name, slots.cover_name) == (who, cover)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'm back", "back"),
        ("我回来上班了", "back"),
        ("销假", "back"),
        ("cancel my leave", "back"),
        ("Nancy is back", "back"),
        ("who is on leave next week?", "list_away"),
        ("明天谁请假", "list_away"),
        ("Nancy has left", "leaver"),
        ("Nancy Davolio no longer works here", "leaver"),
        ("李伟今天离职", "leaver"),
        ("who needs a rep", "waiting_customers"),
        ("哪些客户没人管", "waiting_customers"),
        ("give all Nancy's customers to Jason", "hand_over_all"),
        ("give Nancy's A customers to Jason", "hand_over_all"),
        ("把李伟的A类客户转给王芳", "hand_over_all"),
        ("王芳接手李伟的客户", "hand_over_all"),
        ("李伟的客户怎么分", "hand_over_all"),
        ("share out Nancy's customers", "hand_over_all"),
        ("give Alpha Foods to Jason", "hand_over"),
        ("packet for Alpha Foods", "packet"),
        ("华兴的交接资料", "packet"),
    ],
)
def test_what_is_told_of_colleagues_is_understood(context: Context, text: str, intent: str) -> None:
    assert understand_message(text, context).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "visited Alpha Foods yesterday, buyer on leave until Friday",
        "华兴王总请假了下周再去",
        "Alpha Foods buyer is away",
        "华兴放假",
        "老板不在",
        "nobody in",
        "10% off",
        "take 200 off",
        "back to Alpha next week",
        "call me back",
        "the buyer left the company",
        "华兴的采购离职了",
        "note on Alpha Foods: Nancy left",
        "has Nancy left?",
        "is Nancy away?",
        "Nancy's customers",
        "李伟的客户",
        "yesterday off",
        "leave it",
    ],
)
def test_what_is_said_of_others_is_none_of_it(context: Context, text: str) -> None:
    told = {"away", "back", "leaver", "hand_over", "hand_over_all", "list_away", "packet"}
    assert understand_message(text, context).intent not in told
