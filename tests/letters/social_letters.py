"""Sample letters for Phòng Văn hóa - Xã hội."""

from __future__ import annotations

from pipeline.documents import Urgency
from tests.letters.letter import ArrivalStamp, SampleLetter, long_date, short_date
from tests.letters.sample import Days, Form, Sample, eve_of, sample

UNIT = "van-hoa-xa-hoi"
CITY = "Thành phố Hồ Chí Minh"
CITY_COMMITTEE = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HỒ CHÍ MINH"
ALL_WARDS = "Ủy ban nhân dân các phường, xã, đặc khu"


def social_samples(days: Days) -> tuple[Sample, ...]:
    return (
        _dengue(days),
        _payroll_positions(days),
        _religion(days),
        _job_fair(days),
        _martyrs_relatives(days),
        _social_pension_plan(days),
        _schools(days),
        _festival_scan(days),
        _digital_skills(days),
    )


def _dengue(days: Days) -> Sample:
    report_by, hold_on = days.ahead(1), days.ahead(5)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ Y TẾ",
        code="9471/SYT-NVY",
        place=CITY,
        issued_on=days.ago(2),
        urgency=Urgency.URGENT,
        subject="tăng cường phòng, chống dịch bệnh sốt xuất huyết và tay chân miệng trong mùa mưa",
        addressees=(ALL_WARDS,),
        body=(
            "Theo báo cáo của Trung tâm Kiểm soát bệnh tật Thành phố, trong tuần 41 toàn Thành phố ghi nhận 1.124 "
            "ca sốt xuất huyết, tăng 18,6% so với trung bình bốn tuần trước; 37 ổ dịch mới tại 22 phường, xã. Số "
            f"liệu được thống kê từ ngày {short_date(days.ago(9))} đến ngày {short_date(days.ago(4))}.",
            "Để chủ động kiểm soát dịch bệnh, không để dịch chồng dịch, Sở Y tế đề nghị Ủy ban nhân dân các phường, "
            "xã, đặc khu thực hiện các nội dung sau:",
            "1. Rà soát, cập nhật danh sách điểm nguy cơ có lăng quăng, muỗi vằn; gửi danh sách về Trung tâm Kiểm soát "
            f"bệnh tật Thành phố trước 10 giờ 00 ngày {short_date(report_by)}.",
            "2. Tổ chức ra quân chiến dịch diệt lăng quăng tại tất cả khu phố, trường học, công trình xây dựng, "
            f"hoàn thành chậm nhất ngày {short_date(hold_on)}; Trạm Y tế bố trí hóa chất, máy phun và nhân lực xử lý "
            "ổ dịch trong 48 giờ.",
            "3. Báo cáo kết quả giám sát ca bệnh và chỉ số côn trùng về Sở Y tế (qua Phòng Nghiệp vụ Y) trước ngày 25 "
            "hằng tháng cho đến khi có thông báo mới.",
            "Sở Y tế đề nghị các đơn vị phối hợp thực hiện./.",
        ),
        recipients=("Như trên", "UBND Thành phố (để báo cáo)", "Trung tâm KSBT Thành phố", "Lưu: VT, NVY"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Trưng Hoài An",
    )
    monthly = eve_of(days.monthly_before(25))
    return sample("9471-SYT-NVY.pdf", letter, field="y-te", unit=UNIT, due=(report_by, hold_on, monthly))


def _payroll_positions(days: Days) -> Sample:
    limit = days.ahead(3)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ NỘI VỤ",
        code="7752/SNV-TCBCCCVC",
        place=CITY,
        issued_on=days.ago(2),
        subject="báo cáo số lượng cán bộ, công chức, người hoạt động không chuyên trách và nhu cầu biên chế năm sau",
        addressees=(ALL_WARDS,),
        number_in_widget=True,
        body=(
            "Thực hiện Nghị định số 150/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ quy định tổ chức các cơ "
            "quan chuyên môn thuộc Ủy ban nhân dân cấp tỉnh và Ủy ban nhân dân cấp xã, được sửa đổi, bổ sung bởi "
            "Nghị định số 370/2025/NĐ-CP, Sở Nội vụ đề nghị Ủy ban nhân dân các phường, xã, đặc khu:",
            "1. Thống kê số biên chế cán bộ, công chức được giao, số có mặt, số vượt hoặc còn thiếu theo từng vị "
            "trí việc làm; trình độ chuyên môn, ngạch công chức, thời gian giữ ngạch.",
            "2. Lập danh sách người hoạt động không chuyên trách đã được giải quyết chính sách nghỉ việc và số còn "
            "tiếp tục bố trí; khó khăn trong việc phân công lại nhiệm vụ.",
            "3. Đề xuất nhu cầu biên chế công chức và số lượng người làm việc trong đơn vị sự nghiệp công lập của "
            "năm kế hoạch, kèm thuyết minh.",
            f"Báo cáo gửi về Sở Nội vụ trước {long_date(limit)} để tổng hợp, trình Ủy ban nhân dân Thành phố./.",
        ),
        recipients=("Như trên", "Giám đốc và các Phó Giám đốc Sở", "Lưu: VT, TCBCCCVC"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Vòng Mỹ Duyên",
    )
    return sample("Cong van bien che (ky so).pdf", letter, field="noi-vu", unit=UNIT, due=(eve_of(limit),))


