"""An examination in a process of its own says the same, and is bounded."""

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

import docforensics as df
from docforensics.errors import DecodeError, LimitExceededError, UsageError
from docforensics.seal.chip import ChipData

SPECIMEN = Path("sample_docs/documents/td3-2-0001-flatbed/data-page-white.jpg")
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def examiner() -> df.Examiner:
    """One with the shipped templates."""
    return df.Examiner(limits=df.Limits(seconds=120))


def test_the_report_is_the_same(examiner: df.Examiner) -> None:
    """As data, as a page and redacted; from a file and from a capture that is decoded already."""
    here = examiner.examine(SPECIMEN, channel="scanner", inspected_on=DAY)
    apart = examiner.examine(SPECIMEN, channel="scanner", inspected_on=DAY, isolated=True)
    assert apart.to_json() == here.to_json()
    assert apart.to_html() == here.to_html()
    assert apart.to_redacted().to_html() == here.to_redacted().to_html()
    capture = df.Capture.load(visible=SPECIMEN, channel="scanner")
    assert examiner.examine(capture, inspected_on=DAY, isolated=True).to_json() == here.to_json()


def test_arrays_and_errors_come_through(examiner: df.Examiner) -> None:
    """An input that cannot be examined raises what it raises here."""
    report = examiner.examine(np.full((300, 420, 3), 255, np.uint8), inspected_on=DAY, isolated=True)
    assert report.mrz is None
    for bad, kind in ((b"", DecodeError), ("nowhere.jpg", df.InputError), (3, UsageError)):
        with pytest.raises(kind):
            examiner.examine(bad, isolated=True)  # type: ignore[arg-type]


def test_an_examination_that_takes_too_long_is_ended() -> None:
    """Loading models and templates does not count."""
    examiner = df.Examiner(limits=df.Limits(seconds=0.02))
    with pytest.raises(LimitExceededError, match=r"longer than 0\.02 s"):
        examiner.examine(SPECIMEN, isolated=True)


def test_settings_given_ready_made_are_refused() -> None:
    """They serve in one process alone."""
    examiner = df.Examiner(templates=df.TemplateStore([]))
    with pytest.raises(UsageError, match="give a path or a name"):
        examiner.examine(SPECIMEN, isolated=True)


def test_a_name_that_is_no_text_comes_through(examiner: df.Examiner, tmp_path: Path) -> None:
    """Of a file, and of a folder of templates that is named in the settings: the bytes of both are sent as text."""
    file = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    file.write_bytes(SPECIMEN.read_bytes())
    apart = examiner.examine(file, inspected_on=DAY, isolated=True)
    assert json.loads(apart.to_json())["sides"][0]["files"] == [r"caf\xe9.jpg"]
    assert df.Capture.load(visible=file).primary.source == r"caf\xe9.jpg"
    with pytest.raises(df.ResourceError, match=r"caf.*expected a folder"):
        df.Examiner(templates=str(tmp_path / os.fsdecode(b"caf\xe9")))


ODD = (object(), 3.5, [], {}, np.zeros(3), float("nan"), "\ud800", b"x", lambda: None)
"""Of no type that is taken."""


@pytest.mark.parametrize("isolated", [False, True])
@pytest.mark.parametrize("name", ["side", "channel", "size_mm", "chip", "inspected_on"])
def test_what_is_stated_beside_the_source_is_of_its_type(
    examiner: df.Examiner, name: str, *, isolated: bool
) -> None:
    """A UsageError says so before anything is read or sent, and a datetime, whose day depends on the zone, is no date."""
    odd = (*ODD, datetime(2026, 11, 24, tzinfo=UTC)) if name == "inspected_on" else (*ODD, (10**400, 1))
    for value in odd:
        with pytest.raises(UsageError, match=name):
            examiner.examine(SPECIMEN, **{name: value}, isolated=isolated)
    for groups in ({"a": b""}, [b""], {1: "x"}, {17: b""}):
        with pytest.raises(UsageError):
            ChipData(data_groups=groups)  # type: ignore[arg-type]
