"""What people decide of documents at the desk; the report stays as it was."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, func, insert, or_, select, update

from docforensics.errors import DocforensicsError
from docforensics.service.asked import AlertTag, unpacked_tags
from docforensics.service.database import Database
from docforensics.service.keys import ApiKey
from docforensics.service.records import ExaminationRecord, ExaminationState, record_of, seen_by
from docforensics.service.tables import DECISIONS, EXAMINATIONS

PROPOSED = "proposed"
"""What is decided where a second person has to agree."""
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

    def queue(
        self, key: ApiKey, *, outcome: str = "", decided: str = "", alert: str = "", limit: int = 100
    ) -> tuple[ExaminationRecord, ...]:
        """List what a key may see, the worst outcome first and of each the oldest.

        `decided` is `open` for what waits for a decision, `alert` the id of an alert that was matched.
        """
        columns = EXAMINATIONS.c
        of = [seen_by(key), columns.state != ExaminationState.QUEUED]
        if outcome:
            of.append(columns.outcome == outcome)
        if alert:
            of.append(columns.alerts.contains(f'"{alert}"', autoescape=True))
        if decided:
            open_ = columns.decided.in_(("", PROPOSED))
            of.append(open_ if decided == "open" else columns.decided == decided)
        worst = case({one: place for place, one in enumerate(_WORST_FIRST)}, value=columns.outcome, else_=9)
        query = select(EXAMINATIONS).where(*of).order_by(worst, columns.created_at, columns.id).limit(limit)
        return self._records(query)

    def counts(self, key: ApiKey) -> dict[str, int]:
        """Count what waits for a decision, by outcome."""
        columns = EXAMINATIONS.c
        of = (seen_by(key), columns.state != ExaminationState.QUEUED, columns.decided.in_(("", PROPOSED)))
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
