"""Content credentials in a file."""

import struct
from typing import Any

import numpy as np

from docforensics.checks.evaluatory.content_credentials import measure
from docforensics.checks.outcome import Abstained, Measured


def box(kind: bytes, content: bytes) -> bytes:
    """An ISO box."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def with_manifest(data: bytes, claim: bytes) -> bytes:
    """A JPEG with a C2PA manifest store in an APP11 segment (C2PA 2.1, A.3.1), cut down to its labels and the claim."""
    uuid = b"c2pa" + bytes.fromhex("00110010800000AA00389B71")
    store = box(b"jumb", box(b"jumd", uuid + b"\x03c2pa\x00") + box(b"cbor", claim))
    segment = b"JP" + struct.pack(">HI", 1, 1) + store
    return data[:2] + b"\xff\xeb" + struct.pack(">H", 2 + len(segment)) + segment + data[2:]


def file(bench: Any) -> bytes:
    """A plain JPEG."""
    return bench.encoded(np.full((704, 1000, 3), 200, np.uint8), 90)


def test_credentials_that_state_a_model_are_told(bench: Any) -> None:
    """In the IPTC's word for it."""
    claim = b"\xa1\x71digitalSourceType\x78\x4ahttp://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    outcome = measure(bench.document(with_manifest(file(bench), claim)))
    assert isinstance(outcome, Measured)
    assert outcome.value == 1.0
    assert outcome.facts["stated"] == "made by a trained model"


def test_credentials_of_a_camera_state_no_edit(bench: Any) -> None:
    """They are there, and that is all."""
    outcome = measure(bench.document(with_manifest(file(bench), b"\xa1\x66action\x6cc2pa.created")))
    assert isinstance(outcome, Measured)
    assert outcome.value == 0.0


def test_a_file_without_credentials_is_no_gap(bench: Any) -> None:
    """Most files bear none."""
    outcome = measure(bench.document(file(bench)))
    assert isinstance(outcome, Abstained)
    assert not outcome.expected
