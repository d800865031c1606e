"""`examine` writes reports and exits with what they say; a bad file does not stop the others."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from markupsafe import escape

from docforensics.checks.claims import ClaimId, Why
from docforensics.cli import main
from docforensics.guidance.words import sentences
from docforensics.report.quality import QualityIssue
from docforensics.report.render import FORMATS
from docforensics.report.render.json import schema
from docforensics.report.report import Report


@pytest.mark.parametrize(
    ("name", "code"), [("clear", 0), ("refer", 10), ("alert", 10), ("inconclusive", 11), ("bad", 3)]
)
def test_the_exit_code_tells_the_outcome(examiner: Any, name: str, code: int) -> None:
    """A script can rest on the code alone."""
    assert main(["examine", f"{name}.png"]) == code
    assert len(examiner.calls) == 1


@pytest.mark.usefixtures("examiner")
@pytest.mark.parametrize(
    ("names", "code"), [(["clear", "refer"], 10), (["refer", "inconclusive"], 11), (["bad", "clear"], 3), (["bad", "alert"], 10)]
)  # fmt: skip
def test_of_several_files_the_highest_code_counts(names: list[str], code: int) -> None:
    """The order of the files does not matter."""
    assert main(["examine", *names]) == code
    assert main(["examine", *reversed(names)]) == code


def test_a_bad_file_is_named_and_the_others_are_examined(
    examiner: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The batch goes on, and says on standard error what failed."""
    assert main(["examine", "bad.png", "clear.png"]) == 3
    shown = capsys.readouterr()
    assert shown.err == "docforensics: bad.png: the bytes are damaged\n"
    lines = [line.split() for line in shown.out.splitlines()]
    assert lines[1] == ["bad.png", "not", "examined", "the", "bytes", "are", "damaged"]
    assert lines[2][:2] == ["clear.png", "CLEAR"]
    assert "2 documents: 1 CLEAR, 1 not examined." in shown.out
    assert len(examiner.calls) == 2


@pytest.mark.usefixtures("examiner")
def test_one_file_gives_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """The object is the report itself, after its schema."""
    main(["examine", "clear.png", "--json"])
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, schema())
    assert report["verdict"]["outcome"] == "CLEAR"


@pytest.mark.usefixtures("examiner")
def test_readers_of_before_claims_get_their_form(capsys: pytest.CaptureFixture[str]) -> None:
    """`--schema 1.1`, for one document and for several."""
    main(["examine", "clear.png", "--json", "--schema", "1.1"])
    reports = [json.loads(capsys.readouterr().out)]
    main(["examine", "clear.png", "refer.png", "--json", "--schema", "1.1"])
    reports += [json.loads(line)["report"] for line in capsys.readouterr().out.splitlines()]
    assert [report["schema_version"] for report in reports] == ["1.1"] * 3
    for report in reports:
        jsonschema.validate(report, schema("1.1"))


def test_what_the_post_has_reaches_the_policy(examiner: Any) -> None:
    """With what each piece includes; a policy may demand claims of a post that has more."""
    main(["examine", "clear.png", "--equipment", "uv-lamp,loupe"])
    assert set(examiner.settings.equipment) >= {"loupe", "uv-lamp"}
    main(["examine", "clear.png"])
    assert examiner.settings.equipment == ()


