"""THE TABLE: how each intent and each button is answered, and who may ask it.

An intent that isn't in the table isn't answered yet. What each button may do is declared in
``access``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.conversations import (
    after_visits,
    assigning,
    attachments,
    away,
    buying,
    card,
    coaching,
    contacts,
    correcting,
    details,
    drilling,
    field_lines,
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
    staff,
    teamwork,
    tiers,
    undoing,
    uploading_playbooks,
    visits,
    whom,
)
from bot.conversations.access import Access, Reach, reads, writes
from bot.conversations.choosing import about_one
from bot.conversations.desk import Desk
from bot.conversations.questions import CORRECTED, EDITED, NAMED
from bot.messages import Message, parse_id
from bot.understanding.understand import Understood
from crm.errors import NotFound
from crm.store import deeds


@dataclass(frozen=True, slots=True)
class Intent:
    """How a question is answered, and who may ask it."""

    show: Callable[[Desk, Understood], list[Message]]
    access: Access


def _press_edit(desk: Desk, rest: str) -> list[Message]:
    """Edit what was written: ``edit:<deed>``."""
    deed_id = parse_id(rest)
    edit = EDITED.get(deeds.find_kind(desk.session, deed_id) or "") if deed_id else None
    if deed_id is None or edit is None:
        return [Message(desk.say("button_gone"))]
    try:
        return edit(desk, deed_id)
    except NotFound:
        return [Message(desk.say("button_gone"))]


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
    "edit": _press_edit,
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
