"""The permission matrix: every address of web/urls.py and who may use it. A new address without a row fails.

How to add rows: `page(who)` for a page without a letter, `letter(...)` for a page of one letter, `button(...)` for a
POST about one letter (who, in which state, with which valid data), `action(who, ...)` for any other POST. A second row
for the same address is called "name POST". Whoever is not named must be refused (403 or 404, or sent to sign in), and
nothing may have changed. Whoever is named must succeed, and a POST must have changed something.

Who is who (tests/web/test_permission_matrix.py makes them): head, mate and given are of the unit that leads (mate has
not been given the letter, given has); coop is the head of a cooperating unit; stand_in does the head's work today,
given_stand_in that of given; former did the head's work until yesterday; other_head and other_officer are of a third
unit; nobody is not signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.web.conftest import ECONOMY
from web.organization.models import Staff
from web.register.models import EntryDeadline, RegisterEntry

OFFICE = "clerk leader"
LEAD = "head stand_in"
WORK = f"{LEAD} given given_stand_in"
SEE = f"{OFFICE} {WORK} mate coop"
UNITS = "head mate given coop other_head other_officer stand_in given_stand_in former"
SIGNED_IN = f"{OFFICE} {UNITS} admin"
EVERYBODY = f"{SIGNED_IN} nobody"

# One letter in each of these states; `secret` is a file with a secrecy mark that lies in the inbox.
STATES = ("review", "assigned", "working", "restricted", "completed", "cancelled", "secret")
OPEN = ("assigned", "working", "restricted")

LATER = f"{date.today() + timedelta(days=30):%d/%m/%Y}"  # noqa: DTZ011  any day to come


@dataclass(frozen=True)
class Scene:
    """What the addresses and the data of a row are made from."""

    people: Mapping[str, Staff]
    entries: Mapping[str, RegisterEntry]
    deadlines: Mapping[str, EntryDeadline]


Data = Mapping[str, object] | Callable[[Scene, str], Mapping[str, object]]


@dataclass(frozen=True)
class Row:
    """Who may; for a letter by its state, else under ""."""

    who: Mapping[str, str]
    method: str = "GET"
    arguments: Callable[[Scene, str], list[object]] = field(default=lambda _scene, _state: [])
    data: Data = field(default_factory=dict)
    changes: bool = False  # a success must have changed something in the database
    answers: tuple[int, ...] = (200, 302)


def page(who: str, *arguments: object) -> Row:
    return Row({"": who}, arguments=lambda _scene, _state: list(arguments))


def action(
    who: str, *arguments: object, changes: bool = True, answers: tuple[int, ...] = (302,), **data: object
) -> Row:
    return Row({"": who}, "POST", lambda _scene, _state: list(arguments), data, changes, answers)


def about_person(row: Row, name: str) -> Row:
    """The address names an account."""
    return Row(row.who, row.method, lambda scene, _state: [scene.people[name].pk], row.data, row.changes, row.answers)


def letter(who: Mapping[str, str], *more: object) -> Row:
    return Row(who, arguments=lambda scene, state: [scene.entries[state].pk, *more])


def button(who: Mapping[str, str], data: Data = {}) -> Row:  # noqa: B006  never changed
    return Row(who, "POST", lambda scene, state: [scene.entries[state].pk], data, changes=True)


def deadline_button(who: Mapping[str, str], data: Data = {}) -> Row:  # noqa: B006
    return Row(
        who, "POST", lambda scene, state: [scene.entries[state].pk, scene.deadlines[state].pk], data, changes=True
    )


def in_states(states: tuple[str, ...], who: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(states, who) | others


SEES = in_states(STATES, SEE, review=OFFICE, restricted=f"{OFFICE} {WORK}", secret=OFFICE)
HAS_FILE = {state: who for state, who in SEES.items() if state != "secret"}
DEADLINES = in_states(OPEN, f"{OFFICE} {LEAD}", review=OFFICE)

ROWS: dict[str, Row] = {
    # Signing in, and one's own account
    "home": page(SIGNED_IN),
    "sign-in": page(EVERYBODY),
    "second-step": page(EVERYBODY),  # without a right password before, it leads back to sign-in
    "sign-out": action(EVERYBODY, changes=False),
    "own-password": page(SIGNED_IN),
    "own-password POST": action(
        SIGNED_IN, old_password="mat-khau-cu", new_password1="mat-khau-moi", new_password2="mat-khau-moi"
    ),
    "own-data": page(SIGNED_IN),
    "second-factor": page(SIGNED_IN),
    "second-factor-on": action(SIGNED_IN, changes=False, sealed="x", code="123456", password="x"),
    "second-factor-codes": action("", password="mat-khau-cu"),  # nobody here has a phone
    "second-factor-off": action(SIGNED_IN, changes=False, password="mat-khau-cu"),
    # Lists
    "arrivals": page(OFFICE),
    "review": page(OFFICE),
    "register": page(OFFICE),
    "units": page(OFFICE),
    "unit-queue": page(OFFICE, ECONOMY),
    "queue": page(UNITS),
    "completed": page(UNITS),
    "my-work": page(UNITS),
    # One letter
    "document": letter(SEES),
    "page": letter(HAS_FILE, 1),
    "original": letter(HAS_FILE),
    "route": button(in_states(("review", "assigned", "restricted"), OFFICE), {"field": "dat-dai", "unit": ECONOMY}),
    "accept": button(in_states(("assigned", "restricted"), LEAD)),
    "give-back": button(in_states(OPEN, LEAD), {"return-reason": "x"}),
    "correct-header": button(in_states(("review", *OPEN, "completed"), "clerk"), {"code": "9/KH-UBND", "urgency": "0"}),
    "add-deadline": button(DEADLINES, {"due_on": LATER, "note": "x"}),
    "reject-deadline": deadline_button(DEADLINES),
    "correct-deadline": deadline_button(
        DEADLINES,
        lambda scene, state: {
            f"deadline-{scene.deadlines[state].pk}-due_on": LATER,
            f"deadline-{scene.deadlines[state].pk}-is_ours": "yes",
        },
    ),
    "meet-deadline": deadline_button(in_states(OPEN, WORK)),
    "assign": button(in_states(OPEN, LEAD), lambda scene, _state: {"officer": scene.people["mate"].pk}),
    "start": button(in_states(("assigned", "restricted"), WORK)),
    "complete": button(in_states(OPEN, WORK), {"outcome": "x"}),
    "complete-period": button(in_states(OPEN, WORK), {"period-outcome": "x", "period-next_due_on": LATER}),
    "reopen": button({"completed": LEAD}, {"reopen-reason": "x"}),
    "refuse": button(in_states(("review", "assigned", "restricted"), "clerk"), {"refuse-reason": "x"}),
    "cancel": button(in_states(("review", *OPEN, "completed"), "clerk"), {"cancel-reason": "x"}),
    "retry": button({"review": "clerk"}),
    "clear-secrecy": button({"secret": "clerk"}, {"reason": "x"}),
    "remove-secret": button({"secret": "clerk"}, {"confirmed": "1"}),
    # The administrator
    "system": page("admin"),
    "calendar": page("admin"),
    "calendar POST": action("admin", changes=False, answers=(400,), file="none"),
    "learning": page("admin"),
    "train": action("admin"),
    "model-version": page("admin", "0001"),
    "use-model": action("admin", "0001", changes=False),
    "model-picture": page("admin", "0001", "confusion.png"),
    "accounts": page("admin"),
    "accounts POST": action("admin", username="moi", full_name="Người Mới", role="clerk", password="mat-khau-1"),
    "account": about_person(page("admin"), "mate"),
    "account POST": about_person(action("admin", full_name="Tên Mới", role="leader"), "other_officer"),
    "reset-password": about_person(action("admin", password="mat-khau-moi"), "mate"),
    "toggle-active": about_person(action("admin"), "mate"),
    "unlock-account": about_person(action("admin", changes=False), "mate"),
    "account-second-factor-off": about_person(action("admin", changes=False), "mate"),
    "account-data": about_person(page("admin"), "mate"),
    "audit": page("admin"),
    "audit-export": page("admin"),
}
