"""The results' columns, with what each means: stored in every Parquet file's metadata.

Two tables: `documents`, one row a document, and `findings`, one row a check of a document. They join on `name` and
`document`. With `--retain-links` there is a third, `links`, and with `--retain-numbers` another, `numbers`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from docforensics.checks.claims import Layer

VERSION = "2.1"
"""Of the columns; a change that breaks a reader raises the first number. 2.0 adds the claims and layers and `first_why`; `score` may be
null of an examined document, and `coverage` counts claims. 2.1 adds `undecided`, `message_code`, `why` and `expected` of findings."""

Row = Mapping[str, Any]


def _field(name: str, kind: pa.DataType, meaning: str) -> pa.Field:
    return pa.field(name, kind, metadata={"meaning": meaning})


def _texts(*names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names, pa.string())


def _numbers(*names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names, pa.float64())


_INPUT = pa.struct({**_texts("address", "side", "light", "sha256"), "bytes": pa.int64()})
_SIDE = pa.struct(
    {
        **_texts("side", "channel"),
        "lights": pa.list_(pa.string()),
        **_texts("size"),
        **_numbers("px_per_mm"),
        **_texts("scale_basis", "template"),
    }
)
_AREA = pa.struct({"side": pa.int32(), **_texts("light"), **_numbers("left", "top", "right", "bottom")})

KEYS = (
    _field("name", pa.string(), "path below what was scanned, or id in the manifest"),
    _field(
        "document",
        pa.string(),
        "sha256 over its files, their lights, and the side, channel and size stated for each; empty when they could not be read",
    ),
    _field("configuration", pa.string(), "hash of the configuration in scan.json"),
)

CLAIMS = (
    _field("claims_verified", pa.list_(pa.string()), "claims that were verified"),
    _field("claims_contradicted", pa.list_(pa.string()), "claims that were contradicted"),
    _field("claims_not_seen", pa.list_(pa.string()), "claims that were not seen, each with the reason: `expiry_date:glare`"),
)  # fmt: skip
LAYERS = tuple(
    _field(f"layer_{layer}", pa.string(), "in_order, adverse or not_seen; null where no claim of this layer applies")
    for layer in Layer
)  # fmt: skip
"""One column a layer."""

DOCUMENTS = pa.schema(
    [
        *KEYS,
        _field("status", pa.string(), "examined, or failed: then `reason` states why, and nothing was measured"),
        _field("failure", pa.string(), "kind of failure: an error's name, time_limit, memory_limit or crash; null when examined"),
        _field("reason", pa.string(), "why it failed, in a sentence"),
        _field("outcome", pa.string(), "CLEAR, REFER, ALERT or INCONCLUSIVE; null when failed"),
        _field("first_why", pa.string(), "of INCONCLUSIVE: code of the first claim that does not hold; weak_evidence where it was contradicted; null otherwise"),
        _field("score", pa.float64(), "posterior probability that it is not genuine, 0..1; null where no evidence was found either way"),
        _field("prior", pa.float64(), "the policy's prior, 0..1"),
        _field("log10_lr", pa.float64(), "total; positive supports 'not genuine'"),
        _field("coverage", pa.float64(), "share of the mandatory claims that were verified, 0..1"),
        *CLAIMS,
        *LAYERS,
        _field("family_log10_lr", pa.map_(pa.string(), pa.float64()), "by family of checks"),
        _field("notes", pa.list_(pa.string()), "facts in addition to the verdict: a test document, an expired one; null unless messages are retained"),
        _field("adverse", pa.list_(pa.string()), "adverse checks, the heaviest first"),
        _field("mrz_format", pa.string(), "TD1, TD2, TD3, ...; null when no zone was read or it fits none"),
        _field("sides", pa.list_(_SIDE), "what was captured and found of each side"),
        _field("inputs", pa.list_(_INPUT), "the files"),
        _field("mrz", pa.list_(pa.string()), "lines as read; null unless retained (personal data)"),
        _field("report", pa.string(), "its HTML report, below the results' folder; null unless retained (personal data)"),
        _field("seconds", pa.float64(), "time on the clock"),
        _field("cpu_seconds", pa.float64(), "processor time"),
        _field("examined_at", pa.timestamp("ms", tz="UTC"), "when"),
    ]
)  # fmt: skip

_FINDING_FIELDS = [
    _field("check", pa.string(), "id, for example mrz.check_digits"),
    _field("family", pa.string(), "family of checks"),
    _field("title", pa.string(), "what it looks at"),
    _field("result", pa.string(), "failed, aborted, undetermined, successful, not supported (BSI TR-03135)"),
    _field("margin", pa.float64(), "BSI TR-03135: -1..1, at least 0 is successful; null unless measured"),
    _field("log10_lr", pa.float64(), "of this check alone; positive supports 'not genuine'; null unless measured"),
    _field("basis", pa.string(), "fitted or expert; null unless measured"),
    _field("value", pa.float64(), "what was measured, in `unit`; of the family data null unless messages are retained"),
    _field("unit", pa.string(), "unit of `value`"),
    _field("needs", pa.string(), "equipment or input that would allow it; null when measured"),
    _field("undecided", pa.bool_(), "measured, and for a person to decide; null unless measured"),
    _field("message_code", pa.string(), "which sentence of the check: adverse, undecided, favourable; or unweighed; null unless measured"),
    _field("why", pa.string(), "code of the reason why it could not be measured; null when it was"),
    _field("expected", pa.bool_(), "that it could not be measured was to be expected of this channel or side; null when measured"),
    _field("areas", pa.list_(_AREA), "where, in millimetres from the page's top left corner"),
    _field("message", pa.string(), "what was seen; null unless retained (personal data)"),
    _field("facts", pa.string(), "values behind the message as JSON; null unless retained (personal data)"),
]  # fmt: skip
FINDINGS = pa.schema([*KEYS, *_FINDING_FIELDS])

_LINK_FIELDS = [
    _field("number", pa.string(), "HMAC of issuer and document number"),
    _field("identity", pa.string(), "HMAC of names and date of birth"),
    _field("expiry", pa.date32(), "date of expiry"),
    _field("model", pa.string(), "template, or kind and size of the document: what its print is compared within"),
    _field("portrait", pa.list_(pa.float32()), "descriptor of the portrait, rotated by the key; null when none is clear"),
    _field("signature", pa.list_(pa.float32()), "descriptor of the signature, likewise"),
    _field("background", pa.list_(pa.float32()), "descriptor of faults in the printed background, folded by the key; null when there are none"),
    _field("page", pa.list_(pa.float32()), "descriptor of the whole page, likewise"),
]  # fmt: skip
LINKS = pa.schema([*KEYS, *_LINK_FIELDS])

_NUMBER_FIELDS = [
    _field("sealed", pa.binary(), "issuer and readings of the document number, encrypted under the link key; null where it was not read"),
    _field("why", pa.string(), "code of the reason why the number was not read; null where it was"),
]  # fmt: skip
NUMBERS = pa.schema([*KEYS, *_NUMBER_FIELDS])

SCANNED = pa.schema(
    [
        *DOCUMENTS,
        pa.field("findings", pa.list_(pa.struct(_FINDING_FIELDS))),
        pa.field("link", pa.struct(_LINK_FIELDS)),
        pa.field("number", pa.struct(_NUMBER_FIELDS)),
        pa.field("described", pa.binary()),
    ]
)
"""What engines hand over: one row a document, its findings and its link inside; `described` holds what other work than an examination
found (`batch.discover`), packed."""

DESCRIBED = pa.schema(
    [
        *KEYS,
        *(DOCUMENTS.field(name) for name in ("status", "failure", "reason")),
        _field("described", pa.binary(), "what was found of it, packed"),
    ]
)
"""Of results of other work than an examination: one row a document."""

TIMES = ("seconds", "cpu_seconds", "examined_at")
"""Columns that differ between two runs of the same."""
PERSONAL_VALUES = frozenset({"data"})
"""Families whose `value` is null unless messages are retained."""


def scanned_table(rows: Iterable[Row]) -> pa.Table:
    """Lay rows out as a table of `SCANNED`; what a row does not name is null."""
    listed: Sequence[Row] = list(rows)
    return pa.table({name: [row.get(name) for row in listed] for name in SCANNED.names}, schema=SCANNED)


def documents_of(scanned: pa.Table) -> pa.Table:
    """The rows of `documents`."""
    return scanned.select(DOCUMENTS.names)


def described_of(scanned: pa.Table) -> pa.Table:
    """The rows of documents that other work than an examination described."""
    return scanned.select(DESCRIBED.names)


def findings_of(scanned: pa.Table) -> pa.Table:
    """The rows of `findings`."""
    lists = scanned["findings"].combine_chunks()
    owners = scanned.select([field.name for field in KEYS]).take(lists.value_parent_indices())
    return pa.table([*owners.columns, *lists.flatten().flatten()], schema=FINDINGS)


def links_of(scanned: pa.Table) -> pa.Table:
    """The rows of `links`."""
    return _kept_of(scanned, "link", LINKS)


def numbers_of(scanned: pa.Table) -> pa.Table:
    """The rows of `numbers`."""
    return _kept_of(scanned, "number", NUMBERS)


def _kept_of(scanned: pa.Table, column: str, schema: pa.Schema) -> pa.Table:
    kept = scanned.filter(scanned[column].is_valid())
    inner = kept[column].combine_chunks()
    columns = [*(kept[field.name] for field in KEYS), *inner.flatten()]
    return pa.table(columns, schema=schema)


def described(schema: pa.Schema, told: Mapping[str, str]) -> pa.Schema:
    """A schema with facts of the scan in its metadata."""
    return schema.with_metadata({"docforensics.schema": VERSION, **told})
