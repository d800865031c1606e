"""What a check declares of itself, once, next to its `measure` function."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.checks.modes import Component, RunMode


class Beside(StrEnum):
    """What a picture of a finding's first region is compared with."""

    REFERENCE = "reference"
    """The same place on the reference."""
    SECOND = "second"
    """The second region: the two contradict each other."""
    PORTRAIT = "portrait"
    """The portrait, which it should be like."""
    WHITE_LIGHT = "white light"
    """The same place in white light, which it must look like."""
    NOTHING = "nothing"
    """It is held against its own neighbours, or against a rule."""


FactType = type[str] | type[int] | type[float] | type[bool]
"""What a fact may be."""
EVALUATORY = "evaluatory"
"""Family of the shipped checks that have not beaten their same-mask genuine control: no fit gives them weight."""
WHITE_LIGHT = frozenset({Light.VISIBLE})
"""Lights of most checks."""
_AT = "@"
"""Between a fact and the name of its place."""


def kept_name(check: str, fact: str) -> str:
    """Name a fact of a check that a template keeps of its own captures."""
    return f"{check}:{fact}"


def of_place(fact: str, place: str) -> str:
    """Name a fact of one place of the template: what is kept of each place counts as the fact that is declared (`CheckSpec.keeps`)."""
    return f"{fact}{_AT}{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSpec:
    """A check's declaration. Its id is not declared: the folder is the family, the file is the slug."""

    title: str
    """What is looked at, for a heading: `Check digits of the machine readable zone`."""
    unit: str
    """Of `Measured.value`: `log10 LR` when the check's own model is exact, else the quantity measured."""
    tr03135: str = ""
    """Name of the check in TR-03135, or the generic id of the routine, when there is one."""
    run_mode: RunMode = RunMode.OPTIONAL
    """How it is run where the policy names neither it nor its family."""
    component: Component = Component.OPTICAL
    """Of the document, which it speaks of."""
    channels: frozenset[Channel] = frozenset(Channel)
    """Channels it speaks about; on others it is NOT_SUPPORTED."""
    of_files: bool = False
    """Whether it looks for edits of files: of a scanner's captures it is asked only where they came as files in white light (`Capture.may_be_edited`)."""
    lights: frozenset[Light] = frozenset()
    """Lights that must be present on a side."""
    needs_mrz: bool = False
    needs_template: bool = False
    needs_seal: bool = False
    """A digital seal on one of the sides."""
    needs_chip: bool = False
    """Chip data, given by the caller."""
    compares_pictures: bool = False
    """Whether it holds the pictures of a document against each other; every other check looks at each picture by itself."""
    min_px_per_mm: float = 0.0
    """Resolution of the capture below which it abstains."""
    adverse: str = ""
    """Sentence when the value speaks against the document; `str.format` over the facts and `value`."""
    favourable: str = ""
    """Sentence when it does not."""
    alerted: str = ""
    """Sentence when the document matches an alert in force (`Measured.alerts`), whatever the value."""
    undecided: str = ""
    """Sentence when it does not, and the outcome leaves something open (`Measured.left_open`), which fills its blank `left_open`."""
    beside: Beside = Beside.REFERENCE
    """What a picture of its first region is shown beside."""
    advice: str = ""
    """One sentence: what the officer should do next when it is adverse."""
    usual: float | None = None
    """Value up to which it measures on genuine documents of most models. Where the captures of a template show more, its value is taken less what
    they show beyond (`checks/own_values.py`); None for checks whose reference carries its spread itself, and for those without one."""
    kept_facts: tuple[str, ...] = ()
    """Facts of its outcome, or of the `own_facts` of its module, that a template keeps of its own captures (`Template.own_values`, under the check's id, a colon and the fact): what the
    check compares a page with."""
    is_less_kept: bool = False
    """Whether its value is what a page measures beyond those facts, so that its own captures are measured again once they are known."""
    equipment: str = ""
    """Equipment that would allow it when a light is absent, for example `UV lamp 365 nm`."""
    verifies: frozenset[ClaimId] = frozenset()
    """Claims that it can verify and contradict: a change of one of them makes it adverse, from the quality on that its
    calibration row states (`verifies_from`)."""
    contradicts: frozenset[ClaimId] = frozenset()
    """Claims that it can contradict and not verify."""
    personal_facts: frozenset[str] = frozenset()
    """Keys of facts, or `left_open`, that carry the holder's data: they stay out of logs and redacted copies."""
    facts: Mapping[str, FactType] = field(default_factory=dict, hash=False)
    """Names and types of `Measured.facts`: the schema of reports states them by check. An int may stand where a float is declared, and a key may
    be missing."""

    def keeps(self, fact: str) -> bool:
        """Whether a template keeps a fact of its captures: one that is declared, or such a fact of one place (`of_place`)."""
        return fact.partition(_AT)[0] in self.kept_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCheck:
    """A check as far as weighing and reports know it: what it is called, and what it declares."""

    family: str
    """Name of its folder."""
    slug: str
    """Name of its file."""
    spec: CheckSpec

    @property
    def id(self) -> str:
        """For example `mrz.check_digits`."""
        return f"{self.family}.{self.slug}"


def family_of(check: str) -> str:
    """Give the family in the id of a check."""
    return check.partition(".")[0]
