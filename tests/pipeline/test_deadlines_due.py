"""From the words to the last day: strict "trước", rolling periods, flags, missing years, the one date of an entry."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.deadlines import due_on_of
from pipeline.deadlines.due import next_due
from pipeline.documents import Bound, DeadlineKind, RecurrenceAnswer, RecurrenceWindowAnswer, WindowAnswer
from tests.pipeline.deadline_reading import ISSUED_ON, only, read


def test_before_a_day_is_due_on_the_day_before() -> None:
    assert only("Báo cáo Sở Y tế trước ngày 05/12/2025.").due_on == date(2025, 12, 4)


def test_at_the_latest_on_a_day_is_due_on_that_day() -> None:
    assert only("Báo cáo Sở Y tế chậm nhất ngày 05/12/2025.").due_on == date(2025, 12, 5)


def test_at_the_latest_before_a_day_is_due_on_the_day_before() -> None:
    assert only("Báo cáo Sở Y tế chậm nhất trước ngày 05/12/2025.").due_on == date(2025, 12, 4)


def test_before_an_hour_is_due_on_that_day() -> None:
    assert only("Báo cáo trước 16 giờ 00 ngày 05/12/2025.").due_on == date(2025, 12, 5)


def test_before_midnight_of_a_day_is_due_on_the_day_before() -> None:
    assert only("Báo cáo trước 0 giờ 00 ngày 05/12/2025.").due_on == date(2025, 12, 4)


def test_before_a_quarter_is_due_on_the_last_day_of_the_one_before() -> None:
    assert only("Hoàn thành trước quý II/2026.").due_on == date(2026, 3, 31)


def test_a_fixed_date_on_a_day_off_is_kept_and_flagged() -> None:
    deadline = only("Nộp hồ sơ chậm nhất ngày 06/12/2025.")

    assert deadline.due_on == date(2025, 12, 6)
    assert deadline.flags == ("day_off",)


def test_a_period_from_receipt_is_counted_from_arrival_and_says_so() -> None:
    deadline = only(
        "Đề nghị trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận được Công văn này.",
        received_on=date(2025, 11, 24),
    )

    assert deadline.due_on == date(2025, 12, 1)
    assert deadline.flags == ("counted_from_arrival",)


def test_a_period_from_signing_is_counted_from_the_date_of_issue() -> None:
    deadline = only(
        "Công khai chậm nhất 03 ngày làm việc kể từ ngày ban hành Quyết định.", received_on=date(2025, 12, 1)
    )

    assert deadline.due_on == date(2025, 11, 25)


def test_a_period_from_a_written_date_is_counted_from_it() -> None:
    deadline = only("Gửi báo cáo trong thời hạn 10 ngày kể từ ngày 01/12/2025.")

    assert deadline.due_on == date(2025, 12, 11)


def test_a_period_whose_event_is_not_known_has_no_day_yet() -> None:
    assert only("Trong thời hạn 03 ngày làm việc, kể từ ngày nhận đủ hồ sơ, Sở trả kết quả.").due_on is None


def test_hours_from_receipt_end_on_the_day_of_their_last_hour() -> None:
    deadline = only("Báo cáo trong vòng 24 giờ kể từ khi nhận được công văn này.", received_on=date(2025, 11, 24))

    assert deadline.due_on == date(2025, 11, 25)


def test_a_month_without_its_last_day_ends_on_the_last_it_has() -> None:
    deadline = only(
        "Hoàn thành trong thời hạn 01 tháng kể từ ngày nhận được văn bản này.", received_on=date(2026, 1, 31)
    )

    assert deadline.due_on == date(2026, 3, 2)  # 28 February 2026 is a Saturday


def test_a_day_counted_into_an_unpublished_year_is_flagged() -> None:
    deadline = only(
        "Đề nghị trả lời trong thời hạn 05 ngày làm việc kể từ ngày nhận được công văn này.",
        issued_on=date(2026, 12, 28),
    )

    assert "calendar_unknown" in deadline.flags


def test_a_duty_before_the_date_of_issue_is_kept_and_flagged() -> None:
    deadline = only("Yêu cầu báo cáo Sở Tài chính trước ngày 15/11/2025.")

    assert deadline.due_on == date(2025, 11, 14)
    assert "before_issue" in deadline.flags


def test_a_weekday_that_does_not_match_is_flagged() -> None:
    assert "weekday_mismatch" in only("Thời gian: 08 giờ 00, thứ Hai, ngày 05/12/2025.").flags


def test_a_day_that_does_not_exist_is_read_as_the_last_of_the_month_and_flagged() -> None:
    deadline = only("Gửi báo cáo chậm nhất ngày 31/11/2025.")

    assert deadline.due_on == date(2025, 11, 30)
    assert "no_such_day" in deadline.flags


@pytest.mark.parametrize(
    ("words", "due_on"),
    [
        ("chậm nhất ngày 25/11", date(2025, 11, 25)),
        ("chậm nhất ngày 15/01", date(2026, 1, 15)),
        ("chậm nhất ngày 25", date(2025, 11, 25)),
        ("chậm nhất ngày 10", date(2025, 12, 10)),
        ("chậm nhất ngày 31", date(2025, 12, 31)),
    ],
)
def test_a_missing_year_or_month_is_the_first_such_day_from_issue(words: str, due_on: date) -> None:
    assert only(f"Gửi báo cáo {words}.").due_on == due_on


def test_the_end_of_office_hours_comes_from_the_configuration_and_is_flagged() -> None:
    deadline = only("Gửi báo cáo trước cuối giờ làm việc ngày 25/11/2025.")

    assert deadline.due_on == date(2025, 11, 25)
    assert deadline.flags == ("office_hours",)


@pytest.mark.parametrize(
    ("rule", "bound", "due_on"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=20", Bound.BEFORE, date(2025, 12, 19)),
        ("FREQ=MONTHLY;BYMONTHDAY=20", Bound.BY, date(2025, 11, 20)),
        ("FREQ=MONTHLY;BYMONTHDAY=5,25", Bound.ON, date(2025, 11, 25)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", Bound.BY, date(2025, 11, 30)),
        ("FREQ=MONTHLY;BYDAY=2FR,4FR", Bound.ON, date(2025, 11, 28)),
        ("FREQ=WEEKLY;BYDAY=FR;BYHOUR=15;BYMINUTE=0", Bound.BEFORE, date(2025, 11, 21)),
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=31", Bound.BEFORE, date(2026, 10, 30)),
        ("FREQ=DAILY;BYHOUR=15;BYMINUTE=0", Bound.BEFORE, date(2025, 11, 20)),
        ("FREQ=MONTHLY", Bound.UNSPECIFIED, None),
        ("FREQ=MONTHLY;INTERVAL=6", Bound.UNSPECIFIED, None),
        ("FREQ=WEEKLY;BYDAY=FR;UNTIL=20251031T165959Z", Bound.ON, None),
    ],
)
def test_a_recurring_duty_is_due_at_its_next_occurrence(rule: str, bound: Bound, due_on: date | None) -> None:
    assert next_due(RecurrenceAnswer(rule, bound), ISSUED_ON) == due_on


def test_the_thirtieth_of_february_is_its_last_day() -> None:
    assert next_due(RecurrenceAnswer("FREQ=MONTHLY;BYMONTHDAY=30", Bound.BY), date(2026, 2, 10)) == date(2026, 2, 28)


def test_the_entry_is_due_when_the_first_of_our_duties_is() -> None:
    deadlines = read(
        "Sở Tài chính báo cáo trước ngày 25/11/2025.\n"
        "UBND các phường, xã báo cáo trước ngày 05/12/2025.\n"
        "UBND các phường, xã hoàn thành trước ngày 10/12/2025."
    )

    assert due_on_of(deadlines) == date(2025, 12, 4)


def test_duties_of_nobody_in_particular_count_when_none_is_ours() -> None:
    deadlines = read("Sở Tài chính báo cáo trước ngày 25/11/2025.\nViệc sắp xếp phải xong trước ngày 10/12/2025.")

    assert due_on_of(deadlines) == date(2025, 12, 9)


def test_an_effective_date_is_never_due() -> None:
    deadlines = read("Quyết định này có hiệu lực kể từ ngày 01/12/2025.")

    assert [deadline.kind for deadline in deadlines] == [DeadlineKind.EFFECTIVE]
    assert due_on_of(deadlines) is None


def test_a_daily_report_without_an_hour_sets_no_due_date() -> None:
    (deadline,) = read("Các trạm theo dõi và báo cáo hằng ngày.")
    assert deadline.due_on is None


@pytest.mark.parametrize(
    ("text", "answer", "due_on"),
    [
        # What starts is due on the day of its start; when it runs already nothing is due any more.
        ("Thời gian thực hiện: Từ ngày 01/12/2025.", WindowAnswer(date(2025, 12, 1), None), date(2025, 12, 1)),
        ("Thời gian thực hiện: Từ tháng 11/2025 đến khi xong.", WindowAnswer(date(2025, 11, 1), None), None),
        (
            "Từ ngày 01/12/2025, Trung tâm Phục vụ hành chính công tổ chức tiếp nhận hồ sơ tại nhà.",
            WindowAnswer(date(2025, 12, 1), None),
            date(2025, 12, 1),
        ),
    ],
)
def test_a_window_without_a_last_day_says_so(text: str, answer: WindowAnswer, due_on: date | None) -> None:
    deadline = only(text)

    assert (deadline.answer, deadline.due_on) == (answer, due_on)
    assert "no_last_day" in deadline.flags


def test_a_report_asked_for_when_the_year_is_over_is_due_at_its_end() -> None:
    deadline = only("Kết thúc năm 2026, căn cứ nguồn thu, Ủy ban nhân dân phường báo cáo Hội đồng nhân dân.")

    assert deadline.due_on == date(2026, 12, 31)


def test_months_that_come_back_are_a_window_of_every_year() -> None:
    deadline = only("Thời gian thực hiện: Từ tháng 3 đến tháng 11 hằng năm.")

    assert deadline.answer == RecurrenceWindowAnswer("FREQ=YEARLY;BYMONTH=3", "FREQ=YEARLY;BYMONTH=11")
    assert deadline.due_on == date(2025, 11, 30)
