"""Header + first page + field -> whether the letter is about one person's complaint (đơn thư), not for every eye.

Who complained or denounced must not become known (Luật Tố cáo 2018, Điều 8 and 9). Letters about the work in general
(reports, plans, days of receiving citizens) name nobody and stay open. A person of the office has the last word.
"""

from __future__ import annotations

import re

from pipeline.documents import ExtractedText

COMPLAINT_FIELD = "thanh-tra-tiep-dan"

_KIND = r"(?:tố cáo|khiếu nại|tố giác|phản ánh|kiến nghị|khiếu kiện)"
# "ĐƠN TỐ CÁO" as a line of its own: the sheet is the complaint itself.
PETITION_TITLE = re.compile(
    rf"^\W*ĐƠN (?:THƯ |XIN |ĐỀ NGHỊ )?(?i:{_KIND})(?:[\s,/]+(?:và )?(?i:{_KIND}))*\W*$", re.MULTILINE
)
PETITION_TYPE = re.compile(rf"^đơn\b.*{_KIND}", re.IGNORECASE)
# "tố cáo của ông A", "khiếu nại (lần đầu) của bà B", "đơn đề nghị của ông C", "phản ánh của các hộ dân hẻm 12"
OF_A_PERSON = re.compile(
    rf"\b(?:{_KIND}|(?<!hóa )(?<!hoá )đơn(?: thư)?)\b[^.;]{{0,60}}?\bcủa (?:công dân )?"
    r"(?:(?:các |một số |những )?(?:ông|bà|cụ|hộ)\b(?! kinh doanh)|(?:tập thể|một số|\d+) (?:hộ|công dân|người)\b)"
    r"|\bđơn (?:ông|bà) ",
    re.IGNORECASE,
)
PETITION_OF = re.compile(r"\bđơn(?: thư)?(?: \w+){0,4}? của (?:một |các )?công dân\b", re.IGNORECASE)
# Acts of one procedure (Luật Khiếu nại 2011; Luật Tố cáo 2018): each concerns one complaint.
ONE_PROCEDURE = re.compile(
    rf"\bthụ lý (?:giải quyết )?(?:đơn )?{_KIND}|\bkết luận nội dung tố cáo|\brút (?:đơn|{_KIND})"
    rf"|\bchuyển đơn\b|\bxác minh nội dung {_KIND}",
    re.IGNORECASE,
)
PETITION = re.compile(rf"\bđơn (?:thư )?{_KIND}|\bgiải quyết khiếu nại lần (?:đầu|hai)", re.IGNORECASE)
# The work in general: what such letters are about is no single complaint.
IN_GENERAL = re.compile(
    r"\b(?:công tác|báo cáo|kế hoạch|chương trình|quy trình|quy chế|quy định|hướng dẫn|tập huấn|bồi dưỡng|tổng kết"
    r"|sơ kết|thống kê|số liệu|tình hình|kết quả|triển khai|tăng cường|nâng cao|phổ biến|luật|nghị định|thông tư"
    r"|chỉ thị|lịch|phần mềm|cơ sở dữ liệu|đường dây nóng|hội nghị|chuyên đề|các đơn|đơn thư)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(?:Tôi|Chúng tôi|Em) (?:tên|ký tên|xin trình bày|làm đơn|viết đơn)\b", re.IGNORECASE)


def is_complaint(text: ExtractedText, *, subject: str | None, document_type: str | None, field: str | None) -> bool:
    """Whether only few people should see the letter."""
    first_page = text.pages[0].text if text.pages else ""
    if PETITION_TITLE.search(first_page) or PETITION_TYPE.search(document_type or ""):
        return True
    if field == COMPLAINT_FIELD and FIRST_PERSON.search(first_page):
        return True
    return _names_a_complaint(subject or "")


def _names_a_complaint(subject: str) -> bool:
    if OF_A_PERSON.search(subject) or PETITION_OF.search(subject) or ONE_PROCEDURE.search(subject):
        return True
    return PETITION.search(subject) is not None and IN_GENERAL.search(subject) is None
