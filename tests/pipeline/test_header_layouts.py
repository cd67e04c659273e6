"""DocumentHeader of made-up headers of all kinds of senders, types and damages."""

from __future__ import annotations

import pytest

from pipeline.header import read_header
from tests.pipeline.header_layouts import Header, text_of
from tests.pipeline.headers_in_trouble import BY_OCR, UNUSUAL
from tests.pipeline.headers_of_offices import OFFICES
from tests.pipeline.headers_of_sectors import SECTORS
from tests.pipeline.headers_of_types import OF_EACH_TYPE, PARTY_BODIES, URGENT
from tests.pipeline.headers_second import SECOND

ALL = (*OFFICES, *SECTORS, *PARTY_BODIES, *OF_EACH_TYPE, *URGENT, *UNUSUAL, *BY_OCR, *SECOND)


@pytest.mark.parametrize("header", ALL, ids=lambda header: header.name)
def test_header_is_read_as_a_careful_clerk_reads_it(header: Header) -> None:
    read = read_header(text_of(header))
    assert (read.parent_body, read.issuing_body) == (header.parent, header.issuer)
    assert read.code == header.code
    assert (read.place, read.issued_on) == (header.place, header.issued_on)
    assert read.document_type == header.kind
    assert (read.subject, read.urgency) == (header.subject, header.urgency)
