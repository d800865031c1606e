"""One page a check, made from its declaration, its docstring, its guidance, its weight, kept figures and an example."""

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence

from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.modes import RunMode
from docforensics.checks.registry import discover_checks
from docforensics.cli.explain import claim_lines, needs_words, row_facts, weight_words
from docforensics.guidance.entries import LINES, check_entry
from docforensics.scoring.calibration import Calibration
from tools.site import figures
from tools.site.cases import NO_PICTURE
from tools.site.examples import CheckExample, write as write_examples
from tools.site.pages import contents, fresh_folder, linked, table

UP = "../../"
FAMILIES = {
    "mrz": "Machine readable zone",
    "data": "Data",
    "security": "Print and security features",
    "portrait": "Portrait",
    "digital": "Digital traces",
    "seal": "Seals and chips",
    "evaluatory": "Evaluatory: off by default, of weight 0",
}
LIGHTS = {"visible": "white", "uv": "UV", "ir": "infrared"}
"""As people call them."""
_SECTIONS = (("Cannot see", "What it cannot see"), ("Sources", "Sources"), ("Feature", "Sources"))
_INDEX = """\
# Checks

A check looks at one thing and gives a value, or abstains and states why. It never judges: the
[weight](../../concepts/evidence.md) of its value is in the calibration. Every page here is made from what the check itself
declares, from its guidance, and from kept results; `docforensics explain CHECK` prints the same.

The pictures are of documents of Utopia, a State that does not exist: of the sample documents of the repository, and of others that were drawn for a page;
its travel cards are compared with a template learned from two genuine ones. A picture stands only where the check is adverse on the forged document and
not on the genuine one. Where none can show what a check compares, the page states what that is. To add a check of your own, see
[Add a check](../../contributing.md#add-a-check).

"""


def write() -> int:
    """Write the pages and their index."""
    folder = fresh_folder("reference", "checks")
    found, calibration = discover_checks(plugins=()), Calibration.load()
    examples = write_examples(folder)
    known = {check.id for check in found}
    for check in found:
        text = page(check, calibration, examples.get(check.id), known)
        (folder / f"{check.id}.md").write_text(text, encoding="utf-8")
    (folder / "index.md").write_text(index(found, set(examples)), encoding="utf-8")
    return len(found) + 1


def index(checks: Sequence[Check], pictured: set[str]) -> str:
    """Write the page that lists all checks by family."""
    parts = [_INDEX]
    for family, title in FAMILIES.items():
        rows = [
            (
                f"[{check.spec.title}]({check.id}.md)",
                f"`{check.id}`",
                _first_sentence(check),
                "yes" if check.id in pictured else "",
            )
            for check in checks
            if check.family == family
        ]
        parts.append(f"## {title}\n\n" + table(("check", "id", "looks at", "picture"), rows))
    parts.append(contents([check.id for check in checks]))
    return "\n".join(parts)


def _first_sentence(check: Check) -> str:
    return " ".join(check.explanation.split("\n\n")[0].split()).rstrip(".")


def page(check: Check, calibration: Calibration, example: CheckExample | None, known: set[str]) -> str:
    """Write the page of one check."""
    parts = [f"# {check.spec.title}\n\n`{check.id}`, in {check.spec.unit}{_mode(check)}.\n"]
    sections = explained(check.explanation)
    sources = sections.pop("Sources", "")
    for title, text in sections.items():
        parts.append(f"## {title}\n\n{_cross_linked(text, known, check.id)}\n")
    parts += [*_example(check, example), *_needs(check), *_says(check), *_by_hand(check)]
    parts += [*_weighs(check, calibration), *_figures(check)]
    if sources:
        parts.append(f"## Sources\n\n{linked(sources, UP)}\n")
    return "\n".join(parts)


def explained(docstring: str) -> dict[str, str]:
    """Divide a check's docstring by what its paragraphs state."""
    found: dict[str, list[str]] = {"What it looks at": []}
    for paragraph in inspect.cleandoc(docstring).split("\n\n"):
        title = next((title for word, title in _SECTIONS if paragraph.startswith(word)), "What it looks at")
        found.setdefault(title, []).append(_written(paragraph))
    return {title: "\n\n".join(texts) for title, texts in found.items()}


def _written(paragraph: str) -> str:
    """Keep a table or a formula as it stands; a list as one; else a paragraph."""
    lines = paragraph.splitlines()
    if lines[0].startswith(("- ", "* ")) or not any(line.startswith(" ") for line in lines):
        return re.sub(r"^(?:Cannot see|Sources): (\w)", lambda found: found[1].upper(), paragraph)
    return "```text\n" + paragraph + "\n```"


def _cross_linked(text: str, known: set[str], own: str) -> str:
    def link(found: re.Match[str]) -> str:
        return f"[`{found[1]}`]({found[1]}.md)" if found[1] in known and found[1] != own else found[0]

    return linked(re.sub(r"`([a-z_]+\.[a-z_]+)`", link, text), UP)


def _mode(check: Check) -> str:
    if check.spec.run_mode is RunMode.OFF:
        return (
            f'; off by default: a policy switches it on with `[run_modes]` and `"{check.id}" = "evaluatory"`'
        )
    return f"; run mode {check.spec.run_mode.value}"


