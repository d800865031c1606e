"""Calibration files: validated, hashed by content, lenient only about what nobody has calibrated."""

from collections.abc import Callable
from dataclasses import replace
from math import log10
from pathlib import Path

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.checks.renamed import RENAMED
from docforensics.errors import CalibrationError
from docforensics.scoring.calibration import Calibration, load_calibration
from docforensics.scoring.combine import ATTENUATED, EXPERT, STRONGEST, Combination, CombinationRule
from docforensics.scoring.condition import WITHOUT_TEMPLATE, Condition
from docforensics.scoring.judge import judge
from docforensics.scoring.model import Basis, CalibrationRow, Evidence, OutcomeClass
from docforensics.scoring.policy import Policy

Row = Callable[..., CalibrationRow]

TEXT = """
[[row]]
check = "a.b"
method = "logistic"
parameters = { centre = 1, slope = 0.5 }
log10_lr_min = -0.1
log10_lr_max = 0.5
n_genuine = 0
n_forged = 0
data_set = "made up"
basis = "expert"
"""
FITTED = TEXT.replace("expert", "fitted").replace("= 0\nn_forged = 0", "= 50\nn_forged = 50")


def written(folder: Path, text: str) -> Path:
    """Write a calibration file."""
    path = folder / "rows.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_that_hold_everywhere_are_expert_and_say_so() -> None:
    """No data cover every channel, so none of these claims to be fitted."""
    rows = load_calibration().rows.values()
    assert len(rows) >= 12
    assert {row.basis for row in rows} == {Basis.EXPERT}
    assert all(row.n_genuine == row.n_forged == 0 for row in rows)


def test_fitted_rows_name_the_calibration_split_and_how_many_documents() -> None:
    """A row that was fitted on anything else is not shipped, nor one beyond the number of its documents; without a template nothing is, and judgement stays."""
    shipped = load_calibration()
    judged = [one for one in shipped.combinations.values() if one.basis is Basis.EXPERT]
    for one in judged:
        rule = EXPERT.rule if one.condition.endswith(WITHOUT_TEMPLATE) else ATTENUATED
        told = replace(EXPERT, condition=one.condition, data_set=one.data_set, rule=rule)
        assert one == replace(told, n_genuine=one.n_genuine, false_alarms=one.false_alarms)
    of_conditions = [(key, row) for key, row in shipped.fitted.items() if row.basis is Basis.EXPERT]
    for _, row in of_conditions:
        assert row.n_genuine == row.n_forged == 0
    for entry in (*shipped.fitted.values(), *shipped.combinations.values()):
        if entry.basis is Basis.EXPERT:
            continue
        assert entry.basis is Basis.FITTED
        assert entry.data_set.endswith(", calibration split"), entry.data_set
        assert "test" not in entry.data_set.removesuffix(", calibration split")
        most = log10(max(entry.n_genuine, entry.n_forged) + 2)
        assert max(-entry.log10_lr_min, entry.log10_lr_max) <= most
    for (check, condition), row in shipped.fitted.items():
        assert check in shipped.rows
        assert condition in shipped.combinations, condition
        assert row.condition == condition


def test_a_fitted_row_holds_under_its_condition_alone(row: Row) -> None:
    """Elsewhere the row by judgement stays."""
    fitted = replace(row("a.b", basis=Basis.FITTED, n=50), condition="photo/visible", log10_lr_max=0.7)
    calibration = Calibration.of(
        [row("a.b"), fitted], [Combination(condition="photo/visible", log10_lr_max=1.2)]
    )
    photo = Condition(channel=Channel.PHOTO, lights=frozenset({Light.VISIBLE}))
    scanner = Condition(channel=Channel.SCANNER, lights=frozenset({Light.VISIBLE}))
    assert calibration.row("a.b", photo).log10_lr_max == 0.7
    assert calibration.row("a.b", scanner).log10_lr_max == calibration.row("a.b").log10_lr_max == 1.0
    assert calibration.combination(photo).log10_lr_max == 1.2
    assert calibration.combination(scanner) == calibration.combination() == EXPERT
    assert not calibration.judged.fitted


