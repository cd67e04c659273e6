"""A period found in a whole letter -> is it a standing rule (a "thời hạn giải quyết", a step of a regulation), no duty?

A decision that publishes procedures says how long each future application may take, a regulation what follows within
how many days of what. Nobody is told to act now, so those periods are left out. A sentence that stands alone is read
as it stands.
"""

from __future__ import annotations

import re

from pipeline.deadlines.finding import Finding, Place
from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind, RelativeAnswer

SENTENCES_OF_A_LETTER = 8
PROCEDURE_WORDS = phrase(
    r"(?<!\w)(?:thủ tục hành chính|tthc|quy trình nội bộ|trình tự thực hiện|cách thức thực hiện|thành phần hồ sơ"
    r"|thời (?:hạn|gian) giải quyết)(?!\w)"
)
MENTIONS_OF_A_PROCEDURE = 3
# A decision that orders something has three or four articles, a regulation many.
ARTICLE = re.compile(r"(?m)^\s*điều\s+[0-9]{1,3}\s*[.:]")
ARTICLES_OF_A_REGULATION = 6
# The application of somebody to come, not a paper of this letter.
APPLICATION = phrase(r"(?<!\w)(?:hồ sơ|đơn|phiếu tiếp nhận|đủ giấy tờ)(?!\w)(?! (?:này|nêu trên))")
THIS_PAPER = phrase(r"(?<!\w)này(?!\w)|(?<!\w)ban hành(?: (?:quyết định|kế hoạch|thông báo|công văn))?[\s.)]*$")
# "Thời hạn giải quyết: …", "Trường hợp đủ điều kiện thì … trong 07 ngày làm việc"
STANDARD = phrase(r"[\s\"(]*thời (?:hạn|gian) (?:giải quyết|xử lý|thẩm định)(?!\w)")
SOME_CASE = phrase(r"[\s\"(]*trường hợp(?!\w)")
ORDERED_NOW = phrase(r"\s*(?:uỷ ban nhân dân [^,;]{2,30} |ubnd [^,;]{2,30} )?(?:giao|yêu cầu|đề nghị)(?!\w)")


def sets_standing_rules(folded: str, sentence_count: int) -> bool:
    """True for a letter that publishes procedures or is a regulation, never for a sentence by itself."""
    if sentence_count < SENTENCES_OF_A_LETTER:
        return False
    if sum(1 for _ in ARTICLE.finditer(folded)) >= ARTICLES_OF_A_REGULATION:
        return True
    return sum(1 for _ in PROCEDURE_WORDS.finditer(folded)) >= MENTIONS_OF_A_PROCEDURE


def is_standing_rule(finding: Finding, place: Place, *, in_standing_rules: bool, sentence_count: int) -> bool:
    """Tell "kể từ ngày nhận đủ hồ sơ hợp lệ" from "kể từ ngày ban hành Quyết định này"."""
    if finding.kind is not DeadlineKind.RELATIVE or not isinstance(finding.answer, RelativeAnswer):
        return False
    if sentence_count < SENTENCES_OF_A_LETTER:
        return False
    event = place.folded[place.start : place.end] if finding.answer.counted_from else ""
    if THIS_PAPER.search(event):
        return False
    sentence = place.whole_sentence
    if APPLICATION.search(event) or STANDARD.match(sentence) or (not event and SOME_CASE.match(sentence)):
        return True
    return in_standing_rules and not ORDERED_NOW.match(sentence)
