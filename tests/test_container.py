"""The container's files: what the image is made of is there, pinned, and does not run as root."""

import re
from pathlib import Path

import pytest
import yaml

from docforensics.cli.program import build_parser
from tools.image.containerfile import Instruction, parsed

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = [step for stage in parsed(TEXT) for step in stage.steps]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
PINNED = re.compile(r"docker\.io/[\w/-]+:[\w.-]*\d[\w.-]*")


def of(kind: str) -> list[str]:
    """What stands behind an instruction, each time."""
    return [step.rest for step in STEPS if step.name == kind]


def faults(text: str) -> set[str]:
    """Name the rules that a Containerfile breaks; the tool that runs its steps refuses more (tests/tools/test_image.py)."""
    stages = parsed(text)
    steps = [step for stage in stages for step in stage.steps]
    last = stages[-1].steps
    runs = [" ".join(step.words) for step in steps if step.name == "RUN"]
    apt = [run for run in runs if "apt-get install" in run]
    users = [number for number, step in enumerate(last) if step.name == "USER"]
    rules = {
        "every image has a version": all(PINNED.fullmatch(stage.image) for stage in stages),
        "packages of Debian come without what they recommend": all(
            "--no-install-recommends" in run for run in apt
        ),
        "Debian's lists are fetched and removed in the step that needs them": all(
            run.startswith("apt-get update && ") and "rm -rf /var/lib/apt/lists/*" in run for run in apt
        )
        and sum("apt-get update" in run for run in runs) == len(apt),
        "packages of Python come by their hashes, or without others": all(
            "--require-hashes" in one or "--no-deps" in one
            for run in runs
            for one in run.split("&&")
            if "pip install" in one
        ),
        "pip keeps no cache": all(
            "--no-cache-dir" in one for run in runs for one in run.split("&&") if "pip install" in one
        ),
        "nobody becomes root in a step": not any(re.search(r"\b(sudo|su)\b", run) for run in runs),
        "a folder is stated from the root": all(
            step.rest.startswith("/") for step in steps if step.name == "WORKDIR"
        ),
        "the last user is a number above 0": bool(users)
        and last[users[-1]].rest.isdecimal()
        and int(last[users[-1]].rest) > 0,
        "nothing is copied or run after the last user": bool(users)
        and not any(step.name in ("COPY", "RUN") for step in last[users[-1] :]),
        "one health check, one program": [_count(last, name) for name in ("HEALTHCHECK", "ENTRYPOINT", "CMD")]
        == [1, 1, 1],
    }
    return {rule for rule, holds in rules.items() if not holds}


def _count(steps: tuple[Instruction, ...], name: str) -> int:
    return sum(step.name == name for step in steps)


def test_the_containerfile_breaks_no_rule() -> None:
    """Those that a change could break without anybody seeing it."""
    assert faults(TEXT) == set()


@pytest.mark.parametrize(
    ("there", "instead", "broken"),
    [
        (":3.13-slim-trixie AS", ":latest AS", "every image has a version"),
        (":3.13-slim-trixie\n", "\n", "every image has a version"),
        (" --no-install-recommends", "", "packages of Debian come without what they recommend"),
        (
            " && rm -rf /var/lib/apt/lists/* \\\n",
            "",
            "Debian's lists are fetched and removed in the step that needs them",
        ),
        (
            "RUN apt-get update",
            "RUN apt-get update\nRUN true",
            "Debian's lists are fetched and removed in the step that needs them",
        ),
        (" --require-hashes", "", "packages of Python come by their hashes, or without others"),
        (" --no-deps", "", "packages of Python come by their hashes, or without others"),
        (" --no-cache-dir --require", " --require", "pip keeps no cache"),
        ("&& useradd", "&& sudo useradd", "nobody becomes root in a step"),
        ("WORKDIR /build", "WORKDIR build", "a folder is stated from the root"),
        ("USER 10001", "USER docforensics", "the last user is a number above 0"),
        ("USER 10001", "USER 0", "the last user is a number above 0"),
        ("USER 10001\n", "", "the last user is a number above 0"),
        ("USER 10001", "USER 10001\nRUN true", "nothing is copied or run after the last user"),
        ("ENTRYPOINT [", 'ENTRYPOINT ["a"]\nENTRYPOINT [', "one health check, one program"),
    ],
)
def test_a_broken_containerfile_is_seen(there: str, instead: str, broken: str) -> None:
    """So that each rule can fail."""
    assert TEXT.count(there) == 1
    assert broken in faults(TEXT.replace(there, instead))


def test_images_beside_the_service_have_a_version() -> None:
    """None is `latest`."""
    images = [service["image"] for service in COMPOSE["services"].values() if "image" in service]
    assert len(images) == 2
    assert all(PINNED.fullmatch(one) for one in images)


def test_what_is_copied_is_there() -> None:
    """With the models."""
    copied = [word for one in STEPS if one.name == "COPY" and not one.options for word in one.words[:-1]]
    assert "models" in copied
    assert all((ROOT / one).exists() for one in copied)


def test_the_commands_of_image_and_compose_are_those_of_the_program() -> None:
    """Every option exists."""
    image = [word.strip(' "') for word in of("CMD")[-1].strip("[]").split(",")]
    for command in (image, COMPOSE["services"]["docforensics"]["command"]):
        parsed = build_parser(["serve"]).parse_args(command)
        assert (parsed.command, parsed.host) == ("serve", "0.0.0.0")  # noqa: S104 (within a container)
    service = COMPOSE["services"]["docforensics"]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    ports = [port for one in COMPOSE["services"].values() for port in one.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in ports)
    scraped = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text(encoding="utf-8"))
    assert scraped["scrape_configs"][0]["static_configs"][0]["targets"] == ["docforensics:8117"]
