"""Every check and every kind of feature has guidance with sources, in plain words that accuse nobody."""

from collections.abc import Callable

import pytest

from docforensics.checks.check import Check
from docforensics.checks.registry import discover_checks
from docforensics.guidance.entries import (
    LINES,
    GuidanceEntry,
    check_entries,
    check_entry,
    feature_entries,
    feature_entry,
    sources,
)
from docforensics.guidance.equipment import equipment
from docforensics.templates.model import FeatureKind

OURS = list(discover_checks(plugins=()))
ENTRIES = {
    **{
        f"{family}.{slug}": entry
        for family, entries in check_entries().items()
        for slug, entry in entries.items()
    },
    **feature_entries(),
}
SAMPLE = """

[{slug}]
means = "What an adverse finding says about the document, in one sentence."
steps = [
  {{ with = "look", line = 1, do = "What to do by hand and what to look for." }},
]
genuine = "How it looks on a genuine document."
forged = "How it may look on one that is not."
not_proof = "What the finding does not prove, and what innocent cause looks alike."
sources = ["doc9303-2"]
"""


@pytest.mark.parametrize("check", OURS, ids=lambda check: check.id)
def test_every_check_has_guidance(check: Check) -> None:
    """What a finding means and how to verify it by hand is written for each check."""
    written = check_entry(check.id) is not None
    assert written, (
        f"{check.id} has no guidance: write into docforensics/guidance/data/checks/{check.family}.toml"
        + SAMPLE.format(slug=check.slug)
        + f"with equipment of {', '.join(equipment())} and sources of {', '.join(sources())}"
    )


def test_every_file_of_guidance_is_of_a_family() -> None:
    """Files are named as the folders of the checks."""
    assert set(check_entries()) <= {check.family for check in OURS}


@pytest.mark.parametrize("kind", list(FeatureKind))
def test_every_kind_of_feature_has_guidance(kind: FeatureKind) -> None:
    """By its PRADO word."""
    assert feature_entry(kind.value) is not None, (
        f"write [{kind.value!r}] into docforensics/guidance/data/features.toml"
    )


@pytest.mark.parametrize("name", ENTRIES)
def test_guidance_accuses_nobody(name: str, accusing_words: Callable[..., list[str]]) -> None:
    """No word of the list, in any sentence."""
    assert [text for text in ENTRIES[name].sentences if accusing_words(text)] == []


@pytest.mark.parametrize("name", ENTRIES)
def test_guidance_is_whole_sentences_of_plain_text(name: str) -> None:
    """They end in a full stop or a question mark, and hold no markup and no blanks."""
    for text in ENTRIES[name].sentences:
        assert text[-1] in ".?"
        assert text[0].isupper()
        assert not set(text) & set("<>{}\n\t*") - {"<"}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_guidance_names_sources_lines_and_an_order(entry: GuidanceEntry) -> None:
    """First line before second, and every entry rests on a document that is named."""
    assert entry.sources
    assert entry.actions
    assert [action.line for action in entry.actions] == sorted(action.line for action in entry.actions)
    assert {action.line for action in entry.actions} <= set(LINES)


def test_every_source_is_used_or_frames_the_whole() -> None:
    """The list of sources holds nothing that no entry cites, save those behind order, referral and training."""
    cited = {source.key for entry in ENTRIES.values() for source in entry.sources}
    assert set(sources()) - cited == {"frontex", "unodc", "refugees"}
    assert {source.basis for source in sources().values()} == {"read", "second-hand", "named"}


def test_a_check_of_another_package_may_bring_none() -> None:
    """It is shown without guidance."""
    assert check_entry("zoo.stripes") is None
    assert feature_entry("stripes") is None
