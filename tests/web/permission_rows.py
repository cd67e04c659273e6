"""The permission matrix: every address of web/urls.py and who may use it. A new address without a row fails.

How to add rows: `page(who)` for a page without a letter, `letter(...)` for a page of one letter, `button(...)` for a
POST about one letter (who, in which state, with which valid data), `action(who, ...)` for any other POST. Further rows
for the same address have a word more in their name: "absences POST". Whoever is not named must be refused (403, 404,
sent to sign in, or 400 when the form does not offer it to them), and nothing may have changed. Whoever is named must
succeed, and a POST must have changed something. `told`: who is only told that it is too late for this (the answer leads
to a page with a sentence), and changes nothing.

Who is who and what there is: permission_scene.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.web.conftest import CULTURE, ECONOMY
from tests.web.inbox_office import letter as pdf
from tests.web.permission_scene import STATES, Scene

OFFICE = "clerk leader"
LEAD = "head stand_in"
GIVEN = "given given_stand_in"
WORK = f"{LEAD} {GIVEN}"
SEE = f"{OFFICE} {WORK} mate coop"
HEADS = f"{LEAD} coop other_head"
UNITS = "head mate given coop other_head other_officer stand_in given_stand_in former"
LETTERS = f"{OFFICE} {UNITS}"  # everybody whose work is letters
SIGNED_IN = f"{LETTERS} admin"
EVERYBODY = f"{SIGNED_IN} nobody"

OPEN = ("assigned", "working", "restricted")
NUMBERED = ("review", "registered", *OPEN, "completed")  # and not cancelled
SOON, LATER = (f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}" for days in (2, 30))

Data = Mapping[str, object] | Callable[[Scene, str], Mapping[str, object]]
Arguments = Callable[[Scene, str], list[object]]


@dataclass(frozen=True)
class Row:
    """Who may; for a letter by its state, else under ""."""

    who: Mapping[str, str]
    method: str = "GET"
    arguments: Arguments = field(default=lambda _scene, _state: [])
    data: Data = field(default_factory=dict)
    changes: bool = False  # a success must have changed something in the database
    answers: tuple[int, ...] = (200, 302)
    told: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


def page(who: str, *arguments: object, query: str = "") -> Row:
    return Row({"": who}, arguments=lambda _scene, _state: list(arguments), query=query)


def action(
    who: str, *arguments: object, changes: bool = True, answers: tuple[int, ...] = (302,), **data: object
) -> Row:
    return Row({"": who}, "POST", lambda _scene, _state: list(arguments), data, changes, answers)


def sent(
    who: str, data: Data, arguments: Arguments = lambda _scene, _state: [], *, told: str = "", changes: bool = True
) -> Row:
    """A POST that is about no one letter and whose data or address name rows."""
    return Row({"": who}, "POST", arguments, data, changes, answers=(302,), told={"": told})


def about_person(row: Row, name: str) -> Row:
    """The address names an account."""
    return Row(row.who, row.method, lambda scene, _state: [scene.people[name].pk], row.data, row.changes, row.answers)


def letter(who: Mapping[str, str], *more: object) -> Row:
    return Row(who, arguments=lambda scene, state: [scene.entries[state].pk, *more])


def button(who: Mapping[str, str], data: Data = {}, told: Mapping[str, str] = {}) -> Row:  # noqa: B006  never changed
    return Row(who, "POST", lambda scene, state: [scene.entries[state].pk], data, changes=True, told=told)


def deadline_button(who: Mapping[str, str], data: Data = {}) -> Row:  # noqa: B006
    return Row(
        who, "POST", lambda scene, state: [scene.entries[state].pk, scene.deadlines[state].pk], data, changes=True
    )


def reply_button(who: Mapping[str, str]) -> Row:
    return Row(who, "POST", lambda scene, state: [scene.entries[state].pk, scene.replies[state].pk], changes=True)


def request_button(who: Mapping[str, str], told: Mapping[str, str], **data: object) -> Row:
    """About what an officer asked."""
    return Row(who, "POST", lambda scene, state: [scene.extensions[state].pk], data, changes=True, told=told)


def in_states(states: tuple[str, ...], who: str, **others: str) -> dict[str, str]:
    return dict.fromkeys(states, who) | others


def ticked(scene: Scene, *states: str) -> list[int]:
    return [scene.entries[state].pk for state in states]


def reviewed(scene: Scene, state: str) -> dict[str, object]:
    """The review screen as the clerk leaves it."""
    prefix = f"deadline-{scene.deadlines[state].pk}"
    return {
        "seen": "0",
        "code": "9/KH-UBND",
        "urgency": "0",
        "unit": ECONOMY,
        "field": "dat-dai",
        f"{prefix}-due_on": LATER,
        f"{prefix}-verdict": "ours",
    }


ONLY_OFFICE = {"review": OFFICE, "registered": OFFICE}
SEES = in_states(STATES, SEE, **ONLY_OFFICE, restricted=f"{OFFICE} {WORK}", secret=OFFICE)
HAS_FILE = {state: who for state, who in SEES.items() if state != "secret"}
DEADLINES = in_states(OPEN, f"{OFFICE} {LEAD}", **ONLY_OFFICE)
ROUTED = in_states(("review", "registered", "assigned", "restricted"), OFFICE)
RESTRICTS = in_states(("assigned", "working", "completed"), f"{OFFICE} {LEAD}", **ONLY_OFFICE)
UNRESTRICTS = {"restricted": f"{OFFICE} {LEAD}"}

# Signing in, one's own account, reminders and calendar
OWN: dict[str, Row] = {
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
    "guide": page(SIGNED_IN),
    "close-guide": action(SIGNED_IN, changes=False),
    "reminders": page(SIGNED_IN),
    "reminder-seen": sent("head", {}, lambda scene, _state: [scene.reminders["head"]]),
    "reminders-seen": action(SIGNED_IN, changes=False, until="2026-01-01T00:00:00+07:00"),
    "feeds": page(LETTERS),
    "feeds POST": action(LETTERS, answers=(200,), unit=""),
    "revoke-feed": sent("head admin", {}, lambda scene, _state: [scene.feeds["head"][0]]),
    "feed": Row({"": EVERYBODY}, arguments=lambda scene, _state: [scene.feeds["head"][1]]),
    "feed revoked": Row({"": ""}, arguments=lambda scene, _state: [scene.feeds["revoked"][1]]),
}
LISTS: dict[str, Row] = {
    "arrivals": page(OFFICE),
    "arrivals-live": page(OFFICE),
    "upload": sent("clerk", lambda _scene, _state: {"file": SimpleUploadedFile("a.pdf", pdf(7))}),
    "review": page(OFFICE),
    "search": page(LETTERS, query="q=trich+yeu"),
    "register": page(OFFICE),
    "register-pdf": page(OFFICE),
    "register-xlsx": page(OFFICE),
    "follow-up": page(f"{OFFICE} {HEADS}"),
    "follow-up-pdf": page(f"{OFFICE} {HEADS}"),
    "follow-up-xlsx": page(f"{OFFICE} {HEADS}"),
    "units": page(OFFICE),
    "unit-queue": page(f"{OFFICE} {WORK} mate", ECONOMY),
    "queue": page(UNITS),
    "completed": page(UNITS),
    "my-work": page(UNITS),
    "directions": page("leader"),
    "extensions": page(UNITS),
    "statistics": page(f"{OFFICE} {HEADS}"),
    "statistics-xlsx": page(f"{OFFICE} {HEADS}"),
    "statistics-csv": page(f"{OFFICE} {HEADS}", "co-quan"),
    "report-pdf": page(OFFICE),
    "report-xlsx": page(OFFICE),
    # Several letters at once
    "group": sent(LEAD, lambda scene, _state: {"do": "accept", "entry": ticked(scene, *OPEN)}, lambda _s, _: [ECONOMY]),
    "group assign": sent(
        LEAD,
        lambda scene, _state: {"officer": scene.people["mate"].pk, "entry": ticked(scene, *OPEN)},
        lambda _scene, _state: [ECONOMY],
    ),
    "group with letters of another unit": sent(
        "",
        lambda scene, _state: {"do": "accept", "entry": ticked(scene, *STATES)},
        lambda _scene, _state: [CULTURE],
        told="other_head",
    ),
    "group with letters that have not come": sent(
        "",
        lambda scene, _state: {
            "do": "accept",
            "entry": ticked(scene, "review", "registered", "completed", "cancelled"),
        },
        lambda _scene, _state: [ECONOMY],
        told=LEAD,
    ),
    "agree": sent("leader", lambda scene, _state: {"entry": f"{scene.entries['registered'].pk}:{ECONOMY}"}),
    "agree with letters that do not wait": sent(
        "",
        lambda scene, _state: {"entry": [f"{key}:{ECONOMY}" for key in ticked(scene, "review", *OPEN, "cancelled")]},
        told="leader",
    ),
}
LETTER: dict[str, Row] = {
    "document": letter(SEES),
    "page": letter(HAS_FILE, 1),
    "original": letter(HAS_FILE),
    "slip": letter(in_states((*OPEN, "completed"), f"{OFFICE} {WORK}", **ONLY_OFFICE)),
    "review-letter": letter(in_states(STATES, "clerk")),  # of one that does not wait it leads to the next
    "confirm-review": button(
        {"review": "clerk"}, reviewed, told=in_states(tuple(state for state in STATES if state != "review"), "clerk")
    ),
    "route": button(ROUTED, {"field": "dat-dai", "unit": ECONOMY}),
    "direct": button(in_states(("registered", *OPEN), "leader"), {"unit": ECONOMY, "text": "x", "due_on": LATER}),
    "accept": button(in_states(("assigned", "restricted"), LEAD)),
    "give-back": button(in_states(OPEN, LEAD), {"return-reason": "x"}),
    "correct-header": button(in_states(NUMBERED, "clerk"), {"code": "9/KH-UBND", "urgency": "0"}),
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
    "extend": button(in_states(OPEN, LEAD), {"extension-until": LATER, "extension-reason": "x"}),
    "ask-extension": button(
        in_states(("assigned", "working"), GIVEN),
        {"extension-until": LATER, "extension-reason": "x"},
        told={"restricted": GIVEN},  # somebody asked before
    ),
    "decide-extension": request_button({"restricted": LEAD}, in_states(("assigned", "working"), LEAD), do="grant"),
    "decide-extension with a refusal": request_button(
        {"restricted": LEAD}, in_states(("assigned", "working"), LEAD), do="refuse", reason="x"
    ),
    "note-reply": button(in_states((*OPEN, "completed"), WORK), {"reply-code": "15/UBND-KT"}),
    "withdraw-reply": reply_button(in_states((*OPEN, "completed"), WORK)),
    "restrict": button(RESTRICTS, {"restrict-reason": "x"}, told=UNRESTRICTS),
    "unrestrict": button(UNRESTRICTS, {"unrestrict-reason": "x"}, told=RESTRICTS),
    "refuse": button(in_states(("review", "registered", "assigned", "restricted"), "clerk"), {"refuse-reason": "x"}),
    "cancel": button(in_states(NUMBERED, "clerk"), {"cancel-reason": "x"}),
    "cancel-repeated": button(
        {"assigned": "clerk"},
        lambda scene, _state: {"kept": scene.twin.pk},
        told=in_states(tuple(state for state in NUMBERED if state != "assigned"), "clerk"),
    ),
    "retry": button({"review": "clerk"}),
    "clear-secrecy": button({"secret": "clerk"}, {"reason": "x"}),
    "remove-secret": button({"secret": "clerk"}, {"confirmed": "1"}),
}
# Who is away, who looks after what
PEOPLE: dict[str, Row] = {
    "absences": page(SIGNED_IN),
    "absences POST": sent(
        "leader admin other_head other_officer",
        lambda scene, _state: {
            "absent": scene.people["other_officer"].pk,
            "stand_in": scene.people["other_head"].pk,
            "first_on": SOON,
            "last_on": LATER,
        },
    ),
    # The stand-in of today does not make themselves the stand-in of next month.
    "absences of a head": sent(
        "leader admin head",
        lambda scene, _state: {
            "absent": scene.people["head"].pk,
            "stand_in": scene.people["coop"].pk,
            "first_on": SOON,
            "last_on": LATER,
        },
    ),
    "end-absence": sent("given head stand_in leader admin", {}, lambda scene, _state: [scene.absences["given"]]),
    "end-absence of a head": sent("head leader admin", {}, lambda scene, _state: [scene.absences["head"]]),
    "field-officers": page(f"leader admin {HEADS}"),
    "set-field-officers": sent(
        f"leader admin {LEAD}",
        lambda scene, _state: {"dat-dai": scene.people["mate"].pk},
        lambda _scene, _state: [ECONOMY],
    ),
}
ADMIN: dict[str, Row] = {
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
    "outbox": page("admin"),
    "send-test": action("admin"),
    "send-all-again": action("admin"),
    "send-again": sent("admin", {}, lambda scene, _state: [scene.message]),
}
ROWS: dict[str, Row] = OWN | LISTS | LETTER | PEOPLE | ADMIN
