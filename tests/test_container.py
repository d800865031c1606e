"""The container's files: what the image is made of is there, pinned, and does not run as root."""

import re
from pathlib import Path

import yaml

from docforensics.cli.program import build_parser

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
STEPS = [tuple(line.split(maxsplit=1)) for line in LINES if line and not line.startswith(("#", " "))]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def of(kind: str) -> list[str]:
    """What stands behind an instruction, each time."""
    return [rest for name, rest in STEPS if name == kind]


def test_images_are_pinned_to_a_version() -> None:
    """None is `latest`, in the image and beside it."""
    images = [one.split()[0] for one in of("FROM")]
    images += [service["image"] for service in COMPOSE["services"].values() if "image" in service]
    assert len(images) == 4
    assert all(re.fullmatch(r"docker\.io/[\w/-]+:[\w.-]*\d[\w.-]*", one) for one in images)


def test_the_image_runs_without_root_and_says_whether_it_lives() -> None:
    """By number, so that an orchestrator sees that it is not root; nothing is fetched by ADD."""
    assert of("USER")[-1].isdecimal()
    assert int(of("USER")[-1]) > 0
    names = [name for name, _ in STEPS]
    assert names.index("USER") > names.index("COPY")
    assert "ADD" not in names
    assert len(of("HEALTHCHECK")) == 1
    assert all(one.startswith("[") for kind in ("ENTRYPOINT", "CMD") for one in of(kind))


def test_what_is_copied_is_there() -> None:
    """Packages come by their hashes."""
    copied = [word for one in of("COPY") if not one.startswith("--from") for word in one.split()[:-1]]
    assert "models" in copied
    assert all((ROOT / one).exists() for one in copied)
    assert "--require-hashes" in " ".join(of("RUN"))


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
