"""Text of fonts from before Unicode (TCVN3 as in .VnTime, VNI-Windows) -> Unicode, the runs of each font alone.

The tables are facts: TCVN3 is glibc's TCVN5712-1 (tested against iconv), VNI is what its fonts draw. That a font name
is no proof, that U+2212 stands for ư and U+2219 for ã, and that a run must be judged alone: learnt from viparse (MIT).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.syllables import is_syllable

TCVN3_CODES = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
TCVN3_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TCVN3 = str.maketrans(TCVN3_CODES, TCVN3_LETTERS)
# What PDF readers make of codes by the names of their glyphs: periodcentered, mu; and of a symbol font.
TCVN3_ALIASES = str.maketrans(
    {"\u2219": "\u00b7", "\u03bc": "\u00b5"} | {chr(0xF000 + code): chr(code) for code in range(0xA1, 0x100)}
)
# ư is the code of the soft hyphen: it may come as a minus, a hyphen, or pdfium's mark of a hyphen at a line end.
SOFT_HYPHENS = re.compile("[\u00ad\u2212\x02\ufffe-]")

VNI_VOWELS = {"a": "a", "e": "e", "o": "o", "u": "u", "y": "y", "ô": "ơ", "ö": "ư"}
VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_HATS = dict(zip("âáàåãä", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))  # over a, e, o
VNI_BREVES = dict(zip("êéèúüë", ("", *"\u0301\u0300\u0309\u0303\u0323"), strict=True))  # over a
VNI_SINGLE = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư"}

TCVN3_FONT = re.compile(r"(?:[A-Z]{6}\+)?(?:\.V[nN]|Vn(?!i-))\w")
CAPITALS_FONT = re.compile(r"H(?:[, -]?(?:Bold|Italic|Oblique|Regular))*$")
VNI_FONT = re.compile(r"(?:[A-Z]{6}\+)?VNI[-_ ]?\w")
# Codes beside a letter that no Vietnamese word in Unicode has; French and German have a few of them.
FOREIGN_CODE = re.compile("[A-Za-z][\u00a1-\u00bfÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ\u2219\u2212\uf0a1-\uf0ff]")
FEWEST_FOREIGN_CODES = 3
UNICODE_LETTER = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
# pdfium ends a line with its mark of a hyphen, and goes on with the next line without a space.
WORD = re.compile(r"[^\s\x02\ufffe]+[\x02\ufffe]?|[\x02\ufffe]")
LETTERS = re.compile(r"[^\W\d_]+")
# Several of them in one text are Vietnamese of an office, in whatever code.
PHRASE = re.compile(
    r"độc lập|cộng h[oò][àa]|[ủu][yỷ] ban|căn cứ|quyết định|nghị định|kính gửi|nơi nhận|việt nam|hội đồng|thực hiện"
    r"|đề nghị|thông báo|chủ tịch|giám đốc|nhân dân",
    re.IGNORECASE,
)
FEWEST_PHRASES = 2
# How many of the words that a conversion changes must be syllables then: of a font named for the code, and of another.
SHARE_NAMED, SHARE_UNNAMED = 0.6, 0.85
FEWEST_WORDS_UNNAMED, FEWEST_WORDS_BESIDE = 5, 2
PUNCTUATION = ".,:;!?()[]\"'/“”…"
PAD = "\u200b"


@dataclass(frozen=True, slots=True)
class Repair:
    """`text` is as long as it was: where two codes made one letter, a zero-width space stands for the second."""

    text: str
    encodings: tuple[str, ...]  # "tcvn3", "vni"


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    text: str


def may_be_legacy(text: str) -> bool:
    """A quick look, for every page."""
    found = FOREIGN_CODE.finditer(text)
    return all(next(found, None) is not None for _ in range(FEWEST_FOREIGN_CODES))


def repair_legacy(text: str, fonts: Sequence[str]) -> Repair | None:
    """Convert the runs of legacy fonts; `fonts` names the font of each character. None when there is nothing to do.

    A font that says so by its name is converted when its words become syllables; one that does not only when phrases of
    an official letter appear as well. Other fonts of the page stay as they are.
    """
    letters = list(text)
    groups = _runs_by_font(text, fonts)
    encodings = {font: _encoding_of(font, runs) for font, runs in groups.items()}
    used = tuple(sorted({encoding for encoding in encodings.values() if encoding}))
    for font, runs in groups.items():
        # A bold face with a word or two of the same code: what its neighbours are, it is.
        encoding = encodings[font] or next((near for near in used if _is_likely(runs, near)), None)
        if encoding is None:
            continue
        for run in runs:
            converted = CONVERTERS[encoding](run.text)
            is_capitals = encoding == "tcvn3" and TCVN3_FONT.match(font) and CAPITALS_FONT.search(font)
            letters[run.start : run.start + len(run.text)] = _upper(converted) if is_capitals else converted
    repaired = "".join(letters)
    return Repair(repaired, used) if repaired != text else None


def _runs_by_font(text: str, fonts: Sequence[str]) -> dict[str, list[_Run]]:
    """White space has no font of its own: it goes on with the run before it."""
    current = ""
    owners: list[str] = []
    for letter, font in zip(text, fonts, strict=True):
        current = font if font and not letter.isspace() else current
        owners.append(current)
    runs: dict[str, list[_Run]] = {}
    start = 0
    for font, group in groupby(owners):
        length = sum(1 for _ in group)
        runs.setdefault(font, []).append(_Run(start, text[start : start + length]))
        start += length
    return runs


def _encoding_of(font: str, runs: Sequence[_Run]) -> str | None:
    whole = " ".join(run.text for run in runs)
    if UNICODE_LETTER.search(whole):
        return None  # fonts that are named for an old code were also filled with Unicode
    if TCVN3_FONT.match(font):
        return "tcvn3" if _share_of_syllables(whole, "tcvn3") >= SHARE_NAMED else None
    if VNI_FONT.match(font):
        return "vni" if _share_of_syllables(whole, "vni") >= SHARE_NAMED else None
    if not may_be_legacy(whole):
        return None
    best = max(CONVERTERS, key=lambda encoding: _share_of_syllables(whole, encoding))
    is_sure = _share_of_syllables(whole, best, fewest=FEWEST_WORDS_UNNAMED) >= SHARE_UNNAMED
    phrases = PHRASE.findall(CONVERTERS[best](whole).replace(PAD, ""))
    return best if is_sure and len(phrases) >= FEWEST_PHRASES else None


def _is_likely(runs: Sequence[_Run], encoding: str) -> bool:
    whole = " ".join(run.text for run in runs)
    if UNICODE_LETTER.search(whole):
        return False
    return _share_of_syllables(whole, encoding, fewest=FEWEST_WORDS_BESIDE) >= SHARE_UNNAMED


def _share_of_syllables(text: str, encoding: str, *, fewest: int = 0) -> float:
    """Of the words that the conversion changes; 1.0 when it changes none and none is asked for."""
    convert = CONVERTERS[encoding]
    changed = [convert(word).replace(PAD, "") for word in WORD.findall(text) if convert(word) != word]
    if len(changed) < fewest or not changed:
        return 0.0 if fewest else 1.0
    return sum(all(map(is_syllable, LETTERS.findall(word))) for word in changed) / len(changed)


def _from_tcvn3(text: str) -> str:
    return WORD.sub(lambda word: _tcvn3_word(word[0].translate(TCVN3_ALIASES)), text)


def _tcvn3_word(word: str) -> str:
    """A hyphen is taken for ư when the word then is a syllable."""
    if SOFT_HYPHENS.search(word):
        with_horn = SOFT_HYPHENS.sub("\u00ad", word).translate(TCVN3)
        if len(core := with_horn.strip(PUNCTUATION)) > 1 and is_syllable(core):
            return with_horn
        return word.replace("\u00ad", "\x00").replace("\u2212", "\x00").translate(TCVN3).replace("\x00", "-")
    return word.translate(TCVN3)


def _from_vni(text: str) -> str:
    return VNI_CODE.sub(lambda code: VNI[code[0]] + PAD * (len(code[0]) - 1), text)


def _vni_table() -> dict[str, str]:
    """Vowel and mark, in small and in capital letters; a capital may carry a small mark."""
    small = dict(VNI_SINGLE)
    small |= {base + mark: letter + tone for base, letter in VNI_VOWELS.items() for mark, tone in VNI_TONES.items()}
    small |= {base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in VNI_HATS.items()}
    small |= {"a" + mark: "a\u0306" + tone for mark, tone in VNI_BREVES.items()}
    table: dict[str, str] = {}
    for code, letter in small.items():
        capital = unicodedata.normalize("NFC", letter.upper())
        table |= {
            code: unicodedata.normalize("NFC", letter),
            code.upper(): capital,
            code[0].upper() + code[1:]: capital,
        }
    return table


def _upper(text: str) -> str:
    """Letter by letter, so that the length stays."""
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)


VNI = _vni_table()
VNI_CODE = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
CONVERTERS: dict[str, Callable[[str], str]] = {"tcvn3": _from_tcvn3, "vni": _from_vni}
