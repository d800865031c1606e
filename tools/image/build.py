"""Runs the stages of a Containerfile, each in a root of its own."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from tools.image.containerfile import Configuration, Instruction, Stage
from tools.image.roots import (
    CERTIFICATES,
    PATH,
    WAY_OUT,
    StepError,
    checked,
    in_root,
    megabytes,
    mount,
    mount_devices,
    unpacked,
    variables,
)


@contextmanager
def timed(told: str, root: Path | None = None) -> Iterator[None]:
    """Print the seconds of a step, and by how many megabytes a root has grown; a StepError then names the step."""
    before, begun = megabytes(root) if root else 0.0, time.monotonic()
    try:
        yield
    except StepError as error:
        raise StepError(f"{told}\n{error}") from error
    seconds = time.monotonic() - begun
    grown = f"{megabytes(root) - before:8.1f} MB" if root else " " * 11
    line = " ".join(told.split())
    print(f"{seconds:7.1f} s {grown}  {line if len(line) <= 90 else line[:87] + '...'}", flush=True)


def built(
    stages: Sequence[Stage], context: Path, bases: Sequence[Path], folder: Path
) -> tuple[Path, Configuration]:
    """Run all stages; give the root of the last and what it states. StepError where a step fails."""
    roots: dict[str, Path] = {}
    root, configuration = folder, Configuration()
    for number, (stage, base) in enumerate(zip(stages, bases, strict=True)):
        root, configuration = folder / f"stage-{number}", Configuration(env={"PATH": PATH})
        root.mkdir()
        with timed(f"FROM {stage.image} (its stand-in)", root):
            unpacked(base, root)
        mount("proc", root / "proc")
        mount_devices(root)
        for step in stage.steps:
            if step.name == "RUN":
                with timed(str(step), root):
                    _run(step, root, configuration)
            elif step.name == "COPY":
                with timed(str(step), root):
                    _copy(step, roots.get(step.options.get("from", ""), context), root, configuration)
            configuration = configuration.after(step)
            (root / configuration.workdir[1:]).mkdir(parents=True, exist_ok=True)
        roots[stage.name] = root
    return root, configuration


def _run(step: Instruction, root: Path, configuration: Configuration) -> None:
    command = step.command if step.rest.startswith("[") else ["/bin/sh", "-c", step.rest]
    way_out = {name: os.environ[name] for name in WAY_OUT if name in os.environ}
    env = {**way_out, "PIP_CERT": str(CERTIFICATES), **variables(root, configuration)}
    checked(in_root(root, configuration, command), env=env)


def _copy(step: Instruction, source: Path, root: Path, configuration: Configuration) -> None:
    """Copy as an engine does: what is in a folder, not the folder; all of it then is root's."""
    *names, target = step.words
    to = root / str(PurePosixPath(configuration.workdir, target))[1:]
    copy = ["cp", "--archive", "--one-file-system", "--no-preserve=ownership"]
    for name in names:
        what = source / name.lstrip("/")
        if what.is_dir():
            to.mkdir(parents=True, exist_ok=True)
            checked([*copy, f"{what}/.", str(to)])
        else:
            (to if target.endswith("/") else to.parent).mkdir(parents=True, exist_ok=True)
            checked([*copy, str(what), str(to)])
