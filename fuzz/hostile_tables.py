"""Hostile JSON, TOML, CSV and Parquet."""

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pyarrow.parquet as pq

from docforensics.batch.schema import DOCUMENTS, VERSION
from docforensics.report.case import CASE_VERSION, covered
from docforensics.templates.pack import write_pack
from docforensics.templates.parts import JSON
from docforensics.templates.store import TemplateStore, write_index
from fuzz.harnesses import shipped_parts
from fuzz.hostile import SPECIALS, Content, Hostile, Special, json_horrors, toml_horrors

_PARTS = partial(Hostile, kind="template")


def all_tables() -> Iterator[Hostile]:
    """Give them."""
    for kind in (
        *(_templates, _indices, _policies, _calibrations, _profiles, _manifests),
        *(_parquets, _results, _cases, _confirmations, _benchmarks, _outcomes),
    ):
        yield from kind()


def _templates() -> Iterator[Hostile]:
    parts: dict[str, Content] = dict(shipped_parts())
    told = json.loads(shipped_parts()[JSON])
    names = [
        ("edges", "box_mm"),
        ("captures", "n_captures"),
        ("size", "size"),
        ("lights", "lights"),
        ("origin", "provenance"),
    ]
    for name, raw in json_horrors(told):
        yield _PARTS(name=name, files={**parts, JSON: raw})
    for short, key in names:
        for name, raw in json_horrors(told, key):
            if name.startswith(key):
                yield _PARTS(name=f"{short}-{name.removeprefix(f'{key}-')}", files={**parts, JSON: raw})
    for name, special in SPECIALS.items():
        yield _PARTS(name=f"json-is-{name}", files={**parts, JSON: special})
        yield _PARTS(name=f"part-is-{name}", files={**parts, "visible.mean.png": special})
    yield _PARTS(
        name="part-of-another-size",
        files={**parts, "visible.mean.png": parts["visible.energy.png"]},
    )


@cache
def _store() -> Path:
    """Make a folder of packs with an index, once."""
    folder = Path(mkdtemp(prefix="hostile-"))
    for number, template in enumerate(TemplateStore.shipped().templates):
        write_pack(template, folder / f"{number}.dftemplate")
    write_index(folder)
    return folder


def _indices() -> Iterator[Hostile]:
    packs: dict[str, Content] = {file.name: file for file in sorted(_store().glob("*.dftemplate"))}
    index: dict[str, Content] = {
        f".index/{file.name}": file.read_bytes() for file in (_store() / ".index").iterdir()
    }
    one = partial(Hostile, kind="index")
    told = json.loads((_store() / ".index" / "index.json").read_bytes())
    for key in ("size", "stamp"):
        for name, raw in json_horrors(told, key):
            if key == "size" or name.startswith(key):
                yield one(name=name, files={**packs, **index, ".index/index.json": raw})
    head = b"\x93NUMPY\x01\0"
    shapes = {
        "shape-huge": "(10000000000, 10000000000)",
        "shape-negative": "(-1, 4)",
        "shape-beyond": f"({10**40}, 2)",
        "shape-nested": "(" * 5000,
    }
    arrays = {
        name: _npy(head, f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}}}")
        for name, shape in shapes.items()
    }
    arrays |= {
        "objects": _npy(head, "{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}"),
        "long-head": head + b"\xff\xff" + b"{" * 65_535,
        "archive": b"PK\x03\x04" + bytes(200),
        "nothing": b"",
        "of-nan": _npy(head, "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4)}")
        + b"\xff\xff\xff\x7f" * 12,
    }
    for name, raw in arrays.items():
        yield one(name=f"vectors-{name}", files={**packs, **index, ".index/vectors.npy": raw})
    for name, special in SPECIALS.items():
        yield one(name=f"views-are-{name}", files={**packs, **index, ".index/views.bin": special})
    yield one(name="views-short", files={**packs, **index, ".index/views.bin": b"12"})


def _npy(head: bytes, told: str) -> bytes:
    return head + len(told).to_bytes(2, "little") + told.encode()


