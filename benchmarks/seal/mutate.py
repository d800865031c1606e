r"""Whether damaged seals and chip files ever give anything but a result or a typed error, in bounded time and memory.

    python -m benchmarks.seal.mutate --seals 900000 --chips 100000 --seed 1 \
        -o benchmarks/results/seal-mutate.json

A mutation changes, cuts out, doubles or puts in one to four runs of bytes. Seals of every kind are decoded and, where they
decode, verified; EF.SOD, EF.COM, EF.DG1, EF.DG2, EF.DG14 and EF.DG15 are read and authenticated.
"""

import argparse
import io
import json
import random
import resource
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from benchmarks.provenance import provenance
from docforensics.errors import SealFormatError
from docforensics.seal.chip import ChipData, read_chip
from docforensics.seal.decode import decode_seal
from docforensics.seal.model import SealStatus
from docforensics.seal.trust import TrustStore
from docforensics.seal.verify import verify_seal
from sample_docs.generator.seals import chip, encode, pki
from sample_docs.generator.seals.c40 import encode_c40
from sample_docs.generator.seals.examples import INSPECTED_ON, SIGNED_ON, visa

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3204159ZE184226B<<<<<10")


def seals() -> tuple[bytes, ...]:
    """One seal of each kind."""
    signer = pki.signer("seal-p256")
    can = [(9, encode_c40("156782"))]
    return (
        visa(),
        visa(version=3),
        visa("seal-p384"),
        encode.encode_idb(can, signer, SIGNED_ON),
        encode.encode_idb(can, signer, SIGNED_ON, zipped=True, with_certificate=True),
        encode.encode_vds_nc({"pid": {"n": "ERIKSSON ANNA", "dn": "L8988901C"}}, signer),
    )


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """A damaged copy."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed) + 1)
        run = changed[place : place + chance.randint(1, 8)]
        new = chance.choice((chance.randbytes(len(run)), b"", bytes(run) * 2, chance.randbytes(2)))
        changed[place : place + len(run)] = new
    return bytes(changed)


class Watch:
    """Outcomes, the slowest call, and the memory at its highest."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.slowest = 0.0
        self.begun = time.process_time()

    def add(self, outcome: str, begun: float) -> None:
        """Count one call."""
        self.outcomes[outcome] += 1
        self.slowest = max(self.slowest, time.process_time() - begun)

    def summary(self) -> dict[str, object]:
        """What to write down."""
        return {
            "outcomes": dict(sorted(self.outcomes.items())),
            "slowest_ms": round(1000 * self.slowest, 1),
            "cpu_s": round(time.process_time() - self.begun, 1),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def run_seals(count: int, trust: TrustStore, chance: random.Random) -> dict[str, object]:
    """Mutate seals; anything but SealFormatError stops the run, and so does a valid seal that states something else."""
    watch, originals = Watch(), seals()
    signed = {decode_seal(raw).signed for raw in originals}
    for turn in range(count):
        raw = mutated(chance.choice(originals), chance)
        begun = time.process_time()
        try:
            seal = decode_seal(raw)
            found = verify_seal(seal, trust, INSPECTED_ON)
            outcome = f"{found.status} {found.reason}".strip()
            if found.status is SealStatus.VALID:
                outcome = "valid, nothing that is signed was touched"
                if seal.signed not in signed:
                    raise SystemExit(f"a mutated seal is valid: {raw.hex()}")
        except SealFormatError:
            outcome = "refused"
        watch.add(outcome, begun)
        _tell("seals", turn, count)
    return watch.summary()


def run_chips(count: int, trust: TrustStore, chance: random.Random) -> dict[str, object]:
    """Mutate chip files; any exception stops the run."""
    stream = io.BytesIO()
    Image.fromarray(np.full((40, 30, 3), 90, np.uint8)).save(stream, "JPEG")
    made = chip.chip_of(PASSPORT, stream.getvalue())
    watch = Watch()
    for turn in range(count):
        sod = mutated(made.sod, chance)
        groups = {k: mutated(v, chance) if chance.random() < 0.2 else v for k, v in made.groups.items()}
        com = mutated(made.com, chance) if chance.random() < 0.3 else made.com
        begun = time.process_time()
        found = read_chip(ChipData(data_groups=groups, sod=sod, com=com), trust, INSPECTED_ON).integrity
        watch.add(f"{found.status} {found.reason}".strip(), begun)
        _tell("chips", turn, count)
    return watch.summary()


def _tell(what: str, turn: int, count: int) -> None:
    if turn % max(count // 20, 1) == 0:
        print(f"{what}: {turn} of {count}", flush=True)


def main() -> None:
    """Run both and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seals", type=int, default=900_000)
    parser.add_argument("--chips", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        pki.write_trust(Path(folder))
        trust = TrustStore.load(folder)
    figures = {
        "seals": {
            "n": arguments.seals,
            **run_seals(arguments.seals, trust, random.Random(arguments.seed)),
        },
        "chips": {
            "n": arguments.chips,
            **run_chips(arguments.chips, trust, random.Random(arguments.seed)),
        },
    }
    text = json.dumps({"seed": arguments.seed, **figures, "provenance": provenance()}, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
