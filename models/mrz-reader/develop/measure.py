"""What the reader makes of adversarial pages, by hardship and by cause: `python models/mrz-reader/develop/measure.py --seed 1 --count 410`."""

import argparse
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import cv2
import numpy as np

from pages import Case, Pages  # sets sys.path

from docforensics.mrz.engines import load_engine  # isort: skip
from docforensics.mrz.read import read_mrz  # isort: skip
from docforensics.page.band.find import find_mrz_bands  # isort: skip


def cause(printed: Sequence[str], read: Sequence[str] | None) -> str:
    """In one word or two, why a reading is not what is printed."""
    if not printed:
        return "" if read is None else "read where nothing is"
    if read is None:
        return "not found"
    if len(read) != len(printed):
        return "too few lines" if len(read) < len(printed) else "too many lines"
    if [len(line) for line in read] != [len(line) for line in printed]:
        return "cut ends" if sum(map(len, read)) < sum(map(len, printed)) else "marks at ends"
    return "" if tuple(read) == tuple(printed) else "confused"


def confusions(printed: Sequence[str], read: Sequence[str] | None) -> Iterator[str]:
    """Yield printed>read for every wrong character of a reading of the right shape."""
    if read is not None and cause(printed, read) == "confused":
        yield from (f"{p}>{r}" for p, r in zip("".join(printed), "".join(read), strict=True) if p != r)


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=410)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--harder", action="store_true", help="the second list of hardships")
    parser.add_argument("--no-prior", action="store_true", help="what is printed and no more")
    parser.add_argument("--hardship", help="only this one")
    parser.add_argument("--keep", help="folder for the pages that were not read as printed")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    engine = load_engine("network")
    pages = Pages(options.seed, harder=options.harder)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: Counter[str] = Counter()
    times, sure = [], []
    for number in range(options.first, options.first + options.count):
        case = pages.case(number, options.hardship)
        began = time.process_time()
        find_mrz_bands(case.pixels, enough=1)
        middle = time.process_time()
        reading = read_mrz(case.pixels, engine=engine, prior=None if options.no_prior else "grammar")
        times.append((middle - began, time.process_time() - middle))
        lines = reading.lines if reading else None
        why = cause(case.lines, lines)
        table[case.hardship][why] += 1
        wrong.update(confusions(case.lines, lines))
        if reading and why in {"", "confused"} and case.lines:
            for row, line in zip(reading.characters, case.lines, strict=True):
                sure += [(c.confidence, c.symbol == p) for c, p in zip(row, line, strict=True)]
        if why and options.keep:
            _keep(options.keep, number, case, why, lines)
    _report(table, wrong, np.array(times) * 1000, np.array(sure, float))


def _keep(folder: str, number: int, case: Case, why: str, lines: Sequence[str] | None) -> None:
    name = f"{folder}/{number:04d}-{case.hardship}-{why}".replace(" ", "_")
    cv2.imwrite(f"{name}.png", case.pixels[..., ::-1])
    with open(f"{name}.txt", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.writelines(
            f"{printed}\n{read}\n\n" for printed, read in zip_longest(case.lines, lines or (), fillvalue="")
        )


def _report(table: dict[str, Counter[str]], wrong: Counter[str], ms: np.ndarray, sure: np.ndarray) -> None:
    total: Counter[str] = Counter()
    for hardship, causes in table.items():
        n = causes.total()
        rest = ", ".join(f"{count} {why}" for why, count in causes.most_common() if why)
        print(f"{hardship:<22} {causes['']:>3} of {n:<3} {rest}")
        if not hardship.startswith("no zone"):
            total += causes
    print(
        f"{'with a zone':<22} {total['']} of {total.total()} ({total[''] / max(total.total(), 1):.3f})  {dict(total)}"
    )
    print("confused:", ", ".join(f"{pair} {count}" for pair, count in wrong.most_common(24)))
    if len(sure):
        bins = np.minimum((sure[:, 0] * 15).astype(int), 14)
        error = sum(
            (bins == b).mean() * abs(sure[bins == b, 0].mean() - sure[bins == b, 1].mean()) for b in set(bins)
        )
        print(
            f"{len(sure)} characters: {1 - sure[:, 1].mean():.4f} wrong, expected calibration error {error:.4f}"
        )
    print(
        "CPU ms (locate alone, locate and read): median",
        np.median(ms, 0).round(1),
        "p95",
        np.percentile(ms, 95, axis=0).round(1),
    )
    print("peak MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    main()
