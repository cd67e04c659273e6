"""Sample letters for Văn phòng HĐND và UBND and for Trung tâm Phục vụ hành chính công."""

from __future__ import annotations

from pipeline.documents import Urgency
from tests.letters.letter import SampleLetter, long_date, short_date
from tests.letters.sample import Days, Sample, eve_of, sample

OFFICE = "van-phong"
SERVICE_CENTRE = "trung-tam-hcc"
CITY = "Thành phố Hồ Chí Minh"
CITY_COMMITTEE = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
ALL_WARDS = "Ủy ban nhân dân các phường, xã, đặc khu"


def office_samples(days: Days) -> tuple[Sample, ...]:
    return (
        _meeting(days),
        _conclusions_for_others(days),
        _civil_status(days),
        _citizen_petitions(days),
        _complaint(days),
        _party_letter(days),
        _procedures_published(days),
        _online_procedures(days),
    )


def _meeting(days: Days) -> Sample:
    meeting_on = days.ahead(2)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="VĂN PHÒNG",
        code="1936/GM-VP",
        place=CITY,
        issued_on=days.ago(1),
        document_type="Giấy mời",
        subject="Họp giao ban công tác chỉ đạo, điều hành\nvới các phường, xã khu vực phía Nam",
        body=(
            "Thực hiện Chương trình công tác của Ủy ban nhân dân Thành phố, Văn phòng Ủy ban nhân dân Thành phố trân "
            "trọng kính mời:",
            "1. Thành phần: Chủ tịch Ủy ban nhân dân các phường: An Thạnh, Hòa Lợi Tây, Tân Phú Hạ; Chánh Văn phòng "
            "Hội đồng nhân dân và Ủy ban nhân dân các phường nêu trên.",
            f"2. Thời gian: 08 giờ 30, {long_date(meeting_on)}.",
            "3. Địa điểm: Phòng họp số 2, trụ sở Ủy ban nhân dân Thành phố, số 86 đường Lê Thánh Tôn.",
            "4. Nội dung: kiểm điểm việc thực hiện chương trình công tác 09 tháng đầu năm; tháo gỡ vướng mắc trong vận "
            "hành chính quyền địa phương hai cấp; thống nhất nhiệm vụ trọng tâm của quý IV.",
            "Đề nghị các đồng chí tham dự đúng thành phần và thời gian nêu trên./.",
        ),
        recipients=("Như thành phần mời", "Chủ tịch UBND Thành phố (để báo cáo)", "Lưu: VT, TH"),
        signer_authority="KT. CHÁNH VĂN PHÒNG",
        signer_position="PHÓ CHÁNH VĂN PHÒNG",
        signer_name="Lữ Trọng Khuê",
    )
    return sample("GM 1936 hop giao ban.pdf", letter, field="tong-hop", unit=OFFICE, due=(meeting_on,))


