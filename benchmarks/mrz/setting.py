"""What every part of the bench is told, and how it writes what it found."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mrz.session import Session
from benchmarks.mrz.systems import System, chosen
from benchmarks.provenance import provenance
from docforensics.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Folders and choices of one run."""

    cache: Path
    """Environments, drawn documents, readings: large, and some of it is not to be committed."""
    results: Path
    data: Path | None
    systems: tuple[str, ...]
    afresh: tuple[str, ...]
    reuse: bool
    documents: int
    photos: int
    engine: str

    @property
    def folder(self) -> Path:
        """The folder of published specimens."""
        if self.data is None:
            raise UsageError(
                "name a folder with images and manifest.csv: python -m benchmarks.mrz table FOLDER"
            )
        return self.data

    @property
    def measured(self) -> System:
        """The system that curves, photos, turns and calibration measure."""
        return chosen([self.engine])[0]

    def session(self) -> Session:
        """That system, running."""
        return Session(self.measured, self.cache)

    def write(self, name: str, figures: Mapping[str, object]) -> None:
        """Put figures into the result file `name`, with where they come from."""
        self.results.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"question": f"mrz {name}", **provenance(), **figures}, indent=1)
        (self.results / f"{name}.json").write_text(text + "\n", encoding="utf-8")
