"""Any number of text letters, no two alike: the sample letters with another number in the file's own description."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pikepdf

from pipeline.documents import Urgency
from tests.letters.layout import build_letter
from tests.letters.sample import Form, Sample
from tests.letters.samples import samples


def many_letters(count: int, today: date) -> Iterator[tuple[str, bytes]]:
    """Names and bytes, in turn from all sample letters with text."""
    with_text = [(sample, build_letter(sample.letter)) for sample in samples(today) if sample.form is Form.TEXT]
    for number in range(count):
        sample, pdf = with_text[number % len(with_text)]
        yield f"{number:06d}{'-khan' if is_urgent(sample) else ''}.pdf", _with_number(pdf, number)


def is_urgent(sample: Sample) -> bool:
    return sample.expected.header.urgency > Urgency.NORMAL


def _with_number(pdf: bytes, number: int) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        document.docinfo["/Keywords"] = str(number)
        stream = BytesIO()
        document.save(stream)
    return stream.getvalue()
