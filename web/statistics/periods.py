"""The period that is counted: this or the last month or quarter, the year, or two days -> a Period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices

from web.register.forms import DATE

ROMAN = ("I", "II", "III", "IV")
MONTHS_OF_QUARTER = 3


class Span(TextChoices):
    MONTH = "thang", "Tháng này"
    LAST_MONTH = "thang-truoc", "Tháng trước"
    QUARTER = "quy", "Quý này"
    LAST_QUARTER = "quy-truoc", "Quý trước"
    YEAR = "nam", "Năm nay"
    DAYS = "ngay", "Từ ngày đến ngày"


@dataclass(frozen=True, slots=True)
class Period:
    first_on: date
    last_on: date
    name: str  # «tháng 11 năm 2026»

    @property
    def days(self) -> str:
        return f"từ ngày {self.first_on:%d/%m/%Y} đến ngày {self.last_on:%d/%m/%Y}"


def period_of(span: Span, today: date, *, first_on: date | None = None, last_on: date | None = None) -> Period:
    """`first_on` and `last_on` belong to Span.DAYS; without them it is this month."""
    if span == Span.DAYS and first_on and last_on:
        return Period(first_on, last_on, f"từ {first_on:%d/%m/%Y} đến {last_on:%d/%m/%Y}")
    if span == Span.YEAR:
        return Period(date(today.year, 1, 1), date(today.year, 12, 31), f"năm {today.year}")
    if span == Span.QUARTER:
        return _quarter(today)
    if span == Span.LAST_QUARTER:
        return _quarter(_quarter(today).first_on - timedelta(days=1))
    if span == Span.LAST_MONTH:
        return _month(today.replace(day=1) - timedelta(days=1))
    return _month(today)


class PeriodForm(forms.Form):
    """Days alone mean «from … to …», whatever the list says: the clerk typed them for a reason."""

    ky = forms.ChoiceField(label="Kỳ", choices=Span.choices, required=False)
    tu = forms.DateField(label="Từ ngày", required=False, widget=forms.DateInput(attrs=DATE))
    den = forms.DateField(label="Đến ngày", required=False, widget=forms.DateInput(attrs=DATE))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("tu"), cleaned.get("den")
        if self.errors:
            return cleaned
        if (first is None) != (last is None) or (cleaned.get("ky") == Span.DAYS and first is None):
            self.add_error("tu" if first is None else "den", "Nhập cả ngày đầu và ngày cuối.")
        elif first and last and first > last:
            self.add_error("den", "Ngày cuối phải sau ngày đầu.")
        return cleaned

    def period(self, today: date) -> Period:
        """Of a valid form."""
        first, last = self.cleaned_data["tu"], self.cleaned_data["den"]
        span = Span.DAYS if first else Span(self.cleaned_data["ky"] or Span.MONTH)
        return period_of(span, today, first_on=first, last_on=last)


def _month(day: date) -> Period:
    first = day.replace(day=1)
    return Period(first, _before(_months_later(first, 1)), f"tháng {day.month} năm {day.year}")


def _quarter(day: date) -> Period:
    number = (day.month - 1) // MONTHS_OF_QUARTER
    first = date(day.year, number * MONTHS_OF_QUARTER + 1, 1)
    last = _before(_months_later(first, MONTHS_OF_QUARTER))
    return Period(first, last, f"quý {ROMAN[number]} năm {day.year}")


def _months_later(first: date, months: int) -> date:
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def _before(day: date) -> date:
    return day - timedelta(days=1)
