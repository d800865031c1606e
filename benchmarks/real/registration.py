"""Published pages on templates of one capture: those of the same model, and those of every other.

    python -m benchmarks.real.registration ../shared/data --rows /tmp/registration.jsonl --work /tmp/registration-templates

*same*: a template of one capture, asked for another holder's or device's page of that model and side (notes: a template of nine, for the tenth).
*store*: every page asked of a store of the templates of all other pages, as an examination asks. *other*: single templates of other models, `--other`
a page in turn and all of the page's own issuer. *plain*: SIFT on both pictures, at most 1,200 pixels long, and a MAGSAC homography on which 16 key points agree, on the
same pairs: it sees holders' faces and data, which a template does not keep. Rows that are there are not asked again.
"""

import argparse
import csv
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import permutations
from pathlib import Path
from time import process_time
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.provenance import RESULTS, code_now, codes_of, provenance
from benchmarks.real.against import learned
from benchmarks.real.examine import read_rows
from benchmarks.real.folders import images
from benchmarks.real.notes import SIZE_MM, others_of
from benchmarks.real.pairs import size_of_type
from benchmarks.real.plain_sift import PLAIN_INLIERS, plain_inliers
from docforensics.capture.light import Light
from docforensics.capture.load import load_capture
from docforensics.capture.side import Capture
from docforensics.checks.claims import Why
from docforensics.formats.free_size import FreeSize
from docforensics.mrz.engines import load_engine
from docforensics.mrz.frame import frame_from_mrz
from docforensics.mrz.parse import Mrz, parse_reading
from docforensics.page.band.find import find_mrz_bands
from docforensics.page.find import find_frame
from docforensics.page.model import Page
from docforensics.page.rectify import draw
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.model import Template
from docforensics.templates.registration.placing import LEAST_PX_PER_MM
from docforensics.templates.registration.register import Registration, register
from docforensics.templates.retrieval.choose import Choice, Chosen, OneOf, choose, likely_from_afar
from docforensics.templates.retrieval.index import IndexEntry, TemplateIndex, described

_NOTE = FreeSize(width=SIZE_MM[0], height=SIZE_MM[1])
Row = dict[str, Any]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A genuine page of the shared folders in white light."""

    path: Path
    model: str
    """Document type and side."""
    issuer: str
    document: str
    device: str
    size: str | None
    """Nominal; None for notes."""

    @property
    def name(self) -> str:
        """Folder and file without its ending: names of templates and rows."""
        return f"{self.path.parent.name}-{self.path.stem}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One page and what its template is learned from."""

    kind: str
    page: Picture
    sources: tuple[Picture, ...]

    @property
    def template(self) -> str:
        """Name of the template."""
        return self.sources[0].name if len(self.sources) == 1 else f"without-{self.page.name}"

    @property
    def key(self) -> str:
        """Name of the row."""
        return f"{self.page.name}~{self.template}"


def pictures(folder: Path) -> list[Picture]:
    """Genuine pages of a folder, one side each."""
    about = {image.path: image for image in images([folder])}
    found = []
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            path = folder / (row.get("path") or row.get("file", ""))
            image = about[path]
            kind = row.get("document_type") or row.get("card", "")
            # A page that lies in an opened booklet shows the same side as the page alone.
            side = row.get("side", "front").partition("-")[0]
            if image.label == "genuine" and image.light == "visible" and "+" not in side:
                found.append(
                    Picture(
                        path=path,
                        model=f"{kind} {side}",
                        issuer=image.issuer or kind,
                        document=image.document,
                        device=row.get("device", ""),
                        size=None if folder.name == "notes" else size_of_type(kind),
                    )
                )
    return found


def same_model(pages: Sequence[Picture]) -> Iterator[Question]:
    """Pages of one model by different holders, or of one card on different devices, both ways round."""
    for page, source in permutations(pages, 2):
        differs = page.document != source.document or (page.device and page.device != source.device)
        if page.model == source.model and differs:
            yield Question(kind="same", page=page, sources=(source,))


