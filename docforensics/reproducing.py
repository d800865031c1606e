"""A case file examined again: which value differs from what was reported, and what that is recorded of the two examinations differs with it."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Unpack

from docforensics.capture.images import load_images
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, SideKind
from docforensics.capture.side import Capture
from docforensics.choices import chosen
from docforensics.errors import InputError, UsageError
from docforensics.examiner import Examiner
from docforensics.parsing import made, placed, read_json
from docforensics.regular import read_regular
from docforensics.report.case import CASE_VERSION, PURPOSE, covered, environment
from docforensics.report.given import GivenFrame, GivenSide
from docforensics.report.report import Report
from docforensics.seal.chip import ChipData
from docforensics.settings import AnyPath, ExaminerOptions, ExaminerSettings
from docforensics.templates.signing import TemplateKeys

_MOST_BYTES = 2**30
"""Of a case file: three pictures of as many bytes as `Limits` allow have half of it in base64. A judgement."""
_WEIGHED = ("policy", "calibration", "equipment")
"""What decides how much values count, and not what they are."""
_OF_WEIGHING = (
    "log10_lr",
    "margin",
    "verbal",
    "basis",
    "result",
    "message",
    "message_code",
    "advice",
    "undecided",
)
"""Keys of findings that follow from both."""
_PASSED_OVER = ("provenance", "equipment", "timings", "schema_version")
"""Keys of reports that are compared as causes, or depend on the reader's post."""
_LISTED = {"findings": "check", "unchecked": "check", "claims": "claim", "layers": "layer"}
"""Lists whose entries have a name: an entry that moved is the same entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherValue:
    """One value that is another than reported."""

    place: str
    """Path in the report's JSON, with checks and claims by name: `findings.mrz.length.value`."""
    was: object
    now: object
    """None where it is not there."""
    causes: tuple[str, ...]
    """What differs between the two examinations that can move it; empty where nothing that is recorded does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproduction:
    """What came of doing it again."""

    report: Report
    compared: int
    """Values."""
    differences: tuple[OtherValue, ...]
    changed: Mapping[str, tuple[object, object]]
    """What differs of settings, content and versions, by name: then and now."""
    signer: str
    """Id of the trusted key that signed the case; empty where none was asked for."""

    @property
    def is_equal(self) -> bool:
        """Whether every value is the same."""
        return not self.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSignature:
    """Of a case."""

    signer: str
    value: str
    """In hexadecimal digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What a case file holds, as far as it is needed to examine it again."""

    case_version: str
    sha256: str
    inspected_on: date
    is_redacted: bool
    inputs: tuple[GivenSide, ...]
    chip: bool
    settings: Mapping[str, Any]
    content: Mapping[str, Any]
    environment: Mapping[str, str]
    report: Mapping[str, Any]
    files: Mapping[str, str]
    """The files themselves in base64, by their sha256; empty where they were not asked for."""
    signature: CaseSignature | None = None


def load_case(file: AnyPath, keys: TemplateKeys | None = None) -> tuple[CaseFile, str]:
    """Read a case file; give it with the id of the trusted key that signed it, empty without `keys`.

    Raises
    ------
    InputError
        It cannot be read, is no case of this version, was damaged or changed, or is not signed with one of the keys.
    TemplateError
        It bears the signature of a trusted key over something else.
    """
    try:
        told = read_json(read_regular(file, _MOST_BYTES))
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: no case file: {error}") from error
    if not isinstance(told, dict) or told.get("case_version") != CASE_VERSION:
        raise InputError(f"{file}: expected a case file of version {CASE_VERSION}")
    with placed(f"{file}: the case does not fit", InputError):
        case, covers = made(CaseFile, told, more=True), covered(told)
    if hashlib.sha256(covers).hexdigest() != case.sha256:
        raise InputError(
            f"{file}: the case was changed or damaged: its content has another sha256 than it states"
        )
    return case, "" if keys is None else _signer(file, case.signature, covers, keys)


def _signer(file: AnyPath, stated: CaseSignature | None, covers: bytes, keys: TemplateKeys) -> str:
    signer, value = (stated.signer, stated.value) if stated else ("", "")
    try:
        signature = bytes.fromhex(value)
    except ValueError:
        signature = b""
    if not keys.verify(covers, signature, signer, purpose=PURPOSE):
        raise InputError(f"{file}: the case is not signed with a trusted key")
    return signer


def reproduce(
    file: AnyPath,
    images: Iterable[AnyPath] = (),
    *,
    keys: TemplateKeys | None = None,
    chip: ChipData | None = None,
    **options: Unpack[ExaminerOptions],
) -> Reproduction:
    """Examine the files of a case again and compare every value of the report.

    Parameters
    ----------
    images
        The files that were examined, under any name; those that the case holds need not be given.
    keys
        Trusted keys that it must be signed with.
    chip
        The chip's files, where the case was made with them.
    options
        Settings in the place of those of the case, for example `templates` where they lie elsewhere on this machine.

    Raises
    ------
    InputError, TemplateError
        As `load_case`; a file that was examined is missing.
    UsageError, ResourceError
        The settings name something that cannot be loaded here; chip data are missing.
    """
    case, signer = load_case(file, keys)
    if case.chip and chip is None:
        raise UsageError(f"{file}: the case was made with chip data: give them too")
    settings = ExaminerSettings.of(ExaminerSettings.from_dict(case.settings), options)
    captures = _captures(case.inputs, _loaded(case, images, settings))
    with placed(f"{file}: its report does not fit", InputError):
        then = dict(_values(case.report))
    report = Examiner(settings).examine(captures, inspected_on=case.inspected_on, chip=chip)
    shown = report.to_redacted() if case.is_redacted else report
    now = dict(_values(json.loads(shown.to_json())))
    changed = dict(_changed(case, settings))
    return Reproduction(
        report=shown,
        compared=len(then),
        differences=tuple(_differences(then, now, tuple(changed))),
        changed=changed,
        signer=signer,
    )


def _loaded(
    case: CaseFile, images: Iterable[AnyPath], settings: ExaminerSettings
) -> Mapping[tuple[str, int], Image]:
    """Load all files, by sha256 and page."""
    try:
        stored = [base64.b64decode(raw, validate=True) for raw in case.files.values()]
    except ValueError as error:  # binascii's own among them
        raise InputError("the case holds a file that cannot be decoded") from error
    given: list[bytes | Path] = [*stored, *map(Path, images)]
    loaded = (image for one in given for image in load_images(one, settings.limits))
    return {(image.sha256, image.frame): image for image in loaded}


def _captures(inputs: Sequence[GivenSide], images: Mapping[tuple[str, int], Image]) -> list[Capture]:
    return [
        Capture(
            images={
                light: tuple(_found(images, frame, light) for frame in frames)
                for light, frames in side.images.items()
            },
            side=chosen(SideKind, side.side, "side"),
            channel=chosen(Channel, side.channel, "channel"),
            dpi=side.dpi,
            size_mm=side.size_mm,
        )
        for side in inputs
    ]


def _found(images: Mapping[tuple[str, int], Image], frame: GivenFrame, light: Light) -> Image:
    found = images.get((frame.sha256, frame.page))
    if found is None:
        what = "pixels that a program gave" if frame.media_type == "array" else frame.media_type
        raise InputError(
            f"none of the files is the one that was examined in {light} ({what}, sha256 {frame.sha256})"
        )
    return found


def _changed(case: CaseFile, settings: ExaminerSettings) -> Iterator[tuple[str, tuple[object, object]]]:
    """List what differs of content and versions."""
    then = {**case.content, **case.environment}
    now = {**json.loads(json.dumps(settings.content())), **environment()}
    for name in dict.fromkeys((*then, *now)):
        if then.get(name) != now.get(name):
            yield name, (then.get(name), now.get(name))


def _values(tree: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Give every value of a report by its place."""
    told = {key: value for key, value in tree.items() if key not in _PASSED_OVER}
    # Names of files may be others, and are no part of what was examined.
    sides = made(tuple[dict[str, Any], ...], tree["sides"])
    told["sides"] = [{key: value for key, value in side.items() if key != "files"} for side in sides]
    yield from _leaves(told, "")