def _example(check: Check, example: CheckExample | None) -> Iterator[str]:
    yield "## Example\n"
    if example is None:
        yield f"{NO_PICTURE[check.id]}\n"
        return
    yield table(
        ("genuine", "forged"),
        [
            (
                f"![The place on the genuine document]({check.id}-genuine.webp)",
                f"![The same place on the forged document, marked]({check.id}-forged.webp)",
            )
        ],
    )
    yield f"{_caption(check, example)} {_lights(example)}; {_origin(example)}.\n"
    if example.remark:
        yield f"What an officer sees: {example.remark}\n"


def _caption(check: Check, example: CheckExample) -> str:
    """State what was done, and what the report states of it; of weight 0 what was measured."""
    done = f"{example.species[:1].upper()}{example.species[1:]}"
    if example.values is None:
        return f"{done}: {example.message}"
    forged, genuine = example.values
    return f"{done}: {forged:.3g} on the forged document, {genuine:.3g} on the genuine one ({check.spec.unit}). The check has weight 0 and is never adverse."


def _lights(example: CheckExample) -> str:
    lights = [LIGHTS.get(light, light) for light in example.lights.split(", ")]
    return f"In {' light, below it in '.join(lights)} light"


def _origin(example: CheckExample) -> str:
    if not example.forged:
        return "both documents were drawn for this page (`tools/site/cases.py`)"
    return f"sample documents `{example.genuine}` and `{example.forged}`"


def _needs(check: Check) -> Iterator[str]:
    spec = check.spec
    yield "## What it needs\n"
    if words := needs_words(check):
        words = re.sub(r"(\w+) light", lambda found: f"{LIGHTS.get(found[1], found[1])} light", words)
        yield f"- {words[0].upper()}{words[1:]}."
    if spec.needs_seal:
        yield "- A digital seal on one of the sides (`docforensics[seal]`)."
    if spec.needs_chip:
        yield "- Chip data, which your own reader read (`docforensics[seal]`)."
    if spec.equipment:
        yield f"- Where that is missing, this would allow it: {spec.equipment}."
    channels = [channel.value for channel in Channel if channel in spec.channels]
    yield f"- Channels: {', '.join(channels)}."
    if spec.tr03135:
        yield f"- In BSI TR-03135: `{spec.tr03135}`."
    yield ""


def _says(check: Check) -> Iterator[str]:
    spec = check.spec
    sentences = {"adverse": spec.adverse, "in order": spec.favourable, "undecided": spec.undecided}
    rows = [(name, sentence) for name, sentence in sentences.items() if sentence]
    if rows:
        yield "## What a report states\n"
        yield table(("result", "sentence"), [(name, _blanks(sentence)) for name, sentence in rows])
        yield f"Facts behind it: [codes of reports](../codes.md#{check.id.replace('.', '')}).\n"


def _blanks(sentence: str) -> str:
    return re.sub(r"\{(\w+)[^}]*\}", r"*\1*", sentence)


def _by_hand(check: Check) -> Iterator[str]:
    entry = check_entry(check.id)
    if entry is None:
        return
    yield f"## Verify it by hand\n\n{entry.means}\n"
    for action in entry.actions:
        yield f"- {action.equipment.name} ({LINES[action.line]}): {action.do}"
    yield ""
    yield table(("genuine", "forged"), [(entry.genuine, entry.forged)])
    yield f"## What a finding does not prove\n\n{entry.not_proof}\n"
    if check.spec.advice:
        yield f"When it is adverse: {check.spec.advice}\n"


def _weighs(check: Check, calibration: Calibration) -> Iterator[str]:
    row = calibration.row(check.id)
    fitted = [one for (name, _), one in sorted(calibration.fitted.items()) if name == check.id]
    yield "## Weight and claims\n"
    for one in (row, *fitted):
        yield f"- {weight_words(row_facts(one))}"
    for line in claim_lines(check, row, calibration.powers):
        yield f"- {line}"
    yield "\nWhat this means: [Evidence](../../concepts/evidence.md), [claims](../../concepts/claims.md).\n"


def _figures(check: Check) -> Iterator[str]:
    tallies, real = figures.tallies().get(check.id), figures.real().get(check.id)
    yield "## Figures\n"
    if tallies:
        yield (
            "On drawn documents of Utopia, test half, each on a template of its model that ten holders of the other half taught "
            f"({len(figures.rows())} documents; [how](../../benchmarks/index.md)): on how many of those where it measured it was adverse.\n"
        )
        yield table(("channel", "genuine documents", "forged documents, all kinds"), _by_channel(tallies))
        found = figures.species(tallies.values())
        if found:
            named = ", ".join(f"{name} {count} of {total}" for name, count, total in found[:8])
            yield f"Forgeries on which it was adverse, by kind: {named}.\n"
        else:
            yield "It was adverse on none of the forged documents: the set holds none of the kind that it is for.\n"
        yield f"{figures.basis()}\n"
    if real:
        yield (
            f"On published genuine documents ({real['data_set']}): adverse on {real['false_alarms']} of {real['documents']} documents "
            f"of {real['sources']} sources ([how](../../benchmarks/index.md)). {figures.real_basis()}\n"
        )
    if not tallies and not real:
        yield "No kept result counts this check: none of the sets holds what it looks at.\n"


def _by_channel(tallies: Mapping[str, figures.Tally]) -> Iterator[tuple[str, str, str]]:
    for channel in figures.CHANNELS:
        one = tallies.get(channel)
        if one is not None:
            yield (
                channel,
                f"{one.genuine_adverse} of {one.genuine}",
                f"{one.forged_adverse} of {one.forged}",
            )
