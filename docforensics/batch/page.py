"""Self-contained pages of batch results: everything escaped, no request, and only the script and style that are meant."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any


def render(template: str, *, script: str = "", **told: object) -> str:
    """Fill a template of this package; `script` is the name of its script, if it has one."""
    style, code = _text("batch.css"), _text(script) if script else ""
    return str(
        _environment()
        .get_template(template)
        .render(style=style, style_hash=_hash(style), script=code, script_hash=_hash(code), **told)
    )


def _hash(text: str) -> str:
    """Hash for the content security policy, which then admits nothing else."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def _text(name: str) -> str:
    return files("docforensics.batch").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Any:  # noqa: ANN401 (jinja2 is imported when a page is made)
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    return Environment(
        loader=PackageLoader("docforensics.batch"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