def _conclusions_for_others(days: Days) -> Sample:
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="VĂN PHÒNG",
        code="845/TB-VP",
        place=CITY,
        issued_on=days.ago(2),
        document_type="Thông báo",
        subject="Kết luận của Phó Chủ tịch Ủy ban nhân dân Thành phố\ntại cuộc họp về chương trình công tác quý IV",
        body=(
            f"Ngày {short_date(days.ago(4))}, Phó Chủ tịch Ủy ban nhân dân Thành phố chủ trì cuộc họp nghe báo cáo "
            "tình hình thực hiện chương trình công tác và chuẩn bị nội dung các phiên họp thường kỳ. Sau khi nghe ý "
            "kiến của các đơn vị dự họp, Phó Chủ tịch Ủy ban nhân dân Thành phố kết luận như sau:",
            "1. Ghi nhận nỗ lực của các sở, ngành trong việc trình đúng tiến độ các đề án thuộc chương trình công tác; "
            "tỷ lệ đề án trình đúng hạn đạt 87%, cao hơn cùng kỳ.",
            "2. Giao Sở Tài chính chủ trì, phối hợp với Văn phòng Ủy ban nhân dân Thành phố hoàn chỉnh dự thảo báo cáo "
            f"tình hình kinh tế - xã hội, trình Ủy ban nhân dân Thành phố trước ngày {short_date(days.ahead(6))}.",
            "3. Giao Sở Nội vụ tổng hợp đăng ký chương trình công tác năm sau của các sở, ngành, gửi Văn phòng Ủy ban "
            f"nhân dân Thành phố chậm nhất ngày {short_date(days.ahead(9))}.",
            "4. Giao Văn phòng Ủy ban nhân dân Thành phố theo dõi, đôn đốc các sở, ngành thực hiện Thông báo này.",
            "Văn phòng Ủy ban nhân dân Thành phố thông báo để các đơn vị biết, thực hiện./.",
        ),
        recipients=(
            "Sở Tài chính, Sở Nội vụ (để thực hiện)",
            "Các sở, ban, ngành Thành phố",
            "UBND các phường, xã, đặc khu (để biết)",
            "Lưu: VT, TH",
        ),
        signer_authority="TL. CHÁNH VĂN PHÒNG",
        signer_position="TRƯỞNG PHÒNG TỔNG HỢP",
        signer_name="Ninh Bảo Trâm",
    )
    return sample("TB_845_ket-luan-quy-IV.pdf", letter, field="tong-hop", unit=OFFICE)


def _civil_status(days: Days) -> Sample:
    limit = days.ahead(4)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ TƯ PHÁP",
        code="6218/STP-HCTP",
        place=CITY,
        issued_on=days.ago(3),
        subject="rà soát, số hóa sổ hộ tịch và chấn chỉnh công tác chứng thực tại Ủy ban nhân dân cấp xã",
        addressees=(ALL_WARDS,),
        body=(
            "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014 và Nghị định số 23/2015/NĐ-CP ngày 16 tháng 02 năm 2015 của "
            "Chính phủ về cấp bản sao từ sổ gốc, chứng thực bản sao từ bản chính, chứng thực chữ ký và chứng thực hợp "
            "đồng, giao dịch; qua kiểm tra thực tế, Sở Tư pháp nhận thấy một số nơi còn để trống mục ghi chú trong sổ "
            "đăng ký khai sinh, chưa nhập đủ dữ liệu đăng ký kết hôn, khai tử vào phần mềm hộ tịch điện tử.",
            "Để bảo đảm dữ liệu hộ tịch được kết nối thông suốt với Cơ sở dữ liệu quốc gia về dân cư, Sở Tư pháp đề "
            "nghị Ủy ban nhân dân các phường, xã, đặc khu:",
            "1. Phân công công chức tư pháp - hộ tịch rà soát toàn bộ sổ đăng ký khai sinh, kết hôn, khai tử, nhận "
            "cha, mẹ, con đã lập trước khi sắp xếp đơn vị hành chính; lập danh sách trường hợp sai lệch giữa sổ và "
            "phần mềm.",
            "2. Không yêu cầu người dân nộp bản sao có chứng thực khi thông tin đã có trong cơ sở dữ liệu; niêm yết "
            "công khai lệ phí hộ tịch, phí chứng thực tại nơi tiếp nhận hồ sơ.",
            "3. Báo cáo kết quả rà soát theo mẫu đính kèm về Sở Tư pháp (qua Phòng Hành chính tư pháp) chậm nhất ngày "
            f"{short_date(limit)} để tổng hợp, báo cáo Bộ Tư pháp.",
            "Trân trọng./.",
        ),
        recipients=("Như trên", "Giám đốc Sở (để báo cáo)", "Lưu: VT, HCTP"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Mạch Thục Đoan",
    )
    return sample("6218-STP-HCTP.pdf", letter, field="tu-phap", unit=OFFICE, due=(limit,))


