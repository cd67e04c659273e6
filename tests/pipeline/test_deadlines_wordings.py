"""Wordings that a blind reading of ministry, province and ward letters showed to be missed or misread, one each."""

from __future__ import annotations

from datetime import date

import pytest

from tests.pipeline.deadline_reading import ISSUED_ON, in_short, read

DUTIES = [
    (
        "Chủ đầu tư phấn đấu hoàn thành, đưa vào sử dụng nhà văn hóa trước ngày 20/12/2025 chào mừng ngày hội.",
        ["task before 2025-12-20"],
    ),
    ("Hoàn thành chỉnh trang tuyến phố trước ngày khai mạc hội chợ 12/12/2025.", ["task before 2025-12-12"]),
    (
        "Các trung tâm lập đề án tự chủ, trình cấp có thẩm quyền phê duyệt trong 6 tháng đầu năm 2026.",
        ["task by 2026-06-30"],
    ),
    ("Công khai số điện thoại đường dây nóng ngay trong ngày hôm nay.", ["task by 2025-11-20"]),
    ("Đến ngày 15/12/2025, toàn bộ các tổ dân phố phải hoàn thành việc rà soát hộ nghèo.", ["task by 2025-12-15"]),
    ("Phấn đấu đến 31/12/2025, tỷ lệ hồ sơ trực tuyến đạt 80%.", ["task by 2025-12-31"]),
    ("Gửi tờ trình, dự thảo nghị quyết về Văn phòng trước ngày 28/11/2025.", ["report before 2025-11-28"]),
    ("Hạn chót để các đơn vị cập nhật dữ liệu trên phần mềm là ngày 28/11/2025.", ["task by 2025-11-28"]),
    ("Chậm nhất trong tháng 12/2025 phải giải quyết dứt điểm hồ sơ tồn đọng.", ["task by 2025-12-31"]),
    ("Đôn đốc các đơn vị chậm trễ, hoàn thành trong tuần này.", ["task by 2025-11-23"]),
    (
        "Tài liệu phải được gửi đến đại biểu trước ít nhất 03 ngày làm việc so với ngày khai mạc hội nghị.",
        ["relative -3 working_day"],
    ),
    (
        "Sau 20 ngày kể từ ngày Kế hoạch này có hiệu lực, Phòng Kinh tế phải hoàn thành việc bàn giao.",
        ["relative 20 calendar_day"],
    ),
    (
        "Sau 10 ngày kể từ ngày kết thúc chiến dịch, các phường gửi báo cáo về Sở Y tế.",
        ["relative 10 calendar_day"],
    ),
    ("Yêu cầu các phường hoàn thành việc rà soát vào cuối năm 2026.", ["task by 2026-12-31"]),
    ("Đề nghị các xã, phường báo cáo kết quả về Sở Nội vụ vào cuối quý IV/2025.", ["report by 2025-12-31"]),
    ("Giao Phòng Kinh tế hoàn thành trước cuối tháng 12/2025.", ["task by 2025-12-31"]),
    ("Đề nghị các địa phương hoàn thành trước giữa tháng 12/2025.", ["task by 2025-12-15"]),
    ("Tham gia qua đường dẫn trực tuyến, hạn chót đăng ký 17h00 ngày 30/11/2025.", ["report by 2025-11-30T17:00"]),
    ("Lễ kỷ niệm tổ chức vào lúc 19 giờ 30 phút ngày 29/11/2025.", ["meeting 2025-11-29T19:30"]),
    ("Đề nghị phường cử đại diện tham dự Hội nghị tập huấn ngày 04/12/2025.", ["meeting 2025-12-04T00:00"]),
    ("Đề nghị các phường báo cáo số liệu ngay trong chiều nay.", ["report by 2025-11-20"]),
    (
        "Theo quy định tại Điều 106 Bộ luật Tố tụng dân sự, Tòa án yêu cầu phường cung cấp hồ sơ trong thời hạn "
        "15 ngày kể từ ngày nhận được yêu cầu này.",
        ["relative 15 calendar_day"],
    ),
    ("Đề nghị gửi danh sách trong sáng mai.", ["report by 2025-11-21"]),
    ("Yêu cầu các đơn vị báo cáo trước 15 giờ chiều nay.", ["report before 2025-11-20T15:00"]),
    ("Đề nghị phản hồi trước 3 giờ chiều mai (21/11).", ["report before 2025-11-21T15:00"]),
    ("Yêu cầu hoàn thành việc số hóa trước khi kết thúc quý IV/2025.", ["task by 2025-12-31"]),
    ("Quý I/2026: Hoàn thành xây dựng nhà văn hóa khu phố.", ["task by 2026-03-31"]),
    ("Tháng 12/2025, các phường hoàn thành tổng điều tra hộ nghèo.", ["task by 2025-12-31"]),
    ("Hoàn thành chi trả trợ cấp trước Tết Nguyên đán Bính Ngọ 2026.", ["task before 2026-02-17"]),
    ("Các phường trao quà xong trước dịp Tết Đinh Mùi.", ["task before 2027-02-06"]),
    ("Hoàn thành chi trả trước Tết Nguyên đán Bính Ngọ (17/02/2026).", ["task before 2026-02-17"]),
    ("Chậm nhất ngày 2 7/1 1/2025 gửi báo cáo về Sở.", ["report by 2025-11-27"]),
    ("Gửi báo cáo trước ngày 2 8 tháng 1 1 năm 2025.", ["report before 2025-11-28"]),
    (
        "Hội ý vào sáng thứ Tư hằng tuần, bắt đầu lúc 7 giờ 30.",
        ["periodic FREQ=WEEKLY;BYDAY=WE;BYHOUR=7;BYMINUTE=30"],
    ),
    (
        "Thứ Hai hằng tuần, vào lúc 07 giờ 00 phút, toàn thể cán bộ dự lễ chào cờ.",
        ["periodic FREQ=WEEKLY;BYDAY=MO;BYHOUR=7;BYMINUTE=0"],
    ),
    (
        "Báo cáo tiến độ vào thứ Năm hằng tuần cho đến hết ngày 30/6/2026.",
        ["periodic FREQ=WEEKLY;BYDAY=TH;UNTIL=20260630T165959Z"],
    ),
    ("Các trạm theo dõi và báo cáo hằng ngày.", ["periodic FREQ=DAILY"]),
    (
        "Nhập số liệu vào phần mềm trước 17h00 hằng ngày.",
        ["periodic FREQ=DAILY;BYHOUR=17;BYMINUTE=0"],
    ),
    (
        "Kính mời dự Hội nghị tổng kết năm 2025, vào hồi 8h00’ ngày 12/12/2025 tại Hội trường UBND phường.",
        ["meeting 2025-12-12T08:00"],
    ),
    (
        "UBND phường tổ chức buổi gặp mặt, đối thoại với hộ kinh doanh vào chiều ngày 02/12/2025.",
        ["meeting 2025-12-02T00:00"],
    ),
    (
        "Thời gian niêm yết: từ ngày 01/12/2025 đến ngày 15/12/2025 tại nhà sinh hoạt cộng đồng.",
        ["window 2025-12-01/2025-12-15"],
    ),
    (
        "Cao điểm ra quân trong 03 ngày làm việc (từ ngày 08 đến ngày 10/12/2025).",
        ["window 2025-12-08/2025-12-10"],
    ),
    ("Đề nghị phản hồi về Sở ngay trong chiều thứ Tư, ngày 26/11/2025.", ["report by 2025-11-26"]),
    ("Gửi phiếu về Văn phòng trong buổi sáng ngày 27/11.", ["report by 2025-11-27"]),
    ("Gửi ý kiến về Ban Tổ chức chậm nhất vào cuối buổi chiều ngày 25/11/2025.", ["report by 2025-11-25"]),
    ("Các phường báo cáo trước giờ làm việc buổi sáng ngày 05/12/2025.", ["report before 2025-12-05"]),
    ("Yêu cầu hoàn thành việc dọn dẹp trước sáng thứ Sáu (28/11/2025).", ["task before 2025-11-28"]),
    ("Đề nghị các phường gửi danh sách 03 ngày trước ngày kiểm tra.", ["relative -3 calendar_day"]),
    ("Trong vòng 10 ngày tới, đề nghị UBND phường hoàn thành việc đo đạc.", ["relative 10 calendar_day"]),
    (
        "Đề nghị các phường báo cáo nhanh 02 lần/ngày (trước 7h00 và trước 15h00).",
        ["periodic FREQ=DAILY;BYHOUR=7;BYMINUTE=0", "periodic FREQ=DAILY;BYHOUR=15;BYMINUTE=0"],
    ),
    (
        "Báo cáo định kỳ gửi chậm nhất ngày 18 của tháng cuối kỳ báo cáo.",
        ["periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=18"],
    ),
    (
        "Chậm nhất ngày 07 (bảy) của tháng cuối quý đối với báo cáo định kỳ hằng quý.",
        ["periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=7"],
    ),
    (
        "Chậm nhất ngày 20 (hai mươi) tháng 11 (mười một) đối với báo cáo định kỳ hằng năm.",
        ["periodic FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"],
    ),
    (
        "Thời gian nhận hồ sơ: từ 8h00 ngày 01/12/2025 đến 16h30 ngày 10/12/2025.",
        ["window 2025-12-01/2025-12-10"],
    ),
    ("Đợt bổ sung xét tuyển từ ngày 25-11 đến hết 15-12.", ["window 2025-11-25/2025-12-15"]),
    (
        "Hồ sơ đề nghị khen thưởng gửi về Hội đồng bắt đầu từ ngày 05/12 và kết thúc vào ngày 20/12/2025.",
        ["window 2025-12-05/2025-12-20"],
    ),
    (
        "Chủ tịch UBND phường tiếp công dân vào ngày thứ sáu của tuần lễ thứ hai trong tháng.",
        ["periodic FREQ=MONTHLY;BYDAY=2FR"],
    ),
    (
        "Phó Chủ tịch tiếp công dân vào thứ năm của tuần lễ cuối tháng.",
        ["periodic FREQ=MONTHLY;BYDAY=-1TH"],
    ),
    ("+ Ngày 28/11/2025: Từ 12h00 đến 23h00.", ["meeting 2025-11-28T12:00/2025-11-28T23:00"]),
    (
        "Chương trình nghệ thuật chào mừng kỷ niệm ngày thành lập được tổ chức vào 20h00 ngày 03/12.",
        ["meeting 2025-12-03T20:00"],
    ),
    ("Các khu phố tổng vệ sinh môi trường từ ngày 13-14/12.", ["window 2025-12-13/2025-12-14"]),
    (
        "Các cơ quan tiến hành dọn dẹp vệ sinh trụ sở vào lúc 16h chiều thứ bảy ngày 29/11.",
        ["meeting 2025-11-29T16:00"],
    ),
    (
        "Lãnh đạo UBND tỉnh tổ chức cuộc họp vào Thứ Hai, ngày 01/12/2025, từ 07h00 tại Hội trường tầng 1.",
        ["meeting 2025-12-01T07:00"],
    ),
    (
        "Vào lúc 8 giờ 00 ngày 05/12/2025, Thành phố tổ chức Hội nghị tổng kết.",
        ["meeting 2025-12-05T08:00"],
    ),
    (
        "Kính mời dự Hội nghị lúc 8 giờ 00 ngày 05/12/2025 thành phần gồm các trưởng khu phố.",
        ["meeting 2025-12-05T08:00"],
    ),
    (
        "Nộp hồ sơ trước ngày 27/11/2025, từ 8 giờ đến 17 giờ tại bộ phận một cửa.",
        ["report before 2025-11-27"],
    ),
    (
        "Hội nghị lúc 8 giờ 00 ngày 05/12/2025 được dời đến ngày 08/12/2025.",
        ["meeting 2025-12-08T00:00"],
    ),
    (
        "Sở Tư pháp tổ chức cuộc thi trực tuyến từ 0h00 ngày 01/12/2025 đến 24h00 ngày 15/12/2025.",
        ["window 2025-12-01/2025-12-15"],
    ),
    ("Tập huấn xong, hoàn thiện kết quả kiểm kê vào 30/12.", ["task on 2025-12-30"]),
    ("Yêu cầu hoàn thành trong tháng 12.2025.", ["task by 2025-12-31"]),
    ("Công khai tiến độ vào sáng thứ Ba và sáng thứ Sáu hằng tuần.", ["periodic FREQ=WEEKLY;BYDAY=TU,FR"]),
    ("Các trường nhận hồ sơ từ 28.11 đến ngày 9.12.", ["window 2025-11-28/2025-12-09"]),
    ("- Ngày 10/12: Niêm yết danh sách cử tri.", ["task on 2025-12-10"]),
    ("- Ngày 12/12/2025, nộp hồ sơ về Sở Nội vụ.", ["report on 2025-12-12"]),
    ("Ngày 13/12: Hạn cuối cùng nộp hồ sơ ứng cử.", ["report by 2025-12-13"]),
    ("Thời gian tổ chức giao, nhận công dân nhập ngũ vào sáng 20-2-2026.", ["meeting 2026-02-20T00:00"]),
    ("Nhận bài dự thi từ ngày 1-12 đến hết 31-12-2025.", ["window 2025-12-01/2025-12-31"]),
    ("Từ ngày 3 - 31.12, các phường tổ chức khám tuyển nghĩa vụ quân sự.", ["window 2025-12-03/2025-12-31"]),
    ("Treo cờ Tổ quốc các ngày từ 30-8 đến hết 2-9-2026.", ["window 2026-08-30/2026-09-02"]),
    ("Khu phố treo cờ Tổ quốc từ ngày 29/4- 03/5.", ["window 2026-04-29/2026-05-03"]),
    ("Kỳ họp tổ chức trong 2 ngày 10/12 - 11/12 tại trụ sở UBND.", ["window 2025-12-10/2025-12-11"]),
    (
        "Thời gian thực hiện thí điểm từ ngày 01/12/2025 và dự kiến kết thúc vào ngày 28/02/2026.",
        ["window 2025-12-01/2026-02-28"],
    ),
    ("Gửi tờ khai chậm nhất là ngày thứ 20 của tháng tiếp theo.", ["periodic FREQ=MONTHLY;BYMONTHDAY=20"]),
    (
        "Gửi báo cáo chậm nhất là ngày thứ 45 kể từ ngày kết thúc quý.",
        ["relative 45 calendar_day"],
    ),
    ("Trả lời chậm nhất vào ngày làm việc thứ 3 sau khi nhận được phiếu.", ["relative 3 working_day"]),
    (
        "Phiên họp lúc 8 giờ 00 ngày 25/11/2025 (thứ Ba) được chuyển sang 14 giờ 00 ngày 27/11/2025.",
        ["meeting 2025-11-27T14:00"],
    ),
    (
        "UBND thành phố thay đổi lịch tiếp công dân từ ngày 25/11/2025 (thứ Ba) sang ngày 26/11/2025 (thứ Tư).",
        ["meeting 2025-11-26T00:00"],
    ),
    (
        "Lớp tập huấn được tổ chức vào các ngày 26, 27, 28, 29/11/2025.",
        ["window 2025-11-26/2025-11-29"],
    ),
    (
        "Hội nghị tập huấn tổ chức vào ngày 03, ngày 04 và ngày 05 tháng 12 năm 2025.",
        ["window 2025-12-03/2025-12-05"],
    ),
    (
        "Hội nghị tập huấn tổ chức vào các ngày 25, 28/11 và 04/12/2025 tại Hội trường.",
        ["meeting 2025-11-25T00:00", "meeting 2025-11-28T00:00", "meeting 2025-12-04T00:00"],
    ),
    ("Hội nghị tổ chức vào các ngày 10 và 20/12/25.", ["meeting 2025-12-10T00:00", "meeting 2025-12-20T00:00"]),
    ("Thời gian: 08 giờ 00 các ngày 10 và 20/12/2025.", ["meeting 2025-12-10T08:00", "meeting 2025-12-20T08:00"]),
    (
        "Đề nghị các phường báo cáo tiến độ trước ngày 10, 20 và 30 tháng 12 năm 2025.",
        ["report before 2025-12-10", "report before 2025-12-20", "report before 2025-12-30"],
    ),
    (
        "Chậm nhất ngày 06 (sáu) tháng 06 (sáu) đối với báo cáo định kỳ 06 (sáu) tháng.",
        ["periodic FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=6"],
    ),
    (
        "Khám sơ tuyển diễn ra trong hai ngày: 29, 30/11/2025 tại Ban Chỉ huy quân sự phường.",
        ["window 2025-11-29/2025-11-30"],
    ),
    (
        "Hội nghị dự kiến kéo dài trong hai ngày 10 và 11/12, tổ chức tại Trạm Y tế.",
        ["window 2025-12-10/2025-12-11"],
    ),
    (
        "Đoàn đại biểu dời thời gian tiếp xúc cử tri quận 5 và quận 10 sang 8 giờ sáng 28-11, tại Trung tâm văn hóa.",
        ["meeting 2025-11-28T08:00"],
    ),
    (
        "Theo đó, vào buổi chiều ngày 27/11/2025, sẽ tổ chức tiếp xúc cử tri tại các phường.",
        ["meeting 2025-11-27T00:00"],
    ),
    (
        "Từ ngày 01-05/12/2025, Tổ đại biểu Hội đồng nhân dân nhiệm kỳ 2021 - 2026 tổ chức tiếp xúc cử tri.",
        ["window 2025-12-01/2025-12-05"],
    ),
    (
        "Thời gian hoạt động của chợ hoa từ ngày 10/02/2026 (tức ngày 23 tháng 12 âm lịch) đến 20 giờ ngày 16/02/2026.",
        ["window 2026-02-10/2026-02-16"],
    ),
    (
        "Đường hoa sẽ diễn ra từ ngày 10/02/2026 đến ngày 16/02/2026 (nhằm ngày 23 đến ngày 29 tháng Chạp âm lịch).",
        ["window 2026-02-10/2026-02-16"],
    ),
    ("Các đơn vị gửi báo cáo quyết toán cho Sở Tài chính chậm nhất ngày 1/12 năm sau.", ["report by 2026-12-01"]),
    (
        "Tạm hoãn việc đào đường từ ngày 30/11/2025 đến ngày 03/12/2025.",
        ["window 2025-11-30/2025-12-03"],
    ),
    ("Ngày bắt đầu lấy ý kiến: 21/11/2025, Ngày hết hạn lấy ý kiến: 21/12/2025", ["task by 2025-12-21"]),
    (
        "Hoàn thành việc sắp xếp trước ngày 30/12 để đến ngày 02/01, các đơn vị được vận hành theo tổ chức mới.",
        ["task before 2025-12-30"],
    ),
    (
        "Tập trung hoàn thành việc sáp nhập trước ngày 30/12 để thực hiện việc vận hành bắt đầu từ ngày 02/01/2026.",
        ["task before 2025-12-30"],
    ),
    (
        "Thời gian diễn ra một ngày trong dịp kỷ niệm ngày thành lập Mặt trận (từ ngày 21/11 đến 28/11/2025).",
        ["window 2025-11-21/2025-11-28"],
    ),
    ("Ngày 01/12, các tỉnh, thành phố phải gửi đề án sắp xếp về Bộ Nội vụ.", ["report on 2025-12-01"]),
    ("Lễ hội sẽ được tổ chức từ ngày 10/12/2025.", ["window 2025-12-10/None"]),
    ("Đề nghị các phường trao quà đến tay người dân trước Tết.", ["task before 2026-02-17"]),
    ("Hoàn thành việc chi trả trợ cấp trước dịp Tết Nguyên đán.", ["task before 2026-02-17"]),
    ("Ngày kết thúc nhận hồ sơ: 15/12/2025.", ["task by 2025-12-15"]),
    (
        "Sở kiểm tra, rà soát số liệu của các phường trong thời hạn 1 tháng (từ ngày 1/7 đến hết ngày 31/7 hằng năm).",
        ["periodic FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=1 - FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=31"],
    ),
]
# Sentences of letters that show no date.
UNDATED_DUTIES = [
    ("Các khu phố thực hiện trước ngày 24/3/2016.", ["task before 2016-03-24"]),
    (
        "Chủ tịch UBND tỉnh yêu cầu các sở rà soát các nhiệm vụ đã giao và báo cáo kết quả trước ngày 15.8.2019.",
        ["report before 2019-08-15"],
    ),
]
UNDATED_NEWS = [
    "Vào lúc 14h00, ngày 16/4/2017, tại Hội trường phường, cụm thi đua số 2 đã tổ chức hội nghị góp ý văn kiện.",
    "Lãnh đạo phường đã yêu cầu các khu phố báo cáo trước ngày 15/8/2019.",
]
NOBODY = [
    "Theo quy định tại khoản 2 Điều 10 Nghị định số 61/2018/NĐ-CP, thời hạn giải quyết hồ sơ là 15 ngày làm việc.",
    "Sau 15 ngày kể từ ngày niêm yết, nếu không có khiếu nại, Ủy ban nhân dân phường cấp giấy chứng nhận.",
    "Số hộ nghèo vào cuối năm 2025 giảm còn 2%.",
    "Tháng 11/2025, phường hoàn thành giải quyết 120 hồ sơ đất đai.",
    "Năm 2026: Hoàn thành các chỉ tiêu chủ yếu.",
    "Bảo đảm trật tự, an toàn trước, trong và sau Tết Nguyên đán Bính Ngọ 2026.",
    "Giá hàng hóa trước Tết Nguyên đán Bính Ngọ 2026 cơ bản ổn định so với cùng kỳ, nguồn cung dồi dào.",
    "Phát quà xong trước ngày 25 tháng Chạp.",
    "Trường hợp quyết định có ghi thời hạn thi hành nhiều hơn 10 ngày thì thực hiện theo thời hạn đó.",
    "Nhu cầu đi lại của người dân tăng cao trước Tết Nguyên đán.",
    "Báo cáo tình hình trước Tết, trong Tết và sau Tết.",
    "Đề nghị tặng quà trước Tết Trung thu.",
    "Đến 17h chiều nay (20/11), toàn bộ các phường hoàn thành việc rút kinh phí để tổ chức chi trả.",
    "Sáng 02-12, Chánh Văn phòng đã chủ trì buổi họp giao ban.",
    "Thời hạn niêm yết do cộng đồng dân cư quyết định nhưng không ít hơn 30 ngày, kể từ ngày niêm yết.",
    "Hoàn thành việc dâng hương trước ngày 10/3 âm lịch.",
    "Theo kết quả đạt được vào cuối quý III/2025, tiến độ còn chậm.",
    "Nhu cầu mua sắm của người dân thường tăng vào cuối năm 2025.",
    "Sở Tài chính nhận được Công văn số 12/BTC-NS ngày 10/11/2025 về việc hoàn thành đối chiếu trong năm 2025.",
    "Căn cứ Công văn số 31/SXD-QLN ngày 03/11/2025 về việc báo cáo tình hình nhà chung cư trước ngày 28/11/2025;",
    "Tại cuộc họp, lãnh đạo phường đã yêu cầu hoàn thành trước ngày 30/11/2025 nhưng không đơn vị nào thực hiện.",
    "Phấn đấu đến năm 2030 đạt 50% khu phố không có ma túy.",
    "Thẻ có giá trị tối đa 05 năm kể từ thời điểm cấp thẻ.",
    "Trong 10 ngày tới, khu vực phía Nam có mưa dông vào chiều tối.",
    "Số người mắc bệnh tăng 3 ngày trước ngày khai giảng.",
    "Thời gian chốt số liệu tính từ ngày 15 tháng 12 của năm trước kỳ báo cáo đến ngày 14 tháng 3 thuộc kỳ báo cáo.",
    "Thời gian chốt số liệu 6 tháng đầu năm được tính từ ngày 15/12 năm trước kỳ báo cáo đến ngày 14/6.",
    "Kỳ báo cáo năm: Tính bắt đầu từ 0h00 ngày 01/01 đến hết 24h00 ngày 31/12 của kỳ báo cáo.",
    "Thuốc uống 2 lần/ngày trong đợt điều trị.",
    "Để hoàn thiện dự thảo trình Chính phủ phê duyệt trong tháng 12/2025, Bộ Tư pháp đề nghị Quý cơ quan có ý kiến.",
    "Ngày 15/12/2025: Sở Nội vụ có công văn về việc rà soát.",
    "Ngày 10/11/2025: Ban hành kế hoạch rà soát.",
    "So với cuộc thi năm 2025 (từ ngày 01/12/2025 đến ngày 15/12/2025) thì số bài dự thi tăng.",
]
INTRODUCTION = "\n".join(f"{number}. Nội dung thứ {number} của quyết định." for number in range(1, 9)) + "\n"
STANDARDS = [
    "Trong thời hạn 15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ, Sở Y tế cấp giấy phép.",
    "Thời hạn giải quyết: Trong thời hạn 05 ngày làm việc kể từ khi nhận được văn bản đề nghị.",
    "Trường hợp đủ điều kiện thì quyết định hỗ trợ trong 07 ngày làm việc.",
]
PROCEDURES = INTRODUCTION + "Thủ tục hành chính cấp tỉnh. Thành phần hồ sơ: đơn. Cách thức thực hiện: trực tuyến.\n"


