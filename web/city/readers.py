"""The readers of a city: one worker process reads for every ward, with that ward's model and configuration."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Sequence

from django.db import DatabaseError
from django.utils import timezone

from classifiers.predict import Model
from classifiers.store import ModelProblemError, ModelShelf, active_version
from pipeline.config import Office
from pipeline.process import Reader, build_reader, find_ocr
from web.city.wards import NEW_WARDS_SECONDS, WardOffice, all_offices
from web.register.services import Heartbeat
from web.register.worker import Worker
from web.wards import serving

logger = logging.getLogger(__name__)

MODELS_AT_HAND = 8  # of wards that trained their own, and the base; each takes some 100 MB
CHILDREN_AT_HAND = 2  # reading processes that stay; a new one is forked in hundredths of a second


class CityReaders:
    """`JobWorker` brings a letter and its ward."""

    def __init__(self, *, name: str) -> None:
        self._shelf = ModelShelf(most=MODELS_AT_HAND)
        self._ocr = find_ocr()
        self._workers: OrderedDict[str, Worker] = OrderedDict()  # the last used at the end
        self._wards: dict[str, WardOffice] = {}
        self._looked_at = -NEW_WARDS_SECONDS
        self._heartbeat = Heartbeat(name)
        self._look_for_wards()

    def read(self, entry_id: int, ward: str | None) -> None:
        """A job of a ward that is not there any more does nothing."""
        self._look_for_wards()
        if ward is None or ward not in self._wards:
            return
        try:
            with serving(ward):
                self._worker_of(self._wards[ward]).read_letter(entry_id, timezone.now())
        except DatabaseError:
            raise  # the job comes again
        except Exception:  # of this ward's home: its letter waits, and gets another job within two minutes
            logger.exception("ward %s: letter %s was not read", ward, entry_id)

    def beat(self) -> None:
        self._look_for_wards()
        self._heartbeat.beat()

    def wards(self) -> Sequence[str | None]:
        """Asked by the thread of the jobs, which must not ask the database itself."""
        return list(self._wards)

    def _look_for_wards(self) -> None:
        if time.monotonic() - self._looked_at >= NEW_WARDS_SECONDS:
            self._looked_at = time.monotonic()
            self._wards = {ward.code: ward for ward in all_offices()}

    def _worker_of(self, ward: WardOffice) -> Worker:
        worker = self._workers.pop(ward.code, None) or Worker(ward.office, self._build_reader)
        self._workers[ward.code] = worker
        for idle in list(self._workers.values())[:-CHILDREN_AT_HAND]:
            idle.close()
        return worker

    def _build_reader(self, office: Office) -> Reader:
        return build_reader(office, load_model=self._model, load_ocr=lambda: self._ocr)

    def _model(self, office: Office) -> Model | None:
        """Without a usable one readings go on and every letter of the ward waits in review."""
        if active_version(office.models) is None:
            return None
        try:
            return self._shelf.load(office.models, key_file=office.model_key)
        except ModelProblemError as error:
            logger.warning("%s: %s", office.home.name, error)
            return None
