"""Several documents give a table: one line each, whatever its length, and one that sums them up."""

import io
from pathlib import Path

import pytest

from docforensics.cli import main
from docforensics.cli.output import Output
from docforensics.cli.table import ReportTable
from docforensics.scoring.model import OutcomeClass
from tests.cli.conftest import make_report


def table(*names: str) -> tuple[ReportTable, io.StringIO]:
    """Begin a table of documents."""
    shown = io.StringIO()
    return ReportTable(names, Output(shown, io.StringIO())), shown


def test_each_document_has_one_line_and_all_have_a_sum() -> None:
    """The worst first in the sum; the lines in the order of the documents."""
    names = ("a.png", "b.png", "c.png", "d.png")
    rows, shown = table(*names)
    rows.add("a.png", make_report(OutcomeClass.CLEAR))
    rows.add("b.png", make_report(OutcomeClass.ALERT))
    rows.add_failed("c.png", "the bytes\nare \x1b[2J damaged " * 30)
    rows.add("d.png", make_report(OutcomeClass.CLEAR))
    rows.close()
    lines = shown.getvalue().splitlines()
    assert [line.split()[0] for line in lines[1:5]] == list(names)
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in shown.getvalue()
    assert " ".join(lines[5:]).startswith("4 documents: 1 ALERT, 2 CLEAR, 1 not examined. --all writes")


def test_a_folder_that_all_share_is_named_once(tmp_path: Path) -> None:
    """Names that are too long lose their middle, since folder and file tell them apart."""
    files = [str(tmp_path / folder / "data-page-white.jpg") for folder in ("first", "second")]
    rows, shown = table(*files)
    rows.add_failed(files[1], "damaged")
    assert shown.getvalue().startswith(f"in {tmp_path}")
    assert "second/data-page-white.jpg  not examined  damaged" in shown.getvalue()
    long = ["x" * 200 + "-1.png", "x" * 200 + "-2.png"]
    rows, shown = table(*long)
    rows.add_failed(long[0], "damaged")
    assert "...xxx" in shown.getvalue()
    assert "-1.png  not examined" in shown.getvalue()


@pytest.mark.parametrize("names", [["/a/x.png", "x.png"], ["x.png", "y.png"], ["a/x.png", "b/x.png"]])
def test_names_without_a_shared_folder_stay_as_they_are(names: list[str]) -> None:
    """None is cut at a letter that two folders share."""
    rows, shown = table(*names)
    rows.add_failed(names[0], "damaged")
    assert f"{names[0]}" in shown.getvalue().splitlines()[1]
    assert not shown.getvalue().startswith("in ")


@pytest.mark.usefixtures("examiner")
def test_all_writes_every_report_and_one_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """`--all` is what was written before; of one file the first line says which."""
    main(["examine", "clear.png"])
    assert capsys.readouterr().out.startswith("clear.png: CLEAR")
    main(["examine", "clear.png", "--all"])
    whole = capsys.readouterr().out
    assert whole.startswith("CLEAR  ")
    assert "WHAT THIS DOES NOT MEAN" in whole
    main(["examine", "clear.png", "refer.png", "--all"])
    both = capsys.readouterr().out
    assert "==> clear.png\nCLEAR" in both
    assert "==> refer.png\nREFER" in both
