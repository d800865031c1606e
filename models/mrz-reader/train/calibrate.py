"""Fits the temperature: `python calibrate.py RUN --out models/mrz-reader/line.toml`.

On windows of a seed, and so of letter shapes and grounds, that training never saw. Only what a capture of at least
some legibility shows counts: windows in which no centre is seen are never read by the engine either.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from net import SYMBOL_COUNT, LineNet
from synth import COLUMNS, STRIDE, normalised
from train import synthesiser

SEED = 99
LEAST_HEAT = 0.45


def answers(net: LineNet, count: int) -> tuple[Tensor, Tensor]:
    """Scores (M, 37) and symbols (M,) at the centres of the characters in `count` windows that the engine would read."""
    source, scores, symbols = synthesiser(SEED, shapes=16), [], []
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


def main() -> None:
    """Search the temperature of least cross-entropy on half of the characters, and report on the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--windows", type=int, default=3000)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "line.toml")
    options = parser.parse_args()
    net = LineNet()
    net.load_state_dict(torch.load(options.run / "average.pt", weights_only=True))
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
    options.out.write_text(
        f"# Fitted by train/calibrate.py on held-apart synthetic windows.\ntemperature = {best:.3f}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
