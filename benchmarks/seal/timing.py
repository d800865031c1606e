r"""CPU time of the search for codes on committed scans, of decoding and verifying a seal, and of reading a chip.

    python -m benchmarks.seal.timing -o benchmarks/results/seal-timing.json

One thread, `time.process_time`, the median of several runs after one that warms up.
"""

import argparse
import io
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import ecdsa
import numpy as np
from PIL import Image

from benchmarks.provenance import ROOT, provenance
from benchmarks.seal.mutate import PASSPORT
from docforensics.capture.model import Channel
from docforensics.seal.chip import ChipData, read_chip
from docforensics.seal.decode import decode_seal
from docforensics.seal.find import find_codes
from docforensics.seal.keys import EcKey, verify_raw
from docforensics.seal.trust import TrustStore
from docforensics.seal.verify import verify_seal
from sample_docs.generator.seals import chip, pki
from sample_docs.generator.seals.examples import INSPECTED_ON, visa


def median_ms(call: Callable[[], object], runs: int) -> float:
    """Median CPU milliseconds."""
    call()
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        call()
        spent.append(1000 * (time.process_time() - begun))
    return round(statistics.median(spent), 2)


def searches(runs: int) -> dict[str, object]:
    """Every committed scan in white light."""
    found = {}
    for path in sorted((ROOT / "sample_docs/documents").glob("*flatbed/*white.jpg")):
        pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if pixels is not None:
            picture = np.asarray(pixels, dtype=np.uint8)
            codes = len(find_codes(picture, Channel.SCANNER))
            spent = median_ms(lambda picture=picture: find_codes(picture, Channel.SCANNER), runs)  # type: ignore[misc]
            found[path.parent.name] = {"px": list(picture.shape), "codes": codes, "ms": spent}
    times = [float(str(one["ms"])) for one in found.values()]
    return {"n": len(times), "median_ms": statistics.median(times), "largest_ms": max(times), "scans": found}


def verifications(runs: int) -> dict[str, float]:
    """One seal on each kind of curve, and one chip."""
    with TemporaryDirectory() as folder:
        pki.write_trust(Path(folder))
        trust = TrustStore.load(folder)
    stream = io.BytesIO()
    Image.fromarray(np.full((540, 420, 3), 90, np.uint8)).save(stream, "JPEG")
    made = chip.chip_of(PASSPORT, stream.getvalue())
    data = ChipData(data_groups=made.groups, sod=made.sod, com=made.com)
    old = ecdsa.SigningKey.from_secret_exponent(0x5EA1, curve=ecdsa.BRAINPOOLP224r1)
    key = EcKey(curve="BRAINPOOLP224r1", point=old.verifying_key.to_string("uncompressed"))
    signature = old.sign_deterministic(visa())
    return {
        "brainpoolP256r1": median_ms(lambda: verify_seal(decode_seal(visa_256), trust, INSPECTED_ON), runs),
        "P-256": median_ms(lambda: verify_seal(decode_seal(nist_256), trust, INSPECTED_ON), runs),
        "brainpoolP384r1": median_ms(lambda: verify_seal(decode_seal(visa_384), trust, INSPECTED_ON), runs),
        "brainpoolP224r1, signature alone": median_ms(
            lambda: verify_raw(key, "sha1", visa_256, signature), runs
        ),
        "chip with its portrait decoded": median_ms(lambda: read_chip(data, trust, INSPECTED_ON), runs),
    }


visa_256, nist_256, visa_384 = visa(), visa("seal-p256"), visa("seal-p384")


def main() -> None:
    """Time all and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    figures = {
        "search": searches(arguments.runs),
        "verify_ms": verifications(4 * arguments.runs),
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
