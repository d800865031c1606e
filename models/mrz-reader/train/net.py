"""The reader's network: a line in, and at every fourth pixel of it what stands there.

Plain convolutions, no recurrence: a column sees about two characters to each side, so it cannot learn words.
What runs at the reader's takes four pixels, two by two, as four channels: OpenCV is quicker on them.
"""

from torch import Tensor, nn
from torch.nn import functional

SYMBOL_COUNT = 37
HEADS = SYMBOL_COUNT + 2
"""Scores of the symbols, then the logit of a character's centre, then the line's height in the window."""


def _unit(
    inside: int, outside: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1)
) -> nn.Sequential:
    padding = (kernel[0] // 2, kernel[1] // 2)
    return nn.Sequential(
        nn.Conv2d(inside, outside, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class _Residual(nn.Module):
    def __init__(self, channels: int, kernel: tuple[int, int]) -> None:
        super().__init__()
        self.unit = _unit(channels, channels, kernel)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.unit(x)


class LineNet(nn.Module):
    """(N, 1, 32, W) normalised grey -> (N, HEADS, W / 4)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _unit(4, 16, (3, 3)),
            _Residual(16, (3, 3)),
            _unit(16, 48, (3, 3), (2, 2)),
            _Residual(48, (3, 3)),
            _unit(48, 80, (3, 3), (2, 1)),
            _Residual(80, (3, 3)),
        )
        self.collapse = nn.Sequential(
            nn.Conv2d(80, 128, (4, 3), padding=(0, 1), bias=False), nn.BatchNorm2d(128), nn.ReLU(inplace=True)
        )
        self.neck = nn.Sequential(_Residual(128, (1, 3)), _Residual(128, (1, 5)))
        self.heads = nn.Conv2d(128, HEADS, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Score windows (N, 1, 32, W) -> (N, 39, W / 4)."""
        return self.fours(functional.pixel_unshuffle(x, 2))

    def fours(self, x: Tensor) -> Tensor:
        """Score windows whose pixels were taken by fours (N, 4, 16, W / 2) -> (N, 39, W / 4)."""
        return self.heads(self.neck(self.collapse(self.body(x)))).squeeze(2)
