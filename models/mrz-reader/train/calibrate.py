"""Fits the temperature: `python calibrate.py RUN --out models/mrz-reader/line.toml`.

On windows of a seed, and so of letter shapes and grounds, that training never saw. Only what a capture of at least
some legibility shows counts: windows in which no centre is seen are never read by the engine either.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from glyphs import SYMBOLS
from net import SYMBOL_COUNT, LineNet, loaded
from synth import COLUMNS, STRIDE, normalised
from train import synthesiser

SEED = 99
NARROW_SEED = 98
LEAST_HEAT = 0.45
PAIRS = ("0O", "1I", "8B", "5S", "2Z", "<K", "QO", "D0")


def answers(net: LineNet, count: int, narrow: float = 0.0, seed: int = SEED) -> tuple[Tensor, Tensor]:
    """Scores (M, 37) and symbols (M,) at the centres of the characters in `count` windows that the engine would read."""
    source, scores, symbols = synthesiser(seed, shapes=16, narrow=narrow), [], []
    for _ in range(count):
        window = source.window()
        with torch.no_grad():
            (out,) = net(torch.from_numpy(normalised(window.pixels)[None, None]))
        if len(window.symbols) == 0:
            continue
        at = np.clip(np.round((window.places[:, 0] + 0.5) / STRIDE - 0.5), 0, COLUMNS - 1).astype(np.int64)
        if out[SYMBOL_COUNT, at].sigmoid().mean() >= LEAST_HEAT:
            scores.append(out[:SYMBOL_COUNT, at].T)
            symbols.append(torch.from_numpy(window.symbols))
    return torch.cat(scores), torch.cat(symbols)


def expected_error(scores: Tensor, symbols: Tensor, temperature: float) -> float:
    """Expected calibration error of the best symbol's posterior, 15 equal bins."""
    sure, best = (scores / temperature).softmax(1).max(1)
    right = (best == symbols).float()
    bins = (sure * 15).long().clamp(max=14)
    parts = [
        (right[bins == b].mean() - sure[bins == b].mean()).abs() * (bins == b).float().mean()
        for b in range(15)
        if (bins == b).any()
    ]
    return float(sum(parts))


def confused(scores: Tensor, symbols: Tensor, pairs: Sequence[str] = PAIRS) -> str:
    """How many characters of each pair, of how many, were taken for the other of the pair."""
    best, told = scores.argmax(1), []
    for pair in pairs:
        one, other = (SYMBOLS.index(symbol) for symbol in pair)
        wrong = ((symbols == one) & (best == other)) | ((symbols == other) & (best == one))
        told.append(f"{pair} {int(wrong.sum())} of {int(((symbols == one) | (symbols == other)).sum())}")
    return ", ".join(told)


def main() -> None:
    """Search the temperature of least cross-entropy on half of the characters, and report on the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--windows", type=int, default=3000)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "line.toml")
    options = parser.parse_args()
    net = loaded(torch.load(options.run / "average.pt", weights_only=True))
    net.eval()
    scores, symbols = answers(net, options.windows)
    half = len(symbols) // 2
    grid = np.linspace(0.6, 2.0, 57)
    costs = [float(functional.cross_entropy(scores[:half] / t, symbols[:half])) for t in grid]
    best = float(grid[int(np.argmin(costs))])
    rest = scores[half:], symbols[half:]
    print(
        f"temperature {best:.3f}; {len(symbols) - half} characters held apart: right "
        f"{float((rest[0].argmax(1) == rest[1]).float().mean()):.4f}, expected calibration error "
        f"{expected_error(*rest, 1.0):.4f} before, {expected_error(*rest, best):.4f} after"
    )
    hard = answers(net, options.windows // 2, narrow=1.0, seed=NARROW_SEED)
    for what, (told, true) in (("windows", (scores, symbols)), ("narrow choices", hard)):
        right = float((told.argmax(1) == true).float().mean())
        error = expected_error(told, true, best)
        print(
            f"{what}: {len(true)} characters, right {right:.4f}, expected calibration error {error:.4f};",
            end=" ",
        )
        print("confused:", confused(told, true))
    options.out.write_text(
        f"# Fitted by train/calibrate.py on held-apart synthetic windows.\ntemperature = {best:.3f}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
