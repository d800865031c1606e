"""The rooms of the house: packages in the order of imports, from the contract that import-linter verifies."""

import ast
import tomllib
from collections.abc import Iterator

from tools.site.pages import DOCS, ROOT, table

PART = DOCS / "rooms.inc"
_TOP = ROOT / "docforensics"


def write() -> int:
    """Write the table that the architecture page includes."""
    PART.write_text(rooms(), encoding="utf-8")
    return 1


def rooms() -> str:
    """List every package with what its docstring states, those that import others first."""
    return table(("room", "what happens there", "modules"), list(_rows()))


def _rows() -> Iterator[tuple[str, str, str]]:
    for name in layers():
        path = _TOP / name
        file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
        text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        count = len(list(path.rglob("*.py"))) if path.is_dir() else 1
        yield f"`{name}`", " ".join(text.split("\n\n")[0].split()), str(count)


def layers() -> Iterator[str]:
    """Give the packages and modules in the order of the contract."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    contract = next(one for one in contracts if one["id"] == "one-way")
    for layer in contract["layers"]:
        for name in layer.replace("|", " ").split():
            yield name.strip("()")
