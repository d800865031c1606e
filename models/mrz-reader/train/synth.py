"""Windows of MRZ lines as the reader will cut them from a capture, with the place and symbol of every character.

Every symbol is drawn alone: no names, no countries, no check digits, so that nothing but the print can be learned.
A window is set at high resolution, captured at a pitch of 4.5 to 34 px with all that goes wrong there, and cut again
at the reader's pitch with the errors of a cut.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from glyphs import CELL, SYMBOLS, TILE, Floats, with_other_rings
from grounds import Grounds

PITCH, HEIGHT, WIDTH = 16, 32, 256
"""The reader's cut: pixels a character, height and width of a window."""
STRIDE = 4
"""Pixels of the cut a column of the network's output."""
COLUMNS = WIDTH // STRIDE
_CELLS = 22
"""Cells set across the canvas; the window shows 16 of them."""
_ALIKE = {"0O": 7.0, "Q": 1.5, "DCGU": 1.0, "1I": 2.5, "8B": 2.5, "5S": 2.5, "2Z": 2.5, "<K": 2.0}
"""How much oftener than others symbols are drawn that one takes for another, where narrow choices are drawn."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """One training example."""

    pixels: Pixels
    """(HEIGHT, WIDTH)"""
    places: Floats
    """(n, 2) centres of the characters of the middle line, x and y in window pixels."""
    symbols: NDArray[np.int64]
    """(n,) indices into SYMBOLS; empty for a window that shows no MRZ."""


class Synthesiser:
    """Draws windows from a seed; one a process."""

    def __init__(
        self, atlases: list[Floats], others: list[Floats], grounds: Grounds, seed: int, narrow: float = 0.0
    ) -> None:
        """`others` are fonts that no MRZ is set in: they must not be found. `narrow` is the share of narrow choices.

        A narrow choice shows symbols that are taken for one another, set thin or captured small.
        """
        self._atlases, self._others, self._grounds = atlases, others, grounds
        self._rng = np.random.default_rng(seed)
        self._narrow_share, self._narrow = narrow, False
        self._alike = np.full(len(SYMBOLS), 0.35)
        for group, often in _ALIKE.items():
            self._alike[[SYMBOLS.index(symbol) for symbol in group]] = often

    def window(self) -> Window:
        """Draw one window."""
        rng = self._rng
        self._narrow = self._narrow_share > 0 and rng.random() < self._narrow_share
        kind = 0 if self._narrow else rng.choice(4, p=(0.88, 0.06, 0.03, 0.03))
        canvas, places, symbols = self._canvas(other=kind == 2, blank=kind == 3)
        pixels, to_window = self._captured(canvas, upside_down=kind == 1)
        if kind != 0:
            places, symbols = places[:0], symbols[:0]
        places = cv2.transform(places[None], to_window)[0] if len(places) else places
        seen = (places[:, 0] > 0) & (places[:, 0] < WIDTH - 1)
        return Window(pixels=pixels, places=places[seen].astype(np.float32), symbols=symbols[seen])

    def _symbols(self, count: int) -> NDArray[np.int64]:
        """Uniform symbols, or digits, letters and fillers in runs: an MRZ's looks without its language."""
        rng = self._rng
        style = rng.random()
        if style < 0.4:
            often = self._alike / self._alike.sum()
            return rng.choice(37, count, p=often) if self._narrow else rng.integers(0, 37, count)
        weights = np.full((count, 37), 1.0)
        groups = [slice(0, 10), slice(10, 36), slice(36, 37)]
        k = 0
        while k < count:
            run = int(rng.integers(1, 8))
            weights[k : k + run] = 0.08
            group = groups[rng.choice(3, p=(0.42, 0.38, 0.20))]
            weights[k : k + run, group] = 1.0 if group != groups[2] else 26.0
            k += run
        if self._narrow:
            weights *= self._alike
        weights /= weights.sum(axis=1, keepdims=True)
        return (weights.cumsum(axis=1) > rng.random((count, 1))).argmax(axis=1)

    def _canvas(self, *, other: bool, blank: bool) -> tuple[Pixels, Floats, NDArray[np.int64]]:
        rng = self._rng
        width, height = _CELLS * CELL, 5 * CELL
        alpha = np.zeros((height, width), np.float32)
        fonts = self._others if other else self._atlases
        atlas = fonts[int(rng.integers(len(fonts)))]
        if self._narrow and rng.random() < 0.6:
            atlas = with_other_rings(atlas, rng)
        first = int(rng.integers(2, 14)) if rng.random() < 0.3 else -1
        last = int(rng.integers(9, 21)) if rng.random() < 0.3 else _CELLS + 1
        last = max(last, first + 4)
        weight = float(rng.choice((rng.normal(0, 0.6), rng.uniform(-1.7, 3.4))))
        if self._narrow and rng.random() < 0.5:
            weight = float(rng.uniform(-1.8, -0.4))
        nominal = rng.choice((1.667, 2.5)) * rng.normal(1, 0.04)
        spacing = float(nominal if rng.random() < 0.8 else rng.uniform(1.45, 3.0)) * CELL
        bow = rng.normal(0, 0.07 * CELL) if rng.random() < 0.25 else 0.0
        drift = rng.normal(0, 0.12 * CELL) if rng.random() < 0.25 else 0.0
        middle = height / 2
        above, below = rng.random(2) < 0.6
        lines = [middle] + [middle - spacing] * int(above) + [middle + spacing] * int(below)
        places, symbols = np.zeros((0, 2), np.float32), np.zeros(0, np.int64)
        if not blank:
            for y in lines:
                x = np.arange(max(first, 0), min(last + 1, _CELLS))
                drawn = self._symbols(len(x))
                at = np.stack([(x + 0.5) * CELL, np.full(len(x), y)], axis=1)
                bend = np.square((x + 0.5 - _CELLS / 2) / 8)
                at = at + np.stack([drift * bend, bow * bend], axis=1)
                at = at + rng.normal(0, rng.choice((0.0, 0.4, 1.0)), at.shape)
                stranger = y != middle and rng.random() < 0.12
                self._set(
                    alpha,
                    self._others[int(rng.integers(len(self._others)))] if stranger else atlas,
                    weight,
                    at,
                    drawn,
                )
                if y == middle:
                    places, symbols = at.astype(np.float32), drawn
        if rng.random() < 0.25:
            self._uneven(alpha)
        if (first >= 0 or last <= _CELLS) and rng.random() < 0.35:
            self._end_rules(alpha, first, last)
        return self._inked(alpha), places, symbols

    def _end_rules(self, alpha: Floats, first: int, last: int) -> None:
        """Frames and page edges beside the ends of the line, where a careless reader sees one more character."""
        rng = self._rng
        height = alpha.shape[0]
        for x, side in ((first * CELL, -1), ((last + 1) * CELL, 1)):
            if 0 < x < alpha.shape[1]:
                at = x + side * float(rng.uniform(0.05, 2.5)) * CELL
                lean, thick = rng.normal(0, 8), int(rng.integers(1, 9))
                start, stop = (
                    (0, height)
                    if rng.random() < 0.6
                    else (round(rng.uniform(0.3, 0.5) * height), round(rng.uniform(0.5, 0.8) * height))
                )
                cv2.line(
                    alpha,
                    (round(at - lean), start),
                    (round(at + lean), stop),
                    float(rng.uniform(0.3, 1)),
                    thick,
                    cv2.LINE_AA,
                )

    def _set(
        self, alpha: Floats, atlas: Floats, weight: float, at: Floats, symbols: NDArray[np.int64]
    ) -> None:
        height, width = alpha.shape
        half = TILE // 2
        soft = float(self._rng.uniform(0.8, 3.0))
        for (x, y), symbol in zip(at, symbols, strict=True):
            left, top = round(x) - half, round(y) - half
            tile = np.clip(0.5 + (atlas[symbol] + weight) / soft, 0, 1)
            x0, x1, y0, y1 = max(left, 0), min(left + TILE, width), max(top, 0), min(top + TILE, height)
            if x0 < x1 and y0 < y1:
                view = alpha[y0:y1, x0:x1]
                np.maximum(view, tile[y0 - top : y1 - top, x0 - left : x1 - left], out=view)

    def _uneven(self, alpha: Floats) -> None:
        """Ink that did not take everywhere."""
        rng = self._rng
        height, width = alpha.shape
        grain = int(rng.integers(2, 14))
        noise = rng.normal(0, 1, (height // grain + 2, width // grain + 2)).astype(np.float32)
        noise = cv2.resize(noise, (width, height), interpolation=cv2.INTER_LINEAR)
        alpha *= np.clip(1 - rng.uniform(0.2, 0.9) * np.clip(noise - rng.uniform(0, 1.5), 0, 1), 0, 1)

    def _inked(self, alpha: Floats) -> Pixels:
        """Print on a ground, with what stands near an MRZ."""
        rng = self._rng
        height, width = alpha.shape
        ground = self._grounds.crop(rng, height, width)
        ink = float(rng.choice((rng.uniform(0, 50), rng.uniform(0, 130))))
        ink = min(ink, float(ground.mean()) - (45 if rng.random() < 0.85 else 22))
        opacity = float(rng.uniform(0.75, 1.0))
        if rng.random() < 0.12:
            self._overprint(ground)
        image = ground + (ink - ground) * alpha * opacity
        if rng.random() < 0.06:
            self._overprint(image)
        if rng.random() < 0.2:
            self._lines(image)
        if rng.random() < 0.2:
            self._light(image)
        return np.asarray(np.clip(image, 0, 255), np.uint8)

    def _overprint(self, image: Floats) -> None:
        """Large letters across the line, darker or lighter, as a specimen or a copy is marked."""
        rng = self._rng
        height, width = image.shape
        mask = np.zeros((height, width), np.uint8)
        text = "".join(rng.choice(list("SPECIMENCOPY")) for _ in range(12))
        size = float(rng.uniform(1.5, 7.0))
        at = (round(rng.uniform(-0.3, 0.3) * width), round(rng.uniform(0.3, 1.3) * height))
        thick = round(size * rng.uniform(1.5, 4.0))
        cv2.putText(mask, text, at, cv2.FONT_HERSHEY_SIMPLEX, size, 255, thick, cv2.LINE_AA)
        turn = cv2.getRotationMatrix2D(
            (width / 2, height / 2), float(rng.choice((0, rng.uniform(-45, 45)))), 1.0
        )
        share = cv2.warpAffine(mask, turn, (width, height)).astype(np.float32) / 255
        level = float(rng.choice((rng.uniform(0, 255), 255)))
        image += (level - image) * share * float(rng.uniform(0.08, 0.5))

    def _lines(self, image: Floats) -> None:
        """Frames, rules and page edges."""
        rng = self._rng
        height, width = image.shape
        for _ in range(int(rng.integers(1, 3))):
            grey, thick = float(rng.uniform(0, 255)), int(rng.integers(1, 8))
            if rng.random() < 0.75:
                y = height / 2 + rng.choice((-1, 1)) * rng.uniform(0.62, 2.2) * CELL
                tilt = rng.normal(0, 6)
                cv2.line(image, (0, round(y - tilt)), (width, round(y + tilt)), grey, thick, cv2.LINE_AA)
            else:
                x = round(rng.uniform(0, width))
                cv2.line(image, (x, 0), (x + round(rng.normal(0, 6)), height), grey, thick, cv2.LINE_AA)
        if rng.random() < 0.3:
            y = round(height / 2 + rng.choice((-1, 1)) * rng.uniform(0.75, 2.2) * CELL)
            level = float(rng.uniform(0, 255))
            image[slice(0, y) if y < height / 2 else slice(y, height)] = level

    def _light(self, image: Floats) -> None:
        """Glare, shadow and gradients."""
        rng = self._rng
        height, width = image.shape
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        if rng.random() < 0.5:
            ramp = (x / width - 0.5) * rng.normal(0, 1) + (y / height - 0.5) * rng.normal(0, 1)
            image *= np.clip(1 + 0.5 * ramp, 0.3, 1.7)
            return
        cx, cy, radius = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(1, 6) * CELL
        spot = np.exp(-(((x - cx) / radius) ** 2) - ((y - cy) / (radius * rng.uniform(0.4, 1.5))) ** 2)
        if rng.random() < 0.6:
            image += (255 - image) * np.clip(spot * rng.uniform(0.3, 1.0), 0, 0.93)
        else:
            image *= 1 - spot * rng.uniform(0.2, 0.7)

    def _captured(self, canvas: Pixels, *, upside_down: bool) -> tuple[Pixels, NDArray[np.float64]]:
        """Take the canvas at some pitch, spoil it, and cut it as the reader does; with canvas px -> window px."""
        rng = self._rng
        pitch = float(
            np.exp(
                rng.uniform(np.log(4.5), np.log(13))
                if rng.random() < 0.65
                else rng.uniform(np.log(8), np.log(34))
            )
        )
        if self._narrow and rng.random() < 0.75:
            pitch = float(np.exp(rng.uniform(np.log(5), np.log(12))))
        scale = pitch / CELL
        to_capture = self._similarity(canvas.shape, scale, float(rng.normal(0, 1.5)))
        size = (round(canvas.shape[1] * scale) + 8, round(canvas.shape[0] * scale) + 8)
        to_capture[:, 2] += 4 + rng.uniform(-0.5, 0.5, 2)
        capture = self._shrunk(canvas, to_capture, size, scale)
        capture = self._spoiled(capture, pitch)
        if rng.random() < 0.08:
            self._edge(capture, to_capture, canvas.shape)
        if rng.random() < 0.2:
            capture, to_capture, pitch = self._resampled(capture, to_capture, pitch)
        angle = np.degrees(np.arctan2(to_capture[1, 0], to_capture[0, 0]))
        to_window = self._cut(to_capture, canvas.shape, pitch, float(angle), upside_down=upside_down)
        matrix = to_window @ np.linalg.inv(np.vstack([to_capture, [0, 0, 1]]))
        return cut(capture, np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2]), to_window

    def _edge(self, capture: Pixels, to_capture: NDArray[np.float64], shape: tuple[int, ...]) -> None:
        """Let the image end close above or below the line: what lies beyond repeats its last row."""
        rng = self._rng
        side = int(rng.choice((-1, 1)))
        at = np.array([shape[1] / 2, shape[0] / 2 + side * rng.uniform(0.52, 1.0) * CELL, 1.0])
        row = int(np.clip(round(float((to_capture @ at)[1])), 1, capture.shape[0] - 2))
        if side > 0:
            capture[row + 1 :] = capture[row]
        else:
            capture[:row] = capture[row]

    def _resampled(
        self, capture: Pixels, to_capture: NDArray[np.float64], pitch: float
    ) -> tuple[Pixels, NDArray[np.float64], float]:
        """Enlarge or shrink once more, as web pages, screenshots and messengers do, and compress again."""
        rng = self._rng
        factor = float(rng.uniform(1.2, 3.0) if pitch < 16 else rng.uniform(0.45, 0.9))
        kernel = int(rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST), p=(0.5, 0.4, 0.1)))
        size = (round(capture.shape[1] * factor), round(capture.shape[0] * factor))
        capture = np.asarray(
            cv2.resize(capture, size, interpolation=kernel if factor > 1 else cv2.INTER_AREA), np.uint8
        )
        moved = to_capture * factor
        moved[:, 2] += (factor - 1) / 2
        if rng.random() < 0.5:
            capture = _compressed(capture, int(rng.integers(40, 96)))
        return capture, moved, pitch * factor

    def _similarity(self, shape: tuple[int, ...], scale: float, degrees: float) -> NDArray[np.float64]:
        rng = self._rng
        angle = np.radians(degrees)
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        turn = turn @ np.array([[1, rng.normal(0, 0.03)], [0, rng.normal(1, 0.04)]]) * scale
        middle = np.array([shape[1] / 2, shape[0] / 2])
        return np.column_stack([turn, scale * middle - turn @ middle])

    def _cut(
        self,
        to_capture: NDArray[np.float64],
        shape: tuple[int, ...],
        pitch: float,
        degrees: float,
        *,
        upside_down: bool,
    ) -> NDArray[np.float64]:
        """Canvas -> window as a reader with imperfect corners would have it: level, at its pitch, off by a little."""
        rng = self._rng
        error = np.radians(rng.normal(0, 0.5) - degrees)
        turn = np.array([[np.cos(error), -np.sin(error)], [np.sin(error), np.cos(error)]])
        stretch = np.diag([rng.normal(1, 0.04), rng.normal(1, 0.07)]) * PITCH / pitch
        turn = stretch @ turn @ to_capture[:, :2]
        if upside_down:
            turn = -turn
        middle = np.array([shape[1] / 2 + rng.uniform(-2, 2) * CELL, shape[0] / 2])
        target = np.array([WIDTH / 2, HEIGHT / 2]) + (
            0,
            float(rng.choice((rng.normal(0, 1.2), rng.uniform(-4, 4)))),
        )
        return np.column_stack([turn, target - turn @ middle])

    def _shrunk(
        self, canvas: Pixels, matrix: NDArray[np.float64], size: tuple[int, int], scale: float
    ) -> Pixels:
        rng = self._rng
        sharpness = float(rng.choice((rng.uniform(0.25, 0.5), rng.uniform(0.3, 0.9))))
        if scale < 1 and rng.random() < 0.93:
            canvas = cv2.GaussianBlur(canvas, (0, 0), sharpness / scale)
        kernel = int(rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST), p=(0.6, 0.35, 0.05)))
        return np.asarray(
            cv2.warpAffine(canvas, matrix, size, flags=kernel, borderMode=cv2.BORDER_REPLICATE), np.uint8
        )

    def _spoiled(self, image: Pixels, pitch: float) -> Pixels:
        rng = self._rng
        if rng.random() < 0.35:
            image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.3, 0.085 * pitch + 0.2)))
        if rng.random() < 0.08 and pitch > 8:
            image = cv2.filter2D(image, -1, _streak(rng, pitch))
        if rng.random() < 0.25:
            strength = float(rng.uniform(0.3, 2.0))
            soft = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.6, 1.4)))
            image = cv2.addWeighted(image, 1 + strength, soft, -strength, 0)
        spoiled = image.astype(np.float32)
        if rng.random() < 0.5:
            spoiled = spoiled + rng.normal(0, float(rng.exponential(6.0)), image.shape).astype(np.float32)
        if rng.random() < 0.15:
            low, high = rng.uniform(0, 60), rng.uniform(170, 255)
            spoiled = low + spoiled * (high - low) / 255
        image = np.clip(spoiled, 0, 255).astype(np.uint8)
        if rng.random() < 0.03:
            level = float(image.mean()) - rng.uniform(0.2, 1.2) * float(image.std())
            image = np.where(image > level, 255, 0).astype(np.uint8)
        for _ in range(int(rng.choice(3, p=(0.25, 0.6, 0.15)))):
            image = _compressed(image, int(rng.choice((rng.integers(22, 70), rng.integers(60, 97)))))
        return image


