"""The words of a letter that spoke for its field and against it, strongest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from classifiers.features import FEATURES, FIELD, TEXT_BLOCKS, syllables_of
from classifiers.tokens import LetterWords

PHRASES_SHOWN = 8
AGAINST_SHOWN = 4
LEAST_SHARE = 0.1  # of what the strongest phrase contributed

# Words of every letter: they join or order, and say nothing about the matter.
FUNCTION_WORDS = frozenset(
    """
    ai bao_gồm bằng bị bởi các cái căn_cứ cần chậm_nhất cho chúng chưa cả có có_thể còn cùng của cũng do dưới gồm gửi
    hay hiện hiện_nay hoặc hơn hết kèm kèm_theo khác khi không kể_từ là lên liên_quan lúc lại mà mọi mỗi một một_số mới
    nào này nay nên nếu ngay ngoài ngày ngày_tháng nhất nhất_là nhằm như nhưng những nữa nơi phải qua ra rất rồi sang
    sau sẽ so số sự tại theo thì thông_qua thuộc thế tháng tới trên trong trước từ từng tự và vào vẫn vậy về vì việc
    với vừa xin đang đã đây đến để đối_với đó đồng_thời được đều đầu giữa gắn hàng năm lần nói_chung vv giai_đoạn
    điều khoản điểm mục phần chương phụ_lục văn_bản công_văn quyết_định kế_hoạch thông_báo báo_cáo tờ_trình nghị_quyết
    nghị_định thông_tư chỉ_thị luật quy_định quy_chế hướng_dẫn đề_nghị yêu_cầu ban_hành thực_hiện triển_khai tổ_chức
    tăng_cường tiếp_tục phối_hợp thống_nhất chỉ_đạo chủ_trì đề_xuất xem_xét sửa_đổi bổ_sung phê_duyệt điều_chỉnh
    địa_bàn địa_phương tỉnh thành_phố huyện xã phường đặc_khu thị_trấn thị_xã quận trung_ương
    ủy_ban ủy ban ban_nhân_dân ủy_ban_nhân_dân nhân_dân hội_đồng_nhân_dân ubnd hđnd chủ_tịch phó giám_đốc sở bộ ngành
    phòng_ban cơ_quan đơn_vị cá_nhân cấp nội_dung công_tác nhiệm_vụ hoạt_động lĩnh_vực tình_hình kết_quả mục_đích
    trách_nhiệm đảm_bảo bảo_đảm nâng cao nâng_cao hiệu_quả chất_lượng qđ nđ tt nq kh ct cp ttg vb lưu vt
    """.split()  # noqa: SIM905  a line a word would hide them
)


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[str, ...]
    contribution: float

    @property
    def text(self) -> str:
        return " ".join(syllables_of(self.words))


@dataclass(frozen=True, slots=True)
class Evidence:
    spoke_for: tuple[str, ...]
    spoke_against: tuple[str, ...]


def find_evidence(words: LetterWords, features: Any, pipeline: Any, *, column: int) -> Evidence:
    """Name what spoke for and against the field of this column; `features` is the letter's row of the sparse matrix."""
    row = dict(zip(features.indices.tolist(), features.data.tolist(), strict=True))
    added = contributions_of(words, pipeline[FEATURES], row, pipeline[FIELD].weights[column])
    taken_away = {name: -contribution for name, contribution in added.items()}
    return Evidence(choose_phrases(words, added), choose_phrases(words, taken_away)[:AGAINST_SHOWN])


def choose_phrases(words: LetterWords, contributions: Mapping[str, float]) -> tuple[str, ...]:
    """Choose words and pairs of neighbouring words; no word is shown twice.

    `contributions` is what each word and each run of one or two syllables (joined by spaces) added to the field.
    """
    phrases = sorted(_phrases(words, contributions), key=lambda phrase: (-phrase.contribution, phrase.text))
    chosen: list[Phrase] = []
    shown: set[str] = set()
    for phrase in phrases:
        if len(chosen) == PHRASES_SHOWN or phrase.contribution < LEAST_SHARE * phrases[0].contribution:
            break
        if shown.isdisjoint(phrase.words):
            chosen.append(phrase)
            shown.update(phrase.words)
    return tuple(phrase.text for phrase in chosen)


def _phrases(words: LetterWords, contributions: Mapping[str, float]) -> Iterator[Phrase]:
    for candidate in {*_candidates(words.subject), *_candidates(words.body)}:
        parts = [_contribution((word,), contributions) for word in candidate]
        if min(parts) > 0:
            yield Phrase(candidate, _contribution(candidate, contributions))


def _candidates(words: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    telling = [word not in FUNCTION_WORDS and "-" not in word for word in words]
    for position, word in enumerate(words):
        if telling[position]:
            yield (word,)
            if position + 1 < len(words) and telling[position + 1]:
                yield word, words[position + 1]


def _contribution(words: tuple[str, ...], contributions: Mapping[str, float]) -> float:
    return sum(contributions.get(name, 0.0) for name in {*_runs(words), *words})


def contributions_of(
    words: LetterWords, features: Any, row: Mapping[int, float], weights: Sequence[float]
) -> dict[str, float]:
    """What each word and run of syllables of the letter added to a field.

    `features` is the fitted FeatureUnion, `row` maps columns to the letter's values, `weights` are those of the field.
    """
    names = {name for part in (words.subject, words.body) for name in (*part, *_runs(part))}
    added: dict[str, float] = {}
    offset = 0
    for block, vectorizer in features.transformer_list:
        if block in TEXT_BLOCKS:
            for name in names:
                column = vectorizer.vocabulary_.get(name)
                if column is not None and column + offset in row:
                    added[name] = added.get(name, 0.0) + row[column + offset] * float(weights[column + offset])
        offset += len(vectorizer.vocabulary_)
    return added


def _runs(words: Sequence[str]) -> list[str]:
    """The runs of one and of two syllables."""
    syllables = syllables_of(words)
    return [*syllables, *map(" ".join, pairwise(syllables))]