def test_without_a_template_the_fit_of_such_documents_holds_where_there_is_one(row: Row) -> None:
    """Else that of documents with one, and for those never the other."""
    with_one = replace(row("a.b", basis=Basis.FITTED, n=50), condition="photo/visible", log10_lr_max=0.7)
    without = replace(with_one, condition="photo/visible/no-template", log10_lr_max=0.4)
    fitted = Condition(channel=Channel.PHOTO, lights=frozenset({Light.VISIBLE}))
    bare = replace(fitted, has_template=False)
    both = Calibration.of([row("a.b"), with_one, without])
    assert (both.row("a.b", fitted).log10_lr_max, both.row("a.b", bare).log10_lr_max) == (0.7, 0.4)
    assert Calibration.of([row("a.b"), with_one]).row("a.b", bare).log10_lr_max == 0.7
    assert Calibration.of([row("a.b"), without]).row("a.b", fitted).log10_lr_max == 1.0


def test_what_the_user_brings_goes_before_what_is_shipped(tmp_path: Path) -> None:
    """A row of one's own replaces the shipped one of that check."""
    own = written(tmp_path, TEXT.replace("a.b", "mrz.length"))
    assert Calibration.load(beside=[own]).row("mrz.length").data_set == "made up"
    assert set(Calibration.load(beside=[own]).rows) == set(Calibration.load().rows)


def test_a_row_of_the_user_for_every_condition_holds_under_every_condition(tmp_path: Path) -> None:
    """No fitted row that ships goes before it; those of other checks stay."""
    shipped = Calibration.load()
    (check, _), *_ = sorted(shipped.fitted)
    own = Calibration.load(beside=[written(tmp_path, TEXT.replace("a.b", check))])
    assert {row.data_set for row in (own.rows[check], *own.fitted.values()) if row.check == check} == {
        "made up"
    }
    assert {key for key in shipped.fitted if key[0] != check} == set(own.fitted)


def test_a_file_is_read(tmp_path: Path) -> None:
    """One row a table."""
    calibration = load_calibration([written(tmp_path, TEXT)])
    assert calibration.row("a.b").log10_lr(2.0) == 0.5
    assert calibration.row("a.b").log10_lr(0.0) == -0.1


def test_a_row_under_the_old_id_of_a_check_holds_for_its_new_one(tmp_path: Path) -> None:
    """Ids that were renamed are read for one version; a file that names both ids of a check is refused."""
    old = TEXT.replace("a.b", "security.lost_print")
    calibration = Calibration.load([written(tmp_path, old)])
    assert calibration.row("security.obscured_print").log10_lr_max == 0.5
    with pytest.raises(CalibrationError, match="two calibration rows"):
        Calibration.load([written(tmp_path, old + TEXT.replace("a.b", "security.obscured_print"))])
    moved = (
        '[[shift]]\ncondition = "photo/visible"\nn_genuine = 9\nn_forged = 0\ntotal = 0\nchecks = {CHECKS}\n'
    )
    file = written(tmp_path, moved.replace("{CHECKS}", '{ "security.lost_print" = 0.2 }'))
    assert Calibration.load([file]).shifts["photo/visible"].checks == {"security.obscured_print": 0.2}


@pytest.mark.parametrize(("key", "rule"), [("yields = true", ATTENUATED), ("yields = false", STRONGEST)])
def test_the_flag_that_named_a_rule_is_still_read(tmp_path: Path, key: str, rule: CombinationRule) -> None:
    """Files written before rules had names keep their meaning; a rule that nobody knows is refused by file."""
    text = f'[[combination]]\ncondition = "photo/visible"\nbasis = "expert"\n{key}\n'
    assert Calibration.load([written(tmp_path, text)]).combinations["photo/visible"].rule is rule
    with pytest.raises(CalibrationError, match=r"rows\.toml.*tallest"):
        Calibration.load([written(tmp_path, text.replace(key, 'rule = "tallest"'))])


def test_what_was_shown_of_a_claim_is_read_and_ones_own_goes_first(tmp_path: Path) -> None:
    """By claim and channel; it is part of the digest, and stays through other changes."""
    text = '[[power]]\nclaim = "portrait"\nchannel = "photo"\npx_per_mm = 6.0\nchanges = 20\nfound = {}\ncontradicted = 3\n'
    files = [tmp_path / "shipped.toml", tmp_path / "own.toml"]
    for file, found in zip(files, (19, 5), strict=True):
        file.write_text(text.format(found), encoding="utf-8")
    key = (ClaimId.PORTRAIT, Channel.PHOTO)
    shipped = Calibration.load(files[:1])
    assert shipped.powers[key].suffices
    assert shipped.powers[key].px_per_mm == 6.0
    own = Calibration.load(files[:1], beside=files[1:])
    assert not own.powers[key].suffices
    assert own.digest != shipped.digest != Calibration.of([]).digest
    assert own.judged.powers == own.counted([]).powers == own.powers


