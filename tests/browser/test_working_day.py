"""A day of leader, head, officer and admin on the real server, without JavaScript."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.request import Request, urlopen

import pytest
from selenium.webdriver.common.by import By

from pipeline.time_zone import VIETNAM_TIME
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAD, OFFICER, SECOND_OFFICER = "kinhte", "chuyenvien", "chuyenvien2"


def day(ahead: int) -> str:
    return f"{datetime.now(VIETNAM_TIME).date() + timedelta(days=ahead):%d/%m/%Y}"


def choose(browser: Browser, select: str, text: str) -> None:
    options = browser.all(f"select[name={select}] option")
    next(option for option in options if text in option.text).click()


def test_the_leader_directs_a_letter_and_the_unit_reads_it(browser: Browser) -> None:
    browser.sign_in("lanhdao")
    browser.press("Phòng Kinh tế, Hạ tầng và Đô thị")
    browser.follow(browser.one("a.subject"))
    address = browser.driver.current_url
    browser.unfold("Cho ý kiến")
    browser.one("textarea[name=text]").send_keys("Báo cáo tôi trước khi gửi Sở")
    browser.one("input[name=cooperating][value=cong-an]").click()
    browser.one("form[action$='/chi-dao/'] input[name=due_on]").send_keys(day(3))
    browser.follow(browser.one("form[action$='/chi-dao/'] button"))
    assert "Đã cho ý kiến chỉ đạo." in browser.text

    browser.sign_in(HEAD)
    assert "Báo cáo tôi trước khi gửi Sở" in browser.text
    browser.driver.get(address)
    assert "Lưu ý: hạn do lãnh đạo giao." in browser.text
    assert "Công an phường" in browser.text


def test_the_head_shares_out_letters_by_field_while_an_officer_is_away(browser: Browser) -> None:
    browser.sign_in(HEAD)
    browser.open("/vang-mat/")
    choose(browser, "absent", "Dương Chuyên Viên")
    choose(browser, "stand_in", "Hoàng Chuyên Viên Hai")
    browser.one("input[name=last_on]").send_keys(day(4))
    browser.follow(browser.one("form:not([action]) button.primary"))
    assert "Đã ghi: Dương Chuyên Viên vắng, Hoàng Chuyên Viên Hai làm thay." in browser.text

    browser.press("Phụ trách lĩnh vực")
    labels = browser.all(".fields-of-unit label")
    for label in labels:
        if "Dương Chuyên Viên" in label.text:
            label.find_element(By.TAG_NAME, "input").click()
    browser.press("Lưu")
    assert "Đã lưu người phụ trách lĩnh vực" in browser.text

    browser.open("/viec-don-vi/")
    for box in browser.all("input[form=group]")[:2]:
        box.click()
    browser.press("Giao việc")
    assert "Đã giao" in browser.text
    assert "Hoàng Chuyên Viên Hai làm thay và thấy việc này." in browser.text
    assert "đang vắng, Hoàng Chuyên Viên Hai làm thay" in browser.text


def test_the_stand_in_does_the_work_asks_for_time_and_the_head_grants_it(browser: Browser) -> None:
    browser.sign_in(SECOND_OFFICER)
    assert f"Làm thay Dương Chuyên Viên đến hết ngày {day(4)}" in browser.text
    browser.follow(browser.one(".acting .group-express a.subject, .acting a.subject"))
    address = browser.driver.current_url
    browser.unfold("Xin gia hạn")
    browser.one("input[name=extension-until]").send_keys(day(60))
    browser.one("input[name=extension-reason]").send_keys("Chờ số liệu của các khu phố")
    browser.press("Gửi trưởng đơn vị")
    assert "Chờ duyệt" in browser.text

    browser.sign_in(HEAD)
    browser.press("1 đề nghị gia hạn")
    assert "Chờ số liệu của các khu phố" in browser.text
    browser.follow(browser.one("button[value=grant]"))
    assert "Đã gia hạn." in browser.text
    browser.driver.get(address)
    assert "đã gia hạn từ" in browser.text


def test_the_stand_in_answers_and_finishes_with_the_code_of_the_reply(browser: Browser) -> None:
    browser.sign_in(SECOND_OFFICER)
    browser.follow(browser.one(".acting a.subject"))
    browser.one("input[name=reply_code]").send_keys("152/UBND-KTHTĐT")
    browser.press("Hoàn thành")
    assert "Đã hoàn thành." in browser.text
    assert "152/UBND-KTHTĐT" in browser.text
    browser.sign_in(HEAD)
    browser.open("/viec-don-vi/da-xong/")
    assert "152/UBND-KTHTĐT" in browser.text


def test_who_is_back_early_has_the_work_back(browser: Browser) -> None:
    browser.sign_in(OFFICER)
    assert "Bạn đang vắng, Hoàng Chuyên Viên Hai làm thay" in browser.text
    browser.open("/vang-mat/")
    browser.press("Đã trở lại")
    browser.sign_in(SECOND_OFFICER)
    assert "Làm thay" not in browser.text


def test_the_leader_takes_the_report_of_the_month_with_one_click(browser: Browser) -> None:
    browser.sign_in("lanhdao")
    browser.open("/thong-ke/")
    assert "Thống kê văn bản đến tháng" in browser.heading
    address = str(browser.driver.find_element(By.PARTIAL_LINK_TEXT, "Báo cáo tình hình xử lý").get_attribute("href"))
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in browser.driver.get_cookies())
    with urlopen(Request(address, headers={"Cookie": cookies}), timeout=60) as answer:
        assert answer.read(5) == b"%PDF-"


def test_the_admin_finds_in_the_record_who_took_the_report(browser: Browser) -> None:
    browser.sign_in("quantri")
    browser.open("/nhat-ky/")
    assert "Lê Lãnh Đạo" in browser.text
    assert "Xuất sổ hoặc số liệu" in browser.text
