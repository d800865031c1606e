"""`docforensics template check --update` and `--roll-back`: the next revision of a template, and the way back."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output, progress_bar, write_png
from docforensics.cli.template_captures import files_of, holders_of
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.revising.growth import Growth
    from docforensics.revising.revise import Revised


_OF_UPDATE = ("confirmed", "caught", "accept_doubted", "dry_run", "picture")


def add_update_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of a revision."""
    group = parser.add_argument_group("revision")
    group.add_argument(
        "--update",
        action="store_true",
        help="make the next revision from FILEs that two people have confirmed",
    )
    group.add_argument(
        "--confirmed",
        nargs="+",
        type=Path,
        default=(),
        metavar="FILE",
        help="their statements (docforensics template confirm), signed with --keys",
    )
    group.add_argument(
        "--caught",
        nargs="+",
        type=Path,
        default=(),
        metavar="FILE",
        help="captures of known forgeries in white light, which the revision must still find",
    )
    group.add_argument(
        "--accept-doubted",
        action="store_true",
        help="take captures too that checks with the template are adverse on, after a second look at them",
    )
    group.add_argument("--dry-run", action="store_true", help="show what --update would do; write nothing")
    group.add_argument(
        "--picture", type=Path, metavar="FILE", help="PNG of the places that grow in white light"
    )
    group.add_argument(
        "--roll-back",
        nargs="?",
        type=int,
        const=True,
        metavar="N",
        help="put revision N in force again; without N, the one before that which is in force",
    )


def is_revision(arguments: argparse.Namespace) -> bool:
    """Whether a revision is asked for; UsageError for options that need --update."""
    if arguments.update and arguments.roll_back is not None:
        raise UsageError("--update and --roll-back: give one of them")
    if not arguments.update and any(getattr(arguments, name) for name in _OF_UPDATE):
        raise UsageError(
            "--confirmed, --caught, --accept-doubted, --dry-run and --picture belong to --update"
        )
    if arguments.roll_back is not None and arguments.files:
        raise UsageError("--roll-back takes no FILE")
    return arguments.update or arguments.roll_back is not None


def revise(arguments: argparse.Namespace, output: Output) -> Exit:
    """Update or go back."""
    return _update(arguments, output) if arguments.update else _roll_back(arguments, output)


def _update(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.capture.light import Light
    from docforensics.revising.growth import draw_growth
    from docforensics.revising.revise import update_template
    from docforensics.templates.signing import TemplateKeys

    if not arguments.keys:
        raise UsageError("--update: name the folder of the public keys of those who confirm with --keys")
    with progress_bar("revision") as bar:
        task = bar.add_task("", total=None) if bar is not None else None

        def show(step: str) -> None:
            if bar is not None and task is not None:
                bar.update(task, description=step)

        found = update_template(
            arguments.template,
            files_of(arguments),
            confirmations=arguments.confirmed,
            keys=TemplateKeys.load(arguments.keys),
            caught=[{Light.VISIBLE: file} for file in arguments.caught],
            holders=holders_of(arguments),
            channel=arguments.channel,
            accept_doubted=arguments.accept_doubted,
            save=not arguments.dry_run,
            progress=show,
        )
    if arguments.picture:
        write_png(arguments.picture, draw_growth(found.template, found.growth, Light.VISIBLE), "--picture")
    output.answer(
        _facts(found), *_lines(arguments.template, found, dry=arguments.dry_run), as_json=arguments.json
    )
    return Exit.BAD_RESOURCE if found.is_refused else Exit.CLEAR


def _roll_back(arguments: argparse.Namespace, output: Output) -> Exit:
    from docforensics.revising.history import TemplateHistory
    from docforensics.templates.learning.update import RESTORES, revision_of

    named = None if arguments.roll_back is True else arguments.roll_back
    template = TemplateHistory(arguments.template).roll_back(named)
    facts = {
        "template": template.id,
        "revision": revision_of(template),
        "restores": int(template.provenance[RESTORES]),
    }
    line = (
        f"{arguments.template}: {template.id}: revision {facts['revision']} is revision {facts['restores']} again; "
        "pack and sign it anew"
    )
    return output.answer(facts, line, as_json=arguments.json)


def _facts(found: "Revised") -> dict[str, Any]:
    from docforensics.parsing import plain

    return {
        "template": found.template.id,
        "revision": found.revision,
        "saved": found.is_saved,
        "refused": found.is_refused,
        "captures": found.template.n_captures,
        "holders": found.template.n_holders,
        "growth": plain(found.growth),
        "left_out": plain(found.left_out),
        "doubted": {name: list(checks) for name, checks in found.doubted.items()},
        "caught": [
            {**plain(one), "was_caught": one.was_caught, "would_pass": one.would_pass} for one in found.caught
        ],
    }


def _lines(folder: Path, found: "Revised", *, dry: bool) -> Iterator[str]:
    template = found.template
    yield f"{folder}: {template.id}: {_state(found, dry=dry)}, {template.n_captures} capture(s) of {template.n_holders} holder(s)"
    for one in found.growth:
        yield from _growth(one)
    for name, checks in found.doubted.items():
        yield f"  look again at {name}: adverse by the former revision: {', '.join(checks)}"
    if found.doubted and found.is_refused and not found.would_pass:
        yield "  if they are genuine, give --accept-doubted: forgeries like them would pass from then on"
    yield from (f"  left out: {one.file}: {one.reason}" for one in found.left_out)
    if not found.caught:
        yield "  no forgery was given (--caught): whether one would be found by less after this growth is not known"
    for forgery in found.caught:
        name = f"{forgery.file} ({forgery.channel})"
        if forgery.would_pass:
            lost = f", no longer by {', '.join(forgery.checks_lost)}" if forgery.checks_lost else ""
            yield f"  would be found by less: {name}: {forgery.before} before, {forgery.after} after{lost}"
        elif forgery.was_caught:
            yield f"  still found: {name}: {forgery.after} by {', '.join(forgery.checks_before)}"
        else:
            yield f"  not found before: {name}: no check was adverse, so it shows nothing here"


def _state(found: "Revised", *, dry: bool) -> str:
    if found.is_refused:
        return f"{'would be ' if dry else ''}refused, revision {found.revision - 1} stays in force"
    if dry:
        return f"revision {found.revision} would be made"
    return f"revision {found.revision} is in force; pack and sign it anew"


def _growth(one: "Growth") -> Iterator[str]:
    unit = " mm2" if one.figure == "constant print" else ""
    yield f"  {one.light} {one.figure}: {one.before:.3g} before, {one.after:.3g} after{unit}"
    for place in one.places:
        box = place.box
        across = f"{box.left:.0f} to {box.right:.0f} mm across, {box.top:.0f} to {box.bottom:.0f} mm down"
        yield f"    {place.feature}, {across}: {place.words}"
