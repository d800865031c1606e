"""Gives every harness the same inputs at every run: `python -m fuzz.steady [NAME...] --inputs N`.

They are changes of the kept inputs (`fuzz/corpus`), drawn by a fixed seed and never by what code they reach, so that they are the same for every state of the code: one that
fails here and did not before fails because of a change. New ones are looked for by `make fuzz`, which stops no landing. No more than `_MOST_INPUTS` of a slow harness.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from fuzz.harnesses import HARNESSES, shipped_pack, tried

CORPUS = Path(__file__).resolve().parent / "corpus"
_MOST_INPUTS = {"pdf": 150, "pack": 150, "template": 300, "image": 1500}
"""About ten seconds each on one core; drawing a PDF asks another process, and a template has pictures."""
_ODD = (
    b"\0",
    b"\xff",
    b"\x80\0\0\0",
    b"\xff\xff\xff\xff",
    b"1e999",
    b"-1",
    b'"',
    b"[",
    b"{",
    b"\n",
    b"nan",
    b"<",
    b"|",
)


def inputs(name: str, count: int) -> Iterator[bytes]:
    """Draw inputs of a harness: each a kept one with up to eight changes."""
    folder = CORPUS / name
    kept = [file.read_bytes() for file in sorted(folder.iterdir())] if folder.is_dir() else [shipped_pack()]
    chance = random.Random(name)
    for _ in range(count):
        changed = bytearray(chance.choice(kept))
        others = chance.choices(kept, k=chance.randint(1, 8))
        for other in others:
            _change(changed, other, chance)
        yield bytes(changed)


def _change(raw: bytearray, other: bytes, chance: random.Random) -> None:
    start = chance.randrange(len(raw) + 1)
    stop = min(len(raw), start + chance.choice((1, 1, 2, 4, 16, 200)))
    match chance.randrange(6):
        case 0:
            raw[start:stop] = chance.randbytes(stop - start)
        case 1:
            del raw[start:stop]
        case 2:
            raw[start:start] = raw[start:stop] * chance.randint(1, 20)
        case 3:
            raw[start:stop] = chance.choice(_ODD)
        case 4:
            place = chance.randrange(len(other) + 1)
            raw[start:stop] = other[place : place + 64]
        case _:
            if start < len(raw):
                raw[start] ^= 1 << chance.randrange(8)


def failures(name: str, count: int) -> list[str]:
    """Give all inputs to a harness; the end of what each raised that is none of the package's own errors, with the input."""
    found = []
    for number, raw in enumerate(inputs(name, count)):
        try:
            tried(name, raw)
        except Exception:  # noqa: BLE001 (what is looked for)
            found.append(f"{name}, input {number}: {raw[:60].hex()}...\n{traceback.format_exc()[-1500:]}")
    return found


def main() -> int:
    """Try all, or those named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "names", nargs="*", choices=[[], *HARNESSES], metavar="NAME", help=", ".join(HARNESSES)
    )
    parser.add_argument("--inputs", type=int, default=4000, help="for each harness")
    options = parser.parse_args()
    found: list[str] = []
    for name in options.names or HARNESSES:
        begun, count = time.monotonic(), min(options.inputs, _MOST_INPUTS.get(name, options.inputs))
        bad = failures(name, count)
        print(f"{name}: {count} inputs, {len(bad)} failed, {time.monotonic() - begun:.1f} s", flush=True)
        found += bad
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