def _citizen_petitions(days: Days) -> Sample:
    overdue = days.ago(2)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="THANH TRA THÀNH PHỐ",
        code="3307/TTTP-NV4",
        place=CITY,
        issued_on=days.ago(9),
        subject="báo cáo kết quả tiếp công dân, giải quyết khiếu nại, tố cáo 09 tháng đầu năm",
        addressees=("Ủy ban nhân dân phường An Thạnh", "Ủy ban nhân dân phường Hòa Lợi Tây"),
        body=(
            "Ngày 18 tháng 9 vừa qua, Thanh tra Thành phố có văn bản đề nghị Ủy ban nhân dân các phường, xã báo cáo "
            "kết quả công tác tiếp công dân, xử lý đơn thư, giải quyết khiếu nại, tố cáo và phòng, chống tham "
            "nhũng, lãng phí, tiêu cực. Đến nay còn hai đơn vị có tên trên chưa gửi báo cáo.",
            "Thanh tra Thành phố đề nghị Ủy ban nhân dân hai phường khẩn trương hoàn thành báo cáo, trong đó nêu rõ số "
            "lượt tiếp công dân thường xuyên và định kỳ của Chủ tịch; số đơn khiếu nại, tố cáo, kiến nghị, phản ánh đã "
            "thụ lý, đã giải quyết và còn tồn; các vụ việc đông người, kéo dài và hướng xử lý.",
            f"Báo cáo gửi về Thanh tra Thành phố trước 17 giờ 00 ngày {short_date(overdue)}. Quá thời hạn trên, đơn vị "
            "không gửi báo cáo phải chịu trách nhiệm trước Chủ tịch Ủy ban nhân dân Thành phố./.",
        ),
        recipients=("Như trên", "Chánh Thanh tra (để báo cáo)", "Lưu: VT, NV4"),
        signer_authority="KT. CHÁNH THANH TRA",
        signer_position="PHÓ CHÁNH THANH TRA",
        signer_name="Khổng Duy Lịch",
    )
    return sample("CV don doc bao cao tiep dan.pdf", letter, field="thanh-tra-tiep-dan", unit=OFFICE, due=(overdue,))


def _complaint(days: Days) -> Sample:
    """About one person's complaint: not for every eye."""
    limit = days.ahead(9)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="THANH TRA THÀNH PHỐ",
        code="3412/TTTP-XLĐ",
        place=CITY,
        issued_on=days.ago(1),
        subject="chuyển đơn tố cáo của ông Lỗ Hữu Mẫu, ngụ khu phố 4, phường An Thạnh",
        addressees=("Chủ tịch Ủy ban nhân dân phường An Thạnh",),
        body=(
            "Thanh tra Thành phố nhận được đơn tố cáo của ông Lỗ Hữu Mẫu, ngụ khu phố 4, phường An Thạnh, tố cáo công "
            "chức tiếp nhận hồ sơ của phường gây phiền hà khi giải quyết thủ tục; kèm theo đơn có 02 tờ tài liệu.",
            "Căn cứ Luật Tố cáo ngày 12 tháng 6 năm 2018 và Luật Tiếp công dân, vụ việc thuộc thẩm quyền giải quyết tố "
            "cáo của Chủ tịch Ủy ban nhân dân phường. Thanh tra Thành phố chuyển đơn để thụ lý, xác minh nội dung tố "
            "cáo, giữ bí mật họ tên, địa chỉ của người tố cáo theo quy định.",
            f"Kết quả giải quyết đơn gửi về Thanh tra Thành phố trước ngày {short_date(limit)} để theo dõi, báo cáo "
            "Chủ tịch Ủy ban nhân dân Thành phố./.",
        ),
        recipients=("Như trên", "Chánh Thanh tra (để báo cáo)", "Lưu: VT, XLĐ"),
        signer_authority="KT. CHÁNH THANH TRA",
        signer_position="PHÓ CHÁNH THANH TRA",
        signer_name="Khổng Duy Lịch",
    )
    return sample("3412-TTTP chuyen don.pdf", letter, field="thanh-tra-tiep-dan", unit=OFFICE, due=(eve_of(limit),))


