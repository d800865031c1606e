"""The manifest of a folder to measure on: what is wrong is named with file, line and what is expected."""

from pathlib import Path

import pytest

from benchmarks.mrz.specimens import ManifestError, read_manifest

HEAD = "file,use,format,mrz,check_digits\n"
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def _folder(folder: Path, manifest: str) -> Path:
    (folder / "page.png").write_bytes(b"")
    (folder / "manifest.csv").write_text(manifest, encoding="utf-8")
    return folder


def test_rows_become_specimens(tmp_path: Path) -> None:
    """Lines are split, and the digits' column is told."""
    text = f"{HEAD}page.png,read,TD3,{ZONE},ok\npage.png,read,TD3,{ZONE},print-invalid:dob\npage.png,negative,none,,n/a\n"
    valid, invalid, blank = read_manifest(_folder(tmp_path, text))

    assert valid.lines == tuple(ZONE.split("|"))
    assert valid.digits_agree
    assert not invalid.digits_agree
    assert (blank.use, blank.lines) == ("negative", ())


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ("file,use,format,mrz\npage.png,read,TD3,,\n", "column check_digits is missing"),
        (HEAD, "no rows"),
        (f"{HEAD}page.png,maybe,TD3,{ZONE},ok\n", "line 2: use: expected read, negative, other, got 'maybe'"),
        (f"{HEAD}other.png,read,TD3,{ZONE},ok\n", "line 2: 'other.png' is not in the folder"),
        (f"{HEAD}page.png,read,TD3,,ok\n", "line 2: mrz: expected 2 or 3 lines"),
        (f"{HEAD}page.png,negative,none,,\npage.png,read,TD3,abc|def,ok\n", "line 3: mrz"),
    ],
)
def test_a_manifest_that_cannot_be_measured_against_is_refused(
    tmp_path: Path, manifest: str, told: str
) -> None:
    """The header is line 1."""
    with pytest.raises(ManifestError, match=told.replace(",", r"\,")):
        read_manifest(_folder(tmp_path, manifest))


def test_a_folder_without_manifest_is_told_what_one_holds(tmp_path: Path) -> None:
    """The columns are named."""
    with pytest.raises(ManifestError, match="not there; a folder to measure on has manifest"):
        read_manifest(tmp_path)
