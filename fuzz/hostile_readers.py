"""How the package reads what `fuzz/hostile.py` lays into a folder: all that a user would do with such a file, up to an examination."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from docforensics.apart import CALLED
from docforensics.batch.listing import find_entries
from docforensics.batch.purge import purge
from docforensics.batch.store import ResultStore, opened
from docforensics.batch.summary import write_summary
from docforensics.bench.result import read as read_benchmark
from docforensics.capture.model import Channel
from docforensics.errors import InputError
from docforensics.examiner import Examiner
from docforensics.guidance.equipment import Profile
from docforensics.isolated.packing import unpacked
from docforensics.report.report import Report
from docforensics.reproducing import load_case, reproduce
from docforensics.revising.confirmations import Confirmed
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.outcomes import read_outcomes
from docforensics.scoring.policy import Policy
from docforensics.seal.chip import ChipData
from docforensics.seal.decode import decode_seal
from docforensics.seal.trust import TrustStore
from docforensics.seal.verify import verify_seal
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore

_DAY = date(2026, 11, 24)
_PAGE = np.random.default_rng(26).integers(0, 256, (140, 200, 3), np.uint8)
"""Examined with what was read: small, and no document."""


def _template(folder: Path) -> object:
    return _examined(Examiner(templates=TemplateStore.open(folder)))


def _examined(examiner: Examiner) -> object:
    return examiner.examine(_PAGE, inspected_on=_DAY, channel=Channel.SCANNER)


def _policy(folder: Path) -> object:
    return _examined(Examiner(policy=Policy.find(str(folder / "policy.toml"))))


def _calibration(folder: Path) -> object:
    Calibration.load([folder / "calibration.toml"])
    return _examined(Examiner(calibration=[folder / "calibration.toml"]))


def _profile(folder: Path) -> object:
    return Profile.parse(str(folder / "profile.toml"))


def _manifest(folder: Path) -> object:
    return sum(
        1
        for name in ("manifest.csv", "manifest.parquet")
        if os.path.lexists(folder / name)
        for _ in find_entries(folder / name).walk()
    )


def _results(folder: Path) -> object:
    _, told = opened(folder)
    write_summary(folder)
    purge(folder)
    return ResultStore(str(folder), told).resume()


def _case(folder: Path) -> object:
    load_case(folder / "a.case")
    here = Path.cwd()
    os.chdir(folder)  # where a case may name a pipe
    try:
        return reproduce(folder / "a.case")
    finally:
        os.chdir(here)


def _confirmation(folder: Path) -> object:
    return Confirmed.load([folder / "a.json"], TemplateKeys({}), template="UTO-P-2-2023")


def _benchmark(folder: Path) -> object:
    return read_benchmark((folder / "a.json").read_bytes().decode("utf-8", "replace"), "a.json")


def _outcomes(folder: Path) -> object:
    return read_outcomes((folder / "a.jsonl").read_bytes().decode("utf-8", "replace").splitlines(), "a.jsonl")


def _chip(folder: Path) -> object:
    return _plain_examiner().examine(_PAGE, inspected_on=_DAY, chip=ChipData.load(folder))


@cache
def _plain_examiner() -> Examiner:
    return Examiner()


def _seal(folder: Path) -> object:
    return verify_seal(decode_seal((folder / "seal").read_bytes()), TrustStore(), _DAY)


def _answer(folder: Path) -> object:
    """As `apart.examined_apart` reads it."""
    try:
        return unpacked((folder / "answer").read_bytes(), (np.zeros(16, np.uint8),), Report, CALLED)
    except ValueError as error:
        raise InputError(str(error)) from error


def _trust(folder: Path) -> object:
    return TrustStore.load(folder)


def _key(folder: Path) -> object:
    return TemplateKeys.load(folder / "a.pem")


def warmed_up() -> None:
    """Load what the readers need, so that they are measured without it."""
    _examined(_plain_examiner())
    with (
        TemporaryDirectory() as folder
    ):  # pyarrow starts its threads, which it cannot where memory is bounded
        manifest = Path(folder) / "manifest.csv"
        manifest.write_text("visible\na.jpg\n", encoding="ascii")
        _manifest(Path(folder))


READERS: Mapping[str, Callable[[Path], object]] = {
    "template": _template,
    "pack": _template,
    "index": _template,
    "policy": _policy,
    "calibration": _calibration,
    "profile": _profile,
    "manifest": _manifest,
    "parquet": _manifest,
    "results": _results,
    "case": _case,
    "confirmation": _confirmation,
    "benchmark": _benchmark,
    "outcomes": _outcomes,
    "chip": _chip,
    "seal": _seal,
    "answer": _answer,
    "trust": _trust,
    "key": _key,
}
