"""`docforensics template show TEMPLATE`: its features, named and numbered on the page, a picture a light."""

import argparse
import base64
import html
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output, png_of
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.templates.model import Feature, Template
    from docforensics.templates.shown import AlarmCount

HELP = "draw a template with its features"
DESCRIPTION = """\
Lists the features of a template, and draws them on its page in every light: to PNG files in a folder, or to one HTML
page. Green boxes are print of the series, red ones vary from holder to holder."""
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem}}img{{max-width:100%}}</style>
<h1>{title}</h1>
<p>{facts}</p>
{pictures}
</html>
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("template", type=Path, metavar="TEMPLATE", help="a template's folder or packed file")
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="a folder for PNG files, or PAGE.html")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """List the features and write the pictures."""
    from docforensics.templates.learning.assess import left_open
    from docforensics.templates.store import load_template

    template = load_template(arguments.template)
    written = _write(template, arguments.out) if arguments.out else []
    numbered, files = list(enumerate(template.features, start=1)), list(map(str, written))
    facts = {
        "template": template.id,
        "captures": template.n_captures,
        "holders": template.n_holders,
        "features": [_facts(*one) for one in numbered],
        "counts": [asdict(one) for one in template.counts],
        "left_open": list(left_open(template)),
        "files": files,
    }
    lines = (
        _summary(template),
        *_counted(template.counts),
        *left_open(template),
        *(_line(*one) for one in numbered),
        *files,
    )
    return output.answer(facts, *lines, as_json=arguments.json)


def _summary(template: "Template") -> str:
    return (
        f"{template.id}, {template.size}: {template.n_captures} capture(s) of {template.n_holders} holder(s), "
        f"{', '.join(template.references)}, {len(template.features)} features, "
        f"{len(template.counterfeits)} mark(s) of known counterfeits"
    )


def _counted(counts: "Sequence[AlarmCount]") -> Iterator[str]:
    """Say by channel on how many genuine documents of the model false alarms were counted, and which there were; nothing where none were."""
    for channel in sorted({one.channel for one in counts}):
        here = [one for one in counts if one.channel is channel]
        alarms = ", ".join(map(_alarms, (one for one in here if one.false_alarms)))
        most = max(one.documents for one in here)
        yield f"false alarms by {channel}, counted on up to {most} genuine document(s): {alarms or 'none'}"


def _alarms(count: "AlarmCount") -> str:
    """Say how many of a check there were, and the largest value where all are known."""
    known = len(count.values) == count.false_alarms
    return f"{count.check} {count.false_alarms}{f' (at most {count.values[0]:.3g})' if known else ''}"


def _line(number: int, feature: "Feature") -> str:
    box = feature.box
    place = f"{box.left:.1f} {box.top:.1f} {box.right:.1f} {box.bottom:.1f} mm"
    words = [
        feature.kind,
        feature.light,
        feature.generic_id,
        "variable" if feature.variable else "",
        feature.note,
    ]
    return f"{number:>3}  {feature.name:<22} {place:<28} {', '.join(word for word in words if word)}"


def _facts(number: int, feature: "Feature") -> dict[str, object]:
    box = feature.box
    return {
        "number": number,
        "name": feature.name,
        "kind": feature.kind.value,
        "light": feature.light.value,
        "generic_id": feature.generic_id,
        "variable": feature.variable,
        "note": feature.note,
        "box_mm": [box.left, box.top, box.right, box.bottom],
    }


def _write(template: "Template", out: Path) -> list[Path]:
    pictures = {light.value: _png(template, light.value) for light in template.references}
    try:
        if out.suffix.lower() in {".html", ".htm"}:
            out.write_text(_page(template, pictures), encoding="utf-8")
            return [out]
        out.mkdir(parents=True, exist_ok=True)
        files = [out / f"{template.id}-{light}.png" for light in pictures]
        for file, data in zip(files, pictures.values(), strict=True):
            file.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    return files


def _png(template: "Template", light: str) -> bytes:
    from docforensics.capture.light import Light
    from docforensics.templates.drawing import draw_template

    return png_of(draw_template(template, Light(light)))


def _page(template: "Template", pictures: dict[str, bytes]) -> str:
    from docforensics.templates.learning.assess import left_open

    figures = "\n".join(
        f'<h2>{light}</h2>\n<img alt="features in {light} light" '
        f'src="data:image/png;base64,{base64.b64encode(data).decode("ascii")}">'
        for light, data in pictures.items()
    )
    facts = (_summary(template), *_counted(template.counts), *left_open(template))
    return _PAGE.format(
        title=html.escape(template.id), facts="<br>\n".join(map(html.escape, facts)), pictures=figures
    )