def _religion(days: Days) -> Sample:
    limit = days.ahead(11)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ DÂN TỘC VÀ TÔN GIÁO",
        code="1118/SDTTG-TG",
        place=CITY,
        issued_on=days.ago(1),
        subject="nắm tình hình và hướng dẫn các cơ sở tôn giáo, tín ngưỡng đăng ký danh mục hoạt động năm sau",
        addressees=(ALL_WARDS,),
        body=(
            "Căn cứ Luật Tín ngưỡng, tôn giáo ngày 18 tháng 11 năm 2016 và Nghị định số 95/2023/NĐ-CP ngày 29 tháng 12 "
            "năm 2023 của Chính phủ, Sở Dân tộc và Tôn giáo đề nghị Ủy ban nhân dân các phường, xã, đặc khu:",
            "1. Hướng dẫn chùa, giáo xứ, chi hội, thánh thất, đình, miếu trên địa bàn thông báo danh mục hoạt động tôn "
            "giáo, lễ hội tín ngưỡng; việc thuyên chuyển chức sắc, phong phẩm, tổ chức quyên góp.",
            "2. Thăm hỏi, nắm tâm tư của chức sắc, chức việc, người có uy tín trong đồng bào dân tộc Hoa, Khmer, "
            "Chăm; kịp thời phản ánh kiến nghị về cơ sở thờ tự.",
            "3. Tổng hợp số lượng cơ sở, tín đồ và danh mục hoạt động đã thông báo theo biểu mẫu, gửi về Sở đến hết "
            f"ngày {short_date(limit)}./.",
        ),
        recipients=("Như trên", "Lưu: VT, TG"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Thạch Sa Rương",
    )
    return sample("1118-SDTTG-TG.pdf", letter, field="dan-toc-ton-giao", unit=UNIT, due=(limit,))


def _job_fair(days: Days) -> Sample:
    limit = days.ahead(8)
    letter = SampleLetter(
        parent_body="BẢO HIỂM XÃ HỘI\nTHÀNH PHỐ HỒ CHÍ MINH",
        issuing_body="BẢO HIỂM XÃ HỘI CƠ SỞ AN THẠNH",
        code="652/BHXH-TST",
        place="An Thạnh",
        issued_on=days.ago(1),
        subject="phối hợp phát triển người tham gia bảo hiểm xã hội tự nguyện, bảo hiểm thất nghiệp, rà soát lao động",
        addressees=("Ủy ban nhân dân phường An Thạnh",),
        body=(
            "Luật Bảo hiểm xã hội số 41/2024/QH15 mở rộng đối tượng tham gia bảo hiểm xã hội bắt buộc đến chủ hộ "
            "kinh doanh và người lao động làm việc không trọn thời gian. Qua đối chiếu dữ liệu thuế, trên địa bàn "
            "phường còn 142 doanh nghiệp, hộ kinh doanh có trả tiền lương nhưng chưa tham gia bảo hiểm xã hội cho "
            "631 người lao động.",
            "Bảo hiểm xã hội cơ sở An Thạnh đề nghị Ủy ban nhân dân phường An Thạnh chỉ đạo khu phố, Tổ công tác rà "
            "soát tình trạng việc làm, hợp đồng lao động của người lao động tại các đơn vị có tên trong danh sách "
            "kèm theo; vận động người lao động tự do tham gia bảo hiểm xã hội tự nguyện.",
            "Kết quả rà soát đề nghị gửi lại Bảo hiểm xã hội cơ sở An Thạnh trong thời hạn 08 ngày làm việc kể từ ngày "
            "nhận được văn bản này. Rất mong nhận được sự phối hợp của quý cơ quan./.",
        ),
        recipients=("Như trên", "BHXH Thành phố (để báo cáo)", "Lưu: VT, TST"),
        signer_position="GIÁM ĐỐC",
        signer_name="Doãn Kế Thịnh",
    )
    return sample("BHXH 652 phoi hop.pdf", letter, field="lao-dong-viec-lam", unit=UNIT, due=(limit,))


