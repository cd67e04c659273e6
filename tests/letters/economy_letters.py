"""Sample letters for Phòng Kinh tế, Hạ tầng và Đô thị."""

from __future__ import annotations

import unicodedata

from pipeline.documents import Urgency
from tests.letters.letter import SampleLetter, long_date, short_date
from tests.letters.sample import Days, Sample, eve_of, sample

UNIT = "kinh-te-ha-tang-do-thi"
CITY = "Thành phố Hồ Chí Minh"
CITY_COMMITTEE = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
ALL_WARDS = "Ủy ban nhân dân các phường, xã, đặc khu"


def economy_samples(days: Days) -> tuple[Sample, ...]:
    return (
        _flood_telegram(days),
        _building_order(days),
        _land_clearance(days),
        _road_encroachment(days),
        _waste(days),
        _market_prices(days),
        _budget_estimate(days),
    )


def _flood_telegram(days: Days) -> Sample:
    tonight = days.today
    letter = SampleLetter(
        issuing_body="CHỦ TỊCH ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH",
        code="14/CĐ-UBND",
        place=CITY,
        issued_on=days.today,
        document_type="Công điện",
        subject="Về việc tập trung ứng phó triều cường kết hợp mưa lớn",
        urgency=Urgency.EXPRESS,
        addressees=(
            "Giám đốc các sở: Nông nghiệp và Môi trường, Xây dựng",
            "Tư lệnh Bộ Tư lệnh Thành phố; Giám đốc Công an Thành phố",
            "Chủ tịch Ủy ban nhân dân các phường, xã, đặc khu",
        ),
        body=(
            "Theo bản tin của Đài Khí tượng Thủy văn khu vực Nam Bộ, đỉnh triều tại trạm Phú An có khả năng đạt "
            "1,72 m, vượt báo động III, kết hợp mưa to đến rất to gây ngập sâu các tuyến đường trũng thấp, nguy cơ "
            "vỡ bờ bao, sạt lở bờ sông, kênh, rạch. Để bảo đảm an toàn tính mạng, tài sản của Nhân dân, Chủ tịch Ủy "
            "ban nhân dân Thành phố yêu cầu:",
            "1. Chủ tịch Ủy ban nhân dân các phường, xã, đặc khu kiểm tra toàn bộ bờ bao, cống, van ngăn triều, tổ "
            "chức gia cố các đoạn xung yếu; sẵn sàng sơ tán người dân ở vùng trũng, khu vực sạt lở đến nơi an toàn, "
            f"hoàn thành trước 18 giờ 00 ngày {short_date(tonight)}.",
            "2. Sở Xây dựng vận hành máy bơm chống ngập, khơi thông cửa xả, cắt tỉa cây xanh có nguy cơ gãy đổ; bố "
            "trí lực lượng phân luồng tại các điểm ngập.",
            "3. Bộ Tư lệnh Thành phố, Công an Thành phố chuẩn bị lực lượng, phương tiện cứu hộ, cứu nạn.",
            "4. Giao Sở Nông nghiệp và Môi trường theo dõi diễn biến thiên tai, đôn đốc việc thực hiện Công điện "
            "này, tổng hợp báo cáo Ủy ban nhân dân Thành phố./.",
        ),
        recipients=("Như trên", "Ban Chỉ đạo Phòng thủ dân sự quốc gia", "Thường trực Thành ủy", "Lưu: VT, KT"),
        signer_authority="KT. CHỦ TỊCH",
        signer_position="PHÓ CHỦ TỊCH",
        signer_name="Kha Đình Vượng",
    )
    return sample("HOA TOC 14-CD-UBND.pdf", letter, field="nong-nghiep", unit=UNIT, due=(tonight,))


def _building_order(days: Days) -> Sample:
    limit = days.ahead(2)
    letter = SampleLetter(
        issuing_body=CITY_COMMITTEE,
        code="8246/UBND-ĐT",
        place=CITY,
        issued_on=days.ago(1),
        subject="chấn chỉnh công tác quản lý trật tự xây dựng, quy hoạch và cấp giấy phép xây dựng",
        addressees=("Sở Xây dựng", ALL_WARDS),
        number_in_widget=True,
        body=(
            "Thời gian qua, tình trạng xây dựng không phép, sai phép, xây dựng trên đất nông nghiệp còn diễn biến "
            "phức tạp; một số nơi phát hiện chậm, xử lý không dứt điểm công trình vi phạm. Ủy ban nhân dân Thành "
            "phố có ý kiến chỉ đạo như sau:",
            "1. Giao Sở Xây dựng rà soát quy chế quản lý kiến trúc, hướng dẫn cấp giấy phép xây dựng nhà ở riêng lẻ "
            "theo mẫu; kiểm tra mật độ xây dựng, chỉ giới đường đỏ, khoảng lùi công trình.",
            "2. Ủy ban nhân dân các phường, xã, đặc khu tổng kiểm tra công trình đang thi công, lập biên bản, đình "
            "chỉ và cưỡng chế phá dỡ công trình vi phạm; công khai quy hoạch chi tiết 1/500. Báo cáo danh sách công "
            f"trình vi phạm về Sở Xây dựng trước {long_date(limit)}.",
            "3. Tổ trưởng khu phố khi phát hiện công trình tập kết vật liệu, đào móng không có giấy phép xây dựng "
            "phải báo ngay Ủy ban nhân dân phường để kiểm tra, xử lý./.",
        ),
        recipients=("Như trên", "Thường trực UBND Thành phố", "Lưu: VT, ĐT"),
        signer_authority="KT. CHỦ TỊCH",
        signer_position="PHÓ CHỦ TỊCH",
        signer_name="Kha Đình Vượng",
    )
    return sample(
        "UBND-DT trat tu xay dung (signed).pdf", letter, field="xay-dung-do-thi", unit=UNIT, due=(eve_of(limit),)
    )


