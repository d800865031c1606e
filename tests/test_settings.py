"""Settings of an examination: JSON in both directions, and a digest of everything that results depend on."""

import json
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

import docforensics as df
from docforensics.capture.limits import Limits
from docforensics.settings import ExaminerOptions, ExaminerSettings

SAMPLES = Path(__file__).resolve().parents[1] / "sample_docs"
SHIPPED = Path(__file__).resolve().parents[1] / "models" / "templates" / "UTO-P-2-2023"
PAGE = SAMPLES / "documents" / "td3-2-0000-flatbed" / "data-page-white.jpg"
DAY = date(2026, 11, 24)
ROW = """
[[row]]
check = "mrz.check_digits"
method = "identity"
parameters = {}
log10_lr_min = -0.9
log10_lr_max = 1.0
n_genuine = 0
n_forged = 0
data_set = "none: a test"
basis = "expert"
"""


@pytest.fixture(name="calibration")
def fixture_calibration(tmp_path: Path) -> Path:
    """A calibration of one's own: a reading without fault weighs more than in the shipped one."""
    file = tmp_path / "own.toml"
    file.write_text(ROW, encoding="utf-8")
    return file


def test_keyword_arguments_are_the_fields() -> None:
    """What type checkers accept is what the settings have."""
    assert set(ExaminerOptions.__annotations__) == {field.name for field in fields(ExaminerSettings)}


def test_settings_survive_json(calibration: Path) -> None:
    """A policy given ready made travels as its rules."""
    settings = ExaminerSettings(
        templates=SHIPPED,
        policy=df.Policy(name="mine", prior=0.2),
        calibration=[calibration],
        trust="certificates",
        limits=Limits(max_pages=3),
    )
    again = ExaminerSettings.from_dict(json.loads(json.dumps(settings.to_dict())))
    assert again == settings


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({"tempates": "x"}, "unknown key tempates; known are templates"),
        ({"limits": {"max_page": 1}}, "max_page"),
        ({"limits": None}, "limits: expected a table, got null"),
        ({"policy": {"version": 2, "prior": 2}}, "policy: .*between 0 and 1"),
        ({"policy": 5}, "policy: expected a Policy, its file, or the name of a shipped one, got 5"),
        ({"engine": 5}, "engine: expected the name of an MRZ engine"),
        ({"templates": ["a"]}, "templates: expected a folder of packs"),
        ({"trust": [1]}, "trust: expected a folder of certificates"),
        ({"viz_reader": 3}, "viz_reader: expected the name of a reader, got 3"),
        ({"calibration": 5}, "calibration: expected a list of files, got 5"),
        ({"calibration": [None]}, "calibration: expected a list of files"),
        ([], "settings: expected a table, got a list"),
        ({"calibration": "one.toml"}, "expected a list of files"),
    ],
)
def test_a_key_or_value_that_does_not_fit_is_named(told: Any, text: str) -> None:
    """As UsageError."""
    with pytest.raises(df.UsageError, match=text):
        ExaminerSettings.from_dict(told)


@pytest.mark.parametrize(
    ("name", "value"),
    [("policy", 3), ("calibration", None), ("templates", 3), ("limits", 3), ("trust", b"x"), ("engine", df)],
)
def test_an_option_of_another_type_is_named(name: str, value: object) -> None:
    """With what is expected, by the settings and by the examiner."""
    for make in (ExaminerSettings, df.Examiner):
        with pytest.raises(df.UsageError, match=f"^{name}: expected .*, got "):
            make(**{name: value})


def test_an_option_that_there_is_not_is_refused() -> None:
    """By the examiner and by a scan; it is a TypeError too, as Python has it. What is no settings is refused as well."""
    options: Any = {"polcy": "balanced"}
    for call in (df.Examiner, partial(df.scan, SAMPLES)):
        with pytest.raises(df.UsageError, match=r"unknown key polcy; known are .*policy") as error:
            call(**options)
        assert isinstance(error.value, TypeError)
    folder: Any = "my-templates"
    with pytest.raises(df.UsageError, match=r"expected ExaminerSettings, .*, got 'my-templates'"):
        df.Examiner(folder)


def test_keys_of_templates_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """Also where the shipped templates, which need no keys, are in force."""
    with pytest.raises(df.TemplateError, match="nowhere"):
        df.Examiner(template_keys=tmp_path / "nowhere")


def test_what_is_given_ready_made_has_a_digest_and_no_json() -> None:
    """A store in memory cannot be written down."""
    made = ExaminerSettings(templates=df.TemplateStore())
    assert made.digest != ExaminerSettings().digest
    with pytest.raises(df.UsageError, match="templates: a TemplateStore serves in this process alone"):
        made.to_dict()


@pytest.mark.parametrize("option", ["template_keys", "trust", "policy", "calibration", "templates"])
def test_the_digest_follows_the_content_of_files(option: str, tmp_path: Path) -> None:
    """The same path with another content is another digest, and another path with the same content is the same one."""
    first, second = (_written(option, tmp_path / name) for name in ("first", "second"))
    settings = [
        ExaminerSettings(**{option: [place] if option == "calibration" else place})
        for place in (first, second)
    ]
    before = settings[0].digest
    assert before != ExaminerSettings().digest
    assert settings[1].digest == before
    _alter(option, first)
    assert settings[0].digest != before


def _written(option: str, folder: Path) -> Path:
    folder.mkdir()
    if option == "templates":
        copytree(SHIPPED, folder / "pack")
        return folder
    file = folder / "file.toml"
    file.write_text(
        {"policy": "version = 2\nprior = 0.2\n", "calibration": ROW}.get(option, "a certificate"),
        encoding="utf-8",
    )
    return file if option in ("policy", "calibration") else folder


def _alter(option: str, place: Path) -> None:
    file = (
        place / ("pack/template.json" if option == "templates" else "file.toml") if place.is_dir() else place
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("0.2", "0.3").replace("-0.9", "-0.8") + "\n", encoding="utf-8")


def test_a_packed_template_is_digested_by_its_manifest(tmp_path: Path) -> None:
    """Without reading the pictures; a store made of the folder has the same digest."""
    from docforensics.templates.pack import write_pack

    template = df.TemplateStore.shipped().templates[0]
    write_pack(template, tmp_path / "one.dftemplate")
    store = df.TemplateStore.open(tmp_path)
    assert ExaminerSettings(templates=tmp_path).digest == ExaminerSettings(templates=store).digest


def test_options_take_the_place_of_settings() -> None:
    """`Examiner(settings, viz_reader=...)` is the settings with that one changed."""
    examiner = df.Examiner(ExaminerSettings(templates=(), limits=Limits(max_pages=2)), viz_reader="tesseract")
    assert (examiner.settings.viz_reader, examiner.settings.limits.max_pages) == ("tesseract", 2)
    with pytest.raises(TypeError, match="template"):
        df.Examiner(template="misspelt")


def test_examine_and_scan_with_one_calibration_agree(calibration: Path) -> None:
    """The same score from both, the digest of the settings in the report, and another score without the file."""
    settings = ExaminerSettings(calibration=[calibration])
    report = df.Examiner(settings).examine(PAGE, inspected_on=DAY)
    (own,) = df.scan([PAGE], settings=settings, workers=1, inspected_on=DAY)
    (shipped,) = df.scan([PAGE], workers=1, inspected_on=DAY)
    assert own.score == report.verdict.score
    assert shipped.score != own.score
    assert report.provenance["settings"] == settings.digest
