"""What the captures of a template show of the holders' values: what was read, and how long they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

_LONGEST_VALUE = 30
"""Letters of a value that may be of any length. An MRZ has room for 30 (TD1) and 39; longer values are set smaller. A judgement."""
_FURTHER, _FEWEST_MORE = 4.0, 5
"""Standard deviations of the ends of ten holders' values or more, and letters at least, by which the longest value of others may end behind theirs. Of 80 places of words on
Utopia (20 times ten holders, against 100 others, seen) 5 are too short at 4 and at 5 deviations, by up to 23 and 14 % of their length; the middle ones of each name are 1.4 to 1.7 and 1.5 to 1.8 times as long as needed."""

_NEARLY_ALL = 0.8
"""Share of the pages of many holders that bear a value where it is said of what length they are: an entry that two of ten have is not. A judgement."""

MORE_LETTERS = {
    "date-of-birth": 1, "date-of-issue": 1, "date-of-expiry": 1, "valid-from": 1,
    "document-number": 1, "personal-number": 1, "passport-number": 1, "sex": 0.5, "height": 1,
    "document-type": 0.5, "issuer": 0.5, "blood-group": 1, "eyes": 3, "nationality": 3,
}  # fmt: skip
"""Letters by which another holder's value is longer where values are of nearly one length; 1 is for wide digits and letters. Other names are of words: one
holder's surname has three letters and the next one's thirty. Judgements."""
_PERSONS_OWN = frozenset({"sex", "height", "blood-group", "eyes"})
"""Of these, what ten people may share who say nothing of the next one: brown eyes. Of the others, dates, numbers and what is the issuer's, many holders show the length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenValues:
    """What the captures show of the values at places, by the names of these."""

    read: Mapping[str, str] = field(default_factory=dict)
    """Their letters on one capture."""
    ends: Mapping[str, Sequence[float]] = field(default_factory=dict)
    """Where the print ends of each holder, mm from the page's left edge; of many holders alone, who show how long values are."""

    capitals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Top and bottom of the print of most captures, mm from the page's top edge: one holder's name has an accent or a cedilla, most have none."""

    def longest(self, name: str, left: float, letter: float) -> float:
        """Where the longest value of words may end that another holder's place from `left` on bears, mm, at this width of a letter."""
        far = left + _LONGEST_VALUE * letter
        ends = self._shown(name, left, letter)
        if not ends:
            return far
        return min(far, max(ends) + max(_FURTHER * float(np.std(ends)), _FEWEST_MORE * letter))

    def further(self, name: str, left: float, letter: float, presumed: float) -> float:
        """By how much another holder's value of nearly one length may end behind those seen, mm: as presumed, and no more than many holders' values differ."""
        is_told = name in MORE_LETTERS and name not in _PERSONS_OWN
        ends = self._shown(name, left, letter) if is_told else []
        is_seen = len(ends) > 0 and len(ends) >= _NEARLY_ALL * len(self.ends[name])
        return min(presumed, _FURTHER * float(np.std(ends))) if is_seen else presumed

    def _shown(self, name: str, left: float, letter: float) -> list[float]:
        """The ends on pages that bear a value there: one without shows nothing of their length."""
        return [end for end in self.ends.get(name, ()) if end > left + letter / 2]


NOTHING_SEEN = SeenValues()


def of_each(ends: Sequence[float], holders: Sequence[int]) -> list[float]:
    """The farthest end of each holder, of ends by capture: a holder who was captured ten times counts once."""
    return [
        max(end for end, whose in zip(ends, holders, strict=True) if whose == holder)
        for holder in sorted(set(holders))
    ]
