"""The review screen: header, deadlines and unit of a waiting letter decided in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY, NOW, MakeEntry, People
from tests.web.inbox_office import events
from web.learning.models import LabelledLetter
from web.offices import current_office
from web.register import actions, queries, workflow
from web.register.actions import StateChangedError
from web.register.actions.review import DeadlineDecision, NewDeadline, Review, Verdict
from web.register.models import AuditRecord, EntryDeadline, Event, RegisterEntry, State
from web.register.review_forms import best_field, doubts_of, first_doubt

SignIn = Callable[[str], Client]
MakeWaiting = Callable[..., RegisterEntry]
DUE = date(2026, 11, 9)


@pytest.fixture
def waiting(make_entry: MakeEntry) -> MakeWaiting:
    """A letter that waits for the clerk, with the machine's proposal: land, for the economy unit."""

    def make(**columns: Any) -> RegisterEntry:
        values = {"issued_on": date(2026, 10, 30), "confidence": 0.62, "runners_up": [["noi-vu", 0.2]], **columns}
        return make_entry(State.NEEDS_REVIEW, **values)

    return make


def duty(entry: RegisterEntry, **columns: Any) -> EntryDeadline:
    values = {"kind": "report", "due_on": DUE, "quote": "trước ngày 10/11/2026", "applies_to_us": True, **columns}
    return EntryDeadline.objects.create(entry=entry, **values)


def as_shown(client: Client, entry: RegisterEntry) -> dict[str, Any]:
    """What the browser sends when nothing is touched and Enter is pressed, as the page's own forms say."""
    context = client.get(reverse("review-letter", args=[entry.pk])).context
    values: dict[str, Any] = {"seen": context["seen"]}
    for form in (context["form"], *context["own"], *context["others"], context["new_form"]):
        for field in form:
            value = field.value()
            values[field.html_name] = "" if value is None else value
            if hasattr(value, "strftime"):
                values[field.html_name] = value.strftime("%d/%m/%Y")
    return values


def confirm(client: Client, entry: RegisterEntry, **changed: Any) -> Any:
    return client.post(reverse("confirm-review", args=[entry.pk]), {**as_shown(client, entry), **changed})


def test_one_key_confirms_everything_as_it_stands(sign_in: SignIn, waiting: MakeWaiting, people: People) -> None:
    entry = waiting()
    unclear = duty(entry, applies_to_us=None)
    clerk = sign_in("clerk")
    confirm(clerk, entry)
    entry.refresh_from_db()
    assert (entry.state, entry.field, entry.decided_by) == (State.ASSIGNED, "dat-dai", people["clerk"])
    assert events(entry) == ["VIEWED", "CONFIRMED", "FORWARDED"]
    unclear.refresh_from_db()
    assert (unclear.applies_to_us, unclear.corrected_at) == (None, None)


def test_the_next_waiting_letter_opens_and_the_last_one_leads_back_to_the_list(
    sign_in: SignIn, waiting: MakeWaiting
) -> None:
    first, second, third = waiting(), waiting(), waiting()
    clerk = sign_in("clerk")
    assert confirm(clerk, second)["Location"] == reverse("review-letter", args=[third.pk]) + f"?vua={second.pk}"
    page = clerk.get(reverse("review-letter", args=[third.pk]), {"vua": second.pk}).content.decode()
    assert reverse("document", args=[second.pk]) in page
    # What was passed over comes again after the last one.
    assert confirm(clerk, third)["Location"].startswith(reverse("review-letter", args=[first.pk]))
    assert confirm(clerk, first)["Location"] == reverse("review")


def test_where_the_leader_directs_first_the_screen_says_so(
    sign_in: SignIn, waiting: MakeWaiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflow, "current_office", lambda: replace(current_office(), leader_directs=True))
    entry = waiting()
    clerk = sign_in("clerk")
    confirm(clerk, entry)
    assert "Đã vào sổ, chờ lãnh đạo cho ý kiến." in clerk.get(reverse("review")).content.decode()
    entry.refresh_from_db()
    assert entry.state == State.REGISTERED


