r"""Whether seals that other programs hold for good are read, and say what those programs state.

    python -m benchmarks.seal.peers benchmarks/seal/vectors/vdstools -o benchmarks/results/seal-peers.json

A folder holds payloads as hexadecimal digits (`NAME.hex`) and `facts.toml`: by name what is expected (document, profile, issuer, signer, reference, dates,
features by name), or that the payload is to be refused. Facts alone are carried over, no code.
"""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.provenance import provenance
from docforensics.errors import SealFormatError
from docforensics.parsing import read_toml
from docforensics.seal.decode import decode_seal


def compared(payload: bytes, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Decode one payload; what differs from its facts."""
    try:
        seal = decode_seal(payload)
    except SealFormatError as error:
        return {"refused": str(error), "as_expected": bool(facts.get("refused"))}
    others: dict[str, dict[str, str | None]] = {
        name: {"expected": str(wanted), "read": str(getattr(seal, name))}
        for name, wanted in facts.items()
        if name not in ("features", "refused") and getattr(seal, name) != wanted
    }
    others |= {
        f"features.{name}": {"expected": wanted, "read": seal.value(name)}
        for name, wanted in facts.get("features", {}).items()
        if seal.value(name) != wanted
    }
    return {
        "version": seal.version,
        "profile": seal.profile,
        "differs": others,
        "as_expected": not others and not facts.get("refused"),
    }


def run(folder: Path) -> dict[str, Any]:
    """Compare every payload of a folder."""
    facts = read_toml(folder / "facts.toml")
    rows = {}
    for file in sorted(folder.glob("*.hex")):
        if file.stem not in facts:
            raise SystemExit(f"{file.name}: facts.toml does not name it")
        rows[file.stem] = compared(bytes.fromhex(file.read_text(encoding="ascii")), facts[file.stem])
    if missing := sorted(set(facts) - set(rows)):
        raise SystemExit(f"facts.toml names payloads that are not there: {', '.join(missing)}")
    right = sum(row["as_expected"] for row in rows.values())
    return {
        "payloads": len(rows),
        "as_expected": right,
        "decoded": sum("refused" not in row for row in rows.values()),
        "rows": rows,
    }


def main() -> None:
    """Compare and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    options = parser.parse_args()
    found = {folder.name: run(folder) for folder in options.folders}
    text = json.dumps({"peers": found, "provenance": provenance()}, indent=1, ensure_ascii=False)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
