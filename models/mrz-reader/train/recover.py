"""Turns shipped weights back into what `train.py --start` goes on from: `python recover.py line.onnx RUN/average.pt`.

The export folds every batch normalisation into its convolution. Each is unfolded again around the mean and variance
that the convolution has on synthetic windows, so that the network is the same and can be trained on.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from net import LineNet
from synth import normalised
from train import synthesiser

SEED = 7
WINDOWS = 512


def folded(file: Path) -> list[tuple[Tensor, Tensor]]:
    """Weight and bias of the convolutions, in the order that they run."""
    graph = onnx.load(str(file)).graph
    arrays = {entry.name: torch.tensor(numpy_helper.to_array(entry)) for entry in graph.initializer}
    return [(arrays[node.input[1]], arrays[node.input[2]]) for node in graph.node if node.op_type == "Conv"]


def unfold(net: LineNet, weights: list[tuple[Tensor, Tensor]], windows: Tensor) -> None:
    """Set the convolutions, then each normalisation from what flows through it."""
    modules = [m for m in net.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d)]
    pairs = [
        (conv, after if isinstance(after, nn.BatchNorm2d) else None)
        for conv, after in zip(modules, [*modules[1:], None], strict=True)
        if isinstance(conv, nn.Conv2d)
    ]
    for (conv, normal), (weight, bias) in zip(pairs, weights, strict=True):
        conv.weight.data.copy_(weight)
        if normal is None:
            conv.bias.data.copy_(bias)
            continue
        seen: list[Tensor] = []
        hook = conv.register_forward_hook(lambda _module, _given, out, seen=seen: seen.append(out))
        net(windows)
        hook.remove()
        variance, mean = torch.var_mean(seen[0], dim=(0, 2, 3), unbiased=False)
        normal.running_mean.copy_(mean)
        normal.running_var.copy_(variance)
        normal.weight.data.copy_((variance + normal.eps).sqrt())
        normal.bias.data.copy_(mean + bias)


def main() -> None:
    """Recover the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("onnx", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    source = synthesiser(SEED, shapes=16)
    windows = torch.from_numpy(np.stack([normalised(source.window().pixels)[None] for _ in range(WINDOWS)]))
    net = LineNet().eval()
    with torch.no_grad():
        unfold(net, folded(options.onnx), windows)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), options.out)


if __name__ == "__main__":
    main()
