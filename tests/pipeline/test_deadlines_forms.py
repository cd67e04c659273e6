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
    ("Sơ kết 6 tháng đầu năm, gửi báo cáo trước ngày 10/6/2026.", ISSUED_ON, ["report before 2026-06-10"]),
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
    ("Hoàn thành chậm nhất trong ngày 25/11/2025.", ISSUED_ON, ["task by 2025-11-25"]),
    ("Phấn đấu đến 30/6/2026 hoàn thành giải phóng mặt bằng.", ISSUED_ON, ["task by 2026-06-30"]),
    ("Đến hết ngày 31/12/2025 phải hoàn thành chi trả.", ISSUED_ON, ["task by 2025-12-31"]),
    (
        "Báo cáo kết quả trước ngày 28/11/2025 (qua Sở Y tế), đồng thời gửi file mềm.",
        ISSUED_ON,
        ["report before 2025-11-28"],
    ),
    ("Đề nghị gửi danh sách trước 30/11.", ISSUED_ON, ["report before 2025-11-30"]),
    ("Quyết toán trước ngày 31/01 năm sau.", ISSUED_ON, ["task before 2026-01-31"]),
    (
        "Giải quyết dứt điểm trước ngày 20/12/2025, không để kéo dài sang năm 2026.",
        ISSUED_ON,
        ["task before 2025-12-20"],
    ),
]
TIMES = [
    ("Báo cáo về Ban Chỉ đạo trước 16h30' ngày 21/11/2025.", ISSUED_ON, ["report before 2025-11-21T16:30"]),
    ("Gửi số liệu trước 10h ngày 25/11/2025 qua thư điện tử.", ISSUED_ON, ["report before 2025-11-25T10:00"]),
    ("Đề nghị báo cáo trước 16 giờ cùng ngày.", ISSUED_ON, ["report before 2025-11-20T16:00"]),
    ("Đề nghị gửi báo cáo trước 17 giờ 00 hôm nay.", ISSUED_ON, ["report before 2025-11-20T17:00"]),
    ("Báo cáo kết quả trước 9 giờ ngày mai.", ISSUED_ON, ["report before 2025-11-21T09:00"]),
    ("Tổng hợp, báo cáo chậm nhất vào 17 giờ 00 ngày 28/11/2025.", ISSUED_ON, ["report by 2025-11-28T17:00"]),
    (
        "Gửi hồ sơ (bản giấy và điện tử) về Sở, hạn cuối 17h00 ngày 28/11/2025.",
        ISSUED_ON,
        ["report by 2025-11-28T17:00"],
    ),
    (
        "Kết quả gửi về Phòng Văn hóa - Xã hội trước 16h ngày thứ Sáu (28/11/2025).",
        ISSUED_ON,
        ["report before 2025-11-28T16:00"],
    ),
    (
        "Đề nghị đăng ký số lượng đại biểu trước 11h00, thứ Ba, ngày 25/11/2025.",
        ISSUED_ON,
        ["report before 2025-11-25T11:00"],
    ),
]
SPANS = [
    ("Hoàn thành việc rà soát trong quý III/2026.", ISSUED_ON, ["task by 2026-09-30"]),
    ("Hoàn thành trong tháng 12.", ISSUED_ON, ["task by 2025-12-31"]),
    ("Hoàn thành xong trong năm 2025.", ISSUED_ON, ["task by 2025-12-31"]),
    ("Phấn đấu hoàn thành trong 6 tháng đầu năm 2026.", ISSUED_ON, ["task by 2026-06-30"]),
    ("Hoàn thành: Quý I/2026.", ISSUED_ON, ["task by 2026-03-31"]),
    ("Đề nghị hoàn thành ngay trong tháng 11/2025.", ISSUED_ON, ["task by 2025-11-30"]),
    ("Thời gian thực hiện: Quý IV/2025.", ISSUED_ON, ["task by 2025-12-31"]),
    ("Thời gian hoàn thành: Quý I, II năm 2026.", ISSUED_ON, ["task by 2026-06-30"]),
    ("Yêu cầu hoàn thành trong tháng 01/2026; chậm trễ sẽ bị xử lý.", ISSUED_ON, ["task by 2026-01-31"]),
    ("UBND phường nộp kinh phí về Kho bạc trước 31 tháng 12.", ISSUED_ON, ["report before 2025-12-31"]),
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
    ("Trong thời hạn 24 giờ kể từ khi nhận được tin báo, Công an xã phải báo cáo.", ISSUED_ON, ["relative 24 hour"]),
    (
        "Chậm nhất 05 ngày kể từ ngày nhận được hồ sơ, cơ quan thẩm định phải trả lời.",
        ISSUED_ON,
        ["relative 5 calendar_day"],
    ),
    (
        "Thời hạn trả lời: 10 ngày làm việc kể từ ngày nhận được phiếu lấy ý kiến.",
        ISSUED_ON,
        ["relative 10 working_day"],
    ),
    (
        "Trong 03 ngày làm việc tiếp theo, Ủy ban nhân dân cấp xã thông báo kết quả.",
        ISSUED_ON,
        ["relative 3 working_day"],
    ),
    (
        "Không quá 30 ngày kể từ ngày thụ lý, người có thẩm quyền giải quyết khiếu nại lần đầu.",
        ISSUED_ON,
        ["relative 30 calendar_day"],
    ),
    ("Trong thời hạn 2 ngày làm việc, UBND xã niêm yết công khai danh sách.", ISSUED_ON, ["relative 2 working_day"]),
    ("Trong vòng 48 giờ sau khi kết thúc đợt, báo cáo về Ban Chỉ huy.", ISSUED_ON, ["relative 48 hour"]),
    ("Nộp hồ sơ trước ngày dự tuyển ít nhất 30 ngày.", ISSUED_ON, ["relative -30 calendar_day"]),
    ("Thời hạn nộp báo cáo: 15 ngày sau khi kết thúc quý.", ISSUED_ON, ["relative 15 calendar_day"]),
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
    (
        "Định kỳ hằng tháng (trước ngày 15), các đơn vị gửi báo cáo về Sở Tài chính.",
        ISSUED_ON,
        ["periodic FREQ=MONTHLY;BYMONTHDAY=15"],
    ),
    ("Định kỳ hằng quý báo cáo kết quả thực hiện về Sở Nội vụ.", ISSUED_ON, ["periodic FREQ=MONTHLY;INTERVAL=3"]),
    (
        "Trước ngày 05 hằng tháng, Ủy ban nhân dân cấp xã tổng hợp, gửi danh sách.",
        ISSUED_ON,
        ["periodic FREQ=MONTHLY;BYMONTHDAY=5"],
    ),
    (
        "Báo cáo tuần: gửi trước 16 giờ 00 ngày thứ Năm.",
        ISSUED_ON,
        ["periodic FREQ=WEEKLY;BYDAY=TH;BYHOUR=16;BYMINUTE=0"],
    ),
    (
        "Bí thư Đảng ủy tiếp dân vào ngày 10 và ngày 25 hàng tháng.",
        ISSUED_ON,
        ["periodic FREQ=MONTHLY;BYMONTHDAY=10,25"],
    ),
    (
        "Lịch tiếp công dân: Thứ Tư hàng tuần, buổi sáng từ 8 giờ đến 11 giờ.",
        ISSUED_ON,
        ["periodic FREQ=WEEKLY;BYDAY=WE"],
    ),
    ("Chậm nhất ngày 05 của tháng sau, gửi báo cáo tháng trước.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYMONTHDAY=5"]),
    ("Thứ Sáu tuần cuối hằng tháng họp giao ban.", ISSUED_ON, ["periodic FREQ=MONTHLY;BYDAY=-1FR"]),
    ("Họp giao ban vào 8 giờ 00 thứ Hai hàng tuần.", ISSUED_ON, ["periodic FREQ=WEEKLY;BYDAY=MO;BYHOUR=8;BYMINUTE=0"]),
    (
        "Hằng năm, chậm nhất vào ngày 15 tháng 02, chủ dự án nộp báo cáo năm trước.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=15"],
    ),
    (
        "Trước ngày 25 tháng cuối quý, các sở gửi báo cáo quý.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"],
    ),
    (
        "Định kỳ trước ngày 20 hằng tháng và đột xuất khi có yêu cầu, báo cáo UBND Thành phố.",
        ISSUED_ON,
        ["periodic FREQ=MONTHLY;BYMONTHDAY=20"],
    ),
    ("Hằng ngày, trước 17 giờ 00, các đội báo cáo kết quả.", ISSUED_ON, ["periodic FREQ=DAILY;BYHOUR=17;BYMINUTE=0"]),
    ("Mỗi tuần một lần, đơn vị báo cáo tiến độ vào thứ Sáu.", ISSUED_ON, ["periodic FREQ=WEEKLY;BYDAY=FR"]),
    ("Thực hiện rà soát định kỳ 03 tháng một lần.", ISSUED_ON, ["periodic FREQ=MONTHLY;INTERVAL=3"]),
    (
        "Tiếp công dân định kỳ vào ngày 15 hàng tháng (nếu trùng ngày nghỉ thì chuyển sang ngày làm việc kế tiếp).",
        ISSUED_ON,
        ["periodic FREQ=MONTHLY;BYMONTHDAY=15"],
    ),
    ("Thời gian thực hiện: Tháng 12 hằng năm.", ISSUED_ON, ["periodic FREQ=YEARLY;BYMONTH=12"]),
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
    (
        "Vào 09h00 ngày 25/11/2025, tại Hội trường tầng 3, UBND Thành phố tổ chức Hội nghị trực tuyến.",
        ISSUED_ON,
        ["meeting 2025-11-25T09:00"],
    ),
    (
        "Kính mời đồng chí dự Lễ khai giảng vào hồi 7 giờ 30 phút, thứ Sáu, ngày 05 tháng 12 năm 2025.",
        ISSUED_ON,
        ["meeting 2025-12-05T07:30"],
    ),
    (
        "Thời gian: 01 buổi, bắt đầu từ 08 giờ 00 phút, ngày 26/11/2025 (thứ Tư).",
        ISSUED_ON,
        ["meeting 2025-11-26T08:00"],
    ),
    ("Thời gian: Bắt đầu lúc 13h30 ngày 27/11/2025", ISSUED_ON, ["meeting 2025-11-27T13:30"]),
    ("- Sáng ngày 28/11/2025: tổ chức tập huấn cho cán bộ phường.", ISSUED_ON, ["meeting 2025-11-28T00:00"]),
    (
        "Hội nghị được tổ chức vào chiều ngày 02/12/2025 tại trụ sở UBND phường.",
        ISSUED_ON,
        ["meeting 2025-12-02T00:00"],
    ),
    ("Thời gian: ngày 08-09/12/2025.", ISSUED_ON, ["window 2025-12-08/2025-12-09"]),
    (
        "Thời gian tổ chức: 02 ngày, từ ngày 08/12/2025 đến ngày 09/12/2025.",
        ISSUED_ON,
        ["window 2025-12-08/2025-12-09"],
    ),
    ("Dự kiến tổ chức vào ngày 15/12/2025.", ISSUED_ON, ["meeting 2025-12-15T00:00"]),
    (
        "Từ 7h30 đến 11h30 ngày 30/11/2025, tạm ngừng cấp điện để sửa chữa lưới điện.",
        ISSUED_ON,
        ["meeting 2025-11-30T07:30/2025-11-30T11:30"],
    ),
    (
        "Từ 08 giờ 00 ngày 01/12/2025 đến 17 giờ 00 ngày 05/12/2025 cấm xe tải trên đường Nguyễn Trãi.",
        ISSUED_ON,
        ["meeting 2025-12-01T08:00/2025-12-05T17:00"],
    ),
    ("Lễ viếng từ 8 giờ 00 ngày 22/11/2025.", ISSUED_ON, ["meeting 2025-11-22T08:00"]),
    ("Phiên tòa xét xử mở vào lúc 8 giờ 00 phút ngày 10 tháng 12 năm 2025.", ISSUED_ON, ["meeting 2025-12-10T08:00"]),
    ("Ngày tổ chức: 12/12/2025.", ISSUED_ON, ["meeting 2025-12-12T00:00"]),
    ("Đúng 8 giờ 00, ngày 01/12/2025 có mặt tại trụ sở.", ISSUED_ON, ["meeting 2025-12-01T08:00"]),
    ("Thời gian nghỉ Tết từ ngày 14/02/2026 đến ngày 22/02/2026.", ISSUED_ON, ["window 2026-02-14/2026-02-22"]),
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
    (
        "Gửi báo cáo hằng tháng (trước ngày 20), quý (trước ngày 20 của tháng cuối quý), hằng năm (trước ngày 10/12).",
        ISSUED_ON,
        [
            "periodic FREQ=MONTHLY;BYMONTHDAY=20",
            "periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
            "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10",
        ],
    ),
    (
        "Định kỳ 6 tháng (trước ngày 10/6), 01 năm (trước ngày 10/12) báo cáo kết quả về Sở Tư pháp.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"],
    ),
    (
        "Báo cáo 6 tháng gửi trước ngày 15 tháng 6 hằng năm; báo cáo năm gửi trước ngày 15 tháng 12 hằng năm.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"],
    ),
    (
        "Trước ngày 30 tháng 6 và ngày 31 tháng 12 hằng năm báo cáo UBND tỉnh.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"],
    ),
    (
        "Báo cáo trước ngày 15/6 (báo cáo 6 tháng) và trước ngày 15/12 (báo cáo năm) hằng năm.",
        ISSUED_ON,
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"],
    ),
    (
        "Khai mạc: 8h00 ngày 01/12/2025; bế mạc: 16h00 ngày 03/12/2025.",
        ISSUED_ON,
        ["meeting 2025-12-01T08:00", "meeting 2025-12-03T16:00"],
    ),
    (
        "Ban hành kế hoạch trong tháng 11/2025, báo cáo kết quả trước 15/12/2025.",
        ISSUED_ON,
        ["task by 2025-11-30", "report before 2025-12-15"],
    ),
    (
        "Khẩn trương hoàn thành trong quý IV năm 2025 và quý I năm 2026.",
        ISSUED_ON,
        ["task by 2025-12-31", "task by 2026-03-31"],
    ),
]
EFFECTIVE = [
    ("Quyết định này có hiệu lực kể từ ngày 01/12/2025.", ISSUED_ON, ["effective 2025-12-01"]),
    ("Quyết định này có hiệu lực kể từ ngày ký.", ISSUED_ON, ["effective 2025-11-20"]),
    ("Nghị quyết có hiệu lực từ ngày 10/12/2025 đến ngày 31/12/2030.", ISSUED_ON, ["effective 2025-12-10/2030-12-31"]),
]
OBLIGES_NOBODY = [
    "Xét đề nghị của Giám đốc Sở Tài chính tại Tờ trình số 12/TTr-STC ngày 05 tháng 11 năm 2025.",
    "Quyết định này thay thế Quyết định số 05/2020/QĐ-UBND ngày 01/02/2020.",
    "Thông tư này bãi bỏ Thông tư số 01/2020/TT-BTC có hiệu lực từ ngày 15/02/2020.",
    "Hộ kinh doanh đã đăng ký trước ngày 01/7/2025 không phải đăng ký lại.",
    "Mức hỗ trợ chi trả hằng tháng, từ ngày 01/01/2026 đến hết ngày 31/12/2030.",
    "Giấy chứng nhận có giá trị đến hết ngày 30/6/2026.",
    "Hồi 16 giờ 30 ngày 19/11/2025, tại ngã tư đường X xảy ra tai nạn giao thông.",
    "Từ chiều ngày 21/11 đến ngày 23/11, khu vực có mưa to đến rất to.",
    "Cấm xe tải lưu thông từ 6 giờ đến 9 giờ và từ 16 giờ đến 20 giờ hằng ngày.",
    "Ngày 18/11/2025, Đoàn kiểm tra đã làm việc với UBND phường.",
    "Người bị kiện có quyền khiếu nại trong thời hạn 90 ngày kể từ ngày nhận được quyết định.",
    "Độ tuổi tuyển quân từ đủ 18 tuổi đến hết 25 tuổi.",
    "V/v báo cáo kết quả công tác cải cách hành chính quý IV năm 2025",
    "Giờ làm việc: sáng từ 7 giờ 30 đến 11 giờ 30, chiều từ 13 giờ 00 đến 17 giờ 00.",
    "Thời gian cao điểm là 07 tháng, từ tháng 10 của năm trước đến hết tháng 4 của năm sau.",
    "Thời hạn sử dụng đất đến ngày 15/10/2043.",
    "Chỉ tiêu giao hằng năm của phường.",
    "Thực hiện Kế hoạch số 10/KH-UBND ngày 05/01/2026 của UBND tỉnh về hoàn thành chỉ tiêu năm 2026.",
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
    "Trẻ từ 12 tháng đến 24 tháng tuổi được uống vitamin A miễn phí.",
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
    "Tổ chức sơ kết hằng năm và tổng kết vào năm 2030.",
    "Sau 05 ngày làm việc kể từ ngày nhận được công văn này, nếu không có ý kiến thì coi như đồng ý.",
    "Thời gian thực hiện: Thường xuyên.",
    "Thời gian hoàn thành: Theo tiến độ dự án.",
    "Phấn đấu đến hết năm 2025 giải ngân đạt 100% kế hoạch.",
    "Kể từ ngày 01/01/2026, các đơn vị thực hiện báo cáo trên phần mềm.",
    "Áp dụng từ ngày 01/12/2025 đến khi có văn bản thay thế.",
    "Văn bản trả lời gửi trước ngày 15/10/2025 nhưng đến nay chưa nhận được.",
    "Đã hoàn thành trước ngày 01/10/2025.",
    "Theo kế hoạch hoàn thành trước ngày 30/9/2025, tuy nhiên tiến độ chậm.",
    "Trong 9 tháng đầu năm 2025, thu ngân sách đạt 80% dự toán.",
    "Dân số tính đến 01/4/2024 là 1.234 người.",
    "Kỳ kế toán từ ngày 01/01/2025 đến ngày 31/12/2025.",
    "Công trình khởi công ngày 19/12/2025.",
    "Mốc thời gian: trước ngày 01/7/2025 do cấp huyện thực hiện.",
    "Người lao động đóng bảo hiểm trước ngày 01/01/1995 được tính liên tục.",
    "Hồ sơ tiếp nhận trước ngày 01/7/2025 thì tiếp tục giải quyết theo quy định cũ.",
]
# Only the letter's own date shows that these are over.
UNSURE_WITHOUT_A_DATE = {
    "Công trình được khởi công năm 2023 và hoàn thành trong năm 2024.",
    "Mốc thời gian: trước ngày 01/7/2025 do cấp huyện thực hiện.",
}


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
def test_it_obliges_nobody_in_a_letter_without_a_date_either(sentence: str) -> None:
    if sentence not in UNSURE_WITHOUT_A_DATE:
        assert read(sentence, issued_on=None) == ()


@pytest.mark.parametrize("sentence", OBLIGES_NOBODY)
def test_a_date_that_obliges_nobody_is_not_printed(sentence: str) -> None:
    assert read(sentence) == ()


def test_a_meeting_of_a_day_just_gone_is_no_meeting_to_come() -> None:
    assert read("Ngày 18 tháng 9 vừa qua, Ủy ban nhân dân Thành phố đã tổ chức họp giao ban.") == ()
