"""Which published pages are asked of which templates, and what is counted."""

from pathlib import Path
from typing import Any

from benchmarks.real.registration import Picture, counts, of_others, same_model


def picture(name: str, model: str, *, document: str = "", device: str = "", issuer: str = "A") -> Picture:
    """State a page."""
    return Picture(
        path=Path(f"set/{name}.jpg"),
        model=model,
        issuer=issuer,
        document=document or name,
        device=device,
        size="ID1",
    )


def test_pairs_are_of_one_model_and_of_two_documents_or_devices() -> None:
    """Both ways round; two scans of one document are no pair, one card on two devices is."""
    pages = [
        picture("a", "X-id front"),
        picture("b", "X-id front"),
        picture("c", "X-id back"),
        picture("d", "Y-id front", document="one"),
        picture("e", "Y-id front", document="one"),
        picture("f", "card front", document="card", device="scan"),
        picture("g", "card front", document="card", device="phone"),
    ]
    found = [(one.page.path.stem, one.sources[0].path.stem) for one in same_model(pages)]
    assert found == [("a", "b"), ("b", "a"), ("f", "g"), ("g", "f")]


def test_others_are_some_in_turn_and_all_of_the_same_issuer() -> None:
    """Other sides of the page's own model are neither."""
    pages = [
        picture("a", "X-id front"),
        picture("b", "X-id back"),
        picture("c", "Z-id front"),
        *(picture(f"n{number}", f"N{number} front", issuer=f"N{number}") for number in range(9)),
    ]
    of_first = [one for one in of_others(pages, 2) if one.page.path.stem == "a"]
    names = [one.sources[0].path.stem for one in of_first]
    assert "c" in names
    assert "b" not in names
    assert len([name for name in names if name.startswith("n")]) >= 1
    assert [one.sources[0].path.stem for one in of_others(pages[:3], 0)] == ["c", "c", "a", "b"]


def test_counts_name_what_does_not_fit_and_what_is_wrong() -> None:
    """A page of another model that fits is named with how well, and whether it is of the same issuer."""

    def line(key: str, kind: str, *, fits: bool, **more: Any) -> dict[str, Any]:
        told = {"agreeing": 0.5, "dissimilarity": 0.2} if fits else {"why": "too_coarse"}
        return {"key": key, "kind": kind, "fits": fits, "cpu_s": 0.1, **told, **more}

    found = counts(
        [
            line("set-a~set-b", "same", fits=True, plain=40),
            line("set-b~set-a", "same", fits=False, plain=3),
            line("set-a~store", "store", fits=True, has_mate=True, right=True, matched="set-b"),
            line("set-c~store", "store", fits=False, has_mate=False, right=False, matched=""),
            line("set-c~set-a", "other", fits=True, akin=False),
        ]
    )
    assert found["same"]["set"]["fit"] == 1
    assert found["same"]["set"]["not_fitted"] == {"set-b~set-a": "too_coarse"}
    assert found["same"]["set"]["plain_fit"] == 1
    assert (found["store"]["mate_found"], found["store"]["no_mate_and_none"]) == (1, 1)
    assert found["other"]["fit"] == {"set-c~set-a": [0.5, False]}
