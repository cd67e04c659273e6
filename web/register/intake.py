"""Settled files of the inbox -> rows.

Order of safety: original stored and synced -> row committed -> the file leaves the inbox. The secrecy check comes
before anything is stored. Cut off at any point, the next pass finishes the rest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from pipeline.edxml import EdxmlMessage
from pipeline.errors import (
    EdxmlError,
    IntakeError,
    NoPagesError,
    SecretDocumentError,
    StorageError,
    UnreadableFileError,
    WrongTypeError,
)
from pipeline.first_page import keep_first_page
from pipeline.inbox import REFUSED_FOLDER, FileStamp, Inbox, SettledFile, free_name, is_unchanged
from pipeline.inspect_file import FirstLook
from pipeline.sandbox import Sandbox
from pipeline.sandbox_pool import run_in_order
from web.originals import Originals
from web.register.audit import record
from web.register.edxml_intake import NO_PDF, attached_pdf, is_message, message_beside, pdf_beside, read_message
from web.register.entering import arrival_of, enter, file_name_of, stop_secret
from web.register.intake_notices import links, locked_folders, note, notice_key, replace_notices
from web.register.models import Event, RegisterEntry, State
from web.register.queries import is_cleared_of_secrecy

logger = logging.getLogger(__name__)

# A file that no parser opens may still be on its way (a copy over a slow network that stalls): wait this long.
DAMAGED_AFTER_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    originals: Originals
    page_cache: Path
    after_each_file: Callable[[], None] = lambda: None  # a pass over thousands of files takes minutes
    keeps_first_page: bool = True  # for the worker; not where it may run on another machine
    damaged_after_seconds: float = DAMAGED_AFTER_SECONDS
    most_at_once: int | None = None  # new files in one pass; None: all. Wards of a city take turns.


class Intake:
    """One pass over the inbox at a time; `take_all` is the step that the watcher repeats."""

    def __init__(self, inbox: Inbox, inspect: Sequence[Sandbox[Path, FirstLook]], settings: IntakeSettings) -> None:
        """`inspect`: as many files as there are sandboxes are looked at together; their order stays."""
        self._inbox = inbox
        self._inspect = inspect
        self._settings = settings
        self._postponed = 0  # settled files that the last pass left for the next one

    def take_all(self, now: float) -> int:
        """Look once and take in what is settled; return how many files still settle, wait, or have their turn later."""
        try:
            look = self._inbox.look(now)
        except OSError as error:
            logger.warning("inbox cannot be read: %s", error.strerror)
            note(
                "folder",
                f"Không đọc được thư mục nhận văn bản {self._inbox.folder}. Kiểm tra ổ đĩa, mạng và quyền.",
            )
            return 1
        waiting = links(look) | locked_folders(look)
        self._postponed = 0
        for file, sentence in self._take_settled(look.settled):
            self._settings.after_each_file()
            if sentence is not None:
                waiting[notice_key(file.path)] = f"{file_name_of(file.path)}: {sentence}"
        replace_notices(waiting)
        return look.unsettled_count + len(waiting) + self._postponed

    def _take_settled(self, files: Sequence[SettledFile]) -> Iterator[tuple[SettledFile, str | None]]:
        """Take files one by one in the order of receipt, with a sentence for those that have to wait.

        While one is stored and numbered the next ones are already looked at: a scan takes a second or two.
        """
        new: list[tuple[SettledFile, bool]] = []
        messages: list[SettledFile] = []
        most = self._settings.most_at_once
        for number, file in enumerate(files):
            if most is not None and len(new) >= most:
                self._postponed = len(files) - number
                break
            known = RegisterEntry.objects.filter(source_key=file.stamp.key, inbox_cleared_at__isnull=True).first()
            if known is not None:
                yield file, _safely(partial(self._finish, known, file))
            elif (sentence := _safely(partial(_try_to_open, file))) is not None:
                yield file, sentence
            elif is_message(file.path):
                messages.append(file)
            else:
                new.append((file, not is_cleared_of_secrecy(file.stamp.key)))
        inspected = run_in_order([file.path for file, must_be_inspected in new if must_be_inspected], self._inspect)
        for file, must_be_inspected in new:
            looked = next(inspected)[1] if must_be_inspected else None
            yield file, _safely(partial(self._take_new, file, looked))
        for file in messages:  # last: a PDF takes the message beside it along
            yield file, _safely(partial(self._take_message, file))

    def _finish(self, known: RegisterEntry, file: SettledFile) -> None:
        """Cut off after the commit: do the other half."""
        if known.trouble_code == SecretDocumentError.code:
            return  # it lies where the clerk dropped it, until the clerk acts; the row tells what to do
        finish = self._clear if known.sha256 else self._move_to_refused
        finish(known, file)

    def _take_new(self, file: SettledFile, looked: Future[FirstLook] | None) -> str | None:
        """`looked`: what came of looking at it; None for a file that a clerk cleared of secrecy."""
        try:
            first_look = looked.result() if looked is not None else FirstLook()
            message = _message_of(file.path)
        except SecretDocumentError as error:
            stop_secret(file, error)
        except StorageError:
            raise
        except IntakeError as error:
            if _may_still_arrive(error) and file.quiet_seconds < self._settings.damaged_after_seconds:
                return "tệp chưa trọn vẹn, máy đang chờ chép xong."
            self._refuse(file, error)
        else:
            return self._accept(file, first_look, message=message)
        return None

    def _take_message(self, file: SettledFile) -> str | None:
        """A message of another agency's system that carries its letter with it."""
        if not is_unchanged(file):
            return None  # the PDF beside it took it along
        try:
            message = read_message(file.path)
            with attached_pdf(message) as pdf:
                if pdf is not None:
                    must_be_inspected = not is_cleared_of_secrecy(file.stamp.key)
                    look = self._inspect[0].run(pdf) if must_be_inspected else FirstLook()
                    return self._accept(file, look, source=pdf, message=message)
        except SecretDocumentError as error:
            stop_secret(file, error)
            return None
        except StorageError:
            raise
        except IntakeError as error:
            return self._refuse_unless_young(file, error, "thông điệp chưa trọn vẹn, máy đang chờ chép xong.")
        pdf = pdf_beside(file.path)
        if pdf is not None:
            # Beside a secret document not even the name that both have may be kept, in a notice.
            return None if _is_stopped(pdf) else "thông điệp edXML đang chờ tệp PDF cùng tên được nhận."
        return self._refuse_unless_young(
            file, EdxmlError("no PDF", sentence=NO_PDF), "thông điệp edXML đang chờ tệp PDF cùng tên."
        )

    def _refuse_unless_young(self, file: SettledFile, error: IntakeError, waits: str) -> str | None:
        if file.quiet_seconds < self._settings.damaged_after_seconds:
            return waits
        self._refuse(file, error)
        return None

    def _accept(
        self,
        file: SettledFile,
        first_look: FirstLook,
        *,
        source: Path | None = None,
        message: EdxmlMessage | None = None,
    ) -> str | None:
        """`source`: the PDF, when it is not the file itself."""
        stored = self._settings.originals.keep(source or file.path)
        if not is_unchanged(file):
            # Somebody still writes: what was copied is no original of anything.
            if stored.was_new and not RegisterEntry.objects.filter(sha256=stored.sha256).exists():
                self._settings.originals.remove(stored.sha256)
            return "tệp vừa thay đổi, máy đang chờ chép xong."
        # Before the row: a worker may claim it in the moment in which it is committed.
        if first_look.page is not None and stored.was_new and self._settings.keeps_first_page:
            keep_first_page(first_look.page, self._settings.page_cache / stored.sha256)
        entry = enter(file, stored, first_look.urgency, message)
        self._clear(entry, file)
        return None

    def _clear(self, entry: RegisterEntry, file: SettledFile) -> None:
        """The row is committed and the original synced: the inbox file may go."""
        if is_unchanged(file):
            beside = message_beside(file.path) if entry.edxml else None
            if beside is not None:  # first: cut off in between, the PDF still leads here
                beside.unlink(missing_ok=True)
            file.path.unlink(missing_ok=True)
            self._remove_empty_folders(file.path.parent)
        RegisterEntry.objects.filter(pk=entry.pk).update(inbox_cleared_at=timezone.now())

    def _refuse(self, file: SettledFile, error: IntakeError) -> None:
        """A file that cannot be accepted: a row without a number, and in _tu-choi beside a .txt that says why."""
        with transaction.atomic():
            entry = RegisterEntry.objects.create(
                **arrival_of(file),
                file_name=file_name_of(file.path),
                state=State.REFUSED,
                trouble_code=error.code,
                trouble=error.sentence,
            )
            record(Event.REFUSED_FILE, entry_id=entry.pk, code=error.code)
        logger.info("entry %s refused: %s", entry.pk, error.code)
        self._move_to_refused(entry, file)

    def _move_to_refused(self, entry: RegisterEntry, file: SettledFile) -> None:
        folder = self._inbox.folder / REFUSED_FOLDER
        folder.mkdir(exist_ok=True)
        target = free_name(folder, file.path.name)
        if is_unchanged(file):
            received = timezone.localtime(entry.received_at)
            note = target.with_name(f"{target.name}.txt")
            note.write_text(
                f"{file_name_of(file.path)}\nNhận lúc {received:%H:%M ngày %d/%m/%Y}\n\n{entry.trouble}\n",
                encoding="utf-8",
            )
            file.path.rename(target)
            self._remove_empty_folders(file.path.parent)
        RegisterEntry.objects.filter(pk=entry.pk).update(inbox_cleared_at=timezone.now())

    def _remove_empty_folders(self, folder: Path) -> None:
        """A dropped folder whose files are all taken in goes too."""
        while folder != self._inbox.folder and self._inbox.folder in folder.parents:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


