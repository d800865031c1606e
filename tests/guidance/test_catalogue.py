"""Other languages: complete for first line, English elsewhere, and nobody is misled about their state."""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from docforensics.errors import ResourceCorruptError, UsageError
from docforensics.guidance.catalogue import LANGUAGES, catalogue, read_po
from docforensics.guidance.words import sentences

ROOT = Path(__file__).parents[2]
_BLANK = re.compile(r"\{[^}]*\}")
OTHERS = sorted(set(LANGUAGES) - {"en"})


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """The tool that declares what first line reads."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", OTHERS)
def test_what_first_line_reads_is_translated(language: str, tool: ModuleType) -> None:
    """A new or reworded English text is named here until its translation stands in the catalogue."""
    assert tool.lacking(language, tool.first_line()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_holds_nothing_else(language: str, tool: ModuleType) -> None:
    """`python tools/catalogues.py` was run after the last change: same texts, same order, two lines each."""
    assert tool.po_file(language).read_text(encoding="utf-8") == tool.written(language, tool.first_line())


def test_what_second_line_reads_is_not_among_them(tool: ModuleType) -> None:
    """Statistics, tables and checks that are off by default stay English."""
    texts = {text for block in tool.first_line().values() for text in block}
    assert "Refer the document to second line." in texts
    assert {"a larger image of the page", "the same picture", "check digit"} <= texts
    assert not {"Likelihood ratio", "Provenance", "Faces of the page"} & texts


def test_a_catalogue_may_wrap_its_texts_and_escape_what_it_quotes() -> None:
    """As the editors of translators write it."""
    read = read_po(
        '# x\nmsgid ""\n"One \\"and\\" "\n"two"\nmsgstr "Un\\n"\n"deux"\n\nmsgid "none"\nmsgstr ""\n'
    )
    assert read == {'One "and" two': "Un\ndeux"}


@pytest.mark.parametrize("text", ['msgctxt "menu"', '"astray"', "msgid unquoted"])
def test_a_line_that_is_no_entry_is_named(text: str) -> None:
    """Not skipped: a translation would be missing without a word."""
    with pytest.raises(ResourceCorruptError, match="line 2"):
        read_po(f"# header\n{text}\n")


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


def test_a_label_of_two_parts_is_said_part_by_part() -> None:
    """What is marked, and of which field."""
    said = catalogue("fr")
    assert said.say("check digit: date of birth") == "chiffre de contrôle: date de naissance"
    assert said.knows("check digit: date of birth")
    assert not said.knows("no such label: date of birth")


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
    messages = read_po((ROOT / "docforensics" / "guidance" / "locale" / f"{language}.po").read_text("utf-8"))
    assert len(messages) > 500
    wrong = [text for text, said in messages.items() if text and _blanks(text) != _blanks(said)]
    assert wrong == []


def _blanks(text: str) -> list[str]:
    return sorted(_BLANK.findall(text))


def test_arabic_runs_from_right_to_left() -> None:
    """The page sets its direction."""
    assert catalogue("ar").direction == "rtl"


def test_an_unknown_language_names_those_there_are() -> None:
    """Not a traceback."""
    with pytest.raises(UsageError, match="en, fr, es, ar"):
        catalogue("tlh")


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_accuses_a_person(language: str, accusing_words: Callable[..., list[str]]) -> None:
    """Each language has its own list of words, and none of them stands in its catalogue."""
    po = ROOT / "docforensics" / "guidance" / "locale" / f"{language}.po"
    translated = [said for text, said in read_po(po.read_text("utf-8")).items() if text]
    assert len(translated) > 250
    assert [text for text in translated if accusing_words(text, language)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Il est coupable."), ("es", "La persona es sospechosa."), ("ar", "الشخص مجرم هنا")],
)
def test_the_lists_catch_accusations(
    language: str, text: str, accusing_words: Callable[..., list[str]]
) -> None:
    """They are no rubber stamps."""
    assert accusing_words(text, language)
