"""What the rules hand to each other: the place an expression stands in, and the duty found there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pipeline.deadlines.clauses import Sentence
from pipeline.documents import DeadlineKind, SingleAnswer

SURE = 0.9
LIKELY = 0.75
UNSURE = 0.55

# Verbs of sending: the duty is a report or a reply. "Báo cáo số 565" and "theo báo cáo" name a paper, not an act.
REPORTING = re.compile(
    r"(?<!\w)(?:(?<!theo )(?<!tại )(?<!của )(?<!trong )(?<!tiếp nhận )(?<!kỳ )(?<!năm )(?<!niên độ )báo cáo(?! số \d)(?!viên)|gửi|nộp|cung cấp|phản hồi|phúc đáp"
    r"|trả lời|đăng ký|(?:tham gia|góp|cho|có|xin)\s+ý\s+kiến|góp ý|đề xuất|kê khai|thông tin\s+(?:về|cho|kết quả))(?!\w)"
)
# Verbs of doing: the duty is a task.
FINISHING = re.compile(r"(?<!\w)(?:hoàn\s+thành|hoàn\s+thiện|hoàn\s+tất|hoàn\s+chỉnh|xong|kết\s+thúc|dứt\s+điểm)(?!\w)")
DOING = re.compile(
    r"(?<!\w)(?:ban\s+hành|trình|phê\s+duyệt|triển\s+khai|thực\s+hiện|khởi\s+công|khánh\s+thành|thông\s+xe|khai\s+trương"
    r"|bàn\s+giao|rà\s+soát|khắc\s+phục|xây\s+dựng|lập|tổ\s+chức|cập\s+nhật|công\s+khai|công\s+bố|niêm\s+yết|giải\s+ngân"
    r"|đưa\s+vào|bố\s+trí|đăng\s+tải|đồng\s+bộ|kết\s+nối|xử\s+lý|giải\s+quyết|thanh\s+toán|chi\s+trả|tham\s+mưu|nghiệm\s+thu"
    r"|quyết\s+toán|thẩm\s+định|phân\s+bổ|giao|chuyển|tiếp\s+nhận|thông\s+báo|kiểm\s+tra|thanh\s+tra|kiện\s+toàn|sắp\s+xếp"
    r"|thành\s+lập|khôi\s+phục|sửa\s+chữa|hỗ\s+trợ|di\s+dời|thu\s+hồi|cấp|tổng\s+hợp|thống\s+kê|đánh\s+giá|phân\s+loại"
    r"|tuyên\s+truyền|phổ\s+biến|nghiên\s+cứu|làm\s+rõ|cho\s+ý\s+kiến|đối\s+chiếu|chốt|khoá\s+sổ|nhập|số\s+hoá|tiêm|trả"
    r"|lựa\s+chọn|bổ\s+sung|chuẩn\s+bị|tiếp\s+(?:công\s+)?dân|lập|họp|sơ\s+kết|tổng\s+kết|cử|phân\s+công|chấm\s+dứt|dừng"
    r"|vận\s+hành|thu|nộp|tháo\s+dỡ|trồng|treo|bảo\s+đảm|đảm\s+bảo|quyết\s+định|kết\s+luận|xem\s+xét|thay\s+thế)(?!\w)"
)
# Before these a verb is part of a name or a noun: "Bộ Xây dựng", "kết quả rà soát", "bị ảnh hưởng, đã được hỗ trợ".
NOMINAL = re.compile(
    r"(?<!\w)(?:bộ|sở|ban|uỷ\s+ban|phòng|kết\s+quả|phương\s+án|công\s+tác|tình\s+hình|được|bị|để|nhằm|phục\s+vụ|theo|tại|của|quá\s+trình|kế\s+hoạch"
    r"|biện\s+pháp|giải\s+pháp|nhu\s+cầu|tiến\s+độ|danh\s+sách|hồ\s+sơ|nội\s+dung|thủ\s+tục|quy\s+trình|đề\s+án|dự\s+án|hoạt\s+động|cơ\s+quan"
    r"|đơn\s+vị|trách\s+nhiệm|thẩm\s+quyền|nguồn|số|khi|sau)\s+$"
)
RECIPIENT_ACTS = re.compile(r"[^,;.]{0,110}")
ALREADY = re.compile(r"(?<!\w)(?:đã|từng|vừa qua)(?!\w)")


@dataclass(frozen=True, slots=True)
class Place:
    """One expression in its clause. `issued_on` None: the letter shows no date of issue."""

    text: str
    folded: str  # same length
    sentence: Sentence
    clause_start: int
    clause_end: int
    start: int
    end: int
    issued_on: date | None
    received_on: date

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
        return self.issued_on or self.received_on

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
    sent = _last(REPORTING, text)
    finished = _last(FINISHING, text)
    done = _last(DOING, text)
    if done > max(sent, finished) and not (sent >= 0 and RECIPIENT_ACTS.fullmatch(text, sent, done)):
        return LastVerb(done, DeadlineKind.TASK)
    if finished > sent:
        return LastVerb(finished, DeadlineKind.TASK, finishes=True)
    return LastVerb(sent, DeadlineKind.REPORT) if sent >= 0 else LastVerb()


def _last(pattern: re.Pattern[str], text: str) -> int:
    at = -1
    for match in pattern.finditer(text):
        if not NOMINAL.search(text, max(0, match.start() - 16), match.start()):
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
