"""The verbs of a sentence, read once for all its words of time: what is to be sent, finished or done."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind

# Verbs of sending: the duty is a report or a reply. "Báo cáo số 565" and "theo báo cáo" name a paper, not an act.
REPORTING = phrase(
    r"(?<!\w)(?:(?<!theo )(?<!tại )(?<!của )(?<!trong )(?<!tiếp nhận )(?<!kỳ )(?<!của năm )(?<!của tháng )"
    r"(?<!của quý )báo cáo(?! số \d)"
    r"|báo(?= (?:trước|về|cho|lại))|gửi|nộp|cung cấp|phản hồi|phúc đáp"
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
    r"(?<!\w)(?:bộ|sở|ban|uỷ ban|phòng|(?<!các )(?<!, )(?:cơ quan|đơn vị)|kết quả|phương án|công tác"
    r"|tình hình|được|bị|để|nhằm|phục vụ|theo|tại|của|quá trình|kế hoạch"
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
REACH = 1000  # characters before the expression


@dataclass(frozen=True, slots=True)
class LastVerb:
    """The verb nearest before an expression; `at` is counted from where the search began."""

    at: int = -1
    kind: DeadlineKind | None = None
    finishes: bool = False


@dataclass(frozen=True, slots=True)
class Verbs:
    """Where each verb of a sentence begins; the first three without those that are part of a noun or a name."""

    text: str
    sent: tuple[int, ...]
    finished: tuple[int, ...]
    done: tuple[int, ...]
    every: tuple[tuple[int, DeadlineKind], ...]

    def last(self, start: int, end: int) -> LastVerb:
        """Find the last verb of sending, finishing or doing between two offsets.

        "kết quả thực hiện" is no act of its own, and in "gửi Sở Tài chính thẩm định" we only send.
        """
        if exception := EXCEPTION.search(self.text, start, end):
            end = exception.start()
        lowest = max(start, end - REACH)
        sent, finished, done = (_last(verbs, lowest, end) for verbs in (self.sent, self.finished, self.done))
        if done > max(sent, finished) and not (sent >= 0 and RECIPIENT_ACTS.fullmatch(self.text, sent, done)):
            return LastVerb(done - start, DeadlineKind.TASK)
        if finished > sent:
            return LastVerb(finished - start, DeadlineKind.TASK, finishes=True)
        return LastVerb(sent - start, DeadlineKind.REPORT) if sent >= 0 else LastVerb()

    def first_kind(self, start: int, end: int) -> DeadlineKind | None:
        """The kind of the first verb between two offsets, a noun or not."""
        place = bisect_left(self.every, start, key=lambda verb: verb[0])
        if place == len(self.every) or self.every[place][0] >= end:
            return None
        return self.every[place][1]


# One sentence is asked for each of its words of time, then the next one.
@lru_cache(maxsize=4)
def verbs_in(text: str) -> Verbs:
    sent, finished, done = (
        [match.start() for match in pattern.finditer(text)] for pattern in (REPORTING, FINISHING, DOING)
    )
    every = sorted(
        [(at, 0, DeadlineKind.REPORT) for at in sent] + [(at, 1, DeadlineKind.TASK) for at in (*finished, *done)],
        key=lambda verb: verb[:2],
    )
    return Verbs(
        text,
        _acts(text, sent, OF_A_NAME),
        _acts(text, finished, NOUN_BEFORE_FINISHING),
        _acts(text, done, NOMINAL),
        tuple((at, kind) for at, _, kind in every),
    )


def _acts(text: str, starts: list[int], noun_before: re.Pattern[str]) -> tuple[int, ...]:
    return tuple(at for at in starts if not noun_before.search(text, max(0, at - 16), at))


def _last(starts: tuple[int, ...], lowest: int, end: int) -> int:
    place = bisect_left(starts, end)
    return starts[place - 1] if place and starts[place - 1] >= lowest else -1
