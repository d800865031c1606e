"""Other languages: current catalogues, English where a translation is wanting, and nobody is misled about their state."""

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from docforensics.errors import UsageError
from docforensics.guidance.catalogue import LANGUAGES, catalogue
from docforensics.guidance.words import accusing_words, sentences

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "docforensics" / "guidance" / "locale"
_BLANK = re.compile(r"\{[^}]*\}")
OTHERS = sorted(set(LANGUAGES) - {"en"})


@pytest.mark.parametrize("language", OTHERS)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    """`python tools/catalogues.py` was run after the last change of a translation."""
    po = LOCALE / language / "LC_MESSAGES" / "docforensics.po"
    with po.open("rb") as stream:
        catalog = read_po(stream, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalog, use_fuzzy=True)
    assert po.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run python tools/catalogues.py"


def test_the_tool_collects_every_sentence() -> None:
    """What the page and the guidance say is in the catalogue's list, and what it lacks is said on the command line."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "catalogues.py"), "--check"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert re.search(r"fr: \d+ of \d+ texts", done.stdout), done.stdout + done.stderr


def test_english_is_complete_and_needs_no_file() -> None:
    """It is the key itself."""
    english = catalogue("en")
    assert english.say("Reasons") == "Reasons"
    assert english.knows("anything")
    assert english.reviewed
    assert english.direction == "ltr"


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_not_translated_is_said_in_english(language: str) -> None:
    """And known as such."""
    said = catalogue(language)
    assert said.say("no such sentence") == "no such sentence"
    assert not said.knows("no such sentence")
    assert said.say("") == ""


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_that_nobody_reviewed_says_so(language: str) -> None:
    """Until the header of the catalogue says otherwise."""
    assert not catalogue(language).reviewed


@pytest.mark.parametrize("language", OTHERS)
def test_verdicts_steps_and_limits_are_translated(language: str) -> None:
    """What an officer acts on is there in every language, with the same blanks."""
    said = catalogue(language)
    for section in ("outcome", "outcome_action", "steps", "limits", "protection", "share"):
        for text in sentences()[section].values():
            assert said.knows(text), text
            assert sorted(re.findall(r"\{\w+\}", said.say(text))) == sorted(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_translation_has_the_blanks_of_its_sentence(language: str) -> None:
    """A blank that is missing or made up would leave out a value, or stop the report."""
    with (LOCALE / language / "LC_MESSAGES" / "docforensics.po").open("rb") as stream:
        messages = [
            (str(one.id), str(one.string))
            for one in read_po(stream, locale=language)
            if one.id and one.string
        ]
    assert len(messages) > 500
    wrong = [text for text, said in messages if sorted(_BLANK.findall(text)) != sorted(_BLANK.findall(said))]
    assert wrong == []


def test_arabic_runs_from_right_to_left() -> None:
    """The page sets its direction."""
    assert catalogue("ar").direction == "rtl"


def test_an_unknown_language_names_those_there_are() -> None:
    """Not a traceback."""
    with pytest.raises(UsageError, match="en, fr, es, ar"):
        catalogue("tlh")


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_accuses_a_person(language: str) -> None:
    """Each language has its own list of words, and none of them stands in its catalogue."""
    said = catalogue(language)
    translated = [str(text) for text in said.all()]
    assert len(translated) > 250
    assert [text for text in translated if accusing_words(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Il est coupable."), ("es", "La persona es sospechosa."), ("ar", "الشخص مجرم هنا")],
)
def test_the_lists_catch_accusations(language: str, text: str) -> None:
    """They are no rubber stamps."""
    assert accusing_words(text, language)
