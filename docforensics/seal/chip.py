"""Chip data, given as bytes by the user's own reader: `ChipData` in, `ChipReading` out."""

import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Self, TypeVar

from docforensics.capture.images import load_images
from docforensics.capture.limits import Limits
from docforensics.capture.model import Pixels
from docforensics.errors import ChipDataError, InputError, UsageError
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.parsing import placed
from docforensics.regular import is_file, is_folder, read_regular
from docforensics.seal.lds import face_of_dg2, groups_of_com, key_of_dg15, mrz_of_dg1, protocols_of_dg14
from docforensics.seal.passive import ChipIntegrity, ChipReason, authenticate
from docforensics.seal.trust import TrustStore

MOST_BYTES = 4 * 1024 * 1024
"""Of one file with pictures or notes (EF.DG2 to EF.DG13, EF.DG16): a chip holds less than a tenth of it."""
MOST_BYTES_OF_TEXT = 32_768
"""Of EF.SOD, EF.COM, EF.DG1, EF.DG14 and EF.DG15, which have some hundred bytes to some thousand: as far as a plain READ BINARY reaches (ISO/IEC 7816-4)."""
_OF_TEXT = ("SOD", "COM", "DG1", "DG14", "DG15")
_FACE = Limits(max_pixels=4_000_000)
"""Of the portrait in EF.DG2, which has some hundred thousand pixels: a file of a chip may name eighty million in a few bytes. A judgement."""
_FILE = re.compile(r"(?:EF[._ -]?)?(SOD|COM|DG ?(\d{1,2}))(?:\.(?:bin|dat|der|ef))?", re.IGNORECASE)
_IDENTIFIERS = {"011D": "SOD", "011E": "COM", **{f"01{number:02X}": f"DG{number}" for number in range(1, 17)}}
"""Short names by file identifier (Doc 9303-10, 4.6)."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipData:
    """The files of one chip, as the user's reader read them. This library talks to no chip."""

    data_groups: Mapping[int, bytes]
    """By number, 1 to 16; those that were read."""
    sod: bytes = b""
    """EF.SOD; without it nothing can be authenticated."""
    com: bytes = b""
    """EF.COM, which is not signed."""

    def __post_init__(self) -> None:
        groups: object = self.data_groups
        if not isinstance(groups, Mapping) or not all(
            isinstance(one, int) and 1 <= one <= 16 for one in groups
        ):
            raise UsageError(
                f"ChipData.data_groups: expected files by numbers 1 to 16, got {reprlib.repr(groups)}"
            )
        files = {
            "EF.SOD": self.sod,
            "EF.COM": self.com,
            **{f"EF.DG{n}": raw for n, raw in self.data_groups.items()},
        }
        for name, raw in files.items():
            if not isinstance(raw, bytes):
                raise UsageError(f"ChipData: expected bytes for {name}, got {type(raw).__name__}")
            if len(raw) > (most := _most(name.removeprefix("EF."))):
                raise ChipDataError(f"{name}: {len(raw)} bytes, at most {most} are read")
        object.__setattr__(self, "data_groups", MappingProxyType(dict(sorted(self.data_groups.items()))))

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Load a folder of files named like `EF.SOD`, `DG1.bin`, `EF_DG2` or by their identifiers `011D`, `0101`."""
        root = Path(folder)
        if not is_folder(root):
            raise ChipDataError(f"{root} is no folder of chip files; name one")
        with placed(f"{root} cannot be listed", ChipDataError):
            files = sorted(root.iterdir())
        found = {name: path for path in files if is_file(path) and (name := _short_name(path))}
        if not found:
            raise ChipDataError(f"{root} holds no EF.SOD, EF.COM or EF.DG1 to EF.DG16")
        raws = {name: _read(path, _most(name)) for name, path in found.items()}
        groups = {int(name[2:]): raw for name, raw in raws.items() if name.startswith("DG")}
        return cls(data_groups=groups, sod=raws.get("SOD", b""), com=raws.get("COM", b""))


def _short_name(path: Path) -> str:
    """`SOD`, `COM` or `DG7`; empty for a file that is none of a chip."""
    if path.stem.upper() in _IDENTIFIERS:
        return _IDENTIFIERS[path.stem.upper()]
    match = _FILE.fullmatch(path.name)
    if match is None or (match.group(2) and not 1 <= int(match.group(2)) <= 16):
        return ""
    return f"DG{int(match.group(2))}" if match.group(2) else match.group(1).upper()


def _most(name: str) -> int:
    """Give the bytes that are read of a file, by its short name."""
    return MOST_BYTES_OF_TEXT if name in _OF_TEXT else MOST_BYTES


def _read(path: Path, most: int) -> bytes:
    with placed(path.name, ChipDataError):
        return read_regular(path, most)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChipReading:
    """What a chip states, and whether its issuer signed that."""

    groups: tuple[int, ...]
    """Data groups given."""
    mrz: Mrz | None
    """Of EF.DG1."""
    face: Pixels | None
    """The portrait of EF.DG2, (H, W, 3) RGB or (H, W), read-only."""
    integrity: ChipIntegrity
    protocols: tuple[str, ...] = ()
    """Security protocols named in EF.DG14, by object identifier."""
    active_key: str = ""
    """Key for active authentication in EF.DG15."""
    unlisted: tuple[int, ...] = ()
    """Groups that EF.COM names and that were not given, or the other way round; EF.COM is not signed."""
    problems: tuple[str, ...] = ()
    """Files that could not be read, and why."""

    @property
    def unread(self) -> tuple[str, ...]:
        """Of the files that every chip holds and that are compared (Doc 9303-10, 3): those that were not given, or that cannot be read."""
        is_unread = {
            "EF.SOD": self.integrity.reason in {ChipReason.NO_SECURITY_OBJECT, ChipReason.WRONG_FORMAT},
            "EF.DG1": self.mrz is None,
            "EF.DG2": self.face is None,
        }
        return tuple(name for name, unread in is_unread.items() if unread)


def read_chip(chip: ChipData, trust: TrustStore | None, inspected_on: date) -> ChipReading:
    """Read the files of a chip and authenticate them passively."""
    problems: list[str] = []
    group = chip.data_groups.get
    mrz = _parsed(group(1), lambda raw: parse_mrz(mrz_of_dg1(raw)), problems)
    face = _parsed(group(2), lambda raw: load_images(face_of_dg2(raw), _FACE)[0].pixels, problems)
    protocols = _parsed(group(14), protocols_of_dg14, problems)
    active_key = _parsed(group(15), key_of_dg15, problems)
    listed = _parsed(chip.com, groups_of_com, problems) if chip.com else tuple(chip.data_groups)
    integrity = authenticate(chip.sod, chip.data_groups, mrz, trust, inspected_on)
    return ChipReading(
        groups=tuple(chip.data_groups),
        mrz=mrz,
        face=face,
        integrity=integrity,
        protocols=protocols or (),
        active_key=active_key or "",
        unlisted=tuple(sorted(set(listed or ()) ^ set(chip.data_groups))),
        problems=tuple(problems),
    )


def _parsed(raw: bytes | None, read: Callable[[bytes], Read], problems: list[str]) -> Read | None:
    """Read one file; None when it was not given, or cannot be read: that is named, and the others are read all the same."""
    try:
        return None if raw is None else read(raw)
    except InputError as error:
        problems.append(str(error))
        return None