def _tomls(kind: str, file: str, own: Mapping[str, bytes]) -> Iterator[Hostile]:
    for name, content in {**dict(toml_horrors()), **own, **SPECIALS}.items():
        yield Hostile(kind=kind, name=name, files={file: content})


def _policies() -> Iterator[Hostile]:
    own = {
        "prior-nan": b"version = 2\nprior = nan",
        "prior-infinite": b"version = 2\nprior = inf",
        "costs-infinite": b"version = 2\n[costs]\nmiss = inf\nfalse_alarm = inf",
        "mandatory-of-nothing": b"version = 2\nmandatory = []",
        "families-many": b"version = 2\nalert_families = 1" + b"0" * 400,
        "modes-nested": b"version = 2\n[run_modes]\na = [[1]]",
        "clears-all": b"version = 2\nclear_log10_lr = 1e308\nprior = 1e-300\nrefer = 0.999999\nalert = 0.9999999",
    }
    yield from _tomls("policy", "policy.toml", own)


def _calibrations() -> Iterator[Hostile]:
    row = b'[[row]]\ncheck = "mrz.length"\nmethod = "%s"\nlog10_lr_min = %s\nlog10_lr_max = %s\nn_genuine = %s\nn_forged = 1\ndata_set = "x"\nbasis = "fitted"\n'
    own = {
        "row-is-a-number": b"row = [1]",
        "bounds-infinite": row % (b"identity", b"-inf", b"inf", b"1") + b"parameters = {}",
        "bounds-nan": row % (b"identity", b"nan", b"nan", b"1") + b"parameters = {}",
        "count-negative": row % (b"identity", b"-1", b"1", b"-7") + b"parameters = {}",
        "slope-infinite": row % (b"logistic", b"-1", b"1", b"1")
        + b"parameters = {centre = 1e308, slope = 1e308}",
        "points-falling": row % (b"isotonic", b"-1", b"1", b"9")
        + b"parameters = {}\npoints = [[1, 2], [0, nan]]",
        "shift-empty": b"[[shift]]\n",
        "combination-unknown": b'[[combination]]\ncondition = "scanner/visible"\nrule = "no rule"',
    }
    yield from _tomls("calibration", "calibration.toml", own)


def _profiles() -> Iterator[Hostile]:
    own = {
        "equipment-is-text": b'equipment = "uv-lamp"',
        "equipment-unknown": b'equipment = ["' + b"x" * 200_000 + b'"]',
        "equipment-many": b"equipment = [" + b'"uv-lamp",' * 200_000 + b"]",
        "name-long": b'equipment = ["loupe"]\nname = "' + b"x" * 900_000 + b'"',
    }
    yield from _tomls("profile", "profile.toml", own)


def _manifests() -> Iterator[Hostile]:
    texts = {
        "empty": b"",
        "head-alone": b"id,visible\n",
        "columns": b"visible,"
        + b",".join(b"c%d" % number for number in range(50_000))
        + b"\n"
        + b"a.jpg"
        + b"," * 50_000,
        "column-twice": b"visible,visible\na,b\n",
        "long-cell": b"visible\n" + b"x" * 5_000_000 + b"\n",
        "frames": b"visible\n" + b"|" * 2_000_000 + b"a\n",
        "rows": b"id,visible\n" + b"".join(b"%d,a.jpg\n" % number for number in range(10_000)),
        "row-twice": b"id,visible\n1,a\n2,b\n1,c\n",
        "quotes": b'visible\n"' + b'""' * 1_000_000,
        "no-text": b"visible\n\xff\xfe\x00\n",
        "zeros": bytes(100_000),
        "outside": b"visible\n../../../../etc/passwd\n/etc/passwd\n~/x\n",
        "schemes": b"visible\nftp://h/a\nfilecache::ftp://h/a\nzip://a::ftp://h/b\nfile:///dev/zero\n::\n://\n",
        "sizes": b"visible,size_mm\na,1e999x1\na,nanxnan\n",
        "size-long": b"visible,size_mm\na," + b"9" * 5000 + b"x1\n",
        "side": b"visible,side\na," + b"x" * 100_000 + b"\n",
        "name-odd": "visible\n\u202egpj.a\na\x00b\n\x1b[2J\n".encode(),
    }
    for name, content in {**texts, **SPECIALS}.items():
        yield Hostile(kind="manifest", name=name, files={"manifest.csv": content})


