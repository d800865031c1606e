"""Every module that makes the site can be imported where the tests run, or needs a package of the site alone."""

import importlib
from pathlib import Path

import pytest

from tools import site

SITE = Path(site.__file__).parent
PACKAGES = {"sphinx", "myst_parser", "docutils", "pydata_sphinx_theme", "sybil"}


@pytest.mark.parametrize("module", sorted(file.stem for file in SITE.glob("*.py") if file.stem != "__main__"))
def test_what_a_module_of_the_site_takes_from_others_is_there(module: str) -> None:
    """A function that was moved ends the build of the site, which no other test runs."""
    try:
        found = importlib.import_module(f"tools.site.{module}")
    except ModuleNotFoundError as missing:
        if missing.name not in PACKAGES:
            raise
        return
    assert found.__doc__
