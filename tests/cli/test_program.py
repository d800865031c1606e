"""The program finds its commands and never shows a traceback for what was expected."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from docforensics import __version__
from docforensics.cli import main
from docforensics.cli.program import COMMANDS, build_parser, command
from docforensics.errors import EngineUnavailableError, ResourceCorruptError, UsageError


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints one line."""
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out == f"docforensics {__version__}\n"


@pytest.mark.parametrize("words", [[], ["no-such-command"], ["--no-such-option"]])
def test_a_wrong_command_is_a_usage_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2 and the usage."""
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    assert "usage: docforensics" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself_and_writes_json(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has a help with the exit codes, and `--json`."""
    with pytest.raises(SystemExit):
        main([name, "--help"])
    text = capsys.readouterr().out
    assert "--json" in text
    assert "exit codes: 0 done or clear, 2 usage" in text
    assert command(name).DESCRIPTION.splitlines()[0][:20] in text


def raising(error: BaseException) -> Callable[..., int]:
    """Make a command that fails."""

    def run(*_: object) -> int:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("say it otherwise"), 2),
        (ResourceCorruptError("reinstall"), 4),
        (EngineUnavailableError("install it"), 4),
        (KeyboardInterrupt(), 130),
    ],
)
def test_expected_errors_become_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int
) -> None:
    """A sentence on standard error, and no traceback."""
    monkeypatch.setattr(command("doctor"), "run", raising(error))
    assert main(["doctor"]) == code
    assert capsys.readouterr().err == (f"docforensics: {error}\n" if str(error) else "")


def test_a_crash_stays_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected is not dressed up as a result."""
    monkeypatch.setattr(command("doctor"), "run", raising(RuntimeError("a defect")))
    with pytest.raises(RuntimeError, match="a defect"):
        main(["doctor"])


def test_options_cannot_be_abbreviated() -> None:
    """A script that wrote `--html` short would break when an option is added."""
    with pytest.raises(SystemExit):
        build_parser().parse_args(["examine", "a.png", "--htm", "x"])


def test_the_package_runs_as_a_module() -> None:
    """`python -m docforensics` is the same program."""
    done = subprocess.run(
        [sys.executable, "-m", "docforensics", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"docforensics {__version__}\n"


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_version_and_the_help_load_nothing_heavy(option: str) -> None:
    """Neither a picture library nor the commands: a script that asks for the version waits a fifth of a second at most."""
    program = (
        "import sys\nfrom docforensics.cli import main\n"
        f"try:\n    main(['{option}'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'numpy', 'cv2', 'PIL', 'onnxruntime', 'docforensics.checks'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_stands_in_the_help_with_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    """Whether its module was loaded or not."""
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = " ".join(capsys.readouterr().out.split())
    assert all(f"{name} {what}" in shown for name, what in COMMANDS.items())
