"""Trains the reader: `python train.py OUT --minutes 60`. Seeded; windows are drawn while it trains.

python -m venv V && V/bin/pip install torch numpy opencv-python-headless pillow onnx onnxruntime
V/bin/python models/mrz-reader/train/train.py /tmp/run --minutes 60 && V/bin/python .../export.py /tmp/run
"""

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from glyphs import SYMBOLS, Shape, atlases, fields
from grounds import Grounds
from net import SYMBOL_COUNT, LineNet, loaded
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
_KEPT = 4096
"""Windows kept to be shown again."""


def synthesiser(seed: int, shapes: int = 72, narrow: float = 0.0) -> Synthesiser:
    """Everything that is drawn follows from the seed; `narrow` is the share of narrow choices."""
    rng = np.random.default_rng([seed, 1])
    letters = atlases((FONTS / "OCRB.otf", FONTS / "OCRBS.otf"), rng, shapes)
    folder = REPOSITORY / "sample_docs/generator/fonts"
    others = [
        fields(Shape(font=folder / name), case) for name in OTHERS for case in (SYMBOLS, SYMBOLS.lower())
    ]
    return Synthesiser(letters, others, Grounds(seed), seed, narrow)


class Windows(IterableDataset[tuple[Tensor, ...]]):
    """An endless stream of windows, another for every worker; every `again`-th is drawn, the others shown before."""

    def __init__(self, seed: int, narrow: float, again: int) -> None:
        super().__init__()
        self._seed, self._narrow, self._again = seed, narrow, again

    def __iter__(self) -> Iterator[tuple[Tensor, ...]]:
        cv2.setNumThreads(1)
        info = get_worker_info()
        seed = self._seed + (info.id if info else 0)
        source, rng = synthesiser(seed, narrow=self._narrow), np.random.default_rng([seed, 3])
        kept: list[tuple[Tensor, ...]] = []
        for count in range(10**12):
            if count % self._again and len(kept) == _KEPT:
                yield kept[int(rng.integers(_KEPT))]
                continue
            window = source.window()
            pixels = torch.from_numpy(normalised(window.pixels)[None])
            drawn = (pixels, *(torch.from_numpy(array) for array in targets(window)))
            if len(kept) < _KEPT:
                kept.append(drawn)
            else:
                kept[int(rng.integers(_KEPT))] = drawn
            yield drawn


