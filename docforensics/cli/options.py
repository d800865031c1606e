"""Options that several commands have, each declared once."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docforensics.batch.scan import EXECUTORS
from docforensics.capture.model import Channel, SideKind
from docforensics.cli import values
from docforensics.errors import TemplateError
from docforensics.guidance.catalogue import LANGUAGES
from docforensics.guidance.equipment import Profile
from docforensics.regular import is_there

if TYPE_CHECKING:
    from docforensics.settings import ExaminerSettings

EXAMINATION = (
    "--templates",
    "--template-keys",
    "--policy",
    "--calibration",
    "--trust",
    "--engine",
    "--alerts",
    "--alert-keys",
    "--number-keys",
)
"""An option for each of `ExaminerSettings` that the command line has; `--equipment`, where a command has it, is one more."""
_OPTIONS: dict[str, dict[str, Any]] = {
    "--templates": {"type": Path, "metavar": "DIR", "help": "folder of reference templates"},
    "--template-keys": {
        "type": Path,
        "metavar": "DIR",
        "help": "trusted keys: public keys of those who sign templates",
    },
    "--keys": {"type": Path, "metavar": "DIR", "help": "folder of trusted keys"},
    "--policy": {"metavar": "FILE", "help": "policy file, or the name of a shipped one (balanced)"},
    "--calibration": {
        "action": "append",
        "default": [],
        "type": Path,
        "metavar": "FILE",
        "help": "calibration or thresholds of your own (docforensics calibrate writes them), used before the shipped ones",
    },
    "--trust": {"type": Path, "metavar": "DIR", "help": "folder of trusted certificates"},
    "--alerts": {
        "type": Path,
        "metavar": "DIR",
        "help": "folder of applied alerts (default: the folder `alerts` in that of the templates)",
    },
    "--alert-keys": {
        "type": Path,
        "metavar": "DIR",
        "help": "trusted keys: public keys of those who sign alerts",
    },
    "--number-keys": {
        "type": Path,
        "metavar": "DIR",
        "help": "keys of the lists of numbers in alerts (*.key)",
    },
    "--engine": {"metavar": "NAME", "help": "MRZ engine (default: the best that is installed)"},
    "--equipment": {
        "metavar": "LIST|FILE",
        "help": "what the post has, for example uv-lamp,loupe, or a TOML file; `none` for hands and eyes alone",
    },
    "--channel": {
        "choices": [channel.value for channel in Channel],
        "default": Channel.UPLOAD.value,
        "help": "how the images were captured (default: %(default)s)",
    },
    "--side": {"choices": [side.value for side in SideKind]},
    "--size-mm": {
        "type": values.page_size,
        "metavar": "WxH",
        "help": "width and height of the page in millimetres, such as 150x66, of a document that has no size of ICAO Doc 9303",
    },
    "--inspected-on": {"type": values.day, "metavar": "DATE"},
    "--language": {"default": "en", "choices": sorted(LANGUAGES), "help": "of the HTML page (default: en)"},
    "--draws": {
        "type": values.positive,
        "default": 1000,
        "metavar": "N",
        "help": "resamples of an interval (default: 1000)",
    },
    "--seed": {"type": int, "default": 0, "metavar": "N"},
    "--workers": {"type": values.positive, "default": 2, "metavar": "N", "help": "threads (default: 2)"},
    "--executor": {
        "choices": EXECUTORS,
        "default": EXECUTORS[0],
        "help": "what runs it (default: local)",
    },
    "--address": {"metavar": "ADDRESS", "help": "of the Ray cluster (default: start one on this machine)"},
    "--time-limit": {
        "type": float,
        "default": 60.0,
        "metavar": "S",
        "help": "seconds a document (default: 60)",
    },
    "--memory-limit": {
        "type": values.size,
        "default": 4 * 2**30,
        "metavar": "SIZE",
        "help": "memory a document (default: 4G)",
    },
    "--allow-scheme": {
        "action": "append",
        "default": [],
        "metavar": "NAME",
        "dest": "allow_schemes",
        "help": "let rows of a manifest name addresses of this scheme, such as s3",
    },
    "--allow-outside": {
        "action": "store_true",
        "help": "let rows of a manifest name, and links in a folder lead to, files outside of it",
    },
    "--json": {"action": "store_true", "help": "write JSON"},
}
"""By name, as `add_argument` takes them."""


def add_options(parser: argparse.ArgumentParser, *names: str, **changes: Any) -> None:  # noqa: ANN401
    """Add options by name; `changes` replace their declaration for one command."""
    for name in names:
        parser.add_argument(name, **_OPTIONS[name] | changes)


def add_figures(parser: argparse.ArgumentParser) -> None:
    """Add how figures of a data set are made; a rerun on another day must give the same ones."""
    add_options(parser, "--draws", "--seed", "--workers")
    day, said = date(2026, 11, 24), "day of the examination (default: 2026-11-24)"
    add_options(parser, "--inspected-on", default=day, help=said)


def settings_of(arguments: argparse.Namespace) -> "ExaminerSettings":
    """Make the settings of the options given; TemplateError for a folder of templates that is not there."""
    from docforensics.settings import ExaminerSettings

    if arguments.templates and not is_there(arguments.templates):
        raise TemplateError(f"--templates: {arguments.templates} is no folder of template packs; name one")
    fields = (name.lstrip("-").replace("-", "_") for name in EXAMINATION)
    told = {field: getattr(arguments, field) for field in fields}
    if getattr(arguments, "equipment", None):
        told["equipment"] = sorted(Profile.parse(arguments.equipment).slugs)
    return ExaminerSettings(**told)
