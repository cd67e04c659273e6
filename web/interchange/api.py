"""The REST API, /api/v1/: submit, list, status, corrections. OpenAPI 3.1 at /api/v1/openapi.json.

Every address asks `permissions`, reads through `queries` and changes through `actions`, as the pages do.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Annotated, Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Status
from prometheus_client import CONTENT_TYPE_LATEST

from pipeline.errors import StorageError
from pipeline.inbox import FileStamp
from pipeline.inbox_drop import Drop
from web.interchange.auth import TokenAuth
from web.interchange.schemas import (
    CompletionIn,
    HeaderIn,
    Key,
    LetterDetails,
    LetterOut,
    Letters,
    Message,
    RoutingIn,
    Submission,
    Submitted,
    Text,
)
from web.offices import current_office
from web.operations.metrics import metrics_text
from web.organization.models import Staff, Unit
from web.register import actions, permissions, queries
from web.register.actions.rows import StateChangedError
from web.register.models import RegisterEntry, State
from web.register.permissions import require

logger = logging.getLogger(__name__)

PAGE = 100
NOT_STORED = "Ổ đĩa của máy chủ đầy hoặc không ghi được, tệp này chưa được lưu. Báo quản trị rồi gửi lại."
PIECE = BYTES_PER_MB = 1 << 20
Receipt = Annotated[str, Path(pattern=r"^\d{1,20}-\d{1,15}-\d{1,20}$")]
REFUSALS = {401: Message, 403: Message, 404: Message, 409: Message}
FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}
METRICS_TEXT = {"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}}

api = NinjaAPI(
    title="vanthu",
    version="1.0.0",
    description="Incoming letters of one office. Keys: `vanthu token add`.",
    urls_namespace="api",
    docs_url=None,  # its page loads scripts from the network
    auth=TokenAuth(),
)


@api.post(
    "/letters", response={202: Submitted, 411: Message, 413: Message, 507: Message, **REFUSALS}, openapi_extra=FILE_BODY
)
def submit(request: HttpRequest, file_name: Annotated[Text, Query(min_length=1, max_length=200)]) -> Status[Any]:
    """Put a PDF into the inbox, as if it had been dropped there; it gets its number within seconds.

    The body is the file itself. Nothing of it is kept anywhere else before the secrecy check of the inbox.
    """
    staff = _staff(request)
    require(permissions.can_upload(staff))
    office = current_office()
    announced = request.headers.get("Content-Length", "")
    if not announced.isdecimal():
        return Status(HTTPStatus.LENGTH_REQUIRED, {"message": "Thiếu Content-Length."})
    if int(announced) > office.inbox.upload_mb * BYTES_PER_MB:
        return Status(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"message": f"Tệp lớn hơn {office.inbox.upload_mb:g} MB."})
    try:
        drop = Drop(office.inbox.folder)
        try:
            while piece := request.read(PIECE):
                drop.write(piece)
            drop.finish()
            placed = actions.upload(drop, file_name, by=staff)
        finally:
            drop.discard()
    except StorageError as error:
        logger.warning("not stored: %s", error)
        return Status(HTTPStatus.INSUFFICIENT_STORAGE, {"message": NOT_STORED})
    return Status(HTTPStatus.ACCEPTED, {"receipt": FileStamp.of(placed.stat()).key})


@api.get("/submissions/{receipt}", response={200: Submission, **REFUSALS})
def submission(request: HttpRequest, receipt: Receipt) -> dict[str, object]:
    """What became of a file that was submitted."""
    staff = _staff(request)
    require(permissions.can_upload(staff))
    entry = RegisterEntry.objects.filter(source_key=receipt).order_by("id").first()
    if entry is None:
        return {"status": "waiting", "message": "Tệp đang chờ trong thư mục nhận văn bản.", "letter": None}
    if entry.arrival_number is None:
        return {"status": "not_accepted", "message": entry.trouble, "letter": None}
    return {"status": "accepted", "message": "", "letter": entry}


@api.get("/letters", response={200: Letters, **REFUSALS})
def letters(
    request: HttpRequest,
    state: Annotated[State | None, Query()] = None,
    lead_unit: Annotated[Text | None, Query(max_length=60)] = None,
    after: Annotated[Key | None, Query(description="Only letters with a greater id.")] = None,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = PAGE,
) -> dict[str, object]:
    """The letters that the account may see, oldest first. `after` = the last id seen turns the page."""
    found = queries.visible_to(_staff(request)).filter(arrival_number__isnull=False)
    if state is not None:
        found = found.filter(state=state)
    if lead_unit is not None:
        found = found.filter(lead_unit__code=lead_unit)
    if after is not None:
        found = found.filter(pk__gt=after)
    page = found.select_related("lead_unit").prefetch_related("cooperating_units").order_by("id")[:limit]
    listed = list(page)
    return {"count": len(listed), "letters": listed}


@api.get("/letters/{letter_id}", response={200: LetterDetails, **REFUSALS})
def letter(request: HttpRequest, letter_id: Annotated[Key, Path()]) -> RegisterEntry:
    """Header, proposal with its reason, deadlines with the sentence that sets them. Recorded as a view."""
    staff = _staff(request)
    entry = _visible(staff, letter_id)
    actions.note_view(entry, by=staff)
    return entry


@api.put("/letters/{letter_id}/routing", response={200: LetterOut, 422: Message, **REFUSALS})
def route(request: HttpRequest, letter_id: Annotated[Key, Path()], wanted: RoutingIn) -> Any:
    """Confirm or correct where the letter goes; a correction is learned from, as on the pages."""
    staff = _staff(request)
    _visible(staff, letter_id)
    units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
    unknown = [code for code in (wanted.lead_unit, *wanted.cooperating_units) if code not in units]
    if unknown:
        return Status(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": f"Không có đơn vị mang mã «{unknown[0]}»."})
    if wanted.field not in current_office().fields:
        return Status(HTTPStatus.UNPROCESSABLE_ENTITY, {"message": f"Không có lĩnh vực mang mã «{wanted.field}»."})
    actions.decide_routing(
        letter_id,
        by=staff,
        field=wanted.field,
        unit=units[wanted.lead_unit],
        cooperating=[units[code] for code in wanted.cooperating_units],
        reason=wanted.reason,
    )
    return _visible(staff, letter_id)


@api.patch("/letters/{letter_id}/header", response={200: LetterOut, **REFUSALS})
def correct_header(request: HttpRequest, letter_id: Annotated[Key, Path()], wanted: HeaderIn) -> RegisterEntry:
    """Correct what was read wrong."""
    staff = _staff(request)
    _visible(staff, letter_id)
    values = {name: value for name, value in wanted.dict(exclude_unset=True).items() if _may_be(name, value)}
    actions.correct_header(letter_id, by=staff, values=values)
    return _visible(staff, letter_id)


@api.post("/letters/{letter_id}/acceptance", response={200: LetterOut, **REFUSALS})
def accept(request: HttpRequest, letter_id: Annotated[Key, Path()]) -> RegisterEntry:
    """The unit that was proposed takes the letter."""
    staff = _staff(request)
    _visible(staff, letter_id)
    actions.accept(letter_id, by=staff)
    return _visible(staff, letter_id)


@api.post("/letters/{letter_id}/completion", response={200: LetterOut, **REFUSALS})
def complete(request: HttpRequest, letter_id: Annotated[Key, Path()], wanted: CompletionIn) -> RegisterEntry:
    """The work is done, with an outcome, the document that answers, or both."""
    staff = _staff(request)
    _visible(staff, letter_id)
    actions.complete(
        letter_id,
        by=staff,
        outcome=wanted.outcome,
        reply_code=wanted.reply_code,
        reply_issued_on=wanted.reply_issued_on,
    )
    return _visible(staff, letter_id)


@api.get("/metrics", response={200: str, **REFUSALS}, openapi_extra=METRICS_TEXT)
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of the installation in the text format of Prometheus; for keys of an administrator."""
    require(permissions.can_manage(_staff(request)))
    return HttpResponse(metrics_text(current_office(), timezone.now()), content_type=CONTENT_TYPE_LATEST)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, _error: PermissionDenied) -> HttpResponse:
    return api.create_response(request, {"message": "Tài khoản của khóa này không có quyền làm việc đó."}, status=403)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return api.create_response(request, {"message": "Không có văn bản này."}, status=404)


@api.exception_handler(StateChangedError)
def _changed(request: HttpRequest, error: StateChangedError) -> HttpResponse:
    return api.create_response(request, {"message": str(error)}, status=409)


def _staff(request: HttpRequest) -> Staff:
    return cast(Staff, request.auth)  # type: ignore[attr-defined]  # what TokenAuth returned


def _visible(staff: Staff, letter_id: int) -> RegisterEntry:
    """404, not 403: who may not see a letter is not told that it exists."""
    return get_object_or_404(
        queries.visible_to(staff).select_related("lead_unit").prefetch_related("cooperating_units"), pk=letter_id
    )


def _may_be(name: str, value: object) -> bool:
    """null means "unknown", which only the date can be."""
    return value is not None or name == "issued_on"
