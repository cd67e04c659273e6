"""The review screen as one form: an entry -> its fields in place; what was typed -> a Review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from pipeline.routing import DAYS_AHEAD, DAYS_LATE
from web.offices import current_office
from web.organization.models import Unit
from web.register.actions.review import DeadlineDecision, NewDeadline, Review, Verdict
from web.register.forms import DATE, HeaderForm
from web.register.models import EntryDeadline, RegisterEntry

# A proposal that is as sure as this is not what the letter waits for: the confirm button gets the focus.
SURE = 0.9
CONFIRM = "confirm"
VERDICTS = (
    (Verdict.OURS, "việc của phường"),
    (Verdict.OTHERS, "việc của nơi khác"),
    (Verdict.UNCLEAR, "chưa rõ của ai"),
    (Verdict.NO_DEADLINE, "không phải hạn, bỏ"),
)


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """One unit as the screen offers it; `number` is the key that chooses it."""

    number: int
    unit: Unit
    probability: float | None  # of all its fields together, as far as the model weighed them
    best_field: str
    is_chosen: bool


def _fields_by_unit() -> list[tuple[str, object]]:
    office = current_office()
    groups: list[tuple[str, object]] = [("", "chọn lĩnh vực")]
    for unit, name in office.units.items():
        fields = [(code, field.name) for code, field in office.fields.items() if field.unit == unit]
        if fields:
            groups.append((name, fields))
    return groups


class ReviewForm(HeaderForm):
    """Header and routing. `field_follows`: no script showed the field that goes with another unit, so choose it."""

    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_active=True),
        to_field_name="code",
        label="Đơn vị chủ trì",
        error_messages={"required": "Hãy chọn đơn vị chủ trì."},
    )
    field = forms.ChoiceField(
        label="Lĩnh vực", choices=_fields_by_unit, error_messages={"required": "Hãy chọn lĩnh vực."}
    )
    cooperating = forms.ModelMultipleChoiceField(
        Unit.objects.filter(is_active=True),
        to_field_name="code",
        label="Đơn vị phối hợp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_follows = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, entry: RegisterEntry, sent: Mapping[str, Any] | None = None) -> None:
        chosen = entry.lead_unit or entry.proposed_unit
        initial: dict[str, Any] = {name: getattr(entry, name) for name in HeaderForm.base_fields}
        initial |= {
            "unit": chosen.code if chosen else None,
            "field": entry.field or entry.proposed_field,
            "cooperating": [unit.code for unit in entry.cooperating_units.all()],
            "field_follows": "yes",
        }
        super().__init__(sent, initial=initial)
        self._entry = entry
        self.fields["subject"].widget.attrs["rows"] = 2
        focus = first_doubt(entry)
        if focus in self.fields and focus != "unit":
            self.fields[focus].widget.attrs["autofocus"] = True

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        unit, field = values.get("unit"), values.get("field")
        if unit is None or not field or values.get("field_follows") != "yes":
            return values
        kept = field == self.initial["field"] and unit.code != self.initial["unit"]
        if kept and current_office().unit_of_field(field) != unit.code:
            values["field"] = best_field(self._entry, unit.code)
            if not values["field"]:
                self.add_error("field", f"Hãy chọn lĩnh vực của {unit}.")
        return values

    @property
    def units(self) -> tuple[UnitChoice, ...]:
        """The units to choose from, in the order of ward.toml."""
        chosen = self["unit"].value()
        active = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
        weights = _unit_weights(self._entry)
        return tuple(
            UnitChoice(number, active[code], weights.get(code), best_field(self._entry, code), code == chosen)
            for number, code in enumerate((code for code in current_office().units if code in active), start=1)
        )

    def review(self, decisions: Sequence[DeadlineDecision], new: NewDeadline | None) -> Review:
        values = self.cleaned_data
        return Review(
            header={name: values[name] for name in HeaderForm.base_fields},
            deadlines=tuple(decisions),
            new_deadline=new,
            field=values["field"],
            unit=values["unit"],
            cooperating=tuple(values["cooperating"]),
        )


class DecisionForm(forms.Form):
    """One sentence that the machine took for a deadline."""

    due_on = forms.DateField(label="Hạn", required=False, widget=forms.DateInput(attrs=DATE))
    verdict = forms.TypedChoiceField(label="Của ai", choices=VERDICTS, coerce=Verdict)

    def __init__(self, deadline: EntryDeadline, sent: Mapping[str, Any] | None = None) -> None:
        verdict = {True: Verdict.OURS, False: Verdict.OTHERS, None: Verdict.UNCLEAR}[deadline.applies_to_us]
        super().__init__(
            sent, initial={"due_on": deadline.due_on, "verdict": verdict}, prefix=f"deadline-{deadline.pk}"
        )
        self.deadline = deadline

    def decision(self) -> DeadlineDecision:
        due_on, verdict = self.cleaned_data["due_on"], self.cleaned_data["verdict"]
        if verdict is Verdict.UNCLEAR and due_on != self.deadline.due_on:
            verdict = Verdict.OURS  # nobody corrects the day of somebody else's duty
        return DeadlineDecision(self.deadline.pk, due_on, verdict)


class NewDeadlineForm(forms.Form):
    """A duty that the machine did not see; both fields, or none."""

    due_on = forms.DateField(label="Thêm hạn", required=False, widget=forms.DateInput(attrs=DATE))
    note = forms.CharField(label="Việc phải làm", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("due_on") and not values.get("note"):
            self.add_error("note", "Ghi việc phải làm của hạn này.")
        if values.get("note") and not values.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Ghi ngày của hạn này.")
        return values

    def new_deadline(self) -> NewDeadline | None:
        due_on = self.cleaned_data["due_on"]
        return NewDeadline(due_on, self.cleaned_data["note"]) if due_on else None


def doubts_of(entry: RegisterEntry) -> tuple[str, ...]:
    """What a person must look at, by the names of the form's fields, the most urgent first."""
    received_on = timezone.localdate(entry.received_at)
    is_far = entry.issued_on is not None and not (
        -timedelta(days=DAYS_AHEAD) <= received_on - entry.issued_on <= timedelta(days=DAYS_LATE)
    )
    doubts = {
        "code": not entry.code or entry.code.startswith("/"),
        "issued_on": entry.issued_on is None or is_far,
        "subject": not entry.subject,
        "unit": entry.proposed_unit is None or (entry.confidence or 0.0) < SURE or entry.trouble_code == "returned",
    }
    return tuple(name for name, is_doubtful in doubts.items() if is_doubtful)


def first_doubt(entry: RegisterEntry) -> str:
    return next(iter(doubts_of(entry)), CONFIRM)


def best_field(entry: RegisterEntry, unit_code: str) -> str:
    """The field that goes with the unit: the likeliest of its fields. "": nothing speaks for one, a person must say.

    A guess would be learned as if the clerk had chosen it.
    """
    office = current_office()
    weighed = [entry.field, entry.proposed_field, *(field for field, _ in entry.runners_up)]
    own = [code for code, field in office.fields.items() if field.unit == unit_code]
    return next((field for field in weighed if field in own), own[0] if len(own) == 1 else "")


def _unit_weights(entry: RegisterEntry) -> dict[str, float]:
    office = current_office()
    weights: dict[str, float] = {}
    for field, probability in entry.runners_up:
        unit = office.unit_of_field(field)
        if unit is not None:
            weights[unit] = weights.get(unit, 0.0) + probability
    if entry.proposed_unit is not None and entry.confidence is not None:
        weights[entry.proposed_unit.code] = entry.confidence  # already the sum over the fields of the unit
    return weights
