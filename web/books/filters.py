"""What people choose of a book -> a BookFilter, and its words for the printed heading."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django import forms

from web.offices import current_office
from web.register.forms import DATE, RegisterFilterForm
from web.register.models import State, UrgencyLevel


@dataclass(frozen=True, slots=True)
class BookFilter:
    """Empty values choose everything."""

    text: str = ""
    year: int | None = None
    first_on: date | None = None
    last_on: date | None = None
    unit: str = ""
    unit_name: str = ""
    state: str = ""
    field: str = ""
    urgency: int | None = None

    @property
    def is_open_ended(self) -> bool:
        """Neither a year nor a first and last day: a book of all times, whose numbers come several times."""
        return self.year is None and (self.first_on is None or self.last_on is None)

    def for_record(self) -> dict[str, object]:
        """What was chosen, for the audit record; the words searched for stay out, they may name a person."""
        chosen = {name: value for name, value in asdict(self).items() if value not in ("", None)}
        chosen.pop("unit_name", None)
        if chosen.pop("text", ""):
            chosen["has_text"] = True
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in chosen.items()}

    def in_words(self) -> str:
        """What makes the book an extract («Đơn vị: …; Lĩnh vực: …»), "" for a whole one."""
        field = current_office().fields.get(self.field)
        parts = (
            ("Đơn vị", self.unit_name),
            ("Lĩnh vực", field.name if field else self.field),
            ("Tình trạng", str(State(self.state).label) if self.state else ""),
            ("Độ khẩn", str(UrgencyLevel(self.urgency).label) if self.urgency is not None else ""),
            ("Có chữ", f"«{self.text}»" if self.text else ""),
        )
        return "; ".join(f"{name}: {value}" for name, value in parts if value)


class BookFilterForm(RegisterFilterForm):
    first_on = forms.DateField(label="Đến từ ngày", required=False, widget=forms.DateInput(attrs=DATE))
    last_on = forms.DateField(label="Đến hết ngày", required=False, widget=forms.DateInput(attrs=DATE))
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    urgency = forms.TypedChoiceField(label="Độ khẩn", required=False, coerce=int, empty_value=None)

    field_order = ("q", "year", "first_on", "last_on", "unit", "state", "field", "urgency")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = [(code, field.name) for code, field in current_office().fields.items()]
        for name, choices in (("field", fields), ("urgency", list(UrgencyLevel.choices))):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  declared above
            chosen.choices = [("", "Tất cả"), *choices]

    def narrow(self, *, is_follow_up: bool, is_whole_office: bool) -> None:
        """Leave out what would choose nothing: refused letters in the follow-up book, units for who sees one."""
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101  declared above
        if is_follow_up:
            state.choices = [("", "Tất cả"), *(choice for choice in State.choices if choice[0] != State.REFUSED)]
        if not is_whole_office:
            del self.fields["unit"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and first > last:
            self.add_error("last_on", "Ngày cuối phải sau ngày đầu.")
        return cleaned

    def chosen(self) -> BookFilter:
        values = self.cleaned_data
        unit = values.get("unit")
        return BookFilter(
            text=values["q"],
            year=values["year"],
            first_on=values["first_on"],
            last_on=values["last_on"],
            unit=unit.code if unit else "",
            unit_name=unit.name if unit else "",
            state=values["state"],
            field=values["field"],
            urgency=values["urgency"],
        )
