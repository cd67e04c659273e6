"""Made-up messages in the layouts that the makers of gateways use."""

from __future__ import annotations

import base64
from collections.abc import Mapping

DOCUMENT_ID = "000.00.15.H29,2026/10/30,1234/SXD-QLN"
HEADER = """<edXML:MessageHeader>
<edXML:From><edXML:OrganId>000.00.15.H29</edXML:OrganId>
<edXML:OrganizationInCharge>Ủy ban nhân dân Thành phố</edXML:OrganizationInCharge>
<edXML:OrganName>Sở Xây dựng</edXML:OrganName></edXML:From>
<edXML:To><edXML:OrganId>000.01.22.H29</edXML:OrganId><edXML:OrganName>UBND phường</edXML:OrganName></edXML:To>
<edXML:Code><edXML:CodeNumber>1234</edXML:CodeNumber><edXML:CodeNotation>SXD-QLN</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:Place>Thành phố Hồ Chí Minh</edXML:Place>
<edXML:PromulgationDate>2026/10/30</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:Type>18</edXML:Type><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>Báo cáo nhà ở xã hội &amp; nhà trọ</edXML:Subject>
<edXML:SignerInfo><edXML:Competence>KT.</edXML:Competence><edXML:Position>Phó Giám đốc</edXML:Position>
<edXML:FullName>Trần Văn Ký</edXML:FullName></edXML:SignerInfo>
<edXML:DueDate>2026/11/27</edXML:DueDate>
<edXML:ToPlaces><edXML:Place>Như trên</edXML:Place><edXML:Place>Lưu: VT</edXML:Place></edXML:ToPlaces>
<edXML:OtherInfo><edXML:Priority>1</edXML:Priority></edXML:OtherInfo>
<edXML:DocumentId>000.00.15.H29,2026/10/30,1234/SXD-QLN</edXML:DocumentId>
</edXML:MessageHeader>"""


def message(*, pdf: bytes | None = None, name: str = "cong-van.pdf", header: str = HEADER) -> bytes:
    """The layout of QCVN 102, with the attachment outside the envelope."""
    attachment = "" if pdf is None else _attachment(pdf, name)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">'
        f"<edXML:edXMLEnvelope><edXML:edXMLHeader>{header}</edXML:edXMLHeader>"
        f"<edXML:edXMLBody/></edXML:edXMLEnvelope>{attachment}</edXML:edXML>"
    ).encode()


def old_message(pdf: bytes, replaced: Mapping[str, str]) -> bytes:
    """The older layout: no prefix, other upper and lower case, the attachment inside."""
    header = HEADER.replace("edXML:", "")
    for old, new in replaced.items():
        header = header.replace(old, new)
    attachment = _attachment(pdf, "a.pdf").replace("edXML:", "")
    return f"<Envelope><Header>{header}</Header><Body>{attachment}</Body></Envelope>".encode()


def _attachment(pdf: bytes, name: str) -> str:
    return (
        "<edXML:AttachmentEncoded><edXML:Attachment><edXML:ContentType>application/pdf</edXML:ContentType>"
        f"<edXML:AttachmentName>{name}</edXML:AttachmentName>"
        f"<edXML:ContentTransferEncoded>{base64.encodebytes(pdf).decode()}</edXML:ContentTransferEncoded>"
        "</edXML:Attachment></edXML:AttachmentEncoded>"
    )
