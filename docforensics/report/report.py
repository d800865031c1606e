"""The report that an examination gives: its data, and the forms it can be written in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from os import PathLike

from docforensics.guidance.equipment import Profile
from docforensics.report.brief import decides
from docforensics.report.case import save_case
from docforensics.report.model import ReportData
from docforensics.report.quality import QualityIssue, quality_issues
from docforensics.report.render import renderer
from docforensics.report.render.full import full_text
from docforensics.report.render.html import to_head, to_html
from docforensics.report.render.json import to_dict, to_json
from docforensics.report.render.redacted import redacted
from docforensics.report.render.text import short_text
from docforensics.report.render.tr03135 import to_tr03135
from docforensics.report.versions import SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report(ReportData):
    """The results of one examination."""

    def __repr__(self) -> str:
        """Give in one line what was found, without data of the holder and without names of files."""
        sides = ", ".join(f"{side.side} in {'+'.join(side.lights)} ({side.channel})" for side in self.sides)
        day = self.inspected_on.isoformat()
        return f"<Report {self.verdict.outcome.value}: {decides(self)}; {sides or 'no side'}; {day}>"

    def _repr_html_(self) -> str:
        """Show the top of the page and its first picture in a notebook: redacted, since notebooks are kept and passed on."""
        return to_head(self if self.is_redacted else self.to_redacted())

    @property
    def quality(self) -> tuple[QualityIssue, ...]:
        """What the picture hides and another one would mend, by code; one that is in the way keeps the result from being clear."""
        return quality_issues(self)

    def for_post(self, profile: Profile) -> "Report":
        """Give the same report for a post with this equipment."""
        return replace(self, profile=profile)

    def to_redacted(self, *, salt: bytes = b"") -> "Report":
        """Give the redacted copy: faces blurred and the holder's data masked, in the pixels and in the words.

        With a salt, which stays with you, it carries keyed hashes of the originals, so that you can find them again; else none.
        """
        return redacted(self, salt=salt)

    to_share = to_redacted
    """Former name of `to_redacted`."""

    def save_case(
        self,
        file: str | PathLike[str],
        *,
        images: Iterable[str | PathLike[str]] = (),
        key: str | PathLike[str] | None = None,
    ) -> None:
        """Write a case file, with which `docforensics reproduce` does the examination again; it holds personal data unless redacted.

        Parameters
        ----------
        images
            Files to put into it; each must be one of those that were examined. Without them it holds their hashes alone.
        key
            Ed25519 private key (PEM) to sign it with; needs the extra `seal`.

        Raises
        ------
        UsageError
            A file that cannot be read or was not examined, a case that cannot be written, or a report made with settings that
            were given ready made (a store, an engine), which nobody else could make again.
        """
        save_case(self, file, images=images, key=key)

    def render(self, form: str, *, language: str = "en") -> str:
        """Write the report in one of `docforensics.report.render.FORMATS`; UsageError names them for any other.

        `language` is `en`, `fr`, `es` or `ar`; formats that exist in English alone are written in English.
        """
        return renderer(form)(self, language)

    def to_json(
        self, *, indent: int | None = None, schema: str = SCHEMA_VERSION, timings: bool = False
    ) -> str:
        """Write JSON after `report.schema.json`; personal data included, images not.

        `timings` adds the seconds that each stage and check took. `schema="2.0"` and `"1.1"` write what readers of the forms before places and before claims take (`report.schema-2.0.json`, `report.schema-1.1.json`); UsageError for any other.
        """
        return to_json(self, indent=indent, version=schema, timings=timings)

    def to_dict(self, *, schema: str = SCHEMA_VERSION, timings: bool = False) -> dict[str, object]:
        """Write the same content as `to_json` as plain dicts, lists, strings and numbers."""
        return to_dict(self, version=schema, timings=timings)

    def to_html(self, *, language: str = "en") -> str:
        """Write one self-contained HTML page that draws the findings on the page; `language` is `en`, `fr`, `es` or `ar`."""
        return to_html(self, language=language)

    def to_tr03135(self) -> dict[str, object]:
        """Write the results under the names and values of BSI TR-03135, without personal data."""
        return to_tr03135(self)

    def to_text(self, *, whole: bool = False) -> str:
        """Write at most fifteen lines for a terminal: outcome, layers, reasons, what to do first; `whole` writes all that it holds."""
        return full_text(self) if whole else short_text(self)
