"""Template packs on disk, and choosing among them."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import FreeSize
from docforensics.formats.table import PageSize
from docforensics.page.model import Page
from docforensics.templates import fitting, store
from docforensics.templates.model import (
    BesideData,
    Fineness,
    PageSide,
    PortraitEdge,
    Repeat,
    Template,
    TemplateModel,
)
from docforensics.templates.parts import to_parts
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import Registration, register
from docforensics.templates.retrieval.choose import NoneFits
from docforensics.templates.shown import OwnValues
from docforensics.templates.store import TemplateStore, load_template, save_template, write_index

Card = Callable[..., Pixels]
PageOf = Callable[[Pixels, float], tuple[Capture, Page]]
MODEL = TemplateModel(country="UTO", type="I", number=1, year=2020)


@pytest.fixture
def pack(template: Template, tmp_path: Path) -> Path:
    """A pack on disk."""
    named = replace(template, model=MODEL, licence="CC0-1.0", issued_from=date(2020, 5, 1))
    return save_template(named, tmp_path / "store" / MODEL.id)


def test_a_pack_comes_back_as_it_was_saved(pack: Path, template: Template) -> None:
    """Model, dates, features and pixels survive; tolerance to a two-hundredth."""
    back = load_template(pack)
    assert (back.model, back.size, back.issued_from, back.licence) == (
        MODEL,
        template.size,
        date(2020, 5, 1),
        "CC0-1.0",
    )
    assert back.features == template.features
    was, now = template.references[Light.VISIBLE], back.references[Light.VISIBLE]
    assert np.array_equal(was.mean, now.mean)
    assert np.array_equal(was.constant, now.constant)
    assert float(np.abs(np.clip(was.tolerance, 0, 1.275) - now.tolerance).max()) <= 0.0026
    assert len(back.digest) == 64


def test_edges_of_a_feature_survive(template: Template, tmp_path: Path) -> None:
    """What was learned of a portrait's place is kept."""
    edge = PortraitEdge(side=PageSide.BOTTOM, at_mm=42.125, spread_mm=0.125)
    portrait = replace(template.features[0], edges=(edge,))
    pack = save_template(replace(template, features=(portrait, *template.features[1:])), tmp_path / "pack")
    assert load_template(pack).features[0].edges == (edge,)


def test_what_was_learned_of_pictures_survives(template: Template, tmp_path: Path) -> None:
    """To the thousandth, and a feature without it says none."""
    beside = BesideData(x_mm=109.702, y_mm=50.198, spread_mm=0.031)
    repeat = Repeat(scale=0.4987, x_mm=109.738, y_mm=50.251, spread_mm=0.052, beside=beside)
    fine = Fineness(octaves=-1.064, spread=0.171)
    second = replace(template.features[0], repeat=repeat, fineness=fine, fibres_mm2=4.25)
    pack = save_template(replace(template, features=(second, *template.features[1:])), tmp_path / "pack")
    back = load_template(pack).features
    assert (back[0].repeat, back[0].fineness, back[0].fibres_mm2) == (repeat, fine, 4.25)
    assert (back[1].repeat, back[1].fineness, back[1].fibres_mm2) == (None, None, None)


def test_a_place_without_data_says_nothing_of_them(template: Template) -> None:
    """What is learned without stays the same bytes as before there were any."""
    repeat = Repeat(scale=0.4987, x_mm=109.738, y_mm=50.251, spread_mm=0.052)
    second = replace(template.features[0], repeat=repeat)
    parts = to_parts(replace(template, features=(second, *template.features[1:])))
    (told,) = [one["repeat"] for one in json.loads(parts["template.json"])["features"] if "repeat" in one]
    assert set(told) == {"scale", "x_mm", "y_mm", "spread_mm"}


def test_what_checks_showed_on_the_captures_survives(template: Template, tmp_path: Path) -> None:
    """Shares of a hundredth are kept."""
    own = (OwnValues(check="security.ir_transparent_ink", values=(0.00312, -0.0015)),)
    pack = save_template(replace(template, own=own), tmp_path / "pack")
    assert load_template(pack).own == own


