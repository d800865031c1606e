"""Write clients/typescript/src/report.ts from docforensics/report/report.schema.json (`make schema`).

A definition is an interface, a closed list a union of its texts. A test proves that the committed file is what this writes, and that it compiles.
"""

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = ROOT / "docforensics" / "report" / "report.schema.json"
FILE = ROOT / "clients" / "typescript" / "src" / "report.ts"
_WIDTH = 120
_PLAIN = {"string": "string", "number": "number", "integer": "number", "boolean": "boolean", "null": "null"}
_MOST_PLACES = 4
"""Lists of a fixed length up to this one are tuples, as corners are."""
Json = Mapping[str, Any]


def text() -> str:
    """Write the types as the file has them."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    version = schema["properties"]["schema_version"]["const"]
    head = (
        f"// Types of docforensics reports as JSON, schema {version}. Made by `make schema`; do not edit.\n"
    )
    body = [_declared("report", schema)]
    body += [_declared(name, definition) for name, definition in schema["$defs"].items()]
    return "\n".join([head, *body])


def _declared(name: str, definition: Json) -> str:
    about = _comment(definition.get("description", ""), "")
    if "enum" in definition:
        return f"{about}export type {_pascal(name)} = {_union(definition['enum'])};\n"
    # Facts are looked up by the check's id: none of its keys is optional there.
    looked_up = definition["properties"] if name == "facts_by_check" else definition.get("required", ())
    fields = "".join(_fields(definition, set(looked_up)))
    return f"{about}export interface {_pascal(name)} {{\n{fields}}}\n"


def _fields(definition: Json, required: set[str]) -> Iterator[str]:
    for name, value in definition.get("properties", {}).items():
        key = name if name.isidentifier() else json.dumps(name)
        yield f"{_comment(value.get('description', ''), '  ')}  {key}{'' if name in required else '?'}: {_type(value)};\n"


def _type(value: Json) -> str:
    """Give the type of a value of the schema."""
    if "$ref" in value:
        return _pascal(value["$ref"].rpartition("/")[2])
    if "anyOf" in value:
        return " | ".join(map(_type, value["anyOf"]))
    if "const" in value or "enum" in value:
        return _union(value.get("enum") or [value["const"]])
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    return " | ".join(_of_kind(kind, value) for kind in kinds)


def _of_kind(kind: str, value: Json) -> str:
    if kind == "array":
        return _list(value)
    if kind != "object":
        return _PLAIN[kind]
    if "properties" in value:
        fields = "; ".join(f"{name}?: {_type(inner)}" for name, inner in value["properties"].items())
        return f"{{ {fields} }}" if fields else "Record<string, never>"
    inner = value.get("additionalProperties")
    key = _type(value["propertyNames"]) if "propertyNames" in value else "string"
    mapped = f"Record<{key}, {_type(inner)}>" if isinstance(inner, dict) else "Record<string, never>"
    return f"Partial<{mapped}>" if key != "string" else mapped


def _list(value: Json) -> str:
    item, least, most = _type(value["items"]), value.get("minItems"), value.get("maxItems")
    if least == most and least is not None and least <= _MOST_PLACES:
        return f"[{', '.join([item] * least)}]"
    return f"({item})[]" if " | " in item else f"{item}[]"


def _union(values: list[Any]) -> str:
    return " | ".join(json.dumps(value) for value in values)


def _comment(description: str, indent: str) -> str:
    if not description:
        return ""
    lines = textwrap.wrap(description.replace("*/", "* /"), _WIDTH - len(indent) - 7)
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return f"{indent}/**\n" + "".join(f"{indent} * {line}\n" for line in lines) + f"{indent} */\n"


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
