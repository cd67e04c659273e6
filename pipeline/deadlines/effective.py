"""A moment after "có hiệu lực" or a term of delegation -> an effective date: information, never a duty."""

from __future__ import annotations

from datetime import date

from pipeline.deadlines.finding import SURE, Finding, Letter, Place
from pipeline.deadlines.phrases import phrase
from pipeline.documents import DeadlineKind, EffectiveAnswer

# "có hiệu lực thi hành kể từ ngày"; not "hết hiệu lực"
IN_FORCE = phrase(
    r"(?<!hết )hiệu lực(?: (?:thi hành|áp dụng|pháp luật))?(?:\s*[,:]?\s*(?:kể|bắt đầu))?\s*(?:từ|vào|:|là)[\s:]*$"
)
# "trước ngày Luật này có hiệu lực": a condition
IN_FORCE_BEFORE = phrase(r"(?:trước|khi|sau)\s[^.;,]{0,60}có hiệu lực[^.;,]{0,12}$")
# The paper itself; when another paper came into force is history.
THIS_PAPER = phrase(r"(?<!\w)này (?:\([^()]*\) )?(?:sẽ |chính thức )?(?:có )?hiệu lực[^.;]*$")
# "Thời hạn ủy quyền: … đến hết ngày"
DELEGATED = phrase(r"(?:thời hạn|thời gian) (?:uỷ quyền|có hiệu lực|hiệu lực|phân cấp)[^.;]*$")
# "có hiệu lực kể từ ngày ký"
FROM_SIGNING = phrase(r"hiệu lực(?: (?:thi hành|áp dụng))?\s*(?:kể\s*)?từ ngày (?:ký|ban hành)")


def find_effective(place: Place, first: date | None, last: date | None) -> Finding | None:
    """Read "có hiệu lực (thi hành) (kể) từ ngày …" and terms of delegation."""
    if not names_effect(place):
        return None
    before = place.before
    delegated = DELEGATED.search(before[-160:])
    if first is not None and first < place.reference and not delegated and not THIS_PAPER.search(before):
        return None
    if delegated and first == last:
        answer = EffectiveAnswer(None, last)
    else:
        answer = EffectiveAnswer(first, last if last != first else None)
    return Finding(DeadlineKind.EFFECTIVE, answer, place.start, place.end, SURE)


def names_effect(place: Place) -> bool:
    """True when the words before say that something comes into force or is delegated."""
    before = place.before[-160:]
    if IN_FORCE.search(before[-60:]) and not IN_FORCE_BEFORE.search(before[-100:]):
        return True
    return DELEGATED.search(before) is not None


def find_effective_from_signing(letter: Letter, start: int, end: int) -> Finding | None:
    """Read "có hiệu lực kể từ ngày ký" between two offsets."""
    match = FROM_SIGNING.search(letter.folded, start, end)
    if match is None or letter.issued_on is None:
        return None
    return Finding(DeadlineKind.EFFECTIVE, EffectiveAnswer(letter.issued_on), match.start(), match.end(), SURE)
