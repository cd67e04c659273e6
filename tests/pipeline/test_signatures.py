"""Digital signatures of a file: who, when, changed since, and by whom the office trusts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from pipeline.config import parse_office
from pipeline.documents import DocumentHeader, ExtractedText, SignatureReport, SignatureStatus
from pipeline.errors import ConfigError
from pipeline.process import dated_by_signing
from pipeline.signatures import read_signatures
from pipeline.time_zone import VIETNAM_TIME
from pipeline.trust import TrustStore, load_trust_store
from tests.letters.samples import sample_files
from tests.pipeline.pages import body, letter
from tests.pipeline.test_config import GOOD
from tests.signing import Authority, blank_pdf, sign

OFFICE = "Ủy ban nhân dân tỉnh Bắc Giang"
GOVERNMENT = Authority("Tổ chức cấp chứng thư thử nghiệm")
SIGNER = GOVERNMENT.signer(OFFICE)
SIGNED = sign(blank_pdf(), SIGNER)
TRUST = TrustStore((GOVERNMENT.der,))
Read = Callable[..., tuple[SignatureReport, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_bytes(pdf: bytes, *, trust: TrustStore | None = TRUST) -> tuple[SignatureReport, ...]:
        path = tmp_path / "letter.pdf"
        path.write_bytes(pdf)
        return read_signatures(path, trust=trust)

    return read_bytes


def test_a_signature_under_a_trusted_certificate_is_valid(read: Read) -> None:
    before = datetime.now(UTC) - timedelta(minutes=1)
    (report,) = read(SIGNED)
    assert (report.signer, report.status, report.covers_whole_file) == (OFFICE, SignatureStatus.VALID, True)
    assert report.issuer == "Tổ chức cấp chứng thư thử nghiệm"
    assert report.signed_at is not None
    assert before - timedelta(hours=1) < report.signed_at <= datetime.now(UTC)


@pytest.mark.parametrize("trust", [None, TrustStore((Authority("Nơi khác").der,))])
def test_a_signature_that_leads_to_no_trusted_certificate_is_of_unknown_issuer(
    read: Read, trust: TrustStore | None
) -> None:
    assert [report.status for report in read(SIGNED, trust=trust)] == [SignatureStatus.UNKNOWN_ISSUER]


def test_one_changed_byte_is_a_change_since_the_signing(read: Read) -> None:
    changed = SIGNED.replace(b"/MediaBox", b"/MediaBoy", 1)
    assert changed != SIGNED
    assert [report.status for report in read(changed)] == [SignatureStatus.CHANGED_SINCE]


def test_a_page_turned_later_is_a_change_since_the_signing(read: Read) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(SIGNED))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    stream = BytesIO()
    writer.write(stream)  # type: ignore[no-untyped-call]
    (report,) = read(stream.getvalue())
    assert (report.status, report.covers_whole_file, report.flags) == (SignatureStatus.CHANGED_SINCE, False, ())


def test_a_second_signature_is_no_change_and_covers_the_first(read: Read) -> None:
    first, second = read(sign(SIGNED, GOVERNMENT.signer("Văn thư"), field="Signature2"))
    assert (first.status, first.covers_whole_file, first.flags) == (SignatureStatus.VALID, False, ("covered_by_later",))
    assert (second.signer, second.status, second.covers_whole_file) == ("Văn thư", SignatureStatus.VALID, True)


def test_a_certificate_that_ran_out_before_the_signing_is_not_accepted(read: Read) -> None:
    late = GOVERNMENT.signer(OFFICE, valid_to=datetime(2021, 1, 1, tzinfo=UTC))
    (report,) = read(sign(blank_pdf(), late))
    assert (report.status, report.flags) == (SignatureStatus.UNCHECKED, ("expired",))


def test_a_signature_over_a_weak_digest_is_not_accepted(read: Read) -> None:
    (report,) = read(sign(blank_pdf(), SIGNER, algorithm="sha1"))
    assert (report.status, report.flags) == (SignatureStatus.UNCHECKED, ("weak_algorithm",))


def test_a_signature_message_that_is_garbage_is_listed_as_unchecked(read: Read) -> None:
    start = SIGNED.index(b"/Contents <") + len(b"/Contents <")
    garbage = SIGNED[:start] + b"00" * 200 + SIGNED[start + 400 :]
    (report,) = read(garbage)
    assert (report.signer, report.status) == (None, SignatureStatus.UNCHECKED)
    assert report.signed_at is not None


def test_a_file_that_only_pdfium_opens_still_names_its_signer(read: Read) -> None:
    (report,) = read(b"foreign bytes\n" + SIGNED)
    assert (report.signer, report.status) == (OFFICE, SignatureStatus.UNCHECKED)


def test_blanks_that_an_e_office_draws_number_and_day_into_are_no_signatures(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(_letter_with_widgets())
    assert read_signatures(path, trust=TRUST) == ()


def test_a_letter_with_visible_widgets_can_be_signed_and_checked(read: Read) -> None:
    signed = sign(_letter_with_widgets(), SIGNER, field="Agency")
    assert [report.status for report in read(signed)] == [SignatureStatus.VALID]


def _letter_with_widgets() -> bytes:
    return next(pdf for pdf in sample_files(today=date(2026, 3, 5)).values() if _has_fields(pdf))


def _has_fields(pdf: bytes) -> bool:
    with pikepdf.open(BytesIO(pdf)) as document:
        return "/AcroForm" in document.Root


def test_a_file_without_signatures_costs_no_import_of_the_checker(tmp_path: Path) -> None:
    path = tmp_path / "plain.pdf"
    path.write_bytes(blank_pdf())
    code = (
        "import sys; from pathlib import Path; from pipeline.signatures import read_signatures;"
        "assert read_signatures(Path(sys.argv[1]), trust=None) == ();"
        "assert not [name for name in sys.modules if name.startswith(('pyhanko', 'asn1crypto', 'ssl'))]"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, cwd=Path(__file__).parents[2])


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(SIGNED)
    path.chmod(0o400)
    before = path.stat().st_mtime_ns
    read_signatures(path, trust=TRUST)
    assert (path.read_bytes(), path.stat().st_mtime_ns, list(tmp_path.iterdir())) == (SIGNED, before, [path])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, len(SIGNED) - 1), replaced=st.binary(min_size=1, max_size=8))
def test_no_damage_raises_or_passes_as_another_signer(read: Read, position: int, replaced: bytes) -> None:
    damaged = SIGNED[:position] + replaced + SIGNED[position + len(replaced) :]
    for report in read(damaged):
        assert report.status is not SignatureStatus.VALID or report.signer == OFFICE


def test_neither_a_missing_file_nor_one_that_is_no_pdf_raises(tmp_path: Path, read: Read) -> None:
    assert read_signatures(tmp_path / "gone.pdf", trust=None) == ()
    assert read(b"%PDF-1.4 nothing") == ()


# --- the trust folder -------------------------------------------------------------------------------------------------


def trust_of(home: Path, folder: object = "trust") -> TrustStore | None:
    return parse_office(GOOD | {"signatures": {"trust_folder": folder}}, home).trust


def test_certificates_are_read_in_both_forms_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "trust").mkdir()
    other = Authority("Nơi khác")
    (tmp_path / "trust" / "a.pem").write_bytes(GOVERNMENT.pem + other.pem)
    (tmp_path / "trust" / "b.CER").write_bytes(GOVERNMENT.der)
    (tmp_path / "trust" / "readme.txt").write_text("nothing")
    assert trust_of(tmp_path) == TrustStore((GOVERNMENT.der, other.der, GOVERNMENT.der))


def test_an_office_without_the_setting_trusts_nobody() -> None:
    assert parse_office(GOOD, Path("/srv/vanthu")).trust is None


def test_a_trust_folder_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"signatures\.trust_folder") as caught:
        trust_of(tmp_path)
    assert "không đọc được thư mục" in caught.value.sentence


def test_a_trust_folder_without_certificates_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"không có tệp \.pem"):
        load_trust_store(tmp_path)


@pytest.mark.parametrize("content", [b"", b"nothing", GOVERNMENT.pem[:200], GOVERNMENT.der[:100]])
def test_a_file_that_is_no_certificate_stops_the_start_and_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "root.crt").write_bytes(content)
    with pytest.raises(ConfigError, match=r"root\.crt không phải chứng thư"):
        load_trust_store(tmp_path)


@pytest.mark.parametrize("value", [5, "", ["a"]])
def test_a_trust_folder_that_is_no_text_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(ConfigError, match=r"signatures\.trust_folder"):
        trust_of(tmp_path, value)


# --- a letter without a date ------------------------------------------------------------------------------------------

NO_TEXT = ExtractedText((), page_count=0)
SEEN = SignatureReport(OFFICE, datetime(2026, 3, 5, 23, 30, tzinfo=VIETNAM_TIME), True, SignatureStatus.VALID)  # noqa: FBT003


def test_a_letter_without_a_date_takes_the_day_of_its_signing_and_says_so() -> None:
    header = dated_by_signing(DocumentHeader(), [SEEN, replace(SEEN, signer="Văn thư")], NO_TEXT)
    assert (header.issued_on, header.issued_on_source) == (date(2026, 3, 5), "signature")


def test_the_day_of_signing_is_that_of_vietnam() -> None:
    seen = replace(SEEN, signed_at=datetime(2026, 3, 5, 20, 0, tzinfo=UTC))
    assert dated_by_signing(DocumentHeader(), [seen], NO_TEXT).issued_on == date(2026, 3, 6)


def test_a_printed_date_is_kept() -> None:
    header = DocumentHeader(issued_on=date(2026, 3, 1))
    assert dated_by_signing(header, [SEEN], NO_TEXT) == header


def test_signatures_of_different_days_give_no_date() -> None:
    later = replace(SEEN, signed_at=datetime(2026, 3, 9, 8, 0, tzinfo=VIETNAM_TIME))
    assert dated_by_signing(DocumentHeader(), [SEEN, later], NO_TEXT) == DocumentHeader()


def test_the_gazette_that_publishes_a_letter_does_not_date_it() -> None:
    gazette = replace(SEEN, signer="TRUNG TÂM CÔNG BÁO VÀ TIN HỌC")
    assert dated_by_signing(DocumentHeader(), [gazette], NO_TEXT) == DocumentHeader()


def test_without_a_signature_the_printed_note_of_signing_dates_the_letter() -> None:
    noted = letter(body(20, "Người ký: Sở Y tế"), body(32, "Thời gian ký: 05.03.2026 10:21:11 +07:00"))
    header = dated_by_signing(DocumentHeader(), [], noted)
    assert (header.issued_on, header.issued_on_source) == (date(2026, 3, 5), "signing_note")


@pytest.mark.parametrize(
    "lines",
    [
        ("Người ký: Cổng Thông tin điện tử", "Thời gian ký: 05.03.2026 10:21:11"),
        ("Thời gian ký: 05.03.2026 10:21:11", "Ngày ký: 06/03/2026"),
        ("Thời gian ký: 45.03.2026 10:21:11",),
        ("Ngày ký hợp đồng",),
    ],
)
def test_notes_of_publishers_of_two_days_or_of_no_day_do_not_date_it(lines: tuple[str, ...]) -> None:
    noted = letter(*(body(20 + 12 * row, text) for row, text in enumerate(lines)))
    assert dated_by_signing(DocumentHeader(), [], noted) == DocumentHeader()
