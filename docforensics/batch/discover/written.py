"""Which templates of a store the runs on its pile wrote: what people changed since then is left as it is."""

from pathlib import Path

from docforensics.batch.addresses import Folder
from docforensics.batch.discover.names import FOLDER
from docforensics.errors import TemplateError
from docforensics.regular import is_there
from docforensics.templates.model import Template
from docforensics.templates.parts import HISTORY, JSON, to_parts
from docforensics.templates.store import digest_of_parts, template_parts

_MOST_BYTES = 1024
"""Of a file with two digests of 64 characters."""
_REVISED = "it holds former revisions, which people confirmed"
_CHANGED = "its template is not the one that the last run wrote"


class WrittenTemplates:
    """What runs wrote into a store: in STORE/.pile/written a file a group, with the digests of its template."""

    def __init__(self, store: Path) -> None:
        self._store, self._files = store, Folder(store)

    def reason_to_keep(self, name: str) -> str:
        """Why the folder of a group is left as it is; empty where it holds what a run wrote, or no template."""
        folder = self._store / name
        if is_there(folder / HISTORY):
            return _REVISED
        if not is_there(folder / JSON):
            return ""
        return "" if self._held(name) & self._noted(name) else _CHANGED

    def note(self, name: str, template: Template) -> None:
        """Note what is written next into the folder of a group: before it is, so that a run that goes on after a kill finds it known."""
        digests = {digest_of_parts(to_parts(template)), *self._held(name)}
        self._files.write(self._file(name), "\n".join(sorted(digests)).encode("ascii"))

    def _held(self, name: str) -> set[str]:
        """The digest of the template that the folder of a group holds; none where it holds none, or one that cannot be read."""
        folder = self._store / name
        try:
            return {digest_of_parts(template_parts(folder))} if is_there(folder / JSON) else set()
        except TemplateError:
            return set()

    def _noted(self, name: str) -> set[str]:
        noted = self._files.read(self._file(name), most=_MOST_BYTES) or b""
        return set(noted.decode("ascii", "replace").split())

    @staticmethod
    def _file(name: str) -> str:
        return f"{FOLDER}/written/{name}"
