"""Sample letters for Ban Chỉ huy Quân sự, for Công an phường, and one that no clerk can place at sight."""

from __future__ import annotations

from pipeline.documents import Urgency
from tests.letters.letter import SampleLetter, long_date, short_date
from tests.letters.sample import Days, Sample, eve_of, sample

CITY = "Thành phố Hồ Chí Minh"
MILITARY = "ban-chi-huy-quan-su"
POLICE = "cong-an"


def security_samples(days: Days) -> tuple[Sample, ...]:
    return (_conscription(days), _militia_report(days), _fire_safety(days), _doubtful(days))


def _conscription(days: Days) -> Sample:
    limit, meeting_on = days.ahead(4), days.ahead(9)
    letter = SampleLetter(
        parent_body="BỘ TƯ LỆNH QUÂN KHU 7",
        issuing_body="BỘ TƯ LỆNH\nTHÀNH PHỐ HỒ CHÍ MINH",
        code="2940/BTL-QL",
        place=CITY,
        issued_on=days.ago(2),
        urgency=Urgency.URGENT,
        subject="sơ tuyển, khám sức khỏe nghĩa vụ quân sự và họp Hội đồng nghĩa vụ quân sự",
        addressees=("Ủy ban nhân dân phường An Thạnh", "Ban Chỉ huy Quân sự phường An Thạnh"),
        body=(
            "Căn cứ Luật Nghĩa vụ quân sự số 78/2015/QH13 và chỉ tiêu tuyển chọn, gọi công dân nhập ngũ được giao, "
            "Bộ Tư lệnh Thành phố đề nghị Ủy ban nhân dân phường An Thạnh:",
            "1. Chỉ đạo Ban Chỉ huy Quân sự phường đăng ký bổ sung công dân trong độ tuổi gọi nhập ngũ, phúc tra "
            "nguồn, sơ tuyển chính trị, học vấn; xét duyệt, công khai danh sách tạm hoãn, miễn gọi nhập ngũ; gửi "
            f"danh sách công dân đủ điều kiện khám sức khỏe về Phòng Quân lực trước ngày {short_date(limit)}.",
            "2. Cử đồng chí Chủ tịch Hội đồng nghĩa vụ quân sự phường dự họp triển khai công tác tuyển quân lúc 14 "
            f"giờ 00, {long_date(meeting_on)} tại Hội trường Bộ Tư lệnh Thành phố.",
            "3. Bảo đảm chế độ cho lực lượng dân quân tự vệ làm nhiệm vụ trong đợt khám tuyển./.",
        ),
        recipients=("Như trên", "Thủ trưởng Bộ Tư lệnh", "Lưu: VT, QL"),
        signer_authority="KT. TƯ LỆNH",
        signer_position="PHÓ TƯ LỆNH",
        signer_name="Đại tá Nghiêm Bá Trực",
    )
    return sample(
        "2940-BTL-QL kham tuyen NVQS.pdf", letter, field="quoc-phong", unit=MILITARY, due=(eve_of(limit), meeting_on)
    )


def _militia_report(days: Days) -> Sample:
    letter = SampleLetter(
        parent_body="BỘ TƯ LỆNH\nTHÀNH PHỐ HỒ CHÍ MINH",
        issuing_body="BAN CHỈ HUY\nPHÒNG THỦ KHU VỰC 3",
        code="415/HD-PTKV3",
        place=CITY,
        issued_on=days.ago(3),
        document_type="Hướng dẫn",
        subject="Chế độ báo cáo công tác quốc phòng, quân sự địa phương\nvà huấn luyện dân quân tự vệ",
        body=(
            "Căn cứ Luật Dân quân tự vệ số 48/2019/QH14, Ban Chỉ huy Phòng thủ khu vực 3 hướng dẫn chế độ báo cáo "
            "công tác quốc phòng, quân sự địa phương như sau:",
            "1. Nội dung báo cáo: quân số dân quân tại chỗ, dân quân thường trực, dự bị động viên; kết quả huấn "
            "luyện, hội thao, trực sẵn sàng chiến đấu; quản lý vũ khí, trang bị; công tác phòng thủ dân sự, tìm "
            "kiếm cứu nạn.",
            "2. Thời hạn: Ban Chỉ huy Quân sự các phường, xã gửi báo cáo về Ban Chỉ huy Phòng thủ khu vực 3 trước "
            "ngày 20 hằng tháng.",
            "3. Báo cáo lập theo mẫu thống nhất, có chữ ký của Chỉ huy trưởng và Chính trị viên Ban Chỉ huy Quân "
            "sự. Các vụ việc đột xuất phải báo cáo ngay bằng điện thoại.",
            "Hướng dẫn này có hiệu lực kể từ ngày ký./.",
        ),
        recipients=("Ban CHQS các phường, xã", "UBND các phường, xã (để chỉ đạo)", "Lưu: VT, TM"),
        signer_position="CHỈ HUY TRƯỞNG",
        signer_name="Thượng tá Phó Hoàng Sơn",
    )
    due = eve_of(days.monthly_before(20))
    return sample("HD_415_che-do-bao-cao.pdf", letter, field="quoc-phong", unit=MILITARY, due=(due,))


