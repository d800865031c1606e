"""The languages of the guidance and of the report page: gettext catalogues, compiled beforehand, read by the standard library.

English is complete and authoritative; the English sentence itself is the key. What a catalogue lacks is said in
English. `tools/catalogues.py` collects the sentences, and compiles the catalogues.
"""

import gettext
from functools import cache
from importlib.resources import files

from docforensics.errors import UsageError

ENGLISH = "en"
LANGUAGES = {"en": "English", "fr": "français", "es": "español", "ar": "العربية"}
"""By their own names."""
RIGHT_TO_LEFT = frozenset({"ar"})
_REVIEWED = "X-Reviewed"
"""Header of a catalogue: `yes` once an examiner who speaks the language has read it."""


class Catalogue:
    """What is said in one language."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def reviewed(self) -> bool:
        """Whether an examiner who speaks the language has read the catalogue."""
        return self.language == ENGLISH or self._translations.info().get(_REVIEWED.lower()) == "yes"

    def say(self, text: str) -> str:
        """Say an English text in this language; one that the catalogue lacks stays English."""
        return self._translations.gettext(text) if text else text

    def knows(self, text: str) -> bool:
        """Whether the text is said in this language, not in English for want of a translation."""
        return self.language == ENGLISH or self.say(text) != text

    def all(self) -> tuple[str, ...]:
        """Every text of the catalogue, in its language."""
        known: dict[object, str] = getattr(self._translations, "_catalog", {})
        return tuple(text for key, text in known.items() if key)


@cache
def catalogue(language: str) -> Catalogue:
    """Load the catalogue of a language; UsageError names those there are."""
    if language not in LANGUAGES:
        raise UsageError(f"language: expected {', '.join(LANGUAGES)}, got {language!r}")
    if language == ENGLISH:
        return Catalogue(ENGLISH, gettext.NullTranslations())
    compiled = files("docforensics.guidance").joinpath("locale", language, "LC_MESSAGES", "docforensics.mo")
    with compiled.open("rb") as stream:
        return Catalogue(language, gettext.GNUTranslations(stream))
