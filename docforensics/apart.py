"""A whole examination in a process of its own: what is asked of it and what it gives, without loading an examiner here."""

import json
import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event
from typing import Any, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.images import items
from docforensics.capture.load import Source
from docforensics.capture.model import Channel, Image, SideKind
from docforensics.capture.side import Capture
from docforensics.capture.size import SizeMm, stated_size
from docforensics.capture.source import ByteSource, read_source
from docforensics.choices import chosen, stated_day
from docforensics.errors import InputError, LimitExceededError, UsageError
from docforensics.isolated import Bounds, EndedError, OverrunError, WorkQuestion, run
from docforensics.isolated.packing import packed, unpacked
from docforensics.report.holder import Holder
from docforensics.report.report import Report
from docforensics.seal.chip import ChipData
from docforensics.settings import ExaminerSettings

_WORKER = "docforensics.apart_worker"
"""Named and not imported: it holds the examiner."""
CALLED: dict[object, type] = {Callable[[], Holder]: Holder}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GivenSource:
    """One item of a source; one of the four."""

    file: NDArray[np.uint8] | None = None
    """Bytes of a file, which the other process decodes."""
    array: NDArray[Any] | None = None
    image: Image | None = None
    capture: Capture | None = None
    name: str = ""
    """Of the file, without its folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBeside:
    """The other arguments of `Examiner.examine`; UsageError for one of another type, or that is none of the choices."""

    inspected_on: date | None
    side: SideKind
    channel: Channel
    size_mm: SizeMm | None
    chip: ChipData | None

    @classmethod
    def of(
        cls, *, inspected_on: object, side: object, channel: object, size_mm: object, chip: object
    ) -> "StatedBeside":
        """Take what a caller gave."""
        if not isinstance(chip, ChipData | None):
            raise UsageError(
                f"chip: expected ChipData, such as ChipData.load gives, got {reprlib.repr(chip)}"
            )
        return cls(
            inspected_on=None if inspected_on is None else stated_day(inspected_on, "inspected_on"),
            side=chosen(SideKind, side, "side"),
            channel=chosen(Channel, channel, "channel"),
            size_mm=None if size_mm is None else stated_size(size_mm),
            chip=chip,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AskedExamination:
    """An examination as it is handed to the other process."""

    settings: str
    """`ExaminerSettings.to_dict` as JSON."""
    sources: tuple[GivenSource, ...]
    stated: StatedBeside


def refuse_cancel(cancel: Event | None) -> None:
    """Raise UsageError where both ends of an isolated examination are asked for: a call for it, and its limit of seconds."""
    if cancel is not None:
        raise UsageError("cancel: Limits(seconds=...) ends an isolated examination: give one of both")


def examined_apart(settings: ExaminerSettings, source: Source, stated: StatedBeside) -> Report:
    """Examine a source in a process of its own within `Limits.seconds` and `Limits.memory_bytes`.

    Raises
    ------
    UsageError
        Settings that were given ready made, such as a store: they serve in one process alone.
    InputError
        As in `Examiner.examine`; LimitExceededError where the examination takes more than it may, InputError where its process dies.
    """
    given = tuple(_given(item, settings) for item in items(source))
    asked = AskedExamination(
        settings=json.dumps(
            settings.to_dict()
        ),  # a path may hold bytes that are no text, which msgspec refuses
        sources=given,
        stated=stated,
    )
    told, buffers = packed(asked)
    bounds = Bounds(seconds=settings.limits.seconds, memory_bytes=settings.limits.memory_bytes)
    try:
        answer = run(
            f"{_WORKER}:examined",
            WorkQuestion(told=told, buffers=buffers),
            bounds,
            prepare=f"{_WORKER}:prepared",
        )
        return unpacked(answer.told, answer.buffers, Report, CALLED)
    except OverrunError as error:
        raise LimitExceededError(
            f"The examination {error}: give a smaller image or raise Limits(seconds=..., memory_bytes=...)"
        ) from error
    except (EndedError, msgspec.MsgspecError) as error:
        raise InputError(f"The examination failed ({error}): export the picture again") from error


def _given(item: object, settings: ExaminerSettings) -> GivenSource:
    if isinstance(item, Capture):
        return GivenSource(capture=item)
    if isinstance(item, Image):
        return GivenSource(image=item)
    if isinstance(item, np.ndarray):
        if item.dtype.hasobject:
            raise UsageError(f"Array: expected numbers, got {item.dtype}")
        return GivenSource(array=item)
    raw, name = read_source(cast("ByteSource", item), settings.limits)  # which refuses whatever is no source
    return GivenSource(file=np.frombuffer(raw, np.uint8), name=name)
