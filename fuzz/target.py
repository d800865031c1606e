"""One harness under libFuzzer's coverage: `python -m fuzz.target NAME [-max_total_time=60] [-runs=N] [CORPUS...]` (needs atheris)."""

import sys
from collections.abc import Sequence

import atheris

with atheris.instrument_imports(include=["docforensics"]):
    from fuzz.harnesses import tried


def run(name: str, arguments: Sequence[str]) -> None:
    """Fuzz one harness until the options end it; the first argument is the program, the others are libFuzzer's."""
    atheris.Setup(list(arguments), lambda data: tried(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    run(sys.argv[1], [sys.argv[0], *sys.argv[2:]])
