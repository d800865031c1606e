"""A feed: what is new is fetched, and what is old, changed, cut off or of somebody else is refused."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docforensics.alerting.feed import INDEX, STATE, FeedEntry, publish, pull
from docforensics.alerts.file import write_alert
from docforensics.alerts.model import Alert
from docforensics.batch.addresses import Folder
from docforensics.errors import AlertError, UsageError
from docforensics.templates.signing import TemplateKeys

MakeAlert = Callable[..., Alert]
Pair = tuple[Path, Path]
DAY, LATER = date(2026, 11, 28), date(2026, 12, 28)
SECOND = "11111111-2222-4333-8444-555555555555"


class Feed:
    """A feed in a folder, with the key of its maker."""

    def __init__(self, root: Path, pair: Pair, alerts_made: MakeAlert) -> None:
        self.root, self.pair, self._made = root, pair, alerts_made
        self.address, self.here = root / "feed", root / "here"
        self.keys = TemplateKeys.load(pair[1])

    def file(self, **changes: object) -> Path:
        """Write a signed alert."""
        alert = self._made(**changes)
        return write_alert(
            alert, self.root / f"{alert.id}-{alert.revision}.dfalert", private_key=self.pair[0]
        )

    def publish(self, *files: Path) -> None:
        """Add them."""
        publish(files, str(self.address), self.pair[0], on=DAY, expires_on=LATER, keys=self.keys)

    def pull(self, on: date = DAY) -> tuple[int, int]:
        """Pull; how many alerts there are, and how many were fetched."""
        pulled = pull(str(self.address), self.here, self.keys, on=on)
        assert all(file.is_file() for file in pulled.files)
        return len(pulled.files), pulled.fetched


@pytest.fixture
def feed(tmp_path: Path, pair: Pair, alerts_made: MakeAlert) -> Feed:
    """A feed with one alert, pulled once."""
    made = Feed(tmp_path, pair, alerts_made)
    made.publish(made.file())
    assert made.pull() == (1, 1)
    return made


def test_only_what_is_new_is_fetched(feed: Feed) -> None:
    """And a pull of the same index fetches nothing."""
    assert feed.pull() == (1, 0)
    feed.publish(feed.file(id=SECOND))
    assert feed.pull() == (2, 1)


def test_a_broken_pull_is_resumed(feed: Feed) -> None:
    """What was fetched is not fetched again; a file that was cut off is."""
    feed.publish(feed.file(id=SECOND))
    missing = feed.address / f"{SECOND}.1.dfalert"
    kept = missing.read_bytes()
    missing.unlink()
    with pytest.raises(AlertError, match="is missing: the feed is incomplete"):
        feed.pull()
    missing.write_bytes(kept)
    assert feed.pull() == (2, 1)
    fetched = feed.here / missing.name
    fetched.write_bytes(kept[:100])
    assert feed.pull() == (2, 1)


def test_an_older_index_is_refused(feed: Feed) -> None:
    """A roll-back: the index of before the withdrawal is put back."""
    old = (feed.address / INDEX).read_bytes()
    feed.publish(feed.file(id=SECOND))
    feed.pull()
    (feed.address / INDEX).write_bytes(old)
    with pytest.raises(AlertError, match=r"index 1 is older than index 2, .* a roll-back"):
        feed.pull()


def test_another_index_of_the_same_number_is_refused(feed: Feed) -> None:
    """A replay of what was signed for others."""
    (feed.address / INDEX).unlink()
    feed.publish(feed.file(id=SECOND))
    with pytest.raises(AlertError, match="index 1 is not the one of this number"):
        feed.pull()


def test_an_expired_index_is_refused(feed: Feed) -> None:
    """Somebody may withhold newer ones."""
    with pytest.raises(AlertError, match="expired on 2026-12-28"):
        feed.pull(on=date(2026, 12, 29))


def test_another_feed_is_refused(feed: Feed) -> None:
    """Also one of the same maker."""
    (feed.address / INDEX).unlink()
    publish([], str(feed.address), feed.pair[0], on=DAY, expires_on=LATER, keys=feed.keys, name="other")
    with pytest.raises(AlertError, match="it is the feed 'other'"):
        feed.pull()


def test_a_wrong_key_is_refused(feed: Feed, stranger: Pair) -> None:
    """Of the index, and of an alert that is to be put into the feed."""
    with pytest.raises(AlertError, match="no trusted key"):
        pull(str(feed.address), feed.here, TemplateKeys.load(stranger[1]), on=DAY)
    alert = write_alert(feed._made(id=SECOND), feed.root / "x.dfalert", private_key=stranger[0])
    with pytest.raises(AlertError, match="not signed with a trusted key"):
        feed.publish(alert)


def test_a_changed_index_is_refused(feed: Feed) -> None:
    """The signature is over all that it states."""
    file = feed.address / INDEX
    whole = json.loads(file.read_bytes())
    whole["signed"]["expires_on"] = "2099-01-01"
    file.write_text(json.dumps(whole))
    with pytest.raises(AlertError, match="does not fit"):
        feed.pull()


@pytest.mark.parametrize("cut", [0, 1, 100])
def test_a_truncated_index_is_refused(feed: Feed, cut: int) -> None:
    """Wherever it ends."""
    file = feed.address / INDEX
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(AlertError, match="is refused"):
        feed.pull()


def test_a_changed_file_is_refused(feed: Feed) -> None:
    """The index states its sha256."""
    feed.publish(feed.file(id=SECOND))
    file = feed.address / f"{SECOND}.1.dfalert"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(bytes(raw))
    with pytest.raises(AlertError, match="not the file that the index states"):
        feed.pull()


def test_a_folder_without_a_feed_is_refused(feed: Feed) -> None:
    """With what was expected."""
    with pytest.raises(AlertError, match="expected a feed"):
        pull(str(feed.root / "none"), feed.here, feed.keys, on=DAY)


def test_a_lost_state_is_an_error_and_not_a_new_beginning(feed: Feed) -> None:
    """A malformed one would let an older feed in."""
    (feed.here / STATE).write_text("{}")
    with pytest.raises(AlertError, match="restore it from a backup"):
        feed.pull()


def test_an_older_revision_does_not_replace_a_newer_one_in_a_feed(feed: Feed) -> None:
    """Whoever publishes is told."""
    first = feed.file()
    feed.publish(feed.file(revision=3))
    with pytest.raises(AlertError, match="older than the one in the feed"):
        feed.publish(first)


def test_one_revision_has_one_file_in_a_feed(feed: Feed) -> None:
    """Whatever their hashes are: another one would be refused by every post that applied the first."""
    for title in ("One", "Two", "Three", "Four"):
        with pytest.raises(AlertError, match="another file than the one of the same revision 1"):
            feed.publish(feed.file(title=title))


def test_an_index_may_not_ask_for_more_than_an_alert_takes(feed: Feed) -> None:
    """Nor is more of a file read than that."""
    with pytest.raises(AlertError, match="at most"):
        FeedEntry(id=SECOND, revision=1, file=f"{SECOND}.1.dfalert", bytes=2**40, sha256="0" * 64)
    assert Folder(str(feed.address)).read(INDEX, most=10_000)
    with pytest.raises(UsageError, match="at most 10 bytes"):
        Folder(str(feed.address)).read(INDEX, most=10)


def test_a_feed_lies_behind_any_address(feed: Feed) -> None:
    """In memory, as in an object store."""
    fsspec = pytest.importorskip("fsspec")
    address = "memory://alerts-feed"
    publish([feed.file()], address, feed.pair[0], on=DAY, expires_on=LATER, keys=feed.keys)
    pulled = pull(address, feed.root / "there", feed.keys, on=DAY)
    assert pulled.fetched == 1
    assert replace(pulled.index, alerts=()).number == 1
    with pytest.raises(UsageError, match="at most 10 bytes"):
        Folder(address).read(INDEX, most=10)
    fsspec.filesystem("memory").rm("/alerts-feed", recursive=True)