def _martyrs_relatives(days: Days) -> Sample:
    limit = days.ahead(13)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ NỘI VỤ",
        code="7810/SNV-NCC",
        place=CITY,
        issued_on=days.ago(1),
        subject="lấy mẫu sinh phẩm thân nhân liệt sĩ chưa xác định danh tính và rà soát hồ sơ người có công",
        addressees=("Ủy ban nhân dân các phường, xã, đặc khu (theo danh sách)",),
        body=(
            "Thực hiện Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14 và chương trình xác định "
            "danh tính hài cốt liệt sĩ còn thiếu thông tin, Sở Nội vụ phối hợp với Công an Thành phố thu nhận mẫu "
            "ADN của thân nhân liệt sĩ. Theo danh sách, phường An Thạnh có 46 thân nhân cần lấy mẫu, trong đó 09 mẹ "
            "liệt sĩ trên 85 tuổi.",
            "Sở Nội vụ đề nghị Ủy ban nhân dân các phường, xã, đặc khu rà soát hồ sơ thân nhân liệt sĩ, thương "
            "binh, bệnh binh; lập danh sách người đủ sức khỏe đến điểm lấy mẫu và người cần lấy mẫu tại nhà; bố trí "
            "xe đưa đón, thăm hỏi các cụ cao tuổi. Danh sách gửi về Sở Nội vụ (qua Phòng Người có công) chậm nhất "
            f"ngày {short_date(limit)}.",
            "Kinh phí chi trả từ nguồn ngân sách trung ương ủy quyền thực hiện chính sách ưu đãi người có công./.",
        ),
        recipients=("Như trên", "Công an Thành phố (để phối hợp)", "Lưu: VT, NCC"),
        signer_authority="TL. GIÁM ĐỐC",
        signer_position="TRƯỞNG PHÒNG NGƯỜI CÓ CÔNG",
        signer_name="Hàng Ngọc Lân",
    )
    return sample("7810_SNV_NCC mau ADN.pdf", letter, field="nguoi-co-cong", unit=UNIT, due=(limit,))


