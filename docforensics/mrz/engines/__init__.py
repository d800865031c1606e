"""Engines that read the MRZ: pixels and bands in, `MrzReading` or None out.

An engine tells what is printed. It repairs nothing by check digits, knows no names and no countries, and states how
sure it is of every character. `load_engine` chooses one by name or takes the best that is installed.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Protocol, cast, overload, runtime_checkable

from docforensics.capture.model import Pixels
from docforensics.errors import EngineUnavailableError, UsageError
from docforensics.mrz.reading import MrzReading
from docforensics.page.band.find import MrzBand

ENGINES = ("network", "tesseract", "passporteye")
"""Names, best first. Each is a module of this package with a function `load() -> MrzEngine`."""
NEEDS_TESSERACT = (
    "`pip install docforensics[engines]` and the Tesseract program "
    "(Debian and Ubuntu: apt install tesseract-ocr; macOS: brew install tesseract)."
)
"""What the user is to install for engines and readers that run Tesseract."""


@runtime_checkable
class MrzEngine(Protocol):
    """What reads an MRZ. One engine may be used from many threads at once."""

    @property
    def name(self) -> str:
        """Its name in `ENGINES`, or any other for an engine of the caller's own."""

    def read(self, pixels: Pixels, bands: Sequence[MrzBand]) -> MrzReading | None:
        """Read the zone that the bands (best first, in `pixels`) show; None when no MRZ can be read.

        `pixels` are (H, W, 3) RGB or (H, W) grey, uint8; the corners of the reading are in the same pixels.
        """


@runtime_checkable
class HasQuick(Protocol):
    """An engine that has a quicker one, for whoever wants the lines and no places."""

    @property
    def quick(self) -> MrzEngine | None:
        """Reads the same bands; None where there is none."""


@overload
def load_engine(name: str) -> MrzEngine: ...
@overload
def load_engine(name: None = None) -> MrzEngine | None: ...
def load_engine(name: str | None = None) -> MrzEngine | None:
    """Load the engine called `name`, or the best one installed; None when no name is given and none is installed.

    Raises
    ------
    UsageError
        No engine has this name.
    EngineUnavailableError
        The engine named is not installed; the text says how to install it.
    """
    return _load(name) if name is not None else next((engine for _, engine in _installed()), None)


def available_engines() -> tuple[str, ...]:
    """Names of the engines that can be loaded here, best first."""
    return tuple(name for name, _ in _installed())


def _installed() -> Iterator[tuple[str, MrzEngine]]:
    for name in ENGINES:
        with suppress(EngineUnavailableError):
            yield name, _load(name)


def _load(name: str) -> MrzEngine:
    if name not in ENGINES:
        raise UsageError(f"MRZ engine: expected one of {', '.join(ENGINES)}, got {name!r}")
    load = cast("Callable[[], MrzEngine]", import_module(f"docforensics.mrz.engines.{name}").load)
    return load()
