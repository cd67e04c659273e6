"""What the rules hand to each other: the place an expression stands in, and the duty found there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time

from pipeline.deadlines.clauses import Sentence
from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind, SingleAnswer

SURE = 0.9
LIKELY = 0.75
UNSURE = 0.55

# Verbs of sending: the duty is a report or a reply. "Báo cáo số 565" and "theo báo cáo" name a paper, not an act.
REPORTING = phrase(
    r"(?<!\w)(?:(?<!theo )(?<!tại )(?<!của )(?<!trong )(?<!tiếp nhận )(?<!kỳ )(?<!của năm )(?<!của tháng )"
    r"(?<!của quý )báo cáo(?! số \d)"
    r"|gửi|nộp|cung cấp|phản hồi|phúc đáp"
    r"|trả lời|đăng ký|(?:tham gia|góp|cho|có|xin) ý kiến|góp ý|đề xuất|kê khai|thông tin (?:về|cho|kết quả)"
    r"|xác nhận (?:tham (?:dự|gia)|số lượng|với|lại)|liên hệ|phản ánh|kiến nghị|giải trình)(?!\w)"
)
# Verbs of doing: the duty is a task.
FINISHING = phrase(r"(?<!\w)(?:hoàn thành|hoàn thiện|hoàn tất|hoàn chỉnh|xong|kết thúc|dứt điểm)(?!\w)")
DOING = phrase(
    r"(?<!\w)(?:ban hành|(?<!tờ )(?<!quy )(?<!chương )(?<!công )(?<!lộ )trình"
    r"|phê duyệt|triển khai|thực hiện|khởi công|khánh thành|thông xe|khai trương"
    r"|bàn giao|rà soát|khắc phục|xây dựng|lập|tổ chức|cập nhật|công khai|công bố|niêm yết|giải ngân"
    r"|đưa vào|bố trí|đăng tải|đồng bộ|kết nối|xử lý|giải quyết|thanh toán|chi trả|tham mưu|nghiệm thu"
    r"|quyết toán|thẩm định|phân bổ|giao|chuyển|tiếp nhận|thông báo|kiểm tra|thanh tra|kiện toàn|sắp xếp"
    r"|thành lập|khôi phục|sửa chữa|hỗ trợ|di dời|thu hồi|cấp|tổng hợp|thống kê|đánh giá|phân loại"
    r"|tuyên truyền|phổ biến|nghiên cứu|làm rõ|cho ý kiến|đối chiếu|chốt|khoá sổ|nhập|số hoá|tiêm|trả"
    r"|lựa chọn|bổ sung|chuẩn bị|tiếp (?:công )?dân|lập|họp|sơ kết|tổng kết|cử|phân công|chấm dứt|dừng"
    r"|vận hành|thu|nộp|tháo dỡ|trồng|treo|bảo đảm|đảm bảo|quyết định|kết luận|xem xét|thay thế"
    r"|xác nhận|xác minh|hướng dẫn|chỉ đạo|quán triệt|đôn đốc|theo dõi|giám sát|khảo sát|điều tra|thu thập|tập huấn"
    r"|bồi dưỡng|đào tạo|tuyển dụng|tuyển sinh|mua sắm|lắp đặt|thi công|nâng cấp|nạo vét|dọn dẹp|phát động|hưởng ứng"
    r"|trang trí|bình xét|xét duyệt|thẩm tra|tiếp thu|điều chỉnh|sửa đổi|bãi bỏ|lấy ý kiến|giải phóng|bồi thường"
    r"|cưỡng chế|đấu giá|đấu thầu|đo đạc|cắm mốc|tiêu huỷ|in ấn|phát hành|lưu trữ|khen thưởng|trao|tặng|thăm"
    r"|vận động|hoàn trả|thanh lý|nhập liệu|tích hợp|làm sạch|cài đặt|kích hoạt|ký kết|bầu|khai trương)(?!\w)"
)
# Before these a verb is part of a name or a noun: "Bộ Xây dựng", "kết quả rà soát", "bị ảnh hưởng, đã được hỗ trợ".
NOMINAL = phrase(
    r"(?<!\w)(?:bộ|sở|ban|uỷ ban|phòng|cơ quan|đơn vị|kết quả|phương án|công tác|tình hình|được|bị|để|nhằm"
    r"|phục vụ|theo|tại|của|quá trình|kế hoạch"
    r"|biện pháp|giải pháp|nhu cầu|tiến độ|danh sách|hồ sơ|nội dung|thủ tục|quy trình|đề án|dự án|hoạt động"
    r"|trách nhiệm|thẩm quyền|nguồn|số|khi|sau) $"
)
# "kết quả hoàn thành"; but in "các phòng hoàn thành" the body acts, for no name has such a verb in it.
NOUN_BEFORE_FINISHING = phrase(
    r"(?<!\w)(?:kết quả|phương án|công tác|tình hình|được|bị|để|nhằm|phục vụ|theo|tại|của|quá trình|kế hoạch"
    r"|biện pháp|giải pháp|nhu cầu|tiến độ|danh sách|hồ sơ|thủ tục|quy trình|khi|sau) $"
)
OF_A_NAME = phrase(r"(?<!\w)(?:để|nhằm|theo|khi|sau|tại|của|trước khi) $")
# "báo cáo số hộ bị ảnh hưởng, trừ các hộ đã được hỗ trợ sửa nhà": what is left out is not asked for.
EXCEPTION = phrase(r", (?:ngoại )?trừ (?!trường hợp)")
RECIPIENT_ACTS = phrase(r"[^,;.]{0,110}")
REACHES = (400, 1000)  # characters before the expression
ALREADY = phrase(r"(?<!\w)(?:đã|từng|vừa qua)(?!\w)")


@dataclass(frozen=True, slots=True)
class Letter:
    """What the rules know of the whole letter. `issued_on` None: it shows no date of issue."""

    text: str
    folded: str  # same length
    issued_on: date | None
    received_on: date
    end_of_day: time

    def place(self, sentence: Sentence, start: int, end: int) -> Place:
        """The clause between semicolons that holds `start:end`."""
        left = self.folded.rfind(";", sentence.start, start) + 1
        right = self.folded.find(";", end, sentence.end)
        return Place(self, sentence, left or sentence.start, sentence.end if right < 0 else right, start, end)


@dataclass(frozen=True, slots=True)
class Place:
    """One expression in its clause."""

    letter: Letter
    sentence: Sentence
    clause_start: int
    clause_end: int
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.letter.text

    @property
    def folded(self) -> str:
        return self.letter.folded

    @property
    def issued_on(self) -> date | None:
        return self.letter.issued_on

    @property
    def before(self) -> str:
        """The clause up to the expression."""
        return self.folded[self.clause_start : self.start]

    @property
    def after(self) -> str:
        return self.folded[self.end : self.clause_end]

    @property
    def whole_sentence(self) -> str:
        return self.folded[self.sentence.start : self.sentence.end]

    @property
    def reference(self) -> date:
        """The day from which "trước ngày 25" is looked for."""
        return self.letter.issued_on or self.letter.received_on

    def is_past(self, day: date) -> bool:
        """True only when the letter's own date shows it."""
        return self.issued_on is not None and day < self.issued_on


