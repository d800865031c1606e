"""Documents of Utopia that are drawn for an example: a job of the generator, and what was changed on its sheets before they were captured."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce

import docforensics as df
from docforensics.bench.loaders.manifest import CHANNELS, LIGHTS
from sample_docs.generator.capture import CHANNELS as DEVICES, take
from sample_docs.generator.capture.shot import Codec
from sample_docs.generator.forge import SPECIES, Forgery, truth
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.mrz import check_digit
from sample_docs.generator.sheet import Sheet, rng_of

Change = Callable[[Sheet], Sheet]
Captures = tuple[df.Capture, ...]


def drawn(job: Job, *changes: Change, qualities: tuple[int, int] | None = None) -> Captures:
    """Draw the sides of a document, forged as the job states, with further changes on the sheets that bear what they change.

    `qualities` are those of the file's first compression and its last, where the device's own are not wanted.
    """
    return tuple(
        _captured(job, number, page, qualities) for number, page in enumerate(sheets_of(job, *changes))
    )


def sheets_of(job: Job, *changes: Change) -> Iterator[Forgery]:
    """Give the sides as they are printed."""
    species = SPECIES.get(job.species)
    for issued in sheets(job):
        sheet = reduce(lambda made, change: change(made), changes, issued)
        if species is not None and species.fits(sheet.design):
            yield species.forge(sheet, job.severity, rng_of(job.image_seed, "forge"))
        else:
            yield Forgery.none(sheet)


def _captured(job: Job, number: int, page: Forgery, qualities: tuple[int, int] | None) -> df.Capture:
    sheet = page.sheet
    shots = DEVICES[job.channel].shots(sheet.design, job.image_seed + number, ppi=job.ppi)
    if qualities is not None:
        first, last = (Codec(quality=quality, subsampling="4:4:4") for quality in qualities)
        shots = tuple(replace(shot, first_codec=first, codec=last, shrink=1.0, resent=None) for shot in shots)
    lights = {
        LIGHTS[str(shot.view.light)]: [take(sheet, shot, page.page_edit, page.digital_edit)[0]]
        for shot in shots
    }
    channel = CHANNELS.get(job.channel, df.Channel.UPLOAD)
    dpi = next((shot.codec.dpi for shot in shots), None)
    return df.Capture.from_lights(lights, side=sheet.design.side.replace("-", "_"), channel=channel, dpi=dpi)


def mrz_replaced(line: int, start: int, text: str, *digits: tuple[int, int, int]) -> Change:
    """Print other characters in a line of the zone; `digits`, column and span each, are computed anew.

    The composite digit of a passport is computed last where a digit is.
    """

    def change(sheet: Sheet) -> Sheet:
        if not sheet.mrz:
            return sheet
        lines = list(sheet.mrz)
        lines[line] = lines[line][:start] + text + lines[line][start + len(text) :]
        for column, low, high in digits:
            lines[line] = (
                lines[line][:column] + check_digit(lines[line][low:high]) + lines[line][column + 1 :]
            )
        if digits and len(lines) == 2 and len(lines[1]) == 44:
            second = lines[1]
            lines[1] = second[:43] + check_digit(second[:10] + second[13:20] + second[21:43])
        return truth.with_mrz(sheet, tuple(lines))

    return change


def shortened(line: int) -> Change:
    """Print a line of the zone without its last character."""

    def change(sheet: Sheet) -> Sheet:
        lines = list(sheet.mrz)
        lines[line] = lines[line][:-1]
        return truth.with_mrz(sheet, tuple(lines))

    return change


def second_portrait(x: float, y: float) -> Change:
    """Print the portrait once more, its top left corner at a place of the page, mm."""

    def change(sheet: Sheet) -> Sheet:
        portrait = truth.picture_element(sheet)
        again = replace(portrait, name="portrait-again", box=replace(portrait.box, x=x, y=y))
        return replace(sheet, personal=(*sheet.personal, again))

    return change


def first_sheet(job: Job) -> Sheet:
    """Give the front of a document as its State issued it."""
    return sheets(job)[0]
