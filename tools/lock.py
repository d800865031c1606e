"""Write `requirements/*.txt`: every package that is installed, to the version and with its hashes (`make lock`; needs uv and a package index).

Versions are those of `constraints.txt`; what it does not name keeps the version that it has. One file serves Python 3.11 to 3.13 on every system.
"""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = {
    "core": ("pyproject.toml", "--group", "build"),
    "extras": ("pyproject.toml", "--all-extras", "--group", "build"),
    "serve": ("pyproject.toml", "--extra", "serve", "--extra", "seal", "--extra", "heic", "--group", "build"),
    "dev": ("pyproject.toml", "--extra", "engines", "--group", "dev"),
    "docs": ("pyproject.toml", "--extra", "engines", "--group", "dev", "--group", "docs"),
    "supply": ("--group", "pyproject.toml:supply"),
    "fuzz": ("--group", "pyproject.toml:fuzz"),
}
"""By file, what it holds: the core and what builds it, all extras besides, the service's image, the development tools, those and what builds the documentation, what looks at the others, the fuzzer."""
_OPTIONS = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate")


def main() -> None:
    """Write all."""
    for name, what in FILES.items():
        subprocess.run(
            [
                "uv",
                "pip",
                "compile",
                *what,
                *_OPTIONS,
                "--constraint",
                "constraints.txt",
                "--output-file",
                f"requirements/{name}.txt",
            ],
            cwd=ROOT,
            check=True,
            env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
            stdout=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    main()
