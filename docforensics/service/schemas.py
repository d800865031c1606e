"""What routes answer, as types that the description of the API names."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExaminationItem(_Answer):
    """An examination without its report."""

    id: str
    state: str
    """`queued`, `done` or `failed`."""
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime | None
    """When it will be forgotten."""
    outcome: str
    """CLEAR, REFER, ALERT or INCONCLUSIVE; empty unless it is done."""
    first_why: str
    """Of INCONCLUSIVE: code of the first claim that keeps it from being CLEAR."""
    adverse_layers: list[str]
    failure: str
    """Code of the problem of one that failed."""
    client_reference: str


class ExaminationPage(_Answer):
    """A page of a list, the newest first."""

    items: list[ExaminationItem]
    next: str | None
    """For `cursor` of the next page; null on the last one."""


class TemplateItem(_Answer):
    """A reference template."""

    name: str
    country: str
    type: str
    lights: list[str]
    holders: int
    """Of how many holders it was learned."""
    features: int
    signed_by: str
    digest: str


class TemplateList(_Answer):
    """The templates that documents are compared with."""

    templates: list[TemplateItem]


class CheckItem(_Answer):
    """A check."""

    id: str
    family: str
    title: str
    explanation: str
    """What it looks at, in a sentence."""


class CheckList(_Answer):
    """The checks that are run."""

    checks: list[CheckItem]


class PolicyItem(_Answer):
    """A policy by its name."""

    name: str
    digest: str


class PolicyList(_Answer):
    """The policies that may be named."""

    policies: list[PolicyItem]


class VersionAnswer(_Answer):
    """What runs here."""

    docforensics: str
    report_schema: str
    settings: str
    """Digest of what decides the results; it stands in every report."""
    retain_days: float
    desk: bool
    """Whether the review desk is on: only where results are kept for days."""


class HealthAnswer(_Answer):
    """Whether the service answers, or can examine."""

    status: str


class ProblemAnswer(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    code: str
    """Of a closed list."""
    detail: str = ""
    instance: str = ""