def test_what_captures_showed_of_one_another_survives(template: Template, tmp_path: Path) -> None:
    """The heaviest places and stamps to a hundredth of a square millimetre, faint print to a thousandth."""
    white = replace(
        template.references[Light.VISIBLE],
        own_places=(0.25, 3.5),
        own_stamps=(0.0, 41.25),
        own_faint=(0.125, 2.062),
    )
    pack = save_template(replace(template, references={Light.VISIBLE: white}), tmp_path / "pack")
    back = load_template(pack).references[Light.VISIBLE]
    assert (back.own_places, back.own_stamps, back.own_faint) == (
        white.own_places,
        white.own_stamps,
        white.own_faint,
    )


def test_an_edited_pack_has_another_digest(pack: Path) -> None:
    """A report names the pack it used."""
    before = load_template(pack).digest
    record = json.loads((pack / "template.json").read_text())
    record["features"][1]["name"] = "surname"
    (pack / "template.json").write_text(json.dumps(record))
    after = load_template(pack)
    assert after.feature("surname") is not None
    assert after.digest != before


def _drop(pack: Path) -> None:
    (pack / "visible.mean.png").unlink()


def _truncate(pack: Path) -> None:
    (pack / "visible.mean.png").write_bytes((pack / "visible.mean.png").read_bytes()[:40])


def _resize(pack: Path) -> None:
    cv2.imwrite(str(pack / "visible.constant.png"), np.zeros((10, 10), np.uint8))


def _bomb(pack: Path) -> None:
    data = bytearray((pack / "visible.mean.png").read_bytes())
    data[16:24] = (60000).to_bytes(4, "big") * 2
    (pack / "visible.mean.png").write_bytes(bytes(data))


def _garble(pack: Path) -> None:
    (pack / "template.json").write_text('{"pack_version": 1, "size": "A4"}')


def _other_version(pack: Path) -> None:
    (pack / "template.json").write_text('{"pack_version": 99}')


@pytest.mark.parametrize("damage", [_drop, _truncate, _resize, _bomb, _garble, _other_version])
def test_a_damaged_pack_is_refused_with_its_name(pack: Path, damage: Callable[[Path], None]) -> None:
    """Nothing but a TemplateError comes out, and it names the file or folder."""
    damage(pack)
    with pytest.raises(TemplateError, match=MODEL.id):
        load_template(pack)


def test_a_store_opens_a_folder_of_packs_and_refuses_a_file(pack: Path) -> None:
    """The folder above the packs, or one pack, is a store."""
    assert [template.id for template in TemplateStore.open(pack.parent).templates] == [MODEL.id]
    assert [template.id for template in TemplateStore.open(pack).templates] == [MODEL.id]
    with pytest.raises(TemplateError, match="expected a folder"):
        TemplateStore.open(pack / "template.json")


def test_what_is_shipped_is_decoded_once_and_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stores share a template as long as its files are the same: they are read, and verified, for each."""
    (first,), (second,) = (TemplateStore.shipped().templates for _ in range(2))
    assert first is second
    read = store.resource_bytes
    monkeypatch.setattr(
        store, "resource_bytes", lambda name: read(name) + b" " * name.endswith("template.json")
    )
    (other,) = TemplateStore.shipped().templates
    assert other.digest != first.digest
    assert other.features == first.features


def test_the_store_matches_by_looks_when_there_is_no_mrz(
    pack: Path, card: Card, page_of: PageOf, template: Template
) -> None:
    """Of two templates the one that fits is taken, and none when none fits."""
    reference = template.references[Light.VISIBLE]
    flipped = replace(
        reference,
        mean=np.ascontiguousarray(reference.mean[::-1, ::-1]),
        constant=np.ascontiguousarray(reference.constant[::-1, ::-1]),
        tolerance=np.ascontiguousarray(reference.tolerance[::-1, ::-1]),
    )
    other = replace(template, references={Light.VISIBLE: flipped}, features=())
    capture, page = page_of(card(5), 0.4)
    found = TemplateStore([other, load_template(pack)]).match(capture, page, None)
    assert found is not None
    assert found.match.template.model == MODEL
    assert TemplateStore([]).match(capture, page, None) is None


def test_no_template_of_another_size_is_asked_once_one_fits(
    tall: Template, template: Template, card: Card, page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is of one size; a template of the same one may be an edition."""
    asked: list[Template] = []

    def counted(
        capture: Capture, page: Page, one: Template, points: PagePoints | None = None
    ) -> Registration | None:
        asked.append(one)
        return register(capture, page, one, points)

    monkeypatch.setattr(fitting, "register", counted)
    capture, page = page_of(card(5), 0.4)
    again = replace(template, licence="CC0-1.0")
    found = fitting.best_fit(capture, page, [template, tall, again], PagePoints(page))
    assert found is not None
    assert [one.licence for one in asked] == [template.licence, again.licence]


