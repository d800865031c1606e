"""Manipulations of what is handed in together: lights, pages, frames; and print that is pasted over."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.evasion.local import WHITE
from benchmarks.evasion.pictures import Aspect, Help, Plate, Submission, mask_of
from docforensics.capture.light import Light

Change = Callable[[Submission, Help], Submission]
_OTHER = {Light.UV: Light.IR, Light.IR: Light.UV}
_DRAWN_PX_PER_MM = 16.0
_WORD = "SPECIMEN"
_RED = (200, 20, 30)


def _each_side(given: Submission, change: Callable[[Aspect], Aspect]) -> Submission:
    return replace(given, aspects=tuple(change(aspect) for aspect in given.aspects))


def swapped(given: Submission, _helped: Help) -> Submission:
    """Give the UV picture as IR, and the IR picture as UV."""
    return given.each(lambda plate: replace(plate, light=_OTHER.get(plate.light, plate.light)))


def repeated(*lights: Light) -> Change:
    """Give the picture in white light in these lights too."""

    def change(aspect: Aspect) -> Aspect:
        kept = tuple(plate for plate in aspect.plates if plate.light not in lights)
        added = tuple(replace(aspect.visible, light=light) for light in lights)
        return replace(aspect, plates=(*kept, *added))

    return lambda given, _helped: _each_side(given, change)


def blanked(*lights: Light) -> Change:
    """Give black pictures in these lights."""

    def change(aspect: Aspect) -> Aspect:
        kept = tuple(plate for plate in aspect.plates if plate.light not in lights)
        black = aspect.visible.changed(np.zeros_like(aspect.visible.pixels))
        return replace(aspect, plates=(*kept, *(replace(black, light=light) for light in lights)))

    return lambda given, _helped: _each_side(given, change)


def dropped(*lights: Light) -> Change:
    """Leave these lights out."""

    def change(aspect: Aspect) -> Aspect:
        return replace(aspect, plates=tuple(plate for plate in aspect.plates if plate.light not in lights))

    return lambda given, _helped: _each_side(given, change)


def other_page(*lights: Light) -> Change:
    """Give the pictures of another holder's genuine page in these lights, laid on exactly."""

    def change(given: Submission, helped: Help) -> Submission:
        theirs = helped.other().aspects
        aspects = (
            _with_lights(mine, other, lights) for mine, other in zip(given.aspects, theirs, strict=True)
        )
        return replace(given, aspects=tuple(aspects))

    return change


def _with_lights(mine: Aspect, other: Aspect, lights: tuple[Light, ...]) -> Aspect:
    pictures = {plate.light: plate for plate in other.plates}

    def laid(plate: Plate) -> Plate:
        theirs = pictures[plate.light]
        rows, columns = plate.pixels.shape[:2]
        to_mine = plate.to_pixels @ np.linalg.inv(theirs.to_pixels)
        return plate.changed(
            cv2.warpPerspective(theirs.pixels, to_mine, (columns, rows), flags=cv2.INTER_CUBIC)
        )

    return mine.each(laid, lights=frozenset(lights) & mine.lights & frozenset(pictures))


def second_page(container: str, *, before: bool) -> Change:
    """Hand the genuine document of the same holder in as further pages, before or after the questioned one."""

    def change(given: Submission, helped: Help) -> Submission:
        twin = helped.twin()
        aspects = (*twin.aspects, *given.aspects) if before else (*given.aspects, *twin.aspects)
        return replace(given, aspects=aspects, container=container)

    return change


def second_frame(*, before: bool) -> Change:
    """Give a picture of the genuine document as a further frame in white light."""

    def change(given: Submission, helped: Help) -> Submission:
        twins = helped.twin().aspects
        return replace(
            given,
            aspects=tuple(
                _framed(mine, twin, before) for mine, twin in zip(given.aspects, twins, strict=True)
            ),
        )

    return change


def _framed(mine: Aspect, twin: Aspect, before: bool) -> Aspect:
    white = tuple(plate for plate in mine.plates if plate.light is Light.VISIBLE)
    rest = tuple(plate for plate in mine.plates if plate.light is not Light.VISIBLE)
    frames = (twin.visible, *white) if before else (*white, twin.visible)
    return replace(mine, plates=(*frames, *rest))


def specimen(given: Submission, _helped: Help) -> Submission:
    """Print the word SPECIMEN across the middle of every side, in white light."""
    return _each_side(
        given, lambda aspect: aspect.each(lambda plate: _stamped(plate, aspect.size_mm), lights=WHITE)
    )


def _stamped(plate: Plate, size_mm: tuple[float, float]) -> Plate:
    width, height = (round(side * _DRAWN_PX_PER_MM) for side in size_mm)
    drawn = np.zeros((height, width), np.uint8)
    (across, down), _ = cv2.getTextSize(_WORD, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)
    scale = 0.7 * width / across
    at = (round(0.15 * width), round(0.5 * height + 0.5 * scale * down))
    cv2.putText(
        drawn, _WORD, at, cv2.FONT_HERSHEY_DUPLEX, scale, 255, max(1, round(1.2 * scale)), cv2.LINE_AA
    )
    to_pixels = plate.to_pixels @ np.diag([1 / _DRAWN_PX_PER_MM, 1 / _DRAWN_PX_PER_MM, 1.0])
    rows, columns = plate.pixels.shape[:2]
    ink = np.asarray(cv2.warpPerspective(drawn, to_pixels, (columns, rows), flags=cv2.INTER_AREA)) / 255.0
    if plate.pixels.ndim == 2:
        return plate.changed(plate.pixels * (1 - 0.7 * ink))
    colour = np.asarray(_RED) / 255.0
    return plate.changed(plate.pixels * (1 - ink[..., None] * (1 - colour)))


def mrz_pasted(whose: str) -> Change:
    """Paste a line of a genuine MRZ, or all lines, over the MRZ: of the same holder or of another one."""

    def change(given: Submission, helped: Help) -> Submission:
        source = helped.twin() if whose == "same" else helped.other()
        number = next(n for n, aspect in enumerate(given.aspects) if "mrz" in aspect.places)
        lines = sorted(name for name in given.aspects[number].places if name.startswith("mrz-line"))
        chosen = [*lines, "mrz"][int(helped.rng.integers(len(lines) + 1))]
        all_lights = bool(helped.rng.integers(2))
        mine, theirs = given.aspects[number], source.aspects[number]
        pictures = {plate.light: plate for plate in theirs.plates}

        def pasted(plate: Plate) -> Plate:
            return _pasted(plate, pictures[plate.light], mine, chosen)

        aspect = mine.each(pasted, lights=mine.lights if all_lights else WHITE)
        aspects = (*given.aspects[:number], aspect, *given.aspects[number + 1 :])
        words = "all lights" if all_lights and mine.lights != WHITE else "white light"
        return replace(given, aspects=aspects, detail=f"{chosen}, {words}")

    return change


def _pasted(plate: Plate, other: Plate, aspect: Aspect, place: str) -> Plate:
    rows, columns = plate.pixels.shape[:2]
    to_mine = plate.to_pixels @ np.linalg.inv(other.to_pixels)
    laid: NDArray[np.generic] = np.asarray(
        cv2.warpPerspective(other.pixels, to_mine, (columns, rows), flags=cv2.INTER_CUBIC)
    )
    mask = mask_of(plate.pixels.shape, plate.corners(aspect.places[place]))
    inside = mask > 0
    pixels = plate.pixels.copy()
    pixels[inside] = laid[inside]
    return plate.changed(pixels)
