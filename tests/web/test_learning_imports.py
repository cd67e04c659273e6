"""The office's own history: what is taken in, and what is refused with the line named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.predict import Letter, Prediction
from pipeline.config import Office
from pipeline.errors import UnreadableFileError
from tests.web.conftest import CULTURE, ECONOMY
from web.learning.imports import Imported, LabelledProblemsError, import_labelled
from web.learning.queries import imported_examples
from web.offices import current_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return replace(current_office(), home=tmp_path)


def read_pdf(file: Path) -> Letter:
    if "hong" in file.name:
        raise UnreadableFileError(file.name)
    return Letter(f"trích yếu {file.stem}")


def predict(letter: Letter) -> Prediction:
    return Prediction("dat-dai", 0.6, (("y-te", 0.3), ("giao-duc", 0.1)), (), "0001")


def bring_in(path: Path, office: Office) -> Imported:
    return import_labelled(path, office, read_pdf=read_pdf, predict=predict)


def csv_file(office: Office, *lines: str, encoding: str = "utf-8-sig") -> Path:
    file = office.home / "lich-su.csv"
    file.write_text("\n".join(lines), encoding)
    return file


def problems(path: Path, office: Office) -> tuple[str, ...]:
    with pytest.raises(LabelledProblemsError) as caught:
        bring_in(path, office)
    assert imported_examples(office.labelled) == ()
    return caught.value.problems


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_table_is_taken_in_for_every_later_training(separator: str, office: Office) -> None:
    rows = (
        ("subject", "field", "code"),
        ("tiêm chủng, gọi 0903123456", "y-te", "1/SYT"),
        ("thu hồi đất", "dat-dai", ""),
    )
    lines = [separator.join(f'"{cell}"' for cell in row) for row in rows]
    done = bring_in(csv_file(office, *lines), office)
    assert done.counts == {"y-te": 1, "dat-dai": 1}
    first, second = imported_examples(office.labelled)
    assert (first.letter.subject, first.letter.code, first.origin) == ("tiêm chủng, gọi …", "1/SYT", "office")
    assert second.field == "dat-dai"


def test_the_same_history_again_replaces_itself(office: Office) -> None:
    file = csv_file(office, "subject,field", "tiêm chủng,y-te")
    bring_in(file, office)
    bring_in(file, office)
    assert len(imported_examples(office.labelled)) == 1


def test_every_wrong_line_is_named_and_nothing_is_taken_in(office: Office) -> None:
    file = csv_file(office, "subject,field,unit", "a,y-te,", "b,khong-co,", "c,,", "d,,phong-la", ",y-te,")
    assert problems(file, office) == (
        "Dòng 3: lĩnh vực «khong-co» không có trong ward.toml.",
        "Dòng 4: thiếu lĩnh vực (field) hoặc đơn vị (unit).",
        "Dòng 5: đơn vị «phong-la» không có trong ward.toml.",
        "Dòng 6: thiếu trích yếu (subject) và nội dung (body).",
    )


def test_a_unit_with_one_field_says_the_field(office: Office) -> None:
    assert bring_in(csv_file(office, "subject,unit", "tuyển quân,ban-chi-huy-quan-su"), office).counts == {
        "quoc-phong": 1
    }


def test_of_a_unit_with_many_fields_the_model_chooses_one(office: Office) -> None:
    assert bring_in(csv_file(office, "subject,unit", f"a,{CULTURE}"), office).counts == {"y-te": 1}


def test_a_field_of_a_unit_that_the_model_cannot_choose_is_asked_for(office: Office) -> None:
    assert "hãy ghi cột field" in problems(csv_file(office, "subject,unit", "a,van-phong"), office)[0]


@pytest.mark.parametrize("heading", ["name,field", "subject,code"])
def test_a_table_without_the_needed_columns_is_refused(heading: str, office: Office) -> None:
    assert "dòng 1: phải có cột subject" in problems(csv_file(office, heading, "a,b"), office)[0]


def test_a_table_in_another_encoding_is_refused(office: Office) -> None:
    assert "CSV UTF-8" in problems(csv_file(office, "subject,field", "tiêm chủng,y-te", encoding="utf-16"), office)[0]


def test_a_folder_gives_the_letters_of_its_sub_folders(office: Office) -> None:
    for name in ("y-te/1.pdf", f"{ECONOMY}/2.pdf", "y-te/hong.pdf", "y-te/ghi-chu.txt"):
        file = office.home / "lich-su" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    done = bring_in(office.home / "lich-su", office)
    assert done.counts == {"y-te": 1, "dat-dai": 1}
    assert [sentence.partition(":")[0] for sentence in done.skipped] == ["y-te/hong.pdf"]


def test_an_unknown_sub_folder_is_named(office: Office) -> None:
    (office.home / "lich-su" / "linh-tinh").mkdir(parents=True)
    (office.home / "lich-su" / "linh-tinh" / "1.pdf").touch()
    assert "«linh-tinh» không có trong ward.toml" in problems(office.home / "lich-su", office)[0]


def test_an_empty_history_is_told(office: Office) -> None:
    assert "không thấy văn bản nào" in problems(csv_file(office, "subject,field"), office)[0]