def _leaves(value: object, place: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            named = _by_name(key, inner)
            yield from _leaves(named, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{place}[{index}]")
    else:
        yield place, value


def _by_name(key: str, value: object) -> object:
    """Turn a list of named entries into a mapping."""
    name = _LISTED.get(key)
    if name is None or not isinstance(value, list):
        return value
    return {str(entry[name]): entry for entry in value}


def _differences(
    then: Mapping[str, object], now: Mapping[str, object], changed: tuple[str, ...]
) -> Iterator[OtherValue]:
    places = [place for place in dict.fromkeys((*then, *now)) if then.get(place, ...) != now.get(place, ...)]
    measured = {_entry(place) for place in places if not _is_weighed(place)}
    weighing = tuple(name for name in changed if name in _WEIGHED)
    others = tuple(name for name in changed if name not in _WEIGHED)
    of_verdict = changed if measured else weighing or changed
    for place in places:
        if not _is_weighed(place):
            found = others
        elif place.startswith(("findings.", "unchecked.")):
            found = changed if _entry(place) in measured else weighing or changed
        else:
            found = of_verdict
        yield OtherValue(place=place, was=then.get(place), now=now.get(place), causes=found)


def _is_weighed(place: str) -> bool:
    """Whether a value follows from weights and policy as well."""
    last = place.rpartition(".")[2].partition("[")[0]
    return place.startswith(("verdict.", "guidance", "limit")) or (
        place.startswith(("findings.", "unchecked.")) and last in _OF_WEIGHING
    )


def _entry(place: str) -> str:
    """Name the finding that a place is in; the first part of any other."""
    parts = place.split(".")
    return ".".join(parts[:3]) if parts[0] in ("findings", "unchecked") else parts[0]
