r"""Whether data of holders stand in logs, metrics, the audit log or the store: `python -m benchmarks.service.personal -n 40 -o FILE`.

Sample documents are sent at once and to be fetched, with their holder's name as the client's reference, some damaged; results are kept. Then everything that the service wrote is
searched for the names, numbers and zones of all holders of `sample_docs/manifest.csv`: what it logged, `/metrics`, every file of its folder (database, encrypted
files, audit log) and the folder of waiting documents. Searched are the bytes, without regard to case, and words of five characters or more, since shorter ones stand in any file by
chance. Goal: none; `control` counts how many of the same words stand in the reports that clients were given.
"""

import argparse
import csv
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.provenance import ROOT, provenance
from benchmarks.service.running import running

_SAMPLES = ROOT / "sample_docs"
_LEAST = 5
"""Characters: shorter words stand in compressed or encrypted files by chance."""
_OPEN = {"UTOPIAN", "UTOPIA", "UTOPIE", "NOWHERE", "ANYDER", "PREFECTURE", "CONSULATE"}
"""Words of the fictional state, which name nobody."""


def secrets_of_holders() -> set[bytes]:
    """Give names, numbers and zones of all holders, in capitals."""
    found: set[str] = set()
    with (_SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            fields = json.loads(row["visible_fields"] or "{}")
            told = [fields.get(name, "") for name in ("number", "surname", "given_names", "personal_number")]
            found.update(word for text in told for word in text.split())
            found.update(row["mrz"].split("|"))
    return {word.upper().encode() for word in found if len(word) >= _LEAST and word.upper() not in _OPEN}


def documents(count: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Give so many sample documents with the files of each by light, and the holder's name."""
    seen: dict[str, tuple[str, dict[str, bytes]]] = {}
    with (_SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            light = {"white": "visible"}.get(row["light"], row["light"])
            fields = json.loads(row["visible_fields"] or "{}")
            name = f"{fields.get('surname', '')} {fields.get('given_names', '')}"
            _, files = seen.setdefault(row["document_id"], (name, {}))
            files.setdefault(light, (_SAMPLES / row["file"]).read_bytes())
    yield from list(seen.values())[:count]


def written(folder: Path, count: int) -> tuple[dict[str, int], int]:
    """Run the service; count the secrets in what it wrote, by kind, and in the reports."""
    log, words = folder / "log", secrets_of_holders()
    options = (
        "--retain-days",
        "1",
        "--key-file",
        str(folder / "key"),
        "--spool",
        str(folder / "spool"),
        "--json",
    )
    reports = []
    with (
        running(folder / "data", *options, log=log) as service,
        httpx.Client(base_url=service.address, headers=service.headers, timeout=300) as http,
    ):
        for number, (name, files) in enumerate(documents(count)):
            sent = {light: raw[: len(raw) // 2] if number % 7 == 6 else raw for light, raw in files.items()}
            headers = {"Prefer": "respond-async"} if number % 2 else {}
            data = {"client_reference": name, "channel": "scanner"}
            answer = http.post("/v1/examinations", files=sent, data=data, headers=headers)
            reports.append(answer.content)
        metrics = http.get("/metrics").content
        listed = list(folder.rglob("*"))
        on_disk = {str(file): file.read_bytes() for file in listed if file.is_file() and file != log}
    found = {"metrics": _count(words, metrics), "log": _count(words, log.read_bytes())}
    found["spool"] = sum(_count(words, raw) for name, raw in on_disk.items() if "spool" in name)
    found["store"] = sum(_count(words, raw) for name, raw in on_disk.items() if "spool" not in name)
    found["bytes_on_disk"] = sum(map(len, on_disk.values()))
    return found, _count(words, b"\n".join(reports))


def _count(words: set[bytes], raw: bytes) -> int:
    upper = raw.upper()
    return sum(word in upper for word in words)


def main() -> None:
    """Search and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-n", type=int, default=40)
    parser.add_argument("-o", "--output", type=Path, required=True)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        found, control = written(Path(made), told.n)
    result = {"documents": told.n, "words": len(secrets_of_holders()), "found": found, "control": control}
    result["provenance"] = provenance()
    told.output.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in result.items() if key != "provenance"}, indent=1))


if __name__ == "__main__":
    main()
