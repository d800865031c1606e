"""Where the false alarms of a check were counted, and how much weight against a document that supports.

A bound that was set on drawings says nothing of pages that nobody drew: of 147 published specimens 22 were referred for a reason
that was false of them, and on the drawings 0.3 %. So a finding weighs no more than real genuine documents support, counted by
document, of several sources: with one more false alarm than were counted, an adverse outcome is at most (documents + 1) / (false
alarms + 1) times as likely on a forgery as on a genuine document.

Where it is known how far the genuine documents of the very model were adverse, a finding that exceeds them is not one of theirs: it weighs as much
more than they let it as its row, before its bounds, weighs the difference, up to what their silence would support.

Source: Vergeer, van Es, de Jongh, Alberink, Stoel 2016 (empirical lower and upper bound, which likewise adds a misleading case).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf, isfinite, log10

from docforensics.errors import CalibrationError

FEWEST_SOURCES = 2
"""Owners or issuers of the documents: those of one share a press, a scanner and a codec. A judgement; not fitted."""


class CountedOn(StrEnum):
    """Documents on which the false alarms of a check were counted."""

    REAL = "real documents"
    MODEL = "genuine documents of this model"
    """Those that the author of its template counted on, or with them real ones of other models."""
    SAMPLE = "sample documents"
    NONE = "no documents"
    SIGNED = "none: signed data"
    """What is compared carries a signature, which no misreading passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealCount:
    """Real genuine documents on which a check measured, by document: several captures of one count once."""

    documents: int
    sources: int
    """Owners of the captures, or issuers where one owner holds many."""
    false_alarms: int
    """Documents on which it was adverse, less those of which that is true of the print."""
    data_set: str = ""
    check: str = ""
    """Where it stands in a table of its own; empty within a row."""
    model: "ModelCount | None" = None
    """Genuine documents of the very model that is examined, which are not among those: what they show needs no second source to hold for it."""
    exceeded_by: tuple[float, ...] = ()
    """log10 LR by which the finding in question exceeds each value of the model's count; empty where none is in question."""

    def __post_init__(self) -> None:
        if not 0 <= self.false_alarms <= self.documents or not 0 <= self.sources <= self.documents:
            raise CalibrationError(
                f"{self.check or 'real'}: expected 0 <= false_alarms and sources <= documents, got {self.documents} documents, "
                f"{self.sources} sources, {self.false_alarms} false alarms"
            )

    @property
    def is_of_several(self) -> bool:
        """Whether the documents come from enough sources for the count to hold elsewhere, or are of this very model."""
        return self.sources >= FEWEST_SOURCES or self.model is not None

    def supports(self, single: float) -> float:
        """Give the largest log10 LR that the count supports.

        Parameters
        ----------
        single
            What a check without any count may weigh: no more where the documents are of one source, and no less where it stayed silent on
            all of the few that there were.
        """
        if self.model is not None:
            return self._with_model(self.model, single)
        counted = _ratio(self.documents, self.false_alarms)
        bound = counted if self.is_of_several else min(counted, single)
        return bound if self.false_alarms else max(bound, single)

    def _with_model(self, model: "ModelCount", single: float) -> float:
        """Let no false alarms on other models lower what silence on this one supports, nor silence on others raise what false alarms on it leave."""
        alone = model.supports(self.exceeded_by)
        all_told = model.supports(self.exceeded_by, self.documents, self.false_alarms)
        if model.false_alarms:
            return min(alone, all_told)
        bound = max(alone, all_told)
        return bound if self.false_alarms else max(bound, single)


def _ratio(documents: int, false_alarms: int) -> float:
    return log10((documents + 1) / (false_alarms + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCount:
    """Genuine documents of one model on which a check measured, none of which its template was learned from."""

    documents: int
    false_alarms: int
    values: tuple[float, ...] = ()
    """What the adverse ones showed, in the unit of the check, the most adverse first; of those that it does not state nothing is known."""

    def __post_init__(self) -> None:
        if not 0 <= self.false_alarms <= self.documents:
            raise CalibrationError(
                f"counts of a model: expected 0 <= false_alarms <= documents, got {self.false_alarms} of {self.documents}"
            )
        falling = all(map(isfinite, self.values)) and list(self.values) == sorted(self.values, reverse=True)
        if len(self.values) > self.false_alarms or not falling:
            raise CalibrationError(
                f"counts of a model: expected at most {self.false_alarms} finite values, the largest first, got {len(self.values)}"
            )

    @property
    def ratio(self) -> float:
        """Give the likelihood ratio that it supports by itself, whatever the value."""
        return (self.documents + 1) / (self.false_alarms + 1)

    def supports(self, exceeded_by: Sequence[float] = (), documents: int = 0, false_alarms: int = 0) -> float:
        """Give the largest log10 LR that it supports together with so many documents of other models and their false alarms.

        A false alarm lets a finding weigh no more than all that were as adverse allow, and as much more as the row, before its bounds, weighs what the finding exceeds it by.

        Parameters
        ----------
        exceeded_by
            log10 LR by which the finding exceeds each of the values, none below 0; without it, it exceeds none.
        """
        silent = self.documents + documents
        unknown = self.false_alarms - len(self.values) + false_alarms
        exceeded = exceeded_by or (0.0,) * len(self.values)
        known = (_ratio(silent, unknown + place) + by for place, by in enumerate(exceeded, start=1))
        return min((_ratio(silent, unknown), *known))

    def value_of(self, place: int) -> float:
        """Give the value that so many false alarms reach: infinite where nothing is known of it, -infinite where so many did not occur."""
        known = place - (self.false_alarms - len(self.values))
        if known <= 0:
            return inf
        return self.values[known - 1] if known <= len(self.values) else -inf


def least_of(counts: Sequence[ModelCount]) -> ModelCount:
    """Give what supports by itself no more than any of several counts does by itself, at any value: the one that supports least at all values, with its values raised where another supports less."""
    least = min(counts, key=lambda one: one.ratio)
    reached = [
        max(one.value_of(place * (one.documents + 1) // (least.documents + 1)) for one in counts)
        for place in range(1, least.false_alarms + 1)
    ]
    return replace(least, values=tuple(value for value in reached if value < inf))


NOTHING_COUNTED = RealCount(documents=0, sources=0, false_alarms=0)
