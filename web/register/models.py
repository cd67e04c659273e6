"""The register (sổ đăng ký văn bản đến): entries, their pages and deadlines, and the audit record."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from pipeline.documents import DeadlineKind, Urgency
from web.organization.models import Staff, Unit


class State(models.TextChoices):
    """After the national edXML status codes (01-06), so an export needs no translation."""

    RECEIVED = "RECEIVED", "Đã đến"
    PROCESSING = "PROCESSING", "Máy đang đọc"
    NEEDS_REVIEW = "NEEDS_REVIEW", "Chờ văn thư xem"
    REFUSED = "REFUSED", "Không nhận"
    REGISTERED = "REGISTERED", "Đã vào sổ"
    ASSIGNED = "ASSIGNED", "Đã chuyển đơn vị"
    IN_PROGRESS = "IN_PROGRESS", "Đang xử lý"
    COMPLETED = "COMPLETED", "Hoàn thành"
    FAILED = "FAILED", "Máy không đọc được"


class UrgencyLevel(models.IntegerChoices):
    NORMAL = Urgency.NORMAL, "Thường"
    URGENT = Urgency.URGENT, "Khẩn"
    VERY_URGENT = Urgency.VERY_URGENT, "Thượng khẩn"
    EXPRESS = Urgency.EXPRESS, "Hỏa tốc"
    TIMED_EXPRESS = Urgency.TIMED_EXPRESS, "Hỏa tốc hẹn giờ"


class ArrivalCounter(models.Model):
    """The last arrival number given in a year. One row a year, raised in the transaction that takes the entry in."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.last_number}/{self.year}"


