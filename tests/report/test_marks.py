"""Frames stand round a place and numbers beside it, where the page shows least and no other number stands."""

import numpy as np
import pytest

from docforensics.page.geometry import BoxMm
from docforensics.report.marks import GAP_MM, Board, Mark, inside, mark_box

SIZE = (125.0, 88.0)
PLAIN = np.full((176, 250, 3), 200, np.uint8)


def covers(mark: Mark) -> bool:
    """Whether the number stands inside its frame."""
    assert mark.badge is not None
    across, down = mark.badge
    return mark.left < across < mark.left + mark.width and mark.top < down < mark.top + mark.height


@pytest.mark.parametrize("box", [(40, 30, 60, 40), (1, 1, 20, 9), (100, 80, 124, 87), (10, 70, 12.5, 74)])
def test_a_number_stands_beside_its_place(box: tuple[float, float, float, float]) -> None:
    """It hides nothing of what it points to, and is on the page."""
    left, top, right, bottom = box
    mark = Board(PLAIN, SIZE).mark(1, "place", BoxMm(left=left, top=top, right=right, bottom=bottom))
    assert not covers(mark)
    assert mark.badge is not None
    assert all(0 <= share <= 100 for share in mark.badge)


def test_the_emptiest_side_is_chosen() -> None:
    """Print to the left, right and above leaves the place below."""
    noisy = PLAIN.copy()
    noisy[: round(40.8 * 2)] = np.random.default_rng(1).integers(0, 256, (82, 250, 3), dtype=np.uint8)
    mark = Board(noisy, SIZE).mark(1, "place", BoxMm(left=40, top=30, right=60, bottom=40))
    assert mark.badge is not None
    assert mark.badge[1] > mark.top + mark.height


def test_numbers_stay_apart() -> None:
    """A second one at the same place stands elsewhere."""
    board, box = Board(PLAIN, SIZE), BoxMm(left=40, top=30, right=60, bottom=40)
    badges = {board.mark(number, "place", box).badge for number in range(1, 8)}
    assert len(badges) == 7


def test_on_a_crowded_page_a_number_stands_on_its_own_frame() -> None:
    """Beside it, it would be taken for the neighbour's."""
    board = Board(PLAIN, SIZE, crowded=True)
    first, second = (
        board.mark(number, "place", BoxMm(left=left, top=30, right=left + 20, bottom=40))
        for number, left in ((1, 40), (2, 61.6))
    )
    assert first.badge == pytest.approx((first.left, first.top))
    assert second.badge is not None
    assert second.badge[0] in (pytest.approx(second.left), pytest.approx(second.left + second.width))


def test_no_number_stands_on_a_face() -> None:
    """Even where it is the smoothest place of the page."""
    noisy = np.random.default_rng(1).integers(0, 256, (176, 250, 3), dtype=np.uint8)
    noisy[81:140] = 200
    box, face = BoxMm(left=40, top=30, right=60, bottom=40), BoxMm(left=30, top=41, right=70, bottom=70)
    bare, minded = (Board(noisy, SIZE, faces=faces).mark(1, "place", box).badge for faces in ((), (face,)))
    assert bare is not None
    assert minded is not None
    assert bare[1] > 100 * 40 / 88
    assert minded[1] < 100 * 40 / 88


def test_the_frame_leaves_a_gap_and_stays_on_the_page() -> None:
    """So that nothing under it is hidden."""
    mark = Board(PLAIN, SIZE).mark(1, "place", BoxMm(left=50, top=40, right=60, bottom=44), numbered=False)
    assert mark.badge is None
    assert mark.left == pytest.approx(100 * (50 - GAP_MM) / 125)
    edge = Board(PLAIN, SIZE).mark(1, "place", BoxMm(left=-5, top=40, right=10, bottom=44))
    assert edge.left == 0


def test_a_mark_on_a_detail_is_a_share_of_the_detail() -> None:
    """Cut to it where the place reaches beyond."""
    frame = BoxMm(left=10, top=10, right=30, bottom=20)
    mark = mark_box(BoxMm(left=15, top=12, right=40, bottom=18), frame)
    assert mark.left == pytest.approx(100 * (5 - GAP_MM) / 20)
    assert mark.left + mark.width == pytest.approx(100)


def test_what_lies_outside_has_no_part_inside() -> None:
    """None, not an empty box."""
    frame = BoxMm(left=0, top=0, right=10, bottom=10)
    assert inside(BoxMm(left=11, top=1, right=12, bottom=2), frame) is None
    assert inside(BoxMm(left=8, top=1, right=12, bottom=2), frame) == BoxMm(left=8, top=1, right=10, bottom=2)
