"""What two models said of the same letters -> GateDecision: does the new one take the place of the active one?

The rule. Both are judged on letters that neither has learned: the held-out letters of the office, and the seed letters
in the folds of cross-validation. Only letters on which they disagree tell them apart; were they equally good, each such
letter would be lost or gained like the toss of a coin. The new model is worse beyond noise when as many losses would
come up in fewer than 1 of 20 such tosses (exact one-sided test of McNemar 1947). Looking at many fields at once would
find a worse one by luck, so for fields the 1 in 20 is divided by their number (Bonferroni). On seed letters, which are
many and nobody's post, a loss must also be large enough to matter; on the office's own letters every real loss matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import comb

NOISE = 0.05
FEWEST_CASES_A_FIELD = 10
SEED_TOLERANCE = 0.01
SEED_FIELD_TOLERANCE = 0.05


@dataclass(frozen=True, slots=True)
class Case:
    """A letter that neither model has learned, and who was right."""

    field: str
    before: bool  # the active model
    after: bool  # the new one


@dataclass(frozen=True, slots=True)
class Comparison:
    field: str | None  # None: all fields together
    letters: int
    before: int  # letters on which the active model was right
    after: int
    lost: int  # right before, wrong now
    gained: int
    chance: float  # of at least so many losses between two equally good models
    is_worse: bool


@dataclass(frozen=True, slots=True)
class GateDecision:
    activates: bool
    reason: str  # one Vietnamese sentence for the administrator
    against: str | None = None  # the version that was active
    office: tuple[Comparison, ...] = ()  # all letters first, then each field with enough of them
    seed: tuple[Comparison, ...] = ()

    def to_json(self) -> dict[str, object]:
        return asdict(self)


def decide_first() -> GateDecision:
    return GateDecision(activates=True, reason="Bản đầu tiên: chưa có bản nào để so sánh.")


def decide_unusable(against: str, trouble: str) -> GateDecision:
    """The active model cannot be loaded: any model that works is better than none."""
    return GateDecision(activates=True, reason=f"Bản đang dùng không mở được: {trouble}", against=against)


def decide(
    against: str,
    *,
    office: Sequence[Case],
    seed: Sequence[Case],
    lost_fields: Collection[str] = (),
    field_names: Mapping[str, str] | None = None,
) -> GateDecision:
    """Compare with the active version `against`; `lost_fields` are fields of the office that only it knows."""
    of_office = compare(office, tolerance=0.0, field_tolerance=0.0)
    of_seed = compare(seed, tolerance=SEED_TOLERANCE, field_tolerance=SEED_FIELD_TOLERANCE)
    names = field_names or {}
    faults = [
        *(f"không còn biết lĩnh vực {_name(field, names)}" for field in sorted(lost_fields)),
        *(_fault(one, names, "văn bản đã xác nhận để riêng") for one in of_office if one.is_worse),
        *(_fault(one, names, "văn bản mẫu") for one in of_seed if one.is_worse),
    ]
    if faults:
        reason = f"Giữ làm bản chờ vì kém bản {against}: {'; '.join(faults)}."
    elif of_office or of_seed:
        sides = ((of_office, "văn bản đã xác nhận để riêng"), (of_seed, "văn bản mẫu"))
        shown = "; ".join(f"{_counts(found[0])} {letters}" for found, letters in sides if found)
        reason = f"Không kém bản {against}: {shown}."
    else:
        reason = f"Không có văn bản chung nào để so với bản {against}."
    return GateDecision(not faults, reason, against, of_office, of_seed)


def compare(cases: Sequence[Case], *, tolerance: float, field_tolerance: float) -> tuple[Comparison, ...]:
    """All cases together first, then each field with enough cases; none without cases."""
    if not cases:
        return ()
    by_field: dict[str, list[Case]] = {}
    for case in cases:
        by_field.setdefault(case.field, []).append(case)
    enough = {field: own for field, own in sorted(by_field.items()) if len(own) >= FEWEST_CASES_A_FIELD}
    return (
        _compare(None, cases, noise=NOISE, tolerance=tolerance),
        *(_compare(field, own, noise=NOISE / len(enough), tolerance=field_tolerance) for field, own in enough.items()),
    )


def _compare(field: str | None, cases: Sequence[Case], *, noise: float, tolerance: float) -> Comparison:
    lost = _count(case.before and not case.after for case in cases)
    gained = _count(case.after and not case.before for case in cases)
    chance = chance_of_losses(lost, gained)
    return Comparison(
        field=field,
        letters=len(cases),
        before=_count(case.before for case in cases),
        after=_count(case.after for case in cases),
        lost=lost,
        gained=gained,
        chance=round(chance, 4),
        is_worse=chance < noise and (lost - gained) / len(cases) > tolerance,
    )


def chance_of_losses(lost: int, gained: int) -> float:
    """The chance of at least `lost` heads in `lost + gained` tosses of a fair coin."""
    tosses = lost + gained
    return float(sum(comb(tosses, heads) for heads in range(lost, tosses + 1)) / 2**tosses)


def _count(flags: Iterable[bool]) -> int:
    return sum(1 for flag in flags if flag)


def _fault(one: Comparison, names: Mapping[str, str], letters: str) -> str:
    where = f"lĩnh vực {_name(one.field, names)}, " if one.field else ""
    return f"{where}{_counts(one)} {letters}"


def _counts(one: Comparison) -> str:
    return f"đúng {one.after} thay vì {one.before} trong {one.letters}"


def _name(field: str | None, names: Mapping[str, str]) -> str:
    return names.get(field or "", field or "")