def _social_pension_plan(days: Days) -> Sample:
    roll_by, report_by = days.ahead(5), days.ahead(14)
    letter = SampleLetter(
        issuing_body=CITY_COMMITTEE,
        code="318/KH-UBND",
        place=CITY,
        issued_on=days.ago(2),
        document_type="Kế hoạch",
        subject="Rà soát đối tượng bảo trợ xã hội, chi trả trợ cấp hưu trí xã hội\ntrên địa bàn Thành phố Hồ Chí Minh",
        body=(
            "Căn cứ Nghị định số 176/2025/NĐ-CP ngày 30 tháng 6 năm 2025 của Chính phủ quy định chi tiết và hướng "
            "dẫn thi hành một số điều của Luật Bảo hiểm xã hội về trợ cấp hưu trí xã hội; Nghị định số "
            "20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối "
            "tượng bảo trợ xã hội, Ủy ban nhân dân Thành phố ban hành Kế hoạch rà soát đối tượng và chi trả trợ cấp "
            "như sau:",
            "I. MỤC ĐÍCH, YÊU CẦU",
            "1. Bảo đảm người cao tuổi, người khuyết tật, trẻ em mồ côi không có nguồn nuôi dưỡng, người đơn thân "
            "nghèo nuôi con được hưởng đúng, đủ, kịp thời chính sách trợ giúp xã hội; không bỏ sót, không trùng lặp "
            "đối tượng.",
            "2. Làm sạch dữ liệu đối tượng bảo trợ xã hội, đối chiếu với Cơ sở dữ liệu quốc gia về dân cư; đẩy mạnh "
            "chi trả không dùng tiền mặt qua tài khoản ngân hàng hoặc tài khoản hưởng an sinh xã hội trên VNeID.",
            "3. Việc rà soát được thực hiện công khai, dân chủ, có sự giám sát của Ủy ban Mặt trận Tổ quốc Việt "
            "Nam, Hội Người cao tuổi, Hội Bảo trợ người khuyết tật và trẻ mồ côi cùng cấp.",
            "II. NỘI DUNG",
            "1. Đối tượng rà soát: công dân Việt Nam từ đủ 75 tuổi trở lên không hưởng lương hưu hoặc trợ cấp bảo "
            "hiểm xã hội hằng tháng; người từ đủ 70 tuổi đến dưới 75 tuổi thuộc hộ nghèo, hộ cận nghèo; người "
            "khuyết tật nặng, người khuyết tật đặc biệt nặng; trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng; người "
            "nhiễm HIV thuộc hộ nghèo.",
            "2. Nội dung rà soát: thông tin định danh, nơi cư trú, dạng và mức độ khuyết tật, hệ số hưởng, hình "
            "thức nhận trợ cấp, người nhận thay; các trường hợp đã chết, chuyển nơi cư trú nhưng chưa thôi hưởng.",
            "3. Phương pháp: khu phố, ấp lập phiếu tại hộ gia đình; Hội đồng xác định mức độ khuyết tật cấp xã họp "
            "xét các trường hợp đề nghị xác định mới hoặc xác định lại; công chức phụ trách đối soát trên phần mềm "
            "quản lý trợ giúp xã hội; kết quả niêm yết tại trụ sở và nhà văn hóa khu phố, ấp.",
            "4. Mức trợ cấp: mức chuẩn trợ giúp xã hội của Thành phố là 650.000 đồng/tháng; trợ cấp hưu trí xã hội "
            "650.000 đồng/tháng, hỗ trợ chi phí mai táng và cấp thẻ bảo hiểm y tế theo quy định hiện hành.",
            "5. Đối với cơ sở trợ giúp xã hội ngoài công lập, Ủy ban nhân dân cấp xã phối hợp kiểm tra điều kiện "
            "chăm sóc, nuôi dưỡng, phòng cháy, chữa cháy; kịp thời can thiệp khi phát hiện trẻ em bị bạo lực, xâm "
            "hại, bỏ rơi.",
            "III. TIÊU CHÍ VÀ GIẢI PHÁP",
            "1. Một trăm phần trăm đối tượng bảo trợ xã hội có số định danh cá nhân được xác thực; hồ sơ giấy được "
            "quét và gắn với hồ sơ điện tử, không yêu cầu người dân khai lại thông tin cơ quan nhà nước đã có.",
            "2. Tối thiểu 90% người hưởng trợ cấp xã hội có tài khoản nhận trợ cấp; số còn lại được chi trả bằng "
            "tiền mặt tại nhà hoặc tại điểm Bưu điện - Văn hóa phường, xã, có ký nhận và giấy ủy quyền hợp lệ của "
            "người nhận thay.",
            "3. Người khuyết tật được đánh giá lại mức độ khuyết tật khi tình trạng sức khỏe thay đổi; việc đánh "
            "giá do Hội đồng xác định mức độ khuyết tật thực hiện bằng quan sát trực tiếp, phỏng vấn và kết luận "
            "của cơ sở y tế khi cần.",
            "4. Trẻ em mồ côi, trẻ em bị bỏ rơi được lập hồ sơ quản lý ca, có người chăm sóc thay thế; ưu tiên chăm "
            "sóc tại gia đình, cộng đồng, chỉ đưa vào cơ sở trợ giúp xã hội khi không còn biện pháp khác.",
            "5. Người lang thang, xin ăn, người tâm thần không nơi nương tựa được tiếp nhận, phân loại, đưa về "
            "trung tâm bảo trợ xã hội hoặc hồi gia theo quy trình; khu phố có tổ tình nguyện phát hiện, vận động.",
            "6. Nạn nhân bạo lực gia đình, bạo lực trên cơ sở giới được tư vấn, bố trí nơi tạm lánh tại địa chỉ tin "
            "cậy ở cộng đồng; đường dây nóng bảo vệ trẻ em hoạt động liên tục cả ngày lễ, ngày nghỉ.",
            "7. Công tác xã hội: mỗi phường, xã có cộng tác viên công tác xã hội được bồi dưỡng kỹ năng tham vấn, "
            "kết nối nguồn lực; huy động doanh nghiệp, tổ chức từ thiện trao học bổng, xe lăn, nhà tình thương cho "
            "người yếu thế.",
            "8. Cứu trợ đột xuất: hộ gia đình có người chết, mất tích, bị thương nặng, nhà ở bị đổ, sập, cháy hoàn "
            "toàn được hỗ trợ kịp thời lương thực, chi phí mai táng, chi phí sửa chữa nhà theo mức quy định, không "
            "chờ hoàn tất hồ sơ.",
            "9. Công khai tại trụ sở và trên trang thông tin điện tử: điều kiện hưởng, mức hưởng, thành phần hồ sơ, "
            "trình tự, số điện thoại tiếp nhận phản ánh; mọi phản ánh về trục lợi chính sách được xác minh và trả "
            "lời người phản ánh.",
            "IV. TỔ CHỨC THỰC HIỆN",
            "1. Sở Y tế là cơ quan thường trực, hướng dẫn nghiệp vụ, tập huấn phần mềm, kiểm tra việc chi trả và "
            "tổng hợp báo cáo Ủy ban nhân dân Thành phố.",
            "2. Sở Tài chính bảo đảm kinh phí chi trả trợ cấp xã hội hằng tháng, kinh phí rà soát và điều tra theo "
            "phân cấp ngân sách; hướng dẫn thanh quyết toán.",
            "3. Ủy ban nhân dân các phường, xã, đặc khu:",
            f"a) Hoàn thành việc lập danh sách đối tượng và nhập phần mềm trước ngày {short_date(roll_by)};",
            "b) Tổ chức họp xét, niêm yết công khai và phê duyệt danh sách theo thẩm quyền; phối hợp Bưu điện chi "
            "trả tận nhà cho người già yếu, người khuyết tật đặc biệt nặng;",
            "c) Báo cáo kết quả rà soát và chi trả về Sở Y tế chậm nhất "
            f"{long_date(report_by)} để tổng hợp, báo cáo Ủy ban nhân dân Thành phố.",
            "4. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam Thành phố và các tổ chức thành viên tuyên truyền, giám sát "
            "việc thực hiện chính sách trợ giúp xã hội tại cơ sở.",
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị, địa phương phản ánh về Sở Y tế để "
            "được hướng dẫn hoặc báo cáo Ủy ban nhân dân Thành phố xem xét, quyết định./.",
        ),
        recipients=(
            "Thường trực HĐND Thành phố",
            "Chủ tịch và các Phó Chủ tịch UBND Thành phố",
            "Sở Y tế, Sở Tài chính",
            "UBND các phường, xã, đặc khu",
            "Lưu: VT, VX",
        ),
        signer_authority="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
        signer_position="PHÓ CHỦ TỊCH",
        signer_name="Đàm Quốc Thuyên",
    )
    return sample(
        "318_KH-UBND ra soat bao tro xa hoi.pdf",
        letter,
        field="bao-tro-xa-hoi",
        unit=UNIT,
        due=(eve_of(roll_by), report_by),
    )


