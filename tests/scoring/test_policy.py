"""The policy: validated, with a hash of what it rules."""

import copy
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.checks.modes import RunMode
from docforensics.errors import UsageError
from docforensics.scoring.mandatory import DEFAULT, MandatoryClaims
from docforensics.scoring.policy import Policy, PolicyVersionWarning, SpecimenRule


def written(folder: Path, text: str) -> Path:
    """Write a policy file."""
    path = folder / "ours.toml"
    path.write_text(f"version = 2\n{text}", encoding="utf-8")
    return path


def test_the_shipped_policy_is_the_default() -> None:
    """`balanced` in the file is what the code says."""
    assert Policy.load() == Policy() == Policy.preset("balanced")


def test_the_shipped_policy_demands_what_the_code_does() -> None:
    """Whoever names no mandatory claims gets those of `balanced`."""
    assert Policy.preset("balanced").mandatory == DEFAULT == Policy().mandatory


def test_the_order_of_mandatory_claims_changes_no_hash() -> None:
    """They are sets; an entry more is another rule."""
    one = MandatoryClaims(claims=(ClaimId.NAMES, ClaimId.SEX), lights=(Light.UV, Light.VISIBLE))
    other = MandatoryClaims(claims=(ClaimId.SEX, ClaimId.NAMES), lights=(Light.VISIBLE, Light.UV))
    assert Policy(mandatory=(one,)).digest == Policy(mandatory=(other,)).digest
    assert Policy(mandatory=(one,)).digest != Policy().digest


def test_the_digest_is_the_same_in_every_process() -> None:
    """Whatever seed Python hashes by: results of two runs are compared by it."""
    told = set()
    for seed in ("0", "1", "4711"):
        code = "from docforensics.scoring.policy import Policy; print(Policy.preset('high-security').digest)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        told.add(done.stdout.strip())
    assert told == {Policy.preset("high-security").digest}


@pytest.mark.parametrize("dropped", ["", "minimum_coverage = 0.45\n"])
def test_a_policy_of_before_claims_is_read_with_what_changed(tmp_path: Path, dropped: str) -> None:
    """Its other rules hold; the warning names what has no effect any more, and what to write."""
    file = tmp_path / "ours.toml"
    file.write_text(f'name = "post"\nprior = 0.2\n{dropped}', encoding="utf-8")
    with pytest.warns(PolicyVersionWarning) as caught:
        policy = Policy.load(file)
    (warning,) = caught
    assert (policy.prior, policy.mandatory) == (0.2, DEFAULT)
    assert "policy post: it states no version" in str(warning.message)
    assert ("minimum_coverage = 0.45 has no effect any more" in str(warning.message)) is bool(dropped)
    assert "Write version = 2 to confirm." in str(warning.message)