def _is_stopped(pdf: Path) -> bool:
    stopped = RegisterEntry.objects.filter(trouble_code=SecretDocumentError.code, inbox_cleared_at__isnull=True)
    return stopped.filter(source_key=FileStamp.of(pdf.lstat()).key).exists()


def _message_of(pdf: Path) -> EdxmlMessage | None:
    """What lies beside the PDF; one that cannot be read is refused in its own turn, and the PDF comes in without it.

    Raises SecretDocumentError for a mark in a name that the message gives.
    """
    beside = message_beside(pdf)
    if beside is None:
        return None
    try:
        return read_message(beside)
    except (EdxmlError, OSError):
        return None


def _safely(take: Callable[[], str | None]) -> str | None:
    """Do one step for one file; a sentence when it has to wait. One file never stops the others."""
    try:
        return take()
    except StorageError as error:
        logger.warning("intake waits: %s", error)
        return error.sentence
    except PermissionError:
        return "không có quyền đọc hoặc chuyển tệp này. Máy sẽ tự thử lại."
    except OSError as error:
        logger.warning("intake waits: %s", error.strerror)
        return "chưa nhận được tệp này vì ổ đĩa hoặc mạng có lỗi. Máy sẽ tự thử lại."


def _try_to_open(file: SettledFile) -> None:
    """No right to read is no fault of the file."""
    file.path.open("rb").close()


def _may_still_arrive(error: IntakeError) -> bool:
    """What a half-copied file looks like; an encrypted file or a Word document stays what it is."""
    return isinstance(error, UnreadableFileError) and not isinstance(error, WrongTypeError | NoPagesError)
