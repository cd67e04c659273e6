"""A duty in its sentence -> who must act, in the letter's words, and whether that is our office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.deadlines.clauses import fold
from pipeline.deadlines.finding import Place

# Names of bodies and people that letters give orders to.
BODY = (
    r"(?:(?:các|toàn\s+bộ|những|mỗi|từng)\s+)?"
    r"(?!báo\s+cáo|ban\s+hành|hội\s+(?:nghị|thảo|thi|chợ|đàm)|trường\s+hợp|bộ\s+(?:máy|phận|tiêu|hồ|luật)|thuế\s+(?:giá|thu|suất)|đoàn\s+kết"
    r"|tổ\s+chức\s+(?:thực|triển|tiếp|hội|kiểm|tuyên|xét|lễ|sơ|tổng|đánh|lấy|rà|quán|các|cho|thi|lại)|phòng\s+(?:chống|ngừa|bệnh|,)|đơn\s+vị\s+tính)"
    r"(?:bộ|sở|uỷ\s+ban|ubnd|hội\s+đồng|hđnd|chủ\s+tịch|phó\s+chủ\s+tịch|thường\s+trực|văn\s+phòng|công\s+an"
    r"|cơ\s+quan|địa\s+phương|đơn\s+vị|phòng|ban|trung\s+tâm|tổng\s+cục|cục|chi\s+cục|thuế|thanh\s+tra|ngân\s+hàng|kho\s+bạc|bảo\s+hiểm\s+xã\s+hội"
    r"|toà\s+án|viện|đài|báo|hội|đoàn|mặt\s+trận|trường|tổ\s+chức|cá\s+nhân|doanh\s+nghiệp|chủ\s+đầu\s+tư|nhà\s+đầu\s+tư|hộ\s+(?:gia\s+đình|kinh\s+doanh)"
    r"|người|công\s+dân|thủ\s+trưởng|giám\s+đốc|bộ\s+trưởng|tập\s+đoàn|tổng\s+công\s+ty|công\s+ty|câu\s+lạc\s+bộ|thành\s+viên|đảng\s+uỷ|cấp\s+uỷ"
    r"|tỉnh\s+uỷ|thành\s+uỷ|bộ\s+chỉ\s+huy|ban\s+chỉ\s+huy|quý\s+(?:cơ\s+quan|đơn\s+vị|uỷ\s+ban|ban|sở|công\s+ty)|xã|phường|đặc\s+khu|tỉnh|thành\s+phố"
    r"|trạm\s+y\s+tế|tổ|lãnh\s+đạo|tổng\s+giám\s+đốc|trưởng|ngành|liên\s+đoàn|quỹ|hợp\s+tác\s+xã|tổ\s+trưởng|cử\s+tri|đại\s+biểu|thành\s+phần)(?!\w)"
)
ORDER = re.compile(
    rf"(?<!\w)(?:giao|yêu\s+cầu|(?:trân\s+trọng\s+|kính\s+)?đề\s+nghị|phân\s+công|kính\s+mời|mời|đôn\s+đốc|chỉ\s+đạo)\s+(?:cho\s+|tới\s+)?(?P<body>{BODY})"
)
SUBJECT = re.compile(rf"[\s\"(]*(?P<body>{BODY})")
AFTER_MOMENT = re.compile(rf"[^\w]*(?:hằng\s+\w+\s*,?\s*)?(?P<body>{BODY})")
OPENING = re.compile(r"[\s\"(]*(?:từ|trước|trong|khi|định\s+kỳ|chậm\s+nhất|h[ằà]ng|trường\s+hợp|đối\s+với|nếu|căn\s+cứ|để|sau|vào)(?!\w)")
LATER_SUBJECT = re.compile(rf",\s*(?P<body>{BODY})")
# Where the name ends and what must be done begins.
ENDS_NAME = re.compile(
    r"\s*(?:[.;:]|,?\s+(?:chủ\s+trì|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm|khẩn\s+trương|tiếp\s+tục|(?<!ban )(?<!, )(?<!và )(?<!cơ quan )tổ\s+chức"
    r"|rà\s+soát|nghiên\s+cứu|(?<!bộ )(?<!sở )xây\s+dựng|thực\s+hiện|triển\s+khai|báo\s+cáo|gửi|hoàn\s+thành|(?<!ban )chỉ\s+đạo|tập\s+trung|hướng\s+dẫn|theo\s+dõi|đôn\s+đốc"
    r"|kịp\s+thời|phải|cần|căn\s+cứ|trên\s+cơ\s+sở|tham\s+mưu|lập|ban\s+hành|trình|cập\s+nhật|quyết\s+liệt|chủ\s+động|tăng\s+cường|nghiêm\s+túc"
    r"|tiếp\s+nhận|giải\s+quyết|xem\s+xét|thẩm\s+định|đề\s+xuất|phối\s+hợp|quan\s+tâm|thông\s+báo|cung\s+cấp|đăng\s+ký|theo|trước|chậm\s+nhất|trong"
    r"|sớm|bố\s+trí|cử|tham\s+gia|tổng\s+hợp|(?<!ban )kiểm\s+tra|tiếp\s+(?:công\s+)?dân|đến|nộp|định\s+kỳ|đẩy\s+nhanh|bảo\s+đảm|đảm\s+bảo|quán\s+triệt|nếu|để|khi"
    r"|đăng\s+tải|công\s+khai|phân\s+công|chuẩn\s+bị|thường\s+xuyên|tự|có|được|đã|là|h[ằà]ng\s+(?:ngày|tuần|tháng|quý|năm)|sử\s+dụng|phê\s+duyệt|quyết\s+định|khắc\s+phục|xử\s+lý|sẽ|trả|lấy\s+ý\s+kiến|ký|giao|làm\s+việc|thành\s+lập|lựa\s+chọn|tiến\s+hành|mời|hỗ\s+trợ|khi"
    r"|gia\s+hạn|cấp\s+(?!xã|tỉnh|uỷ|trung|có|trên|dưới|huyện)|rà|thu|chuyển|nhận|hoàn\s+thiện|bàn\s+giao|sửa\s+đổi|chấp\s+thuận|xác\s+nhận|và\s+các\s+nội\s+dung)(?!\w))"
)
LONGEST_NAME = 200
FIRST_OF_LEAD = 160

KINH_GUI = re.compile(r"(?<!\w)kính\s+gửi\s*:?\s*(?P<names>[^.]{4,500}?)(?=[.;]?\s*\n\s*\n|\.\s|\n\s*(?:căn cứ|thực hiện|theo|tiếp theo|ngày|để|triển khai|trên cơ sở|qua)(?!\w)|$)")
# Us, in general words: "UBND các xã, phường", "Chủ tịch UBND cấp xã", "các địa phương".
COMMUNES = re.compile(
    r"(?<!\w)(?:cấp\s+xã|các\s+(?:xã|phường|đặc\s+khu)|(?:xã|phường|đặc\s+khu)\s*(?:,|/|và)\s*(?:xã|phường|đặc\s+khu)|địa\s+phương|(?:từng|mỗi)\s+(?:xã|phường))(?!\w)"
    r"|(?:uỷ\s+ban\s+nhân\s+dân|ubnd)\s+(?:phường|xã)\s*$"
)
NOT_THE_COMMITTEE = re.compile(r"(?<!\w)(?:công\s+an|trạm\s+y\s+tế|toà\s+án|viện\s+kiểm\s+sát|ban\s+chỉ\s+huy)(?:\s+\w+){0,3}\s+cấp\s+xã")
NAMED_COMMUNE = re.compile(r"(?:[Pp]hường|[Xx]ã|[Đđ]ặc khu)\s+(?=[A-ZĐÀ-Ỹ])(?!Phường|Xã|Đặc)")
NOBODY_NAMED = re.compile(r"(?:các\s+)?(?:cơ\s+quan|đơn\s+vị|tổ\s+chức|cá\s+nhân|thủ\s+trưởng|quý|thành\s+phần|đại\s+biểu|thành\s+viên|ngành|lãnh\s+đạo|người)(?!\w)")


@dataclass(frozen=True, slots=True)
class Office:
    """The folded names that mean us, and whether the letter is addressed to us (None: it names nobody)."""

    names: tuple[str, ...]
    addressees: str | None
    is_addressed: bool | None


def office_in(text: str, folded: str, *, names: Iterable[str], addressees: tuple[str, ...]) -> Office:
    """Read "Kính gửi" once for the whole letter."""
    ours = tuple(fold(name) for name in names if name.strip())
    named = "; ".join(addressees) or _kinh_gui(text, folded)
    if not named:
        return Office(ours, None, None)
    return Office(ours, named, _is_us(named, ours))


def find_obliged(place: Place, office: Office) -> tuple[str | None, bool | None]:
    """The subject of the clause, else the heading above, else the addressee; and whether that is us."""
    name = _in_sentence(place) or _in_leads(place)
    if name is None:
        return office.addressees, office.is_addressed
    is_ours = _is_us(name, office.names)
    if is_ours is None:
        is_ours = office.is_addressed
    return name, is_ours


def _kinh_gui(text: str, folded: str) -> str | None:
    match = KINH_GUI.search(folded, 0, min(len(folded), 4000))
    if match is None:
        return None
    return _clean(text[match.start("names") : match.end("names")]) or None


def _in_sentence(place: Place) -> str | None:
    folded = place.folded
    for start in dict.fromkeys((place.clause_start, place.sentence.start)):
        match = SUBJECT.match(folded, start, place.start) or ORDER.search(folded, start, place.start)
        if match is None and OPENING.match(folded, start, place.start):
            match = _acting(folded, start, place.start)
        if match:
            return _named(place, match, place.start)
    match = AFTER_MOMENT.match(folded, place.end, place.clause_end) or _acting(
        folded, place.end, min(place.clause_end, place.end + 2 * FIRST_OF_LEAD)
    )
    return _named(place, match, place.clause_end)


def _acting(folded: str, start: int, end: int) -> re.Match[str] | None:
    """A body after a comma that goes on to do something: "…, Chủ tịch Ủy ban nhân dân xã tổ chức"."""
    for match in LATER_SUBJECT.finditer(folded, start, end):
        stop = ENDS_NAME.search(folded, match.end("body"), min(end, match.end("body") + LONGEST_NAME))
        if stop and stop.group().strip(" \n.;:"):
            return match
    return None


def _named(place: Place, match: re.Match[str] | None, limit: int) -> str | None:
    if match is None:
        return None
    start = match.start("body")
    stop = min(limit, start + LONGEST_NAME)
    end = ENDS_NAME.search(place.folded, match.end("body"), stop)
    return _clean(place.text[start : end.start() if end else stop])


def _in_leads(place: Place) -> str | None:
    for lead in place.sentence.leads:
        folded = fold(lead[:FIRST_OF_LEAD])
        match = ORDER.match(folded) or SUBJECT.match(folded) or ORDER.search(folded)
        if match:
            end = ENDS_NAME.search(folded, match.end("body"))
            return _clean(lead[match.start("body") : end.start() if end else FIRST_OF_LEAD])
    return None


def _is_us(name: str, ours: tuple[str, ...]) -> bool | None:
    folded = fold(" ".join(name.split()))
    if any(own in folded for own in ours):
        return True
    if COMMUNES.search(folded):
        return None if NOT_THE_COMMITTEE.search(folded) else True
    if NAMED_COMMUNE.search(name):
        return False
    return None if NOBODY_NAMED.match(folded) else False


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" .,;:-\"'“”()")
