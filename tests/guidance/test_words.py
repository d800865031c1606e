"""Every sentence shown to an officer speaks of the document, never of the person."""

from collections.abc import Callable

import pytest

from docforensics.checks.check import Check
from docforensics.checks.registry import discover_checks
from docforensics.guidance.words import Text, sentence, sentences
from docforensics.scoring.model import OutcomeClass

CATALOGUE = [(section, key) for section, entries in sentences().items() for key in entries]


@pytest.mark.parametrize(("section", "key"), CATALOGUE)
def test_no_sentence_accuses_a_person(
    section: str, key: str, accusing_words: Callable[..., list[str]]
) -> None:
    """The catalogue uses no word that judges a person."""
    assert accusing_words(sentences()[section][key]) == []


@pytest.mark.parametrize("check", discover_checks(), ids=lambda check: check.id)
def test_no_check_accuses_a_person(check: Check, accusing_words: Callable[..., list[str]]) -> None:
    """Titles, messages, advice and equipment of every check are held against the same list."""
    spec = check.spec
    for text in (spec.title, spec.adverse, spec.favourable, spec.undecided, spec.advice, spec.equipment):
        assert accusing_words(text) == []


@pytest.mark.parametrize("text", ["He is a Liar.", "a suspect, again", "The forger was caught", "looks FAKE"])
def test_the_list_catches_accusations(text: str, accusing_words: Callable[..., list[str]]) -> None:
    """The list is no rubber stamp: whole words, in any case."""
    assert accusing_words(text)


def test_words_inside_other_words_are_let_pass(accusing_words: Callable[..., list[str]]) -> None:
    """`believed` holds `lie`, `consistency` holds `con`: neither accuses."""
    assert accusing_words("It is believed to be consistent with the reliefs.") == []


@pytest.mark.parametrize("outcome", list(OutcomeClass))
def test_every_outcome_has_a_meaning_and_an_action(outcome: OutcomeClass) -> None:
    """An officer is never left with a bare word."""
    assert sentence("outcome", outcome.value).endswith(".")
    assert sentence("outcome_action", outcome.value).endswith(".")


@pytest.mark.parametrize(("section", "key"), CATALOGUE)
def test_every_sentence_is_one_sentence_of_plain_text(section: str, key: str) -> None:
    """They end in a full stop and hold no line break and no markup."""
    text = sentences()[section][key]
    assert text.endswith(".")
    assert not set(text) & set("<>\n\t*")


def test_blanks_are_filled_in() -> None:
    """A sentence with braces takes its values by name."""
    text = sentence("limits", "expert", expert=3, total=4)
    assert text.startswith("For 3 of 4 checks")


def test_a_text_puts_its_blanks_into_the_language_too() -> None:
    """The sentence, and each text of a list in it; numbers and unknown words stay."""
    words = {
        "Seen in {lights}, {count} times.": "Vu en {lights}, {count} fois.",
        "visible": "blanc",
        ", ": " / ",
    }
    text = Text(english="Seen in {lights}, {count} times.", values={"lights": ("visible", "UV"), "count": 2})
    assert text.said(lambda word: words.get(word, word)) == "Vu en blanc / UV, 2 fois."
    assert str(text) == "Seen in visible, UV, 2 times."


def test_a_text_without_blanks_is_never_formatted() -> None:
    """Braces that come from elsewhere stay braces."""
    assert str(Text(english="{evil} {0.__class__}")) == "{evil} {0.__class__}"
