"""Write the names that `docforensics` declares in tables into docforensics/report/report.schema.json (`make schema`)."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docforensics.capture.light import Light  # noqa: E402

SCHEMA = ROOT / "docforensics" / "report" / "report.schema.json"


def main() -> None:
    """Replace the lists; everything else stays as it was written by hand."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    schema["$defs"]["light"]["enum"] = list(Light)
    SCHEMA.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
