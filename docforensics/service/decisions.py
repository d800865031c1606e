"""What people decide of documents at the desk; the report stays as it was."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, insert, or_, select, tuple_, update

from docforensics.errors import DocforensicsError
from docforensics.service.asked import AlertTag, unpacked_tags
from docforensics.service.database import Database
from docforensics.service.keys import ApiKey
from docforensics.service.records import ExaminationRecord, ExaminationState, record_of, seen_by
from docforensics.service.tables import DECISIONS, EXAMINATIONS

PROPOSED = "proposed"
"""What is decided where a second person has to agree."""
OPEN = "open"
"""Of a filter: what waits for a decision, of one person or of a second."""
MOST_ROWS = 100
"""Documents of one page of the queue. A judgement."""
_WORST_FIRST = ("ALERT", "REFER", "INCONCLUSIVE", "CLEAR")


class DecidedMeanwhileError(DocforensicsError):
    """Another decision is the last one now than the person who decides was shown: it has to be read first."""


class DeskVerdict(StrEnum):
    """What a person may decide."""

    GENUINE = "genuine"
    FORGED = "forged"
    UNDECIDED = "undecided"
    RECAPTURE = "recapture"
    """Another picture is asked for."""


NEEDS_TWO = frozenset({DeskVerdict.GENUINE, DeskVerdict.FORGED})
"""Which need a second person under the two-person rule."""


class ForgerySpecies(StrEnum):
    """How a document was forged, in the words of the PRADO glossary."""

    COUNTERFEIT = "counterfeit"
    PHOTO_SUBSTITUTION = "photo-substitution"
    DATA_ALTERATION = "data-alteration"
    PAGE_SUBSTITUTION = "page-substitution"
    STOLEN_BLANK = "stolen-blank"
    FANTASY = "fantasy-document"
    MORPHED = "morphed-portrait"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person decided."""

    id: str
    examination: str
    key_id: str
    at: float
    verdict: DeskVerdict
    species: str
    reason: bytes
    """Encrypted."""


def status_after(before: Sequence[Decision], new: Decision, *, two_persons: bool) -> str:
    """Give what is decided once a decision is added: `proposed` until another person has decided the same last."""
    if not two_persons or new.verdict not in NEEDS_TWO:
        return new.verdict
    others = [one for one in before if one.key_id != new.key_id]
    agrees = bool(others) and (others[-1].verdict, others[-1].species) == (new.verdict, new.species)
    return new.verdict if agrees else PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """What the queue lists."""

    outcome: str = ""
    """Empty for all."""
    decided: str = OPEN
    """What was decided; empty for all."""
    alert: str = ""
    """Id of an alert that was matched; empty for all."""


_RANKS = {one: place for place, one in enumerate(_WORST_FIRST)}
_LAST = len(_RANKS)
"""Rank of what was not examined."""
_IN_ORDER = (
    case(_RANKS, value=EXAMINATIONS.c.outcome, else_=_LAST),
    EXAMINATIONS.c.created_at,
    EXAMINATIONS.c.id,
)


def place_of(record: ExaminationRecord) -> str:
    """Give the place of a document in the queue, as the address of a page states it."""
    return f"{_RANKS.get(record.outcome, _LAST)}-{record.created_at!r}-{record.id}"


def _wanted(key: ApiKey, wanted: QueueFilter) -> list[ColumnElement[bool]]:
    columns = EXAMINATIONS.c
    of = [seen_by(key), columns.state != ExaminationState.QUEUED]
    if wanted.outcome:
        of.append(columns.outcome == wanted.outcome)
    if wanted.alert:
        of.append(columns.alerts.contains(f'"{wanted.alert}"', autoescape=True))
    if wanted.decided:
        open_ = columns.decided.in_(("", PROPOSED))
        of.append(open_ if wanted.decided == OPEN else columns.decided == wanted.decided)
    return of


