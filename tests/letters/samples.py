"""A day -> the files of the sample inbox, good and bad, in the order in which they are dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from io import BytesIO
from types import MappingProxyType

import pikepdf

from tests.letters.economy_letters import economy_samples
from tests.letters.layout import build_letter
from tests.letters.letter import SampleLetter
from tests.letters.office_letters import office_samples
from tests.letters.sample import Days, ExpectedReading, Form, Sample
from tests.letters.scan import scan_of
from tests.letters.security_letters import security_samples
from tests.letters.social_letters import social_samples

__all__ = ["REFUSALS", "ExpectedReading", "Sample", "sample_files", "sample_letter", "samples"]

DUPLICATE_OF = "9471-SYT-NVY.pdf"
TRUNCATED_FROM = "7810_SNV_NCC mau ADN.pdf"
LOCKED_FROM = "4871_SCT_QLTM.pdf"

# File name -> code of the IntakeError to expect; the duplicate is no error of reading.
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "9471-SYT-NVY (1).pdf": "duplicate",
        "bao cao quy 3 (tai do).pdf": "truncated",
        "27-KH-TM.pdf": "secret",
        "du thao to trinh.docx": "wrong_type",
        "danh sach co mat khau.pdf": "encrypted",
        "van ban moi.pdf": "empty",
    }
)
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Dự thảo tờ trình</w:t></w:r></w:p></w:body></w:document>"
)


def samples(today: date) -> tuple[Sample, ...]:
    """All letters that can be read, with the reading expected when they are received on `today`."""
    days = Days(today)
    return office_samples(days) + economy_samples(days) + social_samples(days) + security_samples(days)


def sample_letter(name: str, today: date) -> Sample:
    """The sample dropped under `name`; KeyError when there is none."""
    return {each.name: each for each in samples(today)}[name]


@lru_cache(maxsize=4)
def sample_files(today: date) -> Mapping[str, bytes]:
    """File name -> bytes: first the letters, then the files of `REFUSALS`. The same day gives the same bytes."""
    files = {each.name: _file_of(each) for each in samples(today)}
    truncated = files[TRUNCATED_FROM]
    refused = (
        files[DUPLICATE_OF],
        truncated[: len(truncated) * 3 // 5],
        build_letter(_secret_letter(Days(today))),
        _word_file(),
        _locked(files[LOCKED_FROM]),
        b"",
    )
    return MappingProxyType(files | dict(zip(REFUSALS, refused, strict=True)))


def _file_of(each: Sample) -> bytes:
    pdf = build_letter(each.letter)
    return scan_of(pdf, seed=12) if each.form is Form.SCAN else pdf


def _secret_letter(days: Days) -> SampleLetter:
    return SampleLetter(
        parent_body="VƯƠNG QUỐC TRONG TRUYỆN",
        issuing_body="BAN TRÒ CHƠI TRỐN TÌM",
        code="27/KH-TM",
        place="Làng Cổ Tích",
        issued_on=days.ago(1),
        document_type="Kế hoạch",
        subject="Giấu kho kẹo của mèo máy",
        secrecy_mark="MẬT",
        body=("Nội dung bịa đặt để thử máy: kho kẹo nằm dưới gốc cây khế, chỉ chim phượng hoàng được biết./.",),
        recipients=("Chim phượng hoàng", "Lưu: hốc cây"),
        signer_position="TRƯỞNG BAN",
        signer_name="Mèo Máy",
    )


def _word_file() -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", DOCUMENT),
        ):
            archive.writestr(zipfile.ZipInfo(name), text)  # ZipInfo's own time is fixed: 1980-01-01
    return stream.getvalue()


def _locked(pdf: bytes) -> bytes:
    # Revision 3 (RC4): newer ones mix in random salt, and the samples must be the same bytes each time.
    encryption = pikepdf.Encryption(owner="chu-van-ban", user="mat-khau", R=3, aes=False, metadata=False)
    stream = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(stream, encryption=encryption, static_id=True)
    return stream.getvalue()
