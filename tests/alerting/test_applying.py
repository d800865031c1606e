"""Alerts join a store: verified, newer than what is there, or refused with a reason."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from docforensics.alerting.applying import apply_alerts, open_book
from docforensics.alerts.book import FOLDER, LIST
from docforensics.alerts.file import write_alert
from docforensics.alerts.model import Alert
from docforensics.capture.light import Light
from docforensics.errors import AlertError
from docforensics.formats.table import PageSize
from docforensics.templates.model import LightReference, Template
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore

MakeAlert = Callable[..., Alert]
Pair = tuple[Path, Path]
DAY = date(2026, 11, 28)


@pytest.fixture
def keys(pair: Pair) -> TemplateKeys:
    """Whom the post trusts."""
    return TemplateKeys.load(pair[1])


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A folder of templates; none is needed here."""
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


@pytest.fixture
def written(pair: Pair, tmp_path: Path) -> Callable[[Alert, str], Path]:
    """Write a signed alert."""
    return lambda alert, name: write_alert(alert, tmp_path / f"{name}.dfalert", private_key=pair[0])


Written = Callable[[Alert, str], Path]


def test_an_applied_alert_is_listed_and_kept_as_it_was_signed(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """The templates are not touched: all is in a folder of its own."""
    alert = alerts_made()
    file = written(alert, "a")
    (done,) = apply_alerts([file], store, keys, on=DAY)
    assert done.what == "new"
    assert (store / FOLDER / f"{alert.id}.dfalert").read_bytes() == file.read_bytes()
    assert [path.name for path in store.iterdir()] == [FOLDER]
    book = open_book(store)
    assert [entry.id for entry in book.entries] == [alert.id]
    assert next(book.with_marks(alert.model, DAY)).title == alert.title


def test_a_newer_revision_replaces_and_the_same_is_known(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """A withdrawal is a newer revision."""
    alert = alerts_made()
    first, second = written(alert, "a"), written(replace(alert, revision=2, title="Seen more often"), "b")
    third = written(replace(alert, revision=2).withdrawal("wrong", DAY), "c")
    assert [one.what for one in apply_alerts([first, second, second], store, keys, on=DAY)] == [
        "new",
        "replaced",
        "known",
    ]
    assert open_book(store).entries[0].title == "Seen more often"
    assert [one.what for one in apply_alerts([third], store, keys, on=DAY)] == ["withdrawn"]
    assert list(open_book(store).with_marks(alert.model, DAY)) == []


def test_an_older_revision_is_refused(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """A replay of an alert that was withdrawn brings it back to nobody."""
    alert = alerts_made()
    first, withdrawal = written(alert, "a"), written(alert.withdrawal("wrong", DAY), "b")
    apply_alerts([withdrawal], store, keys, on=DAY)
    with pytest.raises(AlertError, match=r"revision 1 of alert .* is older than revision 2"):
        apply_alerts([first], store, keys, on=DAY)


def test_one_revision_has_one_content(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """Another content under the same number is refused."""
    apply_alerts([written(alerts_made(), "a")], store, keys, on=DAY)
    with pytest.raises(AlertError, match="another content than the same revision 1"):
        apply_alerts([written(alerts_made(title="Other"), "b")], store, keys, on=DAY)


def test_an_alert_of_nobody_trusted_is_refused_and_nothing_of_the_call_is_applied(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys, stranger: Pair
) -> None:
    """All or none."""
    strange = write_alert(
        alerts_made(id="11111111-2222-4333-8444-555555555555"),
        store.parent / "s.dfalert",
        private_key=stranger[0],
    )
    with pytest.raises(AlertError, match="not signed with a trusted key"):
        apply_alerts([written(alerts_made(), "a"), strange], store, keys, on=DAY)
    assert not (store / FOLDER / LIST).exists()


def test_two_authorities_with_one_id_are_refused(
    alerts_made: MakeAlert, written: Written, store: Path, pair: Pair, stranger: Pair
) -> None:
    """Also where both are trusted: nobody replaces or withdraws the alert of another."""
    (store.parent / "both").mkdir()
    for number, folder in enumerate((pair[1], stranger[1])):
        (store.parent / "both" / f"{number}.pem").write_bytes((folder / "key.pem").read_bytes())
    both = TemplateKeys.load(store.parent / "both")
    apply_alerts([written(alerts_made(), "a")], store, both, on=DAY)
    takeover = write_alert(
        alerts_made().withdrawal("mine", DAY), store.parent / "t.dfalert", private_key=stranger[0]
    )
    with pytest.raises(AlertError, match="two authorities use"):
        apply_alerts([takeover], store, both, on=DAY)


def test_applications_at_once_lose_none(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """Each reads the list that the other has written."""
    ids = [f"0000000{number}-2222-4333-8444-555555555555" for number in range(8)]
    given = [written(alerts_made(id=one), one) for one in ids]
    with ThreadPoolExecutor(len(given)) as pool:
        done = list(pool.map(lambda file: apply_alerts([file], store, keys, on=DAY), given))
    assert [one.what for (one,) in done] == ["new"] * len(given)
    assert [entry.id for entry in open_book(store).entries] == ids


def test_a_store_that_is_not_there_is_refused(keys: TemplateKeys, tmp_path: Path) -> None:
    """With what was expected."""
    with pytest.raises(AlertError, match="expected a folder"):
        apply_alerts([], tmp_path / "none", keys, on=DAY)


def test_a_template_that_shows_other_print_is_a_conflict(
    alerts_made: MakeAlert, written: Written, store: Path, keys: TemplateKeys
) -> None:
    """It is applied, listed, and shown; a revision without marks takes the conflict away."""
    alert = alerts_made()
    page = np.random.default_rng(9).integers(0, 255, (432, 685, 3), dtype=np.uint8)
    shape = page.shape[:2]
    reference = LightReference(
        mean=page, tolerance=np.zeros(shape, np.float32), constant=np.ones(shape, bool)
    )
    template = Template(
        model=alert.model,
        size=PageSize.ID1,
        features=(),
        references={Light.VISIBLE: reference},
        n_captures=5,
    )
    templates = TemplateStore([template])
    apply_alerts([written(alert, "a")], store, keys, on=DAY, templates=templates)
    (conflict,) = open_book(store).conflicts
    assert conflict.alerts == (alert.id,)
    assert "does not show the genuine print" in conflict.reason
    apply_alerts([written(alert.withdrawal("wrong", DAY), "b")], store, keys, on=DAY, templates=templates)
    assert open_book(store).conflicts == ()