def _fire_safety(days: Days) -> Sample:
    limit = days.today
    letter = SampleLetter(
        parent_body="BỘ CÔNG AN",
        issuing_body="CÔNG AN\nTHÀNH PHỐ HỒ CHÍ MINH",
        code="7218/CATP-PC07",
        place=CITY,
        issued_on=days.ago(4),
        subject="tổng kiểm tra an toàn phòng cháy, chữa cháy nhà trọ, nhà ở kết hợp kinh doanh và quản lý cư trú",
        addressees=("Ủy ban nhân dân các phường, xã, đặc khu", "Công an các phường, xã, đặc khu"),
        body=(
            "Thực hiện Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 55/2024/QH15, Công an Thành phố đề nghị Ủy "
            "ban nhân dân các phường, xã, đặc khu chỉ đạo Công an cùng cấp:",
            "1. Tổng kiểm tra nhà trọ, chung cư mini, nhà ở riêng lẻ kết hợp sản xuất, kinh doanh, cơ sở karaoke; "
            "yêu cầu mở lối thoát nạn thứ hai, tháo dỡ lồng sắt, trang bị bình chữa cháy, thiết bị báo cháy.",
            "2. Kiểm tra tạm trú, lưu trú, cấp căn cước, phòng ngừa tội phạm, tệ nạn ma túy, đòi nợ thuê; củng cố "
            "lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở và Tổ liên gia an toàn phòng cháy, chữa cháy.",
            f"3. Báo cáo kết quả kiểm tra về Công an Thành phố (qua Phòng PC07) chậm nhất ngày {short_date(limit)}./.",
        ),
        recipients=("Như trên", "UBND Thành phố (để báo cáo)", "Lưu: VT, PC07"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Đại tá Sầm Quang Dự",
    )
    return sample("7218-CATP-PC07.pdf", letter, field="an-ninh-trat-tu", unit=POLICE, due=(limit,))


def _doubtful(days: Days) -> Sample:
    letter = SampleLetter(
        issuing_body="CÔNG TY CỔ PHẦN\nTƯ VẤN TÂN ĐẠI LỘ",
        code="37/CV-TĐL",
        place=CITY,
        issued_on=days.ago(1),
        subject="đề nghị phối hợp cung cấp thông tin",
        addressees=("Ủy ban nhân dân phường An Thạnh",),
        body=(
            "Công ty chúng tôi đang thực hiện hợp đồng tư vấn với đối tác. Để phục vụ công việc, kính đề nghị quý "
            "cơ quan quan tâm, phối hợp cung cấp các thông tin liên quan theo phụ lục gửi kèm và cử người làm đầu "
            "mối liên hệ.",
            "Rất mong nhận được sự hỗ trợ của quý cơ quan. Trân trọng cảm ơn./.",
        ),
        recipients=("Như trên", "Lưu: VP"),
        signer_position="GIÁM ĐỐC",
        signer_name="Lạc Chí Bình",
    )
    return sample(
        "CV de nghi phoi hop.pdf",
        letter,
        field="tong-hop",
        unit="van-phong",
        also=("doanh-nghiep-thuong-mai", "xay-dung-do-thi", "khoa-hoc-chuyen-doi-so"),
        is_doubtful=True,
    )
