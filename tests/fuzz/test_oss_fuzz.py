"""What OSS-Fuzz would build: a target a harness, with its seeds. Its own programs stand in; the images of OSS-Fuzz are not at hand here."""

import ast
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from fuzz.harnesses import HARNESSES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "fuzz" / "oss-fuzz"


def test_every_harness_becomes_a_target_with_its_seeds(tmp_path: Path) -> None:
    """Of the script as it stands, run in a copy: pip and the compiler only write down what they were asked."""
    out, here, programs = (tmp_path / name for name in ("out", "checkout", "bin"))
    for folder in (out, here, programs):
        folder.mkdir()
    for name in ("fuzz", "docforensics", "models", "requirements", "sample_docs", "benchmarks"):
        (here / name).symlink_to(ROOT / name)
    for name in ("pip3", "compile_python_fuzzer"):
        (programs / name).write_text(f'#!/bin/sh\necho "{name} $*" >> "{tmp_path}/asked"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    (programs / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    (programs / "python3").chmod(0o755)
    (programs / "zip").write_text(
        f"#!{sys.executable}\nimport sys, zipfile\n"
        "with zipfile.ZipFile(sys.argv[3], 'w') as z:\n    [z.write(f, f.rpartition('/')[2]) for f in sys.argv[4:]]\n",
        encoding="utf-8",
    )
    (programs / "zip").chmod(0o755)
    environment = {
        **os.environ,
        "OUT": str(out),
        "PATH": f"{programs}:/usr/bin:/bin",
        "PYTHONPATH": str(here),
    }
    subprocess.run(["bash", str(FOLDER / "build.sh")], cwd=here, env=environment, check=True)
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    compiled = [line.split()[1] for line in asked if line.startswith("compile")]
    assert compiled == [f"fuzz_{name}.py" for name in HARNESSES]
    assert "--require-hashes" in asked[0]
    for name in compiled:
        tree = ast.parse((here / name).read_text(encoding="utf-8"))
        assert any(isinstance(node, ast.Call) for node in ast.walk(tree))
    seeds = sorted(file.name for file in out.iterdir())
    assert seeds == sorted(f"fuzz_{name}_seed_corpus.zip" for name in HARNESSES if name != "pack")
    assert zipfile.ZipFile(out / "fuzz_mrz_seed_corpus.zip").namelist() == ["0", "1", "2"]


def test_its_files_name_the_project() -> None:
    """Which is cloned, and built by the script beside."""
    docker = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    assert docker.startswith("FROM gcr.io/oss-fuzz-base/base-builder-python\n")
    assert "COPY build.sh" in docker
    assert "language: python\n" in (FOLDER / "project.yaml").read_text(encoding="utf-8")
