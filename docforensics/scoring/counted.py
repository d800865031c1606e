"""Where the false alarms of a check were counted, and how much weight against a document that supports.

A bound that was set on drawings says nothing of pages that nobody drew: of 147 published specimens 22 were referred for a reason
that was false of them, and on the drawings 0.3 %. So a finding weighs no more than real genuine documents support, counted by
document, of several sources: with one more false alarm than were counted, an adverse outcome is at most (documents + 1) / (false
alarms + 1) times as likely on a forgery as on a genuine document.

Source: Vergeer, van Es, de Jongh, Alberink, Stoel 2016 (empirical lower and upper bound, which likewise adds a misleading case).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import log10

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
        alone = _ratio(model.documents, model.false_alarms)
        all_told = _ratio(self.documents + model.documents, self.false_alarms + model.false_alarms)
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

    def __post_init__(self) -> None:
        if not 0 <= self.false_alarms <= self.documents:
            raise CalibrationError(
                f"counts of a model: expected 0 <= false_alarms <= documents, got {self.false_alarms} of {self.documents}"
            )

    @property
    def ratio(self) -> float:
        """Give the likelihood ratio that it supports by itself."""
        return (self.documents + 1) / (self.false_alarms + 1)


NOTHING_COUNTED = RealCount(documents=0, sources=0, false_alarms=0)