def _land_clearance(days: Days) -> Sample:
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG",
        code="10352/SNNMT-QLĐ",
        place=CITY,
        issued_on=days.ago(1),
        subject="ý kiến về nguồn gốc sử dụng đất, phương án bồi thường, hỗ trợ, tái định cư dự án mở rộng Rạch Ông Đồ",
        addressees=("Ủy ban nhân dân phường An Thạnh",),
        body=(
            "Sở Nông nghiệp và Môi trường nhận được hồ sơ của Ban Quản lý dự án về thu hồi đất để thực hiện dự án "
            "mở rộng Rạch Ông Đồ, ảnh hưởng 58 hộ dân thuộc khu phố 3 và khu phố 4, phường An Thạnh. Theo hồ sơ địa "
            "chính, có 12 thửa đất chưa được cấp Giấy chứng nhận quyền sử dụng đất, 05 thửa chuyển nhượng bằng giấy "
            "tay trước ngày 01 tháng 7 năm 2014.",
            "Để có cơ sở thẩm định phương án bồi thường, hỗ trợ, tái định cư theo Luật Đất đai số 31/2024/QH15, Sở "
            "đề nghị Ủy ban nhân dân phường An Thạnh xác nhận nguồn gốc, thời điểm sử dụng đất, tình trạng tranh "
            "chấp của từng thửa; có ý kiến về hệ số điều chỉnh giá đất và nhu cầu tái định cư.",
            "Ý kiến bằng văn bản gửi về Sở trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản này. Quá "
            "thời hạn trên mà không có ý kiến thì xem như thống nhất với hồ sơ đã gửi./.",
        ),
        recipients=("Như trên", "Ban QLDA (để biết)", "Lưu: VT, QLĐ"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Giáp Hữu Điền",
    )
    return sample("10352-SNNMT-QLD.pdf", letter, field="dat-dai", unit=UNIT, due=(days.ahead(5),))


def _road_encroachment(days: Days) -> Sample:
    limit, window_end = days.ahead(5), days.ahead(10)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ XÂY DỰNG",
        code="12077/SXD-QLGT",
        place=CITY,
        issued_on=days.ago(1),
        subject="rào chắn thi công, điều chỉnh giao thông, giải tỏa lấn chiếm hành lang an toàn đường bộ tại Cầu Kinh",
        addressees=("Ủy ban nhân dân phường An Thạnh",),
        body=(
            "Căn cứ Luật Đường bộ số 35/2024/QH15 và Luật Trật tự, an toàn giao thông đường bộ số 36/2024/QH15, Sở "
            "Xây dựng chấp thuận phương án rào chắn một phần mặt đường Cầu Kinh để thi công cống hộp, cấm xe tải "
            f"trên 5 tấn, điều chỉnh lộ trình hai tuyến xe buýt từ ngày {short_date(days.ahead(6))} đến ngày "
            f"{short_date(window_end)}.",
            "Sở Xây dựng đề nghị Ủy ban nhân dân phường An Thạnh vận động các hộ kinh doanh thu dọn mái che, bảng "
            "hiệu, bậc thềm lấn chiếm lòng đường, vỉa hè, hành lang an toàn đường bộ; bố trí lực lượng điều tiết "
            "giao thông giờ cao điểm tại nút giao Cầu Kinh - Bến Đò. Công tác giải tỏa hoàn thành trước ngày "
            f"{short_date(limit)} để bàn giao mặt bằng cho đơn vị thi công./.",
        ),
        recipients=("Như trên", "Phòng Cảnh sát giao thông", "Trung tâm Quản lý giao thông công cộng", "Lưu: VT, QLGT"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Bành Khắc Lộ",
    )
    return sample("12077 SXD rao chan duong Cau Kinh.pdf", letter, field="giao-thong", unit=UNIT, due=(eve_of(limit),))


