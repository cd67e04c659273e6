"""What the page of a letter shows of the office: directions, more time, replies, who is away, who may see it."""

from __future__ import annotations

from django.utils import timezone

from web.organization.models import Staff
from web.organization.queries import away_on
from web.register import office_queries, permissions
from web.register.forms import OfficerForm, ReasonForm
from web.register.models import RegisterEntry
from web.register.work_forms import DirectionForm, ExtensionForm, ReplyForm


def office_parts(staff: Staff, entry: RegisterEntry) -> dict[str, object]:
    """Forms are None for who may not use them; of other letters the number, of restricted ones nothing at all."""
    replies = tuple(office_queries.replies_of(entry))
    can_restrict = permissions.can_restrict(staff, entry)
    return {
        "directives": office_queries.directives_of(entry),
        "direction_form": DirectionForm.of(entry) if permissions.can_direct(staff, entry) else None,
        "replies": replies,
        "answered": [
            (reply, can_open)
            for reply in office_queries.replies_mentioned_in(entry)
            if (can_open := permissions.can_see(staff, reply.entry)) or not reply.entry.is_restricted
        ],
        "answering": [
            (letter, can_open)
            for letter in office_queries.letters_answering(replies)
            if (can_open := permissions.can_see(staff, letter)) or not letter.is_restricted
        ],
        "reply_form": ReplyForm(prefix="reply") if permissions.can_note_reply(staff, entry) else None,
        "restrict_form": ReasonForm(prefix="restrict") if can_restrict and not entry.is_restricted else None,
        "unrestrict_form": ReasonForm(prefix="unrestrict") if can_restrict and entry.is_restricted else None,
        **_work(staff, entry),
        **_extensions(staff, entry),
    }


def _work(staff: Staff, entry: RegisterEntry) -> dict[str, object]:
    """Who does it; a head gives it to the officer of its field unless somebody has it."""
    away = away_on(timezone.localdate())
    form = None
    if entry.lead_unit is not None and permissions.can_assign(staff, entry):
        of_field = office_queries.officer_of_field(entry.lead_unit, away).get(entry.field)
        form = OfficerForm(entry.lead_unit, away=away, initial={"officer": entry.officer or of_field})
    absence = away.get(entry.officer_id) if entry.officer_id is not None else None
    return {"officer_form": form, "away": absence}


def _extensions(staff: Staff, entry: RegisterEntry) -> dict[str, object]:
    waiting = office_queries.open_request(entry.pk)
    due_on = entry.due_on
    can_extend = due_on is not None and permissions.can_extend(staff, entry)
    can_ask = due_on is not None and waiting is None and permissions.can_ask_extension(staff, entry)
    return {
        "extensions": office_queries.extensions_of(entry),
        "can_decide_request": waiting is not None and permissions.can_extend(staff, entry),
        "extension_form": ExtensionForm(due_on, prefix="extension") if due_on and can_extend else None,
        "request_form": ExtensionForm(due_on, prefix="extension") if due_on and can_ask else None,
    }