def _party_letter(days: Days) -> Sample:
    limit = days.ahead(7)
    letter = SampleLetter(
        parent_body="ĐẢNG BỘ THÀNH PHỐ HỒ CHÍ MINH",
        issuing_body="ĐẢNG ỦY PHƯỜNG AN THẠNH",
        code="218-CV/ĐU",
        place="An Thạnh",
        issued_on=days.ago(1),
        subject="chuẩn bị sinh hoạt chuyên đề và đánh giá, xếp loại tổ chức đảng, đảng viên cuối năm",
        of_party=True,
        addressees=(
            "Đảng ủy Ủy ban nhân dân phường",
            "Ủy ban Mặt trận Tổ quốc Việt Nam phường",
            "Các chi bộ trực thuộc",
        ),
        body=(
            "Thực hiện Hướng dẫn của Ban Tổ chức Thành ủy về kiểm điểm, đánh giá, xếp loại chất lượng tổ chức đảng, "
            "đảng viên và tập thể, cá nhân cán bộ lãnh đạo, quản lý các cấp, Ban Thường vụ Đảng ủy phường đề nghị:",
            "1. Cấp ủy các chi bộ xây dựng kế hoạch kiểm điểm, phân công cấp ủy viên dự sinh hoạt chi bộ; lấy ý kiến "
            "nhận xét của Mặt trận Tổ quốc và các tổ chức chính trị - xã hội đối với đảng viên nơi cư trú.",
            "2. Ủy ban Mặt trận Tổ quốc Việt Nam phường, Hội Liên hiệp Phụ nữ, Hội Nông dân, Hội Cựu chiến binh, Đoàn "
            "Thanh niên Cộng sản Hồ Chí Minh góp ý xây dựng Đảng, xây dựng chính quyền theo quy định.",
            "3. Đảng ủy Ủy ban nhân dân phường tổng hợp kết quả đánh giá của các chi bộ cơ quan, gửi Đảng ủy phường "
            f"(qua Ban Xây dựng Đảng) trước ngày {short_date(limit)}.",
            "Đề nghị các đồng chí quan tâm thực hiện nghiêm túc.",
        ),
        recipients=("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Lưu Văn phòng Đảng ủy"),
        signer_authority="T/M BAN THƯỜNG VỤ",
        signer_position="PHÓ BÍ THƯ",
        signer_name="Tô Hiến Vĩ",
    )
    return sample("218-CV-DU.pdf", letter, field="dang-doan-the", unit=OFFICE, due=(eve_of(limit),), also=("noi-vu",))


