"""The work of a process that an examination was handed to (`docforensics.apart`)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from docforensics.apart import AskedExamination, GivenSource
from docforensics.capture.images import ImageSource, load_images
from docforensics.capture.limits import Limits
from docforensics.capture.side import Capture
from docforensics.examiner import Examiner
from docforensics.isolated import WorkAnswer, WorkQuestion
from docforensics.isolated.packing import packed, unpacked
from docforensics.settings import ExaminerSettings


def prepared(question: WorkQuestion) -> None:
    """Load the examiner that the settings ask for: nothing of a stranger's is looked at."""
    _examiner(_asked(question).settings)


def examined(question: WorkQuestion) -> WorkAnswer:
    """Examine."""
    asked = _asked(question)
    examiner = _examiner(asked.settings)
    limits = examiner.settings.limits
    stated = asked.stated
    report = examiner.examine(
        [one for given in asked.sources for one in _sources(given, limits)],
        inspected_on=stated.inspected_on,
        side=stated.side,
        channel=stated.channel,
        size_mm=stated.size_mm,
        chip=stated.chip,
    )
    told, buffers = packed(report)
    return WorkAnswer(told=told, buffers=buffers)


def _asked(question: WorkQuestion) -> AskedExamination:
    return unpacked(question.told, question.buffers, AskedExamination)


@lru_cache(maxsize=2)
def _examiner(settings: str) -> Examiner:
    examiner = Examiner(ExaminerSettings.from_dict(json.loads(settings)))
    examiner.warm_up()
    return examiner


def _sources(given: GivenSource, limits: Limits) -> Iterator[ImageSource | Capture]:
    """Decode a file here, under its name; give anything else as it came."""
    if given.file is not None:
        yield from (replace(page, source=given.name) for page in load_images(given.file.tobytes(), limits))
    for one in (given.array, given.image, given.capture):
        if one is not None:
            yield one
