"""That a template was learned from a pile without labels: what limits trust in it, until two people have confirmed as many captures."""

from dataclasses import dataclass

from docforensics.templates.ranges import Captures, Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """The group of a pile that a template was learned from."""

    captures: Captures
    """That it was learned from, and that nobody has confirmed to be genuine."""
    pages: Documents
    """Of its group."""
    outliers: Documents
    """Pages of its group that stood on the work list."""
    marks: tuple[str, ...] = ()
    """What limits trust in the group, a sentence each."""

    def missing(self, captures: int) -> int:
        """How many captures that two people confirm a template of so many captures in all lacks; 0 where it rests on them as much as on the others.

        `template check --update` takes no others, so what a template has beyond those that it was discovered from was confirmed.
        """
        return max(2 * self.captures - captures, 0)