class Decisions:
    """Rows of decisions, and the queue of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, examination: str) -> tuple[Decision, ...]:
        """List the decisions of an examination, the oldest first."""
        with self._database.transaction() as connection:
            return _decisions(connection, examination)

    def is_new(self, decision: Decision, *, after: str | None = None) -> bool:
        """Whether a decision may be added, and is not there already; errors and `after` as of `add`."""
        return _is_new(self.of(decision.examination), decision, after)

    def add(self, decision: Decision, *, two_persons: bool, after: str | None = None) -> None:
        """Add a decision and what is decided then; one that is there already is not added again.

        `after` is the id of the last decision that the person was shown, empty where there was none: DecidedMeanwhileError where another is
        the last one now. None compares nothing.
        """
        row = {name: getattr(decision, name) for name in DECISIONS.c.keys()}  # noqa: SIM118 (SQLAlchemy's names)
        change = update(EXAMINATIONS).where(EXAMINATIONS.c.id == decision.examination)
        with self._database.transaction() as connection:
            # Written before it is read, so that of two at once the second waits, and sees what the first decided.
            connection.execute(change.values(decided=EXAMINATIONS.c.decided))
            before = _decisions(connection, decision.examination)
            if not _is_new(before, decision, after):
                return
            connection.execute(insert(DECISIONS).values(row | {"verdict": decision.verdict.value}))
            status = status_after(before, decision, two_persons=two_persons)
            connection.execute(change.values(decided=str(status)))

    def queue(self, key: ApiKey, wanted: QueueFilter, *, after: str = "") -> tuple[ExaminationRecord, ...]:
        """List what a key may see, the worst outcome first and of each the oldest: those behind a place that `place_of` gave, and one more than `MOST_ROWS` where there are more."""
        query = select(EXAMINATIONS).where(*_wanted(key, wanted))
        if after:
            rank, created, identity = after.split("-")
            query = query.where(tuple_(*_IN_ORDER) > tuple_(int(rank), float(created), identity))
        return self._records(query.order_by(*_IN_ORDER).limit(MOST_ROWS + 1))

    def size(self, key: ApiKey, wanted: QueueFilter) -> int:
        """Count what the whole queue lists."""
        query = select(func.count()).select_from(EXAMINATIONS).where(*_wanted(key, wanted))
        with self._database.transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def next_of(self, key: ApiKey) -> str:
        """Give the id of the first document that waits and that this key has not decided; empty where there is none."""
        own = exists().where(DECISIONS.c.examination == EXAMINATIONS.c.id, DECISIONS.c.key_id == key.id)
        query = select(EXAMINATIONS.c.id).where(*_wanted(key, QueueFilter()), ~own)
        with self._database.transaction() as connection:
            return connection.execute(query.order_by(*_IN_ORDER).limit(1)).scalar() or ""

    def counts(self, key: ApiKey) -> dict[str, int]:
        """Count what waits for a decision, by outcome."""
        columns = EXAMINATIONS.c
        of = _wanted(key, QueueFilter())
        query = select(columns.outcome, func.count()).where(*of).group_by(columns.outcome)
        with self._database.transaction() as connection:
            found = {str(outcome): int(count) for outcome, count in connection.execute(query)}
        return {one: found.get(one, 0) for one in (*_WORST_FIRST, "")}

    def alerts(self, key: ApiKey) -> tuple[AlertTag, ...]:
        """List the alerts that documents match which a key may see, by title."""
        columns = EXAMINATIONS.c
        query = select(columns.alerts).where(seen_by(key), columns.alerts != "").distinct()
        with self._database.transaction() as connection:
            texts = connection.execute(query).scalars().all()
        found = {tag.id: tag for text in texts for tag in unpacked_tags(text)}
        return tuple(sorted(found.values(), key=lambda tag: (tag.title, tag.id)))

    def linked(self, key: ApiKey, record: ExaminationRecord) -> tuple[ExaminationRecord, ...]:
        """List other documents of the store with the same number, or the same holder."""
        columns, same = EXAMINATIONS.c, []
        if record.number_hash:
            same.append(columns.number_hash == record.number_hash)
        if record.identity_hash:
            same.append(columns.identity_hash == record.identity_hash)
        if not same:
            return ()
        of = (seen_by(key), or_(*same), columns.id != record.id)
        return self._records(select(EXAMINATIONS).where(*of).order_by(columns.created_at.desc()).limit(20))

    def decided_as(self, key: ApiKey, verdicts: Sequence[DeskVerdict]) -> tuple[ExaminationRecord, ...]:
        """List documents that were decided so, the oldest first."""
        columns = EXAMINATIONS.c
        of = (seen_by(key), columns.decided.in_([one.value for one in verdicts]))
        return self._records(select(EXAMINATIONS).where(*of).order_by(columns.created_at))

    def _records(self, query: Any) -> tuple[ExaminationRecord, ...]:  # noqa: ANN401 (an SQL statement)
        with self._database.transaction() as connection:
            return tuple(map(record_of, connection.execute(query).all()))


def _decisions(connection: Connection, examination: str) -> tuple[Decision, ...]:
    query = select(DECISIONS).where(DECISIONS.c.examination == examination)
    rows = connection.execute(query.order_by(DECISIONS.c.at, DECISIONS.c.id)).mappings().all()
    return tuple(Decision(**dict(row) | {"verdict": DeskVerdict(row["verdict"])}) for row in rows)


def _is_new(before: Sequence[Decision], decision: Decision, after: str | None) -> bool:
    if decision.id in {one.id for one in before}:
        return False
    if after is not None and after != (before[-1].id if before else ""):
        raise DecidedMeanwhileError(
            "somebody has decided since this page was opened: read that decision, then decide again"
        )
    return True


def made_decision(
    key: ApiKey, examination: str, verdict: DeskVerdict, *, at: float, species: str, reason: bytes
) -> Decision:
    """Make a decision of now."""
    return Decision(
        id=secrets.token_hex(16),
        examination=examination,
        key_id=key.id,
        at=at,
        verdict=verdict,
        species=species,
        reason=reason,
    )
