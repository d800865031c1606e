"""What was found in a pile, written into its store: templates, tables that other programs read, and a page for people."""

import base64
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from docforensics.batch.addresses import Folder
from docforensics.batch.csv_text import csv_text
from docforensics.batch.discover.assemble import template_of
from docforensics.batch.discover.gather import LearnedPile
from docforensics.batch.discover.names import GROUP_FOLDER, refuse_links
from docforensics.batch.discover.places import in_words
from docforensics.batch.discover.result import DiscoveredGroup, KeptFolder, Outlier, OutlierPlace, Pile
from docforensics.batch.discover.written import WrittenTemplates
from docforensics.batch.page import render
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.regular import place_below
from docforensics.templates.discovered import Discovered
from docforensics.templates.masks import box_mask
from docforensics.templates.model import Template
from docforensics.templates.parts import JSON, PART
from docforensics.templates.store import save_template
from docforensics.templates.writing import writing

WORK_LIST, GROUPS, RECORD, PAGE = "work_list.csv", "groups.csv", "pile.json", "index.html"
_WIDTH_PX, _QUALITY = 640, 80
"""Of the picture of a group."""
_VEIL = 214
"""Grey of what varies from holder to holder on that picture."""
_SHOWN_OUTLIERS, _SHOWN_MEMBERS = 200, 60
"""Of a group, on the page; all stand in the tables."""
_DRAWN_OUTLIERS = 50
"""Of the work list, with their places on the picture of their group, which the page holds once."""
_HEAD = ("name", "page", "group", "kind", "strength", "reason", "places_mm")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigure:
    """A group as the page shows it."""

    group: DiscoveredGroup
    size_mm: tuple[float, float] = (0.0, 0.0)
    """Of the page; unused without a picture."""
    picture: str
    """Data of a JPEG picture of the learned reference, masked, in base64; empty where there is none."""


def write_results(pile: Pile, learned: LearnedPile) -> Pile:
    """Write the store anew, and give the pile with the folders that were left as they are (`Pile.kept`).

    Templates of an earlier run that are no longer found are taken away.
    """
    folder, written = Folder(pile.store), WrittenTemplates(pile.store)
    refuse_links(pile.store)
    kept = _remove_former(pile, folder, written)
    figures = []
    for group in pile.groups:
        if group.folder is None:
            figures.append(GroupFigure(group=group, picture=""))
            continue
        template = _marked(template_of(learned.templates[group.name], group.model), group)
        if reason := written.reason_to_keep(group.name):
            kept.append(KeptFolder(name=group.name, reason=reason))
        else:
            written.note(group.name, template)
            with writing(group.folder):
                save_template(template, place_below(pile.store, f"{group.name}/{JSON}").parent)
        picture = base64.b64encode(picture_of(template)).decode("ascii")
        figures.append(GroupFigure(group=group, size_mm=template.size_mm, picture=picture))
    pile = replace(pile, kept=tuple(sorted(kept, key=lambda one: one.name)))
    folder.write(WORK_LIST, work_list_csv(pile).encode())
    folder.write(GROUPS, groups_csv(pile).encode())
    folder.write(RECORD, (json.dumps(facts(pile), indent=1) + "\n").encode())
    folder.write(PAGE, page(pile, figures).encode())
    return pile


def _marked(template: Template, group: DiscoveredGroup) -> Template:
    """Keep in a template that nobody has confirmed its captures, and what limits trust in its group."""
    found = Discovered(
        captures=template.n_captures, pages=group.count, outliers=len(group.outliers), marks=group.notes
    )
    return replace(template, discovered=found)


def _remove_former(pile: Pile, folder: Folder, written: WrittenTemplates) -> list[KeptFolder]:
    """Take away the templates of groups that are no longer found; those that people changed are left and given."""
    found, kept = {group.name for group in pile.groups if group.folder}, []
    for record in pile.store.glob(f"group-*/{JSON}"):
        name = record.parent.name
        if name in found or not GROUP_FOLDER.fullmatch(name):
            continue
        if reason := written.reason_to_keep(name):
            kept.append(KeptFolder(name=name, reason=reason))
            continue
        parts = (file for file in folder.names(name, "") if PART.fullmatch(file.removeprefix(f"{name}/")))
        for file in sorted(parts, key=lambda file: not file.endswith(JSON)):  # cut off, it is no template
            folder.delete(file)
        with suppress(OSError):  # what somebody else put there stays
            record.parent.rmdir()
    return kept


