"""A discovered check: its declaration, and the function that measures."""

from collections.abc import Callable, Mapping
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
    own_facts: Callable[[Document], Mapping[str, float]] | None = None
    """Gives the facts of a capture that its template keeps (`CheckSpec.kept_facts`), for a check that measures nothing where the template keeps none; None where its outcome holds them."""
    explanation: str
    """The module's docstring: what it looks at, what it cannot see, sources."""
