"""Customers that are to go to somebody else: "give Titan to Jason", 把李伟的客户都转给王芳.

Who is named must be known; who may decide it is for others to say. What goes with it is asked for
here too: who has left, whom nobody looks after, and the pages on a customer that is handed over.
"""

import re
from collections.abc import Iterator

from bot.understanding.excerpts import find_customer, is_question
from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import LONGEST_NAME, Action, Context, Understood
from crm.entities import Person
from crm.names.match import NOBODY

_HANDS = re.compile(
    r" *(?:please |pls |can you |could you )*(?:give|hand(?: over)?|move|assign|reassign|transfer"
    r"|pass)(?: over)? (?P<what>.+?) (?:over )?to (?P<who>.+?)[ .!]*"
    r"|(?:请|帮我)?(?:把|将)?(?P<zh>.+?)(?:转交?|交|划|分|移交|分配|调|归)给?(?P<zh_who>.+?)"
    r"(?:负责|跟|跟进|管|吧|了)*[ .!]*"
    r"|(?:让|由)?(?P<taker>.+?)(?:接手|接管|接)(?P<taken>.+?)[了吧]*[ .!]*"
)
_GIVES_THEM = re.compile(
    r" *(?:please |pls )*(?:(?:give|hand(?: over)?|move|assign|transfer|pass)(?: over)? )?"
    r"(?:them all|all of them|all|everything|them) (?:over )?to (?P<who>.+?)[ .!]*"
    r"|(?:全部|全都|都|全)(?:转给?|交给?|划给?|分给|给|归)(?P<zh>.+?)(?:吧|了)?[ .!]*"
)
"""All of those spoken of just now."""

SHOWN = "shown"
"""The key of a wish about whoever's customers are on offer in the chat."""

_SHARES = re.compile(
    r" *(?:please |pls |can you |could you |how (?:do|shall|should) (?:i|we) )*"
    r"(?:share out|share|split up|split|divide|distribute|hand over|reassign|redistribute)"
    r" (?P<what>.+?)(?: (?:among|between|across|to) (?:the |my )?(?:team|reps|others|everyone"
    r"|all|rest).*)?[ .!]*"
    r"| *(?:who|which rep) (?:takes|gets|(?:should|will|could) (?:take|get))(?: over)?"
    r" (?P<asked>.+?)[ .!]*"
    r"|(?:请|帮我)?(?:把|将)?(?P<zh>.+?)(?:分了|分掉|分一下|分给大家|分下去|怎么分|平分|交接一下"
    r"|给谁|交给谁|转给谁|谁接手?)[吧呢]?[ .!]*"
    r"|(?:请|帮我)?(?:分配|分一下|平分|交接|移交)(?P<zh_what>.+?)[ .!]*"
)
_ALL_OF = re.compile(
    r" *(?:all|every one|each)?(?: of)?(?: the)? *(?P<who>.+?)(?:'s?|s)? "
    r"(?:(?P<tier>\w{1,12}) )?(?:customers|accounts|clients|companies) *"
    r"| *all(?: of)?(?: the)? (?:(?P<of_tier>\w{1,12}) )?(?:customers|accounts|clients)"
    r" (?:of|from) (?P<of>.+?) *"
    r"|(?P<zh>.+?)(?:手上|手里|名下)?的?(?:所有|全部)?的?(?:(?P<zh_tier>[a-z0-9]{1,12})[类级]?)?"
    r"(?:客户|单位)(?:全部|全都|都|全)?"
)
_MINE = re.compile(r" *(?:my|mine|me|我|我自己|本人) *")

