"""Self-contained pages of batch results: everything escaped, no request, and only the script and style that are meant."""

from docforensics.report.page import asset, asset_hash, environment

_HERE = "docforensics.batch"
_STYLE = "batch.css"


def render(template: str, *, script: str = "", **told: object) -> str:
    """Fill a template of this package; `script` is the name of its script, if it has one."""
    page = environment(_HERE).get_template(template)
    assets = {"style": asset(_STYLE, _HERE), "style_hash": asset_hash(_STYLE, _HERE)}
    return page.render(script=asset(script, _HERE), script_hash=asset_hash(script, _HERE), **assets, **told)
