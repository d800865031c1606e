"""What a scan depends on, and the examiner that it makes."""

from datetime import date
from pathlib import Path

import pytest

from docforensics.batch.settings import ScanSettings, configuration, make_examiner
from docforensics.errors import TemplateError, UsageError
from docforensics.settings import ExaminerSettings
from docforensics.templates.store import TemplateStore


def _settings(**options: str) -> ScanSettings:
    return ScanSettings(inspected_on=date(2026, 11, 24), examination=ExaminerSettings(**options))


def test_results_of_other_template_keys_are_of_another_configuration(tmp_path: Path) -> None:
    """Whose packs are believed decides which templates are loaded."""
    key = tmp_path / "issuer.pem"
    key.write_text("one")
    first = configuration(_settings(template_keys=str(key)))
    key.write_text("another")
    second = configuration(_settings(template_keys=str(key)))
    assert len({str(one["template_keys"]) for one in (configuration(_settings()), first, second)}) == 3


def test_the_examiner_is_given_the_template_keys(tmp_path: Path) -> None:
    """A folder without a public key is refused, as it is when one document is examined."""
    with pytest.raises(TemplateError, match="public keys"):
        make_examiner(_settings(templates=str(tmp_path), template_keys=str(tmp_path)))


def test_a_configuration_names_the_digest_of_the_settings() -> None:
    """The same that each report of the scan states in its provenance."""
    settings = _settings(viz_reader="tesseract")
    assert configuration(settings)["settings"] == settings.examination.digest


def test_what_serves_in_one_process_alone_is_refused() -> None:
    """Workers load what the settings name; a store in memory does not travel to another machine."""
    with pytest.raises(UsageError, match="templates: a TemplateStore"):
        ScanSettings(inspected_on=date(2026, 11, 24), examination=ExaminerSettings(templates=TemplateStore()))
