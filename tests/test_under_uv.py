"""What a template keeps of its captures under UV: of enough holders, one capture each, in the colours of its reference."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from docforensics import under_uv
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.support.registered import NO_SIDE
from docforensics.errors import TemplateError, UsageError
from docforensics.formats.free_size import FreeSize
from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.assess import left_open
from docforensics.templates.model import Feature, FeatureKind, LightReference, Template, cell_count
from docforensics.templates.parts import from_parts, to_parts
from docforensics.under_uv import with_shown_under_uv

SHAPE = (432, 685)
DEVICE = Feature(
    name="device",
    kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE,
    box=BoxMm(left=20.0, top=20.0, right=30.0, bottom=30.0),
)


@dataclass(frozen=True)
class Side:
    """As much of a registered side as is asked for."""

    pixels: Pixels
    seen: Any
    learned: LightReference
    template: Template

    @property
    def reference(self) -> LightReference:
        """What it is compared with."""
        return self.learned

    def page(self) -> Pixels:
        """The page."""
        return self.pixels

    def zone(self, *boxes: BoxMm) -> Any:
        """All of the page."""
        del boxes
        return np.ones(SHAPE, np.bool_)


@dataclass(frozen=True)
class Lit:
    """A side and what it gives off."""

    side: Side
    seen: Any
    strength: float = 1.0
    printed: Any = field(default_factory=lambda: np.zeros(SHAPE, np.bool_))
    levels: Any = (np.full(3, 20.0), np.full(3, 20.0))


@pytest.fixture
def uv_template() -> Template:
    """A series with references of which nothing is constant, and a device."""
    reference = LightReference(
        mean=np.full((*SHAPE, 3), 20, np.uint8),
        tolerance=np.full(SHAPE, 0.2, np.float32),
        constant=np.zeros(SHAPE, np.bool_),
        n_captures=4,
    )
    return Template(
        model=None,
        size=PageSize.ID1,
        features=(DEVICE,),
        references={Light.VISIBLE: reference, Light.UV: reference},
        n_captures=4,
        n_holders=4,
        digest="d",
        signed_by="me",
    )


def page(number: int) -> Pixels:
    """Lines of a device that all show, and a mark of this one alone."""
    pixels = np.full((*SHAPE, 3), 20, np.uint8)
    pixels[170:230:6, 170:230] += 20
    pixels[200:206, 170 + 12 * number : 174 + 12 * number] -= 15
    return pixels


@pytest.fixture
def captures(uv_template: Template, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Pages that lie on the template; a text stands for one that does not."""

    class Reads:
        def read(self, capture: Any) -> Any:
            return capture

    def sides(capture: Any) -> Any:
        if isinstance(capture, str):
            return NO_SIDE
        learned = uv_template.references[Light.UV]
        side = Side(pixels=capture, seen=np.ones(SHAPE, np.bool_), learned=learned, template=uv_template)
        grey = np.asarray(capture if capture.ndim == 2 else capture.max(axis=2), np.float32)
        return (Lit(side=side, seen=grey - 20),)

    monkeypatch.setattr(under_uv, "examiner_of", lambda _template: Reads())
    monkeypatch.setattr(under_uv, "luminescent_sides", sides)
    return [page(number) for number in range(4)]


def kept(template: Template) -> bool:
    """Whether anything was kept."""
    return bool(template.references[Light.UV].least_glow.size)


def test_four_holders_show_what_they_share(uv_template: Template, captures: list[Any]) -> None:
    """Its lines, and what glows at least; no mark of one of them. The signature is of another pack."""
    found = with_shown_under_uv(uv_template, captures)
    reference = found.references[Light.UV]
    assert (found.digest, found.signed_by) == ("", "")
    lines = reference.lines[170:230, 170:230]
    assert lines[0::6].mean() > lines[3::6].mean() + 5
    marks = [reference.lines[200:206, 170 + 12 * number : 174 + 12 * number] for number in range(4)]
    beside = reference.lines[200:206, 220:224]
    assert all(np.abs(mark - beside).max() < 3 for mark in marks)
    assert reference.least_glow.shape == (*cell_count(SHAPE), 7)
    assert np.isnan(reference.lines[:100]).all()


@pytest.mark.parametrize(
    ("holders", "is_kept"),
    [
        ((0, 1, 2, 3), True),
        ((0, 0, 1, 2), False),
        ((0, 0, 0, 0), False),
        ((5, 5, 1, 2, 7), True),
    ],
)
def test_captures_of_one_document_count_once(
    uv_template: Template, captures: list[Any], holders: Sequence[int], is_kept: bool
) -> None:
    """What two captures of one document share may be its holder's."""
    some = [*captures, page(3)][: len(holders)]
    assert kept(with_shown_under_uv(uv_template, some, holders=holders)) is is_kept


def test_what_cannot_be_told_is_not_kept(uv_template: Template, captures: list[Any]) -> None:
    """Fewer holders than captures and nobody states whose; a page on no template; one without colours; no reference under UV."""
    assert kept(with_shown_under_uv(uv_template, captures))
    assert not kept(with_shown_under_uv(replace(uv_template, n_holders=3), captures))
    free = replace(uv_template, size=FreeSize(width=85.625, height=54.0))
    assert not kept(with_shown_under_uv(free, captures))
    assert kept(with_shown_under_uv(free, captures, holders=range(4)))
    assert not kept(with_shown_under_uv(uv_template, [*captures[:3], "elsewhere"]))
    assert not kept(with_shown_under_uv(uv_template, [*captures[:3], captures[3].max(axis=2)]))
    white = replace(uv_template, references={Light.VISIBLE: uv_template.references[Light.VISIBLE]})
    assert with_shown_under_uv(white, captures) is white


