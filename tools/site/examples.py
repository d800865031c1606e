"""Example pictures of checks: the place of a finding on a forged document of Utopia, and the same place on its genuine twin.

Documents are those of the committed samples, or drawn for the page (`tools.site.cases`), and both are examined, which takes some minutes:
pictures are kept until code, models, the generator or sample documents change. A picture is kept only where the check is adverse on the forged
document and not on the genuine one.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import docforensics as df
from docforensics.bench.data_set import DataSet, Item
from docforensics.bench.loaders import load_data_set
from docforensics.checks.modes import RunMode
from docforensics.checks.seal.chip_portrait import portrait_box
from docforensics.checks.spec import EVALUATORY, family_of
from docforensics.document import Document
from docforensics.resources import models_folder
from docforensics.scoring.model import Result
from sample_docs.generator.seals.pki import write_trust
from tools.site import pictures
from tools.site.cases import DRAWN, ON, SAMPLES, Case, Given
from tools.site.pages import ROOT

FOLDER = ROOT / "sample_docs"
CARDS = ("td2-0010-border-reader", "td2-0011-border-reader")
"""Genuine travel cards in white light, UV and infrared, from which a template is learned."""
KEPT = ROOT / "build" / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckExample:
    """One finding, drawn on the forged document and on its genuine twin."""

    check: str
    forged: str
    """Names of the committed documents; empty where both were drawn for the page."""
    genuine: str
    lights: str
    """Of the cuts, from the top: `visible, ir`."""
    species: str
    message: str
    remark: str
    """What an officer sees, in the words of the manifest."""
    values: tuple[float, float] | None = None
    """What a check of weight 0 measured on the forged and on the genuine document; None for one that is adverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A forged document and its genuine twin, examined."""

    check: str
    case: Case
    forged: Document
    found: df.Report
    twin: Document
    genuine: df.Report
    names: tuple[str, str] = ("", "")


class ExampleError(Exception):
    """A document does not show what its table states."""


def write(folder: Path) -> dict[str, CheckExample]:
    """Write the pictures of all checks that have one, `<check>-forged.webp` and `-genuine.webp`; the examples by check.

    Raises
    ------
    ExampleError
        A check is not adverse on its forged document, or is on the genuine one.
    """
    key = _key()
    table = KEPT / "examples.json"
    if not table.exists() or json.loads(table.read_text(encoding="utf-8"))["key"] != key:
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        made = [_as_dict(draw(pair, KEPT)) for pair in examined((*SAMPLES, *DRAWN))]
        table.write_text(json.dumps({"key": key, "examples": made}, indent=1), encoding="utf-8")
    for picture in KEPT.glob("*.webp"):
        shutil.copy(picture, folder)
    kept = json.loads(table.read_text(encoding="utf-8"))["examples"]
    return {one["check"]: CheckExample(**one) for one in kept}


def _as_dict(example: CheckExample) -> dict[str, object]:
    return {name: getattr(example, name) for name in CheckExample.__slots__}


def _key() -> str:
    """Digest of all that the pictures depend on."""
    folders = (ROOT / "docforensics", ROOT / "models", FOLDER / "documents", FOLDER / "generator")
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    own = (Path(__file__).parent / f"{name}.py" for name in ("cases", "drawing", "examples", "pictures"))
    files = sorted(path for path in (*found, *own) if path.suffix not in {".pyc", ".mo"})
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def examined(checks: Iterable[str], *, cards: Sequence[str] = CARDS) -> Iterator[Pair]:
    """Examine the documents of each check; the same document once."""
    data = load_data_set(FOLDER)
    with tempfile.TemporaryDirectory() as trust:
        write_trust(Path(trust))
        post = Post(examiner(data, trust=trust, cards=cards))
        for check in checks:
            yield post.pair(check, data)


class Post:
    """Examines, and keeps the reports of what is given again."""

    def __init__(self, examiner: df.Examiner) -> None:
        self._examiner = examiner
        self._seen: dict[int, tuple[Given, Document, df.Report]] = {}
        self._samples = cache(lambda item: Given(captures=tuple(captures(item))))

    def pair(self, check: str, data: DataSet) -> Pair:
        """Examine the two documents of a check."""
        if check in DRAWN:
            case, names = DRAWN[check], ("", "")
        else:
            item = data[SAMPLES[check]]
            twin = data[item.twin]
            case, names = self._of_samples(item, twin), (item.id, twin.id)
        forged, found = self._examined(case.forged())
        twin, report = self._examined(case.genuine())
        return Pair(
            check=check, case=case, forged=forged, found=found, twin=twin, genuine=report, names=names
        )

    def _of_samples(self, item: Item, twin: Item) -> Case:
        return Case(
            species=item.species.replace("-", " "),
            remark=item.remark,
            forged=lambda: self._samples(item),
            genuine=lambda: self._samples(twin),
        )

    def _examined(self, given: Given) -> tuple[Document, df.Report]:
        if id(given) not in self._seen:
            document = self._examiner.read(list(given.captures), inspected_on=ON, chip=given.chip)
            document = given.known(document)
            self._seen[id(given)] = given, document, self._examiner.report(document)
        return self._seen[id(given)][1:]


def examiner(data: DataSet, *, trust: str, cards: Sequence[str]) -> df.Examiner:
    """Give one that knows the model of the cards as well: in three lights the shipped template is of the passport alone; checks of weight 0 run too."""
    given = [one for card in cards for one in captures(data[card])]
    learned = [df.learn_template(given, model=("UTO", "I", 1, 2024))] if given else []
    shipped = df.TemplateStore.open(models_folder() / "templates").templates
    policy = replace(df.Policy.load(), run_modes={EVALUATORY: RunMode.EVALUATORY})
    return df.Examiner(templates=[*shipped, *learned], policy=policy, trust=trust)


def draw(pair: Pair, folder: Path) -> CheckExample:
    """Draw the places of a finding on both documents.

    Raises
    ------
    ExampleError
        The check is not adverse on the forged document, is adverse on the genuine one, or marks no place.
    """
    finding, values = _shown(pair)
    cuts = pictures.shown_regions(finding, pair.case.place, portrait_box(pair.forged.sides[0]))
    for name, report, chip in (
        ("forged", pair.found, pair.forged.chip),
        ("genuine", pair.genuine, pair.twin.chip),
    ):
        stored = chip.face if chip and pair.check == "seal.chip_portrait" else None
        picture = pictures.drawn(report, cuts, is_marked=name == "forged", stored=stored)
        picture.save(folder / f"{pair.check}-{name}.webp")
    return CheckExample(
        check=pair.check,
        forged=pair.names[0],
        genuine=pair.names[1],
        lights=", ".join(dict.fromkeys(cut[0].light.value for cut in cuts)),
        species=pair.case.species,
        message=finding.message,
        remark=pair.case.remark,
        values=values,
    )


def _shown(pair: Pair) -> tuple[df.Finding, tuple[float, float] | None]:
    """Give the finding on the forged document, and the values on both where its check has weight 0."""
    found, other = (_finding(report, pair.check) for report in (pair.found, pair.genuine))
    if found is None or not (found.regions or pair.case.place):
        raise ExampleError(f"{pair.check}: marks no place on its forged document ({_words(found)})")
    if other is None:
        raise ExampleError(f"{pair.check}: measured nothing on its genuine document")
    if family_of(pair.check) == EVALUATORY:
        if found.value <= other.value:
            raise ExampleError(
                f"{pair.check}: {found.value} on the forged document, {other.value} on the genuine one"
            )
        return found, (found.value, other.value)
    if found.result is not Result.FAILED or other.result is not Result.SUCCESSFUL:
        raise ExampleError(f"{pair.check}: forged: {_words(found)}; genuine: {_words(other)}")
    return found, None


def _finding(report: df.Report, check: str) -> df.Finding | None:
    return next((one for one in report.findings if one.check == check), None)


def _words(finding: df.Finding | None) -> str:
    return "no value" if finding is None else f"{finding.result.value}, {finding.value:.3g} {finding.unit}"


def captures(item: Item) -> Iterator[df.Capture]:
    """Give the sides of a sample document, each with its lights."""
    for side in dict.fromkeys(picture.side for picture in item.pictures):
        lights = {
            picture.light: [picture.file.read_bytes()] for picture in item.pictures if picture.side is side
        }
        dpi = next(picture.dpi for picture in item.pictures if picture.side is side)
        yield df.Capture.from_lights(lights, side=side, channel=item.channel, dpi=dpi)
