"""The policy: validated, with a hash of what it rules."""

from dataclasses import replace
from pathlib import Path

import pytest

from docforensics.errors import UsageError
from docforensics.scoring.policy import Policy, RunMode, SpecimenRule


def written(folder: Path, text: str) -> Path:
    """Write a policy file."""
    path = folder / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_policy_is_the_default() -> None:
    """`balanced` in the file is what the code says."""
    assert Policy.load() == Policy() == Policy.preset("balanced")


def test_a_file_may_set_a_part(tmp_path: Path) -> None:
    """What it does not name keeps the balanced value."""
    text = 'name = "post"\nprior = 0.2\ntest_document = "refer"\n[run_modes]\nportrait = "off"\n"mrz.length" = "mandatory"'
    policy = Policy.load(written(tmp_path, text))
    assert (policy.prior, policy.refer, policy.test_document) == (0.2, Policy().refer, SpecimenRule.REFER)
    assert policy.mode("portrait.portrait_ring", "portrait") is RunMode.OFF
    assert policy.mode("mrz.length", "mrz") is RunMode.MANDATORY
    assert policy.mode("mrz.charset", "mrz") is RunMode.OPTIONAL


def test_a_checks_own_switch_goes_before_its_familys() -> None:
    """A family off, one check of it on."""
    policy = Policy(run_modes={"portrait": RunMode.OFF, "portrait.a": RunMode.OPTIONAL})
    assert policy.mode("portrait.a", "portrait") is RunMode.OPTIONAL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prior = 0", "prior"),
        ("prior = 1.0", "prior"),
        ("refer = 0.9", "refer <= alert"),
        ("minimum_coverage = 1.5", "minimum_coverage"),
        ("alert_families = 0", "alert_families"),
        ('colour = "red"', "unknown key colour"),
        ('test_document = "shoot"', "shoot"),
        ('[run_modes]\nmrz = "sometimes"', "sometimes"),
        ("prior = ", "ours.toml"),
        ('prior = "much"', "ours.toml"),
        ("run_modes = 3", "ours.toml"),
    ],
)
def test_a_wrong_policy_is_refused_by_key(tmp_path: Path, text: str, words: str) -> None:
    """A typing error in a policy must not pass in silence."""
    with pytest.raises(UsageError, match=words):
        Policy.load(written(tmp_path, text))


def test_a_missing_file_and_an_unknown_preset_are_refused(tmp_path: Path) -> None:
    """The text says which."""
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        Policy.load(tmp_path / "nowhere.toml")
    with pytest.raises(UsageError, match="preset"):
        Policy.preset("../balanced")
    with pytest.raises(UsageError, match="lenient"):
        Policy.preset("lenient")


def test_the_hash_is_of_the_rules() -> None:
    """A name or the order of switches changes nothing, a threshold does; 1 and 1.0 are the same."""
    policy = Policy(run_modes={"a": RunMode.OFF, "b": RunMode.OFF})
    assert policy.digest == Policy(name="other", run_modes={"b": RunMode.OFF, "a": RunMode.OFF}).digest
    assert policy.digest != replace(policy, refer=0.2).digest
    assert Policy(minimum_coverage=1).digest == Policy(minimum_coverage=1.0).digest


def test_a_policy_is_found_by_file_or_by_name(tmp_path: Path) -> None:
    """A name with an ending is a file, there or not."""
    (tmp_path / "mine.toml").write_text("prior = 0.2", encoding="utf-8")
    assert Policy.find(str(tmp_path / "mine.toml")).prior == 0.2
    assert Policy.find("balanced").digest == Policy.load().digest
    with pytest.raises(UsageError, match=r"nowhere\.toml"):
        Policy.find("nowhere.toml")
