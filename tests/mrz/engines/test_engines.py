"""Engines are chosen by name, and what is not installed says how to install it."""

import builtins
import sys
from collections.abc import Callable

import pytest

from docforensics.errors import EngineUnavailableError, UsageError
from docforensics.mrz import engines
from docforensics.mrz.engines import ENGINES, MrzEngine, available_engines, load_engine


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Let the modules be as if they were not installed."""
    real: Callable = builtins.__import__

    def refusing(name: str, *rest: object, **more: object) -> object:
        if name.split(".", maxsplit=1)[0] in modules:
            raise ImportError(name)
        return real(name, *rest, **more)

    for module in [m for m in sys.modules if m.split(".")[0] in modules]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", refusing)


def test_an_unknown_name_is_a_usage_error_that_lists_the_known_ones() -> None:
    """So that the mistake can be mended at once."""
    with pytest.raises(UsageError, match=r"expected one of .*tesseract.*passporteye.*'tesserract'"):
        load_engine("tesserract")


@pytest.mark.parametrize("name", ["tesseract", "passporteye"])
def test_a_missing_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Both packages stand in the extra `engines`."""
    without(monkeypatch, "pytesseract", "passporteye")
    with pytest.raises(EngineUnavailableError, match=r"pip install docforensics\[engines\]"):
        load_engine(name)
    assert name not in available_engines()


def test_the_first_engine_that_loads_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are not installed are passed over."""

    def load(name: str) -> str:
        if name == ENGINES[0]:
            raise EngineUnavailableError(name)
        return name

    monkeypatch.setattr(engines, "_load", load)
    assert load_engine() == ENGINES[1]
    assert available_engines() == ENGINES[1:]


def test_with_no_engine_installed_the_default_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """An examination goes on without one."""

    def load(name: str) -> str:
        raise EngineUnavailableError(name)

    monkeypatch.setattr(engines, "_load", load)
    assert load_engine() is None
    assert available_engines() == ()


@pytest.mark.tesseract
def test_every_available_engine_is_an_engine_of_its_name() -> None:
    """What `load` gives keeps the protocol."""
    for name in available_engines():
        engine = load_engine(name)
        assert isinstance(engine, MrzEngine)
        assert engine.name == name