_LEFT = re.compile(
    r" *(?P<who>.+?) (?:has |have |is )?(?:just |already )?"
    r"(?:left(?: us)?|quit|resigned|retired|leaving(?: us)?|gone for good"
    r"|(?:doesn't|does not|no longer) works? here(?: any ?more)?"
    r"|(?:been |was )?(?:fired|let go|dismissed|laid off))"
    r"(?: the (?:company|firm|team)| us)?(?: today| now| for good)?[ .!]*"
    r"|(?P<zh>.+?)(?:今天|已经|刚)*"
    r"(?:离职|辞职|退休|离开公司|不干|不在公司做|走人|被辞退|被开除)了?[ .!]*"
    r"| *(?:remove|offboard|off-board|deactivate) (?P<off>.+?)(?: from the (?:team|company))?[ .!]*"
)
_NEEDS_REP = re.compile(
    r" *(?:who|which (?:customers?|ones|accounts)|what customers?)(?: still)? "
    r"(?:needs?|wants?|is waiting for|are waiting for|waits? for)"
    r" (?:an? )?(?:new )?(?:rep|owner|salesperson|hand ?over)s? *"
    r"| *(?:show |list )?(?:the )?customers? (?:that |who )?(?:waiting for|that wait for"
    r"|who need|that need|need(?:ing)?)(?: an?)?(?: new)? (?:rep|owner|hand ?over)s? *"
    r"| *(?:哪些|哪几家|什么|有哪些|有没有|看看?)?(?:客户)?(?:现在|还|目前)?(?:没有?人|无人)"
    r"(?:管|跟|跟进|负责|接手|接)的?(?:客户)?(?:有哪些|是哪些)?[吗呢]? *"
    r"| *(?:哪些|有哪些)?(?:待|等待?|需要)交接的?(?:客户)?(?:有哪些)? *"
    r"| *哪些客户(?:需要|缺)(?:业务员|人接手|负责人) *"
)
_PACKET = re.compile(
    r" *(?:please |pls |show |give |send |get )*(?:me )?(?:the |a )?"
    r"(?:(?:hand ?-?over )?(?:packet|pack|notes?)|hand ?-?over sheet|briefing)"
    r"(?: (?:for|on|of|about))? (?P<who>.+?) *"
    r"|(?:看看?|查看?|发)?(?:交接资料|交接单|交接材料|交接包) *(?P<zh>.+?) *"
    r"|(?:看看?|查看?|发)?(?P<zh_of>.+?)的?(?:交接资料|交接单|交接材料|交接包) *"
)
_IS_PACKET = re.compile(r"hand ?-?over|packet|briefing|交接")


def read_hand_over(text: str, context: Context) -> Understood | None:
    """Read who is to look after a customer, or all of somebody's, from now on; and what goes with
    it."""
    plain = normalise(text).plain
    if _NEEDS_REP.fullmatch(plain):
        return Understood("waiting_customers", "do")
    return (
        _read_left(text, plain, context)
        or _read_packet(text, plain, context)
        or _read_given_them(text, plain, context)
        or _read_given(text, plain, context)
        or _read_shared(text, plain, context)
    )


def _read_given_them(text: str, plain: str, context: Context) -> Understood | None:
    """Read who gets all that are on offer: what they are is said by the question before."""
    found = _GIVES_THEM.fullmatch(plain)
    if found is None or is_question(text):
        return None
    taker = _find_one(text[slice(*found.span("who" if found["who"] else "zh"))], context)
    if taker is None:
        return None
    slots = Slots(key=SHOWN, to_id=taker.id, to_name=taker.name)
    return Understood("hand_over_all", "confirm", slots)


def _read_given(text: str, plain: str, context: Context) -> Understood | None:
    found = _HANDS.fullmatch(plain)
    if found is None or is_question(text):
        return None
    ways = (("what", "who"), ("zh", "zh_who"), ("taken", "taker"))
    what, who = next((way for way in ways if found[way[0]]), ways[0])
    taker = _find_one(text[slice(*found.span(who))], context)
    if taker is None:
        return None
    start, end = found.span(what)
    every = _read_all_of(text[start:end], context)
    if every is not None:
        return Understood("hand_over_all", "confirm", _with_taker(every, taker))
    if what == "taken":
        return None
    named = find_customer(text, (start, end), context)
    if named.customer is None and not named.typed:
        return None
    customer = named.customer or NOBODY
    action: Action = "confirm" if customer.customer_id is not None else "ask"
    slots = Slots(rep_id=taker.id, rep_name=taker.name)
    return Understood("hand_over", action, slots, customer, typed_name=named.typed)


