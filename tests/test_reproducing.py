"""A case that is examined again comes out the same; where it does not, the value and what can have moved it are named."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import docforensics as df
from docforensics.cli.program import main
from docforensics.errors import InputError, TemplateError, UsageError
from docforensics.report.case import covered
from docforensics.report.report import Report
from docforensics.reproducing import load_case, reproduce
from docforensics.templates.signing import TemplateKeys

SAMPLES = Path(__file__).parents[1] / "sample_docs/documents"
FORGED = SAMPLES / "td3-2-0000-flatbed-photo-digital-ordinary/data-page-white.jpg"
LIGHTS = SAMPLES / "td2-0010-border-reader"
DAY = date(2026, 11, 24)


@pytest.fixture(name="report", scope="module")
def fixture_report() -> Report:
    """Examine a forged specimen."""
    return df.examine(FORGED, channel="scanner", inspected_on=DAY)


def rewritten(file: Path, out: Path, **changes: Any) -> Path:
    """Change a case and state the digest anew, as another version of the program would have written it."""
    import hashlib

    case = json.loads(file.read_text(encoding="utf-8")) | changes
    case["sha256"] = hashlib.sha256(covered(case)).hexdigest()
    out.write_text(json.dumps(case), encoding="utf-8")
    return out


def keys(folder: Path) -> tuple[Path, Path]:
    """Make a private and a public key."""
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "private.pem").write_bytes(private.private_bytes(serialization.Encoding.PEM, *form))
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "public.pem").write_bytes(public)
    return folder / "private.pem", folder / "public.pem"


def test_the_same_files_give_the_same_report_under_another_name(report: Report, tmp_path: Path) -> None:
    """Every value, signed and without the files inside."""
    private, public = keys(tmp_path)
    report.save_case(tmp_path / "a.case", key=private)
    copy = tmp_path / "another name.jpg"
    copy.write_bytes(FORGED.read_bytes())
    found = reproduce(tmp_path / "a.case", [copy], keys=TemplateKeys.load(public))
    assert found.is_equal
    assert found.compared > 500
    assert found.changed == {}
    assert len(found.signer) == 16


def test_a_case_states_how_the_report_came_about(report: Report, tmp_path: Path) -> None:
    """Hashes, settings, versions, the way from findings to pixels, propositions and limits."""
    report.save_case(tmp_path / "a.case")
    case: Mapping[str, Any] = json.loads((tmp_path / "a.case").read_text(encoding="utf-8"))
    assert case["inputs"][0]["images"]["visible"][0]["sha256"] == report.sides[0].sha256["visible"][0]
    assert case["content"]["policy"] == report.provenance["policy"]
    assert set(case["environment"]) >= {"python", "numpy", "onnxruntime"}
    assert set(case["statement"]["propositions"]) == {"H1", "H2"}
    assert case["statement"]["limits"] == list(map(str, report.limits))
    regions = [region for finding in case["report"]["findings"] for region in finding["regions"]]
    assert len(case["trail"]) == len(regions)
    assert {one["sha256"] for one in case["trail"]} == set(report.sides[0].sha256["visible"])
    assert case["files"] == {}


def test_a_case_may_hold_the_files(report: Report, tmp_path: Path) -> None:
    """Then nothing else is needed; a file that was not examined is refused."""
    report.save_case(tmp_path / "a.case", images=[FORGED])
    assert reproduce(tmp_path / "a.case").is_equal
    with pytest.raises(UsageError, match="none of the files that were examined"):
        report.save_case(tmp_path / "a.case", images=[LIGHTS / "front-white.jpg"])


def test_what_differs_is_named_with_what_can_have_moved_it(report: Report, tmp_path: Path) -> None:
    """Another policy moves the verdict alone; an older program may have moved a measured value."""
    report.save_case(tmp_path / "a.case", images=[FORGED])
    case = json.loads((tmp_path / "a.case").read_text(encoding="utf-8"))
    told = json.loads(json.dumps(case["report"]))
    told["verdict"]["outcome"] = "CLEAR"
    content = {**case["content"], "policy": "ab" * 32}
    found = reproduce(rewritten(tmp_path / "a.case", tmp_path / "b.case", report=told, content=content))
    (one,) = found.differences
    assert (one.place, one.was, one.now) == ("verdict.outcome", "CLEAR", "REFER")
    assert one.causes == ("policy",)
    told["findings"][0]["value"] = 7.5
    content = {**case["content"], "docforensics": "0.0.1", "policy": "ab" * 32}
    found = reproduce(rewritten(tmp_path / "a.case", tmp_path / "c.case", report=told, content=content))
    causes = {one.place: one.causes for one in found.differences}
    check = told["findings"][0]["check"]
    assert causes == {
        "verdict.outcome": ("docforensics", "policy"),
        f"findings.{check}.value": ("docforensics",),
    }
    assert found.changed["docforensics"] == ("0.0.1", df.__version__)


def test_a_redacted_case_holds_no_data_of_the_holder(report: Report, tmp_path: Path) -> None:
    """And is compared with the redacted copy."""
    report.to_redacted().save_case(tmp_path / "a.case")
    assert "HOLLOWAY" not in (tmp_path / "a.case").read_text(encoding="utf-8")
    assert reproduce(tmp_path / "a.case", [FORGED]).is_equal


def test_a_case_that_was_changed_is_refused(report: Report, tmp_path: Path) -> None:
    """By its digest; with its digest stated anew, by its signature."""
    private, public = keys(tmp_path)
    report.save_case(tmp_path / "a.case", key=private)
    text = (tmp_path / "a.case").read_text(encoding="utf-8")
    (tmp_path / "b.case").write_text(text.replace('"REFER"', '"CLEAR"'), encoding="utf-8")
    with pytest.raises(InputError, match="changed or damaged"):
        load_case(tmp_path / "b.case")
    trusted = TemplateKeys.load(public)
    changed = rewritten(tmp_path / "a.case", tmp_path / "c.case", inspected_on="2026-11-25")
    with pytest.raises(TemplateError, match="does not fit"):
        load_case(changed, trusted)
    report.save_case(tmp_path / "d.case")
    with pytest.raises(InputError, match="not signed with a trusted key"):
        load_case(tmp_path / "d.case", trusted)
    (tmp_path / "e.case").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="expected a case file"):
        load_case(tmp_path / "e.case")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"inputs": 3}, "inputs: expected a list"),
        ({"inputs": [{"side": "front"}]}, r"inputs\[0\]: missing key"),
        ({"chip": "no"}, "chip: expected true or false"),
        ({"inspected_on": "May"}, "inspected_on"),
        ({"signature": []}, "signature: expected a table"),
        ({"report": {"findings": []}}, "its report does not fit: 'sides' is missing"),
        ({"report": {"sides": [3], "findings": [3]}}, r"its report does not fit: \[0\]: expected a table"),
        ({"report": {"sides": [], "findings": [3]}}, "its report does not fit"),
    ],
)
def test_a_case_of_a_stranger_is_read_by_its_form(
    report: Report, tmp_path: Path, changes: Mapping[str, Any], told: str
) -> None:
    """Whoever wrote it can state the digest that fits; what does not fit is named by its place."""
    report.save_case(tmp_path / "a.case")
    with pytest.raises(InputError, match=told):
        reproduce(rewritten(tmp_path / "a.case", tmp_path / "b.case", **changes), [FORGED])


def test_a_case_may_be_nested_to_any_depth(report: Report, tmp_path: Path) -> None:
    """JSON is read some steps deeper than it is written: in between a stranger's case ended in an error of Python's own."""
    report.save_case(tmp_path / "a.case")
    text = (tmp_path / "a.case").read_text(encoding="utf-8").rstrip().removesuffix("}")
    for depth in range(sys.getrecursionlimit() - 250, sys.getrecursionlimit() + 5):
        deep = text + ', "more": ' + "[" * depth + "]" * depth + "}"
        (tmp_path / "b.case").write_text(deep, encoding="utf-8")
        with pytest.raises(InputError):
            load_case(tmp_path / "b.case")


def test_a_case_is_a_regular_file(tmp_path: Path) -> None:
    """A pipe without a writer would hold whoever opens it."""
    os.mkfifo(tmp_path / "a.case")
    with pytest.raises(InputError, match=r"no case file: .*regular"):
        load_case(tmp_path / "a.case")


def test_what_nobody_could_do_again_makes_no_case(report: Report, tmp_path: Path) -> None:
    """Settings that were given ready made, and a file that is missing."""
    by_hand = replace(report, given=None)
    with pytest.raises(UsageError, match="given ready made"):
        by_hand.save_case(tmp_path / "a.case")
    report.save_case(tmp_path / "b.case")
    with pytest.raises(InputError, match="none of the files is the one that was examined in visible"):
        reproduce(tmp_path / "b.case", [LIGHTS / "front-white.jpg"])


def test_the_command_line_writes_a_case_of_several_lights_and_does_it_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`examine --case`, then `reproduce`: 0 where all is equal, 10 where a value differs."""
    white, uv, ir = (LIGHTS / f"front-{light}.jpg" for light in ("white", "uv", "ir"))
    case = tmp_path / "a.case"
    lights = ["--uv", str(uv), "--ir", str(ir), "--channel", "scanner", "--inspected-on", "2026-11-24"]
    main(["examine", str(white), *lights, "--case", str(case)])
    capsys.readouterr()
    assert main(["reproduce", str(case), str(ir), str(white), str(uv)]) == 0
    assert capsys.readouterr().out.startswith("equal: ")
    told = json.loads(case.read_text(encoding="utf-8"))["report"]
    told["verdict"]["log10_lr"] = 9.0
    other = rewritten(case, tmp_path / "b.case", report=told)
    assert main(["reproduce", str(other), str(ir), str(white), str(uv), "--json"]) == 10
    answer = json.loads(capsys.readouterr().out)
    assert [one["place"] for one in answer["differences"]] == ["verdict.log10_lr"]
    assert answer["differences"][0]["causes"] == []
    assert main(["examine", str(white), str(uv), "--case", str(case)]) == 2
    assert main(["examine", str(white), "--case", str(case), "--case-images", "--redacted"]) == 2
    assert main(["reproduce", str(case)]) == 3
