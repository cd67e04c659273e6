"""The one-shot commands as scripts call them: exit codes, one JSON object a line, input order."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ExitCode
from tests.home import PROJECT, run
from tests.letters.samples import REFUSALS, sample_files, sample_letter
from tests.pipeline.test_contract import KEYS

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 2)
FILES = sample_files(TODAY)
GOOD = ("9471-SYT-NVY.pdf", "4871_SCT_QLTM.pdf", "7810_SNV_NCC mau ADN.pdf", "218-CV-DU.pdf")
BAD = ("27-KH-TM.pdf", "danh sach co mat khau.pdf", "van ban moi.pdf", "bao cao quy 3 (tai do).pdf")
LETTER = "V/v khám sức khỏe\nĐề nghị các phường gửi báo cáo về Sở Y tế trước ngày 20/11/2026./."


def lines_of(output: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def write(folder: Path, names: tuple[str, ...], files: Mapping[str, bytes] = FILES) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(files[name])
    return [folder / name for name in names]


def test_a_folder_gives_a_line_for_each_pdf_in_the_order_of_names_though_some_fail(
    trained_home: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in", (*GOOD, *BAD, "du thao to trinh.docx"))
    done = run(trained_home, "read", "--jobs", "2", "--received-on", TODAY.isoformat(), str(tmp_path / "in"))
    answers = lines_of(done.stdout)
    assert done.returncode == ExitCode.SOME_FAILED
    assert [answer["file"] for answer in answers] == sorted(str(tmp_path / "in" / name) for name in (*GOOD, *BAD))
    assert all(list(answer) == KEYS for answer in answers)
    errors = {Path(answer["file"]).name: answer["error"]["code"] for answer in answers if answer["error"]}
    assert errors == {name: REFUSALS[name] for name in BAD}


def test_good_files_are_read_in_the_order_in_which_they_are_named(trained_home: Path, tmp_path: Path) -> None:
    paths = write(tmp_path, GOOD)[::-1]
    done = run(trained_home, "read", "--jobs", "2", "--received-on", TODAY.isoformat(), *map(str, paths))
    assert done.returncode == ExitCode.OK
    answers = lines_of(done.stdout)
    assert [answer["file"] for answer in answers] == list(map(str, paths))
    for answer in answers:
        expected = sample_letter(Path(answer["file"]).name, TODAY).expected
        assert answer["header"]["code"] == expected.header.code
        assert answer["routing"]["lead_unit"] == expected.unit
        assert answer["prediction"]["model"] == "0001"


def test_one_job_and_three_print_the_same(trained_home: Path, tmp_path: Path) -> None:
    paths = [str(path) for path in write(tmp_path, (*GOOD, *BAD))]
    one, three = (
        run(trained_home, "read", "--jobs", jobs, "--received-on", TODAY.isoformat(), *paths).stdout
        for jobs in ("1", "3")
    )
    assert one == three


def test_file_names_come_from_standard_input_too_whatever_bytes_they_have(trained_home: Path, tmp_path: Path) -> None:
    names = [b"a b\n.pdf", b"C\xabng v\xa8n.pdf"]
    paths = [os.fsencode(tmp_path) + b"/" + name for name in names]
    for path in paths:
        Path(os.fsdecode(path)).write_bytes(FILES[GOOD[0]])
    done = run(trained_home, "read", "-0", stdin=b"\0".join(paths) + b"\0")
    assert done.returncode == ExitCode.OK
    assert [os.fsencode(answer["file"]) for answer in lines_of(done.stdout)] == paths


def test_an_unknown_file_gives_an_error_line_and_the_others_are_read(trained_home: Path, tmp_path: Path) -> None:
    (there,) = write(tmp_path, GOOD[:1])
    done = run(trained_home, "read", str(tmp_path / "gone.pdf"), str(there))
    gone, read = lines_of(done.stdout)
    assert done.returncode == ExitCode.SOME_FAILED
    assert (gone["error"]["code"], gone["sha256"]) == ("storage", None)
    assert "Không thấy tệp này" in gone["error"]["message"]
    assert read["error"] is None


def test_no_file_at_all_is_no_error(trained_home: Path, tmp_path: Path) -> None:
    done = run(trained_home, "read", str(tmp_path))
    assert (done.returncode, done.stdout) == (ExitCode.OK, b"")


def test_without_a_model_letters_are_read_and_wait_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "ward.toml").write_bytes((PROJECT / "ward.toml").read_bytes())
    (file,) = write(tmp_path, GOOD[:1])
    (answer,) = lines_of(run(tmp_path, "read", str(file)).stdout)
    assert (answer["prediction"], answer["routing"]["needs_review"]) == (None, True)
    assert answer["header"]["code"] is not None


@pytest.mark.parametrize(
    "variables", [{}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}], ids=["as is", "C", "latin"]
)
def test_the_output_is_utf_8_wherever_it_is_run(trained_home: Path, variables: dict[str, str]) -> None:
    row = json.dumps({"id": "Ấ1", "text": LETTER}, ensure_ascii=False).encode()
    (answer,) = lines_of(run(trained_home, "deadlines", stdin=row, variables=variables).stdout)
    assert answer["id"] == "Ấ1"
    assert "trước ngày 20/11/2026" in answer["deadlines"][0]["quote"]


def test_deadlines_echo_the_id_and_ignore_keys_they_do_not_know(trained_home: Path) -> None:
    rows = [
        {"id": 7, "text": LETTER, "issued_on": "2026-11-02", "colour": "red"},
        {"id": "b", "text": "Kính gửi các phường.", "issued_on": None},
    ]
    done = run(trained_home, "deadlines", stdin="\n\n".join(map(json.dumps, rows)).encode())
    first, second = lines_of(done.stdout)
    assert done.returncode == ExitCode.OK
    assert (first["schema"], first["id"], first["due_on"]) == (1, 7, "2026-11-19")
    assert second == {"schema": 1, "id": "b", "deadlines": [], "due_on": None}


def test_classify_echoes_the_id_and_ignores_keys_it_does_not_know(trained_home: Path) -> None:
    rows = [
        {"id": "a", "text": "V/v phòng, chống bệnh sốt xuất huyết tại trạm y tế", "colour": "red"},
        {"id": None, "text": ""},
    ]
    first, second = lines_of(run(trained_home, "classify", stdin="\n".join(map(json.dumps, rows)).encode()).stdout)
    assert list(first) == ["schema", "id", "prediction", "routing"]
    assert (first["id"], first["prediction"]["field"], first["routing"]["lead_unit"]) == ("a", "y-te", "van-hoa-xa-hoi")
    assert (second["id"], second["prediction"], second["routing"]["needs_review"]) == (None, None, True)


@pytest.mark.parametrize("command", ["deadlines", "classify"])
def test_a_line_that_is_wrong_has_its_answer_too_and_the_others_are_answered(trained_home: Path, command: str) -> None:
    rows = [b"not JSON", b'{"id": 1}', b"[]", b'{"id": 2, "text": null}', b'{"id": 3, "text": "a"}']
    done = run(trained_home, command, stdin=b"\n".join(rows))
    *wrong, right = lines_of(done.stdout)
    assert done.returncode == ExitCode.SOME_FAILED
    assert [(answer["id"], answer["error"]["code"]) for answer in wrong] == [
        (None, "bad_line"),
        (1, "bad_line"),
        (None, "bad_line"),
        (2, "bad_line"),
    ]
    assert (right["id"], "error" in right) == (3, False)


def test_a_single_file_that_fails_gives_its_own_exit_code(trained_home: Path, tmp_path: Path) -> None:
    (locked,) = write(tmp_path, ("danh sach co mat khau.pdf",))
    assert run(trained_home, "read", str(locked)).returncode == ExitCode.ENCRYPTED


@pytest.mark.parametrize("command", ["read", "deadlines", "classify", "serve", "setup", "models"])
def test_wrong_settings_stop_every_command_with_a_sentence(tmp_path: Path, command: str) -> None:
    ward = (PROJECT / "ward.toml").read_text(encoding="utf-8")
    (tmp_path / "ward.toml").write_text(ward.replace('kind = "phường"', 'kind = "quận"'), encoding="utf-8")
    done = run(tmp_path, command)
    assert done.returncode == ExitCode.CONFIG
    assert "office.kind = 'quận': chỉ nhận phường, xã, đặc khu" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
