"""PDF files that attack their reader, each made here from a few lines: small on disk, or wrong in one place."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

MEGABYTE = 1024 * 1024
GOOD_TEXT = b"BT /F1 13 Tf 72 700 Td (Kinh gui: cac phuong, xa) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"
RESOURCES = b"/Resources << /Font << /F1 4 0 R >> /XObject << /X 6 0 R >> >>"


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"", shift: int = 0) -> bytes:
    """Number the objects from 1 and write the cross-reference table; `shift` makes it wrong. Object 1 is the root."""
    body = b"%PDF-1.7\n"
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % (offset + shift) for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, entries)
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + end % (len(objects) + 1, trailer, len(body) + shift)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def one_page(
    content: bytes,
    *,
    root: bytes = b"",
    page: bytes = b"",
    xobject: bytes = b"<< >>",
    media: bytes = b"0 0 595 842",
    further: Sequence[bytes] = (),
    shift: int = 0,
) -> bytes:
    """One page: objects 1 root, 2 pages, 3 page, 4 font, 5 content, 6 the XObject /X, from 7 on `further`."""
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 5 0 R %s %s >>" % (media, RESOURCES, page),
            FONT,
            content,
            xobject,
            *further,
        ],
        shift=shift,
    )


def deflated_blanks(megabytes: int) -> bytes:
    """A stream body that inflates to so many megabytes of blanks: one packed block again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 1
    for _ in range(megabytes):
        checksum = zlib.adler32(b" " * MEGABYTE, checksum)
    return b"\x78\xda" + block * megabytes + zlib.compressobj(9, wbits=-15).flush() + checksum.to_bytes(4, "big")


def flate(content: bytes, entries: bytes = b"", *, times: int = 1) -> bytes:
    return stream(content, entries + b" /Filter [%s]" % (b"/FlateDecode " * times))


def bomb() -> bytes:
    return one_page(flate(deflated_blanks(600)))


def nested_bomb() -> bytes:
    return one_page(flate(zlib.compress(deflated_blanks(1500), 9), times=2))


def page_tree_in_a_circle() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 2 >>",
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
        ]
    )


def form_that_draws_itself() -> bytes:
    form = stream(b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + RESOURCES)
    return one_page(stream(b"/X Do " + GOOD_TEXT), xobject=form)


def forms_that_multiply() -> bytes:
    """Each of 12 forms draws the next one ten times: 10^12 drawings."""
    forms = []
    for level in range(12):
        inner = b"/Resources << /XObject << /Y %d 0 R >> >>" % (8 + level)
        forms.append(stream(b"/Y Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + inner))
    last = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    return one_page(stream(b"/X Do " + GOOD_TEXT), xobject=forms[0], further=[*forms[1:], last])


def hundred_thousand_pages() -> bytes:
    branches = b"3 0 R " * 1000
    leaves = b"4 0 R " * 100
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % branches,
            b"<< /Type /Pages /Parent 2 0 R /Kids [%s] /Count 100 >>" % leaves,
            b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def deep_nesting() -> bytes:
    return one_page(stream(b"[" * 200_000 + GOOD_TEXT), further=[b"[" * 50_000 + b"]" * 50_000])


def giant_image() -> bytes:
    size = b"/Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    image = flate(deflated_blanks(1), b"/Type /XObject /Subtype /Image " + size)
    return one_page(stream(b"q 595 0 0 842 0 0 cm /X Do Q"), xobject=image)


def giant_page() -> bytes:
    image = flate(deflated_blanks(1), b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray")
    return one_page(stream(b"q 9000000 0 0 9000000 0 0 cm /X Do Q"), xobject=image, media=b"0 0 9000000 9000000")


def page_without_size() -> bytes:
    return one_page(stream(GOOD_TEXT), media=b"0 0 0 0")


def one_million_letters() -> bytes:
    return one_page(flate(zlib.compress(b"BT /F1 1 Tf " + b"1 0 Td (aaaaaaaaaa) Tj " * 100_000 + b"ET")))


def with_actions(folder: str) -> bytes:
    """Scripts, a program to launch, an address, an embedded file: at opening, on the page, in an annotation."""
    script = b"<< /S /JavaScript /JS (app.launchURL\\('file:///%s/by-script'\\); this.exportDataObject\\({}\\)) >>"
    launch = b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> /P (-c 'touch %s/by-launch') >>"
    where = folder.encode()
    embedded = stream(b"#!/bin/sh\ntouch %s/by-attachment\n" % where, b"/Type /EmbeddedFile")
    attachment = b"<< /Type /Filespec /F (run.sh) /EF << /F 9 0 R >> >>"
    annotation = b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A 8 0 R >>"
    names = b"/Names << /EmbeddedFiles << /Names [(run.sh) 10 0 R] >> /JavaScript << /Names [(a) 7 0 R] >> >>"
    root = b"/OpenAction 7 0 R /AA << /WC 8 0 R /WS 7 0 R >> " + names
    return one_page(
        stream(GOOD_TEXT),
        root=root,
        page=b"/AA << /O 8 0 R /C 7 0 R >> /Annots [11 0 R]",
        further=[script % where, launch % where, embedded, attachment, annotation],
    )


def broken_cross_references() -> bytes:
    return one_page(stream(GOOD_TEXT), shift=37)


def cross_references_in_a_circle() -> bytes:
    """An update whose table names itself as the earlier one."""
    whole = one_page(stream(GOOD_TEXT))
    start = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    return whole.replace(b"trailer\n<<", b"trailer\n<< /Prev %d" % start)


def wrong_lengths() -> bytes:
    return one_page(b"<< /Length 999999999 >>\nstream\n" + GOOD_TEXT + b"\nendstream")


def endless_reference() -> bytes:
    return one_page(b"5 0 R")


# What may come of each: it is read, refused for what it is, or stopped at a limit; anything else is a fault of ours.
# The PDF library ends its process when it gets no memory, so the memory limit shows as a crash as well.
STOPPED = {"timeout", "out_of_memory", "crashed"}
HOSTILE: Mapping[str, tuple[Callable[[], bytes], set[str]]] = {
    "bomb": (bomb, STOPPED),
    "nested bomb": (nested_bomb, STOPPED),
    "page tree in a circle": (page_tree_in_a_circle, {"read", "no_pages", "unreadable"}),
    "form that draws itself": (form_that_draws_itself, {"read"} | STOPPED),
    "forms that multiply": (forms_that_multiply, {"read"} | STOPPED),
    "100,000 pages": (hundred_thousand_pages, {"too_large"}),
    "deep nesting": (deep_nesting, {"read", "unreadable"}),
    "giant image": (giant_image, {"read"} | STOPPED),
    "giant page": (giant_page, {"read", "unreadable"} | STOPPED),
    "page without size": (page_without_size, {"read"}),
    "one million letters": (one_million_letters, {"read"} | STOPPED),
    "broken cross references": (broken_cross_references, {"read"}),
    "cross references in a circle": (cross_references_in_a_circle, {"read", "unreadable"}),
    "wrong lengths": (wrong_lengths, {"read", "unreadable"}),
    "endless reference": (endless_reference, {"read", "unreadable"}),
}
