"""Where OpenCV cannot be loaded, help and doctor work, and all else ends in one sentence with the command that mends it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docforensics.cli.unloadable import package_of, unloadable

ROOT = Path(__file__).parents[2]
SAID = "libGL.so.1: cannot open shared object file: No such file or directory"


@pytest.fixture(name="broken", scope="module")
def fixture_broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Put a cv2 before the real one that cannot be loaded, as on a machine without libGL."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "cv2.py").write_text(f'raise ImportError("{SAID}")\n', encoding="utf-8")
    return folder


def run(broken: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program there."""
    path = os.pathsep.join((str(broken), str(ROOT)))
    command = [sys.executable, "-m", "docforensics", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path}
    )


def test_help_and_version_need_no_opencv(broken: Path) -> None:
    """Nor does the help of the command that examines."""
    for arguments in (("--help",), ("examine", "--help")):
        done = run(broken, *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        assert "exit codes" in done.stdout


def test_doctor_names_what_is_missing_and_the_command_that_brings_it(broken: Path) -> None:
    """Once; what depends on it is not looked at."""
    done = run(broken, "doctor")
    assert (done.returncode, done.stderr) == (4, "")
    bad = [line for line in done.stdout.splitlines() if line.startswith("bad")]
    assert [line.split()[1] for line in bad] == ["cv2", "engines", "checks"]
    assert "libGL.so.1" in bad[0]
    assert "apt-get install libgl1" in bad[0]
    assert all("not looked at, since cv2 cannot be loaded" in line for line in bad[1:])


def test_an_examination_ends_in_one_line(broken: Path) -> None:
    """No traceback, and the exit code of an installation that is not whole."""
    done = run(broken, "examine", "page.jpg")
    assert (done.returncode, done.stdout) == (4, "")
    (line,) = done.stderr.splitlines()
    assert "apt-get install libgl1" in line
    assert "docforensics doctor" in line


def test_a_package_that_is_not_installed_is_named_as_pip_calls_it() -> None:
    """One that is none of the core's is nobody's to explain."""
    assert unloadable(ModuleNotFoundError("No module named 'cv2'", name="cv2")) == (
        "opencv-python is not installed: pip install opencv-python"
    )
    assert unloadable(ModuleNotFoundError("No module named 'zoo'", name="zoo.tiger")) == ""
    assert package_of(ImportError("cannot import name 'x'")) == ""
    assert package_of(ImportError("cannot import name 'x' from 'cv2'", name="cv2")) == ""


def test_opencv_asked_for_again_is_told_by_the_name_of_the_error() -> None:
    """Its own code runs no second time; and both ways out are named."""
    error = ImportError("libxcb.so.1: cannot open shared object file: No such file or directory", name="cv2")
    assert package_of(error) == "cv2"
    assert "libxcb.so.1" in unloadable(error)
    assert "apt-get install libgl1 libglib2.0-0; or " in unloadable(error)
    assert "pip install opencv-python-headless" in unloadable(error)
