"""`docforensics template`: from captures to a signed pack, and what it says of each."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from docforensics.capture.model import Channel
from docforensics.cli.program import main
from docforensics.cli.template_show import _counted
from docforensics.resources import models_folder
from docforensics.templates.model import FeatureKind
from docforensics.templates.shown import AlarmCount
from docforensics.templates.store import load_template

UTOPIA = models_folder() / "templates" / "UTO-P-2-2023"
pytestmark = pytest.mark.usefixtures("read_quickly")


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A drawn card that fills its image, and its picture under UV."""
    folder = tmp_path_factory.mktemp("captures")
    y, x = np.mgrid[0:432, 0:685].astype(np.float32)
    waves = np.sin(y / 2.2 + 5 * np.sin(x / 60) + 3 * np.sin((x + y) / 90))
    rosette = np.sin(np.hypot(x - 420, y - 240) / 2.5 + 6 * np.arctan2(y - 240, x - 420))
    page = np.stack([225 + 12 * waves + 8 * rosette, 220 + 10 * waves, 215 + 14 * rosette], axis=-1)
    pixels = np.clip(page, 0, 255).astype(np.uint8)
    cv2.putText(pixels, "UTOPIA SPECIMEN", (40, 60), cv2.FONT_HERSHEY_COMPLEX, 1.2, (90, 40, 30), 2)
    cv2.imwrite(str(folder / "white.png"), pixels)
    dull = np.full((432, 685, 3), (42, 14, 20), np.uint8)
    cv2.circle(dull, (340, 220), 120, (80, 60, 230), 4, cv2.LINE_AA)
    cv2.imwrite(str(folder / "uv.png"), dull)
    return folder


@pytest.fixture(scope="module")
def learned(capture: Path) -> Path:
    """A template of that card."""
    out = capture / "card"
    done = main(
        [
            *("template", "learn", str(capture / "white.png"), "--uv", str(capture / "uv.png")),
            *("-o", str(out), "--model", "UTO,I,1,2020", "--size", "ID1"),
        ]
    )
    assert done == 0
    return out


def test_learn_writes_a_folder_with_every_light(learned: Path) -> None:
    """The model as given, the dull substrate and the glow proposed."""
    template = load_template(learned)
    assert template.id == "UTO-I-1-2020"
    assert {str(light) for light in template.references} == {"visible", "uv"}
    assert template.of_kind(FeatureKind.UV_DULL_SUBSTRATE)
    assert template.of_kind(FeatureKind.UV_FLUORESCENT_PRINT)


