"""Run mode of a check, and the component of a document that it is about, in the terms of BSI TR-03135-1."""

from enum import StrEnum


class RunMode(StrEnum):
    """How a check is run (TR-03135 run modes, less `conditionally ignored`, which asks for a list of issuers)."""

    MANDATORY = "mandatory"
    """Weighed, and the outcome is INCONCLUSIVE at best when it measures nothing."""
    OPTIONAL = "optional"
    """Weighed when it measures something."""
    EVALUATORY = "evaluatory"
    """Run and shown, never weighed."""
    OFF = "off"
    """Not run, not shown; the TR-03135 log names it."""


WEIGHED = frozenset({RunMode.MANDATORY, RunMode.OPTIONAL})
"""Modes in which a check weighs, and can verify."""


class Component(StrEnum):
    """A component of a document, as TR-03135 aggregates results."""

    OPTICAL = "optical"
    ELECTRONIC = "electronic"
    """The chip."""
    DIGITAL_SEAL = "digital_seal"
