"""Write docforensics/alerts/alert.schema.json from the types of an alert's JSON (`make schema`).

A test proves that the committed file is what this writes, and that written alerts are valid against it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docforensics.alerts.file import ALERT_VERSION, AlertRecord  # noqa: E402

SCHEMA = ROOT / "docforensics" / "alerts" / "alert.schema.json"
ABOUT = {
    "box_mm": "Left, top, right, bottom in millimetres from the top left corner of the page, on the frame of its maker's template. "
    "The pictures place-N.genuine.png and place-N.seen.png show it with 2 mm around, at 8 pixels a millimetre.",
    "look_for": "What an officer sees there.",
    "equipment": "With what it is seen: slugs of equipment; empty for eyes alone.",
    "is_measured": "Whether the check looks for it by itself.",
    "key_id": "Of the key of one recipient: the first 16 hexadecimal digits of HMAC-SHA-256 of a fixed text.",
    "salt": "16 bytes, hexadecimal; the values of one number differ from list to list.",
    "rate": "Stated share of other numbers that match all the same.",
    "id": "A UUID in small letters, the same in every revision.",
    "revision": "Counts up; a higher one replaces a lower one.",
    "valid_to": "The last day on which the alert is in force.",
    "withdrawn": "Why it was withdrawn; empty for one that was not. A withdrawn alert has neither places nor numbers.",
    "tlp": "Traffic Light Protocol 2.0 (FIRST): who may have the alert.",
    "species": "What kind of false document it is, in words of the PRADO glossary.",
}
"""Descriptions of keys, by their name."""


def schema() -> dict[str, Any]:
    """Give the schema."""
    (_, components) = msgspec.json.schema_components([AlertRecord], ref_template="#/$defs/{name}")
    defs = {name.strip("_"): _closed(entry) for name, entry in components.items()}
    whole = defs.pop("AlertRecord")
    version = {
        "const": ALERT_VERSION,
        "description": "A change that breaks a reader raises the first number.",
    }
    text = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:docforensics:schema:alert:{ALERT_VERSION}",
        **whole,
        "title": "docforensics alert",
        "required": ["alert_version", *whole["required"]],
        "properties": {"alert_version": version, **whole["properties"]},
        "$defs": defs,
    }
    return dict(json.loads(json.dumps(text).replace("#/$defs/_", "#/$defs/")))


def _closed(entry: dict[str, Any]) -> dict[str, Any]:
    if "description" in entry:
        entry = {**entry, "description": entry["description"].partition("\n\n")[0]}
    if entry.get("type") != "object":
        return entry
    named = {
        name: {**value, "description": ABOUT[name]} if name in ABOUT and "$ref" not in value else value
        for name, value in entry["properties"].items()
    }
    return {**entry, "properties": named, "additionalProperties": False}


def text() -> str:
    """Give the file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
