"""Runs a check: abstains for it where its declaration is not met, and turns any crash into an outcome of weight 0.

A model, template or calibration that is bad or missing is no crash of a check: it concerns every document alike, so it goes to
the caller. A check that abstained because its model is missing would let a forgery pass.

What a check sees is read-only throughout (arrays, mappings, frozen types), so no check can spoil another's view.
"""

from collections.abc import Callable, Mapping
from functools import partial

from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.declared import as_declared, has_channel, has_lights, is_concerned, is_fine_enough
from docforensics.checks.deviations import known_deviation
from docforensics.checks.outcome import (
    Aborted,
    Abstained,
    Measured,
    Outcome,
    kind_of,
    not_supported,
    undetermined,
)
from docforensics.checks.own_values import beyond_own, sides_apart
from docforensics.checks.registry import BrokenPluginError
from docforensics.checks.spec import CheckSpec
from docforensics.checks.support.registered import why_unplaced
from docforensics.checks.support.unfit import too_coarse, unfit
from docforensics.checks.views import View, views, worst_of
from docforensics.document import Document
from docforensics.errors import ResourceError
from docforensics.helper_process import lacks_memory
from docforensics.seal.find import seals_installed
from docforensics.templates.registration.placing import LEAST_PX_PER_MM

NO_SEAL = undetermined("no digital seal was read", expected=False, why=Why.NO_SIGNED_DATA)
NO_SEAL_READER = not_supported(
    "digital seals were not searched for: the reader is not installed",
    "pip install 'docforensics[seal]'",
    expected=False,
    why=Why.NOT_INSTALLED,
)
NO_CHIP = undetermined("no chip data were given", expected=False, why=Why.NO_SIGNED_DATA)
_CHANNEL_NEEDS = {
    Channel.SCANNER: "a capture by a trusted document scanner",
    Channel.PHOTO: "a photo of the document itself",
    Channel.UPLOAD: "the uploaded file itself",
}


def run_check(check: Check, document: Document) -> Outcome:
    """Run one check on one document, which is not changed, view by view: the worst counts. What a check raises is an outcome.

    Raises
    ------
    ResourceError
        A file that the check needs is bad or missing.
    MemoryError
        Memory is short: that is of the process, and a check that found none has not looked at the document.
    """
    spec = check.spec
    if spec.compares_pictures or len(document.sides) == 1:
        return _run(check, document)
    seen = [view for view in views(document) if not _lacks_a_light(spec, view)]
    return worst_of([(view, _run(check, view.document)) for view in seen], spec)


def _lacks_a_light(spec: CheckSpec, view: View) -> bool:
    """Whether a further frame was not taken in a light that the check looks at: the first frame shows it."""
    return view.is_further_frame and not any(has_lights(spec, side) for side in view.document.sides)


def _run(check: Check, document: Document) -> Outcome:
    seen = as_declared(check.spec, document)
    outcome = _tried(
        lambda: abstention(check.spec, document) or known_deviation(check.id, document) or check.measure(seen)
    )
    apart = sides_apart(check, outcome, seen)
    if not apart:
        return beyond_own(check, outcome, seen)
    found = [(view, _tried(partial(check.measure, view.document))) for view in apart]
    return worst_of([(view, beyond_own(check, one, view.document)) for view, one in found], check.spec)


def facts_of(check: Check, document: Document) -> Mapping[str, float]:
    """Give the facts that a check itself has templates keep of a document (`Check.own_facts`): none where it has no such facts, abstains from the start, or ends with an error.

    Raises as `run_check`.
    """
    own_facts, found = check.own_facts, dict[str, float]()
    if own_facts is None or abstention(check.spec, document) is not None:
        return found

    def asked() -> Outcome:
        found.update(own_facts(as_declared(check.spec, document)))
        return Measured(value=0.0)

    return found if isinstance(_tried(asked), Measured) else {}


def _tried(measure: Callable[[], object]) -> Outcome:
    try:
        outcome = measure()
    except (ResourceError, MemoryError):
        raise
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError from error
        return Aborted(error=describe(error))
    if isinstance(outcome, Measured | Abstained | Aborted):
        return outcome
    return Aborted(error=f"the check returned {type(outcome).__name__}, not an outcome")


def describe(error: Exception) -> str:
    """Describe a crash by type and place: its text might hold what was read from the document."""
    if isinstance(error, BrokenPluginError):
        return str(error)
    trace, last = error.__traceback__, None
    while trace is not None:
        last, trace = trace, trace.tb_next
    if last is None:
        return type(error).__name__
    code = last.tb_frame.f_code
    file = code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(error).__name__} in {file}, line {last.tb_lineno} ({code.co_name})"


