"""Fuzzes every harness for some seconds: `python -m fuzz.run [NAME...] --seconds 10 [--inputs N] [--seed N] [--corpus FOLDER]` (needs atheris).

Each runs in a process of its own from the kept corpus (`fuzz/corpus`); what it finds that covers more code goes into FOLDER, which is
thrown away unless it is named. An input that ends in anything but the package's own errors, takes longer than a minute or more than 2 GB is
kept as `fuzz/found/NAME-...`, and the exit status is 1.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz.harnesses import HARNESSES

HERE = Path(__file__).resolve().parent
_DONE = re.compile(r"Done (\d+) runs in (\d+) second")
_OPTIONS = ("-max_len=8192", "-timeout=60", "-rss_limit_mb=2048", "-print_final_stats=0")


def fuzzed(name: str, seconds: int, inputs: int, seed: int, corpus: Path) -> tuple[int, str]:
    """Fuzz one harness; give the number of inputs and, where it failed, the end of what was printed."""
    grown, found = corpus / name, HERE / "found"
    grown.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    kept = [str(HERE / "corpus" / name)] if (HERE / "corpus" / name).is_dir() else []
    bounds = [f"-max_total_time={seconds}", f"-seed={seed}", *([f"-runs={inputs}"] if inputs else [])]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "fuzz.target",
            name,
            *_OPTIONS,
            *bounds,
            f"-artifact_prefix={found}/{name}-",
            grown,
            *kept,
        ],
        capture_output=True,
        check=False,
    )
    text = (done.stdout + done.stderr).decode(errors="replace")
    match = _DONE.search(text)
    return int(match[1]) if match else 0, "" if done.returncode == 0 and match else text[-3000:]


def all_fuzzed(options: argparse.Namespace, corpus: Path) -> Iterator[tuple[str, int, str]]:
    """Fuzz one harness after another."""
    for name in options.names or HARNESSES:
        yield name, *fuzzed(name, options.seconds, options.inputs, options.seed, corpus)


def main() -> int:
    """Fuzz and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", choices=[[], *HARNESSES], metavar="NAME", help=", ".join(HARNESSES)
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each harness")
    parser.add_argument(
        "--inputs", type=int, default=0, help="at most, for each; 0 for as many as there is time for"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the changes made; another seed, other inputs")
    parser.add_argument("--corpus", type=Path, help="folder in which the corpus grows")
    options = parser.parse_args()
    total, failed = 0, []
    with TemporaryDirectory() as folder:
        for name, count, failure in all_fuzzed(options, options.corpus or Path(folder)):
            total += count
            print(f"{name}: {count} inputs{', FAILED' if failure else ''}", flush=True)
            if failure:
                failed.append(name)
                print(failure)
    print(f"{total} inputs, {len(failed)} harnesses failed{': ' if failed else ''}{', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
