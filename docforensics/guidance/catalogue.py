"""The languages of the guidance and of the report page: one gettext catalogue (.po) each, read as it stands.

English is complete and authoritative; the English sentence itself is the key. The catalogues hold what a first-line officer
reads, as `tools/catalogues.py` declares it; everything else is said in English.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from docforensics.errors import ResourceCorruptError, UsageError

ENGLISH = "en"
LANGUAGES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية"}
"""By their own names."""
RIGHT_TO_LEFT = frozenset({"ar"})
_REVIEWED = "X-Reviewed: yes"
"""In the header of a catalogue once an examiner who speaks the language has read it."""
_OF = ": "
"""Between the parts of a label: what is marked, and of which field."""
_LINE = re.compile(r'(?:(msgid|msgstr) )?(".*")')


class Catalogue:
    """The texts of one language."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def reviewed(self) -> bool:
        """Whether an examiner who knows the language has read the catalogue."""
        return self.language == ENGLISH or _REVIEWED in self._texts.get("", "")

    def say(self, text: str) -> str:
        """Translate an English text; one that the catalogue lacks stays English.

        A label of two parts, `check digit: date of birth`, is translated part by part.
        """
        if text in self._texts or not self._is_label(text):
            return self._texts.get(text, text) if text else text
        head, _, rest = text.partition(_OF)
        return f"{self.say(head)}{_OF}{self.say(rest)}"

    def knows(self, text: str) -> bool:
        """Whether the catalogue has a translation of the text."""
        return self.language == ENGLISH or text in self._texts or self._is_label(text)

    def _is_label(self, text: str) -> bool:
        return text.partition(_OF)[0] in self._texts and _OF in text


@cache
def catalogue(language: str) -> Catalogue:
    """Load the catalogue of a language; UsageError names those there are."""
    if language not in LANGUAGES:
        raise UsageError(f"language: expected {', '.join(LANGUAGES)}, got {language!r}")
    if language == ENGLISH:
        return Catalogue(ENGLISH, {})
    file = files("docforensics.guidance").joinpath("locale", f"{language}.po")
    return Catalogue(language, read_po(file.read_text(encoding="utf-8")))


def read_po(text: str) -> dict[str, str]:
    """Read a catalogue of plain entries (msgid, msgstr, either over several lines): what is translated, by its English.

    The header stands under the empty text. ResourceCorruptError names a line that is no part of such an entry.
    """
    entries: list[list[str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if not found or not (entries or found[1] == "msgid"):
            raise ResourceCorruptError(
                f"catalogue, line {number}: expected msgid, msgstr or text, got {line!r}"
            )
        if found[1] == "msgid":
            entries.append([""])
        elif found[1] == "msgstr":
            entries[-1].append("")
        entries[-1][-1] += json.loads(found[2])
    return {english: said for english, said in entries if said}