def abstention(spec: CheckSpec, document: Document) -> Abstained | None:
    """Give the prerequisite that this document does not meet; None when all are met."""
    if spec.needs_mrz and document.mrz is None:
        return undetermined(
            "no machine readable zone could be read",
            "a sharp image of the machine readable zone",
            why=Why.NO_MRZ,
        )
    return _unsigned(spec, document) or _unmet_by_sides(spec, document)


def _unsigned(spec: CheckSpec, document: Document) -> Abstained | None:
    """Without a seal or chip data there is nothing signed to compare with; most documents carry or come with none."""
    if spec.needs_seal and not document.seals:
        return NO_SEAL if seals_installed() else NO_SEAL_READER
    return NO_CHIP if spec.needs_chip and document.chip is None else None


def _unmet_by_sides(spec: CheckSpec, document: Document) -> Abstained | None:
    sides = document.sides
    if not any(has_channel(spec, side) for side in sides):
        # What speaks of edited files has no part in what a reader handed over, which nobody could edit: its silence is no gap, and
        # whoever has the document on the glass shall not be asked for a worse picture of it.
        of_files = spec.of_files or Channel.SCANNER not in spec.channels
        enough = of_files and sides[0].capture.channel is Channel.SCANNER
        return not_supported(
            f"not applicable to the channel {sides[0].capture.channel}",
            "" if enough else " or ".join(_CHANNEL_NEEDS[channel] for channel in sorted(spec.channels)),
            expected=not of_files,
            why=Why.CHANNEL,
        )
    if not any(has_lights(spec, side) for side in sides):
        return _no_light(spec, document)
    if spec.needs_template and not any(side.match for side in sides):
        return _unplaced(document)
    right = [side for index, side in enumerate(sides) if is_concerned(spec, document, index)]
    if not right:
        return _no_single_side(spec, document)
    if not concerned_sides(spec, document):
        return too_coarse(spec.min_px_per_mm, right)
    return None


def _unplaced(document: Document) -> Abstained:
    """Tell a document that no template fits from one that is too coarse or blurred to be laid on any."""
    if any(why_unplaced(side) is Why.NO_TEMPLATE for side in document.sides):
        return undetermined(
            "no reference template fits this document",
            "a reference template of this document model",
            why=Why.NO_TEMPLATE,
        )
    return too_coarse(LEAST_PX_PER_MM, document.sides)


def concerned_sides(spec: CheckSpec, document: Document) -> tuple[int, ...]:
    """List the sides, by index, that meet everything that the check declares; those are the ones it looks at."""
    return tuple(
        index
        for index, side in enumerate(document.sides)
        if is_concerned(spec, document, index) and is_fine_enough(spec, side)
    )


def unmet_by(spec: CheckSpec, document: Document, index: int) -> Why | None:
    """Give what one side of a document lacks for a check; None where it meets all that the check declares.

    A side that bears no machine readable zone of its own lacks none, and where the template of a side has no reference in a light,
    that light says nothing of it. A further frame need not show what the first frame of its capture shows in another light.
    """
    side = document.sides[index]
    if not has_channel(spec, side):
        return Why.CHANNEL
    if spec.needs_template and side.match is None:
        return why_unplaced(side)
    if not has_lights(spec, side):
        return Why.NO_LIGHT if side.frame_of is None else None
    if spec.needs_template and (why := unfit(side, spec.lights)):
        return why
    quality = side.page.quality
    if quality.resolved_px_per_mm < spec.min_px_per_mm:
        return Why.BLURRED if quality.px_per_mm >= spec.min_px_per_mm else Why.TOO_COARSE
    return None


def _no_single_side(spec: CheckSpec, document: Document) -> Abstained:
    """Name what the side with the machine readable zone lacks, where one is needed; else what the first side lacks."""
    index = document.mrz_side if spec.needs_mrz and document.mrz_side is not None else 0
    why = unmet_by(spec, document, index) or Why.NO_MRZ
    return Abstained(kind=kind_of(why), reason="no single side meets all prerequisites", why=why)


def _no_light(spec: CheckSpec, document: Document) -> Abstained:
    most = max(document.sides, key=lambda side: len(spec.lights & set(side.page.pixels)))
    missing = sorted(spec.lights - set(most.page.pixels))
    unusable = [most.unusable[light] for light in missing if light in most.unusable]
    return not_supported(
        " and ".join(dict.fromkeys(unusable)) or f"no image in {' and '.join(missing)} light",
        spec.equipment or " and ".join(light.facts.needs for light in missing),
        why=Why.NO_LIGHT,
    )
