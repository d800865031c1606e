"""Pictures and files made in memory for the tests of capture."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image as PillowImage

Encode = Callable[..., bytes]


@pytest.fixture(scope="session")
def pattern() -> NDArray[np.uint8]:
    """Give 48x64 pixels that look the same under no turn and no flip: two ramps and a yellow corner."""
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[..., 0] = np.linspace(0, 200, 64)[None, :]
    pixels[..., 1] = np.linspace(200, 0, 48)[:, None]
    pixels[..., 2] = 60
    pixels[:12, :16] = (250, 240, 20)
    pixels.setflags(write=False)
    return pixels


@pytest.fixture(scope="session")
def picture(pattern: NDArray[np.uint8]) -> PillowImage.Image:
    """Give the same as a Pillow image."""
    return PillowImage.fromarray(pattern)


@pytest.fixture(scope="session")
def encode() -> Encode:
    """Give a function that writes a Pillow image to bytes."""

    def write(image: PillowImage.Image, file_format: str, **options: Any) -> bytes:
        buffer = io.BytesIO()
        image.save(buffer, file_format, **options)
        return buffer.getvalue()

    return write


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """Give a function that lays one JPEG on a page of a new PDF, once for each matrix."""

    def write(
        jpeg: bytes, *matrices: pypdfium2.PdfMatrix, page: tuple[float, float] = (400.0, 300.0)
    ) -> bytes:
        document = pypdfium2.PdfDocument.new()
        sheet = document.new_page(*page)
        for matrix in matrices:
            image = pypdfium2.PdfImage.new(document)
            image.load_jpeg(io.BytesIO(jpeg), inline=True)
            image.set_matrix(matrix)
            sheet.insert_obj(image)
        sheet.gen_content()
        buffer = io.BytesIO()
        document.save(buffer)
        document.close()
        return buffer.getvalue()

    return write
