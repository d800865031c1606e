"""`docforensics doctor`: whether this installation is complete, and what could be added to it."""

import argparse
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, packages_distributions, version

from docforensics.cli.exits import Exit
from docforensics.cli.output import Output
from docforensics.version import __version__

HELP = "check this installation"
DESCRIPTION = """\
Checks Python, the packages, the MRZ engines and the shipped models. Exit code 0: whole (what is optional may be
absent); 4: something is missing or damaged."""

CORE = ("numpy", "opencv-python", "pillow", "pypdfium2", "jinja2", "pycountry", "msgspec")
OPTIONAL = (
    *("onnxruntime", "pytesseract", "passporteye", "scikit-image", "pi-heif"),
    *("zxing-cpp", "cryptography", "asn1crypto", "ecdsa", "rfc8785"),
    *("pyarrow", "fsspec", "duckdb", "networkx", "ray"),
)


class State(StrEnum):
    """How one thing stands."""

    OK = "ok"
    ABSENT = "absent"
    """Optional and not there."""
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallState:
    """One thing that was looked at."""

    name: str
    state: State
    detail: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Check every part and print its state."""
    conditions = tuple(condition for examination in EXAMINATIONS for condition in _survive(examination))
    if arguments.json:
        listed = [{"name": one.name, "state": one.state.value, "detail": one.detail} for one in conditions]
        output.write_json({"docforensics": __version__, "conditions": listed}, indent=2)
    else:
        _show(conditions, output)
    return Exit.BAD_RESOURCE if any(one.state is State.BAD for one in conditions) else Exit.CLEAR


def _survive(examination: Callable[[], Iterator[InstallState]]) -> Iterator[InstallState]:
    """Run one examination; an installation that breaks it is what the doctor is asked about."""
    try:
        yield from examination()
    except Exception as error:  # noqa: BLE001 (a broken package may raise anything when it is imported)
        name = examination.__name__.replace("_", " ")
        yield InstallState(name=name, state=State.BAD, detail=f"{type(error).__name__}: {error}")


def _show(conditions: tuple[InstallState, ...], output: Output) -> None:
    widest = max(len(one.name) for one in conditions)
    for one in conditions:
        output.write(f"{one.state.value:<7} {one.name:<{widest}}  {one.detail}")


def python() -> Iterator[InstallState]:
    """Name the interpreter and the machine."""
    yield InstallState(name="docforensics", state=State.OK, detail=__version__)
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield InstallState(name="python", state=State.OK, detail=detail)


def packages() -> Iterator[InstallState]:
    """List the versions of what the core needs, and of what it can use."""
    for name in (*CORE, *OPTIONAL):
        found = _version(name)
        missing = State.BAD if name in CORE else State.ABSENT
        yield InstallState(name=name, state=State.OK if found else missing, detail=found or "not installed")


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
        yield InstallState(name="cv2", state=State.BAD, detail=detail)
        return
    try:
        import cv2
    except ImportError as error:
        yield InstallState(name="cv2", state=State.BAD, detail=f"cannot be imported: {error}")
        return
    yield InstallState(
        name="cv2", state=State.OK, detail=f"{cv2.__version__} of {owners[0] if owners else 'no package'}"
    )


def tesseract() -> Iterator[InstallState]:
    """Look for the Tesseract program, which one of the MRZ engines runs."""
    program = shutil.which("tesseract")
    if program is None:
        yield InstallState(
            name="tesseract", state=State.ABSENT, detail="program not found (apt install tesseract-ocr)"
        )
        return
    try:
        said = subprocess.run(  # noqa: S603 (the program found on the PATH, with a fixed argument)
            [program, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
        yield InstallState(
            name="tesseract", state=State.OK, detail=(said.stdout or said.stderr).splitlines()[0]
        )
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        yield InstallState(
            name="tesseract", state=State.ABSENT, detail=f"does not run: {type(error).__name__}"
        )


def engines() -> Iterator[InstallState]:
    """Name the MRZ engines that can be used here."""
    from docforensics.mrz.engines import available_engines

    names = available_engines()
    detail = ", ".join(names) or "none: checks of the machine readable zone will abstain"
    yield InstallState(name="mrz engines", state=State.OK if names else State.ABSENT, detail=detail)


def models() -> Iterator[InstallState]:
    """Compare every shipped file with its sha256."""
    from docforensics.errors import ResourceError
    from docforensics.resources import manifest, verify_all

    try:
        problems, count = verify_all(), len(manifest())
    except ResourceError as error:
        problems, count = (str(error),), 0
    for problem in problems:
        yield InstallState(name="models", state=State.BAD, detail=problem)
    if not problems:
        yield InstallState(
            name="models", state=State.OK, detail=f"{count} files, every sha256 as in MANIFEST.toml"
        )


def checks() -> Iterator[InstallState]:
    """Count the checks and name the plug-ins that could not be loaded."""
    from docforensics.checks.registry import broken_plugins, discover_checks

    broken = broken_plugins()
    yield InstallState(name="checks", state=State.OK, detail=f"{len(discover_checks()) - len(broken)} found")
    for plugin in broken:
        detail = f"{plugin.name} ({plugin.target}) cannot be loaded: {plugin.reason}"
        yield InstallState(name="plug-in", state=State.BAD, detail=detail)


EXAMINATIONS: tuple[Callable[[], Iterator[InstallState]], ...] = (
    python,
    packages,
    cv2_owner,
    tesseract,
    engines,
    models,
    checks,
)