def _waste(days: Days) -> Sample:
    limit = days.ahead(15)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ NÔNG NGHIỆP\nVÀ MÔI TRƯỜNG",
        code="10298/SNNMT-CTR",
        place=CITY,
        issued_on=days.ago(2),
        subject="phân loại, thu gom chất thải rắn sinh hoạt tại nguồn và xóa điểm đen về rác",
        addressees=(ALL_WARDS,),
        body=(
            "Luật Bảo vệ môi trường năm 2020 quy định việc phân loại chất thải rắn sinh hoạt tại hộ gia đình, cá "
            "nhân. Qua kiểm tra, toàn Thành phố còn 96 điểm đen về rác, nhiều điểm tập kết chưa đạt chuẩn, nước rỉ "
            "rác gây ô nhiễm kênh rạch.",
            "Sở Nông nghiệp và Môi trường đề nghị Ủy ban nhân dân các phường, xã, đặc khu ký lại hợp đồng thu gom, "
            "vận chuyển chất thải; chuyển đổi phương tiện thu gom; lắp camera, xử phạt hành vi bỏ rác không đúng "
            "nơi quy định; cải tạo điểm đen thành vườn hoa, sân chơi.",
            f"Kế hoạch xóa điểm đen về rác của địa phương gửi về Sở chậm nhất ngày {short_date(limit)}./.",
        ),
        recipients=("Như trên", "Lưu: VT, CTR"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Giáp Hữu Điền",
    )
    # A name as a Mac writes it: decomposed letters, spaces.
    name = unicodedata.normalize("NFD", "Công văn 10298 thu gom rác  (bản chính).pdf")
    return sample(name, letter, field="moi-truong", unit=UNIT, due=(limit,))


def _market_prices(days: Days) -> Sample:
    limit = days.ahead(3)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ CÔNG THƯƠNG",
        code="4871/SCT-QLTM",
        place=CITY,
        issued_on=days.ago(1),
        urgency=Urgency.VERY_URGENT,
        subject="kiểm tra chợ truyền thống, hộ kinh doanh xăng dầu và phòng, chống hàng giả dịp cuối năm",
        addressees=(ALL_WARDS,),
        body=(
            "Chuẩn bị nguồn hàng bình ổn thị trường dịp cuối năm và Tết Nguyên đán, Sở Công Thương đề nghị Ủy ban "
            "nhân dân các phường, xã, đặc khu:",
            "1. Kiểm tra chợ truyền thống, cửa hàng tiện lợi, hộ kinh doanh, điểm bán lẻ xăng dầu, gas; xử lý hàng "
            "giả, hàng nhái, hàng không rõ nguồn gốc, gian lận thương mại, thương mại điện tử.",
            "2. Rà soát nhu cầu mở điểm bán hàng bình ổn, chuyến bán hàng lưu động; hỗ trợ doanh nghiệp nhỏ và vừa, "
            "hợp tác xã kết nối tiêu thụ.",
            "3. Gửi danh sách chợ, điểm bán hàng bình ổn về Sở Công Thương trước 11 giờ 30 ngày "
            f"{short_date(limit)}./.",
        ),
        recipients=("Như trên", "Chi cục Quản lý thị trường", "Lưu: VT, QLTM"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Ông Thị Kiều Vân",
    )
    return sample("4871_SCT_QLTM.pdf", letter, field="doanh-nghiep-thuong-mai", unit=UNIT, due=(limit,))


def _budget_estimate(days: Days) -> Sample:
    overdue, later = days.ago(3), days.ahead(20)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ TÀI CHÍNH",
        code="11640/STC-QLNS",
        place=CITY,
        issued_on=days.ago(8),
        subject="lập dự toán ngân sách nhà nước, kế hoạch đầu tư công năm sau và đối chiếu tài sản công",
        addressees=(ALL_WARDS,),
        body=(
            "Căn cứ Luật Ngân sách nhà nước số 89/2025/QH15 và hướng dẫn của Bộ Tài chính về xây dựng dự toán ngân "
            "sách nhà nước, Sở Tài chính đề nghị Ủy ban nhân dân các phường, xã, đặc khu:",
            "1. Đánh giá tình hình thu, chi ngân sách 09 tháng, ước thực hiện cả năm; xác định nguồn cải cách tiền "
            f"lương, chi chuyển nguồn; gửi số liệu về Sở Tài chính trước ngày {short_date(overdue)}.",
            "2. Lập dự toán chi thường xuyên theo định mức phân bổ; danh mục dự án đầu tư công chuyển tiếp và khởi "
            "công mới, nhu cầu vốn, tình hình giải ngân.",
            "3. Kiểm kê, đối chiếu trụ sở, xe ô tô, tài sản công tiếp nhận sau sắp xếp; đề xuất phương án xử lý cơ "
            f"sở nhà, đất dôi dư, hoàn thành chậm nhất ngày {short_date(later)}./.",
        ),
        recipients=("Như trên", "Kho bạc Nhà nước khu vực", "Lưu: VT, QLNS"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Âu Dương Tín",
    )
    return sample(
        "11640-STC-QLNS du toan.pdf", letter, field="tai-chinh-ngan-sach", unit=UNIT, due=(eve_of(overdue), later)
    )
