"""`docforensics doctor`: whether this installation is complete, and what could be added to it."""

import argparse
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from typing import NamedTuple

from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.cli.unloadable import package_of, unloadable
from docforensics.version import __version__

DESCRIPTION = """\
Checks Python, the packages, the MRZ engines and the shipped models. Exit code 0: whole (what is optional may be
absent); 4: something is missing or damaged."""

CORE = ("numpy", "opencv-python", "onnxruntime", "pillow", "pypdfium2", "jinja2", "pycountry", "msgspec")
OPTIONAL = (
    *("pytesseract", "passporteye", "scikit-image", "pi-heif"),
    *("zxing-cpp", "cryptography", "asn1crypto", "ecdsa", "rfc8785"),
    *("pyarrow", "fsspec", "duckdb", "networkx", "ray"),
    *("fastapi", "uvicorn", "sqlalchemy", "alembic", "pg8000", "prometheus-client", "httpx"),
)


_OF_EXTRA = re.compile(r"(?P<package>[\w.-]+).*; *extra == ['\"](?P<extra>[\w-]+)['\"]")
"""A requirement of an extra, as the package's metadata state it."""


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    ABSENT = "absent"
    """Optional and not there."""
    BAD = "bad"


class InstallState(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: State
    detail: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_options(parser, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Check every part and print its state."""
    conditions = tuple(condition for examination in EXAMINATIONS for condition in _survive(examination))
    widest = max(len(one.name) for one in conditions)
    lines = (f"{one.state.value:<7} {one.name:<{widest}}  {one.detail}" for one in conditions)
    facts = {"docforensics": __version__, "conditions": [one._asdict() for one in conditions]}
    code = output.answer(facts, *lines, as_json=arguments.json)
    return Exit.BAD_RESOURCE if any(one.state is State.BAD for one in conditions) else code


def _survive(examination: Callable[[], Iterator[InstallState]]) -> Iterator[InstallState]:
    """Run one examination; an installation that breaks it is what the doctor is asked about."""
    try:
        yield from examination()
    except Exception as error:  # noqa: BLE001 (a broken package may raise anything when it is imported)
        name = examination.__name__.replace("_", " ")
        if isinstance(error, ImportError) and (package := package_of(error)):
            yield InstallState(name, State.BAD, f"not looked at, since {package} cannot be loaded")
            return
        yield InstallState(name, State.BAD, f"{type(error).__name__}: {error}")


def python() -> Iterator[InstallState]:
    """Name the interpreter and the machine."""
    yield InstallState("docforensics", State.OK, __version__)
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield InstallState("python", State.OK, detail)


def packages() -> Iterator[InstallState]:
    """List the versions of what the core needs, and of what it can use."""
    for name in (*CORE, *OPTIONAL):
        found = _version(name)
        missing = State.BAD if name in CORE else State.ABSENT
        yield InstallState(name, State.OK if found else missing, found or f"not installed{_bringing(name)}")


def _bringing(name: str) -> str:
    """Name the command for the smallest extra that brings a package; nothing where none does, or the extras are not known."""
    try:
        asked = [_OF_EXTRA.match(one) for one in requires("docforensics") or ()]
    except PackageNotFoundError:
        return ""
    members: dict[str, set[str]] = {}
    for found in filter(None, asked):
        members.setdefault(found["extra"], set()).add(found["package"].lower())
    bringing = [extra for extra, packages in members.items() if name in packages]
    smallest = min(bringing, key=lambda extra: (len(members[extra]), extra), default=None)
    return f" (pip install 'docforensics[{smallest}]')" if smallest else ""


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def cv2_owner() -> Iterator[InstallState]:
    """See that one package alone owns the folder `cv2`: the last one installed overwrites the others' files."""
    owners = sorted(set(packages_distributions().get("cv2", ())))
    if len(owners) > 1:
        detail = f"owned by {' and '.join(owners)}: uninstall all of them, then install opencv-python alone"
        yield InstallState("cv2", State.BAD, detail)
        return
    try:
        import cv2
    except ImportError as error:
        yield InstallState("cv2", State.BAD, unloadable(error) or f"cannot be imported: {error}")
        return
    yield InstallState("cv2", State.OK, f"{cv2.__version__} of {owners[0] if owners else 'no package'}")


def tesseract() -> Iterator[InstallState]:
    """Look for the Tesseract program, which one of the MRZ engines runs."""
    program = shutil.which("tesseract")
    if program is None:
        yield InstallState("tesseract", State.ABSENT, "program not found (apt install tesseract-ocr)")
        return
    try:
        said = subprocess.run(  # noqa: S603 (the program found on the PATH, with a fixed argument)
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
        yield InstallState("tesseract", State.OK, (said.stdout or said.stderr).splitlines()[0])
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        yield InstallState("tesseract", State.ABSENT, f"does not run: {type(error).__name__}")


def engines() -> Iterator[InstallState]:
    """Name the MRZ engines that can be used here."""
    from docforensics.mrz.engines import available_engines

    names = available_engines()
    detail = ", ".join(names) or "none: checks of the machine readable zone will abstain"
    yield InstallState("mrz engines", State.OK if names else State.ABSENT, detail)


def models() -> Iterator[InstallState]:
    """Compare every shipped file with its sha256."""
    from docforensics.errors import ResourceError
    from docforensics.resources import manifest, verify_all

    try:
        problems, count = verify_all(), len(manifest())
    except ResourceError as error:
        problems, count = (str(error),), 0
    for problem in problems:
        yield InstallState("models", State.BAD, problem)
    if not problems:
        yield InstallState("models", State.OK, f"{count} files, every sha256 as in MANIFEST.toml")


def checks() -> Iterator[InstallState]:
    """Count the checks and name the plug-ins that could not be loaded."""
    from docforensics.checks.registry import broken_plugins, discover_checks

    broken = broken_plugins()
    yield InstallState("checks", State.OK, f"{len(discover_checks()) - len(broken)} found")
    for plugin in broken:
        detail = f"{plugin.name} ({plugin.target}) cannot be loaded: {plugin.reason}"
        yield InstallState("plug-in", State.BAD, detail)


EXAMINATIONS: tuple[Callable[[], Iterator[InstallState]], ...] = (
    python,
    packages,
    cv2_owner,
    tesseract,
    engines,
    models,
    checks,
)
