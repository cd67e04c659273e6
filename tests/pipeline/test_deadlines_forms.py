"""Every form of a deadline that letters use, one sentence each: kind and answer; and the dates that oblige nobody."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pipeline.deadline_reading import ISSUED_ON, in_short, read

DATES = [
    (
        "Đề nghị Ủy ban nhân dân các phường, xã báo cáo kết quả về Sở Y tế trước ngày 05/12/2025.",
        ISSUED_ON,
        ["report before 2025-12-05"],
    ),
    ("Báo cáo gửi về Sở Nội vụ chậm nhất ngày 05 tháng 12 năm 2025 để tổng hợp.", ISSUED_ON, ["report by 2025-12-05"]),
    ("Hạn cuối nộp hồ sơ: 15/12/2025.", ISSUED_ON, ["report by 2025-12-15"]),
    ("Hạn chót gửi báo cáo là ngày 10/12.", ISSUED_ON, ["report by 2025-12-10"]),
    ("Thời gian nhận hồ sơ đến hết ngày 20/12/2025.", ISSUED_ON, ["task by 2025-12-20"]),
    ("Công việc phải xong trước 30/8.", date(2025, 8, 1), ["task before 2025-08-30"]),
    ("Gửi báo cáo trước ngày 25.", ISSUED_ON, ["report before 2025-11-25"]),
    ("Gửi báo cáo trước ngày 15.", ISSUED_ON, ["report before 2025-12-15"]),
    ("Gửi danh sách về phòng trước ngày 5.8.2025.", date(2025, 7, 20), ["report before 2025-08-05"]),
    ("Gửi danh sách về phòng trước ngày 10-4.", date(2025, 3, 20), ["report before 2025-04-10"]),
    ("Gửi danh sách trước ngày O5/12/2O25.", ISSUED_ON, ["report before 2025-12-05"]),
    ("Gửi danh sách trước ngày l5/12/2025.", ISSUED_ON, ["report before 2025-12-15"]),
    ("Gửi về Sở Tài chính không muộn hơn ngày 28/11/2025.", ISSUED_ON, ["report by 2025-11-28"]),
    ("Muộn nhất ngày 28/11/2025 phải nộp đủ hồ sơ.", ISSUED_ON, ["report by 2025-11-28"]),
    ("Việc bàn giao hoàn thành trước ngày 01 tháng 01 năm 2026.", ISSUED_ON, ["task before 2026-01-01"]),
    ("Thời hạn: 30/11/2025.", ISSUED_ON, ["task by 2025-11-30"]),
    ("Tiến độ: Hoàn thành trước 31/12/2025.", ISSUED_ON, ["task before 2025-12-31"]),
    ("Đăng ký tham gia trước ngày 01/12/2025 qua đồng chí Nguyễn Văn A.", ISSUED_ON, ["report before 2025-12-01"]),
    ("Thời gian gửi báo cáo: Trước ngày 10/12/2025 (thứ Tư).", ISSUED_ON, ["report before 2025-12-10"]),
    ("Thời gian chốt số liệu và báo cáo: ngày 25/11/2025.", ISSUED_ON, ["report by 2025-11-25"]),
    ("Đề nghị gửi góp ý về Sở Tư pháp trong ngày 25/11/2025.", ISSUED_ON, ["report by 2025-11-25"]),
    (
        "yêu cầu báo cáo kết quả thực hiện trước ngày 30 tháng\n11 năm 2025 về Sở",
        ISSUED_ON,
        ["report before 2025-11-30"],
    ),
]
TIMES = [
    ("Báo cáo về Ban Chỉ đạo trước 16h30' ngày 21/11/2025.", ISSUED_ON, ["report before 2025-11-21T16:30"]),
    ("Gửi số liệu trước 10h ngày 25/11/2025 qua thư điện tử.", ISSUED_ON, ["report before 2025-11-25T10:00"]),
    ("Đề nghị báo cáo trước 16 giờ cùng ngày.", ISSUED_ON, ["report before 2025-11-20T16:00"]),
    ("Đề nghị gửi báo cáo trước 17 giờ 00 hôm nay.", ISSUED_ON, ["report before 2025-11-20T17:00"]),
    ("Báo cáo kết quả trước 9 giờ ngày mai.", ISSUED_ON, ["report before 2025-11-21T09:00"]),
    ("Tổng hợp, báo cáo chậm nhất vào 17 giờ 00 ngày 28/11/2025.", ISSUED_ON, ["report by 2025-11-28T17:00"]),
]
SPANS = [
    ("Hoàn thành việc rà soát trong quý III/2026.", ISSUED_ON, ["task by 2026-09-30"]),
    ("Hoàn thành trong tháng 12.", ISSUED_ON, ["task by 2025-12-31"]),
    ("Hoàn thành xong trong năm 2025.", ISSUED_ON, ["task by 2025-12-31"]),
    ("Sơ kết 6 tháng đầu năm, gửi báo cáo trước ngày 10/6/2026.", ISSUED_ON, ["report before 2026-06-10"]),
    ("Phấn đấu hoàn thành trong 6 tháng đầu năm 2026.", ISSUED_ON, ["task by 2026-06-30"]),
    ("Hoàn thành: Quý I/2026.", ISSUED_ON, ["task by 2026-03-31"]),
    ("Đề nghị hoàn thành ngay trong tháng 11/2025.", ISSUED_ON, ["task by 2025-11-30"]),
]
PERIODS = [
    (
        "Trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này, đề nghị các đơn vị có ý kiến.",
        ISSUED_ON,
        ["relative 5 working_day"],
    ),
    (
        "Đề nghị Quý cơ quan trả lời trong vòng 10 ngày kể từ ngày nhận được Công văn này.",
        ISSUED_ON,
        ["relative 10 calendar_day"],
    ),
    ("Báo cáo trong vòng 24 giờ kể từ khi xảy ra sự cố.", ISSUED_ON, ["relative 24 hour"]),
    ("Trước khi tổ chức ít nhất 05 ngày làm việc, đơn vị gửi thông báo.", ISSUED_ON, ["relative -5 working_day"]),
    (
        "Tài liệu gửi đến đại biểu chậm nhất 03 ngày làm việc trước ngày khai mạc kỳ họp.",
        ISSUED_ON,
        ["relative -3 working_day"],
    ),
    (
        "Chậm nhất sau 07 ngày làm việc kể từ ngày kết thúc thanh tra phải gửi kết luận.",
        ISSUED_ON,
        ["relative 7 working_day"],
    ),
    (
        "Trong thời hạn 15 (mười lăm) ngày, kể từ ngày Quyết định này có hiệu lực, các đơn vị phải ban hành kế hoạch.",
        ISSUED_ON,
        ["relative 15 calendar_day"],
    ),
]
RECURRENCES = [
    ("Báo cáo định kỳ trước ngày 25 hằng tháng.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYMONTHDAY=25"]),
    (
        "Các đơn vị gửi báo cáo trước 15 giờ thứ Năm hằng tuần.",
        ISSUED_ON,
        ["periodic FREQ=WEEKLY;BYDAY=TH;BYHOUR=15;BYMINUTE=0"],
    ),
    (
        "Báo cáo quý trước ngày 20 của tháng cuối quý.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20"],
    ),
    ("Lịch tiếp công dân: sáng thứ Hai hằng tuần.", ISSUED_ON, ["periodic FREQ=WEEKLY;BYDAY=MO"]),
    ("Giao ban vào thứ Hai tuần đầu tiên hằng tháng.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYDAY=1MO"]),
    ("Chủ tịch UBND tiếp công dân ngày 15 hằng tháng.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYMONTHDAY=15"]),
    ("Báo cáo tháng gửi trước ngày 20 của tháng báo cáo.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYMONTHDAY=20"]),
    ("Báo cáo năm gửi trước ngày 15/12 của năm báo cáo.", ISSUED_ON, ["periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"]),
    ("Báo cáo nhanh trước 14 giờ hằng ngày.", ISSUED_ON, ["periodic FREQ=DAILY;BYHOUR=14;BYMINUTE=0"]),
]
MEETINGS_AND_WINDOWS = [
    (
        "Mời dự họp lúc 8 giờ 30, thứ Sáu, ngày 05/12/2025 tại Hội trường UBND thành phố.",
        ISSUED_ON,
        ["meeting 2025-12-05T08:30"],
    ),
    ("Thời gian: 08g00 ngày 28/11/2025 (thứ Sáu).", ISSUED_ON, ["meeting 2025-11-28T08:00"]),
    ("Thời gian: 14 giờ 00 phút, ngày 25 tháng 11 năm 2025 (Thứ Ba).", ISSUED_ON, ["meeting 2025-11-25T14:00"]),
    (
        "Niêm yết công khai từ ngày 01/12/2025 đến ngày 15/12/2025 tại trụ sở.",
        ISSUED_ON,
        ["window 2025-12-01/2025-12-15"],
    ),
    ("Kỳ họp sẽ khai mạc vào ngày 08/12/2025.", ISSUED_ON, ["meeting 2025-12-08T00:00"]),
    (
        "Thời gian họp: Từ 08 giờ 00 đến 11 giờ 30, ngày 02/12/2025.",
        ISSUED_ON,
        ["meeting 2025-12-02T08:00/2025-12-02T11:30"],
    ),
    ("Treo cờ Tổ quốc từ ngày 01/9 đến hết ngày 03/9/2025.", date(2025, 8, 20), ["window 2025-09-01/2025-09-03"]),
]
SEVERAL = [
    (
        "Hằng năm, trước ngày 15/6 và 15/12, các địa phương báo cáo về Sở.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"],
    ),
    (
        "Rà soát, hoàn thành trước ngày 05/12/2025; báo cáo kết quả trước ngày 10/12/2025.",
        ISSUED_ON,
        ["task before 2025-12-05", "report before 2025-12-10"],
    ),
    (
        "UBND các xã gửi kế hoạch trước ngày 30/11/2025 và báo cáo kết quả trước ngày\n15/12/2025.",
        ISSUED_ON,
        ["report before 2025-11-30", "report before 2025-12-15"],
    ),
]
EFFECTIVE = [
    ("Quyết định này có hiệu lực kể từ ngày 01/12/2025.", ISSUED_ON, ["effective 2025-12-01"]),
    ("Quyết định này có hiệu lực kể từ ngày ký.", ISSUED_ON, ["effective 2025-11-20"]),
]
OBLIGES_NOBODY = [
    "Căn cứ Nghị quyết số 12/NQ-HĐND ngày 10/7/2025 của HĐND thành phố;",
    "Theo Công văn số 123/SNV ngày 05/12/2025 của Sở Nội vụ về việc báo cáo.",
    "An Thạnh, ngày 20 tháng 11 năm 2025",
    "Nghị quyết được HĐND phường khóa I, kỳ họp thứ 3 thông qua ngày 15/7/2025.",
    "Tính đến ngày 15/11/2025, toàn thành phố đã giải ngân 60%.",
    "Lũy kế đến hết ngày 31/10/2025 có 120 hồ sơ.",
    "Số liệu báo cáo từ ngày 15/10/2025 đến ngày 14/11/2025.",
    "Đất sử dụng ổn định trước ngày 15/10/1993 được cấp giấy chứng nhận.",
    "Chiều ngày 18/11/2025, Chủ tịch UBND thành phố chủ trì họp.",
    "Giấy phép có thời hạn đến hết ngày 31/12/2030.",
    "Trẻ em từ 06 tháng đến 36 tháng tuổi được hỗ trợ.",
    "Mức trợ cấp hằng tháng 150.000 đồng cho mỗi người.",
    "Dự báo trong 24 giờ tới, bão di chuyển theo hướng Tây.",
    "Lúc 07 giờ ngày 20/11/2025, tâm bão ở khoảng 13,5 độ vĩ Bắc.",
    "Nhiệm kỳ 2021 - 2026, năm học 2025 - 2026.",
    "Sau 8 năm thực hiện, kết quả đạt được rất tích cực.",
    "Trong năm 2025, kinh tế phường tăng trưởng khá.",
    "Kết quả thực hiện nhiệm vụ trong năm 2025 đạt khá.",
    "Ngày 01/11/2025, UBND phường ban hành Kế hoạch số 15/KH-UBND.",
    "Thời gian ký: 20/11/2025 16:05:11 +07:00",
    "Ngân hàng năm 2025 tăng vốn.",
    "UBND tỉnh đã chỉ đạo hoàn thành trước ngày 30/10/2025 nhưng đến nay chưa xong.",
    "Các trường hợp sinh trước ngày 01/01/2010 không thuộc diện này.",
    "Cấm đổ rác trước 06 giờ sáng.",
    "Ông Nguyễn Văn A, sinh ngày 05/12/1970, thường trú tại phường.",
    "Hợp đồng có thời hạn 06 tháng.",
    "Phụ cấp được trả hằng tháng cùng kỳ lương.",
    "ĐẾN Số: 123 Ngày: 21/11/2025 Chuyển: VP",
    "Tuần lễ thứ hai của tháng hành động đã kết thúc.",
    "Văn bản này hết hiệu lực kể từ ngày 01/01/2026.",
    "Giá bán lẻ xăng dầu áp dụng từ 15 giờ 00 ngày 20/11/2025.",
    "Công trình được khởi công năm 2023 và hoàn thành trong năm 2024.",
    "Chương trình giai đoạn 2026 - 2030 được phê duyệt trong tháng 10/2025.",
]


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), DATES)
def test_a_date_that_words_bind_is_a_report_or_a_task(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), TIMES)
def test_an_hour_makes_the_answer_a_moment(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), SPANS)
def test_a_month_quarter_half_or_year_ends_on_its_last_day(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), PERIODS)
def test_a_period_keeps_its_number_unit_and_direction(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), RECURRENCES)
def test_a_recurring_duty_becomes_a_rule(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), MEETINGS_AND_WINDOWS)
def test_meetings_and_windows_are_told_from_duties(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), SEVERAL)
def test_each_duty_of_a_sentence_is_found(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize(("sentence", "issued_on", "expected"), EFFECTIVE)
def test_an_effective_date_is_kept_apart(sentence: str, issued_on: date, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=issued_on)] == expected


@pytest.mark.parametrize("sentence", OBLIGES_NOBODY)
def test_a_date_that_obliges_nobody_is_not_printed(sentence: str) -> None:
    assert read(sentence) == ()
