"""Places of pictures that are proposed from what captures show."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.formats.table import PageSize
from docforensics.templates.learning import propose_pictures
from docforensics.templates.learning.aligned_stack import fitted, read_sheet


def test_a_page_is_looked_at_for_faces_once_however_often_it_is_proposed_from(
    monkeypatch: pytest.MonkeyPatch, card: Callable[..., Pixels], capture_of: Callable[[Pixels], Capture]
) -> None:
    """Of two captures each page was asked three times; another page of a capture is looked at anew."""
    looked: list[float] = []
    monkeypatch.setattr(
        propose_pictures, "find_faces", lambda _page, px_per_mm, **_: looked.append(px_per_mm) or ()
    )
    sheet = fitted(read_sheet(capture_of(card(1)), 0, None), PageSize.ID1)
    for same in (sheet, sheet, sheet.on(sheet.page)):
        propose_pictures.pictures([same], [0])
    once = len(looked)
    assert once > 0
    assert once == len(set(looked))
    propose_pictures.pictures([sheet.on(replace(sheet.page))], [0])
    assert len(looked) == 2 * once
