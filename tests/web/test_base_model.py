"""A ward goes on with the city's model until it has one of its own; what its people chose is never taken from them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from classifiers.store import ModelShelf, activate, active_version, list_models, load_model
from pipeline.config import Office, load_office
from tests.classifiers.corpus import tiny_corpus
from tests.home import train_and_save
from tests.ward import copy_ward
from web.city.base_model import follow_base
from web.learning.models import LearningEvent
from web.register.models import AuditRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(trained_home: Path, tmp_path: Path) -> Office:
    return load_office(Path(shutil.copytree(trained_home, tmp_path / "city")))


@pytest.fixture
def ward(city: Office) -> Office:
    home = city.home / "wards" / "an_thanh"
    home.mkdir(parents=True)
    copy_ward(home)
    return load_office(home)


def _train(office: Office) -> str:
    version = train_and_save(tiny_corpus(), office.models, key_file=office.model_key, group_of_field={})
    activate(office.models, version)
    return version


def test_a_new_ward_begins_with_the_model_of_the_city(city: Office, ward: Office) -> None:
    assert follow_base(ward, city) == "0001"
    ours = load_model(ward.models, key_file=ward.model_key)
    citys = load_model(city.models, key_file=city.model_key)
    assert ours.fields == citys.fields
    assert ward.model_key.read_bytes() != city.model_key.read_bytes()
    record = AuditRecord.objects.get(event=LearningEvent.MODEL_ACTIVATED)
    assert (record.details["version"], record.details["base"]) == ("0001", "0001")
    assert follow_base(ward, city) is None


def test_a_ward_follows_when_the_city_goes_on(city: Office, ward: Office) -> None:
    follow_base(ward, city)
    _train(city)
    assert follow_base(ward, city) == "0002"
    assert active_version(ward.models) == "0002"


def test_a_ward_with_a_model_of_its_own_is_left_alone(city: Office, ward: Office) -> None:
    follow_base(ward, city)
    own = _train(ward)
    _train(city)
    assert follow_base(ward, city) is None
    assert active_version(ward.models) == own


def test_people_who_went_back_to_the_model_before_keep_it(city: Office, ward: Office) -> None:
    follow_base(ward, city)
    _train(city)
    follow_base(ward, city)
    activate(ward.models, "0001")
    assert follow_base(ward, city) is None
    assert active_version(ward.models) == "0001"


def test_a_model_that_the_city_does_not_vouch_for_is_not_given_on(city: Office, ward: Office) -> None:
    city.model_key.write_bytes(b"another")
    assert follow_base(ward, city) is None
    assert list_models(ward.models) == ()


def test_wards_with_the_same_model_share_one_copy_in_memory(city: Office, ward: Office) -> None:
    follow_base(ward, city)
    shelf = ModelShelf(most=2)
    ours = shelf.load(ward.models, key_file=ward.model_key)
    citys = shelf.load(city.models, key_file=city.model_key)
    assert ours.pipeline is citys.pipeline
    _train(ward)
    own = shelf.load(ward.models, key_file=ward.model_key)
    assert own.version == "0002"
    assert own.pipeline is not citys.pipeline
    assert replace(shelf.load(city.models, key_file=city.model_key), version="") == replace(citys, version="")
