"""One harness under libFuzzer's coverage: `python -m fuzz.target NAME [-max_total_time=60] [-runs=N] [CORPUS...]` (needs atheris)."""

import sys

import atheris

with atheris.instrument_imports(include=["docforensics"]):
    from fuzz.harnesses import tried


def main() -> None:
    """Fuzz until the options end it."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, lambda data: tried(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
