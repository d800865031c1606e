"""The line networks of the MRZ: the quick one takes about 3.4 ms for two lines of 44, the wide one 6.8."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from docforensics.mrz.engines.network.cutting import Singles
from docforensics.networks import load_network
from docforensics.parsing import read_toml
from docforensics.resources import resource

Backend = Callable[[Singles], Singles]
"""(N, 4, 16, W / 2) -> (N, 39, W / 4); may be called from many threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineModel:
    """A network and what was fitted besides its weights."""

    backend: Backend
    temperature: float
    """Divides the scores so that the posteriors are calibrated on held-apart synthetic lines."""

    def columns(self, lines: Singles) -> Singles:
        """(N, 32, W) normalised lines -> (N, 39, W / 4); W is even."""
        return self.backend(in_fours(lines))


def in_fours(lines: Singles) -> Singles:
    """(N, 32, W) -> (N, 4, 16, W / 2): two by two pixels as four channels, which is what the network takes."""
    count, height, width = lines.shape
    fours = lines.reshape(count, height // 2, 2, width // 2, 2).transpose(0, 2, 4, 1, 3)
    return np.ascontiguousarray(fours.reshape(count, 4, height // 2, width // 2))


def load_model() -> LineModel:
    """Load the wide network once a process; ResourceMissingError or ResourceCorruptError when it is not as shipped."""
    return _load("mrz-reader/line")


def load_quick() -> LineModel:
    """Load the quick network, as `load_model` does the wide one."""
    return _load("mrz-reader/quick")


@cache
def _load(name: str) -> LineModel:
    settings = read_toml(resource(f"{name}.toml"))
    return LineModel(backend=load_network(name), temperature=float(settings["temperature"]))