def _with_taker(every: Slots, taker: Person) -> Slots:
    return Slots(
        rep_id=every.rep_id,
        rep_name=every.rep_name,
        tier=every.tier,
        own=every.own,
        to_id=taker.id,
        to_name=taker.name,
    )


def _read_shared(text: str, plain: str, context: Context) -> Understood | None:
    """Read that somebody's customers go to others, without saying to whom."""
    found = _SHARES.fullmatch(plain.rstrip("?"))
    if found is None:
        return None
    which = next(name for name in ("what", "asked", "zh", "zh_what") if found[name])
    every = _read_all_of(text[slice(*found.span(which))], context)
    return None if every is None else Understood("hand_over_all", "ask", every)


def _read_all_of(text: str, context: Context) -> Slots | None:
    """Read whose customers are meant, all of them or those of a tier."""
    found = _ALL_OF.fullmatch(normalise(text).plain)
    if found is None:
        return None
    who = next(name for name in ("who", "of", "zh") if found[name])
    said = found["tier"] or found["of_tier"] or found["zh_tier"]
    tiers = [tier for tier in context.tiers if said and tier.lower() == said.lower()]
    if said and not tiers:
        return None
    tier = tiers[0] if tiers else None
    span = found.span(who)
    if _MINE.fullmatch(text[slice(*span)].lower()):
        return Slots(tier=tier, own=True)
    person = _find_one(text[slice(*span)], context)
    return None if person is None else Slots(tier=tier, rep_id=person.id, rep_name=person.name)


def _read_left(text: str, plain: str, context: Context) -> Understood | None:
    """Read that a colleague no longer works here; who is no colleague may leave as they like."""
    found = _LEFT.fullmatch(plain)
    if found is None or is_question(text):
        return None
    who = next(name for name in ("who", "zh", "off") if found[name])
    person = _find_one(text[slice(*found.span(who))], context)
    if person is None:
        return None
    return Understood("leaver", "confirm", Slots(rep_id=person.id, rep_name=person.name))


def _read_packet(text: str, plain: str, context: Context) -> Understood | None:
    """Read whose pages are wanted: a customer's, or those of all of somebody's customers."""
    found = _PACKET.fullmatch(plain)
    if found is None or not _IS_PACKET.search(plain):
        return None
    start, end = found.span(next(name for name in ("who", "zh", "zh_of") if found[name]))
    person = _find_one(text[start:end], context)
    if person is not None:
        return Understood("packet", "do", Slots(rep_id=person.id, rep_name=person.name))
    named = find_customer(text, (start, end), context)
    customer = named.customer or NOBODY
    typed = named.typed or ("" if named.customer else text[start:end].strip()[:LONGEST_NAME])
    action: Action = "do" if customer.customer_id is not None else "ask"
    return Understood("packet", action, customer=customer, typed_name=typed)


def _find_one(text: str, context: Context) -> Person | None:
    """The one person a text names, and that it is nothing else than."""
    people = list(_list_named(text, context))
    return people[0] if len(people) == 1 else None


def _list_named(text: str, context: Context) -> Iterator[Person]:
    """Yield the people named in a text that is nothing else."""
    normal = normalise(text)
    marks = context.people.list_marks(normal)
    longest = max((mark.end - mark.start for mark in marks), default=0)
    if longest < len(normal.folded.text):
        return
    seen = set()
    for mark in marks:
        if isinstance(mark.value, Person) and mark.value.id not in seen:
            seen.add(mark.value.id)
            yield mark.value
