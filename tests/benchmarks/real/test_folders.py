"""Pictures of shared folders: documents, sources, twins and what is true of the print."""

from pathlib import Path

import pytest

from benchmarks.real.folders import RealImage, images
from docforensics.errors import InputError

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<|L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def folder(root: Path, name: str, heading: str, *rows: str) -> Path:
    """Write a manifest, and an empty file for each row."""
    place = root / name
    place.mkdir()
    (place / "manifest.csv").write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    for row in rows:
        (place / row.partition(",")[0]).touch()
    return place


def read(*folders: Path, listed: str = "") -> dict[str, RealImage]:
    """Read folders with a list of true findings; by file."""
    file = folders[0].parent / "listed.csv"
    file.write_text(f"file,check,reason\n{listed}\n", encoding="utf-8")
    return {image.file: image for image in images(folders, listed=file)}


def test_pictures_with_one_zone_are_one_document_wherever_they_were_published(tmp_path: Path) -> None:
    """And the other side of the only document of a type belongs to it."""
    zones = folder(
        tmp_path, "zones", "file,source_repo,mrz,use", f"a.png,alpha/one,{ZONE},read", "b.png,beta/two,,read"
    )
    heading = "path,label,document_type,side,mrz,source"
    cards = folder(
        tmp_path,
        "cards",
        heading,
        f"back.png,genuine,UTO-id,back,{ZONE},gamma/three",
        "front.png,genuine,UTO-id,front,,gamma/three",
        "other.png,genuine,UTO-visa,front,,gamma/three",
    )
    found = read(zones, cards)
    same = {found[file].document for file in ("zones/a.png", "cards/back.png", "cards/front.png")}
    assert len(same) == 1
    assert "ERIKSSON" not in same.pop()
    assert len({image.document for image in found.values()}) == 3


def test_an_owner_of_many_pictures_is_several_sources(tmp_path: Path) -> None:
    """Issuer by issuer, as the zone or the manifest names it."""
    rows = [f"{n}.png,alpha/one,{'P<UTO' if n < 5 else 'P<D<<'}X{n},read" for n in range(10)]
    few = folder(
        tmp_path, "few", "file,source_repo,mrz,use", "x.png,beta/two,P<UTOX,read", "o.png,beta/two,,other"
    )
    found = read(folder(tmp_path, "many", "file,source_repo,mrz,use", *rows), few)
    assert {image.source for image in found.values()} == {"alpha/UTO", "alpha/DEU", "beta"}
    assert found["few/o.png"].label == "other"


def test_what_the_manifest_or_the_list_states_of_the_print_is_true(tmp_path: Path) -> None:
    """Printed digits that are wrong, and findings that were looked at."""
    heading = "file,source_repo,mrz,use,check_digits"
    place = folder(
        tmp_path, "zones", heading, "a.png,alpha/one,,read,print-invalid:num", "b.png,alpha/one,,read,ok"
    )
    found = read(place, listed="zones/b.png,data.issuer_code,the code printed is of no State")
    assert found["zones/a.png"].true_checks == ("mrz.check_digits",)
    assert found["zones/b.png"].true_checks == ("data.issuer_code",)


def test_forged_pictures_have_the_twin_that_they_were_made_from(tmp_path: Path) -> None:
    """By card and device; holders of one artwork are told apart."""
    heading = "file,label,card,device,source"
    place = folder(
        tmp_path,
        "cards",
        heading,
        "s__scan.png,genuine,seven,scan,Set (free)",
        "s__attack.png,forged,seven,scan,Set (free)",
        "s__phone.png,genuine,seven,phone,Set (free)",
        "t__01__plain.png,genuine,art,template,Set (free)",
        "t__02__plain.png,genuine,art,template,Set (free)",
    )
    found = read(place)
    assert found["cards/s__scan.png"].twin == found["cards/s__attack.png"].twin
    assert found["cards/s__scan.png"].twin != found["cards/s__phone.png"].twin
    assert found["cards/s__scan.png"].document == found["cards/s__phone.png"].document
    assert found["cards/t__01__plain.png"].document != found["cards/t__02__plain.png"].document


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    """By name."""
    with pytest.raises(InputError, match="no manifest"):
        images([tmp_path])