def test_a_check_without_a_row_weighs_nothing() -> None:
    """A plug-in that nobody has calibrated is shown, never weighed."""
    assert load_calibration().row("stranger.check").log10_lr(1e6) == 0.0


def test_the_hash_is_of_the_content(row: Row) -> None:
    """Order does not matter, a parameter does."""
    one, two = row("a.b"), row("a.c")
    assert Calibration.of([one, two]).digest == Calibration.of([two, one]).digest
    assert Calibration.of([one, two]).digest != Calibration.of([one, row("a.c", high=0.9)]).digest


def test_two_rows_of_one_check_are_refused(row: Row) -> None:
    """One check, one row."""
    with pytest.raises(CalibrationError, match="two calibration rows"):
        Calibration.of([row("a.b"), row("a.b")])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("check =", "chek ="), "chek"),
        (TEXT.replace('"expert"', '"guess"'), "guess"),
        (TEXT.replace("log10_lr_max = 0.5", "log10_lr_max = 5"), "expert"),
        (TEXT + TEXT, "two calibration rows"),
        ("[row", "not readable"),
        ("[other]\na = 1", "other"),
        ("row = 3", "row: expected a list"),
        ("row = [5]", r"row\[0\]: expected a table"),
        ("combination = [5]", r"combination\[0\]: expected a table"),
        (TEXT.replace('"logistic"', '"cubic"'), r"^rows\.toml: a\.b: expected method"),
        (
            TEXT.replace("slope = 0.5", 'slope = "x"'),
            r"^rows\.toml: a\.b: parameters\[slope\]: expected a number",
        ),
        (TEXT.replace("centre = 1", 'centre = "x"'), "a.b"),
        (TEXT + "points = [[1, 0]]", "points belong"),
        ("[[combination]]\nfamilies = 3", "combination"),
        ("[[combination]]\nlog10_lr_max = inf", "combination: expected"),
        ("[[combination]]\nlog10_lr_max = 400.0", "combination: expected"),
        ("[[combination]]\nfalse_alarms = [[0.1, 400.0]]", "false_alarms"),
        ("[[combination]]\n[combination.families.mrz]\nlog10_lr_max = inf", "family weights: expected"),
        (FITTED.replace("log10_lr_max = 0.5", "log10_lr_max = 400.0"), "expected bounds within"),
        ("[[shift]]\ncondition = 'x'", "shift"),
    ],
)
def test_a_malformed_file_is_refused_by_name(tmp_path: Path, text: str, words: str) -> None:
    """The error says what is wrong."""
    with pytest.raises(CalibrationError, match=words):
        load_calibration([written(tmp_path, text)])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A named file must be there."""
    with pytest.raises(CalibrationError, match=r"nowhere\.toml: No such file"):
        load_calibration([tmp_path / "nowhere.toml"])


SHARED = """[[combination]]
condition = "photo/visible"
basis = "fitted"
checks = { "security.uv_unexpected_luminescence" = { share = 0.5, largest = 2.0 }, "mrz.length" = { share = 0.25, largest = 1.0 } }
"""


def test_shares_are_read_by_the_names_of_now(tmp_path: Path) -> None:
    """A former name is the check; two shares of one check are an error."""
    (old,) = (name for name, now in RENAMED.items() if now == "security.uv_unexpected_luminescence")
    named = SHARED.replace("security.uv_unexpected_luminescence", old)
    combination = Calibration.load([written(tmp_path, named)]).combinations["photo/visible"]
    assert combination.share("security.uv_unexpected_luminescence", 1.0) == 0.5
    twice = SHARED.replace("mrz.length", old)
    with pytest.raises(CalibrationError, match="two shares of one check"):
        Calibration.load([written(tmp_path, twice)])


def test_a_row_of_the_users_own_counts_whole(tmp_path: Path) -> None:
    """What was fitted beside the shipped row says nothing of theirs."""
    shipped, own = tmp_path / "shipped.toml", tmp_path / "own.toml"
    shipped.write_text(SHARED, encoding="utf-8")
    own.write_text(
        """[[row]]
