"""Choosing among templates by looks."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.table import PageSize
from docforensics.page.model import Page
from docforensics.templates.model import LightReference, Template, TemplateModel
from docforensics.templates.retrieval.choose import Chosen, NoneFits, OneOf, choose, likely_from_afar
from docforensics.templates.retrieval.index import FOLDER, IndexEntry, TemplateIndex
from docforensics.templates.store import TemplateStore, save_template, write_index

PageOf = Callable[[Pixels, float], tuple[Capture, Page]]


def _design(seed: int, *, emblem: bool = False) -> Pixels:
    """A blank card of one design; an edition has an emblem more."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:432, 0:685].astype(np.float32)
    tint = random.integers(190, 245, 3) + (x[..., None] / 685) * random.integers(-30, 30, 3)
    waves = 14 * np.sin(y / random.uniform(3, 8) + random.uniform(3, 9) * np.sin(x / random.uniform(40, 160)))
    pixels = np.clip(tint + waves[..., None], 0, 255).astype(np.uint8)
    for _ in range(3):
        at, radius = (
            (int(random.integers(60, 620)), int(random.integers(60, 380))),
            int(random.integers(25, 70)),
        )
        cv2.circle(pixels, at, radius, tuple(int(v) for v in random.integers(40, 200, 3)), 5, cv2.LINE_AA)
    cv2.putText(pixels, "UTOPIA SPECIMEN", (40, 60), cv2.FONT_HERSHEY_COMPLEX, 1.1, (30, 40, 90), 2)
    if emblem:
        cv2.circle(pixels, (560, 330), 16, (170, 40, 40), -1, cv2.LINE_AA)
    return pixels


def _template(seed: int, *, emblem: bool = False) -> Template:
    mean = _design(seed, emblem=emblem)
    shape = mean.shape[:2]
    reference = LightReference(
        mean=mean, tolerance=np.full(shape, 0.1, np.float32), constant=np.ones(shape, dtype=bool)
    )
    model = TemplateModel(country="UTO", type="I", number=seed, year=2021 if emblem else 2020)
    return Template(
        model=model, size=PageSize.ID1, features=(), references={Light.VISIBLE: reference}, n_captures=1
    )


@pytest.fixture(scope="module")
def templates() -> tuple[Template, ...]:
    """Six designs; the last is a later edition of the first."""
    return (*(_template(seed) for seed in range(5)), _template(0, emblem=True))


@pytest.fixture(scope="module")
def index(templates: tuple[Template, ...]) -> TemplateIndex:
    """Of these templates."""
    return TemplateIndex.of((one, IndexEntry(model=one.model, size=one.size)) for one in templates)


def _seen(pixels: Pixels, seed: int = 0) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, 3, pixels.shape)
    return np.clip(cv2.GaussianBlur(pixels, (0, 0), 0.8) * 0.93 + noise, 0, 255).astype(np.uint8)


def test_a_page_is_chosen_by_its_looks(index: TemplateIndex, page_of: PageOf) -> None:
    """Darker, softer, noisy, a millimetre off, or on its head."""
    for number in (1, 3, 4):
        _, page = page_of(_seen(_design(number)), 0.8)
        choice = choose(index, page)
        assert isinstance(choice, Chosen)
        assert choice.number == number
    _, page = page_of(np.ascontiguousarray(_seen(_design(2))[::-1, ::-1]), 0.0)
    choice = choose(index, page)
    assert isinstance(choice, Chosen)
    assert choice.number == 2


