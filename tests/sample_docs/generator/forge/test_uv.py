"""Luminescent print missing."""

import dataclasses

import numpy as np
import pytest

from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.jobs import Job, sheets


@pytest.mark.parametrize("severity", list(Severity))
@pytest.mark.parametrize("has_variable", [True, False])
def test_a_side_without_uv_print_is_another_one(severity: Severity, has_variable: bool) -> None:
    """Whoever leaves out the variable part alone leaves out the fixed one where a side has no variable one."""
    sheet = sheets(Job(design="td2", copy=1, holder=2, channel="border-reader"))[0]
    if not has_variable:
        personal, over = (
            tuple(e for e in group if not e.name.startswith("uv-")) for group in (sheet.personal, sheet.over)
        )
        sheet = dataclasses.replace(sheet, personal=personal, over=over)
    forged = SPECIES["uv-missing"].forge(sheet, severity, np.random.default_rng(0)).sheet
    left = [sum(e.name.startswith("uv-") for e in group) for group in (forged.under, forged.personal)]
    before = [sum(e.name.startswith("uv-") for e in group) for group in (sheet.under, sheet.personal)]
    assert sum(left) < sum(before)
    assert left[1] == 0
    assert bool(left[0]) == (severity is Severity.SKILLED and has_variable)
