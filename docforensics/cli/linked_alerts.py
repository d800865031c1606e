"""`docforensics link --alert FILE`: kept results searched for what alerts recognise; its options and what it prints."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.service_options import add_store_arguments, store_settings
from docforensics.errors import AlertError, UsageError
from docforensics.regular import is_folder

if TYPE_CHECKING:
    from docforensics.alerts.book import AlertBook
    from docforensics.batch.link.search import AlertSearch, NumberMatch
    from docforensics.settings import ExaminerSettings


def add_alert_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the search."""
    parser.add_argument(
        "--alert",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="search for what this alert recognises; a folder stands for all its alerts; several may be given",
    )
    add_options(parser, "--keys", help="folder of trusted keys: an alert that none of them signed is refused")
    add_options(parser, "--number-keys")
    parser.add_argument(
        "--link-key", type=Path, metavar="FILE", help="link key of the scan, with which kept numbers are read"
    )
    add_options(parser, "--inspected-on", help="day on which the alerts have to be in force (default: today)")
    parser.add_argument(
        "--with-pictures",
        action="store_true",
        help="of the service: examine the kept pictures of the alert's model again, some seconds each",
    )
    add_options(parser, "--templates", "--template-keys")
    add_store_arguments(parser)


def search_for_alerts(arguments: argparse.Namespace, output: Output) -> Exit:
    """Search, write, and print what was found and what could not be searched."""
    book = _book(arguments)
    day = arguments.inspected_on or date.today()  # noqa: DTZ011 (the post's local day)
    found = _searched(arguments, book, day)
    in_force = sum(entry.is_in_force(day) for entry in book.entries)
    lines = [
        f"{in_force} of {len(book)} alerts are in force on {day}",
        *_of_numbers(found),
        *map(_of_match, found.matches),
        *_of_print(found),
    ]
    if arguments.results is not None:
        from docforensics.batch.link.alerted import TO_SCAN

        scanned = f"{arguments.results}/{TO_SCAN}"
        if not all(one.is_for_the_eye for one in found.pictures):
            lines.append(
                f"examine them: docforensics scan {scanned} --allow-outside -o NEW, with templates to which the alerts were applied"
            )
        lines.append(f"written: {scanned}, matches.csv and not-searched.csv next to it")
    elif found.pictures:
        lines += [f"  {one.document.name}" for one in found.pictures]
    return output.answer(_facts(found, in_force), *lines, as_json=arguments.json, indent=None)


def _book(arguments: argparse.Namespace) -> "AlertBook":
    """Verify the alerts and put them together; the newest revision of each counts."""
    from docforensics.alerts.book import AlertBook
    from docforensics.alerts.file import SUFFIX, signed_alert
    from docforensics.alerts.numbers import NumberKeys
    from docforensics.templates.signing import TemplateKeys

    if arguments.keys is None:
        raise UsageError("--alert: give the folder of trusted keys with --keys")
    keys = TemplateKeys.load(arguments.keys)
    files = [
        file
        for given in arguments.alert
        for file in (sorted(given.glob(f"*{SUFFIX}")) if is_folder(given) else [given])
    ]
    if not files:
        raise AlertError(f"--alert: no file *{SUFFIX} in {', '.join(map(str, arguments.alert))}")
    newest = {
        alert.id: alert
        for alert in sorted((signed_alert(file, keys) for file in files), key=lambda one: one.revision)
    }
    numbers = NumberKeys.load(arguments.number_keys) if arguments.number_keys else None
    return AlertBook.of(newest.values(), keys=numbers)


def _searched(arguments: argparse.Namespace, book: "AlertBook", day: date) -> "AlertSearch":
    from docforensics.batch.extras import require

    if arguments.results is None:
        require("serve")
        from docforensics.service.searched import search_service

        return search_service(store_settings(arguments), book, on=day, again=_again(arguments, book))
    require("batch")
    from docforensics.batch.link.alerted import search_results
    from docforensics.batch.link.key import read_key

    key = read_key(arguments.link_key) if arguments.link_key else b""
    return search_results(arguments.results, book, on=day, link_key=key)


def _again(arguments: argparse.Namespace, book: "AlertBook") -> "ExaminerSettings | None":
    """Give how kept pictures are examined again, where that is asked for: with these alerts and no others."""
    from docforensics.settings import ExaminerSettings

    if not arguments.with_pictures:
        return None
    templates, keys = arguments.templates, arguments.template_keys
    return ExaminerSettings.of(None, {"templates": templates, "template_keys": keys, "alerts": book})


def _of_numbers(found: "AlertSearch") -> Iterator[str]:
    if not found.lists:
        yield f"{found.documents} documents; the alerts hold no list of numbers"
        return
    keyless = f"; the key of {found.lists_without_key} is not here" if found.lists_without_key else ""
    yield (
        f"{found.looked_up} of {found.documents} documents were looked up in {found.lists} lists of numbers{keyless}"
    )
    yield from _missed(found.not_by_number)


def _of_print(found: "AlertSearch") -> Iterator[str]:
    if found.examined_again:
        yield f"{found.examined_again} documents were examined again with their pictures"
    for document, hit in found.shown:
        yield f"{document.name}: shows {hit.place} of the alert {hit.title} ({hit.issuer}, {hit.alert})"
    if found.pictures:
        eye = sum(one.is_for_the_eye for one in found.pictures)
        by_eye = f", {eye} of them by eye alone" if eye else ""
        yield f"{len(found.pictures)} documents are of a model that the alerts describe: their pictures are needed{by_eye}"
    yield from _missed(found.not_by_print)


def _missed(counts: Mapping[str, int]) -> Iterator[str]:
    from docforensics.batch.link.search import in_words

    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"  not searched: {count} ({in_words(code)})"


def _of_match(one: "NumberMatch") -> str:
    how = "is in" if one.is_sure else "may be in (read the number again)"
    return f"{one.document.name}: its number {how} the list {one.list_name} of the alert {one.alert.title} ({one.alert.issuer}, {one.alert.id})"


def _facts(found: "AlertSearch", in_force: int) -> dict[str, object]:
    return {
        "alerts_in_force": in_force,
        "documents": found.documents,
        "looked_up": found.looked_up,
        "lists": found.lists,
        "lists_without_key": found.lists_without_key,
        "matches": [
            {
                "name": one.document.name,
                "alert": one.alert.id,
                "list": one.list_name,
                "chance": round(one.chance, 3),
            }
            for one in found.matches
        ],
        "examined_again": found.examined_again,
        "shown": [
            {"name": document.name, "alert": hit.alert, "place": hit.place} for document, hit in found.shown
        ],
        "pictures_needed": [
            {"name": one.document.name, "alerts": list(one.alerts), "by_eye": one.is_for_the_eye}
            for one in found.pictures
        ],
        "not_searched": {"number": dict(found.not_by_number), "print": dict(found.not_by_print)},
    }
