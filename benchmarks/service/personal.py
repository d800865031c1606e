r"""Whether data of holders stand in logs, metrics, the audit log or the store: `python -m benchmarks.service.personal -n 200 -o FILE`.

Documents of so many holders are drawn (Utopia's, flatbed) and sent, every other one to be fetched, with their holder's name as the client's reference, one in seven
cut off; results are kept. Then everything that the service wrote is searched for the names, numbers and zones of all of them: what it logged, `/metrics`, every file of
its folder (database, encrypted files, audit log) and the folder of waiting documents. Searched are the bytes, without regard to case, and words of five characters or
more, since shorter ones stand in any file by chance. Goal: none; `control` counts how many of the same words stand in the reports that clients were given.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.provenance import provenance
from benchmarks.service.running import running
from sample_docs.generator.jobs import Job, make

_DESIGNS = ("td3-2", "td3-1", "td2")
_PATIENCE = 300.0
"""Seconds of a client, for one answer."""
_LEAST = 5
"""Characters: shorter words stand in compressed or encrypted files by chance."""
_OPEN = {"UTOPIAN", "UTOPIA", "UTOPIE", "NOWHERE", "ANYDER", "PREFECTURE", "CONSULATE"}
"""Words of the fictional state, which name nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDocument:
    """One document, and what must stand nowhere."""

    holder: str
    name: str
    image: bytes
    words: frozenset[bytes]
    """Of the holder's data, in capitals."""


def drawn(count: int, seed: int) -> Iterator[SentDocument]:
    """Draw a document of each of so many holders."""
    for number in range(count):
        design = _DESIGNS[number % len(_DESIGNS)]
        page, *_ = make(Job(design=design, copy=number, holder=number, channel="flatbed", seed=seed))
        fields = json.loads(page.row.visible_fields)
        told = [fields.get(name, "") for name in ("number", "surname", "given_names", "personal_number")]
        found = {word.upper() for text in told for word in text.split()} | set(page.row.mrz.split("|"))
        yield SentDocument(
            holder=page.row.holder,
            name=f"{fields.get('surname', '')} {fields.get('given_names', '')}",
            image=page.image,
            words=frozenset(word.encode() for word in found - _OPEN if len(word) >= _LEAST),
        )


def answers(http: httpx.Client, documents: Sequence[SentDocument]) -> list[httpx.Response]:
    """Send all; give the last answer to each, with the report where there is one."""
    found = []
    for number, one in enumerate(documents):
        raw = one.image[: len(one.image) // 2] if number % 7 == 6 else one.image
        headers = {"Prefer": "respond-async"} if number % 2 else {}
        data = {"client_reference": one.name, "channel": "scanner"}
        answer = http.post("/v1/examinations", files={"visible": raw}, data=data, headers=headers)
        place = answer.headers.get("Location", "")
        until = time.monotonic() + _PATIENCE
        while answer.status_code == httpx.codes.ACCEPTED and time.monotonic() < until:
            time.sleep(0.5)
            answer = http.get(place)
        found.append(answer)
    return found


def written(folder: Path, documents: Sequence[SentDocument]) -> dict[str, object]:
    """Run the service; count the words in what it wrote, by kind, and in the reports."""
    log, words = folder / "log", frozenset[bytes]().union(*(one.words for one in documents))
    options = [
        "--retain-days",
        "1",
        "--key-file",
        str(folder / "key"),
        "--spool",
        str(folder / "spool"),
        "--json",
    ]
    with (
        running(folder / "data", *options, log=log) as service,
        httpx.Client(base_url=service.address, headers=service.headers, timeout=_PATIENCE) as http,
    ):
        last = answers(http, documents)
        metrics = http.get("/metrics").content
        listed = list(folder.rglob("*"))
        on_disk = {str(file): file.read_bytes() for file in listed if file.is_file() and file != log}
    found = {"metrics": _count(words, metrics), "log": _count(words, log.read_bytes())}
    found["spool"] = sum(_count(words, raw) for name, raw in on_disk.items() if "spool" in name)
    found["store"] = sum(_count(words, raw) for name, raw in on_disk.items() if "spool" not in name)
    return {
        "documents": len(documents),
        "holders": len({one.holder for one in documents}),
        "statuses": dict(sorted(Counter(str(one.status_code) for one in last).items())),
        "words": len(words),
        "found": found,
        "searched_bytes": {"log": log.stat().st_size, "disk": sum(map(len, on_disk.values()))},
        "control": _count(words, b"\n".join(one.content for one in last)),
    }


def _count(words: frozenset[bytes], raw: bytes) -> int:
    upper = raw.upper()
    return sum(word in upper for word in words)


def main() -> None:
    """Search and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2811)
    parser.add_argument("-o", "--output", type=Path, required=True)
    told = parser.parse_args()
    documents = list(drawn(told.n, told.seed))
    with tempfile.TemporaryDirectory() as made:
        result = written(Path(made), documents)
    result |= {"seed": told.seed, "provenance": provenance()}
    told.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in result.items() if key != "provenance"}, indent=1))


if __name__ == "__main__":
    main()
