"""Applies alerts to a post: verified, newer than what is there, and listed; the templates and their signatures stay as they are.

A template that does not show what an alert calls genuine print is a conflict, kept and shown. An alert of an id that another authority uses is refused.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from docforensics.alerts.book import FOLDER, LIST, AlertBook, AlertConflict, AppliedAlert
from docforensics.alerts.file import signed_alert
from docforensics.alerts.matching import found_on, inner_of
from docforensics.alerts.model import Alert
from docforensics.batch.lock import locked
from docforensics.errors import AlertError
from docforensics.regular import is_file, is_folder, read_regular
from docforensics.templates.archive import MOST_FILE_BYTES
from docforensics.templates.retrieval.marks import sought_mark
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore
from docforensics.templates.writing import writing
from docforensics.whole_file import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What applying one alert came to."""

    alert: Alert
    what: str
    """`new`, `replaced`, `withdrawn` or `known`: the same revision was applied before."""


def book_folder(store: str | Path) -> Path:
    """Give the folder of applied alerts that belongs to a store of templates; the folder itself where it is one."""
    root = Path(store)
    return root if is_file(root / LIST) and root.name == FOLDER else root / FOLDER


def open_book(store: str | Path) -> AlertBook:
    """Open the alerts of a store; an empty book where none was applied."""
    folder = book_folder(store)
    return AlertBook.open(folder) if is_file(folder / LIST) else AlertBook(folder=folder)


def apply_alerts(
    files: Iterable[str | Path],
    store: str | Path,
    keys: TemplateKeys,
    *,
    on: date,
    templates: TemplateStore | None = None,
) -> tuple[Applied, ...]:
    """Verify alerts and add them to those of a store; all of them or, where one is refused, none. One application at a time: another waits.

    Parameters
    ----------
    keys
        Trusted keys; an alert that none of them signed is refused.
    on
        The day, written into the list.
    templates
        Compared with the marks, for conflicts; the alerts are applied whatever comes of it.

    Raises
    ------
    AlertError
        An alert is malformed, changed, not signed with a trusted key, older than what is there, of the same revision with another content, or
        signed by another key than the alert of the same id that is there.
    """
    if not is_folder(store):
        raise AlertError(f"{store}: expected a folder of templates")
    folder = book_folder(store)
    with ExitStack() as held:
        with writing(folder):
            held.enter_context(locked(folder))
        return _applied(files, store, keys, on=on, templates=templates)


def _applied(
    files: Iterable[str | Path],
    store: str | Path,
    keys: TemplateKeys,
    *,
    on: date,
    templates: TemplateStore | None,
) -> tuple[Applied, ...]:
    """Apply alerts in a folder that no other application changes meanwhile."""
    book, folder = open_book(store), book_folder(store)
    entries = {entry.id: entry for entry in book.entries}
    done: list[tuple[Applied, bytes]] = []
    for file in files:
        alert, raw = _verified(Path(file), keys)
        what = _what(alert, entries.get(alert.id), str(file))
        done.append((Applied(alert=alert, what=what), raw))
        if what != "known":
            entries[alert.id] = AppliedAlert.of(alert, on=on)
    fresh = [one for one, _ in done if one.what != "known"]
    conflicts = _conflicts(book, fresh, templates)
    with writing(folder):
        for one, raw in done:
            if one.what != "known":
                write_whole(folder / entries[one.alert.id].file, raw)
        listed = replace(
            book,
            entries=tuple(sorted(entries.values(), key=lambda entry: entry.id)),
            conflicts=tuple(conflicts),
        )
        write_whole(folder / LIST, listed.table())
    return tuple(one for one, _ in done)


def _verified(file: Path, keys: TemplateKeys) -> tuple[Alert, bytes]:
    alert = signed_alert(file, keys)
    try:
        return alert, read_regular(file, MOST_FILE_BYTES)
    except (OSError, ValueError) as error:
        raise AlertError(f"{file}: cannot be read: {error}") from error


def _what(alert: Alert, known: AppliedAlert | None, file: str) -> str:
    if known is None:
        return "withdrawn" if alert.withdrawn else "new"
    if known.signed_by != alert.signed_by:
        raise AlertError(
            f"{file}: alert {alert.id} is signed by {alert.signed_by}, and the one that was applied by {known.signed_by}: two authorities use "
            "one id, or one takes the name of the other: ask both"
        )
    if alert.revision < known.revision:
        raise AlertError(
            f"{file}: revision {alert.revision} of alert {alert.id} is older than revision {known.revision}, which was applied"
        )
    if alert.revision == known.revision:
        if alert.digest != known.digest:
            raise AlertError(
                f"{file}: alert {alert.id} has another content than the same revision {alert.revision} that was applied"
            )
        return "known"
    return "withdrawn" if alert.withdrawn else "replaced"


def _conflicts(
    book: AlertBook, fresh: list[Applied], templates: TemplateStore | None
) -> Iterator[AlertConflict]:
    """Conflicts that stay, and those that the alerts just applied bring."""
    changed = {one.alert.id for one in fresh}
    yield from (one for one in book.conflicts if changed.isdisjoint(one.alerts))
    for one in fresh:
        if templates is not None and one.alert.measured:
            yield from _with_templates(one.alert, templates)


def _with_templates(alert: Alert, templates: TemplateStore) -> Iterator[AlertConflict]:
    """A template of the model that does not show what the alert calls genuine, or that shows its mark."""
    of_model = [one for one in templates.templates if one.model == alert.model]
    for template in of_model:
        for place in alert.measured:
            reference = template.references.get(place.light)
            box = None if reference is None else found_on(reference, place)
            if reference is not None and box is None:
                reason = f"template {template.id} does not show the genuine print of {place.name} of alert {alert.id}; the place is not looked for"
                yield AlertConflict(alerts=(alert.id,), reason=reason)
            elif reference is not None and box is not None:
                mark = replace(place.mark(alert.id), box=box)
                if sought_mark(reference, mark, painted=inner_of(place.painted)) is None:
                    reason = f"template {template.id} shows at {place.name} what alert {alert.id} calls a counterfeit; the place is not looked for"
                    yield AlertConflict(alerts=(alert.id,), reason=reason)
