"""Codes of the sentences of a report, for programs: a code stays when its sentence is worded anew.

Sentences that checks and verdicts write stand with their codes in `data/codes.toml`, which tests hold against what the package writes. A sentence of
another package, or of a template, has none there: its code is `OTHER`.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text, sentences
from docforensics.parsing import read_toml

OTHER = "other"
"""Of a sentence that has no code of its own."""
ABORTED = "program_error"
"""Of the reason of a check that ended with an error: its text names the place in the program."""
ADVICE = "advice."
"""Before the id of a check, in the code of a step that the check advises."""
_BLANK = re.compile(r"\{\w+\}")
_JOINED = re.compile(r" or | and ")
"""Between things that are needed together, or one in place of another."""


class SentenceKind(StrEnum):
    """What a sentence is for: a table of `data/codes.toml`."""

    REASON = "reason"
    """Why a check could not measure."""
    NEED = "need"
    """What would allow it."""
    NOTE = "note"
    """What shaped the outcome without weighing."""


@cache
def coded_sentences(kind: SentenceKind) -> Mapping[str, str]:
    """Give the sentences of a kind by their code; what stands in braces differs from report to report."""
    tables: Mapping[str, Mapping[str, str]] = read_toml(
        files("docforensics.guidance").joinpath("data", "codes.toml")
    )
    return tables[kind.value]


def code_of(kind: SentenceKind, sentence: str) -> str:
    """Give the code of a sentence."""
    return _whole(kind).get(sentence) or next(
        (code for code, pattern in _patterns(kind) if pattern.fullmatch(sentence)), OTHER
    )


def codes_of_needs(needs: str) -> tuple[str, ...]:
    """Give the codes of what would allow a check: several where things are needed together, or one in place of another."""
    if not needs:
        return ()
    code = code_of(SentenceKind.NEED, needs)
    if code != OTHER:
        return (code,)
    parts = [code_of(SentenceKind.NEED, part) for part in _JOINED.split(needs)]
    return (OTHER,) if OTHER in parts else tuple(dict.fromkeys(parts))


def code_of_step(step: Step) -> str:
    """Give the key of its sentence in the catalogue; of what a check advises, the check's id with it."""
    return f"{ADVICE}{step.check}" if step.check else step.key or OTHER


def code_of_limit(limit: Text) -> str:
    """Give the key of its sentence in the catalogue."""
    return next((key for key, english in sentences()["limits"].items() if english == limit.english), OTHER)


def codes_of_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """Give the code of each note."""
    return tuple(code_of(SentenceKind.NOTE, note) for note in notes)


@cache
def _whole(kind: SentenceKind) -> Mapping[str, str]:
    return {sentence: code for code, sentence in coded_sentences(kind).items()}


@cache
def _patterns(kind: SentenceKind) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the sentences with blanks as patterns, what states most first."""
    blanks = {code: sentence for code, sentence in coded_sentences(kind).items() if _BLANK.search(sentence)}
    ordered = sorted(blanks.items(), key=lambda item: -len(_BLANK.sub("", item[1])))
    return tuple((code, _pattern(sentence)) for code, sentence in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, _BLANK.split(sentence))), re.DOTALL)
