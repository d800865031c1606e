"""Everything that was found of a pile, put together: groups with members and outliers, and how far each can be trusted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docforensics.batch.discover.gather import GatheredPages, LearnedPile, LearnedTemplate
from docforensics.batch.discover.outliers import SeriesOf, odd_zones, outlier_of
from docforensics.batch.discover.peers import counted_findings
from docforensics.batch.discover.plan import PilePage, PilePlan, PlannedGroup
from docforensics.batch.discover.records import ComparedRecord
from docforensics.batch.discover.result import (
    DiscoveredGroup,
    GroupStatus,
    LeftOut,
    Outlier,
    OutlierKind,
    OutlierPlace,
    Pile,
    PileMember,
)
from docforensics.batch.discover.work import GROUP
from docforensics.templates.learning.assess import FEW_HOLDERS
from docforensics.templates.model import Template, TemplateModel
from docforensics.templates.parts import from_parts

_FEW_MEMBERS = 8
"""Pages below which a group is marked. A judgement."""
_MIXED, _MOSTLY = 0.3, 0.5
"""Share of a group's pages that do not lie on its template, or with findings against them, beyond which it is too mixed to trust; and share of all that
are listed. Judgements."""
_NO_DOCUMENT = (
    "no document was found on it: no outline, no zone, no size of a document, and no other page like it"
)
_ALONE = "like no other page of the pile, or like too few to learn from"


def template_of(learned: LearnedTemplate, model: TemplateModel | None) -> Template:
    """Make a template of what was learned, with its group in its provenance; without a model it keeps what its zone named."""
    template = from_parts(learned.record.parts, digest="", name=learned.name)
    told = {**template.provenance, GROUP: learned.name}
    own = learned.own if template.n_holders >= FEW_HOLDERS else ()
    return replace(template, provenance=told, model=model or template.model, own=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class PileParts:
    """What the steps found."""

    store: Path
    pages: Sequence[PilePage]
    plan: PilePlan
    learned: LearnedPile
    found: GatheredPages
    unread: Sequence[LeftOut]
    """Documents that could not be read."""
    documents: int
    """All of them."""


def assembled(parts: PileParts) -> Pile:
    """Put the pile together; templates are written elsewhere."""
    pages, plan, learned = parts.pages, parts.plan, parts.learned
    models = _models(plan, learned)
    groups: list[DiscoveredGroup] = []
    for group in plan.groups:
        names = [one.name for one in learned.templates.values() if one.group == group.name]
        if not names:
            groups.append(_not_learned(pages, group, learned.reasons.get(group.name, "")))
        for number, editions in enumerate(_by_model(parts, names)):
            first = next((name for name in editions if not learned.templates[name].series_of), "")
            unfit = parts.found.unfit.get(group.name, ()) if number == 0 else ()
            groups += [
                _learned_group(parts, learned.templates[name], models[name], first, unfit)
                for name in sorted(editions, key=lambda name: name != first)
            ]
    return Pile(
        store=parts.store,
        groups=tuple(groups),
        left_out=(*parts.unread, *_left_out(pages, parts.found)),
        documents=parts.documents,
        pages=len(pages),
    )


def _by_model(parts: PileParts, names: Sequence[str]) -> list[list[str]]:
    """The templates of a group, by model, that of most pages first; each with its editions, most pages first."""

    def count(several: Sequence[str]) -> int:
        return sum(len(parts.found.by_template[name]) for name in several)

    found: dict[int, list[str]] = {}
    for name in sorted(names, key=lambda name: (-count([name]), name)):
        found.setdefault(parts.learned.templates[name].record.model, []).append(name)
    return sorted(found.values(), key=lambda editions: (-count(editions), editions))


def _models(plan: PilePlan, learned: LearnedPile) -> Mapping[str, TemplateModel | None]:
    """By template, its model: a running number within issuer and document code."""
    zones = {group.name: group.zone for group in plan.groups}
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[str, TemplateModel | None] = {}
    for name, one in sorted(learned.templates.items()):
        zone = zones[one.group]
        if zone is None:
            found[name] = None
            continue
        counts[zone.issuer, zone.code] += 1
        number = counts[zone.issuer, zone.code]
        found[name] = TemplateModel(country=zone.issuer, type=zone.code, number=number, year=0)
    return found


def _not_learned(pages: Sequence[PilePage], group: PlannedGroup, reason: str) -> DiscoveredGroup:
    return DiscoveredGroup(
        name=group.name,
        status=GroupStatus.NOT_LEARNED,
        model=None,
        size=group.size,
        members=tuple(_member(pages[row]) for row in group.members),
        outliers=(),
        notes=(f"no template was learned: {reason}",),
    )


def _learned_group(
    parts: PileParts,
    learned: LearnedTemplate,
    model: TemplateModel | None,
    first: str,
    group_unfit: Sequence[int],
) -> DiscoveredGroup:
    """One template with its pages; `first` names the edition of most pages, which those of the group that lie on no template stay with."""
    template, pages, found = template_of(learned, model), parts.pages, parts.found
    unfit = group_unfit if learned.name == first else ()
    edition_of = learned.series_of or ("" if learned.name == first else first)
    differs_at = learned.differs_at if edition_of else ()
    fitting = found.by_template[learned.name]
    rows = (*fitting, *unfit)
    series = _series_by_row(found.series_of[learned.name])
    odd = odd_zones(pages, parts.plan.groups)
    listed = {
        row: outlier_of(
            pages[row],
            learned.name,
            found.compared.get(row),
            series=series.get(row),
            odd_zone=odd.get(row, ""),
            departs=found.peculiar.get(row, ()),
            weights=found.weights.get(row, {}),
            colours=found.colours.get(row, 0.0),
        )
        for row in rows
    }
    outliers = [one for one in listed.values() if one is not None]
    outliers.sort(key=lambda one: (-one.strength, one.name, one.page))
    return DiscoveredGroup(
        name=learned.name,
        status=GroupStatus.EDITION if edition_of else GroupStatus.MODEL,
        model=template.model,
        size=str(template.size),
        members=tuple(_member(pages[row]) for row, one in sorted(listed.items()) if one is None),
        outliers=tuple(outliers),
        folder=parts.store / learned.name,
        captures=template.n_captures,
        holders=template.n_holders,
        lights=tuple(template.references),
        edition_of=edition_of,
        differs_at=tuple(OutlierPlace(light=one.light, box=one.box) for one in differs_at),
        notes=(
            *_notes(template, len(rows), outliers),
            *_shared_note([found.compared[row] for row in fitting], [found.weights[row] for row in fitting]),
            *([_edition_note(edition_of, len(differs_at))] if edition_of else ()),
        ),
    )


def _series_by_row(several: Sequence[SeriesOf]) -> Mapping[int, SeriesOf]:
    """The largest series of each row."""
    found: dict[int, SeriesOf] = {}
    for one in several:
        for row in one.rows:
            found.setdefault(row, one)
    return found


def _edition_note(edition_of: str, places: int) -> str:
    return (
        f"differs from {edition_of} in {places} place(s): an edition or a counterfeit series. "
        "Compare one document of each before it is used: a forgery made in series looks like a model of its own"
    )


def _notes(template: Template, count: int, outliers: Sequence[Outlier]) -> Iterator[str]:
    """What limits trust in a group."""
    if count < _FEW_MEMBERS:
        yield f"too small to trust: {count} pages do not show how far genuine ones differ; give {_FEW_MEMBERS} or more"
    if template.n_holders < FEW_HOLDERS:
        yield f"learned from documents of {template.n_holders} holder(s): what varies was presumed, not seen"
    kinds = Counter(one.kind for one in outliers)
    heavy = max(kinds[OutlierKind.ADVERSE], kinds[OutlierKind.NO_FIT])
    if heavy > _MIXED * count or len(outliers) > _MOSTLY * count:
        told = ", ".join(f"{kinds[kind]} {kind.words}" for kind in OutlierKind if kinds[kind])
        yield (
            f"too mixed or too few to trust: {len(outliers)} of {count} pages stand on the work list ({told}); "
            "look at its members before it is used"
        )


def _shared_note(pages: Sequence[ComparedRecord], weights: Sequence[Mapping[str, float]]) -> Iterator[str]:
    """What the group's pages share."""
    titles = {one.check: one.title for page in pages for one in page.findings}
    counts = counted_findings(weights)
    if counts:
        told = ", ".join(
            f"{titles[check]} ({number} of {len(pages)} pages)" for check, number in counts.items()
        )
        yield f"its pages share findings, which the template causes and no document, listed only where one goes far beyond the others: {told}"


def _left_out(pages: Sequence[PilePage], found: GatheredPages) -> Iterator[LeftOut]:
    """Pages that belong to no group."""
    alone = set(found.alone)
    for row, page in enumerate(pages):
        if page.record.reason:
            yield LeftOut(name=page.name, page=page.record.number, reason=page.record.reason)
        elif row in alone:
            reason = _ALONE if page.record.is_document else _NO_DOCUMENT
            yield LeftOut(name=page.name, page=page.record.number, reason=reason)


def _member(page: PilePage) -> PileMember:
    return PileMember(name=page.name, page=page.record.number)
