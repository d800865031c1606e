"""The rules of the house that no single module can keep: names, layers, honest tests."""

import ast
import gc
import importlib
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import docforensics

ROOT = Path(__file__).parents[1]
Trees = dict[str, ast.Module]
Functions = list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]
TEST_FILES = sorted((ROOT / "tests").rglob("test_*.py"))


@pytest.fixture(name="source", scope="module")
def fixture_source() -> dict[str, str]:
    """Read every module, by name."""
    package = ROOT / "docforensics"
    return {
        str(path.relative_to(package)): path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
    }


@pytest.fixture(name="trees", scope="module")
def fixture_trees(source: dict[str, str]) -> Iterator[Trees]:
    """Give the syntax tree of every module; while they are there, hundreds of thousands of objects, nothing is searched for garbage."""
    gc.disable()
    try:
        yield {name: ast.parse(text) for name, text in source.items()}
    finally:
        gc.enable()


@pytest.fixture(name="functions", scope="module")
def fixture_functions(trees: Trees) -> Functions:
    """Give every function with its name."""
    return [
        (f"{name}:{node.name}", node)
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_every_public_name_is_listed_and_can_be_imported() -> None:
    """`__all__` is sorted as ruff sorts it, without duplicates, and each name resolves."""
    assert len(set(docforensics.__all__)) == len(docforensics.__all__)
    for name in docforensics.__all__:
        assert getattr(docforensics, name) is not None, name


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name fails as on any module."""
    with pytest.raises(AttributeError, match="attribute examin"):
        _ = docforensics.examin


def test_every_module_is_importable_alone() -> None:
    """No module depends on another having been imported first."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / "docforensics").rglob("*.py"))
        if path.name != "__main__.py" and path.stem != "heic"
    ]
    assert len(modules) > 50
    for module in modules:
        assert importlib.import_module(module) is not None


def test_imports_point_one_way() -> None:
    """The layers that `pyproject.toml` declares, as import-linter sees them."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_docforensics_brings_no_heavy_package() -> None:
    """`import docforensics` must stay cheap: OpenCV and the rest are loaded by the stage that needs them."""
    heavy = (
        "cv2",
        "skimage",
        "scipy",
        "PIL",
        "jinja2",
        "pypdfium2",
        "pytesseract",
        "passporteye",
        "numpy",
        "msgspec",
    )
    code = f"import sys, docforensics; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_two_classes_bear_one_name(trees: Trees) -> None:
    """So that a name in a traceback, a type or a sentence of the documentation means one thing."""
    names = [
        node.name for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    assert {name for name, count in Counter(names).items() if count > 1} == set()


def test_one_module_asks_what_a_path_leads_to(trees: Trees) -> None:
    """Take `is_file`, `is_folder`, `is_there`, `real_path` of `docforensics.regular`: `pathlib` raises for a name that is too long."""
    asked = {"is_file", "is_dir", "exists", "resolve"}
    of_the_package = {"resources.py", "editing/saving.py", "revising/revise.py", "bench/provenance.py"}
    found = {
        name
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and not node.args and not node.keywords
        if isinstance(node.func, ast.Attribute) and node.func.attr in asked
    }
    assert found == of_the_package  # the folder that it lies in


def test_every_number_with_a_name_has_a_reason(trees: Trees, source: dict[str, str]) -> None:
    """What set a constant stands in a docstring under it, or in a comment on its line."""
    rooms = ("checks/", "templates/")
    assert [
        found
        for name, tree in trees.items()
        if name.startswith(rooms)
        for found in _without_a_reason(name, tree, source[name])
    ] == []


def _without_a_reason(name: str, tree: ast.Module, text: str) -> Iterator[str]:
    """Numeric constants of a module, one assignment each, that nothing explains."""
    body, lines = tree.body, text.splitlines()
    for node, after in zip(body, [*body[1:], None], strict=True):
        if (
            not isinstance(node, ast.Assign | ast.AnnAssign)
            or node.value is None
            or not _is_number(node.value)
        ):
            continue
        explained = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if not explained and "#" not in lines[node.lineno - 1]:
            yield f"{name}:{node.lineno}: {lines[node.lineno - 1]}"


def _is_number(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_number(operand)
        case ast.BinOp(left=left, right=right):
            return _is_number(left) and _is_number(right)
        case ast.Tuple(elts=elements):
            return bool(elements) and all(map(_is_number, elements))
        case _:
            return False


def test_files_and_functions_are_short(source: dict[str, str], functions: Functions) -> None:
    """A file has at most 350 lines, a function at most 60."""
    assert [name for name, text in source.items() if len(text.splitlines()) > 350] == []
    long = {name for name, node in functions if (node.end_lineno or 0) - node.lineno + 1 > 60}
    assert long == set()


def test_no_function_branches_more_than_twenty_times(functions: Functions) -> None:
    """Cyclomatic complexity as radon counts it (conditions and comprehensions too) is at most 20: C or better."""
    complex_ = {name for name, node in functions if sum(map(_branches, ast.walk(node))) + 1 > 20}
    assert complex_ == set()


def _branches(node: ast.AST) -> int:
    """Ways that a node adds to its function."""
    match node:
        case ast.BoolOp():
            return len(node.values) - 1
        case ast.comprehension():
            return len(node.ifs) + 1
        case ast.Try():
            return len(node.handlers) + bool(node.orelse)
        case ast.For() | ast.While() | ast.AsyncFor():
            return 1 + bool(node.orelse)
        case ast.If() | ast.IfExp() | ast.Assert() | ast.match_case():
            return 1
        case _:
            return 0


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_test_function_asserts_nothing(path: Path) -> None:
    """Each test contains an assert, a `pytest.raises` or calls a helper named `assert_...`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    silent = [node.name for node in tests if not any(_asserts(child) for child in ast.walk(node))]
    assert silent == []


def _asserts(node: ast.AST) -> bool:
    if isinstance(node, ast.Assert):
        return True
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"raises", "warns", "fail"} or name.startswith("assert_")
