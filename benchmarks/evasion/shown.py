"""Derives from rows of `benchmarks.evasion.power` which power is shown: `python -m benchmarks.evasion.shown ROWS... -o models/calibration/power.toml`.

By claim and channel, of all documents whose claim was changed: how many did not end verified, and of these how many were contradicted. From
the least resolution on at which nine of ten do not, all checks of the claim verify it; where that is nowhere so, none does. Changes of
fewer documents than `LEAST_DOCUMENTS` (examinations: `LEAST_CHANGES`) show nothing, and are left to judgement. The tables stand in `benchmarks/results/evasion-power.json`.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.evasion.run import read_rows
from benchmarks.evasion.table import lower
from benchmarks.provenance import RESULTS, provenance
from docforensics.bench.loaders.manifest import CHANNELS
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.checks.registry import discover_checks
from docforensics.claims.power import LEAST_SHOWN, ShownPower

EDGES = (0.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0)
"""Of bands of resolution that a capture resolves, px/mm: 75 to 300 dpi."""
LEAST_DOCUMENTS, LEAST_CHANGES = 4, 10
"""Documents, and examinations of them, below which nothing is shown, nor told by a band of resolution by itself. Judgements; not fitted."""
OF_CAPTURE = {
    ClaimId.MRZ_PRINT: frozenset(
        {"data-digital", "mrz-digital-stale", "mrz-digital-valid", "mrz-digital-copied"}
    ),
    ClaimId.PRINT_AT_DATA: frozenset({"data-digital", "viz-text-digital"}),
    ClaimId.PRINT_PROCESS: frozenset({"screen-recapture"}),
}
"""By claim, changes of the picture that leave the print as it was: of the picture as one capture of an original (`one_capture`), which no check verifies."""
COUNT_FOR = {Channel.PHOTO: (Channel.PHOTO, Channel.UPLOAD)}
"""Channels that changes on a channel are counted for beside its own: a photo may be uploaded as it is, and every check treats both alike."""
DATA_SET = "Utopia TD3-1, TD3-2, TD2 and TD1, changes made with ordinary care, seed 4800, calibration holders"
HEADER = "# Written by `python -m benchmarks.evasion.shown`; not by hand. Changes of a claim that did not end verified, by claim and channel."


@dataclass(frozen=True, slots=True, kw_only=True)
class OneChange:
    """What became of one changed claim in one examination."""

    claim: ClaimId
    channel: Channel
    capture: str
    document: str
    change: str
    resolved: float
    state: str
    why: str

    @property
    def concerns(self) -> ClaimId:
        """The claim that it is counted for."""
        return ClaimId.ONE_CAPTURE if self.change in OF_CAPTURE.get(self.claim, ()) else self.claim

    @property
    def is_found(self) -> bool:
        """Whether the claim did not end verified."""
        return self.state != "verified"


def changes_of(rows: Iterable[Mapping[str, Any]]) -> list[OneChange]:
    """Lay the rows out claim by claim; only calibration holders may set a limit."""
    return [
        OneChange(
            claim=ClaimId(claim),
            channel=CHANNELS.get(row["channel"], Channel.UPLOAD),
            capture=row["channel"],
            document=row["case"].partition("+")[0],
            change=told["change"],
            resolved=float(row["resolved"]),
            state=told["state"],
            why=told["why"],
        )
        for row in rows
        if row["split"] == "calibration"
        for claim, told in row["claims"].items()
    ]


def shown(changes: Sequence[OneChange], channel: Channel) -> ShownPower:
    """Give what changes of one claim show for a channel: the least band from which on enough are found, and in which no band misses too many.

    Where there is none, all changes are counted or, if enough of these are found, those of the band that misses too many alone: what is found at
    coarser captures says nothing of finer ones that miss it, and nothing is verified then.
    """
    bands = list(pairwise((*EDGES, float("inf"))))
    least, missing = None, changes
    for low, high in reversed(bands):
        here = [one for one in changes if low <= one.resolved < high]
        if len(here) >= LEAST_CHANGES and not _found(here):
            missing = here
            break
        above = [one for one in changes if one.resolved >= low]
        if here and len(above) >= LEAST_CHANGES and _found(above):
            least = low
    counted = (
        (missing if _found(changes) else changes)
        if least is None
        else [one for one in changes if one.resolved >= least]
    )
    return ShownPower(
        claim=changes[0].concerns,
        channel=channel,
        px_per_mm=least or 0.0,
        changes=len(counted),
        documents=len({one.document for one in counted}),
        found=sum(one.is_found for one in counted),
        contradicted=sum(one.state == "contradicted" for one in counted),
        data_set=DATA_SET,
    )


def _found(changes: Sequence[OneChange]) -> bool:
    return bool(changes) and sum(one.is_found for one in changes) >= LEAST_SHOWN * len(changes)


def powers(changes: Iterable[OneChange]) -> list[ShownPower]:
    """Give what is shown by claim and channel, where enough documents were changed and some check may verify the claim."""
    verifiable = {claim for check in discover_checks(()) for claim in check.spec.verifies}
    grouped: dict[tuple[ClaimId, Channel], list[OneChange]] = defaultdict(list)
    for one in changes:
        for channel in COUNT_FOR.get(one.channel, (one.channel,)):
            grouped[one.concerns, channel].append(one)
    return [
        shown(group, channel)
        for (claim, channel), group in sorted(grouped.items())
        if claim in verifiable
        and len(group) >= LEAST_CHANGES
        and len({one.document for one in group}) >= LEAST_DOCUMENTS
    ]


def written(found: Sequence[ShownPower], codes: Sequence[str]) -> str:
    """Write the file; `codes` are the states of the code that made the rows."""
    blocks = [
        "\n".join(
            [
                "[[power]]",
                f"claim = {json.dumps(one.claim)}",
                f"channel = {json.dumps(one.channel)}",
                f"px_per_mm = {one.px_per_mm}",
                f"changes = {one.changes}",
                f"documents = {one.documents}",
                f"found = {one.found}",
                f"contradicted = {one.contradicted}",
                f"data_set = {json.dumps(one.data_set)}",
            ]
        )
        for one in found
    ]
    return "\n\n".join([f"{HEADER}\n# Rows of code {', '.join(codes)}.", *blocks]) + "\n"


def tables(changes: Sequence[OneChange]) -> dict[str, Any]:
    """Count by claim, capture and band, and by claim and change, with the reasons why a claim was not seen."""

    def counted(group: Sequence[OneChange]) -> dict[str, Any]:
        states = Counter(one.state for one in group)
        found = len(group) - states["verified"]
        return {
            "changes": len(group),
            "documents": len({one.document for one in group}),
            "contradicted": states["contradicted"],
            "not_seen": states["not_seen"],
            "verified": states["verified"],
            "share": round(found / len(group), 3),
            "lower_95": round(lower(found, len(group)), 3),
            "why": dict(Counter(one.why for one in group if one.why).most_common()),
        }

    def by(*names: str) -> dict[str, Any]:
        groups: dict[str, list[OneChange]] = defaultdict(list)
        for one in changes:
            groups[", ".join(_told(one, name) for name in names)].append(one)
        return {key: counted(groups[key]) for key in sorted(groups)}

    return {
        "by_claim_and_channel": by("claim", "channel"),
        "by_claim_and_capture": by("claim", "capture"),
        "by_claim_channel_and_band": by("claim", "channel", "band"),
        "by_claim_channel_and_change": by("claim", "channel", "change"),
    }


def _told(one: OneChange, name: str) -> str:
    if name != "band":
        return str(getattr(one, name))
    return f"from {max(edge for edge in EDGES if edge <= one.resolved):g} px/mm"


def main() -> None:
    """Derive, print and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path)
    parser.add_argument("--json", type=Path, default=RESULTS / "evasion-power.json")
    options = parser.parse_args()
    rows = [row for row in read_rows(options.rows) if row["outcome"] == "examined"]
    changes, codes = changes_of(rows), sorted({row["code"] for row in rows})
    found = powers(changes)
    if options.out:
        # Before the file: it is read with the shipped calibration, whose manifest does not know the new one yet.
        about = {"question": "evasion-power", **provenance(), "code_of_rows": codes}
        found_in = {"examinations": len(rows), **tables(changes)}
        options.json.write_text(json.dumps({**about, **found_in}, indent=1) + "\n", encoding="utf-8")
        options.out.write_text(written(found, codes), encoding="utf-8")
    for one in found:
        least = f"from {one.px_per_mm:g} px/mm" if one.suffices else "NEVER VERIFIED"
        interval = f"{one.found / one.changes:.0%}, at least {lower(one.found, one.changes):.0%}"
        print(
            f"{one.claim:18} {one.channel:8} {one.found}/{one.changes} ({interval}), {one.contradicted} contradicted, "
            f"{one.documents} documents, {least}"
        )


if __name__ == "__main__":
    main()
