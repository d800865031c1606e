"""What a template pack may say: read by its types, with the place of what does not fit, and within limits."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.errors import TemplateError
from docforensics.page.geometry import BoxMm
from docforensics.parsing import plain
from docforensics.templates.model import CounterfeitMark, Template
from docforensics.templates.parts import JSON, from_parts, to_parts
from docforensics.templates.shown import MOST_VALUES, AlarmCount


def changed(template: Template, change: Callable[[dict[str, Any]], object]) -> Mapping[str, bytes]:
    """Parts of a template with another `template.json`."""
    parts = to_parts(template)
    record = json.loads(parts[JSON])
    change(record)
    return {**parts, JSON: json.dumps(record).encode()}


def test_parts_give_the_template_that_made_them(template: Template) -> None:
    """Dates, marks of counterfeits and all that is said of the light survive; numbers to the thousandth."""
    patch = np.full((16, 24), 7, np.uint8)
    mark = CounterfeitMark(
        name="dot",
        box=BoxMm(left=1, top=1, right=4, bottom=3),
        light=Light.VISIBLE,
        patch=patch,
        source="a test",
    )
    again = from_parts(to_parts(replace(template, counterfeits=(mark,))), digest="d")
    assert again.features == template.features
    assert (again.counterfeits[0].box, again.counterfeits[0].source) == (mark.box, "a test")
    assert np.array_equal(again.counterfeits[0].patch, patch)
    assert again.references[Light.VISIBLE].level == template.references[Light.VISIBLE].level


@pytest.mark.parametrize("box", [[0, 0, 1e308, 10], [1000, 1000, 1010, 1010]])
def test_a_mark_beside_the_page_is_refused(template: Template, box: list[float]) -> None:
    """As a feature is: no page shows it."""
    mark = {"name": "dot", "box_mm": box, "light": "visible", "note": "", "source": ""}
    with pytest.raises(TemplateError, match=r"counterfeits: 'dot': box_mm .* reaches beyond the page"):
        from_parts(
            changed(template, lambda record: record.update(counterfeits=[mark])), digest="d", name="mine"
        )


def test_counts_of_false_alarms_survive(template: Template) -> None:
    """By check and channel, with their values, the largest first; more false alarms than documents, more values than false alarms, or two entries of one check, are refused."""
    count = AlarmCount(check="a.b", channel=Channel.SCANNER, documents=10, false_alarms=2, values=(1.5, 4.0))
    assert count.values == (4.0, 1.5)
    photo = AlarmCount(check="a.b", channel=Channel.PHOTO, documents=10, false_alarms=1)
    assert from_parts(to_parts(replace(template, counts=(count, photo))), digest="d").counts == (count, photo)
    silent = json.loads(to_parts(replace(template, counts=(photo,)))["template.json"])["counts"]
    assert silent == [{"check": "a.b", "channel": "photo", "documents": 10, "false_alarms": 1}]
    wrong = changed(template, lambda record: record.update(counts=[{**plain(count), "false_alarms": 11}]))
    with pytest.raises(TemplateError, match="11 of 10"):
        from_parts(wrong, digest="d")
    values = [1.0, 2.0, 3.0]
    wrong = changed(template, lambda record: record.update(counts=[{**plain(count), "values": values}]))
    with pytest.raises(TemplateError, match="one finite value a false alarm"):
        from_parts(wrong, digest="d")
    with pytest.raises(TemplateError, match="one finite value a false alarm"):
        replace(count, values=(float("inf"),))
    with pytest.raises(TemplateError, match=f"at most {MOST_VALUES}, got"):
        replace(count, documents=20_000, false_alarms=20_000, values=(1.0,) * (MOST_VALUES + 1))
    twice = changed(template, lambda record: record.update(counts=[plain(count), plain(count)]))
    with pytest.raises(TemplateError, match="one entry a check"):
        from_parts(twice, digest="d")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (
            lambda record: record["features"][1].update(kind="hologram"),
            r"features\[1\].kind: expected .*, got 'hologram'",
        ),
        (lambda record: record["features"][0].pop("name"), r"features\[0\]: missing key name"),
        (
            lambda record: record["features"][0].update(box_mm=[4, 1, 2, 3]),
            r"features\[0\].box: BoxMm: expected left < right",
        ),
        (
            lambda record: record["features"][0].update(box_mm=["a", 1, 2, 3]),
            r"box.left: expected a number, got text",
        ),
        (lambda record: record["features"][0].pop("box_mm"), r"features\[0\]: missing key box_mm"),
        (
            lambda record: record["features"][1].update(box_mm=[1, 2]),
            r"features\[1\].box_mm: expected a list of length 4, got 2",
        ),
        (lambda record: record["features"][0].update(box_mm=[0, 0, 900, 3]), "reaches beyond the page"),
        (
            lambda record: record["features"][0].update(edges=[{"side": "top"}]),
            r"edges\[0\]: missing key at_mm",
        ),
        (lambda record: record.update(size="A4"), "size: expected ID1, .*, got 'A4'"),
        (lambda record: record.update(issued_from="May"), "issued_from"),
        (lambda record: record.update(n_captures="many"), "n_captures: expected a whole number, got text"),
        (lambda record: record.update(features=record["features"] * 500), "at most 500 features"),
        (lambda record: record.update(features=3), "features: expected a list, got a whole number"),
        (
            lambda record: record.update(lights={"x-ray": {"n_captures": 1}}),
            "lights: expected visible, .*, got 'x-ray'",
        ),
        (lambda record: record.update(model={"country": "UTO"}), "model: missing key type"),
        (lambda record: record.update(n_captures=-5), "n_captures: expected a whole number >= 1"),
        (lambda record: record.update(lights={}), "expected a reference in visible light, got none"),
        (
            lambda record: record.update(lights={"uv": record["lights"].pop("visible")}),
            "lights: expected a reference in visible light, got uv",
        ),
        (lambda record: record.update(n_holders=4), r"n_holders: 4 of 3 captures \(n_captures\)"),
        *(
            (
                lambda record, wrong=wrong: record.update(
                    discovered={"captures": 3, "pages": 3, "outliers": 0, **wrong}
                ),
                rf"discovered\.{next(iter(wrong))}: expected a whole number >= ",
            )
            for wrong in ({"captures": -1}, {"captures": 0}, {"pages": -1}, {"outliers": -1})
        ),
        (
            lambda record: record["features"][0].update(
                edges=[{"side": "top", "at_mm": 1e300, "spread_mm": 0.1}]
            ),
            r"at_mm: expected a number <= 1000",
        ),
        (
            lambda record: record["features"][0].update(
                edges=[{"side": "top", "at_mm": 1, "spread_mm": -0.1}]
            ),
            r"spread_mm: expected a number >= 0",
        ),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(
    template: Template, change: Callable[[dict[str, Any]], object], text: str
) -> None:
    """With the name of the pack and of the file in it."""
    with pytest.raises(TemplateError, match=rf"mine: {JSON} does not fit: .*{text}"):
        from_parts(changed(template, change), digest="d", name="mine")


@pytest.mark.parametrize("raw", [b"", b"[", b"\xff", b'{"a": NaN}', b'{"a": 1e999}', b"[" * 100_000])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    """However deep it is nested."""
    with pytest.raises(TemplateError, match=f"mine: cannot read {JSON}"):
        from_parts({JSON: raw}, digest="d", name="mine")


def test_a_key_of_a_later_version_is_passed_over(template: Template) -> None:
    """So that a pack with more in it can still be used."""
    parts = changed(template, lambda record: record["features"][0].update(sheen=3))
    assert from_parts(parts, digest="d").features == template.features


def test_a_pack_that_names_its_lights_alone_is_read(template: Template) -> None:
    """As packs did before spreads were learned."""
    parts = changed(template, lambda record: record.update(lights=["visible"]))
    assert from_parts(parts, digest="d").references[Light.VISIBLE].n_captures == template.n_captures


@pytest.mark.parametrize(
    "part",
    [
        cv2.imencode(".jpg", np.zeros((8, 8), np.uint8))[1].tobytes(),
        cv2.imencode(".bmp", np.zeros((3000, 3000, 3), np.uint8))[1].tobytes(),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x00\x00\x00\x01\x08\x00\x00\x00\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00\x00",
        b"x" * 40,
    ],
    ids=["jpeg", "large bitmap", "signature", "wide", "empty", "no picture"],
)
def test_a_part_that_is_no_png_is_refused_before_it_is_decoded(
    part: bytes, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only of a PNG the header states the size that OpenCV would decode; what OpenCV itself refuses is told as the same."""
    parts, decoded, decode = {**to_parts(template), "visible.mean.png": part}, [], cv2.imdecode

    def spied(data: np.ndarray[Any, Any], flags: int) -> object:
        decoded.append(data.tobytes())
        return decode(data, flags)

    monkeypatch.setattr(cv2, "imdecode", spied)
    with pytest.raises(TemplateError, match=r"visible\.mean\.png: expected an 8-bit PNG"):
        from_parts(parts, digest="d")
    assert part not in decoded
