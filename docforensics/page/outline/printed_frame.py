"""Finds where a page goes on beyond a frame that is printed just inside its edge, by what lies beyond that.

Beyond the edge of a page lies what it was captured on: a lid, a table, its own shadow. Beyond a printed frame its printing goes on, and
ends at an edge, where the page does. So along each side of an outline the change from place to place is compared, outside with inside:
shadows and edges run along the side and do not change from place to place, print does.

Cannot see: a page whose rim is bare, one on a ground as finely patterned as its print, and one that ends at the capture's border.
"""

import cv2
import numpy as np

from docforensics.page.geometry import Points
from docforensics.page.outline.scene import Floats, Scene
from docforensics.page.outline.support import EdgeLine, Floats32, line_through, measure_support, snap
from docforensics.page.quantiles import median_of

_FARTHEST = 0.09
"""Of the outline's shorter side, 5 mm of a card: a frame stands nearer to the edge. A judgement."""
_NEAR_PX = 3
"""Working pixels: outlines are out by as much, and an edge is as wide. A frame within twice as much of the edge is told by neither."""
_WINDOW_PX = 5
"""Working pixels over which the change is averaged across a side; fine lines lie nearer to one another."""
_GROUND = 0.5
"""Share of the change inside that the ground beyond the page shows at most. A judgement."""
_ALIKE = 0.6
"""Share of the change inside from which the change outside is the same print's. Four cut-out cards with a frame show .84 to 1 on every
side; of some 200 other outlines, published and Utopia's, none shows more than .3 on all four."""
_FADED = 0.2
"""Share of the change in a printed rim that is left where it has ended, and lost where it begins to. A judgement."""
_LEAST_PRINT = 0.6
"""Grey levels of change a pixel that are print; noise is less in a picture so reduced. A judgement."""
_STEP_PX = 2
"""Working pixels between places along a side."""
_TRIM = 0.12
"""Of a side, at either end: corners are rounded and the neighbours' print lies there."""
_LEAST_EDGE = 0.4
"""Share of a side at which an edge must be seen where the printing ends; white pages on white lids show half. A judgement."""


def with_printed_rim(scene: Scene, corners: Points) -> Points | None:
    """Move each side to the edge at which the printing beyond it ends, if there is one near.

    Parameters
    ----------
    corners
        (4, 2) working pixels, clockwise.

    Returns
    -------
    The corners; None where print goes on beyond every side up to the capture's border, which so ends at the page's own edge.
    """
    ends = np.roll(corners, -1, axis=0)
    lengths = np.linalg.norm(ends - corners, axis=1)
    reach = round(_FARTHEST * float(lengths.min()))
    if reach // 2 <= _NEAR_PX:  # nothing would be left of the inner half of a profile
        return corners
    along = (ends - corners) / lengths[:, None]
    outward = np.stack([along[:, 1], -along[:, 0]], axis=1)
    trimmed = _TRIM * lengths[:, None] * along
    begins, stops = corners + trimmed, ends - trimmed
    sides = zip(begins, stops, outward, strict=True)
    profiles = [np.split(_change_across(scene, *side, reach), [reach // 2]) for side in sides]
    if all(_runs_to_the_border(*profile) for profile in profiles):
        return None
    moves = np.array([_beyond(*profile) for profile in profiles])
    (beyond,) = np.nonzero(moves)
    if not len(beyond):
        return corners
    steps = moves[:, None] * outward
    lines = [_through(*side) for side in zip(corners, ends, strict=True)]
    moved = tuple(_through(corners[k] + steps[k], ends[k] + steps[k]) for k in beyond)
    # Seen near it is enough: a shadow's rim draws a line to itself, and where the printing ends is nearer to the edge.
    near = snap(scene, moved)
    places = [
        [float(point[k] @ line.direction) for k, line in zip(beyond, near, strict=True)]
        for point in (begins, stops)
    ]
    shares = measure_support(scene, near).share(np.arange(len(near)), *np.array(places))
    for k, line, share in zip(beyond, moved, shares, strict=True):
        lines[k] = line if share >= _LEAST_EDGE else lines[k]
    return np.array([_crossing(lines[k - 1], lines[k]) for k in range(4)])


def _through(begin: Points, end: Points) -> EdgeLine:
    return line_through(np.concatenate([begin, end])[None])


def _runs_to_the_border(inside: Floats32, outside: Floats32) -> bool:
    """Whether print goes on outside of a side as it does inside, until the capture ends."""
    seen = outside[np.isfinite(outside)]
    if not np.isfinite(inside).all():  # a corner lies beyond the capture
        return False
    level = max(median_of(inside[:-_NEAR_PX]), _LEAST_PRINT)
    return 2 * _NEAR_PX <= len(seen) < len(outside) and float(seen[_NEAR_PX:].min()) >= _ALIKE * level


def _beyond(inside: Floats32, outside: Floats32) -> float:
    """Working pixels by which printing goes on outside of a side; 0 where it ends at the side, or nowhere near."""
    seen = outside[np.isfinite(outside)]
    if len(seen) <= 2 * _NEAR_PX or not np.isfinite(inside).all():
        return 0.0
    level, ground = median_of(inside[:-_NEAR_PX]), float(seen.min())
    if level < _LEAST_PRINT or ground >= _GROUND * level:
        return 0.0
    goes_on = seen[: _last(seen, (level + ground) / 2)]
    if not len(goes_on):
        return 0.0
    # The rim is printed in its own way, and ends at once: the grain of a table fades into a shadow or out of focus.
    rim = median_of(goes_on) - ground
    high, stop, low = (_last(seen, ground + share * rim) for share in (1 - _FADED, 0.5, _FADED))
    ends_at_once = low - high <= 2 * _NEAR_PX and low < len(seen)
    printed = 2 * rim >= level - ground
    return float(stop) if stop > 2 * _NEAR_PX and printed and ends_at_once else 0.0


def _last(profile: Floats32, level: float) -> int:
    """Number of the first place from which a profile stays below a level."""
    above = np.flatnonzero(profile >= level)
    return int(above[-1]) + 1 if len(above) else 0


def _change_across(scene: Scene, begin: Points, end: Points, outward: Points, reach: int) -> Floats32:
    """(reach // 2 + reach,) mean change along a side, on its parallels from half the reach inside to the reach outside; NaN beyond the capture."""
    length = float(np.linalg.norm(end - begin))
    along = (end - begin) / length
    to_scene = np.stack([_STEP_PX * along, outward, begin - reach // 2 * outward - 0.5], axis=1)
    across, down = (
        cv2.warpAffine(
            change,
            to_scene,
            (round(length / _STEP_PX), reach // 2 + reach),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderValue=(np.nan, np.nan, np.nan),
        )
        for change in (scene.across, scene.down)
    )
    red, green, blue = cv2.split(np.abs(across * np.float32(along[0]) + down * np.float32(along[1])))
    rows = np.asarray(cv2.max(cv2.max(red, green), blue)).mean(axis=1, keepdims=True)
    return np.asarray(cv2.blur(rows, (1, _WINDOW_PX), borderType=cv2.BORDER_REPLICATE)[:, 0], np.float32)


def _crossing(one: EdgeLine, other: EdgeLine) -> Floats:
    return np.asarray(
        np.linalg.solve(np.array([one.normal, other.normal]), np.array([one.offset, other.offset]))
    )
