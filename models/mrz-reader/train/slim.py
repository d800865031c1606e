"""Takes the channels that matter least out of a network: `python slim.py RUN0/average.pt SLIM0/average.pt`.

What is left is where `train.py --start SLIM0/average.pt --teacher RUN0/average.pt` begins: it reads badly until trained on.
A channel matters as much as it varies on synthetic windows, times the weights with which others take it in.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from net import SLIM, LineNet, loaded
from synth import normalised
from train import synthesiser

SEED = 8
WINDOWS = 256
_STREAMS = (("body.1", 0), ("body.3", 1), ("body.5", 2), ("neck.1", 3))
"""Modules after which a stage's channels are as what follows takes them in."""
_INTO = (
    ("body.0.0", "body.1.unit.0", "body.0.1", "body.1.unit.1"),
    ("body.2.0", "body.3.unit.0", "body.2.1", "body.3.unit.1"),
    ("body.4.0", "body.5.unit.0", "body.4.1", "body.5.unit.1"),
    ("collapse.0", "neck.0.unit.0", "neck.1.unit.0", "collapse.1", "neck.0.unit.1", "neck.1.unit.1"),
)
"""What gives a stage its channels: convolutions and normalisations."""
_FROM = (
    ("body.1.unit.0", "body.2.0"),
    ("body.3.unit.0", "body.4.0"),
    ("body.5.unit.0", "collapse.0"),
    ("neck.0.unit.0", "neck.1.unit.0", "heads"),
)
"""What takes them in."""


def kept_channels(net: LineNet, windows: Tensor) -> list[Tensor]:
    """Indices of the channels that each stage keeps."""
    deviations: dict[int, Tensor] = {}
    modules = dict(net.named_modules())
    hooks = [
        modules[name].register_forward_hook(
            lambda _module, _given, out, stage=stage: deviations.update({stage: out.std(dim=(0, 2, 3))})
        )
        for name, stage in _STREAMS
    ]
    with torch.no_grad():
        net(windows)
    for hook in hooks:
        hook.remove()
    weights = [sum(_norms(modules[name]) for name in names) for names in _FROM]
    worth = [deviations[stage] * weight for stage, weight in enumerate(weights)]
    return [
        values.argsort(descending=True)[:width].sort().values
        for values, width in zip(worth, SLIM, strict=True)
    ]


def _norms(conv: nn.Module) -> Tensor:
    return torch.as_tensor(conv.weight).detach().square().sum(dim=(0, 2, 3)).sqrt()


def slimmed(net: LineNet, kept: list[Tensor]) -> LineNet:
    """The network with these channels alone."""
    state = net.state_dict()
    for stage, index in enumerate(kept):
        for key in state:
            name, _, what = key.rpartition(".")
            if name in _INTO[stage] and state[key].ndim > 0:
                state[key] = state[key][index]
            if name in _FROM[stage] and what == "weight":
                state[key] = state[key][:, index]
    return loaded(state)


def main() -> None:
    """Slim a network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wide", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    net = loaded(torch.load(options.wide, weights_only=True)).eval()
    source = synthesiser(SEED, shapes=16)
    windows = torch.from_numpy(np.stack([normalised(source.window().pixels)[None] for _ in range(WINDOWS)]))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(slimmed(net, kept_channels(net, windows)).state_dict(), options.out)


if __name__ == "__main__":
    main()
