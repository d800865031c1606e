"""Scenes, screens and documents by the lattice."""

from pathlib import Path

from benchmarks.real.folders import FORGED, GENUINE, RealImage
from benchmarks.real.recapture import summary


def image(file: str, label: str) -> RealImage:
    """Name a picture that is never opened."""
    return RealImage(
        file=file,
        path=Path(file),
        label=label,
        document=file,
        owner="",
        issuer="",
        source="",
        light="visible",
        twin="",
        true_checks=(),
    )


def test_the_area_is_over_screens_and_scenes_and_documents_stand_apart() -> None:
    """Three of four pairs are in order; one document exceeds every screen."""
    found = summary(
        [
            (image("recapture/a", GENUINE), 0.2),
            (image("recapture/b", GENUINE), 0.5),
            (image("recapture/c", FORGED), 0.4),
            (image("recapture/d", FORGED), 0.9),
            (image("mrz/e", GENUINE), 1.2),
            (image("mrz/f", GENUINE), 0.1),
            (image("mrz/g", FORGED), 2.0),
        ]
    )
    assert found["auc"] == 0.75
    assert (found["documents"], found["documents_above_every_screen"]) == ([0.1, 1.2], 1)
