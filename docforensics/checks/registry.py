"""Discovers checks: every module in a family folder, and what other packages add through an entry point.

A package adds a family with

    [project.entry-points."docforensics.checks"]
    seals = "their_package.checks.seals"        # a package: its modules are checks of the family `seals`
    ink = "their_package.checks.paper.ink"      # or one module: the check `paper.ink`

A plug-in that cannot be imported or breaks the convention becomes a check that aborts, so that every report says what
is missing and why; it never stops an examination.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pkgutil import iter_modules
from types import ModuleType

from docforensics import checks
from docforensics.checks.check import Check
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.errors import DocforensicsError, UsageError

GROUP = "docforensics.checks"
"""The entry-point group."""
STAND_IN = "plugin"
"""Family of the checks that stand in for plug-ins which cannot be loaded."""
SUPPORT = "support"
"""The one folder beside the families that holds no checks."""


class BrokenPluginError(DocforensicsError):
    """A plug-in could not be loaded; raised when its stand-in is run, so that the outcome is Aborted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPlugin:
    """An entry point that gave no check."""

    name: str
    """Of the entry point."""
    target: str
    """What it points to."""
    reason: str
    """Exception type and text."""


def discover_checks(plugins: Iterable[EntryPoint] | None = None) -> tuple[Check, ...]:
    """Find all checks, sorted by id; a broken plug-in stands in as a check that aborts.

    Parameters
    ----------
    plugins
        Entry points; those of the installed packages when None.
    """
    found, broken = _discover(plugins)
    return (*found, *(_stand_in(plugin) for plugin in broken))


def declared_modes() -> Mapping[str, RunMode]:
    """Give by id how each check declares to be run: what a policy that does not name it does."""
    return {check.id: check.spec.run_mode for check in discover_checks()}


def broken_plugins(plugins: Iterable[EntryPoint] | None = None) -> tuple[BrokenPlugin, ...]:
    """Name the plug-ins that gave no check, and why."""
    return _discover(plugins)[1]


def _discover(plugins: Iterable[EntryPoint] | None) -> tuple[tuple[Check, ...], tuple[BrokenPlugin, ...]]:
    own = tuple(check for family in _subpackages(checks) for check in family_checks(family))
    found = {check.id: check for check in own}
    if len(found) != len(own):
        raise UsageError("discover_checks: two shipped checks share an id")
    broken: list[BrokenPlugin] = []
    points = entry_points(group=GROUP) if plugins is None else plugins
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        try:
            found |= _new_checks(point, found)
        except Exception as error:  # noqa: BLE001 (a stranger's module may raise anything)
            reason = f"{type(error).__name__}: {error}"
            broken.append(BrokenPlugin(name=point.name, target=point.value, reason=reason))
    return tuple(found[name] for name in sorted(found)), tuple(broken)


def _subpackages(package: ModuleType) -> Iterator[ModuleType]:
    for info in iter_modules(package.__path__):
        if info.ispkg and info.name != SUPPORT:
            yield import_module(f"{package.__name__}.{info.name}")


def _new_checks(point: EntryPoint, known: dict[str, Check]) -> dict[str, Check]:
    """Load the checks of one entry point; all of them or, when one is broken or taken, none."""
    target = point.load()
    if not isinstance(target, ModuleType):
        raise UsageError(f"expected a package or module, got {type(target).__name__}")
    new = family_checks(target) if hasattr(target, "__path__") else (check_of(target),)
    if taken := sorted(check.id for check in new if check.id in known):
        raise UsageError(f"the id {', '.join(taken)} is taken")
    return {check.id: check for check in new}


def family_checks(package: ModuleType) -> tuple[Check, ...]:
    """Load every module of a family package that does not start with `_`."""
    names = [info.name for info in iter_modules(package.__path__) if not info.ispkg]
    return tuple(
        check_of(import_module(f"{package.__name__}.{name}"))
        for name in sorted(names)
        if not name.startswith("_")
    )


def check_of(module: ModuleType) -> Check:
    """Make a check of a module; UsageError names what the convention requires and the module lacks."""
    family, _, slug = ".".join(module.__name__.split(".")[-2:]).rpartition(".")
    spec, measure = getattr(module, "SPEC", None), getattr(module, "measure", None)
    if not (family and slug):
        raise UsageError(f"{module.__name__}: expected a check inside a family package")
    if not isinstance(spec, CheckSpec):
        raise UsageError(f"{module.__name__}: expected SPEC, a CheckSpec")
    if not callable(measure):
        raise UsageError(f"{module.__name__}: expected measure(document) -> Outcome")
    if not (module.__doc__ or "").strip():
        raise UsageError(f"{module.__name__}: expected a docstring, it is the explanation of the check")
    return Check(
        family=family,
        slug=slug,
        spec=spec,
        measure=measure,
        prepare=getattr(module, "prepare", None),
        own_facts=getattr(module, "own_facts", None),
        explanation=(module.__doc__ or "").strip(),
    )


def _stand_in(plugin: BrokenPlugin) -> Check:
    return Check(
        family=STAND_IN,
        slug=plugin.name,
        spec=CheckSpec(title=f"Plug-in {plugin.name}", unit="none"),
        measure=partial(_abort, plugin),
        explanation=f"The plug-in {plugin.name} ({plugin.target}) could not be loaded: {plugin.reason}",
    )


def _abort(plugin: BrokenPlugin, _: Document) -> Outcome:
    raise BrokenPluginError(f"the plug-in {plugin.name} could not be loaded: {plugin.reason}")