check = "mrz.length"
method = "identity"
parameters = {}
log10_lr_min = 0.0
log10_lr_max = 1.0
n_genuine = 0
n_forged = 0
data_set = "own"
basis = "expert"
""",
        encoding="utf-8",
    )
    combination = Calibration.load([shipped], beside=[own]).combinations["photo/visible"]
    assert set(combination.checks) == {"security.uv_unexpected_luminescence"}


@pytest.mark.parametrize("channel", [Channel.PHOTO, Channel.UPLOAD])
def test_print_in_order_is_no_evidence_against_a_finding_on_a_photo_of_a_known_model(
    channel: Channel, evidence: Callable[..., Evidence]
) -> None:
    """In white light alone, and without a template it is; and what a genuine document in fifty reaches refers none."""
    shipped = Calibration.load()
    known = Condition(channel=channel, lights=frozenset({Light.VISIBLE}))
    others = (replace(known, has_template=False), replace(known, lights=frozenset({Light.VISIBLE, Light.UV})))
    order = [evidence(name, -0.1) for name in ("mrz.a", "data.b", "portrait.c", "security.d")]

    def outcome(finding: float, where: Condition) -> OutcomeClass:
        return judge([evidence("mrz.e", finding), *order], shipped, Policy(), where).outcome

    assert outcome(0.8, known) is OutcomeClass.REFER
    assert {outcome(0.8, other) for other in others} == {OutcomeClass.INCONCLUSIVE}
    assert outcome(0.53, known) is OutcomeClass.INCONCLUSIVE


def test_what_is_by_judgement_is_no_fit(row: Row) -> None:
    """Combinations and rows of a condition stay where what was fitted is left out."""
    judged = Combination(condition="photo/visible", rule=ATTENUATED)
    fitted = Combination(condition="scanner/visible", basis=Basis.FITTED, n_genuine=50, n_forged=50)
    other = replace(row("a.b"), condition="photo/visible", log10_lr_max=0.4)
    learned = replace(row("a.b", basis=Basis.FITTED, n=50), condition="scanner/visible")
    kept = Calibration.of([row("a.b"), other, learned], [judged, fitted]).judged
    assert dict(kept.combinations) == {"photo/visible": judged}
    assert dict(kept.fitted) == {("a.b", "photo/visible"): other}


def test_a_fit_of_the_user_holds_without_a_template_where_judgement_alone_was_shipped(tmp_path: Path) -> None:
    """Of photos; of scanners the shipped fit was of documents with a template alone, and judgement stays."""
    for channel, holds in ((Channel.PHOTO, True), (Channel.SCANNER, False)):
        source = f"{channel}/visible"
        told = f'[[combination]]\ncondition = "{source}"\nrule = "attenuated"\ndata_set = "own"\n'
        own = Calibration.load(beside=[written(tmp_path, told)])
        bare = Condition(channel=channel, lights=frozenset({Light.VISIBLE}), has_template=False)
        assert (own.combination(bare).data_set == "own") is holds


def test_a_row_by_judgement_of_a_condition_is_of_models_that_a_template_knows(row: Row) -> None:
    """Also where a combination of the user's own holds without a template."""
    own = replace(row("a.b"), condition="upload/visible", log10_lr_max=0.4)
    fit = replace(row("a.c", basis=Basis.FITTED, n=50), condition="upload/visible", log10_lr_max=0.4)
    rows = [row("a.b"), own, row("a.c"), fit]
    calibration = Calibration.of(rows, [Combination(condition="upload/visible")])
    known = Condition(channel=Channel.UPLOAD, lights=frozenset({Light.VISIBLE}))
    most = [
        calibration.row(check, replace(known, has_template=has)).log10_lr_max
        for check in ("a.b", "a.c")
        for has in (True, False)
    ]
    assert most == [0.4, 1.0, 0.4, 0.4]
    assert calibration.row_under("a.b", "upload/visible") is calibration.fitted["a.b", "upload/visible"]
    assert calibration.row_under("a.b", "photo/visible").log10_lr_max == 1.0


def test_rows_take_the_place_of_those_of_their_check_and_condition(row: Row) -> None:
    """The others stay."""
    judged = replace(row("a.b"), condition="upload/visible")
    other = replace(judged, condition="photo/visible")
    fitted = replace(row("a.b", basis=Basis.FITTED, n=50), condition="upload/visible")
    found = Calibration.of([row("a.b"), judged, other]).rows_with([fitted])
    assert {one.condition: one for one in found} == {
        "": row("a.b"),
        "photo/visible": other,
        "upload/visible": fitted,
    }
    assert len(found) == 3
