"""Examines published real documents without a template, and tells genuine ones that are accused by document and by source.

    python -m benchmarks.real ../shared/data/mrz ../shared/data/idcards ../shared/data/specimens --rows /tmp/real-rows.jsonl

Each picture is decoded and encoded anew alike (`--quality`, 85; `--quality 0` without loss). One JSON line a picture is appended to
ROWS, which several processes may share (`--part 0/2`), and a picture that is there is not examined again. When none is missing,
the table is written (`benchmarks/results/real.json` and `.md`); `--table` writes it of the rows that are there. Each picture is judged under
counts of false alarms without its own source (`without_source.py`).
"""

import argparse
from pathlib import Path

import cv2

from benchmarks.keeping import KeepingExaminer
from benchmarks.provenance import RESULTS
from benchmarks.real.examine import key_of, read_rows, run
from benchmarks.real.folders import images
from benchmarks.real.table import markdown, table, written
from benchmarks.real.without_source import without_sources
from docforensics.capture.model import Channel


def main() -> None:
    """Examine what is missing; write the table when nothing is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--quality", type=int, default=85, help="JPEG quality; 0 for PNG")
    parser.add_argument("--channel", type=Channel, default=Channel.UPLOAD)
    parser.add_argument("--part", default="0/1")
    parser.add_argument(
        "--only", nargs="+", default=(), metavar="WORD", help="files whose name holds one of these"
    )
    parser.add_argument("--table", action="store_true", help="examine nothing")
    parser.add_argument(
        "--counted",
        nargs="*",
        type=Path,
        default=(),
        metavar="ROWS",
        help="further rows that the counts of false alarms are made of: those of notes, cards and pairs",
    )
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "real.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    quality = options.quality or None
    known = images(options.folders)
    wanted = [one for one in known if not options.only or any(word in one.file for word in options.only)]
    number, of = map(int, options.part.split("/"))
    if not options.table:
        part = wanted[number::of]
        added = run(
            part, KeepingExaminer(templates=()), options.rows, quality=quality, channel=options.channel
        )
        print(f"{options.rows}: {added} added, {len(part)} asked")
    rows = read_rows([options.rows])
    kept = {line["key"]: line for line in without_sources(rows, [*rows, *read_rows(options.counted)])}
    missing = [image.file for image in known if key_of(image, quality) not in kept]
    if missing and not options.table:
        print(f"{len(missing)} pictures have no row: no table")
        return
    result = table(known, kept, quality=quality, channel=options.channel.value)
    options.out.write_text(written(result), encoding="utf-8")
    options.out.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    print(markdown(result))


if __name__ == "__main__":
    main()
