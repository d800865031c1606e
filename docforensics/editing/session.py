"""One edit of one template: what the page sends is validated, answered in words, and saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from docforensics.editing.places import EditedPlace, PlaceProblem, problems, read_places
from docforensics.editing.revision import OpenedTemplate, Revision, open_template, revise, template_of
from docforensics.editing.saving import TemplateFolder
from docforensics.errors import TemplateError, UsageError
from docforensics.parsing import encoded
from docforensics.regular import readable
from docforensics.templates.signing import TemplateKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class EditAnswer:
    """What the page shows after an edit, or after saving."""

    saved: bool
    message: str
    """What was done, or why nothing was; empty after a mere validation."""
    problems: tuple[PlaceProblem, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    """What to know before saving, each with the number of its place, from 0."""
    consequences: tuple[str, ...] = ()
    """What saving means for the template as a whole."""
    revision: int = 0
    """How often it was saved: the page states the one that it knows."""


class EditSession:
    """Read and written by one page; every method may be called from any thread."""

    def __init__(
        self, opened: OpenedTemplate, folder: TemplateFolder, on_save: Callable[[str], None] | None = None
    ) -> None:
        self.opened = opened
        self.folder = folder.path
        self.places = opened.places
        self.revision = 0
        self.counts_removed = False
        self._folder = folder
        self._on_save = on_save
        self._lock = Lock()

    @classmethod
    def open(
        cls,
        source: Path,
        output: Path | None = None,
        *,
        keys: TemplateKeys | None = None,
        on_save: Callable[[str], None] | None = None,
    ) -> "EditSession":
        """Open a template's folder, or a packed file together with the folder that `output` names.

        Parameters
        ----------
        on_save
            Gets a sentence each time that the template was saved.

        Raises
        ------
        TemplateError
            It is no template, or a damaged one.
        UsageError
            The folder cannot be written, or a packed file was given without another folder.
        """
        opened = open_template(source, keys)
        folder = TemplateFolder.new(output) if output else TemplateFolder.over(source, opened.parts)
        return cls(opened, folder, on_save)

    def check(self, sent: Mapping[str, Any]) -> EditAnswer:
        """Validate the places of a request; nothing is written. UsageError for a request that the page never sends."""
        with self._lock:
            return self._checked(self._read(sent))[0]

    def save(self, sent: Mapping[str, Any]) -> EditAnswer:
        """Validate the places of a request and write them; where they do not fit, what was there stays. Errors as `check`."""
        with self._lock:
            places = self._read(sent)
            answer, revision = self._checked(places)
            if revision is None:
                return answer
            if sent.get("revision") != self.revision:
                return self._refused("Another page of this editor has saved since: load this page again.")
            try:
                template_of(self.opened, encoded(revision.record))
                self._folder.save(revision.record, self.opened.parts)
            except (TemplateError, UsageError) as error:
                return self._refused(f"Not saved. {error}")
            self.places, self.counts_removed = places, revision.counts_removed
            self.revision += 1
            return self._saved(revision)

    @property
    def shown_folder(self) -> str:
        """Name of the folder as a page can show it: a name need not be text."""
        return readable(str(self.folder))

    @property
    def consequences(self) -> tuple[str, ...]:
        """Of saving the places as they are."""
        return self._consequences(revise(self.opened, self.places))

    def _read(self, sent: Mapping[str, Any]) -> tuple[EditedPlace, ...]:
        return read_places(sent.get("places"), len(self.opened.template.features))

    def _checked(self, places: Sequence[EditedPlace]) -> tuple[EditAnswer, Revision | None]:
        found = problems(places, self.opened.template, self.opened.places)
        if found:
            wrong = len({one.place for one in found})
            many = "1 place does" if wrong == 1 else f"{wrong} places do"
            answer = EditAnswer(
                saved=False,
                message=f"Not saved: {many} not fit, see the list.",
                problems=found,
                revision=self.revision,
            )
            return answer, None
        revision = revise(self.opened, places)
        consequences = self._consequences(revision)
        answer = EditAnswer(
            saved=False, message="", notes=revision.notes, consequences=consequences, revision=self.revision
        )
        return answer, revision

    def _refused(self, message: str) -> EditAnswer:
        said = readable(message)  # an error may name the folder
        problem = PlaceProblem(place=None, field="places", text=said)
        return EditAnswer(saved=False, message=said, problems=(problem,), revision=self.revision)

    def _saved(self, revision: Revision) -> EditAnswer:
        counts = "; its counts of false alarms were removed" if revision.counts_removed else ""
        said = f"{len(self.places)} places saved to {self.shown_folder}{counts}."
        if self._on_save:
            self._on_save(said)
        return EditAnswer(
            saved=True,
            message=said,
            notes=revision.notes,
            consequences=self._consequences(revision),
            revision=self.revision,
        )

    def _consequences(self, revision: Revision) -> tuple[str, ...]:
        return tuple(filter(None, (self._of_the_signature(), self._of_the_counts(revision))))

    def _of_the_signature(self) -> str:
        sign = f"`docforensics template pack {self.shown_folder} --sign KEY` signs it anew."
        if self.opened.signer:
            return (
                f"{readable(self.opened.source.name)} states that key {self.opened.signer} signed it. That signature does not hold for "
                f"what is saved here: {sign}"
            )
        return f"A packed file that was made of this template before keeps the places that it had: {sign}"

    def _of_the_counts(self, revision: Revision) -> str:
        counts = self.opened.template.counts
        if not counts:
            return ""
        if revision.counts_removed:
            return (
                f"Saving removes the {len(counts)} counts of false alarms: they were counted with the places as they were. "
                "Without counts, what only checks against the template find is INCONCLUSIVE. "
                f"`docforensics template count {self.shown_folder} FILE...` counts anew."
            )
        return f"The {len(counts)} counts of false alarms stay while notes alone are edited, which no check reads."