def losses(out: Tensor, heat: Tensor, symbols: Tensor, height: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Cross-entropies of centre and symbol, and the error of the height."""
    centre = functional.binary_cross_entropy_with_logits(out[:, SYMBOL_COUNT], heat)
    named = functional.cross_entropy(out[:, :SYMBOL_COUNT], symbols, ignore_index=-1)
    seen = symbols >= 0
    off = functional.smooth_l1_loss(out[:, SYMBOL_COUNT + 1][seen], height[seen], beta=0.05)
    return centre, named, off


@dataclass(slots=True, kw_only=True)
class Run:
    """A training run, which may be interrupted and taken up again."""

    net: LineNet
    optimiser: torch.optim.Optimizer
    average: dict[str, Tensor]
    step: int = 0
    seconds: float = 0.0
    """Trained so far."""
    teacher: LineNet | None = None
    """Whose opinion of the symbols counts as much as what was drawn."""

    def save(self, folder: Path) -> None:
        """Write what the export reads, and what `--resume` goes on from."""
        torch.save(self.average, folder / "average.pt")
        state = {"net": self.net.state_dict(), "optimiser": self.optimiser.state_dict()}
        torch.save({**state, "step": self.step, "seconds": self.seconds}, folder / "state.pt")

    def resume(self, folder: Path) -> None:
        """Go on from what `save` wrote."""
        state = torch.load(folder / "state.pt", weights_only=True)
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average = torch.load(folder / "average.pt", weights_only=True)
        self.step, self.seconds = state["step"], state["seconds"]

    def advance(self, batch: tuple[Tensor, ...], rate: float, *, halves: bool) -> list[float]:
        """Take one step; centre, symbol and height losses and the share of right symbols."""
        pixels, heat, symbols, height = batch
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16, enabled=halves):
            out = self.net(pixels.contiguous(memory_format=torch.channels_last))
        out = out.float()
        centre, named, off = losses(out, heat, symbols, height)
        if self.teacher is not None:
            named = (named + self._apart(pixels, out, symbols >= 0, halves=halves)) / 2
        loss = 4 * centre + named + 4 * off
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        keep = min(0.995, self.step / (self.step + 10))
        for key, value in self.net.state_dict().items():
            self.average[key] = (
                value.clone() if not value.is_floating_point() else self.average[key].lerp(value, 1 - keep)
            )
        seen = symbols >= 0
        right = (out[:, :SYMBOL_COUNT].argmax(1) == symbols)[seen].float().mean()
        return [centre.item(), named.item(), off.item(), right.item()]

    def _apart(self, pixels: Tensor, out: Tensor, seen: Tensor, *, halves: bool) -> Tensor:
        """Divergence of what the network says of the symbols from what its teacher says."""
        if self.teacher is None:
            return torch.zeros(())
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=halves):
            told = self.teacher(pixels.contiguous(memory_format=torch.channels_last)).float()
        mine, theirs = (scores[:, :SYMBOL_COUNT].movedim(1, 2)[seen].log_softmax(1) for scores in (out, told))
        return functional.kl_div(mine, theirs, reduction="batchmean", log_target=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=60, help="of the whole schedule")
    parser.add_argument("--part", type=float, help="stop after so many minutes; --resume goes on from there")
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--workers", type=int, default=1, help="processes that draw; 0: all in one")
    parser.add_argument("--peak", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument(
        "--teacher", type=Path, help="weights of a network to learn from beside what is drawn"
    )
    parser.add_argument("--resume", action="store_true", help="go on from what OUT holds")
    parser.add_argument(
        "--narrow", type=float, default=0.0, help="share of narrow choices (0 or O, thin, small)"
    )
    parser.add_argument("--again", type=int, default=1, help="times that a window is shown on average")
    parser.add_argument(
        "--halves", action="store_true", help="compute in bfloat16, twice as quick where it is native"
    )
    return parser.parse_args()


def _begun(options: argparse.Namespace) -> Run:
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    net = loaded(torch.load(options.start, weights_only=True)) if options.start else LineNet()
    net = net.to(memory_format=torch.channels_last)
    run = Run(
        net=net,
        optimiser=torch.optim.AdamW(net.parameters(), lr=options.peak, weight_decay=1e-2),
        average={key: value.detach().clone() for key, value in net.state_dict().items()},
    )
    if options.teacher:
        run.teacher = loaded(torch.load(options.teacher, weights_only=True)).eval()
        run.teacher = run.teacher.to(memory_format=torch.channels_last)
    if options.resume:
        run.resume(options.out)
    return run


def main() -> None:
    """Train for the minutes given, with a checkpoint every 200 steps."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    run = _begun(options)
    loader = DataLoader(
        Windows(
            options.seed + run.step, options.narrow, options.again
        ),  # other windows after an interruption
        batch_size=BATCH,
        num_workers=options.workers,
        prefetch_factor=6 if options.workers else None,
    )
    began, before, first, shown = time.monotonic(), run.seconds, run.step, np.zeros(4)
    for batch in loader:
        run.seconds = before + time.monotonic() - began
        share = run.seconds / 60 / options.minutes
        if share >= 1 or (options.part and run.seconds - before >= 60 * options.part):
            break
        rate = options.peak * min(1.0, (run.step + 1) / 100)
        rate *= 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share))
        shown = 0.98 * shown + 0.02 * np.array(run.advance(tuple(batch), rate, halves=options.halves))
        if run.step % 50 == 0:
            values = shown / (1 - 0.98 ** (run.step - first))
            print(
                f"{run.step} {run.seconds:.0f}s lr {rate:.1e} centre {values[0]:.4f} "
                f"symbol {values[1]:.4f} off {values[2]:.5f} right {values[3]:.4f}",
                flush=True,
            )
        if run.step % 200 == 0:
            run.save(options.out)
    run.save(options.out)


if __name__ == "__main__":
    main()