def test_header_deadlines_and_unit_are_changed_in_one_step(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting(code="")
    moved, others, none = duty(entry), duty(entry, quote="b"), duty(entry, quote="c")
    confirm(
        sign_in("clerk"),
        entry,
        code="99/UBND-NV",
        subject="Về việc\n biên chế",
        unit=CULTURE,
        field="noi-vu",
        field_follows="no",
        cooperating=[ECONOMY],
        **{
            f"deadline-{moved.pk}-due_on": "12/11/2026",
            f"deadline-{others.pk}-verdict": "others",
            f"deadline-{none.pk}-verdict": "none",
            "new-due_on": "06/11/2026",
            "new-note": "Cử người dự tập huấn",
        },
    )
    entry.refresh_from_db()
    assert (entry.code, entry.subject, entry.field) == ("99/UBND-NV", "Về việc biên chế", "noi-vu")
    assert entry.lead_unit is not None
    assert entry.lead_unit.code == CULTURE
    assert [unit.code for unit in entry.cooperating_units.all()] == [ECONOMY]
    assert entry.due_on == date(2026, 11, 6)
    rows = {row.pk: row for row in entry.deadlines.all()}
    assert rows[moved.pk].due_on == date(2026, 11, 12)
    assert rows[others.pk].applies_to_us is False
    assert rows[none.pk].rejected_at is not None
    assert set(events(entry)) >= {
        "HEADER_CORRECTED",
        "DEADLINE_CORRECTED",
        "DEADLINE_REJECTED",
        "DEADLINE_ADDED",
        "CORRECTED",
    }
    assert LabelledLetter.objects.get().field == "noi-vu"


def test_when_one_part_cannot_be_done_nothing_is(people: People, waiting: MakeWaiting) -> None:
    entry = waiting()
    code = entry.code
    gone = duty(entry, rejected_at=timezone.now())
    unit = entry.proposed_unit
    assert unit is not None
    wanted = Review(
        header={"code": "1/X"},
        deadlines=(DeadlineDecision(gone.pk, DUE, Verdict.NO_DEADLINE),),
        new_deadline=NewDeadline(DUE, "Việc thêm"),
        field="dat-dai",
        unit=unit,
        cooperating=(),
    )
    with pytest.raises(StateChangedError):
        actions.confirm_review(entry.pk, wanted, by=people["clerk"], seen=queries.last_change(entry.pk))
    entry.refresh_from_db()
    assert (entry.state, entry.code) == (State.NEEDS_REVIEW, code)
    assert events(entry) == []
    assert entry.deadlines.count() == 1


def test_a_screen_that_is_older_than_the_letter_changes_nothing(
    sign_in: SignIn, people: People, waiting: MakeWaiting
) -> None:
    entry = waiting()
    clerk = sign_in("clerk")
    old = as_shown(clerk, entry)
    actions.correct_header(entry.pk, by=people["clerk"], values={"code": "12/MỚI"})
    answer = clerk.post(reverse("confirm-review", args=[entry.pk]), old, follow=True)
    assert "vừa được người khác thay đổi" in answer.content.decode()
    entry.refresh_from_db()
    assert (entry.state, entry.code) == (State.NEEDS_REVIEW, "12/MỚI")


def test_a_letter_that_somebody_else_has_sent_leads_on_to_the_next(
    sign_in: SignIn, people: People, waiting: MakeWaiting
) -> None:
    entry, following = waiting(), waiting()
    clerk = sign_in("clerk")
    old = as_shown(clerk, entry)
    unit = entry.proposed_unit
    assert unit is not None
    actions.decide_routing(entry.pk, by=people["leader"], field="dat-dai", unit=unit)
    clerk.post(reverse("confirm-review", args=[entry.pk]), old)
    entry.refresh_from_db()
    assert entry.decided_by == people["leader"]
    answer = clerk.get(reverse("review-letter", args=[entry.pk]))
    assert answer["Location"] == reverse("review-letter", args=[following.pk])


def test_a_wrong_date_is_explained_and_what_was_typed_stays(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    answer = confirm(sign_in("clerk"), entry, issued_on="31/02/2026", signer_name="Nguyễn Văn Thử")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Chưa chuyển được" in page
    assert 'value="Nguyễn Văn Thử"' in page
    entry.refresh_from_db()
    assert entry.state == State.NEEDS_REVIEW


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"new-due_on": "06/11/2026"}, "Ghi việc phải làm"), ({"new-note": "Báo cáo"}, "Ghi ngày của hạn này")],
)
def test_half_a_new_deadline_is_asked_back(
    typed: dict[str, str], sentence: str, sign_in: SignIn, waiting: MakeWaiting
) -> None:
    assert sentence in confirm(sign_in("clerk"), waiting(), **typed).content.decode()


