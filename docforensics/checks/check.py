"""A discovered check: its declaration, and the function that measures."""

from collections.abc import Callable
from dataclasses import dataclass

from docforensics.checks.outcome import Outcome
from docforensics.checks.spec import DeclaredCheck
from docforensics.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(DeclaredCheck):
    """A discovered check."""

    measure: Callable[[Document], Outcome]
    prepare: Callable[[], None] | None = None
    """Makes what is otherwise made with the first document and kept; None where there is nothing."""
    explanation: str
    """The module's docstring: what it looks at, what it cannot see, sources."""
