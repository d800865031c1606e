"""What native decoders write to descriptor 2 is dropped in our own programs, and what Python writes to `sys.stderr` stays."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from docforensics.native_lines import descriptor_of, native_lines_dropped

PROGRAM = """
import os, sys, warnings
from docforensics.native_lines import native_lines_dropped
with native_lines_dropped():
    os.write(2, b"native inside")
    sys.stderr.write("python inside\\n")
    warnings.warn("a warning")
os.write(2, b"native after\\n")
sys.stderr.write("python after\\n")
"""


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A JPEG of which libjpeg says something."""
    stream = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (90, 120, 3), np.uint8)
    Pillow.fromarray(pixels).save(stream, "JPEG")
    raw = stream.getvalue()
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "damaged.jpg"
    file.write_bytes(raw[:-2] + bytes(6) + raw[-2:])
    return file


def ran(*command: str) -> "subprocess.CompletedProcess[str]":
    """Run a program of ours."""
    return subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)


def test_only_native_lines_are_dropped_and_only_inside() -> None:
    """Descriptor and stream are as before, afterwards."""
    told = ran("-c", PROGRAM).stderr
    assert "native inside" not in told
    assert [
        word for word in ("python inside", "a warning", "native after", "python after") if word not in told
    ] == []


def test_programs_say_nothing_of_libjpeg_s(damaged: Path, tmp_path: Path) -> None:
    """Neither the one that reads a file, nor the workers of a scan; the library alone lets its lines through."""
    library = "import sys; from docforensics.capture.images import load_images; load_images(sys.argv[1])"
    assert "Corrupt JPEG data" in ran("-c", library, str(damaged)).stderr
    assert "Corrupt" not in ran("-m", "docforensics", "mrz", str(damaged)).stderr
    out = tmp_path / "out"
    done = ran(
        "-m", "docforensics", "scan", str(damaged.parent), "-o", str(out), "--no-summary", "--workers", "1"
    )
    assert done.returncode == 0, done.stderr
    assert "Corrupt" not in done.stderr


def test_a_stream_of_somebody_else_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook's, or one that a test holds: it has no descriptor of its own, or another one."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with native_lines_dropped():
        assert sys.stderr is stream
    assert descriptor_of(stream) is None
    assert descriptor_of(None) is None