def test_correcting_the_day_of_an_unclear_duty_makes_it_ours(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    unclear = duty(entry, applies_to_us=None)
    confirm(sign_in("clerk"), entry, **{f"deadline-{unclear.pk}-due_on": "12/11/2026"})
    unclear.refresh_from_db()
    assert (unclear.applies_to_us, unclear.due_on) == (True, date(2026, 11, 12))


def test_without_a_script_the_field_follows_the_unit(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    confirm(sign_in("clerk"), entry, unit=CULTURE)
    entry.refresh_from_db()
    assert entry.field == "noi-vu"


def test_a_field_that_nothing_speaks_for_is_asked_for(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting(runners_up=[])
    answer = confirm(sign_in("clerk"), entry, unit=CULTURE)
    assert answer.status_code == 400
    assert "Hãy chọn lĩnh vực của Phòng Văn hóa - Xã hội." in answer.content.decode()
    assert best_field(entry, "cong-an") == "an-ninh-trat-tu"  # a unit with one field needs no question


def test_a_person_may_send_a_field_to_another_unit_on_purpose(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    confirm(sign_in("clerk"), entry, unit=CULTURE, field_follows="no")
    entry.refresh_from_db()
    assert entry.field == "dat-dai"
    assert entry.lead_unit is not None
    assert entry.lead_unit.code == CULTURE


@pytest.mark.parametrize(
    ("columns", "doubt"),
    [
        ({"code": ""}, "code"),
        ({"code": "/UBND-VP"}, "code"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": date(2022, 1, 1)}, "issued_on"),
        ({"subject": ""}, "subject"),
        ({}, "unit"),
        ({"confidence": 0.99}, "confirm"),
        ({"confidence": 0.99, "trouble_code": "returned"}, "unit"),
        ({"confidence": None, "proposed_unit": None}, "unit"),
    ],
)
def test_the_doubtful_field_has_the_focus(
    columns: dict[str, Any], doubt: str, sign_in: SignIn, waiting: MakeWaiting
) -> None:
    entry = waiting(**columns)
    assert first_doubt(entry) == doubt
    page = sign_in("clerk").get(reverse("review-letter", args=[entry.pk])).content.decode()
    assert page.count("autofocus") == 1


def test_every_doubt_is_named(waiting: MakeWaiting) -> None:
    assert doubts_of(waiting(code="", issued_on=None, subject="")) == ("code", "issued_on", "subject", "unit")


def test_the_reason_why_it_waits_stands_on_top(sign_in: SignIn, waiting: MakeWaiting) -> None:
    reason = "Thuộc lĩnh vực Đất đai (chắc 62 %). Cần người xem vì không đọc được số, ký hiệu."
    entry = waiting(routing_reason=reason, trouble="Phòng Kinh tế trả lại: không phải việc này")
    page = sign_in("clerk").get(reverse("review-letter", args=[entry.pk])).content.decode()
    why = page[page.index('class="message message-warning why"') :].split("</p>")[0]
    assert "Cần người xem vì không đọc được số, ký hiệu." in why
    assert "Phòng Kinh tế trả lại" in why
    assert "Thuộc lĩnh vực Đất đai" not in why


def test_a_failed_letter_is_typed_in_on_the_same_screen(sign_in: SignIn, waiting: MakeWaiting) -> None:
    failed = waiting(code="", subject="", proposed_unit=None, field="", proposed_field="", unit=None, confidence=None)
    RegisterEntry.objects.filter(pk=failed.pk).update(state=State.FAILED, trouble="Tệp có quá nhiều trang.")
    typed = {"code": "8/BC-X", "subject": "Báo cáo", "unit": ECONOMY, "field": "dat-dai", "field_follows": "no"}
    confirm(sign_in("clerk"), failed, **typed)
    failed.refresh_from_db()
    assert (failed.state, failed.code, failed.trouble) == (State.ASSIGNED, "8/BC-X", "")


@pytest.mark.parametrize("name", ["leader", "head", "officer", "admin"])
def test_only_the_clerk_reviews(name: str, sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    for answer in (
        sign_in(name).get(reverse("review-letter", args=[entry.pk])),
        sign_in(name).post(reverse("confirm-review", args=[entry.pk]), {}),
    ):
        assert answer.status_code == 403
    entry.refresh_from_db()
    assert entry.state == State.NEEDS_REVIEW


def test_seeing_a_letter_on_the_screen_is_recorded(sign_in: SignIn, waiting: MakeWaiting) -> None:
    entry = waiting()
    sign_in("clerk").get(reverse("review-letter", args=[entry.pk]))
    assert AuditRecord.objects.get(entry=entry).event == Event.VIEWED


def test_the_screen_tells_of_a_letter_that_came_twice(sign_in: SignIn, waiting: MakeWaiting) -> None:
    first = waiting(code="12/UBND", received_at=NOW)
    again = waiting(code="12/UBND")
    page = sign_in("clerk").get(reverse("review-letter", args=[again.pk])).content.decode()
    assert f"hủy số {again.arrival_number} này, giữ số {first.arrival_number}" in page


def test_an_empty_list_says_what_will_come(sign_in: SignIn, units: object) -> None:
    assert "Không có văn bản nào chờ" in sign_in("clerk").get(reverse("review")).content.decode()
