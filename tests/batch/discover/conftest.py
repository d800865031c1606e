"""A made-up template as the steps of a pile learn it, so that what is written is tested without learning."""

from collections.abc import Callable

import numpy as np
import pytest

from docforensics.batch.discover.gather import LearnedPile, LearnedTemplate
from docforensics.batch.discover.records import LearnedRecord
from docforensics.capture.light import Light
from docforensics.formats.table import PageSize
from docforensics.templates.model import LightReference, Template
from docforensics.templates.parts import to_parts


def _learned(*names: str, level: int = 200) -> LearnedPile:
    """A card of one grey level in each of these groups."""
    shape = (432, 685)
    reference = LightReference(
        mean=np.full((*shape, 3), level, np.uint8),
        tolerance=np.full(shape, 0.1, np.float32),
        constant=np.ones(shape, bool),
        n_captures=4,
    )
    template = Template(
        model=None, size=PageSize.ID1, features=(), references={Light.VISIBLE: reference}, n_captures=4
    )
    record = LearnedRecord(parts=to_parts(template), learned_from=(0, 1, 2, 3))
    return LearnedPile(
        templates={name: LearnedTemplate(name=name, group=name, record=record) for name in names}, reasons={}
    )


@pytest.fixture(name="learned", scope="session")
def fixture_learned() -> Callable[..., LearnedPile]:
    """`learned("group-01", level=200)`: one template a group."""
    return _learned
