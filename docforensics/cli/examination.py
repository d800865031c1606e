"""The options that decide an examination, shared by `examine` and `scan`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from docforensics.errors import TemplateError

if TYPE_CHECKING:
    from docforensics.settings import ExaminerSettings


def add_examination_arguments(parser: argparse.ArgumentParser) -> None:
    """Add an option for each of `ExaminerSettings` that the command line has."""
    parser.add_argument("--templates", type=Path, metavar="DIR", help="folder of reference templates")
    parser.add_argument(
        "--template-keys",
        type=Path,
        metavar="DIR",
        help="trusted keys: public keys of those who sign templates",
    )
    parser.add_argument(
        "--policy", metavar="FILE", help="policy file, or the name of a shipped one (balanced)"
    )
    parser.add_argument(
        "--calibration",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="calibration or thresholds of your own (docforensics calibrate writes them), used before the shipped ones",
    )
    parser.add_argument("--trust", type=Path, metavar="DIR", help="folder of trusted certificates")
    parser.add_argument("--engine", metavar="NAME", help="MRZ engine (default: the best that is installed)")


def settings_of(arguments: argparse.Namespace) -> "ExaminerSettings":
    """Make the settings of the options given; TemplateError for a folder of templates that is not there."""
    from docforensics.settings import ExaminerSettings

    if arguments.templates and not arguments.templates.exists():
        raise TemplateError(f"--templates: {arguments.templates} is no folder of template packs; name one")
    return ExaminerSettings(
        templates=arguments.templates,
        template_keys=arguments.template_keys,
        policy=arguments.policy,
        calibration=arguments.calibration,
        trust=arguments.trust,
        engine=arguments.engine,
    )