def test_what_looks_likeliest_is_asked_first_where_none_looks_right(
    template: Template, tall: Template, card: Card, page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a store that is small enough to ask all."""
    asked: list[Template] = []

    def refused(_: Capture, page: Page, one: Template, __: PagePoints | None = None) -> None:  # noqa: ARG001
        asked.append(one)

    monkeypatch.setattr(fitting, "register", refused)
    store = TemplateStore([tall, template])
    monkeypatch.setattr(store, "choose", lambda *_: NoneFits(score=0.4, likeliest=(1,)))
    assert store.match(*page_of(card(5), 0.4), None) is None
    assert asked == [template, tall]


def _vanish(pack: Path) -> None:
    shutil.rmtree(pack)


def _edit(pack: Path) -> None:
    record = json.loads((pack / "template.json").read_text())
    record["licence"] = "CC0-1.1"  # of the same length: size and, below, date stay
    (pack / "template.json").write_text(json.dumps(record))


@pytest.mark.parametrize("change", [_vanish, _drop, _edit])
def test_a_pack_of_an_indexed_store_that_changes_later_is_an_error_and_no_page_that_none_fits(
    pack: Path, card: Card, page_of: PageOf, change: Callable[[Path], None]
) -> None:
    """Each time that a page asks for it, until the pack is as it was."""
    write_index(pack.parent)
    store = TemplateStore.open(pack.parent)
    capture, page = page_of(card(5), 0.4)
    kept = pack.parent.parent / "kept"
    shutil.copytree(pack, kept)
    change(pack)
    for _ in range(2):
        with pytest.raises(TemplateError, match=MODEL.id):
            store.match(capture, page, None)
    shutil.rmtree(pack, ignore_errors=True)
    shutil.copytree(kept, pack)
    assert store.match(capture, page, None) is not None


@pytest.fixture(name="tall")
def fixture_tall(template: Template) -> Template:
    """A template of a free size, higher than wide."""
    reference = template.references[Light.VISIBLE]
    shape = (80 * 8, 60 * 8)
    turned = {
        name: np.ascontiguousarray(
            np.resize(getattr(reference, name), (*shape, *getattr(reference, name).shape[2:]))
        )
        for name in ("mean", "tolerance", "constant", "colour_spread", "energy_spread", "faded", "lines")
    }
    size = FreeSize(width=60.0, height=80.0)
    return replace(template, size=size, features=(), references={Light.VISIBLE: replace(reference, **turned)})


def test_a_free_size_is_kept_in_the_pack_and_in_the_index(
    tall: Template, template: Template, tmp_path: Path
) -> None:
    """So that a store of templates knows for which sizes a page is to be searched, and loads none for it."""
    assert load_template(save_template(tall, tmp_path / "tall")).size == tall.size
    save_template(template, tmp_path / "card")
    assert TemplateStore.open(tmp_path).free_sizes == (tall.size,)
    write_index(tmp_path)
    store = TemplateStore.open(tmp_path)
    assert store.free_sizes == (tall.size,)
    assert {entry.size for entry in store.index.entries} == {tall.size, PageSize.ID1}
    assert store.index.view(1).pixels.shape == (240, 320, 4)


def test_a_pack_of_a_size_that_no_page_has_is_refused(tall: Template, tmp_path: Path) -> None:
    """The file is a stranger's."""
    pack = save_template(tall, tmp_path / "tall")
    told = json.loads((pack / "template.json").read_text())
    told["size"] = {"width": 9000.0, "height": 80.0}
    (pack / "template.json").write_text(json.dumps(told))
    with pytest.raises(TemplateError, match="at most A4"):
        load_template(pack)