def without_each(notes: Sequence[Picture], rows: Sequence[dict[str, str]]) -> Iterator[Question]:
    """Each note against a template of all the others."""
    by_name = {note.path.stem: note for note in notes}
    for name, others in others_of(rows).items():
        yield Question(kind="same", page=by_name[name], sources=tuple(by_name[other] for other in others))


def of_others(pages: Sequence[Picture], count: int) -> Iterator[Question]:
    """Templates of other models: some in turn, begun at another one for each page, and all of the page's issuer."""
    for number, page in enumerate(pages):
        strange = [one for one in pages if one.model.split()[0] != page.model.split()[0]]
        step = max(len(strange) // count, 1) if count else len(strange) + 1
        chosen = strange[number % step :: step][:count] if count else []
        akin = [one for one in strange if one.issuer == page.issuer]
        for source in dict.fromkeys([*chosen, *akin]):
            yield Question(kind="other", page=page, sources=(source,))


class Asking:
    """Pages, templates and the rows that are there."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._work: Path = options.work
        self._rows: Path = options.rows
        self._engine = load_engine()
        self.known = {line["key"] for line in read_rows([options.rows])} if options.rows.is_file() else set()
        self._code = code_now()
        self.page = lru_cache(maxsize=4)(self._page)
        self.template = lru_cache(maxsize=16)(self._template)
        self._described: dict[str, tuple[IndexEntry, Floats, Floats, NDArray[np.uint8]]] = {}

    def _page(self, path: Path, sizes: tuple[FreeSize, ...]) -> tuple[Capture, Page, Mrz | None]:
        capture = load_capture(path)
        bands = find_mrz_bands(capture.primary.pixels)
        reading = self._engine.read(capture.primary.pixels, bands) if self._engine else None
        page = draw(capture, frame_from_mrz(find_frame(capture, bands, sizes), reading))
        return capture, page, parse_reading(reading)

    def _template(self, name: str, sources: tuple[Picture, ...]) -> Template:
        size = sources[0].size
        files = [one.path for one in sources]
        learn = partial(learn_template, files, size=size, size_mm=None if size else SIZE_MM)
        return learned(self._work, name, learn)

    def keep(self, key: str, kind: str, ask: Callable[[], Row]) -> None:
        """Ask and append a row unless it is there."""
        if key in self.known:
            return
        line = {"key": key, "kind": kind, "code": self._code, **ask()}
        self._rows.parent.mkdir(parents=True, exist_ok=True)
        with self._rows.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
        self.known.add(key)

    def one(self, question: Question) -> Row:
        """Lay a page on one template."""
        template = self.template(question.template, question.sources)
        capture, page, _ = self.page(question.page.path, (_NOTE,) if question.page.size is None else ())
        start = process_time()
        found = register(capture, page, template)
        line = {**_told(page, found), "cpu_s": round(process_time() - start, 2)}
        line["akin"] = question.page.issuer == question.sources[0].issuer
        if question.kind == "same" and len(question.sources) == 1:
            source, _, _ = self.page(question.sources[0].path, ())
            line["plain"] = plain_inliers(capture, source)
        return line

    def of_store(self, page: Picture, others: Sequence[Picture]) -> Row:
        """Ask a store of the templates of all other pages, as `TemplateStore.match` does; looks and views are worked out once for all."""
        capture, drawn, mrz = self.page(page.path, ())
        entries, rows, weights, views = zip(*(self.described(one) for one in others), strict=True)
        index = TemplateIndex(entries, np.stack(rows), np.stack(weights), np.concatenate(views))
        start = process_time()
        choice = choose(index, drawn, mrz)
        chosen = process_time() - start
        numbers = _numbers(choice) or likely_from_afar(index, drawn, mrz)
        fitting = {
            number: found
            for number in numbers
            if (found := register(capture, drawn, self.template(others[number].name, (others[number],))))
        }
        best = min(fitting, key=lambda number: _dissimilarity(fitting[number]), default=None)
        matched = None if best is None else others[best]
        return {
            **_told(drawn, None if best is None else fitting[best]),
            "cpu_s": round(process_time() - start, 2),
            "choice_cpu_s": round(chosen, 3),
            "score": round(choice.score, 3),
            "has_mate": any(one.model == page.model for one in others),
            "matched": matched.name if matched else "",
            "right": bool(matched and matched.model == page.model),
            "akin": bool(matched and matched.issuer == page.issuer),
        }

    def described(self, one: Picture) -> tuple[IndexEntry, Floats, Floats, NDArray[np.uint8]]:
        """What an index holds of the template of a page."""
        if one.name not in self._described:
            template = self.template(one.name, (one,))
            row, weight, view = described(template)
            entry = IndexEntry(model=template.model, size=template.size)
            self._described[one.name] = (entry, row, weight, view.pixels.ravel())
        return self._described[one.name]


def _told(page: Page, found: Registration | None) -> Row:
    resolved = round(page.quality.resolved_px_per_mm, 2)
    if found is None:
        why = Why.TOO_COARSE if resolved < LEAST_PX_PER_MM else Why.NO_TEMPLATE
        return {"fits": False, "why": str(why), "px_per_mm": resolved}
    return {
        "fits": True,
        "agreeing": round(found.match.agreeing, 3),
        "dissimilarity": round(_dissimilarity(found), 3),
        "px_per_mm": resolved,
    }


def _numbers(choice: Choice) -> tuple[int, ...]:
    if isinstance(choice, Chosen):
        return (choice.number,)
    return choice.numbers if isinstance(choice, OneOf) else ()


def _dissimilarity(found: Registration) -> float:
    return found.match.residuals[Light.VISIBLE].dissimilarity


def counts(lines: Sequence[Row]) -> Row:
    """What the rows say."""
    same, store, other = (
        [line for line in lines if line["kind"] == kind] for kind in ("same", "store", "other")
    )
    by_folder: dict[str, list[Row]] = {}
    for line in same:
        by_folder.setdefault(line["key"].split("-")[0], []).append(line)
    return {
        "same": {
            folder: {
                "pairs": len(found),
                "fit": sum(line["fits"] for line in found),
                "not_fitted": {line["key"]: line["why"] for line in found if not line["fits"]},
                "plain_fit": sum(line.get("plain", 0) >= PLAIN_INLIERS for line in found),
                "plain_asked": sum("plain" in line for line in found),
                "least_agreeing": min((line["agreeing"] for line in found if line["fits"]), default=None),
                "most_dissimilar": max(
                    (line["dissimilarity"] for line in found if line["fits"]), default=None
                ),
                "cpu_s": round(float(np.mean([line["cpu_s"] for line in found])), 2),
            }
            for folder, found in sorted(by_folder.items())
        },
        "store": {
            "pages": len(store),
            "with_mate": sum(line["has_mate"] for line in store),
            "mate_found": sum(line["right"] for line in store),
            "no_mate_and_none": sum(not line["has_mate"] and not line["fits"] for line in store),
            "wrong": {
                line["key"]: line["matched"] for line in store if line["matched"] and not line["right"]
            },
            "mate_missed": [line["key"] for line in store if line["has_mate"] and not line["right"]],
        },
        "other": {
            "pairs": len(other),
            "of_one_issuer": sum(line["akin"] for line in other),
            "fit": {line["key"]: [line["agreeing"], line["akin"]] for line in other if line["fits"]},
        },
    }


def main() -> None:
    """Ask, and write the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--other", type=int, default=4, help="single templates of other models for each page")
    parser.add_argument("--kinds", nargs="*", default=("same", "store", "other"))
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "real-registration.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    asking = Asking(options)
    pages = [page for name in ("idcards", "specimens") for page in pictures(options.data / name)]
    notes = pictures(options.data / "notes")
    with (options.data / "notes" / "manifest.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["light"] == "visible"]
    asked = [*same_model(pages), *without_each(notes, rows), *of_others(pages, options.other)]
    for question in asked:
        if question.kind in options.kinds:
            asking.keep(question.key, question.kind, partial(asking.one, question))
    for page in pages if "store" in options.kinds else ():
        others = [one for one in pages if one is not page]
        asking.keep(f"{page.name}~store", "store", partial(asking.of_store, page, others))
    lines = read_rows([options.rows])
    codes = codes_of(lines)
    result = {"question": options.out.stem, **provenance(), "codes": codes, **counts(lines)}
    text = json.dumps(result, indent=1)
    options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
