"""ward.toml and the environment, read once -> a frozen Office. An error names the key and the allowed values."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from pipeline.config_edxml import EdxmlConfig, parse_edxml
from pipeline.config_originals import ObjectStoreConfig, parse_originals
from pipeline.config_reminders import MailConfig, ReminderConfig, parse_mail, parse_reminders
from pipeline.config_security import DEFAULT_SECURITY, SecurityConfig, parse_security
from pipeline.config_values import choice as _choice
from pipeline.config_values import clock as _clock
from pipeline.config_values import flag as _flag
from pipeline.config_values import number as _number
from pipeline.config_values import table as _table
from pipeline.config_values import text as _text
from pipeline.config_values import wrong as _wrong
from pipeline.trust import TrustStore, load_trust_store

KINDS = ("phường", "xã", "đặc khu")
OBSERVERS = ("native", "polling")
DEFAULT_BACKUP_AT = time(1, 30)
DEFAULT_BACKUPS_KEPT = 7
NEVER = "never"
UPLOAD_MB = 100.0


@dataclass(frozen=True, slots=True)
class OfficeIdentity:
    """Who we are, in the words letters use for us."""

    name: str
    kind: str
    province: str
    also_called: tuple[str, ...] = ()
    units: tuple[str, ...] = ()  # the names of our own


@dataclass(frozen=True, slots=True)
class InboxConfig:
    folder: Path
    observer: str
    settle_seconds: float
    rescan_seconds: float
    upload_mb: float = UPLOAD_MB  # the largest file that the page takes; larger ones are dropped into the folder


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    seconds_per_file: float
    memory_mb: int
    max_pages: int


@dataclass(frozen=True, slots=True)
class FieldConfig:
    unit: str
    name: str
    replaces: tuple[str, ...] = ()  # older field codes whose letters now belong to this field


@dataclass(frozen=True, slots=True)
class BackupConfig:
    folder: Path
    nightly_at: time | None  # None: only when somebody runs `vanthu backup`
    keep: int


@dataclass(frozen=True, slots=True)
class Office:
    """The whole configuration of one installation; `home` holds models/, inbox/ and var/."""

    home: Path
    identity: OfficeIdentity
    inbox: InboxConfig
    limits: ReadingLimits
    end_of_day: time
    units: Mapping[str, str]  # code -> name
    fields: Mapping[str, FieldConfig]  # field code -> unit and name
    reminders: ReminderConfig
    auto_route_at: float | None  # None: the model's own threshold from cross-validation
    trust: TrustStore | None = None  # None: every signer is of unknown issuer
    nightly_at: time | None = None  # None: no nightly training
    backups: BackupConfig | None = None  # None: the defaults
    leader_directs: bool = False  # letters wait for a leader's direction before they go to their unit
    mail: MailConfig | None = None  # None: the office sends no mail
    security: SecurityConfig = DEFAULT_SECURITY
    edxml: EdxmlConfig | None = None  # None: senders of messages are told nothing
    object_store: ObjectStoreConfig | None = None  # None: originals are files in the folder `originals`

    @property
    def var(self) -> Path:
        return self.home / "var"

    @property
    def originals(self) -> Path:
        return self.var / "originals"

    @property
    def originals_cache(self) -> Path:
        return self.var / "originals-cache"

    @property
    def page_cache(self) -> Path:
        return self.var / "pages"

    @property
    def calendar_file(self) -> Path:
        return self.var / "calendar.csv"

    @property
    def backup(self) -> BackupConfig:
        return self.backups or BackupConfig(self.var / "backups", DEFAULT_BACKUP_AT, DEFAULT_BACKUPS_KEPT)

    @property
    def model_key(self) -> Path:
        return self.var / "model-key"

    @property
    def labelled(self) -> Path:
        return self.var / "labelled"

    @property
    def models(self) -> Path:
        return self.home / "models"

    def unit_of_field(self, field: str) -> str | None:
        entry = self.fields.get(field)
        return entry.unit if entry else None


def load_office(home: Path | None = None, *, file: Path | None = None) -> Office:
    """Read VANTHU_HOME/ward.toml (VANTHU_WARD or `file` names another file).

    Raises ConfigError that names the key, the value and what is allowed.
    """
    home = (home or Path(os.environ.get("VANTHU_HOME", "."))).resolve()
    file = file or Path(os.environ.get("VANTHU_WARD", home / "ward.toml"))
    try:
        with file.open("rb") as stream:
            settings = tomllib.load(stream)
    except FileNotFoundError as error:
        raise _wrong(f"Không thấy tệp cấu hình {file}.") from error
    except OSError as error:
        raise _wrong(f"Không mở được tệp cấu hình {file}. Kiểm tra quyền đọc tệp.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(f"Tệp {file} không đúng cú pháp TOML: {error}.") from error
    return parse_office(settings, home)


def parse_office(settings: Mapping[str, Any], home: Path) -> Office:
    units = _units(_table(settings, "units"))
    inbox = _table(settings, "inbox")
    reading = _table(settings, "reading")
    return Office(
        home=home,
        identity=_identity(_table(settings, "office"), units),
        inbox=InboxConfig(
            folder=home / _text(inbox, "inbox", "folder"),
            observer=_choice(inbox, "inbox", "observer", OBSERVERS),
            settle_seconds=_number(inbox, "inbox", "settle_seconds", low=0.1, high=600),
            rescan_seconds=_number(inbox, "inbox", "rescan_seconds", low=1, high=60),
            upload_mb=_upload_mb(inbox),
        ),
        limits=ReadingLimits(
            seconds_per_file=_number(reading, "reading", "seconds_per_file", low=1, high=3600),
            memory_mb=int(_number(reading, "reading", "memory_mb", low=300, high=64_000)),
            max_pages=int(_number(reading, "reading", "max_pages", low=1, high=100_000)),
        ),
        end_of_day=_clock(_table(settings, "hours"), "hours", "end_of_day"),
        units=units,
        fields=_fields(_table(settings, "fields"), units),
        auto_route_at=_threshold(settings),
        trust=_trust(settings, home),
        nightly_at=_nightly(settings),
        backups=_backups(settings, home),
        leader_directs=_leader_directs(settings),
        reminders=parse_reminders(settings, home),
        mail=parse_mail(settings, home),
        security=parse_security(settings),
        edxml=parse_edxml(settings, home),
        object_store=parse_originals(settings, home),
    )


def _upload_mb(inbox: Mapping[str, Any]) -> float:
    return _number(inbox, "inbox", "upload_mb", low=1, high=500) if "upload_mb" in inbox else UPLOAD_MB


def _identity(office: Mapping[str, Any], units: Mapping[str, str]) -> OfficeIdentity:
    also_called = office.get("also_called", [])
    if not isinstance(also_called, list) or not all(isinstance(name, str) for name in also_called):
        raise _wrong(f"office.also_called = {also_called!r}: phải là danh sách chuỗi.")
    return OfficeIdentity(
        name=_text(office, "office", "name"),
        kind=_choice(office, "office", "kind", KINDS),
        province=_text(office, "office", "province"),
        also_called=tuple(also_called),
        units=tuple(units.values()),
    )


def _units(table: Mapping[str, Any]) -> dict[str, str]:
    for code, name in table.items():
        if not isinstance(name, str) or not name.strip():
            raise _wrong(f"units.{code} = {name!r}: phải là tên đơn vị.")
    if not table:
        raise _wrong("[units] trống: phải có ít nhất một đơn vị.")
    return dict(table)


def _fields(table: Mapping[str, Any], units: Mapping[str, str]) -> dict[str, FieldConfig]:
    fields = {}
    for code, entry in table.items():
        if not isinstance(entry, dict):
            raise _wrong(f"fields.{code} = {entry!r}: phải có dạng {{ unit = …, name = … }}.")
        unit = _choice(entry, f"fields.{code}", "unit", tuple(units))
        name = _text(entry, f"fields.{code}", "name")
        fields[code] = FieldConfig(unit=unit, name=name, replaces=_replaced(entry, code, table))
    if not fields:
        raise _wrong("[fields] trống: phải có ít nhất một lĩnh vực.")
    replaced = [older for field in fields.values() for older in field.replaces]
    for older in replaced:
        if replaced.count(older) > 1:
            raise _wrong(f"Mã «{older}» đứng trong replaces của nhiều lĩnh vực: chỉ một lĩnh vực được thay mã này.")
    return fields


def _replaced(entry: Mapping[str, Any], code: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    replaces = entry.get("replaces", [])
    if not isinstance(replaces, list) or not all(isinstance(older, str) for older in replaces):
        raise _wrong(f"fields.{code}.replaces = {replaces!r}: phải là danh sách mã lĩnh vực cũ.")
    for older in replaces:
        if older in table:
            raise _wrong(f"fields.{code}.replaces = {replaces!r}: «{older}» vẫn còn trong [fields].")
    return tuple(replaces)


def _threshold(settings: Mapping[str, Any]) -> float | None:
    routing = settings.get("routing", {})
    if not isinstance(routing, dict):
        raise _wrong("[routing] phải là một bảng.")
    if "auto_route_at" not in routing:
        return None
    return _number(routing, "routing", "auto_route_at", low=0, high=1)


def _nightly(settings: Mapping[str, Any]) -> time | None:
    learning = settings.get("learning", {})
    if not isinstance(learning, dict):
        raise _wrong("[learning] phải là một bảng.")
    return _clock(learning, "learning", "nightly_at") if "nightly_at" in learning else None


def _backups(settings: Mapping[str, Any], home: Path) -> BackupConfig | None:
    backup = settings.get("backup")
    if backup is None:
        return None
    if not isinstance(backup, dict):
        raise _wrong("[backup] phải là một bảng.")
    return BackupConfig(
        folder=home / _text(backup, "backup", "folder") if "folder" in backup else home / "var" / "backups",
        nightly_at=_backup_hour(backup),
        keep=int(_number(backup, "backup", "keep", low=1, high=1000)) if "keep" in backup else DEFAULT_BACKUPS_KEPT,
    )


def _backup_hour(backup: Mapping[str, Any]) -> time | None:
    if "nightly_at" not in backup:
        return DEFAULT_BACKUP_AT
    return None if backup["nightly_at"] == NEVER else _clock(backup, "backup", "nightly_at")


def _leader_directs(settings: Mapping[str, Any]) -> bool:
    workflow = settings.get("workflow", {})
    if not isinstance(workflow, dict):
        raise _wrong("[workflow] phải là một bảng.")
    return _flag(workflow, "workflow", "leader_directs") if "leader_directs" in workflow else False


def _trust(settings: Mapping[str, Any], home: Path) -> TrustStore | None:
    signatures = settings.get("signatures", {})
    if not isinstance(signatures, dict):
        raise _wrong("[signatures] phải là một bảng.")
    if "trust_folder" not in signatures:
        return None
    return load_trust_store(home / _text(signatures, "signatures", "trust_folder"))