def test_a_policy_of_before_claims_is_named_in_one_line(
    tmp_path: Path, examiner: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, on standard error: what changed and what to write."""
    policy = tmp_path / "old.toml"
    policy.write_text('name = "old"\nminimum_coverage = 0.5\n', encoding="utf-8")
    assert main(["examine", "clear.png", "refer.png", "--policy", str(policy)]) == 10
    assert len(examiner.calls) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("docforensics: policy old: it states no version")
    assert "minimum_coverage = 0.5 has no effect any more" in line
    assert "version = 2" in line


@pytest.mark.usefixtures("examiner")
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_asked_for(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """By its name; `--json` is short for one of them."""
    assert main(["examine", "clear.png", "--format", form]) == 0
    shown = capsys.readouterr().out
    assert "CLEAR" in shown or form == "tr03135"
    if form == "json":
        main(["examine", "clear.png", "--json"])
        assert capsys.readouterr().out == shown


@pytest.mark.usefixtures("examiner")
@pytest.mark.parametrize("option", ["--redacted", "--share"])
def test_a_redacted_copy_says_that_it_is_one(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Under the name that is documented, and under the former one."""
    main(["examine", "clear.png", "--format", "html", option])
    banner = escape(sentences()["share"]["banner"])
    assert banner in capsys.readouterr().out
    main(["examine", "clear.png", "--format", "html"])
    assert banner not in capsys.readouterr().out


@pytest.mark.usefixtures("examiner")
def test_several_files_give_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line names its source and holds a report or an error."""
    main(["examine", "clear.png", "bad.png", "refer.png", "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["source"] for line in lines] == ["clear.png", "bad.png", "refer.png"]
    assert lines[1]["error"] == {"type": "DecodeError", "text": "the bytes are damaged"}
    jsonschema.validate(lines[2]["report"], schema())


def test_what_is_said_of_the_file_reaches_the_examiner(examiner: Any) -> None:
    """Day, channel and side are handed on."""
    main(["examine", "clear.png", "--inspected-on", "2026-01-02", "--channel", "scanner", "--side", "front"])
    source, said = examiner.calls[0]
    assert source == Path("clear.png")
    assert said == {
        "inspected_on": date(2026, 1, 2),
        "channel": "scanner",
        "side": "front",
        "chip": None,
        "size_mm": None,
    }


def test_trust_and_chip_reach_the_examiner(examiner: Any, tmp_path: Path) -> None:
    """A folder of certificates, and one of the files of the document's chip."""
    (tmp_path / "EF.DG1").write_bytes(b"a")
    main(["examine", "clear.png", "--trust", str(tmp_path), "--chip", str(tmp_path)])
    assert examiner.settings.trust == str(tmp_path)
    assert examiner.calls[0][1]["chip"].data_groups == {1: b"a"}


def test_files_become_sides_of_one_document(examiner: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """With --sides there is one report."""
    assert main(["examine", "clear.png", "back.png", "--sides", "--json"]) == 0
    assert examiner.calls[0][0] == (Path("clear.png"), Path("back.png"))
    assert json.loads(capsys.readouterr().out)["verdict"]["outcome"] == "CLEAR"


@pytest.mark.usefixtures("examiner")
def test_a_page_is_written_to_the_file_named(tmp_path: Path) -> None:
    """Folders on the way are made."""
    page = tmp_path / "new" / "page.html"
    assert main(["examine", "clear.png", "--html", str(page)]) == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.usefixtures("examiner")
def test_several_pages_are_written_to_a_folder(tmp_path: Path) -> None:
    """Files of the same name do not overwrite each other's pages."""
    main(["examine", "a/clear.png", "b/clear.jpg", "a/clear.bmp", "--html", str(tmp_path / "out")])
    names = sorted(page.name for page in (tmp_path / "out").iterdir())
    assert names == ["a-clear-2.html", "a-clear.html", "b-clear.html"]
    main(["examine", "clear.png", "refer.png", "--html", str(tmp_path / "plain")])
    assert sorted(page.name for page in (tmp_path / "plain").iterdir()) == ["clear.html", "refer.html"]


@pytest.mark.usefixtures("examiner")
def test_a_page_goes_into_a_folder_that_is_there(tmp_path: Path) -> None:
    """One document and a folder: the page takes the file's name."""
    main(["examine", "clear.png", "--html", str(tmp_path)])
    assert [page.name for page in tmp_path.iterdir()] == ["clear.html"]


@pytest.mark.usefixtures("examiner")
def test_a_page_that_cannot_be_written_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, and a sentence that names the file."""
    (tmp_path / "file").write_text("")
    assert main(["examine", "clear.png", "--html", str(tmp_path / "file" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_the_audit_log_grows_by_a_line_a_document(examiner: Any, tmp_path: Path) -> None:
    """Each line is JSON with the time of the examination."""
    log = tmp_path / "audit.jsonl"
    for _ in range(2):
        main(["examine", "clear.png", "--audit", str(log)])
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [record["outcome"] for record in records] == ["CLEAR", "CLEAR"]
    assert all(record["at"] for record in records)
    assert examiner.options["audit"] is not None


def test_policy_templates_and_engine_reach_the_examiner(examiner: Any, tmp_path: Path) -> None:
    """A policy is a file or the name of a shipped one."""
    policy = tmp_path / "mine.toml"
    policy.write_text('version = 2\nname = "mine"\nprior = 0.2\n', encoding="utf-8")
    options = ["--policy", str(policy), "--templates", str(tmp_path), "--engine", "tesseract"]
    assert main(["examine", "clear.png", *options]) == 0
    assert examiner.settings.load_policy().prior == 0.2
    assert examiner.settings.templates == str(tmp_path)
    assert examiner.settings.engine == "tesseract"
    main(["examine", "clear.png", "--policy", "balanced"])
    assert examiner.settings.load_policy().name == "balanced"


@pytest.mark.usefixtures("examiner")
@pytest.mark.parametrize(
    "options",
    [
        ["--policy", "nowhere.toml"],
        ["--policy", "no-such-policy"],
        ["--templates", "no-such-folder"],
        ["--side", "front", "--side", "back"],
        ["--side", "upside"],
        ["--inspected-on", "yesterday"],
        ["--channel", "pigeon"],
        ["other.png", "--uv", "uv.png"],
        ["other.png", "--chip", "."],
        ["--no-such-option"],
    ],
)
def test_a_wrong_call_exits_with_2_or_4_and_a_sentence(
    options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback for what the caller can put right; a missing model or folder of templates may be a 4."""
    try:
        code = main(["examine", "clear.png", *options])
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    assert code in (2, 4)
    assert capsys.readouterr().err


@pytest.mark.usefixtures("examiner")
def test_help_documents_json_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """What a script must know stands in the help."""
    with pytest.raises(SystemExit):
        main(["examine", "--help"])
    text = capsys.readouterr().out
    assert "JSON Lines" in text
    assert "10 refer or alert, 11 inconclusive" in text


def test_one_unreadable_document_gives_one_json_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever parses the output always finds something to parse."""
    import json

    from docforensics.cli import main

    empty = tmp_path / "empty.jpg"
    empty.touch()
    assert main(["examine", str(empty), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["type"] == "DecodeError"
    assert main(["examine", str(tmp_path), "--json"]) == 3
    shown = capsys.readouterr()
    offered = f"docforensics scan {tmp_path} -o RESULTS examines every document in it"
    assert offered in json.loads(shown.out)["error"]["text"]
    assert offered in shown.err


def test_settings_that_cannot_be_read_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each with the code of its kind, and no traceback."""
    deep = tmp_path / "deep.toml"
    deep.write_text("a=" + "[" * 3000, encoding="utf-8")
    for option, value, code, text in (
        ("--policy", deep, 2, "policy deep.toml: not readable as TOML"),
        ("--policy", "nopolicy", 2, "no policy file or shipped policy of this name"),
        ("--calibration", deep, 4, "deep.toml: not readable as TOML"),
        ("--calibration", tmp_path / "none.toml", 4, "none.toml: No such file"),
        ("--template-keys", tmp_path / "none", 4, "none: expected an Ed25519 public key"),
    ):
        assert main(["examine", "page.png", option, str(value)]) == code
        assert text in capsys.readouterr().err


def test_a_bad_model_stops_the_command_and_what_was_not_examined_is_named(
    examiner: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4 whatever was found before; the files before it have their reports, those after it none."""
    assert main(["examine", "refer.png", "model.png", "clear.png", "--json"]) == 4
    shown = capsys.readouterr()
    assert "models/x is not the file" in shown.err
    assert "not examined: model.png, clear.png" in shown.err
    told = [json.loads(line) for line in shown.out.splitlines()]
    assert [one["source"] for one in told] == ["refer.png", "model.png", "clear.png"]
    assert [one.get("error", {}).get("type") for one in told] == [None, *["ResourceCorruptError"] * 2]
    assert len(examiner.calls) == 2
    assert main(["examine", "model.png"]) == 4
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("examiner")
def test_timings_are_written_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """In text and JSON; without the option no two runs differ."""
    main(["examine", "clear.png", "--timings"])
    assert "Milliseconds by stage and check:" in capsys.readouterr().out
    main(["examine", "clear.png", "--json", "--timings"])
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, schema())
    assert "timings" in report
    main(["examine", "clear.png", "--json"])
    assert "timings" not in json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("examiner")
def test_timings_have_no_place_in_other_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """Said, not dropped."""
    assert main(["examine", "clear.png", "--format", "html", "--timings"]) == 2
    assert "--timings" in capsys.readouterr().err


def test_a_picture_that_hides_what_is_demanded_can_be_refused(
    examiner: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report is written all the same; without the option its outcome decides."""
    issue = QualityIssue(
        code=Why.GLARE, measured="glare 12 %", claims=(ClaimId.NAMES,), needs=(), is_in_the_way=True
    )
    monkeypatch.setattr(Report, "quality", (issue,))
    assert main(["examine", "inconclusive.png"]) == 11
    capsys.readouterr()
    assert main(["examine", "inconclusive.png", "--require-quality"]) == 3
    shown = capsys.readouterr()
    assert shown.err == "docforensics: inconclusive.png: capture it again, glare 12 %: not seen: Names\n"
    assert "INCONCLUSIVE" in shown.out
    monkeypatch.setattr(Report, "quality", (replace(issue, is_in_the_way=False),))
    assert main(["examine", "inconclusive.png", "--require-quality"]) == 11
    assert len(examiner.calls) == 3


@pytest.mark.usefixtures("examiner")
@pytest.mark.parametrize("outcome", ["refer", "alert"])
def test_what_is_referred_stays_so_however_bad_its_picture(
    outcome: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever blurs a forged document shall not turn "refer" into "capture it again"."""
    issue = QualityIssue(
        code=Why.GLARE, measured="glare 12 %", claims=(ClaimId.NAMES,), needs=(), is_in_the_way=True
    )
    monkeypatch.setattr(Report, "quality", (issue,))
    assert main(["examine", f"{outcome}.png", "--require-quality"]) == 10
    assert "glare 12 %" in capsys.readouterr().err
