"""A template from a pile says that nobody has confirmed its captures, until as many were confirmed."""

import json
from dataclasses import replace

from docforensics.templates.discovered import Discovered
from docforensics.templates.learning.assess import left_open
from docforensics.templates.model import Template
from docforensics.templates.parts import JSON, from_parts, to_parts

FOUND = Discovered(captures=6, pages=9, outliers=8, marks=("too mixed",))


def test_it_is_kept_in_the_template_and_older_ones_are_read(template: Template) -> None:
    """A template whose author knew its captures is written as before."""
    parts = to_parts(replace(template, discovered=FOUND))
    assert from_parts(parts, digest="").discovered == FOUND
    older = to_parts(template)
    assert "discovered" not in json.loads(older[JSON])
    assert from_parts(older, digest="").discovered is None


def test_confirming_as_many_captures_lifts_it(template: Template) -> None:
    """Each that an update takes was confirmed by two people; the mark of the group goes with it."""
    found = replace(template, discovered=FOUND, n_captures=6, n_holders=6)
    first, second, *_ = left_open(found)
    assert "nobody has confirmed that its 6 captures are genuine, and 8 of the 9 pages" in first
    assert "give check --update 6 captures that two people confirmed" in first
    assert second == "too mixed"
    assert "update 1 captures" in next(left_open(replace(found, n_captures=11)))
    few = next(left_open(replace(found, n_holders=2)))
    assert "check --update" not in few  # which takes no template of few holders
    assert "learn it anew from documents that are known to be genuine" in few
    lifted = replace(found, n_captures=12)
    assert not lifted.is_unconfirmed
    assert not any("confirmed" in one for one in left_open(lifted))
    assert not template.is_unconfirmed
