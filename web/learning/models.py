"""Letters labelled by people, and the trainings that learned from them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from web.organization.models import Staff
from web.register.models import RegisterEntry


class LabelKind(models.TextChoices):
    CONFIRMED = "confirmed", "Xác nhận"
    CORRECTED = "corrected", "Sửa"


class LabelledLetter(models.Model):
    """What a person decided of a letter. The newest row of an entry counts; the others stay as its history."""

    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="labels")
    field = models.CharField("lĩnh vực", max_length=60)
    unit_code = models.CharField("đơn vị", max_length=60)
    also: models.JSONField[Any, Any] = models.JSONField(default=list)  # fields that a careful clerk could defend
    kind = models.CharField(max_length=10, choices=LabelKind)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text_sha256 = models.CharField(max_length=64)  # of the text as it was read when the person decided
    model_version = models.CharField(max_length=10, blank=True)  # which model had proposed
    proposed_field = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["entry", "-id"], name="newest_label_of_an_entry"),
            models.Index(fields=["at"], name="labels_by_time"),
        ]

    def __str__(self) -> str:
        return f"label {self.pk} of entry {self.entry_id}"


class RunState(models.TextChoices):
    QUEUED = "QUEUED", "Đang chờ"
    RUNNING = "RUNNING", "Đang huấn luyện"
    DONE = "DONE", "Xong"
    FAILED = "FAILED", "Không xong"


class Trigger(models.TextChoices):
    BUTTON = "button", "Bấm nút"
    COMMAND = "command", "Lệnh vanthu train"
    NIGHTLY = "nightly", "Hẹn giờ ban đêm"


class TrainingRun(models.Model):
    """One training. The row is the queue; who trains also holds the lock file, which the kernel frees at his death."""

    state = models.CharField(max_length=10, choices=RunState, default=RunState.QUEUED)
    trigger = models.CharField(max_length=10, choices=Trigger)
    started_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress: models.JSONField[Any, Any] = models.JSONField(default=list)  # sentences, oldest first
    version = models.CharField(max_length=10, blank=True)  # of the model that came out
    activated = models.BooleanField(default=False)
    reason = models.TextField(blank=True)  # of the gate, or why it failed

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=RunState.QUEUED), name="one_training_waits"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state=RunState.RUNNING), name="one_training_at_once"
            ),
        ]

    def __str__(self) -> str:
        return f"training {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in {RunState.QUEUED, RunState.RUNNING}


class LearningEvent(models.TextChoices):
    """What of learning is written to the audit record."""

    TRAINING_STARTED = "TRAINING_STARTED", "Bắt đầu huấn luyện"
    MODEL_ACTIVATED = "MODEL_ACTIVATED", "Chọn mô hình"