def picture_of(template: Template) -> bytes:
    """A JPEG picture of the reference in white light without any place of a holder's data."""
    reference = template.references[Light.VISIBLE]
    mean = reference.mean if reference.mean.ndim == 3 else np.repeat(reference.mean[..., None], 3, axis=2)
    held = box_mask((one.box for one in template.features if one.variable), mean.shape)
    # Inside such places the reference shows only what is constant; the rest was blurred when it was learned, and is veiled here.
    hidden = held & ~reference.constant
    shown = np.where(hidden[..., None] | ~reference.constant[..., None], np.uint8(_VEIL), mean)
    scale = _WIDTH_PX / shown.shape[1]
    small: Pixels = np.asarray(
        cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY]
    )
    return data.tobytes()


def page(pile: Pile, figures: Sequence[GroupFigure]) -> str:
    """One self-contained page."""
    return render(
        "pile.html.j2",
        pile=pile,
        figures=figures,
        worst=list(pile.work_list())[:_SHOWN_OUTLIERS],
        outliers=_SHOWN_OUTLIERS,
        members=_SHOWN_MEMBERS,
        drawn=_DRAWN_OUTLIERS,
        sizes={one.group.name: one.size_mm for one in figures if one.picture},
        kinds=Counter(one.kind for one in pile.work_list()),
        in_words=in_words,
        kept={one.name: one.reason for one in pile.kept},
    )


def where(places: Sequence[OutlierPlace]) -> str:
    """Places for programs: light, and left, top, right and bottom in millimetres."""
    return "; ".join(
        f"{one.light.facts.name} {one.box.left:.1f} {one.box.top:.1f} {one.box.right:.1f} {one.box.bottom:.1f}"
        for one in places
    )


def work_list_csv(pile: Pile) -> str:
    """One row an outlier, worst first."""
    return csv_text(_HEAD, (_row(one) for one in pile.work_list()))


def _row(one: Outlier) -> tuple[object, ...]:
    return (
        one.name,
        one.page,
        one.group,
        one.kind.value,
        f"{one.strength:.3f}",
        one.reason,
        where(one.places),
    )


def groups_csv(pile: Pile) -> str:
    """One row a page: its group, and whether it is a member or an outlier of it, or was left out."""
    rows = [
        *(
            (one.name, one.page, group.name, role)
            for group in pile.groups
            for role, several in (("member", group.members), ("outlier", group.outliers))
            for one in several
        ),
        *((one.name, "" if one.page is None else one.page, "", "left out") for one in pile.left_out),
    ]
    return csv_text(("name", "page", "group", "role"), rows)


def facts(pile: Pile) -> dict[str, Any]:
    """Everything as plain values, but for the pages that are no outliers, which are counted."""
    return {
        "documents": pile.documents,
        "pages": pile.pages,
        "groups": [_group_facts(group) for group in pile.groups],
        "left_out": [{"name": one.name, "page": one.page, "reason": one.reason} for one in pile.left_out],
        "kept": [{"name": one.name, "reason": one.reason} for one in pile.kept],
    }


def _group_facts(group: DiscoveredGroup) -> dict[str, Any]:
    return {
        "name": group.name,
        "status": group.status.value,
        "model": group.model.id if group.model else None,
        "size": group.size,
        "pages": group.count,
        "members": len(group.members),
        "learned_from": {
            "captures": group.captures,
            "holders": group.holders,
            "lights": [light.value for light in group.lights],
        },
        "edition_of": group.edition_of,
        "differs_at": [_place_facts(one) for one in group.differs_at],
        "notes": list(group.notes),
        "outliers": [
            {
                "name": one.name,
                "page": one.page,
                "kind": one.kind.value,
                "reason": one.reason,
                "strength": round(one.strength, 3),
                "places": [_place_facts(place) for place in one.places],
            }
            for one in group.outliers
        ],
    }


def _place_facts(one: OutlierPlace) -> dict[str, Any]:
    box = one.box
    return {
        "light": one.light.value,
        "box_mm": [round(side, 2) for side in (box.left, box.top, box.right, box.bottom)],
    }