class RegisterEntry(models.Model):
    """One file that entered. It is never deleted, only cancelled with a reason.

    Numbers run in order of receipt (Nghị định 30/2020, Điều 22), so an accepted file has its number from the moment
    it is taken in; a refused file or an exact duplicate has none.
    """

    # What came in
    file_name = models.CharField("tên tệp", max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField("dung lượng", default=0)
    received_at = models.DateTimeField("đến lúc")
    year = models.PositiveSmallIntegerField("năm")
    arrival_number = models.PositiveIntegerField("số đến", null=True)
    source_key = models.CharField(max_length=80, blank=True)  # inode-size-time of the inbox file
    inbox_cleared_at = models.DateTimeField(null=True)
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")

    # Where it stands
    state = models.CharField("tình trạng", max_length=20, choices=State, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)  # the fencing token of the lease
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    trouble_code = models.CharField(max_length=30, blank=True)
    trouble = models.TextField("vướng mắc", blank=True)  # the sentence of the error, Vietnamese
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.TextField("lý do hủy", blank=True)

    # Header
    issuing_body = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    parent_body = models.CharField("cơ quan chủ quản", max_length=300, blank=True)
    code = models.CharField("số, ký hiệu", max_length=100, blank=True, db_index=True)
    place = models.CharField("địa danh", max_length=100, blank=True)
    issued_on = models.DateField("ngày văn bản", null=True, blank=True)
    # What the day is when the letter prints none: "signature", or "signing_note" (the printed time of signing).
    issued_on_source = models.CharField(max_length=12, blank=True)
    document_type = models.CharField("tên loại", max_length=100, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    urgency = models.PositiveSmallIntegerField("độ khẩn", choices=UrgencyLevel, default=UrgencyLevel.NORMAL)
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    signer_position = models.CharField("chức vụ", max_length=200, blank=True)
    signer_authority = models.CharField("thẩm quyền ký", max_length=10, blank=True)
    addressees: models.JSONField[Any, Any] = models.JSONField(default=list)
    recipients: models.JSONField[Any, Any] = models.JSONField(default=list)
    in_reply_to: models.JSONField[Any, Any] = models.JSONField(default=list)
    # The ĐẾN stamp of an office that had the letter before: {"number", "date"}; {} when there is none.
    arrival_stamp: models.JSONField[Any, Any] = models.JSONField("dấu đến", default=dict)
    header_evidence: models.JSONField[Any, Any] = models.JSONField(default=dict)
    # The message with which it came from another agency's system (edxml_fields.py); {} when there was none.
    edxml_document = models.CharField("mã định danh edXML", max_length=200, blank=True)
    edxml: models.JSONField[Any, Any] = models.JSONField(default=dict)
    edxml_differences: models.JSONField[Any, Any] = models.JSONField(default=list)
    edxml_status = models.CharField(max_length=2, blank=True)  # the last one told to the sender
    page_count = models.PositiveIntegerField("số trang", null=True)
    signatures: models.JSONField[Any, Any] = models.JSONField("chữ ký số", default=list)

    # The machine's proposal, kept as it was
    proposed_field = models.CharField(max_length=60, blank=True)
    proposed_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    confidence = models.FloatField("độ tin cậy", null=True)
    runners_up: models.JSONField[Any, Any] = models.JSONField(default=list)
    evidence_words: models.JSONField[Any, Any] = models.JSONField(default=list)
    words_against: models.JSONField[Any, Any] = models.JSONField(default=list)
    routing_reason = models.TextField("lý do", blank=True)
    model_version = models.CharField(max_length=10, blank=True)

    # What holds now: the proposal until a person decides
    field = models.CharField("lĩnh vực", max_length=60, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="led_entries", verbose_name="đơn vị chủ trì"
    )
    cooperating_units = models.ManyToManyField(Unit, related_name="cooperating_entries", blank=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    due_on = models.DateField("hạn xử lý", null=True, blank=True)
    forwarded_at = models.DateTimeField("chuyển lúc", null=True)
    officer = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="officer_entries")
    outcome = models.TextField("kết quả", blank=True)
    completed_at = models.DateTimeField("xong lúc", null=True)
    # Complaints and denunciations (đơn thư): only the clerk, the leaders, the unit head and who does the work see them.
    is_restricted = models.BooleanField("hạn chế người xem", default=False)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "arrival_number"], name="one_number_once_a_year"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "received_at"], name="by_state"),
            models.Index(fields=["state", "-urgency", "received_at", "id"], name="order_of_reading"),
            models.Index(fields=["lead_unit", "state", "due_on"], name="queue_of_a_unit"),
            models.Index(fields=["officer", "state", "due_on"], name="work_of_an_officer"),
            models.Index(fields=["received_at"], name="by_receipt"),
            models.Index(fields=["lead_unit", "state", "completed_at"], name="done_in_a_unit"),
            models.Index(fields=["trouble_code", "source_key"], name="by_trouble"),
            # All that lists and searches filter by and statistics count: done without reading the long rows.
            models.Index(
                fields=[
                    *["state", "lead_unit", "year", "arrival_number", "officer", "is_restricted"],
                    *["field", "urgency", "received_at", "cancelled_at", "due_on", "completed_at"],
                ],
                name="filters_of_lists",
            ),
            models.Index(fields=["edxml_status"], name="told_senders", condition=~models.Q(edxml_document="")),
            models.Index(fields=["source_key"], name="not_cleared", condition=models.Q(inbox_cleared_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"

    @property
    def is_decided(self) -> bool:
        """A person has confirmed or set the routing; until then it is the machine's proposal."""
        return self.decided_at is not None

    @property
    def has_original(self) -> bool:
        return bool(self.sha256)

    @property
    def is_open(self) -> bool:
        return self.cancelled_at is None and self.state in {State.ASSIGNED, State.IN_PROGRESS}


class PageText(models.Model):
    """The text of one page and how it was read."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    width = models.FloatField()  # points
    height = models.FloatField()
    source = models.CharField(max_length=12)
    text = models.TextField()
    unrepaired = models.TextField(blank=True)  # what the file holds, of a page in a code from before Unicode

    class Meta:
        ordering: ClassVar = ["entry", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "number"], name="one_text_a_page")]

    def __str__(self) -> str:
        return f"page {self.number} of entry {self.entry_id}"


DIRECTED = "directed"  # the flag of a deadline that a leader gave


class DeadlineOrigin(models.TextChoices):
    MACHINE = "machine", "Máy đọc"
    PERSON = "person", "Người nhập"
    MESSAGE = "message", "Thông điệp của nơi gửi"


class EntryDeadline(models.Model):
    """A duty with its time. A rejected one stays, with who rejected it; a corrected one keeps the machine's answer."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=20)
    answer: models.JSONField[Any, Any] = models.JSONField(default=dict)
    due_on = models.DateField("hạn", null=True)
    quote = models.TextField("câu nêu hạn", blank=True)
    page = models.PositiveIntegerField(null=True)
    evidence: models.JSONField[Any, Any] = models.JSONField(default=list)
    obliged = models.TextField("ai phải làm", blank=True)
    applies_to_us = models.BooleanField(null=True)
    confidence = models.FloatField(default=1.0)
    flags: models.JSONField[Any, Any] = models.JSONField(default=list)
    origin = models.CharField(max_length=10, choices=DeadlineOrigin, default=DeadlineOrigin.MACHINE)
    machine: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what it said before a person corrected it
    corrected_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    rejected_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(null=True)  # done within a letter whose other duties go on
    extended_from = models.DateField(null=True)  # the day before the first extension; `due_on` is the day that holds

    class Meta:
        ordering: ClassVar = ["due_on", "id"]

    def __str__(self) -> str:
        return f"deadline {self.pk} of entry {self.entry_id}"

    @property
    def is_standing(self) -> bool:
        return self.rejected_at is None and self.met_at is None and self.kind != DeadlineKind.EFFECTIVE.value


class Directive(models.Model):
    """A leader's direction (bút phê): who leads, who cooperates, by when. Never changed; a new one follows."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="directives")
    leader = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", verbose_name="lãnh đạo")
    text = models.TextField("ý kiến chỉ đạo", blank=True)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị chủ trì")
    cooperating_units = models.ManyToManyField(Unit, related_name="+", blank=True)
    due_on = models.DateField("thời hạn", null=True)
    given_at = models.DateTimeField("cho ý kiến lúc")

    class Meta:
        ordering: ClassVar = ["given_at", "id"]

    def __str__(self) -> str:
        return f"directive {self.pk} on entry {self.entry_id}"


class ExtensionState(models.TextChoices):
    ASKED = "asked", "Chờ duyệt"
    GRANTED = "granted", "Đã gia hạn"
    REFUSED = "refused", "Không gia hạn"


class Extension(models.Model):
    """More time for the duty that is due first: asked by the officer, decided by the unit head (gia hạn)."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="extensions")
    deadline = models.ForeignKey(EntryDeadline, on_delete=models.SET_NULL, null=True, related_name="+")
    was_due_on = models.DateField("hạn cũ")
    until = models.DateField("xin đến ngày")
    reason = models.TextField("lý do")
    state = models.CharField(max_length=10, choices=ExtensionState, default=ExtensionState.ASKED)
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField("ý kiến", blank=True)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["entry"], condition=models.Q(state=ExtensionState.ASKED), name="one_open_request_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"extension {self.pk} of entry {self.entry_id}"


class Reply(models.Model):
    """The outgoing document that answers the letter (văn bản trả lời); column 6 of the follow-up book."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="replies")
    code = models.CharField("số, ký hiệu văn bản trả lời", max_length=100)
    issued_on = models.DateField("ngày văn bản trả lời", null=True, blank=True)
    subject = models.TextField("trích yếu văn bản trả lời", blank=True)
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # noted by mistake

    class Meta:
        ordering: ClassVar = ["noted_at", "id"]

    def __str__(self) -> str:
        return f"reply {self.pk} to entry {self.entry_id}"


class Event(models.TextChoices):
    """Everything that is written to the audit record."""

    RECEIVED = "RECEIVED", "Nhận tệp"
    DUPLICATE = "DUPLICATE", "Trùng văn bản đã có"
    REFUSED_FILE = "REFUSED_FILE", "Không nhận tệp"
    SECRET_STOPPED = "SECRET_STOPPED", "Chặn tài liệu có dấu mật"
    SECRET_CLEARED = "SECRET_CLEARED", "Xác nhận không phải tài liệu mật"
    SECRET_REMOVED = "SECRET_REMOVED", "Xóa tệp có dấu mật khỏi máy"
    READ = "READ", "Máy đọc xong"
    READING_FAILED = "READING_FAILED", "Máy không đọc được"
    RETRIED = "RETRIED", "Cho đọc lại"
    REGISTERED = "REGISTERED", "Vào sổ"
    FORWARDED = "FORWARDED", "Chuyển đơn vị"
    CONFIRMED = "CONFIRMED", "Xác nhận đề xuất"
    CORRECTED = "CORRECTED", "Sửa nơi xử lý"
    HEADER_CORRECTED = "HEADER_CORRECTED", "Sửa thông tin văn bản"
    DEADLINE_ADDED = "DEADLINE_ADDED", "Thêm hạn"
    DEADLINE_MET = "DEADLINE_MET", "Xong một hạn"
    DEADLINE_REJECTED = "DEADLINE_REJECTED", "Bỏ hạn"
    DEADLINE_CORRECTED = "DEADLINE_CORRECTED", "Sửa hạn"
    RETURNED = "RETURNED", "Trả lại văn thư"
    REFUSED = "REFUSED", "Từ chối văn bản"
    CANCELLED = "CANCELLED", "Hủy số đến"
    ASSIGNED = "ASSIGNED", "Giao chuyên viên"
    STARTED = "STARTED", "Bắt đầu xử lý"
    PERIOD_COMPLETED = "PERIOD_COMPLETED", "Hoàn thành kỳ này"
    COMPLETED = "COMPLETED", "Hoàn thành"
    REOPENED = "REOPENED", "Mở lại"
    VIEWED = "VIEWED", "Xem văn bản"
    DOWNLOADED = "DOWNLOADED", "Tải bản gốc"
    SIGNED_IN = "SIGNED_IN", "Đăng nhập"
    STAFF_ADDED = "STAFF_ADDED", "Thêm tài khoản"
    STAFF_CHANGED = "STAFF_CHANGED", "Sửa tài khoản"
    PASSWORD_SET = "PASSWORD_SET", "Đặt lại mật khẩu"
    CALENDAR_CHANGED = "CALENDAR_CHANGED", "Nhập lịch nghỉ"
    UPLOADED = "UPLOADED", "Thả tệp qua trang web"
    DIRECTED = "DIRECTED", "Lãnh đạo cho ý kiến"
    EXTENSION_ASKED = "EXTENSION_ASKED", "Xin gia hạn"
    EXTENSION_GRANTED = "EXTENSION_GRANTED", "Gia hạn"
    EXTENSION_REFUSED = "EXTENSION_REFUSED", "Không gia hạn"
    REPLY_NOTED = "REPLY_NOTED", "Ghi văn bản trả lời"
    REPLY_WITHDRAWN = "REPLY_WITHDRAWN", "Bỏ văn bản trả lời ghi nhầm"
    RESTRICTED = "RESTRICTED", "Hạn chế người xem"
    UNRESTRICTED = "UNRESTRICTED", "Bỏ hạn chế người xem"
    EXPORTED = "EXPORTED", "Xuất sổ hoặc số liệu"
    ABSENCE_NOTED = "ABSENCE_NOTED", "Ghi người vắng và người làm thay"
    ABSENCE_ENDED = "ABSENCE_ENDED", "Kết thúc vắng mặt"
    FIELD_OFFICERS_SET = "FIELD_OFFICERS_SET", "Phân công người phụ trách lĩnh vực"
    SIGN_IN_REFUSED = "SIGN_IN_REFUSED", "Đăng nhập sai"
    SIGN_IN_LOCKED = "SIGN_IN_LOCKED", "Khóa tạm vì đăng nhập sai nhiều lần"
    SIGNED_OUT = "SIGNED_OUT", "Đăng xuất"
    SECOND_FACTOR_SET = "SECOND_FACTOR_SET", "Bật xác thực hai bước"
    SECOND_FACTOR_REMOVED = "SECOND_FACTOR_REMOVED", "Tắt xác thực hai bước"
    FEED_MADE = "FEED_MADE", "Tạo đường dẫn lịch"
    FEED_REVOKED = "FEED_REVOKED", "Thu hồi đường dẫn lịch"
    TOKEN_MADE = "TOKEN_MADE", "Tạo khóa cho chương trình khác"
    TOKEN_REVOKED = "TOKEN_REVOKED", "Thu hồi khóa của chương trình khác"
    AUDIT_READ = "AUDIT_READ", "Xem nhật ký"
    CITY_VIEWED = "CITY_VIEWED", "Thành phố xem việc của phường"


class AuditRecord(models.Model):
    """Who did what, when. Append-only: the model refuses changes and, on SQLite, so does the database (a trigger)."""

    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")  # None: the machine
    event = models.CharField(max_length=30, choices=Event)
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="history")
    details: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["entry", "at"], name="history_of_an_entry"),
            models.Index(fields=["event", "id"], name="records_of_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} at {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **options: Any) -> None:
        if self.pk is not None:
            raise TypeError("the audit record is append-only")
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("the audit record is append-only")


class IntakeNotice(models.Model):
    """Something in the inbox that waits: shown to the clerk while it lasts, gone when it is over."""

    key = models.CharField(max_length=200, unique=True)
    sentence = models.TextField()
    since = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["since"]

    def __str__(self) -> str:
        return self.key


class ServiceBeat(models.Model):
    """When the watcher and each worker were last alive; the pages say so when one is silent."""

    name = models.CharField(max_length=60, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
