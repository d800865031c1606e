"""What cannot be written is said, and no model's name leads to another folder."""

from pathlib import Path

import pytest

from docforensics.errors import TemplateError, UsageError
from docforensics.templates.model import TemplateModel
from docforensics.templates.writing import writing


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """With what the system says."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(UsageError, match=r"file/pack: cannot be written: Not a directory"),
        writing("file/pack"),
    ):
        (tmp_path / "file" / "pack").mkdir()


@pytest.mark.parametrize("code", ["../../x", "a/b", "UTO\n", "C:\\x", "."])
def test_a_model_is_no_path(code: str) -> None:
    """Files are named by it: a pack, a picture, a guide."""
    with pytest.raises(TemplateError, match="expected a country and a type"):
        TemplateModel(country=code, type="P", number=1, year=2020)
    with pytest.raises(TemplateError, match="expected a country and a type"):
        TemplateModel(country="UTO", type=code, number=1, year=2020)
