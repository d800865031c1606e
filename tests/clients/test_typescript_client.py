"""The client for TypeScript compiles, and works with a service that runs."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.service.client import KEY, served

PACKAGE = Path(__file__).resolve().parents[2] / "clients" / "typescript"
pytestmark = pytest.mark.skipif(
    shutil.which("tsc") is None or shutil.which("node") is None,
    reason="tsc or node is not installed: sh tools/system_packages.sh typescript",
)


@pytest.fixture(name="program")
def fixture_program(tmp_path: Path) -> Path:
    """The example, compiled in a copy of the package."""
    shutil.copytree(PACKAGE, tmp_path / "package", ignore=shutil.ignore_patterns("dist"))
    done = subprocess.run(
        ["tsc", "-p", str(tmp_path / "package")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    return tmp_path / "package/dist/examples/examine.js"


def test_a_picture_is_examined_fetched_and_deleted(program: Path, tmp_path: Path) -> None:
    """And a problem is an error with its code."""
    picture = tmp_path / "picture"
    picture.write_bytes(b"refer")
    with served(tmp_path / "service", retain_days=1, key=KEY) as one:
        token = one.token()["Authorization"].split()[1]
        command = ["node", str(program), str(one.http.base_url), token, str(picture)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "at_once": "REFER",
        "later": "REFER",
        "page": "<!doctype html>",
        "gone": "not_found",
    }