def test_another_number_of_holders_is_refused(uv_template: Template, captures: list[Any]) -> None:
    """With both numbers."""
    with pytest.raises(UsageError, match="each of 4 captures, got 3"):
        with_shown_under_uv(uv_template, captures, holders=[0, 1, 2])


def test_what_is_kept_survives_the_pack(uv_template: Template, captures: list[Any]) -> None:
    """To a quarter of a grey level and a thirtieth of a square millimetre; a template without it has no such parts."""
    found = with_shown_under_uv(uv_template, captures)
    one = found.references[Light.UV]
    again = from_parts(to_parts(found), digest="d").references[Light.UV]
    assert np.array_equal(np.isnan(again.lines), np.isnan(one.lines))
    assert np.nanmax(np.abs(again.lines - one.lines)) <= 0.125
    assert np.abs(again.least_glow - one.least_glow).max() <= 1 / 28
    assert {"uv.lines.png", "uv.glow.png"} <= set(to_parts(found))
    assert again.least_glow.shape == one.least_glow.shape
    assert not {"uv.lines.png", "uv.glow.png"} & set(to_parts(uv_template))
    bare = from_parts(to_parts(uv_template), digest="d").references[Light.UV]
    assert np.isnan(bare.lines).all()
    assert not bare.least_glow.size


def test_a_pack_whose_colours_were_not_told_apart_is_read_and_stays_the_same_bytes(
    uv_template: Template, captures: list[Any]
) -> None:
    """One layer, as older versions keep it; what has more they pass over."""
    found = with_shown_under_uv(uv_template, captures)
    one = found.references[Light.UV]
    older = replace(one, least_glow=np.ascontiguousarray(one.least_glow[..., :1]))
    for reference, facts in ((older, {"has_glow": True}), (one, {"has_glow": False, "glow_layers": 7})):
        parts = to_parts(replace(found, references={**found.references, Light.UV: reference}))
        told = json.loads(parts["template.json"])["lights"]
        assert {key: told["uv"][key] for key in facts} == facts
        assert ("glow_layers" in told["uv"]) is ("glow_layers" in facts)
        assert "glow_layers" not in told["visible"]
        again = from_parts(parts, digest="d").references[Light.UV]
        assert again.least_glow.shape == reference.least_glow.shape
        assert np.abs(again.least_glow - reference.least_glow).max() <= 1 / 28
        assert to_parts(from_parts(parts, digest="d")) == parts


def test_areas_of_other_cells_are_refused(uv_template: Template) -> None:
    """Of one layer without its axis, of too few rows, of other layers, and colours of a grey reference."""
    rows, columns = cell_count(SHAPE)
    for shape in ((rows, columns), (rows - 1, columns, 1), (rows, columns, 3)):
        with pytest.raises(TemplateError, match="least_glow"):
            replace(uv_template.references[Light.UV], least_glow=np.zeros(shape, np.float32))
    grey = np.full(SHAPE, 20, np.uint8)
    with pytest.raises(TemplateError, match="least_glow"):
        replace(
            uv_template.references[Light.UV], mean=grey, least_glow=np.zeros((rows, columns, 7), np.float32)
        )


def test_a_pack_of_other_layers_is_refused(uv_template: Template, captures: list[Any]) -> None:
    """Whatever its picture holds."""
    parts = to_parts(with_shown_under_uv(uv_template, captures))
    for number in (1, 3, 16, -1):
        told = json.loads(parts["template.json"])
        told["lights"]["uv"]["glow_layers"] = number
        with pytest.raises(TemplateError):
            from_parts({**parts, "template.json": json.dumps(told).encode()}, digest="d")


def test_of_grey_captures_no_colour_is_told(uv_template: Template, captures: list[Any]) -> None:
    """Their reference is grey as well."""
    known = uv_template.references[Light.UV]
    grey = replace(known, mean=np.full(SHAPE, 20, np.uint8), level=())
    template = replace(uv_template, references={**uv_template.references, Light.UV: grey})
    pages = [one.max(axis=2) for one in captures]
    found = with_shown_under_uv(template, pages)
    assert found.references[Light.UV].least_glow.shape == (*cell_count(SHAPE), 1)


def test_what_a_template_does_not_keep_is_stated(uv_template: Template, captures: list[Any]) -> None:
    """Nothing under UV, or no colours; of grey captures there are none."""

    def stated(template: Template) -> list[bool]:
        said = " ".join(left_open(template))
        return [words in said for words in ("over the holders' data is not kept", "in which colours")]

    found = with_shown_under_uv(uv_template, captures)
    one = found.references[Light.UV]
    older = replace(one, least_glow=np.ascontiguousarray(one.least_glow[..., :1]))
    grey = replace(older, mean=np.full(SHAPE, 20, np.uint8), level=())
    for reference, expected in (
        (uv_template.references[Light.UV], [True, False]),
        (older, [True, True]),
        (one, [False, False]),
        (grey, [False, False]),
    ):
        assert stated(replace(found, references={**found.references, Light.UV: reference})) == expected
