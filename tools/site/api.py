"""Pages of the Python interface: every public name of `docforensics/__init__.pyi`, its text taken from its docstring by autodoc."""

import ast
from collections.abc import Mapping

from tools.site.pages import ROOT, contents, fresh_folder, table

STUB = ROOT / "docforensics" / "__init__.pyi"
PAGES = {
    "examine": (
        "Examine",
        "Examine documents, with settings, policies and equipment.",
        ("examiner", "settings", "guidance"),
    ),
    "capture": ("Captures", "Images in, side by side and light by light.", ("capture",)),
    "report": ("Report and verdict", "What an examination gives.", ("report", "scoring")),
    "claims": ("Claims", "What was verified, contradicted or not seen.", ("claims", "checks.claims")),
    "mrz": ("Machine readable zone", "Read it from an image, or parse its text.", ("mrz",)),
    "seal": ("Seals, chips and trust", "Signed data, and the certificates that you trust.", ("seal",)),
    "templates": (
        "Templates",
        "Learn, save, count, revise and discover reference templates.",
        ("templates", "counting", "own_values", "under_uv", "revising", "batch.discover"),
    ),
    "batch": ("Scans", "A folder or a stream of documents.", ("batch.scan",)),
    "service": ("Clients", "The service from Python.", ("client",)),
    "checks": (
        "Checks of your own",
        "What a plug-in sees and gives.",
        ("checks.outcome", "checks.spec", "checks.modes", "document", "page"),
    ),
    "errors": ("Errors", "Every error that the package raises on purpose.", ("errors",)),
}
"""By page: title, what it holds, and the modules or packages whose public names it describes."""
_OWN_PAGE = {"bench", "__version__"}
"""A package of its own, and a string."""
_INDEX = """\
# Python interface

Everything that is public is reached as `df.NAME` after `import docforensics as df`, and has its type. Names that are not here may change
without notice. The packages behind an extra (`docforensics[batch]`, ...) are needed by the functions that use them alone.

"""


def write() -> int:
    """Write a page a subject, and their index."""
    folder = fresh_folder("reference", "api")
    homes = public_names()
    rows = []
    for page, (title, about, _) in PAGES.items():
        names = [name for name, home in homes.items() if page_of(home) == page]
        (folder / f"{page}.md").write_text(_page(title, about, names, homes), encoding="utf-8")
        listed = ", ".join(f"`{name}`" for name in names)
        rows.append((f"[{title}]({page}.md)", f"{about} {listed}"))
    (folder / "index.md").write_text(
        _INDEX + table(("page", "names"), rows) + "\n" + contents(PAGES), encoding="utf-8"
    )
    return len(PAGES) + 1


def public_names() -> Mapping[str, str]:
    """Give the public names, each with its home below docforensics (`capture.light`)."""
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: node.module or ""
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (alias.asname or alias.name) not in _OWN_PAGE
    }


def page_of(home: str) -> str:
    """Name the page that describes what lives in a module: the longest entry that the module lies in."""
    fits = [
        (len(entry), page)
        for page, (_, _, entries) in PAGES.items()
        for entry in entries
        if f"{home}.".startswith(f"{entry}.")
    ]
    if not fits:
        raise LookupError(
            f"docforensics.{home}: no page of the reference describes it; name it in tools/site/api.py"
        )
    return max(fits)[1]


def _page(title: str, about: str, names: list[str], homes: Mapping[str, str]) -> str:
    parts = [f"# {title}\n\n{about}\n"]
    parts += [
        f"```{{eval-rst}}\n.. {_directive(homes[name], name)}:: docforensics.{name}\n{_options(homes[name], name)}```\n"
        for name in names
    ]
    return "\n".join(parts)


def _defined(home: str, name: str) -> ast.stmt | None:
    """Find the definition of a name in its module; None where it is a value, an alias for example."""
    file = ROOT.joinpath("docforensics", *home.split(".")).with_suffix(".py")
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return next((node for node in body if getattr(node, "name", "") == name), None)


def _is_function(home: str, name: str) -> bool:
    return isinstance(_defined(home, name), ast.FunctionDef | ast.AsyncFunctionDef)


def _is_dataclass(home: str, name: str) -> bool:
    """Whether its fields are the arguments that it is made with, so that naming both would be twice the same."""
    node = _defined(home, name)
    made_by = [ast.unparse(one) for one in node.decorator_list] if isinstance(node, ast.ClassDef) else []
    return any(one.startswith("dataclass") for one in made_by)


def _directive(home: str, name: str) -> str:
    if _is_function(home, name):
        return "autofunction"
    return "autoexception" if name.endswith(("Error", "Warning")) else "autoclass"


def _options(home: str, name: str) -> str:
    if _is_function(home, name):
        return ""
    options = {
        ":members:": True,
        ":undoc-members:": _is_dataclass(home, name),
        ":exclude-members: __init__": _is_dataclass(home, name),
        ":inherited-members: object": name == "Report",
        ":show-inheritance:": name.endswith("Error"),
    }
    return "".join(f"   {option}\n" for option, is_on in options.items() if is_on)
