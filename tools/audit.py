"""Ask which vulnerabilities are known of what users install: `python tools/audit.py PIP-AUDIT` (`make audit`).

Asked are the packages of `requirements/extras.txt` (core and extras), at PyPI. A known one ends in status 1, unless `requirements/accepted.toml` names its id with a
reason. Where no answer can be had (no network, or an index that knows nothing of vulnerabilities) that is said, and the status is 0: what is
not known stops nobody's work, and is asked again with the next run.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "requirements" / "accepted.toml"
_SECONDS = 300


def asked(program: str) -> list[dict[str, Any]] | None:
    """Give what is known of each package; None where nobody answers."""
    told = [
        "--disable-pip",
        "--require-hashes",
        "--requirement",
        "requirements/extras.txt",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(
            [program, *told], cwd=ROOT, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return found


def judged(found: list[dict[str, Any]] | None, accepted: dict[str, str]) -> tuple[list[str], int]:
    """Give lines to print and the exit status."""
    if found is None:
        return [
            "audit: no answer from the vulnerability service; nothing is known, ask again with a network"
        ], 0
    known = [one for one in found if "skip_reason" not in one]
    open_ = [
        f"{one['name']} {one['version']}: {bug['id']} (mended in {', '.join(bug.get('fix_versions', [])) or 'no version'})"
        for one in known
        for bug in one.get("vulns", ())
        if not {bug["id"], *bug.get("aliases", ())} & set(accepted)
    ]
    lines = [
        f"audit: {len(known)} of {len(found)} packages are known to the service, {len(open_)} with an open vulnerability"
    ]
    return [*lines, *open_], 1 if open_ else 0


def main() -> int:
    """Ask, and print."""
    accepted = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["accepted"]
    lines, status = judged(asked(sys.argv[1]), accepted)
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main())
