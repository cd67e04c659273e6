"""«Bắt đầu»: the first steps of each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from web.organization.models import Role
from web.register.guide import STEPS
from web.register.navigation import HOME_PAGES

SignIn = Callable[[str], Client]
CARD = 'id="guide-title"'


@pytest.mark.parametrize("name", ["clerk", "leader", "head", "officer", "admin"])
def test_each_role_finds_its_first_steps_on_its_first_page_until_they_are_closed(name: str, sign_in: SignIn) -> None:
    client = sign_in(name)
    assert CARD in client.get(reverse("home"), follow=True).content.decode()
    assert client.post(reverse("close-guide"))["Location"] == reverse("home")
    assert CARD not in client.get(reverse("home"), follow=True).content.decode()
    assert "Đổi mật khẩu" in client.get(reverse("guide")).content.decode()


def test_two_people_at_one_computer_close_it_each_for_themselves(sign_in: SignIn) -> None:
    first = sign_in("head")
    first.post(reverse("close-guide"))
    second = sign_in("other_head")
    second.cookies.update({key: value for key, value in first.cookies.items() if key != "sessionid"})
    assert CARD in second.get(reverse("queue")).content.decode()


@pytest.mark.parametrize("role", Role)
def test_every_role_has_three_to_five_steps_that_it_may_take(role: Role, sign_in: SignIn) -> None:
    name = {Role.UNIT_HEAD: "head"}.get(role, role.value)
    assert 3 <= len(STEPS[role]) <= 5
    for step in STEPS[role]:
        if step.url:
            assert sign_in(name).get(step.url).status_code == 200, step.title
    assert sign_in(name).get(reverse(HOME_PAGES[role])).status_code == 200
