"""`docforensics coverage`: what share of the features of your templates a post can examine, and what would add most."""

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output

if TYPE_CHECKING:
    from docforensics.guidance.coverage import FeatureCoverage, Gain, TemplateCoverage
    from docforensics.guidance.equipment import Profile

DESCRIPTION = """\
Lists for every kind of feature of the templates whether the post can examine it by image, by hand, or not at all, states which
layers of a report its images fill, and ranks the equipment that it lacks by what it would add."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_options(parser, "--templates", "--json")
    owned = "what the post has, for example uv-lamp,loupe, or a TOML file (default: none, hands and eyes)"
    add_options(parser, "--equipment", default="none", help=owned)
    parser.add_argument("--list", action="store_true", help="list all equipment and what it shows")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Write the coverage of every template, and what would add most."""
    from docforensics.guidance.coverage import coverage, gains
    from docforensics.guidance.equipment import Profile
    from docforensics.resources import models_folder
    from docforensics.templates.store import TemplateStore

    if arguments.list:
        return _list(output, as_json=arguments.json)
    profile = Profile.parse(arguments.equipment)
    store = TemplateStore.open(arguments.templates or models_folder() / "templates")
    covered, more = coverage(store.templates, profile), gains(store.templates, profile)
    facts, words = _facts(covered, more, profile), _in_words(covered, more, profile)
    return output.answer(facts, *words, as_json=arguments.json)


def _list(output: Output, *, as_json: bool) -> Exit:
    from docforensics.guidance.equipment import equipment

    pieces = [piece for piece in equipment().values() if not piece.hand]
    listed = [{"slug": piece.slug, "name": piece.name, "shows": piece.shows} for piece in pieces]
    lines = (f"{piece.slug:<18} {piece.name}: {piece.shows}" for piece in pieces)
    return output.answer({"equipment": listed}, *lines, as_json=as_json)


def _in_words(
    covered: Sequence["TemplateCoverage"], more: Sequence["Gain"], profile: "Profile"
) -> Iterator[str]:
    has = ", ".join(piece.name for piece in profile.owned) or "hands and eyes alone"
    yield f"{profile.name or 'The post'} has {has}."
    yield _layers(profile)
    for template in covered:
        yield ""
        yield (
            f"{template.template}: {len(template.features)} kinds of feature; by image {template.share('by_image'):.0%}, "
            f"by hand {template.share('by_hand'):.0%}, one or the other {template.share('examined'):.0%}, "
            f"all that the guidance asks for {template.share('in_full'):.0%} "
            f"({template.steps[0]} of {template.steps[1]} steps)"
        )
        yield f"  {'PRADO word':<28} {'places':>6} {'light':<12} {'image':<6} {'by hand':<34} more with"
        yield from map(_row, template.features)
    yield ""
    yield (
        "What would add most:" if more else "Nothing would add more: all that the guidance asks for is there."
    )
    for gain in more:
        yield (
            f"  {gain.equipment.name}: {gain.features} more kinds of feature examined, {gain.images} more by image, "
            f"{gain.actions} more steps by hand"
        )


def _row(entry: "FeatureCoverage") -> str:
    feature = entry.feature
    hand = ", ".join(dict.fromkeys(action.equipment.slug for action in entry.by_hand)) or "-"
    beyond = ", ".join(dict.fromkeys(action.equipment.slug for action in entry.beyond)) or "-"
    image = "yes" if entry.by_image else "-"
    count = len(entry.places)
    return f"  {feature.kind.value:<28} {count:>6} {feature.light.value:<12} {image:<6} {hand:<34} {beyond}"


def _layers(profile: "Profile") -> str:
    """List the layers of a report that images made at the post fill, and those that they leave open."""
    from docforensics.guidance.claims import LAYERS
    from docforensics.guidance.coverage import layers

    known = layers(profile)
    filled = [LAYERS[layer] for layer, is_there in known if is_there]
    empty = [LAYERS[layer] for layer, is_there in known if not is_there]
    if not filled:
        return "No image can be made there, so this program examines nothing there."
    left = f"; not of {', '.join(empty)}, for which it makes no image" if empty else ""
    return f"Images made there are examined for the layers {', '.join(filled)}{left}."


def _facts(
    covered: Sequence["TemplateCoverage"], more: Sequence["Gain"], profile: "Profile"
) -> dict[str, object]:
    from docforensics.guidance.coverage import layers

    return {
        "post": profile.name,
        "has": [piece.slug for piece in profile.owned],
        "layers": {layer.value: is_there for layer, is_there in layers(profile)},
        "templates": [
            {
                "template": template.template,
                "share": {
                    name: round(template.share(name), 4)
                    for name in ("by_image", "by_hand", "examined", "in_full")
                },
                "steps": {"possible": template.steps[0], "all": template.steps[1]},
                "features": [_feature(entry) for entry in template.features],
            }
            for template in covered
        ],
        "gains": [
            {
                "equipment": gain.equipment.slug,
                "features": gain.features,
                "images": gain.images,
                "steps": gain.actions,
            }
            for gain in more
        ],
    }


def _feature(entry: "FeatureCoverage") -> dict[str, object]:
    return {
        "feature": entry.feature.name,
        "places": list(entry.places),
        "kind": entry.feature.kind.value,
        "light": entry.feature.light.value,
        "by_image": entry.by_image,
        "by_hand": list(dict.fromkeys(action.equipment.slug for action in entry.by_hand)),
        "more_with": list(dict.fromkeys(action.equipment.slug for action in entry.beyond)),
    }
