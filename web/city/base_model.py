"""The city's model is what every ward begins with, and what it goes on with until it has trained one of its own."""

from __future__ import annotations

import logging

from classifiers.errors import ModelProblemError
from classifiers.store import activate, active_version, adopt_model, list_models, read_card
from pipeline.config import Office
from web.learning.models import LearningEvent
from web.register.audit import record

logger = logging.getLogger(__name__)

BASE = "base"  # the key of a ward's card that says which version of the city's it is


def follow_base(ward: Office, city: Office) -> str | None:
    """Give the ward the city's active model if it has none, or an older one of the city's; the new version, or None.

    Call while serving the ward. A ward that trained its own, or was rolled back by its people, is left alone.
    """
    base = active_version(city.models)
    if base is None:
        return None
    active = active_version(ward.models)
    followed = str(read_card(ward.models, active).get(BASE, "")) if active is not None else ""
    if active is not None and (not followed or followed == base or _was_adopted(ward, base)):
        return None
    try:
        version = adopt_model(
            city.models, base, key_file=city.model_key, into=ward.models, new_key_file=ward.model_key, more={BASE: base}
        )
    except ModelProblemError as error:
        logger.warning("the base model is not given on: %s", error)
        return None
    activate(ward.models, version)
    record(LearningEvent.MODEL_ACTIVATED, version=version, was=active or "", base=base)
    return version


def _was_adopted(ward: Office, base: str) -> bool:
    """The ward has this version already and does not use it: its people went back to an older one."""
    return any(read_card(ward.models, card.version).get(BASE) == base for card in list_models(ward.models))
