"""Trains the reader: `python train.py OUT --minutes 60`. Seeded; windows are drawn while it trains, none twice.

python -m venv V && V/bin/pip install torch numpy opencv-python-headless pillow onnx onnxruntime
V/bin/python models/mrz-reader/train/train.py /tmp/run --minutes 60 && V/bin/python .../export.py /tmp/run
"""

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from glyphs import SYMBOLS, Shape, atlases, fields
from grounds import Grounds
from net import SYMBOL_COUNT, LineNet
from synth import Synthesiser, normalised, targets

FONTS = Path("/usr/share/fonts/opentype/ocr-b")
REPOSITORY = Path(__file__).resolve().parents[3]
OTHERS = (
    "DejaVuSans.ttf",
    "DejaVuSansCondensed-Bold.ttf",
    "DejaVuSerif.ttf",
    "DejaVuSans-Bold.ttf",
    "DejaVuSansMono.ttf",
)
BATCH = 64


def synthesiser(seed: int, shapes: int = 72) -> Synthesiser:
    """Everything that is drawn follows from the seed."""
    rng = np.random.default_rng([seed, 1])
    letters = atlases((FONTS / "OCRB.otf", FONTS / "OCRBS.otf"), rng, shapes)
    folder = REPOSITORY / "sample_docs/generator/fonts"
    others = [
        fields(Shape(font=folder / name), case) for name in OTHERS for case in (SYMBOLS, SYMBOLS.lower())
    ]
    return Synthesiser(letters, others, Grounds(seed), seed)


class Windows(IterableDataset[tuple[Tensor, ...]]):
    """An endless stream of windows, another for every worker."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed

    def __iter__(self) -> Iterator[tuple[Tensor, ...]]:
        cv2.setNumThreads(1)
        info = get_worker_info()
        source = synthesiser(self._seed + (info.id if info else 0))
        while True:
            window = source.window()
            pixels = torch.from_numpy(normalised(window.pixels)[None])
            yield (pixels, *(torch.from_numpy(array) for array in targets(window)))


def losses(out: Tensor, heat: Tensor, symbols: Tensor, height: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Cross-entropies of centre and symbol, and the error of the height."""
    centre = functional.binary_cross_entropy_with_logits(out[:, SYMBOL_COUNT], heat)
    named = functional.cross_entropy(out[:, :SYMBOL_COUNT], symbols, ignore_index=-1)
    seen = symbols >= 0
    off = functional.smooth_l1_loss(out[:, SYMBOL_COUNT + 1][seen], height[seen], beta=0.05)
    return centre, named, off


def main() -> None:
    """Train for the minutes given, with a checkpoint every 200 steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--workers", type=int, default=1, help="processes that draw; 0: all in one")
    parser.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    net = LineNet().to(memory_format=torch.channels_last)
    if options.start:
        net.load_state_dict(torch.load(options.start, weights_only=True))
    optimiser = torch.optim.AdamW(net.parameters(), lr=options.peak, weight_decay=1e-2)
    torch.set_num_threads(1)
    loader = DataLoader(
        Windows(options.seed),
        batch_size=BATCH,
        num_workers=options.workers,
        prefetch_factor=6 if options.workers else None,
    )
    began, step, shown = time.monotonic(), 0, np.zeros(4)
    average = {key: value.detach().clone() for key, value in net.state_dict().items()}
    for pixels, heat, symbols, height in loader:
        share = (time.monotonic() - began) / 60 / options.minutes
        if share >= 1:
            break
        rate = (
            options.peak * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        )
        for group in optimiser.param_groups:
            group["lr"] = rate
        out = net(pixels.contiguous(memory_format=torch.channels_last))
        centre, named, off = losses(out, heat, symbols, height)
        loss = 4 * centre + named + 4 * off
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        keep = min(0.995, step / (step + 10))
        for key, value in net.state_dict().items():
            average[key] = (
                value.clone() if not value.is_floating_point() else average[key].lerp(value, 1 - keep)
            )
        seen = symbols >= 0
        right = (out[:, :SYMBOL_COUNT].argmax(1) == symbols)[seen].float().mean()
        shown = 0.98 * shown + 0.02 * np.array([centre.item(), named.item(), off.item(), right.item()])
        if step % 50 == 0:
            values = shown / (1 - 0.98**step)
            print(
                f"{step} {60 * share * options.minutes:.0f}s lr {rate:.1e} centre {values[0]:.4f} "
                f"symbol {values[1]:.4f} off {values[2]:.5f} right {values[3]:.4f}",
                flush=True,
            )
        if step % 200 == 0:
            torch.save(average, options.out / "average.pt")
    torch.save(average, options.out / "average.pt")


if __name__ == "__main__":
    main()
