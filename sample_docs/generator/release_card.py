"""The card of a release: what is in it, how it was made, what it may be used for and what not."""

import json
from collections.abc import Mapping
from typing import Any

_CARD = """\
# {name}

Documents of an issuer that does not exist (UTO), genuine and forged, of {designs} designs that were drawn at random. Every page bears the word SPECIMEN; no
real state's document is imitated, and no real person is shown: faces are drawn.

| part | designs | documents | genuine | pictures | what is known |
|---|---|---|---|---|---|
{rows}
| `sealed` | {sealed_designs} | {sealed_documents} | not stated | {sealed_pictures} | `pictures.csv`: side, light, channel |

No design, press or record stands in two parts; faces and devices of `sealed` are not those of the others. On each design and channel {documents}.

- `manifest.csv`: one row a picture: label, species, severity, mask, twin, text as printed, homography from page millimetres to pixels.
- `facts.csv`: press, device and role (template, genuine, forged) of each document. Learn templates from `template` alone.
- `random-*/design.json`: what an authority knows of its own design: model, sides, places in millimetres.
- Lights: {lights}. Masks are PNG of 0 and 255 on the picture's own grid. A `twin` is the genuine document of the same record and press.
- `SHA256SUMS` over all files; `release.json`, these figures.

## The sealed part
Its labels are kept back, and every document of a design there is of a record of its own: no number tells which page was made from which. Designs
and chance follow from a seed whose sha256 is `{hash}`. When the part is renewed the seed is published:
`python -m sample_docs.generator release` with it in `{name}-key/seed.txt` makes the pictures again, so that anybody can prove that they were not
chosen afterwards. Results on it: send a score for each `document_id`, larger for forged.

## Measure
```
python -m sample_docs.measure.set_leak {name}/train --out leak.json        # what facts of the files alone tell, beside twins
docforensics benchmark {name}/development --system docforensics --system ela --system noise --system jpeg-quality -o OUT
```
The second states error rates with intervals, and the same leak report on files as published and normalised. Count by design: documents of one design
share its print, and a method that knows 79 designs may fail on the eightieth whole.

## Not for
Rates on real documents: presses, papers, readers, phones and forgers are modelled, and each model is simpler than what it stands for. Lens distortion, bent
pages, bar codes and vertical scripts are not drawn. Nothing here tells anything of people.

## How it was made, licence
`python -m sample_docs.generator release OUT --name {name}` of docforensics (`sample_docs/README.md` describes designs, presses, devices and forgeries), seed
{seed}, {channels}. Apache-2.0 (`LICENSE`).
Typefaces are those of `sample_docs/generator/fonts` under their own free licences, which allow what is set in them.
Forgeries by species: {species}.
"""


def card(name: str, facts: Mapping[str, Any]) -> str:
    """Write the card from what `release.json` states."""
    parts, designs = facts["parts"], facts["designs"]
    public = {part: told for part, told in parts.items() if part != "sealed"}
    species: dict[str, int] = {}
    lights: dict[str, int] = {}
    for told in public.values():
        for table, found in ((species, told["species"]), (lights, told["lights"])):
            for key, count in found.items():
                table[key] = table.get(key, 0) + count
    per = facts["documents_per_design_and_channel"]
    return _CARD.format(
        name=name,
        designs=sum(len(designs[part]) for part in public) + designs["sealed"],
        rows="\n".join(
            f"| `{part}` | {len(designs[part])} | {told['documents']} | {told['genuine']} | {told['pictures']} | everything |"
            for part, told in public.items()
        ),
        sealed_designs=designs["sealed"],
        sealed_documents=parts["sealed"]["documents"],
        sealed_pictures=parts["sealed"]["pictures"],
        documents=", ".join(f"{count} {role}" for role, count in per.items()),
        lights=", ".join(f"{light} {count}" for light, count in lights.items()),
        hash=facts["sealed_seed_sha256"],
        seed=facts["seed"],
        channels="channels " + ", ".join(facts["channels"]),
        species=json.dumps(species).strip("{}").replace('"', ""),
    )
