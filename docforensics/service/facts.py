"""What the service states of itself: templates, checks, policies, version; worked out once."""

from functools import cached_property

from docforensics.checks.registry import discover_checks
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.scoring.policy import Policy
from docforensics.service.schemas import (
    CheckItem,
    CheckList,
    PolicyItem,
    PolicyList,
    TemplateItem,
    TemplateList,
    VersionAnswer,
)
from docforensics.service.settings import ServiceSettings
from docforensics.templates.model import Template
from docforensics.version import __version__


class ServiceFacts:
    """Reads what the settings name, on first use; a ResourceError where that is bad or missing."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings

    @cached_property
    def templates(self) -> TemplateList:
        """The templates."""
        examination = self._settings.examination
        store = examination.load_templates(signed=examination.load_policy().require_signed_templates)
        return TemplateList(templates=[_template(one) for one in store.templates])

    @cached_property
    def checks(self) -> CheckList:
        """The checks."""
        return CheckList(
            checks=[
                CheckItem(
                    id=one.id,
                    family=one.family,
                    title=one.spec.title,
                    explanation=one.explanation.partition("\n")[0],
                )
                for one in discover_checks()
            ]
        )

    @cached_property
    def policies(self) -> PolicyList:
        """The policies."""
        found = {name: Policy.find(file).digest for name, file in self._settings.policies.items()}
        return PolicyList(
            policies=[PolicyItem(name=name, digest=digest) for name, digest in sorted(found.items())]
        )

    @cached_property
    def version(self) -> VersionAnswer:
        """Version and digest of the settings."""
        return VersionAnswer(
            docforensics=__version__,
            report_schema=SCHEMA_VERSION,
            settings=self._settings.examination.digest,
            retain_days=self._settings.retain_days,
            desk=self._settings.retain_days > 0,
        )


def _template(one: Template) -> TemplateItem:
    return TemplateItem(
        name=one.model.id if one.model else one.provenance.get("name", ""),
        country=one.model.country if one.model else "",
        type=one.model.type if one.model else "",
        lights=sorted(light.value for light in one.references),
        holders=one.n_holders,
        features=len(one.features),
        signed_by=one.signed_by,
        digest=one.digest,
    )
