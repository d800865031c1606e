"""Reads a Containerfile: few instructions, and what is not known is an error."""

import json
import re
import shlex
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any, Self

_OPTIONS = {"COPY": {"from"}, "HEALTHCHECK": {"interval", "timeout", "start-period"}}
_KNOWN = {
    "FROM",
    "WORKDIR",
    "COPY",
    "RUN",
    "ENV",
    "USER",
    "VOLUME",
    "EXPOSE",
    "HEALTHCHECK",
    "ENTRYPOINT",
    "CMD",
}
_EXEC_FORM = {"ENTRYPOINT", "CMD", "HEALTHCHECK"}
_LITERAL = _KNOWN - {"RUN", "ENV"} - _EXEC_FORM
"""Instructions in which no variable is filled in."""


class ContainerfileError(Exception):
    """What a Containerfile holds that is not read here; it names the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One step: its name, its options and what follows them."""

    name: str
    options: dict[str, str]
    rest: str
    line: int

    @property
    def words(self) -> list[str]:
        """The words of what follows."""
        return self.rest.split()

    @property
    def command(self) -> list[str]:
        """The words of the exec form, a JSON list; ContainerfileError for any other."""
        try:
            found = json.loads(self.rest)
        except ValueError:
            found = None
        if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
            raise ContainerfileError(f'line {self.line}: {self.name} takes a list here, such as ["a", "b"]')
        return found

    def __str__(self) -> str:
        told = "".join(f" --{key}={value}" for key, value in self.options.items())
        return f"{self.name}{told} {self.rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What one FROM begins."""

    image: str
    name: str
    steps: tuple[Instruction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How an engine asks whether the container lives; seconds."""

    command: list[str]
    interval: float
    timeout: float
    start_period: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """What instructions state for the steps after them, and for the container."""

    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    user: str = "0"
    volumes: tuple[str, ...] = ()
    health: Health | None = None
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    def after(self, step: Instruction) -> Self:
        """Give what holds after an instruction."""
        changed: dict[str, Any] = {}
        match step.name:
            case "ENV":
                changed["env"] = _env(step, self.env)
            case "WORKDIR":
                changed["workdir"] = str(PurePosixPath(self.workdir, step.rest))
            case "USER":
                changed["user"] = step.rest
            case "VOLUME":
                changed["volumes"] = (*self.volumes, *step.words)
            case "HEALTHCHECK":
                changed["health"] = _health(step)
            case "ENTRYPOINT":
                changed |= {"entrypoint": tuple(step.command), "command": ()}
            case "CMD":
                changed["command"] = tuple(step.command)
        return replace(self, **changed)


def parsed(text: str) -> tuple[Stage, ...]:
    """Give the stages of a Containerfile; ContainerfileError names the first line that is not read here."""
    stages: list[Stage] = []
    for step in _instructions(text):
        if step.name == "FROM":
            match step.words:
                case [image]:
                    stages.append(Stage(image=image, name="", steps=()))
                case [image, "AS" | "as", name]:
                    stages.append(Stage(image=image, name=name, steps=()))
                case _:
                    raise ContainerfileError(f"line {step.line}: expected FROM IMAGE [AS NAME]")
            continue
        if not stages:
            raise ContainerfileError(f"line {step.line}: expected FROM first")
        _refuse_unknown_stage(step, stages[:-1])
        stages[-1] = replace(stages[-1], steps=(*stages[-1].steps, step))
    if not stages:
        raise ContainerfileError("no FROM")
    return tuple(stages)


def _refuse_unknown_stage(step: Instruction, before: list[Stage]) -> None:
    named = step.options.get("from")
    if named is not None and named not in {stage.name for stage in before}:
        raise ContainerfileError(f"line {step.line}: --from={named} names no stage before this one")


def _instructions(text: str) -> list[Instruction]:
    found: list[Instruction] = []
    begun, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        first = first or number
        begun += line.removesuffix("\\")
        if line.endswith("\\"):
            continue
        found.append(_instruction(begun.strip(), first))
        begun, first = "", 0
    if begun:
        raise ContainerfileError(f"line {first}: the last line ends with a backslash")
    return found


def _instruction(text: str, line: int) -> Instruction:
    name, _, rest = text.partition(" ")
    if name not in _KNOWN:
        raise ContainerfileError(f"line {line}: {name} is not read here")
    options, rest = {}, rest.strip()
    while option := re.match(r"--([a-z-]+)=(\S+)\s+", rest):
        options[option[1]] = option[2]
        rest = rest[option.end() :]
    if rest.startswith("--") or options.keys() - _OPTIONS.get(name, set()):
        raise ContainerfileError(f"line {line}: an option of {name} is not read here")
    if not rest or "<<" in rest:
        raise ContainerfileError(f"line {line}: {name} without words, or with a document after it")
    if name in _LITERAL and re.search(r"[$*?\"'\[]", rest):
        raise ContainerfileError(f"line {line}: {name} takes literal words here")
    made = Instruction(name=name, options=options, rest=rest, line=line)
    if name in _EXEC_FORM - {"HEALTHCHECK"}:
        _ = made.command
    if name == "ENV":
        _env(made, {})
    if name == "HEALTHCHECK":
        _health(made)
    return made


def _env(step: Instruction, before: dict[str, str]) -> dict[str, str]:
    """Give the variables after an ENV; `$NAME` is filled in with what held before it."""
    made = dict(before)
    for word in shlex.split(step.rest):
        key, is_set, value = word.partition("=")
        if not is_set or not key.isidentifier():
            raise ContainerfileError(f"line {step.line}: expected ENV NAME=VALUE, got {word}")
        made[key] = re.sub(r"\$\{?(\w+)\}?", lambda found: before.get(found[1], ""), value)
    return made


def _health(step: Instruction) -> Health:
    kind, _, rest = step.rest.partition(" ")
    if kind != "CMD":
        raise ContainerfileError(f"line {step.line}: expected HEALTHCHECK OPTIONS CMD [...]")
    seconds = {"interval": "30s", "timeout": "30s", "start-period": "0s"} | step.options
    if not all(re.fullmatch(r"\d+s", one) for one in seconds.values()):
        raise ContainerfileError(f"line {step.line}: expected whole seconds, such as 30s")
    interval, timeout, start = (float(one.removesuffix("s")) for one in seconds.values())
    command = replace(step, rest=rest.strip(), options={}).command
    return Health(command=command, interval=interval, timeout=timeout, start_period=start)
