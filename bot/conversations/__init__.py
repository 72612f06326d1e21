"""What we answer: the table of intents, and ``respond()``, the single entrance.

An intent that isn't in the table isn't answered yet; the message gets three examples that are. A
pressed button is authorised like a typed question: its object is loaded with the eyes of whoever
pressed it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.conversations import (
    access,
    after_visits,
    aside,
    assigning,
    attachments,
    away,
    buying,
    card,
    coaching,
    contacts,
    correcting,
    counted,
    details,
    drilling,
    field_lines,
    following,
    grades,
    guide,
    handing,
    handing_all,
    heard_lines,
    inviting,
    known_people,
    leaving,
    listing,
    morning,
    needs,
    newcomers,
    notes,
    objections,
    open_reminders,
    orders,
    others_own,
    packet,
    payments,
    planning,
    playbook_versions,
    practice_language,
    practice_orders,
    practice_progress,
    practice_time,
    questions,
    remarks,
    reminders,
    requests,
    retyping,
    roles,
    rounds,
    rules,
    settings,
    slash,
    staff,
    teamwork,
    tiers,
    undoing,
    uploading_playbooks,
    visits,
    whom,
)
from bot.conversations.access import PRESSES, Access, Reach, reads, writes
from bot.conversations.choosing import about_one, complete
from bot.conversations.desk import Desk
from bot.conversations.hearing import find_action, find_language, is_off, is_undo, is_withdrawn
from bot.conversations.pending import Question
from bot.conversations.practice_language import at_practice
from bot.conversations.questions import CORRECTED, EDITED, NAMED
from bot.messages import Incoming, Message, parse_id
from bot.understanding.entrance import part_reminder, understand_message
from bot.understanding.understand import OUT_OF_SCOPE, Understood
from bot.voice.fitting import fit
from crm.errors import NotAllowed, NotFound, Refused
from crm.names import Match
from crm.store import deeds
from crm.store.database import savepoint
from crm.text import clean


@dataclass(frozen=True, slots=True)
class Intent:
    """How a question is answered, and who may ask it."""

    show: Callable[[Desk, Understood], list[Message]]
    access: Access


INTENTS: Mapping[str, Intent] = {
    "list_customers": Intent(listing.show_list, reads(Reach.CUSTOMER)),
    "customer_card": Intent(about_one("card", card.show_card), reads(Reach.CUSTOMER)),
    "grade_why": Intent(about_one("why", grades.show_why), reads(Reach.CUSTOMER)),
    "grade_lift": Intent(grades.show_lift_asked, reads(Reach.CUSTOMER)),
    "due_visits": Intent(listing.show_list, reads(Reach.CUSTOMER)),
    "day_visits": Intent(listing.show_day, reads(Reach.CUSTOMER)),
    "morning": Intent(morning.show_morning, reads(Reach.CUSTOMER)),
    "last_visit": Intent(about_one("last", rounds.show_last), reads(Reach.CUSTOMER)),
    "next_visit": Intent(
        planning.offering(about_one("next", rounds.show_next)), reads(Reach.CUSTOMER)
    ),
    "visits_made": Intent(rounds.show_made, reads(Reach.CUSTOMER)),
    "orders": Intent(about_one("orders", orders.show_orders), reads(Reach.CUSTOMER)),
    "payments": Intent(payments.show_payments, reads(Reach.CUSTOMER)),
    "details": Intent(
        known_people.by_name(about_one("call", details.show_details)), reads(Reach.CUSTOMER)
    ),
    "last_orders": Intent(buying.show_last_orders, reads(Reach.CUSTOMER)),
    "sales": Intent(buying.show_sales, reads(Reach.CUSTOMER)),
    "list_needs": Intent(needs.show_needs, reads(Reach.CUSTOMER)),
    "needs_met": Intent(needs.show_met, writes(Reach.CUSTOMER)),
    "who_idle": Intent(teamwork.show_idle, reads(Reach.CUSTOMER)),
    "can_rise": Intent(teamwork.show_rising, reads(Reach.CUSTOMER)),
    "hand_tiers": Intent(teamwork.show_hand_tiers, reads(Reach.CUSTOMER)),
    "set_tier": Intent(tiers.show_wish, writes(Reach.OWN)),
    "release_tier": Intent(tiers.show_wish, writes(Reach.OWN)),
    "propose_tier": Intent(tiers.show_wish, writes(Reach.OWN)),
    "list_proposals": Intent(requests.show_waiting, reads(Reach.OWN)),
    "list_requests": Intent(requests.show_waiting, reads(Reach.OWN)),
    "hand_over": Intent(handing.show_hand_over, writes(Reach.DECIDERS)),
    "hand_over_all": Intent(handing_all.show_all, writes(Reach.DECIDERS)),
    "waiting_customers": Intent(leaving.show_waiting, reads(Reach.CUSTOMER)),
    "ask_visit": Intent(assigning.show_asked, writes(Reach.DECIDERS)),
    "leaver": Intent(leaving.show_leaver, writes(Reach.DECIDERS)),
    "packet": Intent(packet.show_packet, reads(Reach.CUSTOMER)),
    "away": Intent(away.show_away, writes(Reach.OWN)),
    "invite": Intent(inviting.show_invite, writes(Reach.DECIDERS)),
    "revoke_invite": Intent(inviting.show_revoked, writes(Reach.DECIDERS)),
    "give_role": Intent(roles.show_wish, writes(Reach.ADMINS)),
    "back": Intent(away.show_back, writes(Reach.OWN)),
    "set_cover": Intent(away.show_cover_wish, writes(Reach.OWN)),
    "colleagues": Intent(staff.show_colleagues, reads(Reach.TEAM)),
    "list_away": Intent(away.show_list, reads(Reach.TEAM)),
    "log_visit": Intent(visits.show_report, writes(Reach.CUSTOMER)),
    "set_note": Intent(notes.show_note, writes(Reach.CUSTOMER)),
    "snooze_visit": Intent(planning.show_plan, writes(Reach.CUSTOMER)),
    "drop_reminder": Intent(open_reminders.show_dropped, writes(Reach.OWN)),
    "move_reminder": Intent(open_reminders.show_moved, writes(Reach.OWN)),
    "planned_visits": Intent(planning.show_planned, reads(Reach.CUSTOMER)),
    "drop_plan": Intent(about_one("dropplan", planning.show_dropped), writes(Reach.CUSTOMER)),
    "remind_me": Intent(reminders.show_remind, writes(Reach.OWN)),
    "list_reminders": Intent(reminders.show_reminders, reads(Reach.OWN)),
    "edit_last": Intent(
        correcting.editing_last(
            lambda desk, deed_id: _press_edit(desk, str(deed_id)),
            lambda desk, kind, *about: CORRECTED[kind](desk, *about) if kind in CORRECTED else None,
        ),
        writes(Reach.OWN),
    ),
    "add_customer": Intent(newcomers.show_new, writes(Reach.CUSTOMER)),
    "missing_customer": Intent(newcomers.show_missing, writes(Reach.CUSTOMER)),
    "add_contact": Intent(contacts.show_new, writes(Reach.CUSTOMER)),
    "not_mine": Intent(about_one("disown", requests.show_not_mine), writes(Reach.CUSTOMER)),
    "coach_start": Intent(coaching.show_start, reads(Reach.ANYBODY)),
    "coach_line": Intent(field_lines.show_line, reads(Reach.CUSTOMER)),
    "coach_progress": Intent(practice_progress.show_progress, reads(Reach.OWN)),
    "objection_costs": Intent(objections.show_costs, reads(Reach.OWN)),
    "playbooks": Intent(playbook_versions.show_all, reads(Reach.DECIDERS)),
    "playbook_back": Intent(playbook_versions.show_newest, reads(Reach.DECIDERS)),
    "heard_lines": Intent(heard_lines.show_waiting, reads(Reach.DECIDERS)),
    "drill": Intent(drilling.show_start, reads(Reach.OWN)),
    "cancel": Intent(undoing.show_cancelled, reads(Reach.OWN)),
    "settings": Intent(settings.show_settings, writes(Reach.OWN)),
    "others_own": Intent(others_own.show_whose, reads(Reach.OWN)),
    "cadence_rule": Intent(rules.show_cadence, reads(Reach.ANYBODY)),
    "grading_rule": Intent(rules.show_grading, reads(Reach.ANYBODY)),
    "meaning": Intent(rules.show_meaning, reads(Reach.ANYBODY)),
    "about_us": Intent(guide.show_who, reads(Reach.ANYBODY)),
    "more": Intent(listing.show_more, reads(Reach.CUSTOMER)),
    "help": Intent(guide.show_help, reads(Reach.ANYBODY)),
    "small_talk": Intent(guide.show_small_talk, reads(Reach.ANYBODY)),
}

ABOUT_ONE: Mapping[str, tuple[Callable[[Desk, int], list[Message]], str]] = {
    "card": (card.show_card, "customer_card"),
    "why": (grades.show_why, "grade_why"),
    "lift": (grades.show_lift, "grade_lift"),
    "last": (rounds.show_last, "last_visit"),
    "next": (rounds.show_next, "next_visit"),
    "dropplan": (planning.show_dropped, "drop_plan"),
    "orders": (orders.show_orders, "orders"),
    "owes": (payments.show_owed_by, "payments"),
    "call": (details.show_details, "details"),
    "packet": (packet.show_page, "packet"),
}
"""What a button about one customer (``why:12``) shows, and the question it stands for."""

Pressed = Callable[[Desk, str], list[Message]]

PRESSED: Mapping[str, Pressed] = {
    **tiers.PRESSED,
    **newcomers.PRESSED,
    **contacts.PRESSED,
    **requests.PRESSED,
    **handing.PRESSED,
    **handing_all.PRESSED,
    **leaving.PRESSED,
    **packet.PRESSED,
    **away.PRESSED,
    **inviting.PRESSED,
    **roles.PRESSED,
    **visits.PRESSED,
    **settings.PRESSED,
    **morning.PRESSED,
    **field_lines.PRESSED,
    **after_visits.PRESSED,
    **heard_lines.PRESSED,
    "whom": whom.pressing(NAMED),
    "other": whom.pressing(NAMED),
    "off": whom.press_off,
    "plan": planning.press_plan,
    "planon": planning.press_plan_on,
    "day": reminders.press_day,
    "rdone": reminders.press_done,
    "fix": correcting.press_fix,
    "kind": correcting.press_kind,
    "mend": retyping.press_field,
    "edit": lambda desk, rest: _press_edit(desk, rest),  # noqa: PLW0108 - defined below
    **remarks.PRESSED,
    "resume": questions.press_resume,
    "how": attachments.show_how,
    "undo": undoing.show_undone,
    "walk": coaching.press,
    "walks": coaching.show_all,
    **uploading_playbooks.PRESSED,
    **playbook_versions.PRESSED,
    "practise": coaching.press_one,
    "judgedwhy": coaching.explain_judged,
    "practised": practice_progress.press_progress,
    "drill": drilling.press,
    "drills": drilling.press_begin,
    "nodrill": practice_time.press_not_today,
    "list": listing.press_list,
}
"""What a button does, by the first word of its action; besides those about one customer."""

TAKES_TEXT = questions.list_takers(INTENTS)


def respond(incoming: Incoming, desk: Desk) -> list[Message]:
    """Answer one message of one person; never raises for what a person can do.

    What was understood becomes the dialog's last question, so that "and why?" has a subject. What
    an answer has written is gone again when it is refused in the end.
    """
    try:
        with savepoint(desk.session):
            messages = _respond(incoming, desk)
    except NotFound:
        messages = [Message(desk.say("nobody", typed=""))]
    except NotAllowed:
        messages = [Message(desk.say("not_for_you", role=desk.viewer.role))]
    except Refused:
        # The question was right when it was asked: something has changed since.
        messages = [Message(desk.say("tier_refused", why="overtaken", who=None))]
    messages = coaching.with_way_back(desk, messages, drilling.onward(desk))
    messages = [replace(message, text=fit(message.text)) for message in messages]
    desk.dialog.show(messages, desk.now)
    return messages


def _respond(incoming: Incoming, desk: Desk) -> list[Message]:
    if incoming.attachment is not None:
        return attachments.show_attachment(desk, incoming, _answer)
    slashed = None if incoming.action else slash.read_slash(incoming.text)
    if slashed is not None:
        return slash.answer(desk, slashed, _answer_words, answer_understood)
    desk.glance.pressed = incoming.action is not None
    action = find_action(incoming, desk.dialog)
    said = _press(action, desk) if action is not None else _answer_order(incoming.text, desk)
    if said is not None:
        return said
    if is_undo(incoming.text):
        return undoing.show_undone_last(desk)
    if is_withdrawn(incoming.text):
        return undoing.show_withdrawn(desk)
    return _answer(clean(incoming.text), desk)


def _answer_order(text: str, desk: Desk) -> list[Message] | None:
    """Do what a message orders while somebody practises, as its button would; None: no order."""
    asked = desk.dialog.find_listening(desk.now) is not None
    order = practice_orders.find_order(desk, text, asked=asked)
    if order is None:
        return None
    begins = order.startswith(("practise:", "walks", "drills"))
    language = practice_language.find_begun(text) if begins else None
    return _press(order, desk.speaking(language) if language else at_practice(desk))


def _answer(text: str, desk: Desk) -> list[Message]:
    named = counted.name_counted(desk, text)
    return _answer_named(named, desk) if isinstance(named, str) else named


def _answer_named(text: str, desk: Desk) -> list[Message]:
    parts = part_reminder(text, desk.context())
    if parts is not None:
        return [message for part in parts for message in _answer_named(part, desk)]
    understood = understand_message(text, desk.context())
    if is_off(text):
        understood = Understood("cancel", "do")
    desk = desk.speaking(find_language(text, understood, desk.dialog))
    asked = desk.dialog.find_listening(desk.now)
    given = after_visits.take_text(desk, text) or _go_on(desk, asked, text, understood)
    if given is not None:
        return given
    said = coaching.take_line(desk, text, understood)
    said = said if said is not None else drilling.take_line(desk, text, understood)
    if said is not None:
        return said
    understood = notes.as_asked(text, complete(text, understood, desk.dialog.last))
    understood = tiers.as_decided(desk, text, understood)
    intent = _find_intent(understood)
    if understood.action == "abstain":
        intent = None
    if intent is not None:
        access.check_decides(desk.viewer.role, intent.access)
    if intent is None or desk.viewer.role not in intent.access.roles:
        known = understood.intent not in {OUT_OF_SCOPE, "ambiguous"}
        called = guide.find_foreign(desk, text) or known_people.find_called(desk, text)
        if called is not None:
            return called
        kept = remarks.offer_remark(desk, text) if questions.is_about_visits(asked) else None
        unknown = kept or guide.show_unknown(desk, understood.near, not_yet=known)
        plain = kept is None and questions.is_about_visits(asked)
        return remarks.with_note_button(desk, text, unknown) if plain else unknown
    desk.dialog.last = understood
    messages = show(desk, intent, understood)
    if questions.is_about_visits(asked):
        messages = remarks.with_offer(desk, text, understood, messages)
    return aside.leave(desk, asked, understood, messages)


def _answer_words(text: str, desk: Desk) -> list[Message]:
    return _respond(Incoming(text=text), desk)


def answer_understood(desk: Desk, understood: Understood) -> list[Message]:
    """Answer what needs no words to be understood: what was asked before is left for it."""
    asked = desk.dialog.find_listening(desk.now)
    intent = INTENTS[understood.intent]
    access.check(desk.viewer.role, intent.access)
    desk.dialog.last = understood
    return aside.leave(desk, asked, understood, show(desk, intent, understood))


def show(desk: Desk, intent: Intent, understood: Understood) -> list[Message]:
    """Answer what was understood, held to what its intent may do."""
    with access.within(desk.session, intent.access):
        return intent.show(desk, understood)


def _go_on(
    desk: Desk, asked: Question | None, text: str, understood: Understood
) -> list[Message] | None:
    """Take a text as the answer to what was asked, or as more about the report just made."""
    if questions.is_about_visits(asked):
        more = following.take_follow_up(desk, text, understood)
        if more is not None:
            return more
    return None if asked is None else TAKES_TEXT[type(asked)](desk, text, understood)


def _find_intent(understood: Understood) -> Intent | None:
    """The intent to answer; where several are likely, the likeliest one that is answered here."""
    if understood.intent == "ambiguous":
        return None
    likely = (understood.intent, *understood.intents)
    return next((INTENTS[name] for name in likely if name in INTENTS), None)


def _press(action: str, desk: Desk) -> list[Message]:
    verb, _, rest = action.partition(":")
    about = parse_id(rest)
    if verb in ABOUT_ONE and about is not None:
        return _show_pressed(verb, about, desk)
    if verb in PRESSED and verb in PRESSES:
        return _act(verb, rest, desk)
    if verb == "ask":
        text = guide.find_example(desk, rest)
        if text is not None:
            return _answer(text, desk)
    return [Message(desk.say("button_gone"))]


def _act(verb: str, rest: str, desk: Desk) -> list[Message]:
    declared = PRESSES[verb]
    access.check(desk.viewer.role, declared)
    with access.within(desk.session, declared):
        return PRESSED[verb](desk, rest)


def _press_edit(desk: Desk, rest: str) -> list[Message]:
    deed_id = parse_id(rest)
    edit = EDITED.get(deeds.find_kind(desk.session, deed_id) or "") if deed_id else None
    if deed_id is None or edit is None:
        return [Message(desk.say("button_gone"))]
    try:
        return edit(desk, deed_id)
    except NotFound:
        return [Message(desk.say("button_gone"))]


def _show_pressed(verb: str, customer_id: int, desk: Desk) -> list[Message]:
    """Show what a button about one customer asks for; it is the one spoken of from now on."""
    show_one, intent = ABOUT_ONE[verb]
    declared = INTENTS[intent].access
    access.check(desk.viewer.role, declared)
    with access.within(desk.session, declared):
        messages = show_one(desk, customer_id)
    pressed = Match(customer_id, sure=True, candidates=(customer_id,))
    desk.dialog.last = Understood(intent, "do", customer=pressed)
    return messages