def _compressed(image: Pixels, quality: int) -> Pixels:
    _, packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


def _streak(rng: np.random.Generator, pitch: float) -> Floats:
    """A motion blur's kernel."""
    side = 2 * int(max(1, pitch * 0.12)) + 1
    kernel = np.zeros((side, side), np.float32)
    angle, middle = rng.uniform(0, np.pi), side // 2
    step = (round(middle * np.cos(angle)), round(middle * np.sin(angle)))
    cv2.line(kernel, (middle - step[0], middle - step[1]), (middle + step[0], middle + step[1]), 1.0, 1)
    return kernel / kernel.sum()


def cut(capture: Pixels, to_capture: NDArray[np.float64]) -> Pixels:
    """Sample a window; finer and averaged where that shrinks the capture."""
    step = float(np.hypot(to_capture[0, 0], to_capture[1, 0]))
    finer = int(np.clip(np.ceil(step * 0.75), 1, 8))
    matrix = to_capture @ np.array(
        [[1 / finer, 0, (1 / finer - 1) / 2], [0, 1 / finer, (1 / finer - 1) / 2], [0, 0, 1]]
    )
    size = (WIDTH * finer, HEIGHT * finer)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    pixels = cv2.warpAffine(capture, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(
        pixels if finer == 1 else cv2.resize(pixels, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8
    )


def normalised(pixels: Pixels) -> Floats:
    """Zero mean, unit variance: brightness and contrast carry no symbol."""
    values = pixels.astype(np.float32)
    return (values - values.mean()) / (values.std() + 4.0)


def targets(window: Window) -> tuple[Floats, NDArray[np.int64], Floats]:
    """Centre heat (COLUMNS,), symbol index or -1 (COLUMNS,), and vertical place of the line in heights (COLUMNS,)."""
    heat = np.zeros(COLUMNS, np.float32)
    symbols = np.full(COLUMNS, -1, np.int64)
    height = np.zeros(COLUMNS, np.float32)
    columns = np.arange(COLUMNS)
    for (x, y), symbol in zip(window.places, window.symbols, strict=True):
        distance = np.abs(columns - ((x + 0.5) / STRIDE - 0.5))
        heat = np.maximum(heat, np.exp(-0.5 * (distance / 0.7) ** 2).astype(np.float32))
        near = distance < 1.01
        symbols[near] = symbol
        height[near] = (y + 0.5) / HEIGHT - 0.5
    return heat, symbols, height