def _schools(days: Days) -> Sample:
    limit = days.ago(1)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ GIÁO DỤC VÀ ĐÀO TẠO",
        code="6634/SGDĐT-GDTH",
        place=CITY,
        issued_on=days.ago(7),
        subject="báo cáo thực hiện dạy học 2 buổi/ngày, bữa ăn bán trú và các khoản thu đầu năm ở trường tiểu học",
        addressees=(ALL_WARDS, "Các trường tiểu học"),
        body=(
            "Thực hiện nhiệm vụ năm học 2026 - 2027, Sở Giáo dục và Đào tạo đề nghị Ủy ban nhân dân các phường, xã, "
            "đặc khu chỉ đạo các trường tiểu học trực thuộc:",
            "1. Tổ chức dạy học 2 buổi/ngày đúng chương trình giáo dục phổ thông 2018; sĩ số không quá 35 học "
            "sinh/lớp; báo cáo số phòng học còn thiếu, số giáo viên cần bổ sung.",
            "2. Kiểm tra bếp ăn bán trú, nguồn gốc thực phẩm, lưu mẫu thức ăn; công khai thực đơn, các khoản thu "
            "thỏa thuận với cha mẹ học sinh; không vận động tài trợ trái quy định.",
            "3. Rà soát học sinh có hoàn cảnh khó khăn, học sinh khuyết tật học hòa nhập để miễn, giảm, hỗ trợ chi "
            "phí học tập kịp thời.",
            "Báo cáo của Ủy ban nhân dân cấp xã gửi về Sở (Phòng Giáo dục Tiểu học) chậm nhất ngày "
            f"{short_date(limit)}./.",
        ),
        recipients=("Như trên", "Lưu: VT, GDTH"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Cù Thanh Nhã",
    )
    return sample("6634.SGDDT-GDTH.pdf", letter, field="giao-duc", unit=UNIT, due=(limit,))


