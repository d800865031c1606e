"""What an image's environment holds, compared with what was written down for it."""

import json
import re
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tools.image.containerfile import Configuration
from tools.image.roots import StepError, checked, in_root, variables

_PINNED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)(?: ; ([^\\\n]+))?", re.MULTILINE)
_LIST = """
import json, platform
from importlib.metadata import distributions
print(json.dumps([platform.python_version(), {one.name: one.version for one in distributions()}]))
"""
_BESIDES = {"docforensics", "pip"}
"""The project itself, and what every environment has."""


def pinned(requirements: str, python: str) -> dict[str, str]:
    """Give versions by package of a file of requirements, for a version of Python such as `3.13.5`."""
    told = {"python_full_version": python, "python_version": ".".join(python.split(".")[:2])}
    return {
        canonicalize_name(name): version
        for name, version, marker in _PINNED.findall(requirements)
        if not marker or Marker(marker.strip()).evaluate(told)
    }


def same_as_written(root: Path, configuration: Configuration, requirements: str) -> None:
    """Compare the packages; StepError where an image holds another, or another version."""
    command = in_root(root, configuration, ["python", "-I", "-c", _LIST])
    python, listed = json.loads(checked(command, env=variables(root, configuration)).splitlines()[-1])
    found = {canonicalize_name(name): version for name, version in listed.items()}
    if missing := _BESIDES - found.keys():
        raise StepError(f"not installed: {', '.join(sorted(missing))}")
    held = {name: version for name, version in found.items() if name not in _BESIDES}
    wanted = pinned(requirements, python)
    if unlike := dict(held.items() ^ wanted.items()):
        raise StepError(
            f"the image does not hold what requirements/serve.txt lists: {', '.join(sorted(unlike))}"
        )
