"""The versions of the JSON form, apart from what writes them: a command line that only names them loads nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from docforensics.report.former import FORMERS

SCHEMA_VERSION = "2.1"
"""Of the JSON form; a change that breaks a reader raises the first number. 1.1 added `unchecked[].lights`, `unchecked[].tr03135`,
`sides[].features`, `sides[].files` and `equipment`; 1.2 `findings[].undecided`, `.left_open`, `.note` and `.is_specimen`,
`unchecked[].expected` and `viz`; 2.0 adds `verdict.claims`, `verdict.layers` and `unchecked[].why`, `verdict.score` may be null,
`verdict.coverage` counts claims, and the copies of 1.2's keys among `findings[].facts` are gone (docs/concepts/claims.md); 2.1 adds where places lie on the images (`sides[].images`,
`.homography` and `.outline_px`, `polygon_px` of regions and lines, `mrz.side` and `mrz.placed`, `viz[].field`), codes of sentences
(`guidance_codes`, `limit_codes`, `verdict.note_codes`, `verdict.refer_from`, `.alert_from`, `.unbounded_log10_lr` and `.refer_unbounded_from`, `findings[].message_code` and `.note_code`, `unchecked[].reason_code` and `.needs_codes`) and the
types of `findings[].facts` by check (docs/reference/json.md), and `verdict.alerts`."""
SCHEMAS: Mapping[str, str] = MappingProxyType(
    {SCHEMA_VERSION: "report.schema.json"} | {version: f"report.schema-{version}.json" for version in FORMERS}
)
"""Files of the schemas after which a report can be written, by version; the present one first."""
