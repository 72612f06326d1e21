"""Who is to be let in, and as what: "invite Nancy as rep under Boris", 邀请李伟 业务员.

Whoever is invited may be nobody known yet, so the name is kept as it was typed. A role changes, and
a code is taken back, only of a colleague. Who may decide it is for others to say.
"""

import re

from bot.understanding.normalise import normalise
from bot.understanding.slots import Slots
from bot.understanding.understand import Context, Understood
from crm.entities import Person, Role

LONGEST_NAME = 60
_MOST_WORDS = 4

_CALLED: dict[Role, str] = {
    Role.REP: r"(?:sales )?rep(?:resentative)?|sales ?(?:person|man|woman)|业务员|销售员?|业务",
    Role.MANAGER: r"(?:sales |team )?manager|team lead(?:er)?|经理|主管|组长",
    Role.DESK: r"(?:at the )?(?:sales |service )?desk|back office|内勤|客服|文员",
    Role.ADMIN: r"admin(?:istrator)?|管理员",
}
_ROLES = "|".join(_CALLED.values())
_PLEASE = r" *(?:please |pls |can you |could you |i want to |请|帮我|我要|我想)*"
_AN = r"(?:an? |the |our )?"
_END = r"(?:吧|一下|哦| again| now| please| pls)*[ .!。！]*"

_UNDER = r"(?:under|below|reporting to|who reports to)"
_INVITE = re.compile(
    rf"{_PLEASE}(?:invite|let in|邀请|邀)(?: +|[:：]|(?=[\u4e00-\u9fff]))"
    rf"(?P<name>[^,，:：]+?)"
    rf"(?:[ ,，、]*(?:as |to be |作为|当|做|为|来当|来做)? *{_AN}(?P<role>{_ROLES}))?"
    rf"(?:[ ,，]*(?:{_UNDER} (?P<boss>[^,，]+?)|(?:归|跟|在|属于?)(?P<zh>[^,，]+?)"
    rf"(?:管|带|手下|名下|下面|团队|组)?)"
    rf"(?:[ ,，]*(?:as |to be ){_AN}(?P<late>{_ROLES}))?)?{_END}"
)
_BARE = re.compile(rf"{_PLEASE}(?:invite|邀请)(?: (?:some(?:body|one)|a colleague)|同事|人)?{_END}")
_MAKE = re.compile(
    rf"{_PLEASE}(?:make|turn) (?P<who>.+?) (?:into |to be )?{_AN}(?P<role>{_ROLES}){_END}"
    rf"|{_PLEASE}(?:promote|demote|change) (?P<up>.+?) to (?:be )?{_AN}(?P<up_role>{_ROLES}){_END}"
    rf"|{_PLEASE}(?:把|让|将|给)?(?P<zh>.+?)(?:升为|升成|升|设为|设成|改为|改成|当|做|提为|提拔为"
    rf"|降为)(?P<zh_role>{_ROLES}){_END}"
)
_REVOKE = re.compile(
    rf"{_PLEASE}(?:revoke|withdraw|cancel|take back|void) (?P<who>.+?)(?:'s|s'|’s)? "
    rf"(?:invite|invitation|code){_END}"
    rf"|{_PLEASE}(?:revoke|withdraw|cancel|take back|void) (?:the )?(?:invite|invitation|code)"
    rf" (?:of|for) (?P<of>.+?){_END}"
    rf"|{_PLEASE}(?:撤销|取消|收回|作废)(?P<zh>.+?)的?(?:邀请码?|邀请链接){_END}"
)
_NO_NAME = re.compile(
    r"(?<![a-z])(?:to|for|at|on|tomorrow|today|customers?|everybody|everyone|them|him|her|me|us"
    r"|i|has|have|is|are|was|left|quit|resigned|leaving|not|no)"
    r"(?![a-z])|离职|辞职|走了|请假|客户|参加|参观|吃饭|来|去|大家|他|她|们|[?？\d]"
)


def read_inviting(text: str, context: Context) -> Understood | None:
    """Read an invitation, a change of role, or a code taken back; None for anything else."""
    plain = normalise(text).plain
    if _BARE.fullmatch(plain):
        return Understood("invite", "ask")
    return (
        _read_revoke(text, plain, context)
        or _read_role(text, plain, context)
        or _read_invite(text, plain, context)
    )


def _read_invite(text: str, plain: str, context: Context) -> Understood | None:
    found = _INVITE.fullmatch(plain)
    if found is None:
        return None
    name = " ".join(text[slice(*found.span("name"))].split())
    if _NO_NAME.search(name.lower()) or len(name) > LONGEST_NAME:
        return None
    if len(name.split()) > _MOST_WORDS:
        return None
    role = _role(found["role"] or found["late"])
    boss_said = found["boss"] or found["zh"]
    boss = None
    if boss_said:
        span = found.span("boss" if found["boss"] else "zh")
        boss = find_colleague(text[slice(*span)], context)
    slots = Slots(
        name=name,
        key=role,
        rep_id=boss.id if boss else None,
        rep_name=boss.name if boss else None,
        rep=None if boss else (boss_said or None),
    )
    return Understood("invite", "confirm", slots)


def _read_role(text: str, plain: str, context: Context) -> Understood | None:
    found = _MAKE.fullmatch(plain)
    if found is None:
        return None
    who = next(name for name in ("who", "up", "zh") if found[name])
    person = find_colleague(text[slice(*found.span(who))], context)
    role = _role(found["role"] or found["up_role"] or found["zh_role"])
    if person is None or role is None:
        return None
    return Understood("give_role", "confirm", Slots(key=role, rep_id=person.id))


def _read_revoke(text: str, plain: str, context: Context) -> Understood | None:
    found = _REVOKE.fullmatch(plain)
    if found is None:
        return None
    who = next(name for name in ("who", "of", "zh") if found[name])
    typed = text[slice(*found.span(who))].strip()
    person = find_colleague(typed, context)
    return Understood(
        "revoke_invite", "do", Slots(rep_id=person.id if person else None, name=typed)
    )


def _role(said: str | None) -> str | None:
    if said is None:
        return None
    return next(role.value for role, called in _CALLED.items() if re.fullmatch(called, said))


def find_colleague(text: str, context: Context) -> Person | None:
    """Return the one person that a text names and nothing else."""
    normal = normalise(text)
    marks = [each for each in context.people.list_marks(normal) if isinstance(each.value, Person)]
    longest = max((mark.end - mark.start for mark in marks), default=0)
    if longest < len(normal.folded.text):
        return None
    named = {mark.value.id: mark.value for mark in marks if isinstance(mark.value, Person)}
    return next(iter(named.values())) if len(named) == 1 else None
