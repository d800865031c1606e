"""Kept results of a scan, searched for what a later alert recognises."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from docforensics.alerts.book import AlertBook
from docforensics.alerts.model import Alert
from docforensics.alerts.numbers import NumberKeys
from docforensics.batch.link.alerted import TO_SCAN, search_results
from docforensics.batch.link.sealed import KeptNumber, NumberSeal
from docforensics.batch.manifest import read_manifest
from docforensics.batch.purge import purge
from docforensics.batch.schema import scanned_table
from docforensics.batch.settings import key_id
from docforensics.batch.store import ResultStore
from docforensics.errors import UsageError
from docforensics.reach import Reach
from tests.alerts.conftest import NUMBER_KEY, make_alert, make_place

pytest.importorskip("cryptography")
KEY, DAY = b"k" * 32, date(2026, 12, 1)
LISTED, DOUBTFUL, OTHER = "UV3144810", "UV3144811", "UV9999999"


def _input(address: str, side: str = "other", light: str = "visible") -> dict[str, Any]:
    return {"address": address, "side": side, "light": light, "sha256": "0" * 64, "bytes": 1}


def _side(template: str | None = "UTO-P-2-2023") -> dict[str, Any]:
    return {"side": "other", "channel": "scanner", "lights": ["visible"], "template": template}


def _row(name: str, number: str = "", chance: float = 0.99, **changes: Any) -> dict[str, Any]:
    kept = KeptNumber(issuer="UTO", readings={number: chance, "OTHER": 1 - chance})
    sealed = NumberSeal(KEY).sealed(kept, name * 2) if number else None
    told = {
        "name": name,
        "document": name * 2,
        "status": "examined",
        "outcome": "CLEAR",
        "sides": [_side()],
        "inputs": [_input(f"/in/{name}.png")],
        "findings": [],
        "number": {"sealed": sealed, "why": None if number else "no_mrz"},
    }
    return told | changes


ROWS = [
    _row("listed", LISTED),
    _row("doubtful", DOUBTFUL, 0.4),
    _row("other", OTHER),
    _row("unread"),
    _row("no-template", OTHER, sides=[_side(None)]),
    _row("another-model", OTHER, sides=[_side("UTO-P-1-2010")]),
    _row("broken", status="failed", sides=None, number=None),
    _row("card", OTHER, sides=[_side(), _side()], inputs=[_input("front.png", "front"), _input("back.png", "back")]),
    _row("lights", OTHER, inputs=[_input("/in/w.png"), _input("/in/u.png", light="uv"), _input("/in/u2.png", light="uv")]),
]  # fmt: skip


@pytest.fixture(name="results_of")
def fixture_results_of(tmp_path: Path) -> Callable[..., Path]:
    """Write results of a scan."""

    def results_of(*rows: dict[str, Any], retain: tuple[str, ...] = ("numbers",), parts: int = 2) -> Path:
        told = {"retain": list(retain), "link_key": key_id(KEY)}
        store = ResultStore(str(tmp_path / "out"), told)
        for start in range(parts):
            if kept := rows[start::parts]:
                store.add(scanned_table(kept))
                store.flush()
        return tmp_path / "out"

    return results_of


def _book(*alerts: Alert, key: bytes | None = NUMBER_KEY) -> AlertBook:
    return AlertBook.of(alerts or (make_alert(),), keys=NumberKeys([key] if key else []))


def _csv(results: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((results / "alerted" / name).read_text(encoding="utf-8"))))


def test_a_listed_number_is_found_and_a_doubtful_one_is_left_open(results_of: Callable[..., Path]) -> None:
    """In every part of the results; each document that was not compared is counted with the reason."""
    results = results_of(*ROWS)
    found = search_results(results, _book(), on=DAY, link_key=KEY)
    assert {(one.document.name, one.is_sure) for one in found.matches} == {
        ("listed", True),
        ("doubtful", False),
    }
    assert (found.documents, found.looked_up) == (9, 7)
    assert found.not_by_number == {"no_mrz": 1, "failed": 1}
    rows = {row["name"]: row for row in _csv(results, "matches.csv")}
    assert rows["listed"]["meaning"] == "in the list"
    assert rows["doubtful"]["meaning"].startswith("perhaps")
    missed = {(row["name"], row["what"], row["code"]) for row in _csv(results, "not-searched.csv")}
    assert missed == {
        ("unread", "number", "no_mrz"),
        ("broken", "number", "failed"),
        ("broken", "print", "failed"),
        ("no-template", "print", "no_template"),
    }


def test_a_number_that_was_not_read_for_certain_is_not_searched(results_of: Callable[..., Path]) -> None:
    """Unless one of its readings is in a list."""
    kept = KeptNumber(issuer="UTO", readings={OTHER: 0.4, "UV9999998": 0.2})
    sealed = NumberSeal(KEY).sealed(kept, "blurred" * 2)
    blurred = _row("blurred", number=OTHER) | {"number": {"sealed": sealed, "why": None}}
    found = search_results(results_of(blurred, parts=1), _book(), on=DAY, link_key=KEY)
    assert (found.looked_up, found.matches, found.not_by_number) == (0, [], {"unreadable": 1})


def test_documents_of_the_model_are_listed_as_a_manifest_that_a_scan_takes(
    results_of: Callable[..., Path],
) -> None:
    """With sides, lights and channel; of another model none, and of a document without a template it is not known."""
    results = results_of(*ROWS)
    found = search_results(results, _book(), on=DAY, link_key=KEY)
    named = {one.document.name for one in found.pictures}
    assert named == {"listed", "doubtful", "other", "unread", "card", "lights"}
    assert found.not_by_print == {"no_template": 1, "failed": 1}
    assert not any(one.is_for_the_eye for one in found.pictures)
    entries = {one.name: one for one in read_manifest(str(results / TO_SCAN), Reach(outside=True))}
    assert set(entries) == named
    assert [side.side.value for side in entries["card"].sides] == ["front", "back"]
    assert entries["card"].pictures[0].address == str(Path("front.png").absolute())
    (side,) = entries["lights"].sides
    assert [(one.light.value, one.address) for one in side.pictures] == [
        ("visible", "/in/w.png"),
        ("uv", "/in/u.png"),
        ("uv", "/in/u2.png"),
    ]
    assert str(side.channel) == "scanner"


def test_places_for_the_eye_alone_are_named_as_such(results_of: Callable[..., Path]) -> None:
    """No check finds them."""
    alert = make_alert(places=(make_place(is_measured=False),), numbers=())
    found = search_results(results_of(*ROWS[:1]), _book(alert), on=DAY, link_key=KEY)
    assert [one.is_for_the_eye for one in found.pictures] == [True]
    assert found.lists == found.looked_up == 0


@pytest.mark.parametrize("why", ["expired", "withdrawn"])
def test_an_alert_that_is_not_in_force_recognises_nothing(results_of: Callable[..., Path], why: str) -> None:
    """As at an examination."""
    alert = make_alert()
    gone = (
        alert.withdrawal("wrong", DAY) if why == "withdrawn" else replace(alert, valid_to=date(2026, 11, 30))
    )
    found = search_results(results_of(*ROWS), _book(gone), on=DAY, link_key=KEY)
    assert (found.matches, found.pictures, found.not_searched) == ([], [], [])


def test_without_a_key_nothing_is_compared_and_that_is_counted(results_of: Callable[..., Path]) -> None:
    """Neither without the link key, nor without the key of the list; another link key is refused."""
    results = results_of(*ROWS)
    without = search_results(results, _book(), on=DAY)
    assert (without.matches, without.looked_up) == ([], 0)
    assert without.not_by_number == {"no_link_key": 8, "failed": 1}
    keyless = search_results(results, _book(key=None), on=DAY, link_key=KEY)
    assert (keyless.matches, keyless.lists, keyless.lists_without_key, keyless.looked_up) == ([], 1, 1, 0)
    assert search_results(results, _book(key=b"x" * 32), on=DAY, link_key=KEY).matches == []
    with pytest.raises(UsageError, match="nothing under this link key"):
        search_results(results, _book(), on=DAY, link_key=b"x" * 32)


def test_results_that_kept_no_numbers_say_so(results_of: Callable[..., Path]) -> None:
    """What was not looked up is not in order."""
    rows = [{**row, "number": None} for row in ROWS]
    found = search_results(results_of(*rows, retain=()), _book(), on=DAY)
    assert found.not_by_number == {"not_retained": 8, "failed": 1}
    assert (found.looked_up, len(found.pictures)) == (0, 6)


def test_no_number_stands_in_what_is_kept_or_written_and_nothing_else_changes(
    results_of: Callable[..., Path],
) -> None:
    """Neither in the Parquet files nor in the lists; a purge takes both away."""
    results = results_of(*ROWS)
    before = {file: file.read_bytes() for file in results.rglob("*.parquet")}
    search_results(results, _book(), on=DAY, link_key=KEY)
    assert {file: file.read_bytes() for file in results.rglob("*.parquet")} == before
    tables = "".join(repr(pq.read_table(file).to_pylist()) for file in before)  # Parquet is compressed
    written = "".join(file.read_text(encoding="utf-8") for file in results.glob("alerted/*"))
    assert "listed" in tables
    assert "listed" in written
    assert not [number for number in (LISTED, DOUBTFUL, OTHER) if number in tables + written]
    assert purge(results, ["numbers"]) == 5
    assert not [*results.glob("numbers/*"), *results.glob("alerted/*")]
