"""edXML is read whoever wrote it, and nothing that is sent makes the reader fail."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from pipeline.documents import Urgency
from pipeline.edxml import Attachment, Document, EdxmlMessage, Status, Teller, read_edxml, status_message
from pipeline.edxml.reading import MOST_DEPTH
from pipeline.errors import EdxmlError
from tests.edxml_messages import DOCUMENT_ID, HEADER, message, old_message
from tests.edxml_mutations import mutated

PDF = b"%PDF-1.7 letter"
EXPECTED = EdxmlMessage(
    document_id=DOCUMENT_ID,
    organ_id="000.00.15.H29",
    issuing_body="Sở Xây dựng",
    parent_body="Ủy ban nhân dân Thành phố",
    code_number="1234",
    code_notation="SXD-QLN",
    place="Thành phố Hồ Chí Minh",
    issued_on=date(2026, 10, 30),
    document_type="Công văn",
    subject="Báo cáo nhà ở xã hội & nhà trọ",
    signer_name="Trần Văn Ký",
    signer_position="Phó Giám đốc",
    signer_authority="KT.",
    due_on=date(2026, 11, 27),
    urgency=Urgency.URGENT,
    recipients=("Như trên", "Lưu: VT"),
)


def test_every_field_of_the_national_layout_is_read() -> None:
    assert read_edxml(message()) == EXPECTED
    assert EXPECTED.code == "1234/SXD-QLN"


def test_the_attachment_is_decoded() -> None:
    assert read_edxml(message(pdf=PDF)) == replace(EXPECTED, attachments=(Attachment("cong-van.pdf", PDF),))


@pytest.mark.parametrize(
    "replaced",
    [
        {},
        {"OrganId": "Organld", "SignerInfo": "Signerlnfo", "DocumentId": "Documentld"},
        {"Subject": "SUBJECT", "DueDate": "dueDate"},
        {"2026/11/27": "27/11/2026", "2026/10/30<": "2026-10-30<"},
        {"2026/11/27": "2026-11-27T00:00:00"},
    ],
)
def test_other_layouts_and_known_misspellings_read_alike(replaced: dict[str, str]) -> None:
    assert read_edxml(old_message(PDF, replaced)) == replace(EXPECTED, attachments=(Attachment("a.pdf", PDF),))


def test_a_type_without_a_name_is_known_by_its_code() -> None:
    header = HEADER.replace("<edXML:TypeName>Công văn</edXML:TypeName>", "").replace(">18<", ">25<")
    assert read_edxml(message(header=header)).document_type == "Giấy mời"


@pytest.mark.parametrize("said", ["", "9", "-1", "²", "khẩn"])
def test_an_urgency_that_nobody_defined_is_none(said: str) -> None:
    header = HEADER.replace("<edXML:Priority>1<", f"<edXML:Priority>{said}<")
    assert read_edxml(message(header=header)).urgency is None


def test_a_message_that_says_nothing_is_empty() -> None:
    assert read_edxml(b"<Envelope><MessageHeader/></Envelope>") == EdxmlMessage()


def test_other_encodings_are_read() -> None:
    text = message().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read_edxml(text.encode("utf-16")) == EXPECTED


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"%PDF-1.7",
        b"<a/>",
        message()[:-20],
        message(pdf=PDF).replace(b"</edXML:ContentTransferEncoded>", b"!!</edXML:ContentTransferEncoded>"),
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><MessageHeader><Subject>&x;</Subject></MessageHeader>',
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><MessageHeader><Subject>&l9;</Subject></MessageHeader>'.encode(),
        b"<MessageHeader>" + b"<a>" * (MOST_DEPTH + 1) + b"</a>" * (MOST_DEPTH + 1) + b"</MessageHeader>",
        b"<MessageHeader>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</MessageHeader>",
        b"<MessageHeader>" + b"<a/>" * 30_000 + b"</MessageHeader>",
        b'<?xml version="1.0" encoding="no-such"?><MessageHeader/>',
        b"\xff\xfe<\x00",
    ],
)
def test_what_is_no_message_or_would_hurt_is_refused(hostile: bytes) -> None:
    with pytest.raises(EdxmlError):
        read_edxml(hostile)


def test_damaged_messages_are_read_or_refused() -> None:
    """`python -m benchmarks.malformed_edxml` tries 20,000."""
    chance = random.Random(20261126)  # noqa: S311  which damage
    refused = 0
    for _ in range(2000):
        try:
            read_edxml(mutated(message(pdf=PDF), chance))
        except EdxmlError:
            refused += 1
    assert 0 < refused < 2000


def test_a_status_says_which_document_and_what_became_of_it() -> None:
    written = status_message(
        Status.REFUSED,
        Document(DOCUMENT_ID, "000.00.15.H29", "1234/SXD-QLN", date(2026, 10, 30)),
        Teller("000.01.22.H29", "UBND phường An Thạnh", "Phòng Kinh tế", "Trần Thị B"),
        at=datetime(2026, 11, 2, 9, 30, tzinfo=UTC),
        reason="Gửi nhầm <phường> & xã\x0b",
    )
    text = written.decode()
    for told in (
        "<edXML:StatusCode>02</edXML:StatusCode>",
        f"<edXML:DocumentId>{DOCUMENT_ID}</edXML:DocumentId>",
        "<edXML:PromulgationDate>2026/10/30</edXML:PromulgationDate>",
        "<edXML:Timestamp>2026/11/02 09:30:00</edXML:Timestamp>",
        "Gửi nhầm &lt;phường&gt; &amp; xã</edXML:Description>",
        "<edXML:Staff>Trần Thị B</edXML:Staff>",
    ):
        assert told in text
