"""How Sphinx builds the documentation site: `make docs`. Pages made from code are written by `tools/site` before."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import docforensics  # noqa: E402
from docforensics.version import __version__  # noqa: E402

project = "docforensics"
copyright = "The docforensics authors, Apache-2.0"  # noqa: A001 (Sphinx's name)
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["files/**/*.md", "rooms.inc"]
default_role = "code"

myst_enable_extensions = ["colon_fence", "attrs_block"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_class_signature = "separated"
napoleon_google_docstring = False

smartquotes = False
html_theme = "pydata_sphinx_theme"
html_sidebars = {"index": [], "start": [], "search": [], "genindex": []}
html_title = "docforensics"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "show_prev_next": False,
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
    "navbar_align": "left",
    "header_links_before_dropdown": 8,
    "show_toc_level": 2,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
highlight_language = "text"


SENTENCES: dict[str, list[str]] = {}
"""Texts under attributes, by the name of the attribute."""


def keep_sentence(*told: Any) -> None:  # noqa: ANN401
    """Keep the text under an attribute as it stands: napoleon takes what stands before a colon in its first line for a type."""
    _, what, name, _, _, lines = told
    if what in {"attribute", "property"}:
        SENTENCES[name] = list(lines)


def restore_sentence(*told: Any) -> None:  # noqa: ANN401
    """Put it back after napoleon."""
    *_, name, _, _, lines = told
    if name in SENTENCES:
        lines[:] = SENTENCES.pop(name)


def lead_to_public_names(app: Any, env: Any, node: Mapping[str, str], shown: object) -> object | None:  # noqa: ANN401
    """Link a type by its public name: annotations name the module that it lives in."""
    name = node.get("reftarget", "").rpartition(".")[2]
    if node.get("refdomain") != "py" or name not in docforensics.__all__:
        return None
    target = f"docforensics.{name}"
    return env.get_domain("py").resolve_xref(env, node["refdoc"], app.builder, "obj", target, node, shown)


def setup(app: Any) -> None:  # noqa: ANN401
    """Register them: before and after napoleon's own, and for links."""
    app.connect("autodoc-process-docstring", keep_sentence, priority=100)
    app.connect("autodoc-process-docstring", restore_sentence, priority=900)
    app.connect("missing-reference", lead_to_public_names)
