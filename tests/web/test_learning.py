"""Decisions of people become examples: which rows are written, which count, and what of a letter is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.learning import queries
from web.learning.labels import text_sha256
from web.learning.models import LabelKind, LabelledLetter
from web.organization.models import Unit
from web.register import actions
from web.register.models import PageText, RegisterEntry, State

Units = dict[str, Unit]


def write_page(entry: RegisterEntry, text: str, number: int = 1) -> None:
    PageText.objects.create(entry=entry, number=number, width=595, height=842, source="text_layer", text=text)


def labels(entry: RegisterEntry) -> list[tuple[str, str, str]]:
    return list(entry.labels.order_by("pk").values_list("kind", "field", "unit_code"))


def test_confirming_writes_a_confirmed_label(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW, model_version="0003")
    write_page(entry, "Nội dung")
    actions.decide_routing(entry.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    (label,) = LabelledLetter.objects.all()
    assert labels(entry) == [(LabelKind.CONFIRMED, "dat-dai", ECONOMY)]
    assert (label.by, label.model_version, label.proposed_field) == (people["clerk"], "0003", "dat-dai")
    assert label.text_sha256 == text_sha256(entry)


def test_correcting_writes_a_corrected_label(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    actions.decide_routing(entry.pk, by=people["clerk"], field="y-te", unit=units[CULTURE])
    assert labels(entry) == [(LabelKind.CORRECTED, "y-te", CULTURE)]


def test_the_unit_heads_acceptance_is_a_confirmation(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.accept(entry.pk, by=people["head"])
    assert labels(entry) == [(LabelKind.CONFIRMED, "dat-dai", ECONOMY)]


def test_giving_the_work_to_an_officer_confirms_once(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry()
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    actions.assign_officer(entry.pk, by=people["head"], officer=people["officer"])
    assert labels(entry) == [(LabelKind.CONFIRMED, "dat-dai", ECONOMY)]


def test_a_decision_that_was_not_allowed_writes_no_label(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    with pytest.raises(PermissionDenied):
        actions.decide_routing(entry.pk, by=people["officer"], field="y-te", unit=units[CULTURE])
    assert not LabelledLetter.objects.exists()


def test_a_weighed_field_of_a_cooperating_unit_is_not_learned_against(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = make_entry(State.NEEDS_REVIEW, runners_up=[["y-te", 0.2], ["quoc-phong", 0.1]])
    actions.decide_routing(
        entry.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY], cooperating=[units[CULTURE]]
    )
    assert LabelledLetter.objects.get().also == ["y-te"]


def test_the_newest_decision_counts_and_the_older_stays(people: People, units: Units, make_entry: MakeEntry) -> None:
    entry = make_entry(State.NEEDS_REVIEW)
    actions.decide_routing(entry.pk, by=people["clerk"], field="dat-dai", unit=units[ECONOMY])
    actions.decide_routing(entry.pk, by=people["leader"], field="y-te", unit=units[CULTURE])
    assert len(labels(entry)) == 2
    assert [example.field for example in queries.office_examples()] == ["y-te"]


def test_a_letter_that_was_returned_counts_again_only_when_decided_again(
    people: People, units: Units, make_entry: MakeEntry
) -> None:
    entry = make_entry()
    actions.accept(entry.pk, by=people["head"])
    actions.return_to_clerk(entry.pk, by=people["head"], reason="Việc của phòng khác")
    assert queries.office_examples() == ()
    actions.decide_routing(entry.pk, by=people["clerk"], field="y-te", unit=units[CULTURE])
    assert [example.field for example in queries.office_examples()] == ["y-te"]


def test_cancelled_and_refused_letters_do_not_train(people: People, make_entry: MakeEntry) -> None:
    cancelled, refused = make_entry(), make_entry()
    for entry in (cancelled, refused):
        actions.accept(entry.pk, by=people["head"])
    actions.cancel(cancelled.pk, by=people["clerk"], reason="Nhầm")
    actions.refuse(refused.pk, by=people["clerk"], reason="Không thuộc phường")
    assert LabelledLetter.objects.count() == 2
    assert queries.office_examples() == ()


@pytest.mark.parametrize(
    ("subject", "page"), [("giải quyết đơn tố cáo của công dân", "Nội dung"), ("báo cáo", "LƯU HÀNH NỘI BỘ\nNội dung")]
)
def test_restricted_letters_do_not_train(subject: str, page: str, people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(subject=subject)
    write_page(entry, page)
    actions.accept(entry.pk, by=people["head"])
    assert queries.office_examples() == ()


def test_an_example_holds_the_letter_without_what_points_to_a_person(people: People, make_entry: MakeEntry) -> None:
    entry = make_entry(subject="xác minh nhân thân", document_type="Công văn")
    write_page(entry, "Ông có CCCD 079085001234, điện thoại 0903123456.")
    write_page(entry, "Trang hai", number=2)
    actions.accept(entry.pk, by=people["head"])
    (example,) = queries.office_examples()
    assert example.letter.body == "Ông có CCCD …, điện thoại ….\nTrang hai"
    assert (example.letter.subject, example.letter.code) == ("xác minh nhân thân", entry.code)
    assert example.arrival == f"{entry.arrival_number}/2026"
    assert example.decided_on == timezone.localdate()


def test_drift_counts_corrections_by_week_and_unit(people: People, units: Units, make_entry: MakeEntry) -> None:
    for field, unit in (("dat-dai", ECONOMY), ("dat-dai", ECONOMY), ("y-te", CULTURE)):
        entry = make_entry(State.NEEDS_REVIEW)
        actions.decide_routing(entry.pk, by=people["clerk"], field=field, unit=units[unit])
    old = LabelledLetter.objects.order_by("pk").first()
    assert old is not None
    LabelledLetter.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(weeks=20))
    rows = queries.drift(timezone.localdate(), {CULTURE: "Văn hóa", ECONOMY: "Kinh tế"})
    assert [(row.name, row.weeks[-1].decided, row.weeks[-1].percent) for row in rows] == [
        ("Cả cơ quan", 2, 50),
        ("Văn hóa", 1, 100),
        ("Kinh tế", 1, 0),
    ]
    assert all(len(row.weeks) == queries.DRIFT_WEEKS for row in rows)
