"""The reader's network: a line in, and at every fourth pixel of it what stands there.

Plain convolutions, no recurrence: a column sees about two characters to each side, so it cannot learn words.
What runs at the reader's takes four pixels, two by two, as four channels: OpenCV is quicker on them.
"""

from torch import Tensor, nn
from torch.nn import functional

SYMBOL_COUNT = 37
WIDE, SLIM = (16, 48, 80, 128), (16, 32, 48, 96)
"""Channels of the four stages: of the network that looks closely, and of the quick one that reads whole lines."""
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

    def __init__(self, widths: tuple[int, int, int, int] = WIDE) -> None:
        super().__init__()
        first, second, third, last = widths
        self.body = nn.Sequential(
            _unit(4, first, (3, 3)),
            _Residual(first, (3, 3)),
            _unit(first, second, (3, 3), (2, 2)),
            _Residual(second, (3, 3)),
            _unit(second, third, (3, 3), (2, 1)),
            _Residual(third, (3, 3)),
        )
        self.collapse = nn.Sequential(
            nn.Conv2d(third, last, (4, 3), padding=(0, 1), bias=False),
            nn.BatchNorm2d(last),
            nn.ReLU(inplace=True),
        )
        self.neck = nn.Sequential(_Residual(last, (1, 3)), _Residual(last, (1, 5)))
        self.heads = nn.Conv2d(last, HEADS, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Score windows (N, 1, 32, W) -> (N, 39, W / 4)."""
        return self.fours(functional.pixel_unshuffle(x, 2))

    def fours(self, x: Tensor) -> Tensor:
        """Score windows whose pixels were taken by fours (N, 4, 16, W / 2) -> (N, 39, W / 4)."""
        return self.heads(self.neck(self.collapse(self.body(x)))).squeeze(2)


def widths_of(state: dict[str, Tensor]) -> tuple[int, int, int, int]:
    """Channels of the network that the weights are of."""
    first, second, third = (state[f"body.{stage}.0.weight"].shape[0] for stage in (0, 2, 4))
    return first, second, third, state["heads.weight"].shape[1]


def loaded(state: dict[str, Tensor]) -> LineNet:
    """The network of these weights."""
    net = LineNet(widths_of(state))
    net.load_state_dict(state)
    return net
