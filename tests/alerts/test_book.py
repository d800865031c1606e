"""The alerts of a post: listed, and read when they are needed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docforensics.alerts.book import LIST, AlertBook, AppliedAlert
from docforensics.alerts.file import write_alert
from docforensics.alerts.model import Alert
from docforensics.alerts.numbers import NumberKeys
from docforensics.errors import AlertError
from docforensics.templates.signing import TemplateKeys

MakeAlert = Callable[..., Alert]
Pair = tuple[Path, Path]
DAY = date(2026, 11, 28)
KEY = bytes(range(32))


def test_alerts_are_given_by_model_and_day(alerts_made: MakeAlert) -> None:
    """Those of another model, and those not in force, are not."""
    alert = alerts_made()
    book = AlertBook.of([alert])
    assert [one.id for one in book.with_marks(alert.model, DAY)] == [alert.id]
    assert list(book.with_marks(replace(alert.model, year=1999), DAY)) == []
    assert list(book.with_marks(None, DAY)) == []
    assert list(book.with_marks(alert.model, date(2030, 1, 1))) == []


def test_withdrawn_alerts_are_never_given(alerts_made: MakeAlert) -> None:
    """Neither their marks nor their lists."""
    withdrawn = alerts_made().withdrawal("wrong", DAY)
    book = AlertBook.of([withdrawn])
    assert list(book.with_marks(withdrawn.model, DAY)) == []
    assert list(book.lists("UTO", DAY)) == []
    assert len(book) == 1


def test_lists_come_with_the_key_that_the_post_holds(alerts_made: MakeAlert) -> None:
    """None where it does not; none at all of another issuer."""
    without, with_key = AlertBook.of([alerts_made()]), AlertBook.of([alerts_made()], keys=NumberKeys([KEY]))
    assert [key for _, _, key in without.lists("UTO", DAY)] == [None]
    assert [key for _, _, key in with_key.lists("UTO", DAY)] == [KEY]
    assert list(with_key.lists("XYZ", DAY)) == []


@pytest.fixture
def folder(alerts_made: MakeAlert, pair: Pair, tmp_path: Path) -> Path:
    """A folder of one applied alert."""
    alert = alerts_made()
    file = write_alert(alert, tmp_path / f"{alert.id}.dfalert", private_key=pair[0])
    from docforensics.alerts.file import read_alert

    entry = AppliedAlert.of(read_alert(file, TemplateKeys.load(pair[1])), on=DAY)
    (tmp_path / LIST).write_bytes(AlertBook(entries=(entry,)).table())
    return tmp_path


def test_a_folder_is_opened_without_reading_its_alerts(folder: Path) -> None:
    """They are read when a document is of their model."""
    book = AlertBook.open(folder)
    assert len(book) == 1
    assert len(book.digest) == 64
    assert book.entry(book.entries[0].id) == book.entries[0]
    assert book.entry("none") is None
    assert book.alert(book.entries[0]).title == "Ring series"


def test_another_file_than_the_one_applied_is_an_error(
    folder: Path, alerts_made: MakeAlert, pair: Pair
) -> None:
    """As is one that is gone."""
    book = AlertBook.open(folder)
    file = folder / book.entries[0].file
    write_alert(alerts_made(title="Another"), file, private_key=pair[0])
    with pytest.raises(AlertError, match="not the alert that was applied"):
        book.alert(book.entries[0])
    file.unlink()
    with pytest.raises(AlertError, match="cannot read it"):
        book.alert(book.entries[0])


def test_a_post_may_ask_for_the_signature_once_more(folder: Path, pair: Pair, stranger: Pair) -> None:
    """With keys, an alert of nobody trusted is an error."""
    trusted = AlertBook.open(folder, trusted=TemplateKeys.load(pair[1]))
    assert trusted.alert(trusted.entries[0]).signed_by == trusted.entries[0].signed_by
    other = AlertBook.open(folder, trusted=TemplateKeys.load(stranger[1]))
    with pytest.raises(AlertError, match="not signed with a trusted key"):
        other.alert(other.entries[0])


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"book_version": 9, "alerts": []}', b'{"book_version": 1}'])
def test_a_list_that_does_not_fit_is_an_error(tmp_path: Path, raw: bytes) -> None:
    """It names the file and what to do."""
    (tmp_path / LIST).write_bytes(raw)
    with pytest.raises(AlertError, match="docforensics alert apply"):
        AlertBook.open(tmp_path)
