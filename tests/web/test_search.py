"""Letters are found by code, issuer, subject and body, as people type."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from django.db import connection
from django.test import Client

from tests.web.conftest import CULTURE, ECONOMY, MakeEntry, People
from web.register import actions
from web.register.models import PageText, RegisterEntry, State
from web.register.search import Place, find, forget_entry, index_entry
from web.register.search.finding import RESULT_LIMIT

MakeLetter = Callable[..., RegisterEntry]
SignIn = Callable[[str], Client]


@pytest.fixture
def make_letter(make_entry: MakeEntry) -> MakeLetter:
    """An entry with the texts of its pages, in the index as a reading leaves it."""

    def make(*pages: str, **columns: object) -> RegisterEntry:
        entry = make_entry(**columns)
        PageText.objects.bulk_create(
            PageText(entry=entry, number=number, width=595, height=842, source="text_layer", text=text)
            for number, text in enumerate(pages, start=1)
        )
        index_entry(entry.pk)
        return entry

    return make


def found(text: str) -> list[int]:
    return list(find(text, RegisterEntry.objects.all()).ids)


@pytest.mark.parametrize(
    "typed",
    ["1234/UBND-VX", "1234/ubnd-vx", "1234", "UBND-VX", "1234 VX", "1234UBNDVX", "UBNDVX", "ubnd vx"],
)
def test_a_code_is_found_whole_and_by_its_parts(make_letter: MakeLetter, typed: str) -> None:
    wanted = make_letter(code="1234/UBND-VX")
    make_letter(code="99/STC-NS", issuing_body="Sở Tài chính")
    assert found(typed) == [wanted.pk]


def test_the_exact_code_comes_before_codes_that_hold_it_and_texts_that_cite_it(make_letter: MakeLetter) -> None:
    exact = make_letter(code="34/UBND")
    longer = make_letter(code="34/UBND-VX")
    cited = make_letter("Thực hiện Công văn số 34/UBND ngày 02/11/2026", code="7/STC-NS")
    assert found("34/UBND") == [exact.pk, longer.pk, cited.pk]


def test_zeros_before_a_number_do_not_matter(make_letter: MakeLetter) -> None:
    wanted = make_letter(code="05/QĐ-UBND")
    assert found("5/QĐ-UBND") == found("005/QĐ-UBND") == [wanted.pk]


def test_the_arrival_number_is_found_with_and_without_its_year(make_letter: MakeLetter) -> None:
    wanted = make_letter(arrival_number=815, code="1/A")
    assert found("815") == found("815/2026") == [wanted.pk]
    assert found("815/2025") == []


@pytest.mark.parametrize(
    "typed", ["phòng chống sốt xuất huyết", "phong chong sot xuat huyet", "PHÒNG CHỐNG SỐT XUẤT HUYẾT", "sốt xuat"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_found_with_and_without_diacritics(
    make_letter: MakeLetter, typed: str, form: Literal["NFC", "NFD"]
) -> None:
    wanted = make_letter(subject="Về việc phòng, chống sốt xuất huyết")
    make_letter(subject="Về việc nạo vét kênh")
    assert found(unicodedata.normalize(form, typed)) == [wanted.pk]


@pytest.mark.parametrize(("typed", "written"), [("uỷ ban", "ủy ban"), ("kỳ họp", "kì họp"), ("qui chế", "quy chế")])
def test_one_word_in_two_spellings_is_the_same_word(make_letter: MakeLetter, typed: str, written: str) -> None:
    wanted = make_letter(subject=f"Thông báo {written}", issuing_body="")
    assert found(typed) == [wanted.pk]


def test_words_of_the_body_are_found_on_any_page(make_letter: MakeLetter) -> None:
    wanted = make_letter("Trang đầu", "Danh sách hộ bà Nguyễn Thị Hòa", subject="Báo cáo")
    assert found("nguyen thi hoa") == [wanted.pk]


def test_subject_comes_before_body_and_a_phrase_before_scattered_words(make_letter: MakeLetter) -> None:
    scattered = make_letter("xuất khẩu gạo; " + "từ khác " * 30 + "sốt giá", subject="Thị trường")
    phrase = make_letter("tình hình sốt xuất huyết; xuất viện", subject="Y tế")
    subject = make_letter(subject="Phòng chống sốt xuất huyết")
    assert found("sốt xuất") == [subject.pk, phrase.pk, scattered.pk]


def test_the_newest_comes_first_and_of_those_the_one_written_as_typed(make_letter: MakeLetter) -> None:
    with_marks = make_letter(subject="Hòa giải ở cơ sở")
    older, newer = make_letter(subject="Hoa giai o co so"), make_letter(subject="HOÁ GIẢI")
    assert found("hòa giải") == [with_marks.pk, newer.pk, older.pk]
    assert found("hoa giai") == [newer.pk, older.pk, with_marks.pk]


@pytest.mark.parametrize(
    "typed",
    [
        "quy hoahc",  # two letters changed places
        "quy hoch",  # one left out
        "quy hoachj",  # one too many
        "quuy hoach",
        "quyhoach",  # no space
        "quy hoach su dung dat dia",  # another word that exists: dia
        "Quy hoạch sử dụngg đất",
    ],
)
def test_typing_errors_are_forgiven(make_letter: MakeLetter, typed: str) -> None:
    wanted = make_letter(subject="Về việc lập quy hoạch sử dụng đất đai đến năm 2030")
    make_letter("Địa chỉ: đất, địa bàn", subject="Khảo sát địa bàn dân cư")
    result = find(typed, RegisterEntry.objects.all())
    assert result.ids[0] == wanted.pk
    assert result.words[:2] == ("qui", "hoach")
    assert result.is_corrected


def test_nothing_is_corrected_when_the_words_themselves_are_found(make_letter: MakeLetter) -> None:
    make_letter(subject="Quy hoạch sử dụng đất đai")
    wanted = make_letter("họp tại phòng dat dia", subject="Giấy mời")
    result = find("dat dia", RegisterEntry.objects.all())
    assert (result.ids, result.is_corrected) == ((wanted.pk,), False)


@pytest.mark.parametrize("typed", ["", "  ", "//--", '"', "*", "NEAR(", "a OR", "đ" * 500, "\x00", "code:x", "🙂", "٣"])
def test_odd_queries_do_no_harm(make_letter: MakeLetter, typed: str) -> None:
    make_letter(subject="Quy hoạch")
    assert found(typed) == []


def test_a_corrected_subject_is_found_by_its_new_words_only(make_letter: MakeLetter, people: People) -> None:
    entry = make_letter(subject="Nạo vét kênh Ba Bò", issuing_body="")
    actions.correct_header(entry.pk, by=people["clerk"], values={"subject": "Trồng cây xanh"})
    assert found("trong cay xanh") == [entry.pk]
    assert found("nao vet kenh") == []


def test_a_letter_taken_out_of_the_index_is_found_no_more_and_leaves_no_word_pair(make_letter: MakeLetter) -> None:
    entry = make_letter("Nội dung riêng", subject="Trích yếu riêng")
    forget_entry(entry.pk)
    assert found("noi dung rieng") == found("trich yeu rieng") == found(entry.code) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM register_search_pair")
        assert cursor.fetchone() == (0,)


def test_indexing_twice_is_the_same_as_once(make_letter: MakeLetter) -> None:
    entry = make_letter("sốt xuất huyết", subject="Y tế")
    index_entry(entry.pk)
    index_entry(entry.pk)
    assert found("sot xuat huyet") == [entry.pk]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO register_search_header (register_search_header) VALUES ('integrity-check')")
        cursor.execute("SELECT max(entries) FROM register_search_pair")
        assert cursor.fetchone() == (1,)


def test_a_letter_is_indexed_by_single_statements(make_letter: MakeLetter) -> None:
    """Of a host cut off in the middle of a pipeline, PostgreSQL keeps the locks (web/register/search/rows.py)."""
    letter = make_letter("Ủy ban nhân dân phường", subject="Phòng chống lụt bão")
    many = []

    def note(execute: Callable[..., Any], *statement: Any) -> Any:
        _, _, is_many, _ = statement
        many.append(is_many)
        return execute(*statement)

    with connection.execute_wrapper(note):
        index_entry(letter.pk)
    assert many
    assert not any(many)


def test_a_search_that_finds_very_much_is_cut(make_letter: MakeLetter, make_entry: MakeEntry) -> None:
    for _ in range(RESULT_LIMIT + 5):
        make_letter(subject="Báo cáo tháng")
    result = find("báo cáo", RegisterEntry.objects.all())
    assert len(result.ids) == RESULT_LIMIT
    assert result.is_cut
    assert set(result.places) == {Place.HEADER_PHRASE}


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["clerk", "leader", "head", "officer"])
def test_everybody_with_letters_has_the_search_box_and_finds_by_it(
    sign_in: SignIn, make_letter: MakeLetter, role: str
) -> None:
    entry = make_letter("Trang một. Tổ chức diễn tập chữa cháy tại chợ.", subject="Diễn tập")
    page = sign_in(role).get("/tim/", {"q": "chua chay"}).content.decode()
    assert 'action="/tim/"' in page
    assert f'href="/van-ban/{entry.pk}/"' in page
    assert "<mark>chữa</mark> <mark>cháy</mark>" in page
    assert "trang 1" in page


def test_an_administrator_has_no_search(sign_in: SignIn) -> None:
    client = sign_in("admin")
    assert client.get("/tim/", {"q": "a"}).status_code == 403
    assert 'action="/tim/"' not in client.get("/he-thong/").content.decode()


def test_the_page_tells_what_the_corrected_words_were(sign_in: SignIn, make_letter: MakeLetter) -> None:
    make_letter(subject="Quy hoạch sử dụng đất đai")
    page = sign_in("clerk").get("/tim/", {"q": "dat dia"}).content.decode()
    assert "Không thấy đúng «dat dia»" in page
    assert "«đất đai»" in page


def test_filters_narrow_a_search(sign_in: SignIn, make_letter: MakeLetter) -> None:
    wanted = make_letter(
        subject="Kiểm tra chợ",
        field="y-te",
        urgency=2,
        year=2025,
        state=State.COMPLETED,
        received_at=datetime(2025, 3, 3, 17, 30, tzinfo=UTC),  # 04/03 in Hà Nội
    )
    for _ in range(2):
        make_letter(subject="Kiểm tra chợ", unit=CULTURE)
    for filters in (
        {"field": "y-te"},
        {"urgency": "2"},
        {"year": "2025"},
        {"state": "COMPLETED"},
        {"unit": ECONOMY},
        {"since": "04/03/2025", "until": "04/03/2025"},
        {"until": "31/12/2025"},
    ):
        for words in ("kiểm tra chợ", ""):
            response = sign_in("clerk").get("/tim/", {"q": words, **filters})
            assert [result.entry.pk for result in response.context["results"]] == [wanted.pk], filters


def test_a_wrong_date_is_explained_and_nothing_is_searched(sign_in: SignIn, make_letter: MakeLetter) -> None:
    make_letter(subject="Kiểm tra chợ")
    response = sign_in("clerk").get("/tim/", {"q": "kiểm tra", "since": "31/02/2026"})
    assert response.context["results"] == []
    assert 'role="alert"' in response.content.decode()


def test_of_a_restricted_letter_the_search_shows_no_text(sign_in: SignIn, make_letter: MakeLetter) -> None:
    entry = make_letter("Người tố cáo là ông Trần Văn Nam", subject="Đơn tố cáo", is_restricted=True)
    page = sign_in("head").get("/tim/", {"q": "Trần Văn Nam"}).content.decode()
    assert f"/van-ban/{entry.pk}/" in page
    assert "<mark>Nam</mark>" not in page
    assert f"/van-ban/{entry.pk}/" not in sign_in("officer").get("/tim/", {"q": "Trần Văn Nam"}).content.decode()


def test_the_place_of_the_words_is_found_on_a_late_page_of_a_long_letter(
    sign_in: SignIn, make_letter: MakeLetter
) -> None:
    make_letter(*(f"Trang {number}" for number in range(1, 40)), "Ông Lê Văn Tám nhận hỗ trợ")
    response = sign_in("clerk").get("/tim/", {"q": "le van tam"})
    assert [result.snippet.page for result in response.context["results"]] == [40]


def test_the_register_is_filtered_by_the_same_search(sign_in: SignIn, make_letter: MakeLetter) -> None:
    by_subject = make_letter(subject="Phòng chống sốt xuất huyết")
    by_body = make_letter("diễn biến sốt xuất huyết", subject="Y tế")
    make_letter("xuất viện vì sốt", subject="Khác")
    client = sign_in("clerk")
    for typed in ("sốt xuất huyết", "sot xuat huyet", "sot xuat huyeet"):
        page = client.get("/so-van-ban-den/", {"q": typed}).context["page"]
        assert [entry.pk for entry in page] == [by_body.pk, by_subject.pk], typed