def test_learn_names_a_capture_that_lies_on_none_of_the_others(
    capture: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And learns from those that remain; the places are named, so that none is looked for in the drafts."""
    stranger = np.random.default_rng(1).integers(0, 255, (432, 685, 3), dtype=np.uint8)
    cv2.imwrite(str(tmp_path / "stranger.png"), stranger)
    white = cv2.imread(str(capture / "white.png"))
    for level in range(3):
        cv2.imwrite(str(tmp_path / f"{level}.png"), white, [cv2.IMWRITE_PNG_COMPRESSION, level])
    files = [*(str(tmp_path / f"{level}.png") for level in range(3)), str(tmp_path / "stranger.png")]
    learn = ["template", "learn", *files, "-o", str(tmp_path / "card"), "--size", "ID1"]
    assert main([*learn, "--holders", "0,0,0,1", "--features", str(learned)]) == 0
    assert "left out, on none of the others: capture 3" in capsys.readouterr().out
    assert load_template(tmp_path / "card").n_captures == 3


def test_learn_and_count_take_the_side_that_bears_the_zone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The answer states on how many it was read; one for each file, or none, is asked for."""
    front, back = (f"sample_docs/documents/td1-0008-flatbed/{side}-white.jpg" for side in ("front", "back"))
    out = str(tmp_path / "front")
    assert main(["template", "learn", front, "--zone-sides", back, "-o", out, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["other_zones"] == "1 of 1"
    for command in (["learn", front, "-o", str(tmp_path / "other")], ["count", out, front]):
        assert main(["template", *command, "--zone-sides", back, "-"]) == 2
        assert "--zone-sides: expected one for each FILE (1)" in capsys.readouterr().err
    further = [one.replace("0008", "0009") for one in (front, back)]
    # From here on with the places that the first one names: to look for them again in four more templates took 10 s.
    learn = ["template", "learn", "--features", out]
    assert main([*learn, front, "--zone-sides", further[0], "-o", str(tmp_path / "no")]) == 2
    assert "none shows a machine readable zone" in capsys.readouterr().err
    both = [front, further[0], "--zone-sides", back, further[1], "-o", str(tmp_path / "both"), "--count"]
    assert main([*learn, *both]) == 0
    assert "data.mrz_against_viz" in {one.check for one in load_template(tmp_path / "both").counts}
    assert main(["template", "count", out, further[0], "--zone-sides", further[1]]) == 0
    assert "counted on 1 of 1 genuine document(s)" in capsys.readouterr().out
    assert "data.mrz_against_viz" in {one.check for one in load_template(Path(out)).counts}


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--model", "UTO"], "--model"),
        (["--size", "A4"], "--size"),
        (["--size", "ID1", "--size-mm", "150x66"], "size_mm"),
        (["--holders", "a"], "--holders"),
        (["--holders", "9" * 5000], "--holders"),
        (["--model", "UTO,P,\N{SUPERSCRIPT TWO},2017"], "--model"),
        (["--model", f"UTO,P,{'9' * 5000},2017"], "--model"),
        (["--uv", "a.png", "b.png"], "--uv"),
    ],
)
def test_learn_says_which_option_is_wrong(
    option: list[str], says: str, capture: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 2, and what was expected."""
    call = ["template", "learn", str(capture / "white.png"), "-o", str(capture / "x")]
    assert main([*call, *option]) == 2
    assert says in capsys.readouterr().err


def test_learn_overwrites_no_template_unasked(
    capture: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked to, it leaves nothing of the former one; one with former revisions is never overwritten."""
    out = tmp_path / "card"
    learn = ["template", "learn", str(capture / "white.png"), "-o", str(out), "--size", "ID1"]
    shutil.copytree(learned, out)
    assert main(learn) == 2
    assert "holds a template; give another folder, or --replace" in capsys.readouterr().err
    assert len(load_template(out).references) == 2
    assert main([*learn, "--replace"]) == 0
    assert len(load_template(out).references) == 1
    assert not list(out.glob("uv.*"))
    (out / "history").mkdir()
    (out / "history" / "revision-1.dftemplate").touch()
    entry = {"revision": 2, "made_on": "2026-11-27", "kind": "update", "of": ""}
    (out / "history" / "history.json").write_text(json.dumps([entry]))
    assert main([*learn, "--replace"]) == 2
    assert "former revisions" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["notes.txt", "notes.txt/card"])
def test_learn_refuses_a_file_in_the_place_of_the_folder_before_it_learns(
    capture: Path,
    tmp_path: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Or of one above it; the file stays as it is."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(
        "docforensics.templates.learning.learn.learn_template", lambda *_, **__: pytest.fail("it learned")
    )
    assert main(["template", "learn", str(capture / "white.png"), "-o", str(tmp_path / name)]) == 2
    assert "notes.txt is no folder that you may write in" in capsys.readouterr().err
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_is_not_there_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    """Without the number of the operating system."""
    assert main(["template", "show", "no-such-folder"]) == 4
    assert "no-such-folder: cannot be read: No such file or directory" in capsys.readouterr().err


def test_show_states_how_far_false_alarms_went() -> None:
    """Where all of them are known."""
    count = AlarmCount(check="a.b", channel=Channel.PHOTO, documents=8, false_alarms=2, values=(3.0, 4.25))
    lines = [*_counted([count]), *_counted([replace(count, values=(3.0,))])]
    assert [line.rpartition(": ")[2] for line in lines] == ["a.b 2 (at most 4.25)", "a.b 2"]


def test_show_lists_and_draws_the_features(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One picture a light, or one page; the list in words or JSON."""
    assert main(["template", "show", str(UTOPIA), "-o", str(tmp_path / "pictures")]) == 0
    shown = capsys.readouterr().out
    assert "portrait" in shown
    assert "false alarms by scanner, counted on up to 24 genuine document(s): none" in shown
    drawn = cv2.imread(str(tmp_path / "pictures" / "UTO-P-2-2023-visible.png"))
    assert drawn is not None
    assert drawn.shape[1] == 1000
    assert main(["template", "show", str(UTOPIA), "-o", str(tmp_path / "page.html"), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["features"][0]["name"] == "portrait"
    assert {one["documents"] for one in facts["counts"] if one["check"] == "mrz.check_digits"} == {12}
    assert "data:image/png" in (tmp_path / "page.html").read_text()


def test_learn_and_show_say_what_one_holder_leaves_open(
    capture: Path, learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what more captures would bring."""
    out = tmp_path / "one"
    assert main(["template", "learn", str(capture / "white.png"), "-o", str(out), "--size", "ID1"]) == 0
    told = capsys.readouterr().out
    assert main(["template", "show", str(learned)]) == 0
    for text in (told, capsys.readouterr().out):
        assert "captures of 1 holder(s)" in text
        assert "give 3 or more holders to have the print round the portrait" in text
        assert "no optically variable device is named" in text
        assert "no false alarms were counted" in text
    assert main(["template", "show", str(learned), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["captures"], facts["holders"], len(facts["left_open"])) == (1, 1, 4)
    assert main(["template", "show", str(learned), "-o", str(tmp_path / "one.html")]) == 0
    assert "captures of 1 holder(s)" in (tmp_path / "one.html").read_text()


def test_check_says_what_is_missing(learned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One capture, one holder, no infrared; and the capture itself lies on it."""
    assert main(["template", "check", str(learned), str(learned.parent / "white.png"), "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["n_captures"] == 1
    assert any("ir light" in sentence for sentence in facts["missing"])
    assert facts["captures"][0]["fits"] is True
    assert main(["template", "check", str(learned)]) == 0
    assert "missing: " in capsys.readouterr().out


def test_check_goes_on_past_a_file_that_cannot_be_read(
    learned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and the exit code says so."""
    missing, white = learned.parent / "missing.png", learned.parent / "white.png"
    assert main(["template", "check", str(learned), str(missing), str(white), "--json"]) == 3
    first, second = json.loads(capsys.readouterr().out)["captures"]
    assert (first["file"], second["file"], second["fits"]) == (str(missing), str(white), True)
    assert "cannot be read" in first["unreadable"]


def test_check_says_what_to_do_about_a_page_that_does_not_fit(
    learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another page, or too poor a picture."""
    blank = tmp_path / "blank.png"
    cv2.imwrite(str(blank), np.full((600, 900, 3), 200, np.uint8))
    main(["template", "check", str(learned), str(blank), "--json"])
    (told,) = json.loads(capsys.readouterr().out)["captures"]
    assert told["fits"] is False
    assert "give a sharp picture of the whole page" in told["reason"]


def test_pack_and_verify(learned: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole pack is good; a changed one has exit code 4, and does not stop the others."""
    packed = tmp_path / "card.dftemplate"
    assert main(["template", "pack", str(learned), "-o", str(packed)]) == 0
    assert main(["template", "verify", str(packed)]) == 0
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 1
    bad = tmp_path / "bad.dftemplate"
    bad.write_bytes(bytes(data))
    capsys.readouterr()
    assert main(["template", "verify", str(bad), str(packed), "--json"]) == 4
    first, second = json.loads(capsys.readouterr().out)["templates"]
    assert first["error"]
    assert not second["error"]


def test_index_counts_the_templates(learned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without any is an error that says so, exit code 4."""
    assert main(["template", "index", str(learned.parent), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["templates"] == 1
    (learned.parent / "empty").mkdir()
    assert main(["template", "index", str(learned.parent / "empty")]) == 4
    assert "holds no template" in capsys.readouterr().err


def test_discover_names_what_cannot_be_read_and_what_is_no_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no picture is exit code 3; one page alone is no group."""
    folder = tmp_path / "in"
    folder.mkdir()
    cv2.imwrite(str(folder / "blank.png"), np.full((120, 170), 200, np.uint8))
    (folder / "text.jpg").write_text("no picture", encoding="utf-8")
    words = ["template", "discover", str(folder), "-o", str(tmp_path / "store"), "--workers", "1"]
    assert main([*words, "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["pages"], told["groups"]) == (2, 1, [])
    assert [one["name"] for one in told["left_out"]] == ["text.jpg", "blank.png"]
    assert (tmp_path / "store" / "index.html").is_file()
    assert main([*words, "--least", "2"]) == 2
    assert "expected 3 or more" in capsys.readouterr().err


def test_an_interrupted_discovery_states_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a scan does."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("docforensics.batch.discover.entry.discover_templates", stopped)
    assert main(["template", "discover", str(tmp_path), "-o", str(tmp_path / "store")]) == 130
    assert "the same command goes on" in capsys.readouterr().err
