"""The lines of a band cut into cells of one character each, for any engine that reads characters.

All that is used is how an MRZ is laid out (standards.md 1.9): 2 or 3 rows, one pitch, no blank. What a cell holds is
never looked at here.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.page.band.find import MrzBand, grey_of
from docforensics.page.band.rows import CELL, ROW_HEIGHT, BandRow, Strip, rows_between
from docforensics.page.band.seeds import stroke_contrast
from docforensics.page.band.zone import choose_rows, row_ends
from docforensics.page.geometry import Matrix, Points, project

Floats = NDArray[np.float64]

HALF_HEIGHT_CELLS = 0.8
"""A line image reaches this far above and below the line's centre; the next line of an ID-1 card begins at 1.2."""
MARGIN_CELLS = 0.75
"""Kept free left of the first cell and right of the last."""
_MARGIN_X, _MARGIN_Y = 2.5, 1.2
"""Cells kept around the band in the strip."""
_FINEST = 8
"""Samples to a pixel at most, along one side: a judgement."""
_SIDE_BEARING = 0.4
"""Cells of blank left of the first character's ink and right of the last one's, together."""
FEWEST = 20
"""Characters: the shortest line has 30 (TD1), a third of it may be lost."""
SPACING_2, SPACING_3 = 1 / 0.400, 1 / 0.600
"""Spacing of two and of three lines, in cells (standards.md 1.9)."""
SHORTEST_LINE = 24
"""Characters of a line of which a reading may consist: four fifths of the shortest line (TD1, 30)."""
_TRUE_TO_SCALE = 0.2
"""Share by which a row's pitch may differ from the one expected: a judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellLine:
    """One line, resampled so that every cell is `cell_px` wide."""

    pixels: Pixels
    """(H, W) grey; cell k covers columns (MARGIN_CELLS + k) * cell_px to (MARGIN_CELLS + k + 1) * cell_px."""
    cell_px: float
    corners: tuple[Points, ...]
    """Of each cell, as high as a character, in capture pixels: top left, top right, bottom right, bottom left."""

    @property
    def length(self) -> int:
        """How many characters stand in the line."""
        return len(self.corners)

    def cell_at(self, x: float) -> float:
        """Return the cell, counted from 0 at the centre of the first, in which column `x` lies."""
        return x / self.cell_px - MARGIN_CELLS - 0.5


def without_ends(line: CellLine, first: int, last: int) -> CellLine:
    """Drop `first` cells from the line's beginning and `last` from its end."""
    stop = line.length - last
    left, right = round(first * line.cell_px), round((stop + 2 * MARGIN_CELLS) * line.cell_px)
    return replace(line, pixels=line.pixels[:, left:right], corners=line.corners[first:stop])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Left edges of cells in the strip: `edge(k) = offset + pitch * k * (1 + drift * k)`."""

    offset: float
    pitch: float
    drift: float
    count: int

    def edge(self, k: Floats) -> Floats:
        """Return where cell `k` begins; fractions of a cell lie between."""
        return self.offset + self.pitch * k * (1 + self.drift * k)


def cut_lines(pixels: Pixels, band: MrzBand, *, cell_px: float) -> tuple[CellLine, ...]:
    """Cut the lines of a band out of the capture; empty when the band shows no rows of characters."""
    grey = grey_of(pixels)
    strip, rows = _rows_of(grey, band)
    if not rows:
        return ()
    rows = _aligned(rows)
    grids = _fit_grids(strip, rows)
    return tuple(_line(grey, strip, row, grid, cell_px) for row, grid in zip(rows, grids, strict=True))


def _rows_of(grey: Pixels, band: MrzBand) -> tuple[Strip, tuple[BandRow, ...]]:
    """Rectify the band at the spacing of its number of lines, or at the other if that shows them better."""
    likely = (SPACING_2, SPACING_3) if band.n_lines == 2 else (SPACING_3, SPACING_2)
    tries = []
    for spacing in likely:
        strip = _strip_of(grey, band, spacing)
        rows = choose_rows(rows_between(strip, band.n_lines))
        if len(rows) == band.n_lines and abs(rows[0].pitch / CELL - 1) < _TRUE_TO_SCALE:
            return strip, rows
        tries.append((strip, rows))
    return max(tries, key=lambda tried: sum(row.rhythm for row in tried[1]))


def _aligned(rows: tuple[BandRow, ...]) -> tuple[BandRow, ...]:
    """Give every row the ends of the others where its own differ by a character: lines of a zone are equally long."""
    left, right = float(np.median([r.left for r in rows])), float(np.median([r.right for r in rows]))
    if len(rows) == 2:
        left, right = min(r.left for r in rows), max(r.right for r in rows)
    return tuple(
        replace(
            row,
            left=left if abs(row.left - left) > 0.7 * row.pitch else row.left,
            right=right if abs(row.right - right) > 0.7 * row.pitch else row.right,
        )
        for row in rows
    )


def _strip_of(grey: Pixels, band: MrzBand, spacing: float) -> Strip:
    """Rectify the band so that a cell is about `CELL` pixels wide if its lines stand `spacing` cells apart."""
    height = ROW_HEIGHT + spacing * (band.n_lines - 1)
    width = length_over_height(band) * height
    inner = np.array([[0, 0], [width, 0], [width, height], [0, height]]) + np.array([_MARGIN_X, _MARGIN_Y])
    to_image = np.asarray(
        cv2.getPerspectiveTransform((inner * CELL).astype(np.float32), band.corners.astype(np.float32)),
        np.float64,
    )
    size = (round((width + 2 * _MARGIN_X) * CELL), round((height + 2 * _MARGIN_Y) * CELL))
    pixels = resample(grey, to_image, size)
    core = slice(round(_MARGIN_X * CELL), size[0] - round(_MARGIN_X * CELL))
    return Strip(grey=pixels, contrast=stroke_contrast(pixels), core=core, to_image=to_image)


def length_over_height(band: MrzBand) -> float:
    """Ratio of a band's sides."""
    sides = np.linalg.norm(np.roll(band.corners, -1, axis=0) - band.corners, axis=1)
    return float((sides[0] + sides[2]) / max(sides[1] + sides[3], 1e-6))


