"""A path from outside that the system cannot look up is an error of our own, whatever takes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import docforensics as df
from docforensics.batch.listing import find_entries
from docforensics.bench.loaders import load_data_set
from docforensics.capture.limits import DEFAULT_LIMITS
from docforensics.capture.source import read_source
from docforensics.errors import DocforensicsError
from docforensics.guidance.equipment import Profile
from docforensics.reproducing import load_case
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.policy import Policy
from docforensics.seal.chip import ChipData
from docforensics.seal.trust import TrustStore
from docforensics.templates.signing import TemplateKeys, sign
from docforensics.templates.store import TemplateStore, load_template, template_parts, write_index

TAKERS: dict[str, Callable[[str], object]] = {
    "image": lambda name: read_source(name, DEFAULT_LIMITS),
    "zone": df.read_mrz,
    "policy": Policy.find,
    "policy of a case": lambda name: df.ExaminerSettings.from_dict({"policy": name}).load_policy(),
    "calibration": lambda name: Calibration.load(beside=[Path(name)]),
    "equipment": Profile.parse,
    "trust": TrustStore.load,
    "chip": ChipData.load,
    "keys": TemplateKeys.load,
    "signing key": lambda name: sign(b"", Path(name)),
    "store": TemplateStore.open,
    "template": load_template,
    "parts": template_parts,
    "index": write_index,
    "digest of templates": lambda name: df.ExaminerSettings(templates=name).digest,
    "digest of keys": lambda name: df.ExaminerSettings(template_keys=name).digest,
    "digest of trust": lambda name: df.ExaminerSettings(trust=name).digest,
    "learn": lambda name: df.learn_template([name]),
    "scan": find_entries,
    "pattern": lambda name: find_entries(f"*/{name}"),
    "rows": lambda name: find_entries(f"{name}.csv"),
    "data set": load_data_set,
    "case": load_case,
}
NAMES = {
    "long": "a" * 300,
    "deep": "a/" * 2500,
    "nul": "x\0y",
    "half a character": "\ud800",
    "no text": "caf\udce9",
    "loop": "loop",
    "below a file": "a-file/x",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("take", TAKERS.values(), ids=TAKERS)
def test_a_name_that_cannot_be_looked_up_is_an_error_of_ours(
    take: Callable[[str], object], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stranger's case names a policy, a row of a manifest a file: neither may end the program that reads them."""
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    Path("loop").symlink_to("loop")
    with pytest.raises(DocforensicsError):
        take(name)
