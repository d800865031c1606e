"""What is fuzzed: each takes bytes of a stranger, and may raise nothing but the package's own errors.

`python -m fuzz.run` gives them inputs; each that ends otherwise is kept. In the layout of OSS-Fuzz every harness is a target of its own:
`python -m fuzz.target NAME -max_total_time=60 CORPUS` takes the options of libFuzzer.
"""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from docforensics.batch.addresses import Folder
from docforensics.batch.listing import find_entries
from docforensics.batch.store import stored_configuration
from docforensics.capture import media
from docforensics.capture.images import load_images
from docforensics.capture.limits import Limits
from docforensics.errors import DocforensicsError
from docforensics.guidance.equipment import Profile
from docforensics.mrz.parse import parse_mrz
from docforensics.reproducing import load_case
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.policy import Policy
from docforensics.seal.chip import ChipData, read_chip
from docforensics.seal.decode import decode_seal
from docforensics.templates.pack import read_pack, write_pack
from docforensics.templates.parts import JSON, from_parts, to_parts
from docforensics.templates.store import TemplateStore

_LIMITS = Limits(max_bytes=2**20, max_pixels=1_000_000, max_pages=4, seconds=2.0)
"""Small, so that many inputs are tried."""
_DAY = date(2026, 11, 24)

Harness = Callable[[bytes], object]


@cache
def _folder() -> Path:
    """Where an input lies that is read from a file."""
    return Path(mkdtemp(prefix="fuzz-"))


def _file(name: str, data: bytes) -> Path:
    file = _folder() / name
    file.write_bytes(data)
    return file


@contextmanager
def _own_errors() -> Iterator[None]:
    with suppress(DocforensicsError), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def image(data: bytes) -> object:
    """Decode a file, but for PDF."""
    if media.media_type_of(data) == media.PDF:
        return None
    return load_images(data, _LIMITS)


def pdf(data: bytes) -> object:
    """Draw a PDF."""
    return load_images(data if data.startswith(b"%PDF-") else b"%PDF-1.5\n" + data, _LIMITS)


def mrz(data: bytes) -> object:
    """Parse a machine readable zone."""
    return parse_mrz(data.decode("latin-1"))


def seal(data: bytes) -> object:
    """Decode a digital seal."""
    return decode_seal(data)


def chip(data: bytes) -> object:
    """Read the files of a chip: each is preceded by its number (0 EF.SOD, 17 EF.COM) and its length in two bytes."""
    files: dict[int, bytes] = {}
    while len(data) > 3:
        number, length = data[0] % 18, int.from_bytes(data[1:3], "big")
        files[number], data = data[3 : 3 + length], data[3 + length :]
    groups = {number: raw for number, raw in files.items() if 1 <= number <= 16}
    given = ChipData(data_groups=groups, sod=files.get(0, b""), com=files.get(17, b""))
    return read_chip(given, None, _DAY)


def pack(data: bytes) -> object:
    """Read a packed template."""
    return read_pack(_file("a.dftemplate", data))


@cache
def shipped_parts() -> Mapping[str, bytes]:
    """Give the parts of a shipped template."""
    return to_parts(TemplateStore.shipped().templates[0])


@cache
def shipped_pack() -> bytes:
    """Pack a shipped template."""
    return write_pack(TemplateStore.shipped().templates[0], _folder() / "shipped.dftemplate").read_bytes()


def template(data: bytes) -> object:
    """Read `template.json` beside the pictures of the shipped template."""
    return from_parts({**shipped_parts(), JSON: data}, digest="", name="fuzzed")


def policy(data: bytes) -> object:
    """Read a policy."""
    return Policy.load(_file("policy.toml", data))


def calibration(data: bytes) -> object:
    """Read a calibration."""
    return Calibration.load([_file("calibration.toml", data)])


def profile(data: bytes) -> object:
    """Read an equipment profile."""
    return Profile.parse(str(_file("profile.toml", data)))


def manifest(data: bytes) -> object:
    """List the documents of a manifest in CSV."""
    return list(find_entries(_file("manifest.csv", data)).walk())


def parquet(data: bytes) -> object:
    """List the documents of a manifest in Parquet."""
    return list(find_entries(_file("manifest.parquet", data)).walk())


def results(data: bytes) -> object:
    """Read what results state of their scan."""
    _file("scan.json", data)
    return stored_configuration(Folder(_folder()))


def case(data: bytes) -> object:
    """Read a case file."""
    return load_case(_file("a.case", data))


HARNESSES: Mapping[str, Harness] = {
    one.__name__: one
    for one in (
        *(image, pdf, mrz, seal, chip, pack, template),
        *(policy, calibration, profile, manifest, parquet, results, case),
    )
}


def tried(name: str, data: bytes) -> None:
    """Give an input to a harness; what it raises beside the package's own errors comes through."""
    with _own_errors():
        HARNESSES[name](data)
