"""The books on the screen, and as files to print or keep; the processing slip of a letter."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from typing import IO

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from web.books import export, queries
from web.books.actions import note_export
from web.books.filters import BookFilter, BookFilterForm
from web.books.lines import FOLLOW_UP, REGISTER, Book
from web.books.official import place_of
from web.books.slip import write_slip
from web.offices import current_office
from web.organization.models import Staff
from web.register import permissions
from web.register.models import RegisterEntry
from web.register.paging import EntryPaginator
from web.register.permissions import require
from web.register.views.document import visible_entry
from web.register.views.lists import PAGE_SIZE, signed_in

PDF, XLSX = "pdf", "xlsx"
CONTENT_TYPES = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A book of some thousand letters is kept in memory, a bigger one goes to disk.
SPOOL_BYTES = 2 << 20

EntriesOf = Callable[[BookFilter], QuerySet[RegisterEntry]]


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    staff = signed_in(request)
    require(permissions.can_see_register(staff))
    return _screen(request, "register/register.html", REGISTER, queries.register_entries)


@require_GET
def register_file(request: HttpRequest, form: str) -> HttpResponseBase:
    staff = signed_in(request)
    require(permissions.can_print_register(staff))
    return _file(request, "register", REGISTER, queries.register_entries, form)


@require_GET
def follow_up(request: HttpRequest) -> HttpResponse:
    return _screen(request, "books/follow_up.html", FOLLOW_UP, _followed_by(signed_in(request)))


@require_GET
def follow_up_file(request: HttpRequest, form: str) -> HttpResponseBase:
    return _file(request, "follow-up", FOLLOW_UP, _followed_by(signed_in(request)), form)


@require_GET
def slip(request: HttpRequest, entry_id: int) -> HttpResponseBase:
    staff = signed_in(request)
    entry = visible_entry(staff, entry_id)
    require(permissions.can_print_slip(staff, entry))
    stream = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  the response closes it
    write_slip(stream, entry, current_office().identity)
    note_export(by=staff, what="phieu-giai-quyet", form=PDF, count=1, entry_id=entry.pk)
    return download(stream, f"phieu-giai-quyet-{entry.arrival_number}-{entry.year}", PDF)


def download(stream: IO[bytes], name: str, form: str) -> FileResponse:
    """The file as a download, closed when it has been sent."""
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{name}.{form}", content_type=CONTENT_TYPES[form])


def _followed_by(staff: Staff) -> EntriesOf:
    require(permissions.can_see_follow_up(staff))
    units, today = permissions.units_followed(staff), timezone.localdate()
    return lambda chosen: queries.follow_up_entries(chosen, today=today, units=units)


def _screen(request: HttpRequest, template: str, book: Book, entries_of: EntriesOf) -> HttpResponse:
    form = _form(request, book)
    entries = entries_of(form.chosen() if form.is_valid() else BookFilter())
    page = EntryPaginator(entries, PAGE_SIZE).get_page(request.GET.get("trang"))
    today = timezone.localdate()
    query = request.GET.copy()
    query.pop("trang", None)
    context = {
        "book": book,
        "form": form,
        "page": page,
        "rows": [
            (line, tuple(zip(book.columns, line.texts, strict=True)))
            for line in (book.line_of(entry, today) for entry in page)
        ],
        "query": query.urlencode(),
        "can_follow_up": permissions.can_see_follow_up(signed_in(request)),
        "can_see_register": permissions.can_see_register(signed_in(request)),
    }
    return render(request, template, context)


def _form(request: HttpRequest, book: Book) -> BookFilterForm:
    form = BookFilterForm(request.GET)
    is_whole_office = permissions.units_followed(signed_in(request)) is None
    form.narrow(is_follow_up=book is FOLLOW_UP, is_whole_office=is_whole_office)
    return form


def _file(request: HttpRequest, page: str, book: Book, entries_of: EntriesOf, form_of_file: str) -> HttpResponseBase:
    staff = signed_in(request)
    form = _form(request, book)
    if not form.is_valid():  # the page says what is wrong
        return redirect(f"{reverse(page)}?{request.GET.urlencode()}")
    chosen = form.chosen()
    entries = entries_of(chosen)
    printing = _printing(chosen, entries, staff, timezone.localdate())
    if printing.extent.is_of_several_years and chosen.is_open_ended:
        messages.error(request, "Số đến bắt đầu lại từ 1 mỗi năm: hãy chọn một năm, hoặc ngày đầu và ngày cuối.")
        return redirect(f"{reverse(page)}?{request.GET.urlencode()}")
    stream = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115  the response closes it
    _write(stream, book, queries.in_book_order(entries), printing, form_of_file)
    note_export(by=staff, what=book.code, form=form_of_file, count=printing.extent.count, chosen=chosen.for_record())
    return download(stream, f"{book.code}-{timezone.localdate():%Y-%m-%d}", form_of_file)


def _write(
    stream: IO[bytes], book: Book, entries: Iterable[RegisterEntry], printing: export.Printing, form: str
) -> None:
    if form == PDF:
        export.write_pdf(stream, book, entries, printing)
    else:
        export.write_xlsx(stream, book, entries, printing)


def _printing(chosen: BookFilter, entries: QuerySet[RegisterEntry], staff: Staff, today: date) -> export.Printing:
    identity = current_office().identity
    return export.Printing(
        office=identity.name,
        place=place_of(identity),
        chosen=chosen,
        extent=queries.extent(entries),
        printed_on=today,
        printed_by=str(staff),
    )