@dataclass(frozen=True, slots=True)
class Finding:
    """A duty or an effective date; `anchor` is the day a period is counted from, when it is known."""

    kind: DeadlineKind
    answer: SingleAnswer
    start: int
    end: int
    confidence: float
    flags: tuple[str, ...] = ()
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class LastVerb:
    """The verb nearest before the expression."""

    at: int = -1
    kind: DeadlineKind | None = None
    finishes: bool = False


def last_verb(text: str) -> LastVerb:
    """Find the last verb of sending, finishing or doing in `text`.

    "kết quả thực hiện" is no act of its own, and in "gửi Sở Tài chính thẩm định" we only send.
    """
    if exception := EXCEPTION.search(text):
        text = text[: exception.start()]
    # The verb is far away only in endless sentences; the second reach keeps text that is no text cheap.
    for reach in REACHES:
        verb = _last_verb_in(text[-reach:])
        if verb.kind is not None:
            return replace(verb, at=verb.at + max(0, len(text) - reach))
    return LastVerb()


def _last_verb_in(text: str) -> LastVerb:
    sent = _last(REPORTING, text, OF_A_NAME)
    finished = _last(FINISHING, text, NOUN_BEFORE_FINISHING)
    done = _last(DOING, text)
    if done > max(sent, finished) and not (sent >= 0 and RECIPIENT_ACTS.fullmatch(text, sent, done)):
        return LastVerb(done, DeadlineKind.TASK)
    if finished > sent:
        return LastVerb(finished, DeadlineKind.TASK, finishes=True)
    return LastVerb(sent, DeadlineKind.REPORT) if sent >= 0 else LastVerb()


def _last(pattern: re.Pattern[str], text: str, nominal: re.Pattern[str] = NOMINAL) -> int:
    at = -1
    for match in pattern.finditer(text):
        if not nominal.search(text, max(0, match.start() - 16), match.start()):
            at = match.start()
    return at


def first_verb_kind(text: str) -> DeadlineKind | None:
    """The kind of the first verb in `text`."""
    matches = [
        (match.start(), kind)
        for pattern, kind in (
            (REPORTING, DeadlineKind.REPORT),
            (FINISHING, DeadlineKind.TASK),
            (DOING, DeadlineKind.TASK),
        )
        if (match := pattern.search(text))
    ]
    return min(matches, key=lambda found: found[0])[1] if matches else None
