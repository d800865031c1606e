"""The README's examples do what they show."""

import doctest
import re
import tomllib
from pathlib import Path

import pytest

import docforensics

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _blocks() -> list[str]:
    return [
        block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if block.startswith(">>>")
    ]


def test_every_shown_session_gives_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sessions share one namespace, as a reader would type them, from the root of a checkout."""
    monkeypatch.chdir(ROOT)
    assert _blocks()
    session = doctest.DocTestParser().get_doctest("\n".join(_blocks()), {}, "README", "README.md", 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(session, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_it_is_short_and_leads_to_pages_that_exist() -> None:
    """At most 120 lines; every page and picture that it links is in the repository."""
    assert len(README.splitlines()) <= 120
    links = re.findall(r"\]\(([^)#:]+)", README)
    assert len(links) > 20
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_block_of_code_is_one_that_is_tried() -> None:
    """Sessions of Python above, and the two commands below; everything else is on the site, which `make docs` runs: those of the service as well."""
    assert re.findall(r"^```(\w*)$", README, re.MULTILINE)[::2] == ["console", "python", "console"]
    served = re.findall(r"```console\n(.*?)```", README, re.DOTALL)[1]
    assert served in (ROOT / "docs/howto/service.md").read_text(encoding="utf-8")


def test_the_commands_of_the_readme_exist() -> None:
    """Each `make` target and each subcommand that is named."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\$ make (\w+)", README)):
        assert f"\n{target}: " in makefile
    from docforensics.cli.program import COMMANDS

    assert set(re.findall(r"`docforensics (\w+)", README)) <= set(COMMANDS)


def test_the_version_is_stated_once_for_users() -> None:
    """Package and project file agree, and the extras that the README names exist."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == docforensics.__version__
    assert set(re.findall(r"docforensics\[(\w+)\]", README)) <= set(project["optional-dependencies"])


def test_the_version_to_cite_is_the_version() -> None:
    """CITATION.cff names it too."""
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited is not None
    assert cited[1] == docforensics.__version__
