"""Documents with a seal or chip data, made by hand: the print as the reader saw it, the signature as Utopia made it."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from PIL import Image as Pillow

from docforensics.document import Document
from docforensics.seal.chip import ChipData, read_chip
from docforensics.seal.model import Barcode
from docforensics.seal.read import read_seal
from docforensics.seal.trust import TrustStore
from sample_docs.generator.seals import chip, pki

INSPECTED_ON = date(2026, 11, 24)
Seal = Callable[..., Document]


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> TrustStore:
    """Load the trust of an officer in Utopia."""
    folder = tmp_path_factory.mktemp("trust")
    pki.write_trust(folder)
    return TrustStore.load(folder)


@pytest.fixture
def sealed(make_document: Callable[..., Document], trust: TrustStore) -> Seal:
    """Lay a seal's payload on a made document: `sealed(lines, payload, trusted=True, **reading)`."""

    def make(lines: object, payload: bytes, *, trusted: bool = True, **options: object) -> Document:
        document = make_document(lines, **options)
        corners = np.array([[700, 100], [860, 100], [860, 260], [700, 260]], dtype=np.float64)
        code = Barcode(symbology="Data Matrix", payload=payload, corners=corners)
        reading = read_seal(code, trust if trusted else None, INSPECTED_ON)
        (side,) = document.sides
        return replace(document, sides=(replace(side, seals=(reading,)),))

    return make


@pytest.fixture
def chipped(make_document: Callable[..., Document], trust: TrustStore) -> Seal:
    """Give chip data with a made document: `chipped(lines, chip_lines, trusted=True, by="chip", **reading)`."""

    def make(
        lines: object, signed: object, *, trusted: bool = True, by: str = "chip", **options: object
    ) -> Document:
        made = chip.chip_of(signed, jpeg(np.full((120, 90, 3), 90, np.uint8)), pki.signer(by))  # type: ignore[arg-type]
        data = ChipData(data_groups=made.groups, sod=made.sod, com=made.com)
        reading = read_chip(data, trust if trusted else None, INSPECTED_ON)
        return replace(make_document(lines, **options), chip=reading)

    return make


def jpeg(pixels: np.ndarray) -> bytes:
    """Write a JPEG file."""
    stream = io.BytesIO()
    Pillow.fromarray(pixels).save(stream, "JPEG", quality=92)
    return stream.getvalue()