@pytest.mark.parametrize("version", ["1", "3", '"2"'])
def test_another_version_is_refused(tmp_path: Path, version: str) -> None:
    """What a later one demands nobody here knows."""
    file = tmp_path / "ours.toml"
    file.write_text(f"version = {version}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="version: expected 2"):
        Policy.load(file)


def test_mandatory_claims_are_read_from_the_file(tmp_path: Path) -> None:
    """With what restricts them."""
    text = '[[mandatory]]\nclaims = ["names"]\n[[mandatory]]\nclaims = ["uv_print"]\nlights = ["uv"]\nequipment = ["uv-lamp"]'
    policy = Policy.load(written(tmp_path, text))
    assert policy.mandatory == (
        MandatoryClaims(claims=(ClaimId.NAMES,)),
        MandatoryClaims(claims=(ClaimId.UV_PRINT,), lights=(Light.UV,), equipment=("uv-lamp",)),
    )


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
        ("clear_log10_lr = inf", "clear_log10_lr"),
        ("minimum_coverage = 0.5", "unknown key minimum_coverage"),
        ("mandatory = []", "at least one entry"),
        ("[[mandatory]]\nclaims = []", "mandatory: expected claims"),
        ('[[mandatory]]\nclaims = ["face"]', "face"),
        ('[[mandatory]]\nclaims = ["names"]\nlights = ["x-ray"]', "x-ray"),
        ("alert_families = 0", "alert_families"),
        ('colour = "red"', "unknown key colour"),
        ('test_document = "shoot"', "shoot"),
        ('[run_modes]\nmrz = "sometimes"', r"run_modes\[mrz\]: expected mandatory, .*sometimes"),
        ("prior = ", "ours.toml"),
        ('prior = "much"', "ours.toml"),
        ("run_modes = 3", "ours.toml"),
        ("false_alarms = 2", "false_alarms"),
        ("refer = 0.2\n[costs]\nmiss = 3\nfalse_alarm = 1", "either refer or"),
        ("[costs]\nmiss = 0\nfalse_alarm = 1", "above 0"),
        ("[costs]\nmiss = 3", "ours.toml"),
        ('[issuers.UTO]\nmrz = "mandatory"', "singled out"),
        ('[meaning]\nPASS = "go"', "PASS"),
        ("[meaning]\nCLEAR = 3", r"meaning\[CLEAR\]: expected text"),
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
    assert Policy(clear_log10_lr=1).digest == Policy(clear_log10_lr=1.0).digest


def test_a_policy_is_found_by_file_or_by_name(tmp_path: Path) -> None:
    """A name with an ending is a file, there or not."""
    (tmp_path / "mine.toml").write_text("version = 2\nprior = 0.2", encoding="utf-8")
    assert Policy.find(str(tmp_path / "mine.toml")).prior == 0.2
    assert Policy.find("balanced").digest == Policy.load().digest
    with pytest.raises(UsageError, match=r"nowhere\.toml: No such file"):
        Policy.find("nowhere.toml")
    for name in ("lenient", str(tmp_path)):
        with pytest.raises(UsageError, match=r"expected a TOML file, or one of balanced, high-convenience"):
            Policy.find(name)


@pytest.mark.parametrize("name", ["high-security", "balanced", "high-convenience"])
def test_every_preset_is_shipped_and_named(name: str) -> None:
    """Under the name that it is asked for by."""
    assert Policy.preset(name).name == name


def test_presets_are_ordered_by_what_they_let_pass() -> None:
    """From security to convenience: less is referred, less must have been verified."""
    secure, middle, easy = map(Policy.preset, ("high-security", "balanced", "high-convenience"))
    white, three = (
        [policy.mandatory_claims([Channel.SCANNER], lights) for policy in (secure, middle, easy)]
        for lights in ([Light.VISIBLE], [Light.VISIBLE, Light.UV, Light.IR])
    )
    assert white[0] > white[1] > white[2]
    assert three[0] > three[1] > three[2]
    assert secure.prior > middle.prior > easy.prior
    assert (secure.false_alarms or 0) > (middle.false_alarms or 0) > (easy.false_alarms or 0)
    assert len({policy.digest for policy in (secure, middle, easy)}) == 3


def test_costs_say_from_which_score_to_refer(tmp_path: Path) -> None:
    """A miss nineteen times as dear as a needless look: from one in twenty."""
    policy = Policy.load(written(tmp_path, "[costs]\nmiss = 19\nfalse_alarm = 1"))
    assert policy.refer == pytest.approx(0.05)
    assert policy.digest == replace(Policy(), refer=0.05, refer_earlier=False).digest


def test_a_target_can_be_given_up(tmp_path: Path) -> None:
    """TOML has no null."""
    assert Policy.load(written(tmp_path, 'false_alarms = "none"')).false_alarms is None


def test_an_issuer_is_spared_a_check_and_nothing_else(tmp_path: Path) -> None:
    """Its genuine documents trip it; priors and thresholds stay."""
    policy = Policy.load(written(tmp_path, '[issuers.D]\n"data.issuer_code" = "evaluatory"'))
    spared = policy.for_issuer("D")
    assert spared.mode("data.issuer_code", "data") is RunMode.EVALUATORY
    assert policy.for_issuer("UTO") is policy
    assert replace(spared, run_modes={}) == replace(policy, run_modes={})
    assert policy.digest != Policy().digest


def test_an_issuer_that_is_spared_a_family_is_spared_each_of_its_checks(tmp_path: Path) -> None:
    """Also one that the policy names by itself; what the policy switches off stays off."""
    text = (
        '[run_modes]\n"mrz.check_digits" = "mandatory"\n"mrz.length" = "off"\n"data.dates" = "mandatory"\n'
        '[issuers.D]\nmrz = "evaluatory"'
    )
    policy = Policy.load(written(tmp_path, text))
    spared = policy.for_issuer("D")
    assert spared.mode("mrz.check_digits", "mrz") is RunMode.EVALUATORY
    assert spared.mode("mrz.length", "mrz") is RunMode.OFF
    assert spared.mode("data.dates", "data") is RunMode.MANDATORY
    assert policy.mode("mrz.check_digits", "mrz") is RunMode.MANDATORY
    own = Policy.load(written(tmp_path, text + '\n"mrz.check_digits" = "off"'))
    assert own.for_issuer("D").mode("mrz.check_digits", "mrz") is RunMode.OFF


def test_a_check_may_be_named_by_its_old_id(tmp_path: Path) -> None:
    """For one version, in run modes and for issuers; by both ids at once it is refused."""
    text = '[run_modes]\n"data.test_document" = "mandatory"\n[issuers.UTO]\n"security.lost_print" = "off"'
    policy = Policy.load(written(tmp_path, text))
    assert policy.mode("data.specimen", "data") is RunMode.MANDATORY
    assert policy.for_issuer("UTO").mode("security.obscured_print", "security") is RunMode.OFF
    current = text.replace("test_document", "specimen").replace("lost_print", "obscured_print")
    assert policy.digest == Policy.load(written(tmp_path, current)).digest
    with pytest.raises(UsageError, match=r"data\.test_document"):
        Policy(run_modes={"data.test_document": RunMode.OFF, "data.specimen": RunMode.OFF})


def test_a_run_mode_may_be_given_as_its_word() -> None:
    """A policy made in Python takes the word that its TOML file takes; any other word is refused with the choices."""
    assert Policy(run_modes={"portrait": "off"}).run_modes["portrait"] is RunMode.OFF  # type: ignore[dict-item]
    with pytest.raises(UsageError, match=r"run_modes\.portrait: expected one of mandatory"):
        Policy(run_modes={"portrait": "never"})  # type: ignore[dict-item]


@pytest.mark.parametrize("policy", [Policy(), Policy.preset("high-security"), Policy(false_alarms=None)])
def test_a_policy_travels_to_another_process(policy: Policy) -> None:
    """Pickled or copied it rules alike."""
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 (our own bytes)
    assert copy.deepcopy(policy).digest == policy.digest
