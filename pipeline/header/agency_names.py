"""The name of an agency as OCR read it -> the same with the marks that it must bear.

Bold capitals lose or change their marks ("SỞ Y TÉ", "LÂM ĐÒNG"). Only words of these closed lists are touched, and only
when all their letters agree: a name of a person, a village or a company stays as it was read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from pipeline.spelling import fold

PROVINCES = """
An Giang; Bà Rịa - Vũng Tàu; Bạc Liêu; Bắc Giang; Bắc Kạn; Bắc Ninh; Bến Tre; Bình Dương; Bình Định; Bình Phước;
Bình Thuận; Cà Mau; Cao Bằng; Cần Thơ; Đà Nẵng; Đắk Lắk; Đắk Nông; Điện Biên; Đồng Nai; Đồng Tháp; Gia Lai; Hà Giang;
Hà Nam; Hà Nội; Hà Tĩnh; Hải Dương; Hải Phòng; Hậu Giang; Hòa Bình; Hồ Chí Minh; Huế; Hưng Yên; Khánh Hòa; Kiên Giang;
Kon Tum; Lai Châu; Lạng Sơn; Lào Cai; Lâm Đồng; Long An; Nam Định; Nghệ An; Ninh Bình; Ninh Thuận; Phú Thọ; Phú Yên;
Quảng Bình; Quảng Nam; Quảng Ngãi; Quảng Ninh; Quảng Trị; Sóc Trăng; Sơn La; Tây Ninh; Thái Bình; Thái Nguyên;
Thanh Hóa; Thừa Thiên Huế; Tiền Giang; Trà Vinh; Tuyên Quang; Vĩnh Long; Vĩnh Phúc; Yên Bái; Đà Lạt; Phú Quốc
"""
# Kinds of bodies and what they deal with.
AGENCY_WORDS = """
ủy ban nhân dân; hội đồng nhân dân; ủy ban mặt trận tổ quốc việt nam; mặt trận tổ quốc; ủy ban kiểm tra; ủy ban dân tộc;
hội đồng; nhân dân; ủy ban; văn phòng; ban chỉ đạo; ban chỉ huy; ban tổ chức; ban quản lý; ban chấp hành; ban thường vụ;
ban tuyên giáo; ban dân vận; ban nội chính; ban giám sát; ban giám hiệu; ban an toàn giao thông; ban dân tộc;
thành phố; tỉnh ủy; thành ủy; đảng ủy; đảng bộ; đảng cộng sản việt nam; thị xã; thị trấn; đặc khu; huyện ủy; quận ủy;
bộ công an; bộ quốc phòng; bộ ngoại giao; bộ nội vụ; bộ tư pháp; bộ tài chính; bộ công thương; bộ xây dựng; bộ y tế;
bộ nông nghiệp và môi trường; bộ nông nghiệp và phát triển nông thôn; bộ giao thông vận tải;
bộ văn hóa, thể thao và du lịch; bộ khoa học và công nghệ; bộ thông tin và truyền thông; bộ giáo dục và đào tạo;
bộ tài nguyên và môi trường; bộ kế hoạch và đầu tư; bộ lao động - thương binh và xã hội; bộ dân tộc và tôn giáo;
sở nội vụ; sở tư pháp; sở tài chính; sở công thương; sở xây dựng; sở y tế; sở ngoại vụ; sở du lịch;
sở nông nghiệp và môi trường; sở nông nghiệp và phát triển nông thôn; sở giao thông vận tải; sở văn hóa và thể thao;
sở văn hóa, thể thao và du lịch; sở khoa học và công nghệ; sở thông tin và truyền thông; sở giáo dục và đào tạo;
sở tài nguyên và môi trường; sở kế hoạch và đầu tư; sở lao động - thương binh và xã hội; sở dân tộc và tôn giáo;
giáo dục và đào tạo; thông tin và truyền thông; khoa học và công nghệ; nông nghiệp và môi trường; y tế; dân tộc;
tài nguyên và môi trường; kế hoạch và đầu tư; lao động - thương binh và xã hội; kinh tế, hạ tầng và đô thị;
phòng kinh tế; kinh tế; hạ tầng; đô thị; văn hóa - xã hội; văn hóa; thể thao; du lịch; xã hội; quản lý đô thị;
trường đại học; đại học; cao đẳng; trung học phổ thông; trung học cơ sở; tiểu học; mầm non; học viện; kỹ thuật;
công nghệ; sư phạm; bách khoa; quốc gia; quốc tế; trung tâm; bệnh viện; đa khoa; y dược; phục vụ hành chính công;
hành chính công; cục thuế; chi cục; tổng cục; thuế; hải quan; thống kê; kho bạc nhà nước; ngân hàng nhà nước;
bảo hiểm xã hội; bảo hiểm; quản lý thị trường; kiểm lâm; thủy sản; thủy lợi; chăn nuôi; thú y; bảo vệ thực vật;
trồng trọt; thi hành án dân sự; tòa án nhân dân; viện kiểm sát nhân dân; thanh tra; công an; cảnh sát; quân sự;
bộ chỉ huy; bộ tư lệnh; bộ đội biên phòng; phòng thủ dân sự; phòng cháy; phòng, chống thiên tai; tìm kiếm cứu nạn;
thủ tướng chính phủ; chính phủ; quốc hội; chủ tịch; phó chủ tịch; thường trực; nhà nước; việt nam;
liên đoàn lao động; liên đoàn; liên hiệp; hiệp hội; hội khuyến học; khuyến học; hội liên hiệp phụ nữ; phụ nữ;
hội nông dân; nông dân; hội cựu chiến binh; cựu chiến binh; hội chữ thập đỏ; đoàn thanh niên; đoàn tncs hồ chí minh;
công đoàn; thẩm định; lễ kỷ niệm; kỷ niệm; tổ chức; quản lý; quỹ khuyến học; xúc tiến; đầu tư; phát triển; dịch vụ;
ủy ban nhân dân tỉnh; ubnd tỉnh; mặt trận;
chuyển đổi số; an ninh; trật tự; an toàn; giao thông; vận tải; lưu trữ; xuất nhập khẩu; công ty cổ phần; cổ phần;
trách nhiệm hữu hạn; tập đoàn; tổng công ty; điện lực; viễn thông; cấp nước; môi trường; nông thôn; xây dựng
"""
SYLLABLE = re.compile(r"[^\W\d_]+")


def _entries() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for phrase in re.split(r"[;\n]\s*", f"{PROVINCES};{AGENCY_WORDS}"):
        syllables = tuple(SYLLABLE.findall(unicodedata.normalize("NFC", phrase.casefold())))
        if syllables:
            yield tuple(map(fold, syllables)), syllables


PHRASES = dict(_entries())
PHRASES |= {("tinh", *folded): ("tỉnh", *marked) for folded, marked in tuple(PHRASES.items()) if folded[0] != "tinh"}
LONGEST = max(map(len, PHRASES))


def with_marks(name: str) -> str:
    """Give the words of a name their marks; the longest phrase of the lists wins."""
    found = list(SYLLABLE.finditer(name))
    folded = [fold(match[0]) for match in found]
    pieces: list[str] = []
    end = at = 0
    while at < len(found):
        longest = min(LONGEST, len(found) - at)
        count = next((n for n in range(longest, 0, -1) if tuple(folded[at : at + n]) in PHRASES), 0)
        marked = PHRASES.get(tuple(folded[at : at + count]), ())
        for match, syllable in zip(found[at : at + count], marked, strict=True):
            pieces += [name[end : match.start()], _in_case_of(match[0], syllable)]
            end = match.end()
        at += count or 1
    return "".join(pieces) + name[end:]


def _in_case_of(read: str, syllable: str) -> str:
    if read.isupper():
        return syllable.upper()
    return syllable.capitalize() if read[:1].isupper() else syllable