def _as_parquet(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def _nulls(kind: pa.DataType) -> pa.Array:
    """One row of many nulls, of half a kilobyte in a file."""
    return pa.ListArray.from_arrays(pa.array([0, 2**24], pa.int32()), pa.nulls(2**24, kind))


def _parquets() -> Iterator[Hostile]:
    few = pa.table({"visible": ["a.jpg", "b.jpg"], "side": ["front", None]})
    raw = _as_parquet(few)
    many = pa.array(["a.jpg"]).dictionary_encode()
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000_000, pa.int8()), many.dictionary)
    files: dict[str, Content] = {
        "empty": b"",
        "mark-alone": b"PAR1",
        "cut-off": raw[: len(raw) // 2],
        "foot-long": raw[:-8] + b"\xff\xff\xff\x7fPAR1",
        "foot-changed": raw[:-60] + bytes(52) + raw[-8:],
        "numbers": _as_parquet(pa.table({"visible": [1, 2]})),
        "lists": _as_parquet(pa.table({"visible": [["a"], ["b"]]})),
        "list-of-nulls": _as_parquet(pa.table({"visible": _nulls(pa.null())}), compression="zstd"),
        "bytes": _as_parquet(pa.table({"visible": [b"\xff\xfe", b"\x00"]})),
        "repeated-rows": _as_parquet(pa.table({"visible": repeated}), compression="zstd"),
        "nulls": _as_parquet(pa.table({"visible": pa.nulls(20_000_000, pa.string())}), compression="zstd"),
        "long-text-repeated": _as_parquet(
            pa.table(
                {
                    "visible": pa.DictionaryArray.from_arrays(
                        pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 1_000_000])
                    )
                }
            ),
            compression="zstd",
        ),
        "columns": _as_parquet(pa.table({f"c{number}": [1] for number in range(5000)} | {"visible": ["a"]})),
    }
    for name, content in {**files, **SPECIALS}.items():
        yield Hostile(kind="parquet", name=name, files={"manifest.parquet": content})


def _results() -> Iterator[Hostile]:
    told = {
        "schema": VERSION,
        "digest": "0",
        "configuration": {"inspected_on": "2026-11-24", "channel": "scanner", "retain": []},
    }
    one = partial(Hostile, kind="results")
    scan = json.dumps(told).encode()
    for key in ("", "configuration", "schema"):
        for name, raw in json_horrors(told, key):
            if not key or name.startswith(key):
                yield one(name=f"scan-{name}", files={"scan.json": raw})
    for name, special in SPECIALS.items():
        yield one(name=f"scan-is-{name}", files={"scan.json": special})
        yield one(name=f"part-is-{name}", files={"scan.json": scan, "documents/part-000001.parquet": special})
    rows = DOCUMENTS.empty_table()
    repeated = pa.DictionaryArray.from_arrays(pa.array([0] * 200, pa.int32()), pa.array(["x" * 2**21]))
    parts = {
        "empty": b"",
        "other-columns": _as_parquet(pa.table({"name": ["a"]})),
        "other-types": _as_parquet(pa.table({name: [1] for name in rows.column_names})),
        "damaged": _as_parquet(rows)[:-3],
        "text": b"PAR1" * 100,
        "no-rows": _as_parquet(rows),
        "list-of-nulls": _as_parquet(
            pa.table({"outcome": ["CLEAR"], "first_why": ["a"], "adverse": _nulls(pa.string())}),
            compression="zstd",
        ),
        "long-text-repeated": _as_parquet(
            pa.table({"outcome": repeated, "first_why": repeated}), store_schema=False
        ),
    }
    for name, raw in parts.items():
        yield one(name=f"part-{name}", files={"scan.json": scan, "documents/part-000001.parquet": raw})
    for name in ("part-x.parquet", f"part-{'9' * 200}.parquet", "part--1.parquet", "x.parquet"):
        yield one(
            name=f"part-named-{name[:20]}", files={"scan.json": scan, f"documents/{name}": _as_parquet(rows)}
        )


