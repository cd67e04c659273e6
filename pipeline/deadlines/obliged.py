"""A duty in its sentence -> who must act, in the letter's words, and whether that is our office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.deadlines.clauses import fold
from pipeline.deadlines.finding import Place
from pipeline.deadlines.phrases import phrase

# Names of bodies and people that letters give orders to.
BODY = (
    r"(?:tất cả (?=các|những))?(?:(?:các|toàn bộ|tất cả|những|mỗi|từng) )?"
    r"(?!báo cáo|báo động|ban hành|hội (?:nghị|thảo|thi|chợ|đàm|trường|nhập|họp)|trường hợp|bộ (?:máy|phận|tiêu|hồ"
    r"|luật|mặt)|thuế (?:giá|thu|suất)|đoàn kết|xã hội|sở hữu|quỹ đất|ngành nghề|đơn vị tính"
    r"|cơ sở (?:dữ liệu|vật chất|hạ tầng|pháp lý|kết quả|đó|để)|lãnh đạo,? (?:và )?(?:chỉ đạo|thực hiện|triển khai)"
    r"|thanh tra,? (?:và )?(?:kiểm tra|việc|các|đối)"
    r"|phòng (?:chống|ngừa|bệnh|cháy|họp|học|khám|thủ|trừ|tránh|vệ|,))"
    r"(?:bộ|sở|uỷ ban|ubnd|hội đồng|hđnd|chủ tịch|phó chủ tịch|thường trực|văn phòng|công an"
    r"|cơ quan|địa phương|đơn vị|phòng|ban|trung tâm|tổng cục|cục|chi cục|thuế|thanh tra|ngân hàng|kho bạc"
    r"|bảo hiểm xã hội"
    r"|cơ sở|toà án|viện|đài|báo|hội|đoàn|mặt trận|trường|cá nhân|doanh nghiệp|chủ đầu tư|nhà đầu tư"
    # Bare "tổ chức" is a verb.
    r"|(?:(?<=các )|(?<=những )|(?<=mỗi ))tổ chức|tổ chức(?= (?:chính trị|đoàn|xã hội|tín dụng|hành nghề|kinh tế|đảng"
    r"|quản lý|khoa học|đấu giá|được|phải|có trách nhiệm)|, cá nhân)"
    r"|hộ (?:gia đình|kinh doanh|dân)|chủ (?:cơ sở|hộ|doanh nghiệp|dự án)"
    r"|người|công dân|thủ trưởng|giám đốc|bộ trưởng|tập đoàn|tổng công ty|công ty|câu lạc bộ|thành viên|đảng uỷ"
    r"|cấp uỷ|chi (?:bộ|hội|đoàn)|bí thư|hiệu trưởng|đồng chí|chánh văn phòng|cán bộ|công chức|khu phố|nhà trường"
    r"|tỉnh uỷ|thành uỷ|bộ chỉ huy|ban chỉ huy|quý (?:cơ quan|đơn vị|uỷ ban|ban|sở|công ty)|xã|phường|đặc khu"
    r"|tỉnh|thành phố|trạm y tế|tổ(?! chức)|lãnh đạo|tổng giám đốc|trưởng|ngành|liên đoàn|quỹ|hợp tác xã|tổ trưởng"
    r"|cử tri|đại biểu|thành phần)(?!\w)"
)
HANDS_OVER = r"(?<!họp )(?<!hội nghị )giao(?! ban (?:định|h[ằà]ng|tuần|tháng|quý|với|vào|lúc|đầu|cuối))"
# "Hồ sơ đề nghị Ủy ban nhân dân tỉnh khen thưởng" is a thing, not an order.
ASKS = r"(?<!hồ sơ )(?<!đơn )(?<!danh sách )(?<!tờ trình )đề nghị"
ORDER = phrase(
    rf"(?<!\w)(?:{HANDS_OVER}|yêu cầu|(?:trân trọng |kính )?{ASKS}|phân công|kính mời|mời|đôn đốc|chỉ đạo) (?:cho "
    rf"|tới )?(?P<body>{BODY})"
)
# "- Chỉ đạo các trường rà soát …": who reads it is to direct, whom the lead-in above or "Kính gửi" names.
DIRECTS = phrase(r"[\s\"(+•*-]*(?:tiếp tục |tăng cường |khẩn trương )?(?:chỉ đạo|đôn đốc)(?!\w)")
PLAIN_ORDER = phrase(rf"(?<!\w)(?:{HANDS_OVER}|yêu cầu|{ASKS}|phân công) (?:cho |tới )?(?P<body>{BODY})")
# "Sở Nội vụ kính mời Chủ tịch …", "Thanh tra Thành phố chuyển đơn đến Ủy ban …": who asks is not who must act.
TOLD = phrase(
    rf"(?<!\w)(?:{HANDS_OVER}|yêu cầu|{ASKS}|mời|chuyển|chuyển (?:[^.;:,]{{0,80}} )?(?:đến|cho|tới)"
    rf"|thông báo (?:đến|tới|cho|để)) (?:cho |tới |đến )?(?P<body>{BODY})"
)
SUBJECT = phrase(rf"[\s\"(]*(?P<body>{BODY})")
# "Bộ Nội vụ vừa có văn bản đề nghị Ủy ban nhân dân các tỉnh …": what is written asks.
HAS_WRITTEN = phrase(
    r"\s*,?\s*(?:(?:vừa|đã|mới) ){0,2}(?:có|ban hành|ký|gửi) "
    r"(?:[^\s.;,]+ ){0,3}?(?:văn bản|công văn|công điện|chỉ thị)(?!\w)"
)
LONGEST_TITLE = 60  # characters between the name of a paper and what it asks
AFTER_MOMENT = phrase(rf"[^\w]*(?:hằng \w+\s*,?\s*)?(?P<body>{BODY})")
OPENING = phrase(
    r"[\s\"(]*(?:từ|trước|trong|khi|định kỳ|chậm nhất|h[ằà]ng|trường hợp|đối với|nếu|căn cứ|để|sau|vào)(?!\w)"
)
AFTER_LABEL = phrase(rf":\s+(?P<body>{BODY})")
LATER_SUBJECT = phrase(rf",\s*(?P<body>{BODY})")
# The heading "2. Đối với Công an Thành phố"
FOR_BODY = phrase(rf"(?:đối với|về phía) (?P<body>{BODY})")
# "(sau thời gian trên, Sở không tổng hợp)": what comes when the day is over.
WHEN_OVER = phrase(r"(?<!\w)(?:sau|quá|hết|ngoài) (?:thời (?:gian|hạn|điểm)|ngày|hạn)(?!\w)")
# Where the name ends and what must be done begins. In names the same words are capitals: "Bộ Xây dựng", "Cần Thơ".
ENDS_NAME = phrase(
    r"\s*(?P<stop>[.;:])"
    r"|,?\s+(?P<verb>chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|khẩn trương|tiếp tục|rà soát|nghiên cứu"
    r"|(?<!đầu tư )xây dựng|thực hiện|triển khai|báo cáo|gửi|hoàn thành|chỉ đạo|tập trung|hướng dẫn|theo dõi|đôn đốc"
    r"|(?<!, )(?<!và )(?<!cơ quan )tổ chức|kịp thời|phải|cần|căn cứ|trên cơ sở|tham mưu|(?<!công )(?<!dân )lập"
    r"|ban hành"
    r"|(?<!nhỏ và )vừa"
    r"|(?<!chương )(?<!công )(?<!quy )trình|cập nhật|quyết liệt|chủ động|tăng cường|nghiêm túc|(?<!cơ quan )tiếp nhận"
    r"|(?<!cơ quan )giải quyết|xem xét|(?<!cơ quan )thẩm định|(?<!tổ chức )đề xuất|quan tâm|thông báo|cung cấp"
    r"|(?<!văn phòng )(?<!cơ quan )đăng ký|theo|về|trước|chậm nhất|trong|vào|sớm|bố trí|(?<!bầu )(?<!ứng )cử(?! tri)"
    r"|tham gia|tổng hợp"
    r"|(?<!đoàn )kiểm tra|(?<!đoàn )giám sát|vận động|tuyên truyền|phổ biến|thống nhất|tiếp (?:công )?dân|đến"
    r"|(?<!người )nộp|định kỳ|đẩy nhanh|bảo đảm|đảm bảo|quán triệt|nếu|để|khi"
    r"|đăng tải|phấn đấu|đều|trao|tặng"
    r"|công khai|phân công|chuẩn bị|thường xuyên|có|được|đã|là|h[ằà]ng (?:ngày|tuần|tháng|quý|năm)|sử dụng|phê duyệt"
    r"|quyết định|khắc phục|xử lý|sẽ|trả|lấy ý kiến|(?<!đăng )ký|giao(?! thông| dịch)|làm việc|thành lập|lựa chọn"
    r"|tiến hành|phân luồng|yêu cầu|đề nghị|(?:tham )?dự(?! (?:án|toán|thảo|kiến|phòng|trữ|báo))|biết|họp"
    r"|mời|hỗ trợ|gia hạn|chuyển|hoàn thiện|bàn giao|sửa đổi|chấp thuận|xác nhận"
    r"|(?<!tiếp )(?<!công )nhận"
    # "Đoàn khảo sát", "người thi công" are names.
    r"|(?<!đoàn )(?<!tổ )(?<!ban )(?<!phòng )(?<!và )(?<!, )(?<!người )(?<!trung tâm )(?<!hội đồng )(?:"
    r"giải ngân|phân bổ|sửa chữa|thi công|niêm yết|kiện toàn|sắp xếp|khôi phục|di dời|thu hồi|cấp phát|thống kê"
    r"|đánh giá|phân loại|làm rõ|đối chiếu|chốt|khoá sổ|nhập|số hoá|tiêm|bổ sung|sơ kết|tổng kết|dừng|vận hành"
    r"|tháo dỡ|trồng|treo|xác minh|khảo sát|điều tra|thu thập|tập huấn|bồi dưỡng|đào tạo|tuyển|mua sắm|lắp đặt"
    r"|nâng cấp|nạo vét|dọn|phát động|hưởng ứng|trang trí|bình xét|tiếp thu|điều chỉnh|bãi bỏ|cưỡng chế|đo đạc"
    r"|cắm mốc|in ấn|phát hành|hoàn trả|thanh lý|quyết toán|nghiệm thu|thanh toán|chi trả|khởi công|khánh thành"
    r"|đồng bộ|kết nối|tích hợp|làm sạch|công bố|huy động|rút kinh nghiệm|nêu|tháo gỡ|thu|nộp|góp ý|phản hồi"
    r"|trả lời|kê khai))(?!\w)"
)
PREPOSITIONS = frozenset(["theo", "trước", "trong", "vào", "đến", "khi", "nếu", "để", "là", "có", "được", "đã"])
# "Đơn vị chủ trì thực hiện: Sở Nội vụ"
LEADS_ON = phrase(rf"(?<!\w)(?:đơn vị|cơ quan)?\s*(?:chủ trì|thực hiện)(?: [^\W\d_]+){{0,3}}\s*:\s*(?P<body>{BODY})")
TOLD_TO = frozenset(
    ["chủ trì", "có trách nhiệm", "chịu trách nhiệm", "khẩn trương", "tiếp tục", "rà soát", "tập trung", "chủ động"]
)
ASKING = frozenset(["yêu cầu", "đề nghị"])
# "Các trường đề nghị công nhận gửi hồ sơ …": of several it only says which of them.
SEVERAL = phrase(r"(?:các|toàn bộ|tất cả|những|mỗi|từng|cá nhân|người|đơn vị|tổ chức)(?!\w)")
ORGANIZING = frozenset(["tổ chức", "triển khai"])
LONGEST_NAME = 200
LONGEST_ORDER = 160  # from "chuyển" to the body that it goes to, with the first word of its name
FIRST_OF_LEAD = 160

KINH_GUI = phrase(
    r"(?<!\w)kính gửi\s*:?\s*(?P<names>[^.]{4,500}?)(?=[.;]?\s*\n\s*\n|\.\s|\n\s*(?:căn cứ|thực hiện|theo"
    r"|tiếp theo|ngày|để|triển khai|trên cơ sở|qua)(?!\w)|$)"
)
# Us, in general words: "UBND các xã, phường", "Chủ tịch UBND cấp xã", "các địa phương".
COMMUNES = phrase(
    r"(?<!\w)(?:cấp xã|các (?:xã|phường|đặc khu)|(?:xã|phường|đặc khu)\s*(?:,|/|và)\s*(?:xã|phường|đặc khu)"
    r"|địa phương|(?:từng|mỗi) (?:xã|phường)|(?:xã|phường) nào)(?!\w)"
    r"|(?:(?:uỷ ban nhân dân|ubnd) |^)(?:phường|xã|đặc khu)\s*$"
)
# "UBND phường (để phối hợp)", "Ủy ban nhân dân phường xác minh": no other ward is named.
UNNAMED_COMMITTEE = re.compile(
    r"(?:UBND|[UỦ][ỷy] ban nhân dân|ỦY BAN NHÂN DÂN) (?:phường|xã|PHƯỜNG|XÃ)(?!\w)(?!\s+(?:số\s)?[A-ZĐÀ-Ỹ\d])"
)
NOT_THE_COMMITTEE = phrase(r"(?<!\w)(?:công an|trạm y tế|toà án|viện kiểm sát|ban chỉ huy)(?: \w+){0,3} cấp xã")
NAMED_COMMUNE = phrase(r"(?:[Pp]hường|[Xx]ã|[Đđ]ặc khu) (?=[A-ZĐÀ-Ỹ])(?!Phường|Xã|Đặc)")
NOBODY_NAMED = phrase(
    r"(?:tất cả )?(?:các )?(?:cơ quan|đơn vị|tổ chức|cá nhân|thủ trưởng|quý|thành phần|đại biểu|thành viên|ngành"
    r"|lãnh đạo|cán bộ|công chức|viên chức|đồng chí|người)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class OfficeInLetter:
    """The folded names that mean us, and whether the letter is addressed to us (None: it names nobody)."""

    names: tuple[str, ...]
    units: tuple[str, ...]  # our own: ours only by their whole name, for other bodies have such rooms too
    addressees: str | None
    is_addressed: bool | None


def office_in(
    text: str, folded: str, *, names: Iterable[str], units: Iterable[str] = (), addressees: tuple[str, ...]
) -> OfficeInLetter:
    """Read "Kính gửi" once for the whole letter."""
    ours = tuple(fold(name) for name in names if name.strip())
    rooms = tuple(fold(name) for name in units)
    named = "; ".join(addressees) or _kinh_gui(text, folded)
    if not named:
        return OfficeInLetter(ours, rooms, None, None)
    return OfficeInLetter(ours, rooms, named, _is_us(named, ours))


def find_obliged(place: Place, office: OfficeInLetter) -> tuple[str | None, bool | None]:
    """The subject of the clause, else the heading above, else the addressee; and whether that is us."""
    name = _in_sentence(place, office) or _in_item(place, office) or _in_block(place, office)
    name = name or _in_leads(place, office)
    if name is None and office.addressees is None:
        name = _directed(place)
    if name is None:
        return office.addressees, office.is_addressed
    if fold(name) in office.units:
        return name, True if office.is_addressed is not False else None
    is_ours = _is_us(name, office.names)
    if is_ours is None:
        is_ours = office.is_addressed
    return name, is_ours


def find_invited(place: Place, office: OfficeInLetter) -> tuple[str | None, bool | None]:
    """Of a meeting: who is named as above, and whether it concerns us, which others may hold for us."""
    name, is_ours = find_obliged(place, office)
    if is_ours is False:
        sentence = place.whole_sentence
        if COMMUNES.search(sentence) or any(own in sentence for own in office.names):
            is_ours = True  # "Đoàn kiểm tra làm việc với UBND phường lúc 8 giờ …"
        elif office.is_addressed:
            is_ours = None
    return name, is_ours


def names_who_organizes(place: Place) -> bool:
    """True when a body right after the expression is told to organize: "…, Ủy ban nhân dân xã tổ chức"."""
    match = AFTER_MOMENT.match(place.folded, place.end, place.clause_end)
    if match is None:
        return False
    stop = _end_of_name(
        place.text, place.folded, match.end("body"), min(place.clause_end, place.end + 2 * FIRST_OF_LEAD)
    )
    return stop is not None and stop["verb"] in ORGANIZING


def _kinh_gui(text: str, folded: str) -> str | None:
    match = KINH_GUI.search(folded, 0, min(len(folded), 4000))
    if match is None:
        return None
    return _clean(text[match.start("names") : match.end("names")]) or None


def _in_sentence(place: Place, office: OfficeInLetter) -> str | None:
    folded = place.folded
    for start in dict.fromkeys((place.clause_start, place.sentence.start)):
        # An earlier clause names who must act only when it gives the order, not when it says whom to urge.
        directs = DIRECTS.match(folded, start, place.start) is not None
        order = ORDER if start == place.clause_start and not directs else PLAIN_ORDER
        match = _subject(place.text, folded, start, place.start, office) or order.search(folded, start, place.start)
        if match is None:
            match = _after_label(folded, start, place.start)
        if match is None and OPENING.match(folded, start, place.start):
            match = _acting(place.text, folded, start, place.start)
        if match:
            return _named(place, match, place.start)
    after = AFTER_MOMENT.match(folded, place.end, place.clause_end)
    if after is not None:
        match = _who_acts(place.text, folded, after, place.clause_end, office)
    else:
        match = _acting(place.text, folded, place.end, min(place.clause_end, place.end + 2 * FIRST_OF_LEAD))
    if match is None or WHEN_OVER.search(folded, place.end, match.start("body")):
        return None
    name = _named(place, match, place.clause_end)
    # "Gửi về Sở Tư pháp trước ngày …, Sở Tư pháp tổng hợp": whom it goes to need not send it.
    return None if name is None or fold(name) in place.before else name


def _directed(place: Place) -> str | None:
    """Whom somebody unnamed is to direct."""
    return _named(place, ORDER.search(place.folded, place.clause_start, place.start), place.start)


def _subject(text: str, folded: str, start: int, end: int, office: OfficeInLetter) -> re.Match[str] | None:
    subject = SUBJECT.match(folded, start, end)
    return None if subject is None else _who_acts(text, folded, subject, end, office)


def _who_acts(text: str, folded: str, subject: re.Match[str], end: int, office: OfficeInLetter) -> re.Match[str] | None:
    """The subject, or who is told to act when that one only asks: "Sở Nội vụ đề nghị các phường …".

    None when it asks without naming whom: "Sở Nội vụ đề nghị gửi báo cáo trước ngày …".
    """
    name_end = min(end, subject.end("body") + LONGEST_NAME)
    stop = _end_of_name(text, folded, subject.end("body"), name_end)
    does = max(stop.start("verb"), stop.start("stop")) if stop else name_end
    if stop and (written := HAS_WRITTEN.match(folded, stop.start())):
        does = written.end() + LONGEST_TITLE
    told = TOLD.search(folded, subject.end("body"), min(end, does + LONGEST_ORDER))
    # Of us the letter may tell whom we are to tell.
    if told is not None and told.start() <= does:
        return subject if _is_us(text[subject.start("body") : told.start()], office.names) else told
    asks = stop is not None and stop["verb"] in ASKING and not SEVERAL.match(subject["body"])
    return None if asks else subject


def _after_label(folded: str, start: int, end: int) -> re.Match[str] | None:
    """The body named last after a colon: "Về dự án mở rộng cảng: Bộ Xây dựng khẩn trương …"."""
    found = None
    for found in AFTER_LABEL.finditer(folded, start, end):  # noqa: B007  the last one counts
        pass
    return found


def _acting(text: str, folded: str, start: int, end: int) -> re.Match[str] | None:
    """A body after a comma that goes on to do something: "…, Chủ tịch Ủy ban nhân dân xã tổ chức"."""
    for match in LATER_SUBJECT.finditer(folded, start, end):
        stop = _end_of_name(text, folded, match.end("body"), min(end, match.end("body") + LONGEST_NAME))
        if stop and stop["verb"] and stop["verb"] not in PREPOSITIONS:
            return match
    return None


def _end_of_name(text: str, folded: str, start: int, limit: int) -> re.Match[str] | None:
    for match in ENDS_NAME.finditer(folded, start, limit):
        verb = match.start("verb")
        if verb < 0 or not text[verb].isupper() or text[verb - 2 : verb] == "- ":
            return match
    return None


def _named(place: Place, match: re.Match[str] | None, limit: int) -> str | None:
    if match is None:
        return None
    start = match.start("body")
    stop = min(limit, start + LONGEST_NAME)
    end = _end_of_name(place.text, place.folded, match.end("body"), stop)
    return _clean(place.text[start : end.start() if end else stop])


def _in_item(place: Place, office: OfficeInLetter) -> str | None:
    """Who is named in the task that a "Thời gian thực hiện: …" stands under."""
    start, end = place.sentence.item_start, place.sentence.start
    if start == end:
        return None
    match = LEADS_ON.search(place.folded, start, end) or _subject(place.text, place.folded, start, end, office)
    return _named(place, match or ORDER.search(place.folded, start, end), end)


def _in_block(place: Place, office: OfficeInLetter) -> str | None:
    """Who is told to act by the sentence that opens the paragraph: "Bộ Tài chính chủ trì …. Báo cáo … trước ngày …"."""
    start, end = place.sentence.block_start, place.sentence.start
    order = PLAIN_ORDER.match(place.folded, start, end)
    if order:
        return _named(place, order, end)
    subject = _subject(place.text, place.folded, start, end, office)
    if subject is None:
        return None
    if subject.re is TOLD:
        return _named(place, subject, end)
    stop = _end_of_name(place.text, place.folded, subject.end("body"), min(end, subject.end("body") + LONGEST_NAME))
    # A subject that has done something is no one who must: "Sở Y tế có Công văn số …".
    return _named(place, subject, end) if stop and (stop["verb"] in TOLD_TO or stop["stop"] == ":") else None


def _in_leads(place: Place, office: OfficeInLetter) -> str | None:
    for lead in place.sentence.leads:
        folded = fold(lead[:FIRST_OF_LEAD])
        match = PLAIN_ORDER.match(folded) or FOR_BODY.match(folded) or _subject(lead, folded, 0, len(folded), office)
        match = match or PLAIN_ORDER.search(folded)
        if match:
            end = _end_of_name(lead, folded, match.end("body"), FIRST_OF_LEAD)
            return _clean(lead[match.start("body") : end.start() if end else FIRST_OF_LEAD])
    return None


def _is_us(name: str, ours: tuple[str, ...]) -> bool | None:
    folded = fold(" ".join(name.split()))
    if any(own in folded for own in ours):
        return True
    if COMMUNES.search(folded) or UNNAMED_COMMITTEE.search(name):
        return None if NOT_THE_COMMITTEE.search(folded) else True
    if NAMED_COMMUNE.search(name):
        return False
    return None if NOBODY_NAMED.match(folded) else False


def _clean(name: str) -> str:
    """Without the rest of a bracket that the name stops in, and without the "và" of a second verb."""
    words = " ".join(name.split()).strip(" .,;:-\"'“”")
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")]
    elif words.count(")") > words.count("("):
        words = words.strip("()")
    return words.strip(" .,;:-").removesuffix(" và")