def _festival_scan(days: Days) -> Sample:
    limit = days.ahead(6)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ VĂN HÓA VÀ THỂ THAO",
        code="4405/SVHTT-XDNSVH",
        place=CITY,
        issued_on=days.ago(2),
        subject="tổ chức Ngày hội Văn hóa các dân tộc và Giải việt dã truyền thống",
        addressees=("Ủy ban nhân dân phường An Thạnh",),
        arrival_stamp=ArrivalStamp("UBND phường An Thạnh", "1512", days.today),
        sealed=True,
        body=(
            "Thực hiện kế hoạch tổ chức các hoạt động văn hóa, thể dục thể thao chào mừng Ngày Văn hóa Việt Nam 24 "
            "tháng 11, Sở Văn hóa và Thể thao đề nghị Ủy ban nhân dân phường An Thạnh phối hợp tổ chức Ngày hội Văn "
            "hóa các dân tộc tại Công viên trung tâm phường, gồm liên hoan đờn ca tài tử, trình diễn trang phục, "
            "trò chơi dân gian, trưng bày ẩm thực và Giải việt dã truyền thống cho thanh thiếu niên.",
            "Đề nghị phường khảo sát địa điểm, lập phương án bảo đảm an ninh trật tự, vệ sinh môi trường, quảng cáo "
            "trực quan; thành lập đội văn nghệ quần chúng và đội tuyển việt dã gồm 20 vận động viên. Danh sách đăng "
            f"ký và phương án tổ chức gửi về Sở Văn hóa và Thể thao trước ngày {short_date(limit)}.",
            "Trân trọng./.",
        ),
        recipients=("Như trên", "Lưu: VT, XDNSVH"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Lục Vĩnh Tường",
    )
    return sample(
        "scan0012.pdf", letter, field="van-hoa-the-thao-du-lich", unit=UNIT, due=(eve_of(limit),), form=Form.SCAN
    )


def _digital_skills(days: Days) -> Sample:
    limit = days.ahead(4)
    letter = SampleLetter(
        parent_body=CITY_COMMITTEE,
        issuing_body="SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        code="5029/SKHCN-CĐS",
        place=CITY,
        issued_on=days.ago(1),
        subject="khảo sát hạ tầng số, cấp chứng thư chữ ký số và củng cố Tổ công nghệ số cộng đồng",
        addressees=(ALL_WARDS,),
        body=(
            "Triển khai Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị về đột phá phát triển "
            "khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số quốc gia, Sở Khoa học và Công nghệ đề nghị Ủy "
            "ban nhân dân các phường, xã, đặc khu:",
            "1. Khảo sát máy tính, đường truyền số liệu chuyên dùng, thiết bị hội nghị truyền hình, phần mềm quản "
            "lý văn bản đang sử dụng; đề xuất nâng cấp hạ tầng số.",
            "2. Lập danh sách cán bộ, công chức cần cấp mới, gia hạn, thu hồi chứng thư chữ ký số chuyên dùng công vụ.",
            "3. Kiện toàn Tổ công nghệ số cộng đồng, đăng ký lớp bồi dưỡng kỹ năng số, dữ liệu số, trí tuệ nhân tạo "
            "cơ bản trên nền tảng bình dân học vụ số.",
            f"Kết quả gửi về Sở Khoa học và Công nghệ trong ngày {short_date(limit)} theo đường dẫn biểu mẫu điện "
            "tử./.",
        ),
        recipients=("Như trên", "Trung tâm Chuyển đổi số Thành phố", "Lưu: VT, CĐS"),
        signer_authority="KT. GIÁM ĐỐC",
        signer_position="PHÓ GIÁM ĐỐC",
        signer_name="Từ Gia Khiêm",
    )
    return sample("5029-SKHCN-CDS.pdf", letter, field="khoa-hoc-chuyen-doi-so", unit=UNIT, due=(limit,))
