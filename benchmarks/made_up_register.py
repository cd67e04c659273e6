"""A register of N letters with everything around them: units, people, pages, deadlines, audit; a seed decides all.

Texts are paragraphs of the seed corpus in new mixtures, about 1,600 words a letter as in real ones, with made-up names.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from classifiers.examples import Example, load_seed_corpus
from web.offices import current_office
from web.organization.models import Role, Staff, Unit
from web.organization.setup import update_units
from web.register.models import ArrivalCounter, AuditRecord, EntryDeadline, Event, PageText, RegisterEntry, State
from web.register.search.index import body_words, header_words, insert_entries
from web.register.search.store import Header

BATCH = 1000
YEARS = 5
OPEN_SHARE = 0.03  # of the register; the rest of what was forwarded is done
WORDS_A_PAGE = 380
PASSWORD = "mot-mat-khau-dai"  # noqa: S105  of a throw-away home
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLE = ("Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Quốc", "Kim", "Xuân")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Giang",
    "Hà",
    "Hạnh",
    "Hòa",
    "Hùng",
    "Khánh",
    "Lan",
    "Linh",
    "Mai",
    "Nam",
    "Nga",
    "Sơn",
    "Tâm",
    "Vy",
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    words: str  # as the index wants them
    length: int


@dataclass(frozen=True, slots=True)
class Office:
    """Who works there."""

    people: tuple[Staff, ...]
    officers: dict[int, list[Staff]]  # unit id -> its officers
    units: dict[str, Unit]


def fill(count: int, *, seed: int = 6) -> None:
    """Fill the database of this home. It must be migrated and hold no entries."""
    chance = random.Random(seed)  # noqa: S311
    office = make_office()
    examples = load_seed_corpus()
    paragraphs = _paragraphs(examples)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    numbers: dict[int, int] = {}
    for start in range(0, count, BATCH):
        with transaction.atomic():
            entries = [
                _entry(chance, index, count, chance.choice(examples), office, now, numbers)
                for index in range(start, min(start + BATCH, count))
            ]
            RegisterEntry.objects.bulk_create(entries)
            _add_texts(chance, entries, paragraphs)
            _add_rest(chance, entries, office)
    for year, last in numbers.items():
        ArrivalCounter.objects.update_or_create(year=year, defaults={"last_number": last})
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA synchronous = FULL")


def make_office() -> Office:
    """Forty people in the units of ward.toml: 2 clerks, 3 leaders, 1 administrator, 6 heads, 28 officers."""
    update_units(current_office())
    units = {unit.code: unit for unit in Unit.objects.filter(is_active=True)}
    password = make_password(PASSWORD)
    wanted = [("vanthu", Role.CLERK, None)] * 2 + [("lanhdao", Role.LEADER, None)] * 3 + [("quantri", Role.ADMIN, None)]
    wanted += [("truong", Role.UNIT_HEAD, unit) for unit in units.values()]
    order = list(units.values())
    wanted += [("chuyenvien", Role.OFFICER, order[index % len(order)]) for index in range(40 - len(wanted))]
    people = [
        Staff(
            username=f"{name}{number}",
            password=password,
            role=role,
            unit=unit,
            last_name=f"{FAMILY[number % len(FAMILY)]} {MIDDLE[number % len(MIDDLE)]}",
            first_name=GIVEN[number % len(GIVEN)],
        )
        for number, (name, role, unit) in enumerate(wanted)
    ]
    Staff.objects.bulk_create(people)
    officers: dict[int, list[Staff]] = {unit.pk: [] for unit in units.values()}
    for person in people:
        if person.role == Role.OFFICER and person.unit_id is not None:
            officers[person.unit_id].append(person)
    return Office(tuple(people), officers, units)


def made_up_name(chance: random.Random) -> str:
    return f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def _paragraphs(examples: tuple[Example, ...]) -> list[Paragraph]:
    found = []
    for example in examples:
        for line in example.letter.body.splitlines():
            text = line.strip()
            if len(text) > 40:
                found.append(Paragraph(text, body_words([text]), text.count(" ") + 1))
    return found


def _entry(
    chance: random.Random,
    index: int,
    count: int,
    example: Example,
    office: Office,
    now: datetime,
    numbers: dict[int, int],
) -> RegisterEntry:
    age = timedelta(days=YEARS * 365 * (1 - (index + 1) / count))
    received_at = now - age
    day = timezone.localdate(received_at)
    year = day.year
    numbers[year] = numbers.get(year, 0) + 1
    field = example.field
    unit = office.units[current_office().unit_of_field(field)]
    state = _state(chance, is_recent=index > count * (1 - OPEN_SHARE))
    is_forwarded = state in {State.ASSIGNED, State.IN_PROGRESS, State.COMPLETED}
    notation = example.letter.code.split("/", 1)[-1] or "UBND"
    return RegisterEntry(
        file_name=f"{chance.randrange(10**9):09d}.signed.pdf",
        sha256=f"{index:064x}",
        size=chance.randrange(80_000, 3_000_000),
        received_at=received_at,
        year=year,
        arrival_number=numbers[year],
        inbox_cleared_at=received_at,
        state=state,
        attempts=1,
        issuing_body=example.letter.issuing_body,
        code=f"{chance.randrange(1, 9999)}/{notation}",
        place="Thành phố Hồ Chí Minh",
        issued_on=day - timedelta(days=chance.randrange(5)),
        document_type=example.letter.document_type,
        subject=f"{example.letter.subject}{chance.choice(['', '', f' năm {year}', f' của {made_up_name(chance)}'])}",
        urgency=chance.choices(range(4), (90, 6, 2, 2))[0],
        signer_name=made_up_name(chance),
        signer_position="Phó Chủ tịch",
        signer_authority="KT.",
        addressees=["Ủy ban nhân dân các phường, xã, đặc khu"],
        recipients=["Như trên", "Lưu: VT"],
        header_evidence={
            part: {"page": 1, "quote": example.letter.subject[:120], "boxes": [[70.5, 80.25, 500.75, 94.5]] * 2}
            for part in ("issuing_body", "code", "issued_on", "subject", "document_type", "signer")
        },
        page_count=4,
        proposed_field=field,
        proposed_unit=unit,
        confidence=0.8 + chance.random() / 5,
        runners_up=[["tong-hop", 0.02], ["noi-vu", 0.01]],
        evidence_words=["kế hoạch", "phường", "báo cáo"],
        words_against=[],
        routing_reason="Nội dung thuộc lĩnh vực này.",
        model_version="0001",
        field=field,
        lead_unit=unit if is_forwarded else None,
        decided_at=received_at if is_forwarded and chance.random() < 0.9 else None,
        due_on=timezone.localdate(received_at) + timedelta(days=chance.randrange(2, 40))
        if chance.random() < 0.7
        else None,
        forwarded_at=received_at if is_forwarded else None,
        officer=chance.choice(office.officers[unit.pk]) if is_forwarded and chance.random() < 0.8 else None,
        outcome="Đã báo cáo" if state == State.COMPLETED else "",
        completed_at=received_at + timedelta(days=5) if state == State.COMPLETED else None,
        is_restricted=field == "thanh-tra-tiep-dan" and chance.random() < 0.5,
    )


def _state(chance: random.Random, *, is_recent: bool) -> State:
    if not is_recent:
        return State.COMPLETED
    return State(
        chance.choices([State.ASSIGNED, State.IN_PROGRESS, State.NEEDS_REVIEW, State.COMPLETED], (45, 45, 4, 6))[0]
    )


def _add_texts(chance: random.Random, entries: list[RegisterEntry], paragraphs: list[Paragraph]) -> None:
    pages: list[PageText] = []
    indexed: list[tuple[int, Header, str]] = []
    for entry in entries:
        words = []
        for number, (text, folded) in enumerate(_pages(chance, paragraphs), start=1):
            pages.append(PageText(entry=entry, number=number, width=595, height=842, source="text_layer", text=text))
            words.append(folded)
        header = body_words([entry.code, entry.issuing_body, entry.subject])
        indexed.append(
            (entry.pk, header_words(entry.code, entry.issuing_body, entry.subject), " ".join([header, *words]))
        )
    PageText.objects.bulk_create(pages)
    insert_entries(indexed)


def _pages(chance: random.Random, paragraphs: list[Paragraph]) -> Iterator[tuple[str, str]]:
    """Text and index words of each page."""
    left = min(12_000, max(150, int(chance.lognormvariate(7.2, 0.6))))
    while left > 0:
        texts, words, length = [], [], 0
        while length < min(left, WORDS_A_PAGE):
            paragraph = chance.choice(paragraphs)
            texts.append(paragraph.text)
            words.append(paragraph.words)
            length += paragraph.length
        name = f"Liên hệ ông (bà) {made_up_name(chance)}, hồ sơ số {chance.randrange(10**6)}."
        yield "\n".join([*texts, name]), " ".join([*words, body_words([name])])
        left -= length


def _add_rest(chance: random.Random, entries: list[RegisterEntry], office: Office) -> None:
    """Deadlines, cooperating units and what people did."""
    EntryDeadline.objects.bulk_create(
        EntryDeadline(
            entry=entry,
            kind="report",
            answer={"type": "date", "op": "by", "date": entry.due_on.isoformat()},
            due_on=entry.due_on,
            quote="Đề nghị báo cáo kết quả thực hiện về Sở trước ngày nêu trên để tổng hợp.",
            page=1,
            evidence=[{"page": 1, "quote": "báo cáo kết quả", "boxes": [[70.5, 400.0, 500.5, 414.0]]}],
            applies_to_us=True,
        )
        for entry in entries
        if entry.due_on is not None
    )
    units = list(office.units.values())
    through = RegisterEntry.cooperating_units.through
    through.objects.bulk_create(
        through(registerentry_id=entry.pk, unit_id=unit.pk)
        for entry in entries
        if chance.random() < 0.15 and (unit := chance.choice(units)).pk != entry.lead_unit_id
    )
    events = [Event.RECEIVED, Event.READ, Event.FORWARDED, Event.CONFIRMED, Event.ASSIGNED, Event.COMPLETED]
    AuditRecord.objects.bulk_create(
        AuditRecord(at=entry.received_at, event=event, entry=entry, by=chance.choice(office.people), details={})
        for entry in entries
        for event in (*events, *[Event.VIEWED] * 4)
    )