def _cases() -> Iterator[Hostile]:
    told = {
        "case_version": CASE_VERSION,
        "sha256": "",
        "inspected_on": "2026-11-24",
        "is_redacted": False,
        "inputs": [],
        "chip": False,
    }
    told |= {"settings": {}, "content": {}, "environment": {}, "report": {"sides": []}, "files": {}}
    for key in ("", "inspected_on", "settings", "inputs"):
        for name, raw in json_horrors(told, key):
            if not key or name.startswith(key):
                yield Hostile(kind="case", name=name, files={"a.case": raw})
    for name, special in SPECIALS.items():
        yield Hostile(kind="case", name=f"is-{name}", files={"a.case": special})
    places = ("templates", "policy", "trust", "equipment", "template_keys", "engine")
    for place in places:
        for target in ("/dev/zero", "/proc/self/mem", "pipe"):
            yield Hostile(
                kind="case",
                name=f"names-{place}-{target.rpartition('/')[2]}",
                files={"a.case": _sealed({**told, "settings": {place: target}}), "pipe": Special.PIPE},
            )
    others = {
        "report-list": {"report": {"sides": [1]}},
        "report-findings": {"report": {"sides": [], "findings": [{}]}},
        "files-text": {"files": {"a": "no base64 \u00e9"}},
        "files-bomb": {"files": {"a": "QUFB" * 1_000_000}},
        "limits": {"settings": {"limits": {"max_pixels": 10**18, "max_bytes": 10**18}}},
        "size": {
            "inputs": [
                {"side": "front", "channel": "scanner", "dpi": -1, "size_mm": [1e308, 0], "images": {}}
            ]
        },
        "page": {
            "inputs": [
                {
                    "side": "x",
                    "channel": "y",
                    "dpi": None,
                    "size_mm": None,
                    "images": {"visible": [{"sha256": "0", "media_type": "a", "page": -(2**60)}]},
                }
            ]
        },
    }
    for name, change in others.items():
        yield Hostile(kind="case", name=name, files={"a.case": _sealed({**told, **change})})


def _sealed(told: Mapping[str, object]) -> bytes:
    """Write a case whose content has the sha256 that it states."""
    return json.dumps({**told, "sha256": hashlib.sha256(covered(told)).hexdigest()}).encode()


def _confirmations() -> Iterator[Hostile]:
    told = {
        "statement": {
            "format": "docforensics-confirmation",
            "version": 1,
            "template": "UTO-P-2-2023",
            "confirmed_on": "2026-11-27",
            "files": ["0" * 64],
        },
        "signature": {"algorithm": "Ed25519", "key_id": "x", "signature": "QUFB"},
    }
    for name, raw in json_horrors(told, "files"):
        yield Hostile(kind="confirmation", name=name, files={"a.json": raw})
    for name, special in SPECIALS.items():
        yield Hostile(kind="confirmation", name=f"is-{name}", files={"a.json": special})


def _benchmarks() -> Iterator[Hostile]:
    for name, raw in json_horrors({"schema": "docforensics-benchmark/1"}, "schema"):
        yield Hostile(kind="benchmark", name=name, files={"a.json": raw})


def _outcomes() -> Iterator[Hostile]:
    line = {
        "document": "a",
        "holder": "b",
        "split": "",
        "species": "",
        "severity": "",
        "model": "",
        "capture": "",
        "is_forged": False,
    }
    line |= {
        "channel": "scanner",
        "lights": ["visible"],
        "has_template": False,
        "outcomes": {"mrz.length": {"value": 1.0, "regions": [[0, "visible", 0, 0, 1, 1]]}},
    }
    for name, raw in json_horrors(line, "value"):
        yield Hostile(kind="outcomes", name=name, files={"a.jsonl": raw})
    for name, raw in json_horrors(line, "regions"):
        if name.startswith("regions"):
            yield Hostile(kind="outcomes", name=name, files={"a.jsonl": raw})