def test_editions_are_told_by_the_place_they_differ(index: TemplateIndex, page_of: PageOf) -> None:
    """The emblem decides; where it is hidden, one of these is the answer."""
    for emblem, number in ((False, 0), (True, 5)):
        _, page = page_of(_seen(_design(0, emblem=emblem)), 0.3)
        choice = choose(index, page)
        assert isinstance(choice, Chosen)
        assert choice.number == number
    hidden = _seen(_design(0))
    hidden[290:370, 520:600] = np.clip(
        0.5 * _seen(_design(0))[290:370, 520:600] + 0.5 * _seen(_design(0, emblem=True))[290:370, 520:600],
        0,
        255,
    )
    _, page = page_of(hidden, 0.3)
    choice = choose(index, page)
    assert isinstance(choice, OneOf)
    assert set(choice.numbers) == {0, 5}


@pytest.mark.parametrize("emblem", [True, False])
def test_of_editions_that_both_fit_the_page_shows_which_once_it_lies_on_them(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch, *, emblem: bool
) -> None:
    """Where looks told nothing, and the wrong template is the cleaner one."""
    monkeypatch.setattr("docforensics.templates.store.choose", lambda *_: NoneFits(score=0.4))
    wrong, right = _template(0, emblem=not emblem), _template(0, emblem=emblem)
    shown = right.references[Light.VISIBLE]
    grainy = replace(right, references={Light.VISIBLE: replace(shown, mean=_seen(shown.mean, 5))})
    capture, page = page_of(_seen(_design(0, emblem=emblem)), 0.3)
    for several in ((wrong, grainy), (grainy, wrong)):
        found = TemplateStore(several).match(capture, page, None)
        assert found is not None
        assert found.match.template is grainy


def test_a_page_whose_frame_is_far_off_is_found_from_afar_in_a_store_that_is_not_tried_whole(
    page_of: PageOf,
) -> None:
    """Frames of published pages lie up to 5 mm off; looks rank its template high, and its view does not fit as the frame lies."""
    store = TemplateStore([_template(seed) for seed in range(8)])
    capture, page = page_of(_seen(_design(3)), 4.5)
    assert isinstance(store.choose(page), NoneFits)
    assert likely_from_afar(store.index, page)[0] == 3
    found = store.match(capture, page, None)
    assert found is not None
    assert found.match.template is store.template(3)
    capture, page = page_of(_seen(_design(77)), 0.0)
    assert store.match(capture, page, None) is None
    assert likely_from_afar(TemplateIndex.of(()), page) == ()


def test_a_design_that_the_store_lacks_is_none_of_these(index: TemplateIndex, page_of: PageOf) -> None:
    """Another design, noise, and an empty store."""
    for pixels in (_design(77), np.random.default_rng(0).integers(0, 255, (432, 685, 3), dtype=np.uint8)):
        _, page = page_of(_seen(pixels), 0.0)
        assert isinstance(choose(index, page), NoneFits)
    assert isinstance(choose(TemplateIndex.of(()), page), NoneFits)


def test_an_indexed_store_loads_nothing_until_a_page_looks_like_it(
    templates: tuple[Template, ...], page_of: PageOf, tmp_path: Path
) -> None:
    """The index is mapped; a pack that changed since is read afresh; a damaged index says so."""
    for one in templates[:3]:
        save_template(one, tmp_path / one.id)
    assert write_index(tmp_path) == 3
    store = TemplateStore.open(tmp_path)
    assert store._loaded == {}
    capture, page = page_of(_seen(_design(1)), 0.5)
    found = store.match(capture, page, None)
    assert found is not None
    assert found.match.template.id == "UTO-I-1-2020"
    assert len(store._loaded) == 1
    save_template(replace(templates[0], licence="CC0"), tmp_path / templates[0].id)
    assert len(TemplateStore.open(tmp_path)._loaded) == 3
    write_index(tmp_path)
    (tmp_path / FOLDER / "views.bin").write_bytes(b"short")
    with pytest.raises(TemplateError, match="index again"):
        TemplateStore.open(tmp_path)


def test_a_folder_without_templates_is_an_error(tmp_path: Path) -> None:
    """Silence would read as: no template fits."""
    with pytest.raises(TemplateError, match="holds no template"):
        TemplateStore.open(tmp_path)
