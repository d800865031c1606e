"""Names what an authority knows of its document: `python -m benchmarks.score.name TEMPLATE --design td3-2 --perforation 122.2 10`.

Learning finds places and not what they are called: a perforated number is a field to it, and lines of a device are print. The design of
the sample documents knows its devices, as an authority knows those of its document and writes them into template.json. Names and
kinds alone change; what was learned stays.
"""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.store import load_template, save_template
from sample_docs.generator.designs import designs
from sample_docs.generator.elements import Foil
from sample_docs.generator.sheet import Design


def devices(sheets: Iterable[Design], side: str) -> tuple[BoxMm, ...]:
    """Give the places of the optically variable devices of one side."""
    foils = (
        item
        for one in sheets
        if one.side == side
        for item in one.over
        if isinstance(item, Foil) and item.name.startswith("device")
    )
    return tuple(
        BoxMm(left=foil.box.x, top=foil.box.y, right=foil.box.x + foil.box.w, bottom=foil.box.y + foil.box.h)
        for foil in foils
    )


def named(
    features: Iterable[Feature], places: Iterable[BoxMm], holes: tuple[float, float] | None
) -> tuple[Feature, ...]:
    """Add the devices, and call the field that holds the perforation by its kind: the smallest one, where several do."""
    kept = [item for item in features if item.kind is not FeatureKind.OPTICALLY_VARIABLE_DEVICE]
    holding = [item for item in kept if holes and _holds(item, *holes)]
    if holding:
        smallest = min(holding, key=lambda item: item.box.width * item.box.height)
        place = kept.index(smallest)
        kept[place] = replace(smallest, name="perforation", kind=FeatureKind.LASER_PERFORATION)
    added = [
        Feature(name=f"device-{number}", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=box)
        for number, box in enumerate(places, start=1)
    ]
    return (*kept, *added)


def _holds(item: Feature, x: float, y: float) -> bool:
    """Say whether a field in white light holds the place; numbers that run down the page stand in narrow, tall fields."""
    box = item.box
    inside = box.left <= x <= box.right and box.top <= y <= box.bottom
    field = item.kind is FeatureKind.PERSONAL_DATA and item.light is Light.VISIBLE
    return field and inside and box.height > box.width


def main() -> None:
    """Rewrite template.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("template", type=Path)
    parser.add_argument("--design", required=True, choices=sorted(designs()))
    parser.add_argument("--side", default="data-page")
    parser.add_argument("--perforation", type=float, nargs=2, metavar=("X_MM", "Y_MM"))
    options = parser.parse_args()
    template = load_template(options.template)
    holes = tuple(options.perforation) if options.perforation else None
    features = named(template.features, devices(designs()[options.design], options.side), holes)
    save_template(replace(template, features=features), options.template)
    for item in features:
        if item.kind in (FeatureKind.OPTICALLY_VARIABLE_DEVICE, FeatureKind.LASER_PERFORATION):
            print(f"{options.template.name}: {item.name} at {item.box}")


if __name__ == "__main__":
    main()
