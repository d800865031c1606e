"""What was found in a pile: groups with their templates, and what departs from them, worst first."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.errors import TemplateError
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Template, TemplateModel
from docforensics.templates.store import load_template


class OutlierKind(StrEnum):
    """Why a page is an outlier."""

    ADVERSE = "adverse"
    """Checks find against it."""
    ODD_ZONE = "odd_zone"
    """Its machine readable zone names another issuer or document code than those of its group."""
    SERIES = "series"
    """It departs from the template in the same way as others: an edition, or a counterfeit made in series."""
    SECOND_PAGE = "second_page"
    """Its picture shows the zone of another page, which was not examined."""
    NO_FIT = "no_fit"
    """It looks like its group and does not lie on the template: captured badly, damaged, or of another model."""
    DEPARTS = "departs"
    """A place, or the colours, depart from the template as those of its group do not, and no check finds against it."""

    @property
    def words(self) -> str:
        """What such pages have in common, for people."""
        return _WORDS[self]


_WORDS = MappingProxyType(
    {
        OutlierKind.ADVERSE: "with findings of checks that the others do not share",
        OutlierKind.ODD_ZONE: "whose machine readable zone names another issuer or document code than the others",
        OutlierKind.SERIES: "departing in one way: an edition or a counterfeit series",
        OutlierKind.SECOND_PAGE: "whose picture shows another page, which was not examined",
        OutlierKind.NO_FIT: "not lying on the template",
        OutlierKind.DEPARTS: "departing at a place, or in colour, without a finding",
    }
)


class GroupStatus(StrEnum):
    """What a group is."""

    MODEL = "model"
    """A template was learned."""
    EDITION = "edition"
    """A template was learned, of pages that differ from those of a larger group in few places: an edition or a counterfeit series."""
    NOT_LEARNED = "not_learned"
    """No template was learned; `notes` state why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlierPlace:
    """Where."""

    light: Light
    box: BoxMm
    """Millimetres on the template's frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A page that is left out of its group."""

    name: str
    """Of its document, as in a scan."""
    page: int
    """Number of the page in its document, from 0."""
    group: str
    kind: OutlierKind
    reason: str
    """In a sentence, without anything of the holder."""
    places: tuple[OutlierPlace, ...]
    strength: float
    """How urgently it should be looked at: what the work list is ordered by, and no probability. Of ADVERSE the log10 LR."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PileMember:
    """A page that lies on its group's template, without any finding against it."""

    name: str
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoveredGroup:
    """Pages of one model, as far as captures without labels show it."""

    name: str
    status: GroupStatus
    model: TemplateModel | None
    """Of the zones' issuer and document code; None where no zone was read. The number is a running one, the year is not known: 0."""
    size: str
    members: tuple[PileMember, ...]
    outliers: tuple[Outlier, ...]
    """Worst first."""
    folder: Path | None = None
    """Of the template; None where none was learned. `Pile.kept` names the folders that hold another template than the one learned now."""
    captures: int = 0
    """Captures that the template was learned from."""
    holders: int = 0
    lights: tuple[Light, ...] = ()
    edition_of: str = ""
    """Name of the larger group that it differs from in few places."""
    differs_at: tuple[OutlierPlace, ...] = ()
    notes: tuple[str, ...] = ()
    """What limits trust in it, a sentence each."""

    @property
    def count(self) -> int:
        """Pages, outliers among them."""
        return len(self.members) + len(self.outliers)

    def template(self) -> Template:
        """Load the template that its folder holds; TemplateError where none was learned, or the folder is gone."""
        if self.folder is None:
            raise TemplateError(f"{self.name}: no template was learned: {' '.join(self.notes)}")
        return load_template(self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A page, or a document, that belongs to no group."""

    name: str
    page: int | None
    """None where the document could not be read at all."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFolder:
    """A folder of a group, of this run or of an earlier one, whose template was left as it is."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """Everything that was found."""

    store: Path
    groups: tuple[DiscoveredGroup, ...]
    """The largest first, each followed by the editions of it."""
    left_out: tuple[LeftOut, ...]
    documents: int
    pages: int
    kept: tuple[KeptFolder, ...] = ()
    """Folders that were left as they are, for people changed what a run wrote there: no template that was discovered now is written over one."""

    def work_list(self) -> Iterator[Outlier]:
        """The outliers of all groups, worst first."""
        every = [outlier for group in self.groups for outlier in group.outliers]
        return iter(sorted(every, key=lambda one: (-one.strength, one.name, one.page)))
