"""The fit over designs as a command: figures by design, the rule of shipping, the learning curve, permuted labels, cards."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.designs import fit as command, ship
from benchmarks.designs.figures import _is_bound, bound_costs, design_figures
from benchmarks.designs.fit import DesignTable, Measuring, by_capture, relabelled
from benchmarks.designs.limits import limits_of_capture
from benchmarks.designs.real import RealCapture, Standing, Standings, as_scanned, shipped_fit, standing
from benchmarks.designs.spread import distances, shares_of_variance
from benchmarks.designs.table import laid_out, origin, origins, write
from benchmarks.designs.verdicts import ALONE, JUDGED, REAL, Judging, judgings, laid_over
from benchmarks.designs.work import DesignRecord
from docforensics.checks.outcome import Measured
from docforensics.errors import CalibrationError, UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.calibration_file import read_calibration
from docforensics.scoring.check_share import CheckShare
from docforensics.scoring.combine import ATTENUATED, EXPERT, Combination
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.fit import ConditionFit
from docforensics.scoring.fit.write import combination_block
from docforensics.scoring.model import Basis
from docforensics.scoring.outcomes import Examined, to_line
from docforensics.scoring.policy import Policy

Table = tuple[Examined, ...]
Draw = Callable[..., Table]
RING = "portrait.portrait_ring"
TYPEFACE = "mrz.typeface"


@pytest.fixture(scope="module")
def measuring() -> Measuring:
    """Few draws."""
    return Measuring(shipped=Calibration.load(), name="drawn", draws=20, seed=0)


@pytest.fixture(scope="module")
def fits(many: Table, measuring: Measuring) -> tuple[ConditionFit, ...]:
    """Both conditions of the table."""
    return measuring.fit(DesignTable.of(many).fitted)


def test_with_and_without_a_template_are_fitted_apart(fits: tuple[ConditionFit, ...]) -> None:
    """And neither claims more than its fourteen designs support."""
    assert [one.condition for one in fits] == ["photo/visible", "photo/visible/no-template"]
    assert all(one.units["design"] == 14 for one in fits)
    assert all(one.combination.log10_lr_max < 1.2 for one in fits)
    assert TYPEFACE in {row.check for row in fits[0].rows}


def test_a_document_that_its_template_did_not_fit_is_tested_and_not_fitted_on(many: Table) -> None:
    """Its twin without any template stands for it there."""
    lost = replace(many[0], has_template=False)
    table = DesignTable.of((lost, *many[1:]))
    assert lost.document not in {one.document for one in table.fitted}
    assert len(table.fitted) == len(DesignTable.of(many).fitted) - 1
    assert not {one.design for one in table.fitted} & {one.design for one in table.tested}


def test_utopias_series_stand_apart(many: Table) -> None:
    """The checks were developed on them."""
    table = DesignTable.of((*many, replace(many[0], design="td3-2", document="u")))
    assert [one.document for one in table.utopia] == ["u"]
    assert "td3-2" not in table.designs


def test_a_design_stands_in_one_split_and_a_document_once(many: Table) -> None:
    """Else the test would count what was fitted on, or a document twice."""
    with pytest.raises(CalibrationError, match="stand in the tables twice"):
        DesignTable.of((*many, many[0]))
    in_both = [
        replace(one, split="test", document=f"{one.document}-again", holder=f"{one.holder}-again")
        for one in many
        if one.split == "calibration"
    ]
    with pytest.raises(CalibrationError, match=r"design .* stands in the splits"):
        DesignTable.of((*many, in_both[0]))
    with pytest.raises(CalibrationError, match=r"holder .* stands in the splits"):
        DesignTable.of((*many, replace(in_both[0], design="td3-2", holder=many[0].holder)))


def test_a_gain_under_one_policy_pays_for_nothing_under_the_other() -> None:
    """Each has to be no worse by itself."""
    none, one = (Standing(flagged=count, alerts=0, above_twin=0, found=0) for count in (0, 1))
    before = Standings(held=none, free=one)
    assert before.is_no_worse(before)
    assert not Standings(held=one, free=none).is_no_worse(before)
    assert not before.is_no_worse(replace(before, held=replace(none, found=1)))


def test_figures_are_those_of_designs(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """Median, worst tenth and worst, and species; real evidence can only hold back what designs support."""
    ways = judgings(fits, measuring.shipped)
    fitted = {one.combination.condition for one in fits}
    kept = {condition for condition in measuring.shipped.judged.combinations if condition not in fitted}
    for way in ways.values():  # where nothing was fitted the combination by judgement stays
        assert {way.calibration.combinations[condition].basis for condition in kept} <= {Basis.EXPERT}
    members = by_capture(DesignTable.of(many).tested)["photo"]
    found = {name: design_figures(members, way, draws=20, seed=0)[0] for name, way in ways.items()}
    assert found[ALONE].designs == 6
    spread = found[ALONE].by_design["missed"]
    assert 0 <= spread.median <= spread.worst_tenth <= spread.worst <= 1
    assert set(found[ALONE].missed) == {"swap", "typeface"}
    assert found[ALONE].whole.figures["cllr"].value < found[JUDGED].whole.figures["cllr"].value  # type: ignore[union-attr]
    assert found[REAL].whole.figures["apcer"].value >= found[ALONE].whole.figures["apcer"].value  # type: ignore[union-attr]
    assert found[ALONE].whole.figures["bpcer"].groups == 6  # type: ignore[union-attr]


def test_what_a_share_leaves_below_a_bound_is_not_bound(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """Costs of real evidence are asked where it holds something back."""
    judging = judgings(fits, measuring.shipped)[REAL]
    uncounted = [replace(one, counts={}) for one in by_capture(DesignTable.of(many).tested)["photo"]]
    known = judging.calibration
    rows = [replace(row, real=None) for row in (*known.rows.values(), *known.fitted.values())]
    little = {TYPEFACE: CheckShare(share=0.0, largest=1e6)}
    judging, shared = (
        replace(
            judging,
            calibration=Calibration.of(
                rows, [replace(one, checks=checks) for one in known.combinations.values()]
            ),
        )
        for checks in ({}, little)
    )
    costs = [bound_costs(uncounted, one, one.verdicts(uncounted)) for one in (judging, shared)]
    assert costs[0][TYPEFACE]["forged"] > 0
    assert TYPEFACE not in costs[1]


def test_a_finding_beyond_counted_ones_is_not_bound_by_them(many: Table) -> None:
    """What a bound costs is told of the bound that holds at the value."""
    judging = Judging(calibration=Calibration.load(), policy=Policy())
    one = next(one for one in many if one.is_forged and one.has_template)
    bound = [
        _is_bound(
            replace(
                one,
                outcomes={RING: Measured(value=60.0)},
                counts={RING: ModelCount(documents=9, false_alarms=2, values=values)},
            ),
            RING,
            judging,
        )
        for values in ((), (1.0, 0.0))
    ]
    assert bound == [True, False]


def test_rows_by_judgement_of_a_condition_stay_beside_a_fit_of_another_check(
    fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """Those of the same check and condition give way."""
    rows = measuring.shipped.judged
    (fit,) = (one for one in fits if one.condition == "photo/visible")
    (fitted, *_) = fit.rows
    own = [replace(rows.row(name), condition="photo/visible") for name in (fitted.check, "data.dates")]
    laid = laid_over(Calibration.of([*rows.rows.values(), *own], rows.combinations.values()), [fit])
    assert laid.fitted[fitted.check, "photo/visible"].basis is Basis.FITTED
    assert laid.fitted["data.dates", "photo/visible"].basis is Basis.EXPERT


def real(table: Table, value: float, *, count: int = 6) -> tuple[RealCapture, ...]:
    """Real genuine captures on which the typeface measures this."""
    genuine = [one for one in table if not one.is_forged and not one.has_template][:count]
    return tuple(
        RealCapture(
            examined=replace(one, outcomes={TYPEFACE: Measured(value=value, regions=())}),
            document=one.document,
            twin="",
            true_checks=frozenset(),
        )
        for one in genuine
    )


def test_a_row_ships_where_real_captures_are_no_worse(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """Where the typeface of real pages lies as on the designs, nothing changes."""
    captures = real(many, -0.1)
    rule = measuring.rule(DesignTable.of(many), fits, captures)["photo/visible/no-template"]
    assert (rule.refused, rule.captures) == ({}, 6)
    assert rule.fit == fits[1]


def test_a_row_that_accuses_real_captures_does_not_ship(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """It says why; weights and bounds are fitted anew without it, and judgement stays for its check."""
    row = next(row for row in fits[1].rows if row.check == TYPEFACE)
    judged = measuring.shipped.judged.row(TYPEFACE)
    wrong = next(
        value / 1000
        for value in range(1000)
        if row.log10_lr(value / 1000) > 0.302 > judged.log10_lr(value / 1000)
    )
    rule = measuring.rule(DesignTable.of(many), fits, real(many, wrong))["photo/visible/no-template"]
    assert rule.refused == {TYPEFACE: "adverse on 6 real genuine documents, by judgement on 0"}
    assert rule.fit is None or TYPEFACE not in {row.check for row in rule.fit.rows}
    assert rule.shipped.is_no_worse(rule.without)


def test_a_row_with_which_forged_captures_are_not_flagged_does_not_ship(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """What judgement flags of real forged documents has to be flagged with the rows of a fit as well."""
    judged = measuring.shipped.judged
    forged = tuple(
        replace(one, examined=replace(one.examined, is_forged=True)) for one in real(many, 0.5, count=3)
    )
    assert [one.found for one in standing(forged, (), judged).each] == [3, 3]
    row = next(row for row in fits[1].rows if row.check == TYPEFACE)
    weak = replace(row, method="isotonic", points=((-0.2, -0.01), (0.0, 0.0), (0.6, 0.02)), log10_lr_max=0.02)
    weaker = replace(
        fits[1],
        checks=tuple(replace(one, row=weak) if one.check == TYPEFACE else one for one in fits[1].checks),
    )
    rule = shipped_fit(weaker, judged, forged, lambda _: None)
    assert rule.refused == {TYPEFACE: "with it real captures as a whole are judged worse than by judgement"}
    assert [one.found for one in rule.as_fitted.each] == [0, 0]
    assert [one.found for one in rule.shipped.each] == [3, 3]


def test_published_scans_stand_for_what_a_scanner_shows(many: Table) -> None:
    """Without what is asked of photos and sent files alone."""
    (sent,) = real(many, 0.1, count=1)
    sharp = {**sent.examined.outcomes, "digital.copied_glyphs": Measured(value=3.0, regions=())}
    (scanned,) = as_scanned([replace(sent, examined=replace(sent.examined, outcomes=sharp))])
    assert scanned.examined.condition.name == "scanner/visible/no-template"
    assert set(scanned.examined.outcomes) == {TYPEFACE}
    assert replace(scanned, examined=sent.examined) == sent


def test_what_is_true_of_the_print_is_no_false_alarm(
    many: Table, fits: tuple[ConditionFit, ...], measuring: Measuring
) -> None:
    """A page that bears another typeface is rightly referred."""
    captures = tuple(replace(one, true_checks=frozenset({TYPEFACE})) for one in real(many, 0.3))
    found = standing(captures, fits, measuring.shipped.judged)
    assert [one.flagged for one in found.each] == [0, 0]
    assert not shipped_fit(fits[1], measuring.shipped.judged, captures, lambda _: None).refused


def test_labels_are_dealt_anew_inside_each_design(many: Table, measuring: Measuring) -> None:
    """As many forged ones in each; totals on other designs are within a tenth of nothing."""
    table = DesignTable.of(many)
    other = relabelled(table.fitted, 3)
    for design in table.designs:
        before, after = (
            sum(one.is_forged for one in rows if one.design == design) for rows in (table.fitted, other)
        )
        assert before == after
    assert any(
        one.is_forged is not two.is_forged
        for one, two in zip(sorted(table.fitted, key=_key), sorted(other, key=_key), strict=True)
    )
    found = measuring.permuted(table)
    assert all(-0.1 <= one["least"] <= one["most"] <= 0.1 for one in found.values())


def _key(one: Examined) -> str:
    return one.document


def test_more_designs_support_more(many: Table, measuring: Measuring) -> None:
    """The curve goes on nested designs to all there are."""
    curve = measuring.curve(DesignTable.of(many))
    assert list(curve) == [10, 14]
    assert [point.fitted for points in curve.values() for point in points.values()] == [10, 10, 14, 14]
    few = DesignTable.of(many).of_first(10)
    assert {one.design for one in few} < {one.design for one in DesignTable.of(many).of_first(14)}


@pytest.fixture
def with_more(many: Table, draw_designs: Draw) -> Table:
    """Forty further designs with genuine documents alone, examined with their templates alone."""
    more = tuple(
        replace(
            one,
            design=f"more-{one.design}",
            press=f"more-{one.press}",
            document=f"more-{one.document}",
            holder=f"more-{one.holder}",
        )
        for one in draw_designs("calibration", 40, seed=5)
        if not one.is_forged and one.has_template
    )
    return (*many, *more)


def test_designs_with_genuine_documents_alone_say_how_far_genuine_ones_go(
    many: Table, with_more: Table, measuring: Measuring
) -> None:
    """Forty of them let a fit state the share of 2 % that fourteen designs do not support; the curve adds them last, where they are fitted on."""
    table = DesignTable.of(with_more)
    assert table.with_forged == set(table.designs[:14])
    shares = [
        {one.condition: [share for share, _ in one.combination.false_alarms] for one in measuring.fit(rows)}
        for rows in (DesignTable.of(many).fitted, table.fitted)
    ]
    assert [found["photo/visible"][-1] for found in shares] == [0.1, 0.02]
    curve = measuring.curve(table)
    assert {size: {name: one.fitted for name, one in own.items()} for size, own in curve.items()} == {
        10: {"photo": 10, "photo without template": 10},
        14: {"photo": 14, "photo without template": 14},
        54: {"photo": 54},
    }


def test_labels_are_not_dealt_where_all_documents_are_genuine(with_more: Table, measuring: Measuring) -> None:
    """Those of the others would tell something."""
    found = measuring.permuted(DesignTable.of(with_more))
    assert all(-0.1 <= one["least"] <= one["most"] <= 0.1 for one in found.values())


def test_the_card_counts_designs_with_genuine_documents_alone(
    with_more: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader sees that fewer designs have forged documents."""
    write(laid_out(with_more, Calibration.load()), tmp_path / "t.parquet")
    monkeypatch.setattr("sys.argv", ["fit", str(tmp_path / "t.parquet"), "--draws", "5", "-o", str(tmp_path)])
    command.main()
    card = (tmp_path / "designs-photo.md").read_text(encoding="utf-8")
    assert "of 54 designs, 54 presses" in card
    assert "40 of the designs with genuine documents alone" in card
    assert "| designs of the fit | 10 | 14 | 54 |" in card
    assert "| designs of the fit | 10 | 14 |\n" in card
    assert f"| `{RING}` | fitted, " in card
    assert "| share |" in card


