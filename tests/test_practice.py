"""An examiner that was warmed up has loaded what the first document needs, and has told nobody."""

from pathlib import Path

import pytest

from docforensics.capture.light import Light
from docforensics.examiner import Examiner
from docforensics.networks import load_network
from docforensics.practice import practice_pages
from docforensics.templates.store import TemplateStore
from docforensics.viz import recognise

PASSPORT = Path(__file__).parents[1] / "sample_docs" / "documents" / "td3-2-0000-flatbed"


def test_a_warm_examiner_loads_no_network_for_its_first_document() -> None:
    """And nothing is audited but what is examined."""
    told: list[object] = []
    examiner = Examiner(audit=told.append)
    recognise._loaded.cache_clear()
    examiner.warm_up()
    assert told == []
    assert recognise._loaded.cache_info().currsize == 2
    before = load_network.cache_info().misses
    examiner.examine(PASSPORT / "data-page-white.jpg")
    assert load_network.cache_info().misses == before
    assert len(told) == 1


def test_templates_are_examined_in_all_their_lights() -> None:
    """Each light is prepared by itself."""
    store = TemplateStore.shipped()
    (page, *_) = practice_pages(store)
    assert set(page.images) == set(store.template(0).references)


def test_without_templates_there_is_a_blank_page() -> None:
    """Models are needed all the same."""
    (page,) = practice_pages(TemplateStore())
    assert page.lights == (Light.VISIBLE,)


def test_of_a_large_store_one_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands would not fit."""
    store = TemplateStore.shipped()
    loaded: list[int] = []
    indexed = TemplateStore()
    indexed._packs = (tmp_path,) * 7
    monkeypatch.setattr(indexed, "_load", lambda number: loaded.append(number) or store.template(0))
    assert len(list(practice_pages(indexed))) == 1
    assert loaded == [0]