def resample(grey: Pixels, to_image: Matrix, size: tuple[int, int]) -> Pixels:
    """Sample `grey` on a canvas of `size` (width, height), finer and averaged where that shrinks it."""
    middle = project(to_image, [(size[0] / 2, size[1] / 2), (size[0] / 2 + 1, size[1] / 2)])
    finer = fineness(middle)
    fine = to_image @ np.array(
        [[1 / finer, 0, (1 / finer - 1) / 2], [0, 1 / finer, (1 / finer - 1) / 2], [0, 0, 1]]
    )
    canvas = cv2.warpPerspective(
        grey,
        fine,
        (size[0] * finer, size[1] * finer),
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return averaged(canvas, size)


def fineness(ends: Points) -> int:
    """Samples to a pixel, along one side, for a canvas one of whose pixels has these ends (2, 2) in the capture."""
    return int(np.clip(np.ceil(np.linalg.norm(ends[1] - ends[0]) * 0.75), 1, _FINEST))


def averaged(canvas: cv2.typing.MatLike, size: tuple[int, int]) -> Pixels:
    """Average a finer canvas to `size` (width, height)."""
    same = canvas.shape[1::-1] == size
    return np.asarray(canvas if same else cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)


def _profile(strip: Strip, row: BandRow) -> Floats:
    """Contrast by column over the height of the row, 1 where a character usually is darkest."""
    half = CELL * ROW_HEIGHT / 2
    band = strip.contrast[max(0, round(row.y - half)) : round(row.y + half) + 1].mean(
        axis=0, dtype=np.float64
    )
    smooth = cv2.GaussianBlur(band[None, :], (5, 1), 0.8)[0]
    return np.asarray(smooth / max(float(np.percentile(smooth[int(row.left) : int(row.right)], 80)), 1.0))


def _fit_grids(strip: Strip, rows: tuple[BandRow, ...]) -> list[_Grid]:
    """Fit one grid a row, all with the number of cells that suits the rows together best."""
    cells = float(np.median([row.cells for row in rows]))
    counts = range(max(FEWEST, round(cells) - 3), round(cells) + 6)
    profiles = [_profile(strip, row) for row in rows]
    coarse = [[_coarse(profile, row, n) for n in counts] for profile, row in zip(profiles, rows, strict=True)]
    best = int(np.argmax([sum(fits[i][0] for fits in coarse) for i in range(len(counts))]))
    return [_finer(profile, fits[best][1]) for profile, fits in zip(profiles, coarse, strict=True)]


def _coarse(profile: Floats, row: BandRow, count: int) -> tuple[float, _Grid]:
    """Fit `count` cells between the ends of the row's ink."""
    pitch = (row.right - row.left) / (count - _SIDE_BEARING)
    grid = _Grid(offset=row.left - _SIDE_BEARING / 2 * pitch, pitch=pitch, drift=0.0, count=count)
    return _best_grid(
        profile, grid, np.linspace(-0.3, 0.3, 7), np.linspace(-0.012, 0.012, 5), np.linspace(-0.12, 0.12, 9)
    )


def _finer(profile: Floats, grid: _Grid) -> _Grid:
    shares = np.linspace(-1, 1, 5)
    return _best_grid(profile, grid, 0.08 * shares, 0.004 * shares, 0.02 * shares)[1]


def _best_grid(
    profile: Floats, start: _Grid, shifts: Floats, stretches: Floats, drifts: Floats
) -> tuple[float, _Grid]:
    """Search around `start` for the least ink on the edges of cells and the most in them.

    `shifts` in cells, `stretches` in shares of the length, `drifts` in shares by which the pitch grows over half the line.
    """
    count = start.count
    s, t, d = (axis.ravel()[:, None] for axis in np.meshgrid(shifts, stretches, drifts, indexing="ij"))
    drift = start.drift + d / count
    length = start.pitch * count * (1 + start.drift * count) * (1 + t)
    pitch = length / (count * (1 + drift * count))
    offset = start.offset + s * start.pitch - t * start.pitch * count / 2
    edges, centres = np.arange(count + 1.0), np.arange(count) + 0.5
    columns = np.arange(len(profile))
    at_edges = np.interp(offset + pitch * edges * (1 + drift * edges), columns, profile).mean(axis=1)
    at_centres = np.interp(offset + pitch * centres * (1 + drift * centres), columns, profile).mean(axis=1)
    merit = np.minimum(at_centres, 1.0) - 2 * at_edges - 0.2 * np.abs(drift[:, 0]) * count
    best = int(np.argmax(merit))
    grid = _Grid(
        offset=float(offset[best, 0]), pitch=float(pitch[best, 0]), drift=float(drift[best, 0]), count=count
    )
    return float(merit[best]), grid


def _line(grey: Pixels, strip: Strip, row: BandRow, grid: _Grid, cell_px: float) -> CellLine:
    half = CELL * ROW_HEIGHT / 2
    edges = grid.edge(np.arange(grid.count + 1.0))
    ends = row_ends(row, strip, float(edges[0]), float(edges[-1]))
    centre = np.interp(edges, (edges[0], edges[-1]), ends)
    top = project(strip.to_image, np.column_stack([edges, centre - half]))
    bottom = project(strip.to_image, np.column_stack([edges, centre + half]))
    corners = tuple(
        np.array([top[k], top[k + 1], bottom[k + 1], bottom[k]], dtype=np.float64) for k in range(grid.count)
    )
    return CellLine(pixels=_straightened(grey, strip, ends, grid, cell_px), cell_px=cell_px, corners=corners)


def _straightened(
    grey: Pixels, strip: Strip, ends: tuple[float, float], grid: _Grid, cell_px: float
) -> Pixels:
    """Sample the line from the capture at equal cells, finer and averaged where the capture is larger."""
    finer = int(np.clip(np.ceil(0.6 * _capture_px(strip) / cell_px), 1, _FINEST))
    width = round((grid.count + 2 * MARGIN_CELLS) * cell_px) * finer
    height = round(2 * HALF_HEIGHT_CELLS * cell_px) * finer
    cells = (np.arange(width, dtype=np.float64) + 0.5) / (cell_px * finer) - MARGIN_CELLS
    x = grid.edge(cells) - 0.5
    centre = ends[0] + (ends[1] - ends[0]) * cells / grid.count
    y = ((np.arange(height) + 0.5) / (cell_px * finer) - HALF_HEIGHT_CELLS) * CELL
    columns, rows = np.broadcast_arrays(x[None, :], centre[None, :] + y[:, None])
    places = project(strip.to_image, np.stack([columns, rows], axis=-1).reshape(-1, 2)).astype(np.float32)
    maps = places.reshape(height, width, 2)
    sampled = cv2.remap(
        grey, maps[..., 0], maps[..., 1], interpolation=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return averaged(sampled, (width // finer, height // finer))


def _capture_px(strip: Strip) -> float:
    """Pixels of the capture that a cell in the middle of the strip covers."""
    x, y = strip.grey.shape[1] / 2, strip.grey.shape[0] / 2
    ends = project(strip.to_image, [(x, y), (x + CELL, y)])
    return float(np.linalg.norm(ends[1] - ends[0]))