@pytest.mark.parametrize(("sentence", "expected"), DUTIES)
def test_the_duty_is_found(sentence: str, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence)] == expected


@pytest.mark.parametrize(("sentence", "expected"), UNDATED_DUTIES)
def test_an_old_duty_of_a_letter_without_a_date_is_found(sentence: str, expected: list[str]) -> None:
    assert [in_short(deadline) for deadline in read(sentence, issued_on=None)] == expected


@pytest.mark.parametrize("sentence", UNDATED_NEWS)
def test_what_a_text_without_a_date_tells_is_no_duty(sentence: str) -> None:
    assert read(sentence, issued_on=None) == ()


@pytest.mark.parametrize("sentence", NOBODY)
def test_no_duty_is_seen(sentence: str) -> None:
    assert read(sentence) == ()


@pytest.mark.parametrize("sentence", STANDARDS)
def test_the_processing_time_of_applications_is_no_duty_of_a_whole_letter(sentence: str) -> None:
    assert read(INTRODUCTION + sentence) == ()


@pytest.mark.parametrize("sentence", STANDARDS)
def test_the_same_sentence_alone_is_read_as_it_stands(sentence: str) -> None:
    assert [deadline.kind.value for deadline in read(sentence)] == ["relative"]


def test_what_follows_what_in_a_regulation_is_no_duty_of_today() -> None:
    articles = "".join(f"Điều {number}. Nội dung của điều này.\nQuy định chi tiết.\n" for number in range(1, 8))
    step = "Trong thời hạn 05 ngày kể từ ngày được thành lập, Hội đồng thẩm định tổ chức đánh giá hồ sơ."

    assert read(articles + step) == ()
    assert len(read(step)) == 1


def test_a_letter_about_procedures_keeps_what_it_orders_itself() -> None:
    text = PROCEDURES + "Cập nhật lên Cổng dịch vụ công chậm nhất 03 ngày làm việc kể từ ngày ban hành Quyết định này."
    (deadline,) = read(text, issued_on=ISSUED_ON)
    assert deadline.due_on == date(2025, 11, 25)


def test_the_steps_of_a_procedure_are_no_duties() -> None:
    text = PROCEDURES + "Trong thời hạn 02 ngày làm việc kể từ ngày có biên bản họp, cơ quan thông báo kết quả."
    assert read(text) == ()


def test_the_order_of_a_letter_that_is_no_procedure_stays() -> None:
    text = (
        INTRODUCTION + "Trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này, đề nghị có văn bản trả lời."
    )
    (deadline,) = read(text, received_on=date(2025, 11, 20))
    assert deadline.due_on == date(2025, 11, 27)
