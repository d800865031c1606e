"""The MRZ bench: `python -m benchmarks.mrz table ../shared/data/mrz`, and `curves`, `photos`, `turns`, `calibration`, `all`.

`table` measures our engines and the peers on a folder with a manifest; the others measure our reader on Utopia's
documents, which are drawn into the cache folder first. See README.md beside this file.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from benchmarks.mrz.parts import PARTS
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.systems import SYSTEMS


def main() -> None:
    """Run one part or all of them."""
    options = _options()
    setting = Setting(
        cache=options.cache,
        results=options.results,
        data=options.data,
        systems=tuple(options.system or ()),
        afresh=tuple(options.afresh),
        reuse=options.reuse,
        documents=options.documents,
        photos=options.photos,
        engine=options.engine,
    )
    parts: dict[str, Callable[[Setting], None]] = (
        PARTS if options.part == "all" else {options.part: PARTS[options.part]}
    )
    for run in parts.values():
        run(setting)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mrz",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", choices=(*PARTS, "all"))
    parser.add_argument(
        "data", type=Path, nargs="?", help="folder with images and manifest.csv; table needs it"
    )
    parser.add_argument(
        "--system",
        action="append",
        choices=[system.name for system in SYSTEMS],
        help="what the table measures (repeatable); default: all",
    )
    parser.add_argument("--reuse", action="store_true", help="take peers' readings of an earlier run")
    parser.add_argument(
        "--afresh",
        nargs="*",
        default=["passporteye", "readmrz"],
        help="peers that are read and timed again even so, since speed is compared within one run",
    )
    parser.add_argument("--engine", default="network-onnxruntime", help="whom the other parts measure")
    parser.add_argument("--documents", type=int, default=28, help="scanned documents of curves and turns")
    parser.add_argument("--photos", type=int, default=300, help="photographed documents")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "docforensics-mrz-bench")
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
