"""The page of one letter: pictures with highlights, header, deadlines, reason, history; and its original."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pipeline.deadlines.contract import next_due_of_answer
from pipeline.documents import DeadlineKind
from pipeline.errors import IntakeError, OriginalMissingError, StorageError
from pipeline.pictures import kept_picture, page_picture
from web.errors import error_page
from web.offices import current_office
from web.organization.models import Staff
from web.originals import current_originals
from web.register import permissions, queries, same_letter
from web.register.actions import note_page_view, note_view
from web.register.forms import (
    CorrectionForm,
    DeadlineForm,
    HeaderForm,
    OutcomeForm,
    PeriodForm,
    ReasonForm,
    RoutingForm,
)
from web.register.models import EntryDeadline, Event, PageText, RegisterEntry, State
from web.register.permissions import require
from web.register.templatetags.vanthu import header_part
from web.register.views.lists import signed_in
from web.register.views.parts import office_parts

# A4, for a letter whose pages nobody could measure.
DEFAULT_SIZE = (595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Highlight:
    part: str  # which part of the letter it shows: a name of the header, or "deadline-<id>"
    css: str
    title: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageView:
    number: int
    width: float
    height: float
    source: str
    unrepaired: str
    highlights: tuple[Highlight, ...]


@require_GET
def document(request: HttpRequest, entry_id: int) -> HttpResponse:
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    note_view(entry, by=staff)
    return render(request, "register/document.html", document_context(staff, entry))


def document_context(staff: Staff, entry: RegisterEntry) -> dict[str, object]:
    deadlines = list(queries.deadlines_of(entry))
    can_route = permissions.can_route(staff, entry) and not permissions.can_direct(staff, entry)
    can_correct = permissions.can_set_deadlines(staff, entry)
    return {
        "entry": entry,
        "deadlines": [
            (deadline, CorrectionForm.of(deadline) if can_correct and deadline.is_standing else None)
            for deadline in deadlines
        ],
        "pages": pages_of(entry, deadlines),
        "history": queries.history(entry),
        "twins": [twin for twin in same_letter.twins_of(entry) if permissions.can_see(staff, twin.entry)],
        "routing_form": RoutingForm.of(entry) if can_route else None,
        "header_form": HeaderForm.of(entry) if permissions.can_correct_header(staff, entry) else None,
        "deadline_form": DeadlineForm() if permissions.can_set_deadlines(staff, entry) else None,
        "return_form": ReasonForm(prefix="return") if permissions.can_return(staff, entry) else None,
        "outcome_form": OutcomeForm() if permissions.can_work_on(staff, entry) else None,
        "period_form": period_form(entry) if permissions.can_work_on(staff, entry) else None,
        "refuse_form": ReasonForm(prefix="refuse") if permissions.can_refuse(staff, entry) else None,
        "cancel_form": ReasonForm(prefix="cancel") if permissions.can_cancel(staff, entry) else None,
        "reopen_form": ReasonForm(prefix="reopen") if permissions.can_reopen(staff, entry) else None,
        "can_accept": permissions.can_accept(staff, entry),
        "can_start": permissions.can_work_on(staff, entry) and entry.state == State.ASSIGNED,
        "can_retry": permissions.can_retry(staff, entry),
        **office_parts(staff, entry),
        "can_print_slip": permissions.can_print_slip(staff, entry),
    }


def period_form(entry: RegisterEntry) -> PeriodForm | None:
    """For a letter with a duty that comes back; the next day is proposed when the rule names one."""
    recurring = queries.standing_recurrences(entry.pk).first()
    if recurring is None:
        return None
    following = next_due_of_answer(recurring.answer, recurring.due_on or timezone.localdate())
    return PeriodForm(initial={"next_due_on": following}, prefix="period")


@require_GET
def page(request: HttpRequest, entry_id: int, number: int) -> HttpResponseBase:
    """The picture of one page."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    if not _shows_pictures(entry) or number < 1:
        raise Http404
    try:
        picture = _picture(entry.sha256, number)
    except IntakeError as error:
        raise Http404(str(error)) from error
    response = FileResponse(picture.open("rb"), content_type="image/webp")
    if entry.is_restricted:  # each view is recorded, so none may come from the browser's store
        note_page_view(entry, by=staff, number=number)
        response["Cache-Control"] = "no-store"
    else:
        response["Cache-Control"] = "private, max-age=3600"
    return response


@require_GET
def original(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    """The original bytes, as a download: never shown inside our own pages, and powerless if a browser does it."""
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    if not _shows_pictures(entry):
        raise Http404
    try:
        with current_originals().at_hand(entry.sha256) as path:
            stream = path.open("rb")
    except OriginalMissingError as error:
        raise Http404 from error
    except StorageError as error:
        return error_page(request, 503, "Chưa mở được bản gốc", error.sentence)
    note_view(entry, by=staff, event=Event.DOWNLOADED)
    name = entry.file_name or f"van-ban-den-{entry.arrival_number}.pdf"
    response = FileResponse(stream, as_attachment=True, filename=name, content_type="application/pdf")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _picture(sha256: str, number: int) -> Path:
    cache = current_office().page_cache
    kept = kept_picture(cache, sha256, number)
    if kept is not None:
        return kept
    with current_originals().at_hand(sha256) as original:
        return page_picture(original, number, cache)


def visible_entry(staff: Staff, entry_id: int) -> RegisterEntry:
    entry = get_object_or_404(
        RegisterEntry.objects.select_related("lead_unit", "proposed_unit", "officer", "decided_by", "duplicate_of"),
        pk=entry_id,
    )
    require(permissions.can_see(staff, entry))
    return entry


def _shows_pictures(entry: RegisterEntry) -> bool:
    """Only after the reading, whose secrecy check is the thorough one."""
    return entry.has_original and entry.state not in {State.RECEIVED, State.PROCESSING}


def pages_of(entry: RegisterEntry, deadlines: list[EntryDeadline]) -> tuple[PageView, ...]:
    if not _shows_pictures(entry):
        return ()
    pages = list(entry.pages.defer("text"))
    if not pages:  # failed before any page was read: the pictures may still help
        pages = [PageText(number=1, width=DEFAULT_SIZE[0], height=DEFAULT_SIZE[1], source="none")]
    highlights = _highlights(entry, deadlines)
    return tuple(
        PageView(
            page.number, page.width, page.height, page.source, page.unrepaired, tuple(highlights.get(page.number, ()))
        )
        for page in pages
    )


def _highlights(entry: RegisterEntry, deadlines: list[EntryDeadline]) -> dict[int, list[Highlight]]:
    found: dict[int, list[Highlight]] = {}
    for name, evidence in entry.header_evidence.items():
        _add(found, evidence, name, "mark-header", header_part(name))
    for deadline in deadlines:
        if deadline.rejected_at is not None or deadline.met_at is not None:
            continue
        is_other = deadline.applies_to_us is False or deadline.kind == DeadlineKind.EFFECTIVE.value
        css = "mark-other" if is_other else "mark-deadline"
        for evidence in deadline.evidence:
            _add(found, evidence, f"deadline-{deadline.pk}", css, "Câu nêu hạn")
    return found


def _add(found: dict[int, list[Highlight]], evidence: dict[str, object], part: str, css: str, title: str) -> None:
    page, boxes = evidence.get("page"), evidence.get("boxes")
    if not isinstance(page, int) or not isinstance(boxes, list):
        return
    for left, top, right, bottom in boxes:
        found.setdefault(page, []).append(
            Highlight(part, css, title, left, top, round(right - left, 1), round(bottom - top, 1))
        )