def test_designs_that_were_looked_at_are_fitted_on(
    many: Table, draw_designs: Draw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test half is unseen once; after that its designs say more in the fit."""
    for name, documents in (("t", many), ("seen", draw_designs("test", 12, seed=5))):
        renamed = [
            replace(
                one,
                document=f"{name}/{one.document}",
                holder=f"{name}/{one.holder}",
                design=f"{name}/{one.design}",
            )
            for one in documents
        ]
        write(laid_out(renamed, Calibration.load()), tmp_path / f"{name}.parquet")
    scan = json.loads(to_line(many[0]))
    told = {"key": "a", "document": "a", "label": "genuine", "file": "a.jpg", "examined": scan}
    (tmp_path / "rows.jsonl").write_text(json.dumps(told) + "\n", encoding="utf-8")
    files = [str(tmp_path / "t.parquet"), "--seen", f"{tmp_path / 'seen.parquet'}@photo"]
    files += ["--real-scans", str(tmp_path / "rows.jsonl")]
    monkeypatch.setattr("sys.argv", ["fit", *files, "--draws", "5", "-o", str(tmp_path)])
    command.main()
    card = (tmp_path / "designs-photo.md").read_text(encoding="utf-8")
    known = {one.design for one in many if one.split == "calibration"}
    assert f"of {len(known) + 12} designs" in card
    assert "`seen.parquet@photo`: sha256" in card
    assert "`rows.jsonl (real captures)`: sha256" in card
    assert "fitted on here: the designs of `seen.parquet@photo`." in card
    tested = {one.design for one in many if one.split == "test"}
    assert f"documents of {len(tested)} designs; policy" in card


def test_a_size_at_which_a_condition_is_not_fitted_has_no_figures_of_it(
    many: Table, measuring: Measuring
) -> None:
    """Where one of ten designs has no template: as many designs as were fitted stand over each column."""
    first = DesignTable.of(many).designs[0]
    lost = tuple(one for one in many if one.design != first or not one.has_template)
    curve = measuring.curve(DesignTable.of(lost))
    fitted = {size: {name: point.fitted for name, point in points.items()} for size, points in curve.items()}
    assert fitted == {
        10: {"photo without template": 10},
        14: {"photo": 13, "photo without template": 14},
    }


def test_the_share_of_a_variance_between_designs_is_known(draw_designs: Draw) -> None:
    """Documents of designs that differ by five of their own spread: nearly all lies between designs."""
    table = draw_designs("calibration", 12, per=8)
    shifted = tuple(
        replace(
            one,
            outcomes={
                TYPEFACE: Measured(
                    value=(one.value(TYPEFACE) or 0.0) + 0.5 * int(one.design[-2:]), regions=()
                )
            },
        )
        for one in table
    )
    assert shares_of_variance(shifted, "design")[TYPEFACE] > 0.95
    within = tuple(
        replace(one, design=f"d{number % 12}")
        for number, one in enumerate(o for o in shifted if not o.is_forged)
    )
    assert shares_of_variance(within, "design")[TYPEFACE] < 0.3
    assert distances(table, shifted)[TYPEFACE] > 5


def test_the_command_writes_rows_figures_and_a_card_a_channel(
    many: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows are those of the fit."""
    table = tmp_path / "t.parquet"
    write(laid_out(many, Calibration.load()), table)
    monkeypatch.setattr("sys.argv", ["fit", str(table), "--draws", "10", "-o", str(tmp_path / "one")])
    command.main()
    assert {row.condition for row in read_calibration(tmp_path / "one" / "designs.toml").rows} == {
        "photo/visible",
        "photo/visible/no-template",
    }
    card = (tmp_path / "one" / "designs-photo.md").read_text(encoding="utf-8")
    assert card in capsys.readouterr().out
    for words in (
        "## With a template",
        "## Without a template",
        "Learning curve",
        "worst tenth",
        "| `swap` |",
        "14 designs",
    ):
        assert words in card
    told = json.loads((tmp_path / "one" / "designs.json").read_text(encoding="utf-8"))
    assert set(told["figures"]) == {"photo", "photo without template"}
    assert (told["codes"], told["plans"]) == ([], [])
    monkeypatch.setattr("sys.argv", ["ship", str(tmp_path / "one"), "-o", str(tmp_path / "shipped")])
    ship.main()
    assert read_calibration(tmp_path / "shipped/designs.toml").rows
    whole = (tmp_path / "shipped/README.md").read_text(encoding="utf-8")
    headings = [line for line in whole.splitlines() if line.startswith(("# ", "## ", "### "))]
    assert headings == [
        *("# Calibration", "## Limits", "## photo"),
        *("### With a template", "### Without a template"),
    ]
    assert "python -m benchmarks.designs.fit" in whole
    (tmp_path / "beside").mkdir()
    own = tmp_path / "beside" / ship.CARD
    own.write_text("# Calibration\n", encoding="utf-8")
    (own.parent / "scans.toml").write_text(
        '[[combination]]\ncondition = "scanner/visible"\nbasis = "fitted"\n', encoding="utf-8"
    )
    beside = ["ship", str(tmp_path / "one"), "-o", str(own.parent), "--captures", "photo"]
    monkeypatch.setattr("sys.argv", beside)
    ship.main()
    one = read_calibration(own.parent / "designs.toml")
    assert {row.condition for row in one.rows} == {"photo/visible"}
    fitted, bare = sorted(one.combinations, key=lambda found: found.condition)
    assert (fitted.condition, fitted.basis) == ("photo/visible", Basis.FITTED)
    # Without a template nothing changes: else the rows of documents with one would hold.
    assert bare == replace(EXPERT, condition="photo/visible/no-template", data_set=ship.JUDGED)
    card = (own.parent / ship.BESIDE).read_text(encoding="utf-8")
    assert "### With a template" in card
    assert "### Without a template" not in card
    assert f"than those below, and those of `{ship.CARD}`," in card
    assert own.read_text(encoding="utf-8") == "# Calibration\n"
    monkeypatch.setattr("sys.argv", [*beside[:-1], "flatbed"])
    with pytest.raises(UsageError, match="captures that do: photo, photo without template"):
        ship.main()
    (own.parent / ship.ROWS).rename(own.parent / "other.toml")
    monkeypatch.setattr("sys.argv", beside)
    with pytest.raises(
        UsageError, match=r"other\.toml is of photo/visible, photo/visible/no-template already"
    ):
        ship.main()
    assert f"- `{table.name}`: sha256" in whole
    monkeypatch.setattr("sys.argv", ["ship", str(tmp_path), "-o", str(tmp_path / "shipped")])
    with pytest.raises(UsageError, match=r"expected designs-CHANNEL.md"):
        ship.main()


def test_designs_measured_by_several_codes_are_refused(
    many: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless whoever fits says that they may be; the table states code, changed files and plan of each."""
    records = [
        DesignRecord(
            design=f"d{n}", split="test", code=code, lines=(), unreadable={}, seconds={}, documents=0,
            plan='{"design": "d", "seed": 1}', dirty=("a.py",) * n,
        )
        for n, code in enumerate(("aaa", "bbb"))
    ]  # fmt: skip
    table = tmp_path / "t.parquet"
    write(laid_out(many, Calibration.load()).replace_schema_metadata(origin(records)), table)
    assert origins([table])["dirty"] == {f"{table}/d0": [], f"{table}/d1": ["a.py"]}
    monkeypatch.setattr("sys.argv", ["fit", str(table), "--draws", "10", "-o", str(tmp_path / "one")])
    with pytest.raises(UsageError, match="measured by aaa, bbb"):
        command.main()
    lines = command._origin_lines(origins([table]))
    assert lines == [
        "- Measured by code aaa, bbb.",
        '- Plan: `{"seed": 1}`.',
        "- Changed beside the commit: a.py.",
    ]


def test_limits_of_counted_models_ship_in_place_of_those_of_the_fit(
    many: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the rows that ship; the card says of what they are. Without captures nobody knows whose they are."""
    out, table = tmp_path / "out", tmp_path / "t.parquet"
    write(laid_out(many, Calibration.load()), table)
    fitted = Combination(condition="photo/visible", rule=ATTENUATED, false_alarms=((0.02, 1.5),))
    tmp_path.joinpath("fit").mkdir()
    files = {
        "designs.toml": f"# Written.\n\n{combination_block(fitted)}\n",
        "designs.json": json.dumps({"conditions": {"photo": "photo/visible"}, "command": "fit -o /tmp/x"}),
        "designs-photo.md": "# Fit over designs: photo\n\n## With a template\n\nText.\n",
    }
    for name, text in files.items():
        tmp_path.joinpath("fit", name).write_text(text, encoding="utf-8")
    out.mkdir()
    shipping = ["ship", str(tmp_path / "fit"), "-o", str(out), "--limits", str(table)]
    monkeypatch.setattr("sys.argv", [*shipping, "--captures", "photo"])
    ship.main()
    limited = read_calibration(out / ship.ROWS).combinations[0]
    points = limits_of_capture([table], "photo", Calibration.load([out / ship.ROWS])).points
    assert limited == replace(fitted, false_alarms=points)
    assert points
    assert points != fitted.false_alarms
    card = (out / ship.CARD).read_text(encoding="utf-8")
    assert "- Limits of `photo/visible` that ship: 120 genuine documents of 20 designs, " in card
    assert "\nfit -o OUT\n" in card
    shipped = (out / ship.ROWS).read_text(encoding="utf-8")
    assert (
        "# 120 genuine documents of 20 designs, false alarms counted on each model, without the values"
        in shipped
    )
    assert f"(`{table.name}`)." in card
    monkeypatch.setattr("sys.argv", shipping)
    with pytest.raises(SystemExit):
        ship.main()
    uncounted = [replace(one, counts={}) for one in many]
    for name, table_of, words in (
        ("none.parquet", uncounted, "have no counts on their model"),
        ("few.parquet", [one for one in many if one.design == many[0].design][:8], "know of no share"),
    ):
        write(laid_out(table_of, Calibration.load()), tmp_path / name)
        monkeypatch.setattr("sys.argv", [*shipping[:-1], str(tmp_path / name), "--captures", "photo"])
        with pytest.raises(UsageError, match=words):
            ship.main()
    assert (out / ship.ROWS).read_text(encoding="utf-8") == shipped
    with pytest.raises(UsageError, match="no model was counted on"):
        ship.with_limits("", out, {"photo without template": "photo/visible/no-template"}, [table])
