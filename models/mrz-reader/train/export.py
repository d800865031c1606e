"""Writes the trained network as ONNX: `python export.py RUN --out models/mrz-reader/line.onnx`."""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn
from torch.nn import functional

from net import LineNet, loaded


class Fours(nn.Module):
    """The network as the reader feeds it: pixels taken by fours."""

    def __init__(self, net: LineNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, fours: Tensor) -> Tensor:
        """(N, 4, 16, W / 2) -> (N, 39, W / 4)."""
        return self.net.fours(fours)


def main() -> None:
    """Export, and prove that onnxruntime gives what torch gives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "line.onnx")
    options = parser.parse_args()
    net = loaded(torch.load(options.run / "average.pt", weights_only=True))
    net.eval()
    example = torch.randn(2, 1, 32, 320)
    fours = functional.pixel_unshuffle(example, 2)
    torch.onnx.export(
        Fours(net).eval(),
        (fours,),
        str(options.out),
        input_names=["lines"],
        output_names=["columns"],
        dynamo=False,
        dynamic_axes={"lines": {0: "n", 3: "w"}, "columns": {0: "n", 2: "c"}},
        opset_version=17,
    )
    session = onnxruntime.InferenceSession(str(options.out))
    (columns,) = session.run(None, {"lines": fours.numpy()})
    with torch.no_grad():
        difference = float(np.abs(columns - net(example).numpy()).max())
    print(options.out, options.out.stat().st_size, "bytes; greatest difference from torch", difference)
    if difference > 1e-3:
        raise SystemExit("the export differs")


if __name__ == "__main__":
    main()
