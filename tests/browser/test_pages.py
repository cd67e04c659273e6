"""What clerk, unit head, officer, leader and admin do in their browser, without JavaScript, on the real server."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Browser
from tests.letters.samples import REFUSALS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ECONOMY_HEAD = "kinhte"


def open_first_of(browser: Browser, section: str = "main") -> None:
    browser.follow(browser.one(f"{section} a.subject"))


def test_a_wrong_password_is_answered_in_vietnamese(browser: Browser) -> None:
    browser.driver.delete_all_cookies()
    browser.open("/dang-nhap/")
    browser.one("input[name=username]").send_keys("vanthu")
    browser.one("input[name=password]").send_keys("sai")
    browser.follow(browser.one("main button"))
    assert "không đúng" in browser.text


def test_the_clerk_sees_what_came_in_and_what_did_not_and_why(browser: Browser) -> None:
    browser.sign_in("vanthu")
    assert "Văn bản đến hôm nay" in browser.heading
    refused = browser.one("#khong-nhan").text
    assert {name for name in REFUSALS if name in refused} == {
        name for name, code in REFUSALS.items() if code != "secret"
    }
    assert "chuyển tệp sang máy độc lập" in browser.one("section.alarm").text


def test_no_page_of_the_clerk_names_the_secret_document(browser: Browser) -> None:
    browser.sign_in("vanthu")
    browser.open("/so-van-ban-den/")
    secret = next(name for name, code in REFUSALS.items() if code == "secret")
    assert secret.removesuffix(".pdf") not in browser.text


def test_the_clerk_sends_a_doubtful_letter_to_a_unit(browser: Browser) -> None:
    browser.sign_in("vanthu")
    browser.open("/cho-xem/")
    waiting = int(browser.one("h1 .count").text)
    open_first_of(browser)
    address = browser.driver.current_url
    assert "Cần người xem vì" in browser.text
    browser.one("input[name=unit][value=van-phong]").click()
    browser.one("select[name=field] option[value=tong-hop]").click()
    browser.press("Xác nhận và chuyển")
    assert "Đã chuyển đơn vị." in browser.text
    browser.open("/cho-xem/")
    assert int(browser.one("h1 .count").text) == waiting - 1
    browser.driver.get(address.replace("/cho-xem/", "/van-ban/"))
    assert "Văn phòng HĐND và UBND" in browser.text


def test_the_clerk_corrects_a_header_by_hand(browser: Browser) -> None:
    browser.sign_in("vanthu")
    browser.open("/so-van-ban-den/")
    browser.follow(browser.one("table a"))
    browser.unfold("Sửa thông tin")
    field = browser.one("input[name=signer_name]")
    field.clear()
    field.send_keys("Nguyễn Văn Thử")
    browser.press("Lưu thông tin")
    assert "Đã lưu thông tin văn bản." in browser.text
    assert "Nguyễn Văn Thử" in browser.text


def test_a_wrong_date_is_explained_and_nothing_is_lost(browser: Browser) -> None:
    browser.sign_in("vanthu")
    browser.open("/so-van-ban-den/")
    browser.follow(browser.one("table a"))
    browser.unfold("Thêm hạn")
    browser.one("input[name=due_on]").send_keys("31/02/2027")
    browser.one("input[name=note]").send_keys("Báo cáo")
    browser.follow(browser.one("form[action$='/han/'] button"))
    assert browser.one("input[name=note]").get_attribute("value") == "Báo cáo"
    assert browser.one(".field-error").text


def test_the_register_finds_a_letter_without_diacritics(browser: Browser) -> None:
    browser.sign_in("vanthu")
    browser.open("/so-van-ban-den/?q=trieu+cuong")
    assert "triều cường" in browser.text


def test_the_unit_head_sees_the_queue_by_due_date_and_why(browser: Browser) -> None:
    browser.sign_in(ECONOMY_HEAD)
    assert "Phòng Kinh tế" in browser.heading
    order = ["Hỏa tốc", "Quá hạn", "Hôm nay", "Trong tuần này", "Sau tuần này", "Không nêu hạn"]
    shown = [title.text.rsplit(" ", 1)[0] for title in browser.all("section.group h2")]
    assert shown == [title for title in order if title in shown]
    open_first_of(browser)
    assert "Vì sao máy đề xuất" in browser.text


def test_page_pictures_and_highlights_are_shown(browser: Browser) -> None:
    browser.sign_in(ECONOMY_HEAD)
    open_first_of(browser)
    assert browser.all("svg rect.mark-header")
    picture = browser.one("svg image").get_attribute("href")
    assert picture is not None
    browser.open(picture)
    image = browser.wait_for("img")
    assert image.size["width"] > 0


def test_the_head_gives_work_to_an_officer_who_finishes_it(browser: Browser) -> None:
    browser.sign_in(ECONOMY_HEAD)
    open_first_of(browser)
    subject = browser.heading
    officer = next(
        option for option in browser.all("select[name=officer] option") if "Dương Chuyên Viên" in option.text
    )
    officer.click()
    browser.press("Giao việc")
    assert "Đã giao việc." in browser.text

    browser.sign_in("chuyenvien")
    assert browser.heading.startswith("Việc của tôi")
    open_first_of(browser)
    assert browser.heading == subject
    browser.press("Bắt đầu xử lý")
    browser.one("input[name=outcome]").send_keys("Đã trả lời bằng 15/UBND-KT")
    browser.press("Hoàn thành")
    assert "Đã hoàn thành." in browser.text

    browser.sign_in(ECONOMY_HEAD)
    browser.open("/viec-don-vi/da-xong/")
    assert "15/UBND-KT" in browser.text


def test_the_head_returns_a_letter_that_is_not_theirs(browser: Browser) -> None:
    browser.sign_in("congan")
    open_first_of(browser)
    subject = browser.heading
    browser.unfold("Không phải việc của đơn vị")
    browser.one("input[name=return-reason]").send_keys("Việc của quân sự")
    browser.press("Trả lại")
    assert browser.heading.startswith("Công an")
    browser.sign_in("vanthu")
    browser.open("/cho-xem/")
    assert subject in browser.text
    assert "Việc của quân sự" in browser.text


def test_a_unit_does_not_see_another_units_letter(browser: Browser) -> None:
    browser.sign_in(ECONOMY_HEAD)
    open_first_of(browser)
    address = browser.driver.current_url
    browser.sign_in("quansu")
    browser.driver.get(address)
    assert browser.heading == "Không có quyền xem trang này"


def test_the_leader_sees_every_unit(browser: Browser) -> None:
    browser.sign_in("lanhdao")
    assert browser.heading == "Các đơn vị"
    browser.press("Phòng Kinh tế, Hạ tầng và Đô thị")
    assert "Phòng Kinh tế" in browser.heading


def test_the_admin_sees_the_system_and_adds_an_account(browser: Browser) -> None:
    browser.sign_in("quantri")
    assert "Các bộ phận đang chạy." in browser.text
    assert "đang dùng" in browser.text
    browser.open("/tai-khoan/")
    browser.one("input[name=username]").send_keys("moi")
    browser.one("input[name=full_name]").send_keys("Lý Người Mới")
    browser.one("select[name=role] option[value=leader]").click()
    browser.one("section input[name=password]").send_keys("mat-khau-moi")
    browser.press("Thêm")
    assert "Đã thêm tài khoản moi." in browser.text


def test_the_clerk_removes_a_secret_file_from_the_machine(browser: Browser) -> None:
    secret = next(name for name, code in REFUSALS.items() if code == "secret")
    assert (browser.site.home / "inbox" / secret).exists()
    browser.sign_in("vanthu")
    browser.one("section.alarm input[name=confirmed]").click()
    browser.press("Đã chuyển sang máy độc lập")
    assert "Đã xóa tệp khỏi máy này." in browser.text
    assert not (browser.site.home / "inbox" / secret).exists()
    assert not browser.all("section.alarm")


def test_the_admin_reads_the_report_of_a_model_and_the_days_off(browser: Browser) -> None:
    browser.sign_in("quantri")
    browser.open("/huan-luyen/")
    assert "đang dùng" in browser.text
    browser.follow(browser.one("table a"))
    picture = browser.one("main img").get_attribute("src")
    assert picture is not None
    browser.driver.get(picture)
    assert browser.wait_for("img").size["width"] > 0
    browser.open("/lich-nghi/")
    assert "2026" in browser.text