def _procedures_published(days: Days) -> Sample:
    letter = SampleLetter(
        issuing_body=CITY_COMMITTEE,
        code="5127/QĐ-UBND",
        place=CITY,
        issued_on=days.ago(2),
        document_type="Quyết định",
        subject="Về việc công bố danh mục thủ tục hành chính được sửa đổi, bổ sung\n"
        "trong lĩnh vực hộ tịch thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp xã",
        body=(
            "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",
            "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;",
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục hành chính, "
            "được sửa đổi, bổ sung bởi Nghị định số 92/2017/NĐ-CP ngày 07 tháng 8 năm 2017;",
            "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thực hiện thủ tục hành chính "
            "theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia;",
            "Theo đề nghị của Giám đốc Sở Tư pháp.",
            "QUYẾT ĐỊNH:",
            "Điều 1. Công bố kèm theo Quyết định này danh mục 07 thủ tục hành chính được sửa đổi, bổ sung và 02 thủ "
            "tục hành chính bị bãi bỏ trong lĩnh vực hộ tịch thuộc thẩm quyền giải quyết của Ủy ban nhân dân cấp "
            "xã. Nội dung chi tiết của thủ tục hành chính được đăng tải trên Cổng Dịch vụ công quốc gia.",
            "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Bãi bỏ các thủ tục hành chính có số thứ tự 3, 4 và 9 "
            "tại Quyết định số 2214/QĐ-UBND ngày 30 tháng 6 năm 2025 của Chủ tịch Ủy ban nhân dân Thành phố.",
            "Điều 3. Trung tâm Phục vụ hành chính công cấp xã niêm yết công khai thủ tục hành chính tại nơi tiếp "
            "nhận hồ sơ, cập nhật quy trình nội bộ, quy trình điện tử trên Hệ thống thông tin giải quyết thủ tục "
            "hành chính trong thời hạn 03 ngày làm việc kể từ ngày nhận được Quyết định này.",
            "Điều 4. Chánh Văn phòng Ủy ban nhân dân Thành phố, Giám đốc Sở Tư pháp, Chủ tịch Ủy ban nhân dân các "
            "phường, xã, đặc khu và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        ),
        recipients=("Như Điều 4", "Cục Kiểm soát TTHC (Bộ Tư pháp)", "Trung tâm Phục vụ HCC cấp xã", "Lưu: VT, KSTT"),
        signer_authority="KT. CHỦ TỊCH",
        signer_position="PHÓ CHỦ TỊCH",
        signer_name="Đàm Quốc Thuyên",
    )
    return sample(
        "5127_QD-UBND cong bo TTHC ho tich.pdf",
        letter,
        field="thu-tuc-hanh-chinh",
        unit=SERVICE_CENTRE,
        due=(days.ahead(3),),
        also=("tu-phap",),
    )


def _online_procedures(days: Days) -> Sample:
    limit = days.today
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="TRUNG TÂM\nPHỤC VỤ HÀNH CHÍNH CÔNG",
        code="977/TTPVHCC-KSTT",
        place=CITY,
        issued_on=days.ago(3),
        urgency=Urgency.URGENT,
        subject="xử lý dứt điểm hồ sơ thủ tục hành chính trễ hạn trên Hệ thống thông tin giải quyết thủ tục hành chính",
        addressees=("Trung tâm Phục vụ hành chính công các phường, xã, đặc khu", ALL_WARDS),
        body=(
            "Qua theo dõi Bộ chỉ số phục vụ người dân, doanh nghiệp trên Cổng Dịch vụ công quốc gia, tính đến hết "
            f"ngày {short_date(days.ago(4))} toàn Thành phố còn 1.386 hồ sơ thủ tục hành chính trễ hạn, tập trung ở "
            "bước trả kết quả và cập nhật kết quả số hóa tại Bộ phận Một cửa.",
            "Trung tâm Phục vụ hành chính công Thành phố đề nghị Ủy ban nhân dân các phường, xã, đặc khu chỉ đạo "
            "Trung tâm Phục vụ hành chính công cùng cấp rà soát từng hồ sơ trễ hạn, thực hiện xin lỗi bằng văn bản "
            "và hẹn lại ngày trả kết quả; không để phát sinh hồ sơ chờ bổ sung quá một lần.",
            f"Kết quả xử lý hồ sơ trễ hạn báo cáo về Trung tâm trước 16 giờ 00 {long_date(limit)}. Đơn vị nào có vướng "
            "mắc về tài khoản, chữ ký số hoặc quy trình điện tử liên hệ Tổ hỗ trợ kỹ thuật để được hướng dẫn./.",
        ),
        recipients=("Như trên", "UBND Thành phố (để báo cáo)", "Lưu: VT, KSTT"),
        signer_position="GIÁM ĐỐC",
        signer_name="Quản Thị Diễm Hằng",
    )
    return sample("977-TTPVHCC-KSTT.pdf", letter, field="thu-tuc-hanh-chinh", unit=SERVICE_CENTRE, due=(limit,))
