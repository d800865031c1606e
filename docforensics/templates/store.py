"""Where templates lie: folders that an author edits, packed files, and a store of either to choose from."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.free_size import AnySize, FreeSize
from docforensics.kept import Kept
from docforensics.mrz.parse import Mrz
from docforensics.page.model import Page
from docforensics.parsing import placed
from docforensics.regular import is_file, is_folder, read_regular
from docforensics.resources import resource_bytes, resources
from docforensics.templates.archive import MOST_PART_BYTES
from docforensics.templates.fitting import best_fit
from docforensics.templates.model import Template
from docforensics.templates.pack import SUFFIX, pack_digest, pack_parts, read_pack
from docforensics.templates.parts import JSON, PART, from_parts, to_parts
from docforensics.templates.registration.placing import PagePoints
from docforensics.templates.registration.register import Registration
from docforensics.templates.retrieval.choose import (
    Choice,
    Chosen,
    NoneFits,
    OneOf,
    choose,
    likely_from_afar,
)
from docforensics.templates.retrieval.index import IndexEntry, TemplateIndex, stamp_of
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.whole_parts import write_parts
from docforensics.templates.writing import writing

SHIPPED = "shipped"
"""`Template.signed_by` of what comes with this package."""
_TRY_ALL = 6
"""Templates up to this number are all laid on the page when looks alone choose none: a page in a cluttered photo has no frame to choose by, and key points find it all the same."""
_KEPT = 16
"""Loaded templates that a large store keeps in memory."""
_MADE = Kept()
"""The shipped templates, by folder and content: every examiner reads and verifies the files, and their pictures are decoded once a process (.09 s)."""


class TemplateStore:
    """Templates to choose from. Read-only after construction, so one store serves all threads."""

    def __init__(self, templates: Iterable[Template] = ()) -> None:
        self._loaded: dict[int, Template] = dict(enumerate(templates))
        self._packs: tuple[Path, ...] = ()
        self._keys: TemplateKeys | None = None
        self._require_signed = False
        self._index: TemplateIndex | None = None

    @classmethod
    def open(
        cls, folder: str | Path, *, keys: TemplateKeys | None = None, require_signed: bool = False
    ) -> "TemplateStore":
        """All packs in a folder: the folder itself, its direct subfolders, and its packed files.

        A folder that was indexed (`write_index`) is not read: its templates are loaded when a page looks like them.

        Parameters
        ----------
        keys
            Whose signatures are believed.
        require_signed
            Refuse a pack that nobody believed has signed; a folder that an author edits never is.

        Raises
        ------
        TemplateError
            No folder or pack there, no template in it, or one that is damaged or refused.
        """
        packs = find_packs(folder)
        store = cls()
        store._packs, store._keys, store._require_signed = packs, keys, require_signed
        store._index = _fresh_index(Path(folder), packs)
        if store._index is None:
            store._loaded = {number: store._load(number) for number in range(len(packs))}
        return store

    @classmethod
    def shipped(cls) -> "TemplateStore":
        """The templates that come with this package, each file verified against its manifest: as good as signed."""
        return cls(
            _shipped(folder) for folder in sorted({file.parent.name for file in resources("templates")})
        )

    @property
    def templates(self) -> tuple[Template, ...]:
        """In order of their packs; an indexed store loads them all for this."""
        return tuple(self.template(number) for number in range(len(self)))

    def __len__(self) -> int:
        return len(self._packs) or len(self._loaded)

    def template(self, number: int) -> Template:
        """One template, loaded if need be.

        Raises
        ------
        TemplateError
            Its pack is gone, damaged, or not the one that was indexed; told again each time that it is asked for.
        """
        found = self._loaded.get(number)
        if found is None:
            found = self._load(number)
            # Two threads may both load one; the later one is kept, which costs time and nothing else.
            kept = dict(list(self._loaded.items())[-_KEPT + 1 :])
            self._loaded = {**kept, number: found}
        return found

    @property
    def free_sizes(self) -> tuple[FreeSize, ...]:
        """Sizes beyond Doc 9303 that its templates have, each once; an indexed store loads none for this."""
        known = self._index.entries if self._index else self._loaded.values()
        sizes: tuple[AnySize, ...] = tuple(one.size for one in known)
        return tuple(dict.fromkeys(size for size in sizes if isinstance(size, FreeSize)))

    @property
    def digest(self) -> str:
        """sha256 over the content of all templates; an indexed store loads none for this."""
        if self._packs:
            return digest_of_packs(self._packs)
        told = [template.digest or digest_of_parts(to_parts(template)) for template in self._loaded.values()]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @property
    def index(self) -> TemplateIndex:
        """Looks and views of all templates, worked out on first use where they were not indexed before."""
        if self._index is None:
            self._index = TemplateIndex.of(_described(self.templates, self._packs))
        return self._index

    def choose(self, page: Page, mrz: Mrz | None = None) -> Choice:
        """Which template a page is of: one, one of some editions, or none; see `choose.choose`."""
        return choose(self.index, page, mrz)

    def match(self, capture: Capture, page: Page, mrz: Mrz | None) -> Registration | None:
        """The template that fits best, registered; None when none does.

        Looks choose, with the MRZ's issuer as a hint: an MRZ may lie. Between editions that looks cannot tell apart the
        page decides once it lies on each. Where none is chosen, small stores try all, and larger ones what the page may be of from afar.

        Raises
        ------
        TemplateError
            The pack of a template that may fit cannot be loaded: that is no page that none fits.
        """
        if not len(self):
            return None
        points = PagePoints(page)
        choice = self.choose(page, mrz) if len(self) > 1 else NoneFits(score=0.0)
        found = best_fit(capture, page, (self.template(number) for number in _numbers(choice)), points)
        if found is not None:
            return found
        if len(self) > _TRY_ALL:
            numbers: Iterable[int] = likely_from_afar(self.index, page, mrz)
        else:
            numbers = dict.fromkeys((*_likeliest(choice), *range(len(self))))
        return best_fit(capture, page, (self.template(number) for number in numbers), points)

    def refuse_unsigned(self) -> None:
        """TemplateError for the first template that no trusted key has signed."""
        for template in self.templates:
            _refuse_unsigned(template, template.id)

    def _load(self, number: int) -> Template:
        pack = self._packs[number]
        template = load_template(pack, keys=self._keys)
        known = self._index.entries[number].digest if self._index else template.digest
        if template.digest != known:
            raise TemplateError(
                f"{pack}: was changed after it was indexed: put it back, or index the folder again "
                "(docforensics template index) and start anew"
            )
        if self._require_signed:
            _refuse_unsigned(template, str(pack))
        return template


def _shipped(folder: str) -> Template:
    files = [file.name for file in resources(f"templates/{folder}") if PART.fullmatch(file.name)]
    parts = {name: resource_bytes(f"templates/{folder}/{name}") for name in files}
    made = partial(
        from_parts, parts, digest=(digest := digest_of_parts(parts)), signed_by=SHIPPED, name=folder
    )
    return _MADE.once((folder, digest), made)


def find_packs(folder: str | Path) -> tuple[Path, ...]:
    """Folders and files of templates: the path itself if it is one, else those in it, sorted by name.

    Raises
    ------
    TemplateError
        There is no folder, or no template in it.
    """
    root = Path(folder)
    if is_file(root) and root.suffix == SUFFIX:
        return (root,)
    if not is_folder(root):
        raise TemplateError(f"{root}: expected a folder of template packs; make one with df.learn_template")
    if is_file(root / JSON):
        return (root,)
    with placed(f"{root} cannot be listed", TemplateError):
        packs = [*(path.parent for path in root.glob(f"*/{JSON}")), *root.glob(f"*{SUFFIX}")]
    if not packs:
        raise TemplateError(
            f"{root}: holds no template: expected folders with {JSON}, or *{SUFFIX} files; "
            "make one with docforensics template learn"
        )
    return tuple(sorted(packs))


def write_index(folder: str | Path, *, keys: TemplateKeys | None = None) -> int:
    """Index a store's folder, so that it opens at once and chooses among many; returns how many templates it holds."""
    packs = find_packs(folder)
    if packs == (Path(folder),):
        raise TemplateError(f"{folder}: is one template; index the folder above")
    templates = (load_template(pack, keys=keys) for pack in packs)
    index = TemplateIndex.of(_described(templates, packs))
    with writing(folder):
        index.save(Path(folder))
    return len(packs)


def save_template(template: Template, folder: str | Path) -> Path:
    """Write a template as a folder that can be edited; it is made if need be. Returns it.

    A template that is there is replaced, with all its parts or not at all (`whole_parts`). Other files stay.

    Raises
    ------
    UsageError
        The folder cannot be written; what was there is there.
    """
    pack = Path(folder)
    with writing(pack):
        write_parts(pack, to_parts(template))
    return pack


def load_template(path: str | Path, *, keys: TemplateKeys | None = None) -> Template:
    """Read a template: an editable folder or a packed file.

    Raises
    ------
    TemplateError
        A part is missing, malformed, changed, or of a size that does not fit the document.

    """
    pack = Path(path)
    if is_file(pack):
        return read_pack(pack, keys)
    parts = _folder_parts(pack)
    return from_parts(parts, digest=digest_of_parts(parts), name=str(pack))


def template_parts(path: str | Path) -> dict[str, bytes]:
    """Files of a template by name, not decoded: of an editable folder or of a packed file.

    Raises
    ------
    TemplateError
        It cannot be read, or a part of a packed file was changed.
    """
    pack = Path(path)
    return pack_parts(pack) if is_file(pack) else _folder_parts(pack)


def digest_of_packs(packs: Iterable[Path]) -> str:
    """sha256 over the content of templates in their order, folders and packed files, without decoding them.

    Raises
    ------
    TemplateError
        One cannot be read.
    """
    told = [pack_digest(pack) if is_file(pack) else digest_of_parts(_folder_parts(pack)) for pack in packs]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _folder_parts(pack: Path) -> dict[str, bytes]:
    try:
        files = sorted(file for file in pack.iterdir() if PART.fullmatch(file.name))
        return {file.name: read_regular(file, MOST_PART_BYTES) for file in files}
    except OSError as error:
        raise TemplateError(f"{pack}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise TemplateError(f"{pack}: a part cannot be read: {error}") from error


def _refuse_unsigned(template: Template, name: str) -> None:
    if not template.signed_by:
        raise TemplateError(
            f"{name}: not signed with a trusted key, and the policy requires signed templates; "
            "sign it (docforensics template pack --sign KEY) or add the signer's public key"
        )


def digest_of_parts(parts: dict[str, bytes]) -> str:
    """sha256 over names and contents of the parts, in name order."""
    total = hashlib.sha256()
    for name in sorted(parts):
        total.update(name.encode() + b"\0" + hashlib.sha256(parts[name]).digest())
    return total.hexdigest()


def _described(
    templates: Iterable[Template], packs: tuple[Path, ...]
) -> Iterator[tuple[Template, IndexEntry]]:
    for number, template in enumerate(templates):
        pack = packs[number] if packs else None
        yield (
            template,
            IndexEntry(
                model=template.model,
                size=template.size,
                source=pack.name if pack else "",
                stamp=stamp_of(pack) if pack else (0, 0),
                digest=template.digest,
            ),
        )


def _fresh_index(folder: Path, packs: tuple[Path, ...]) -> TemplateIndex | None:
    """The folder's index, if it speaks of these very packs."""
    index = TemplateIndex.load(folder) if is_folder(folder) else None
    if index is None or [entry.source for entry in index.entries] != [pack.name for pack in packs]:
        return None
    stale = any(entry.stamp != stamp_of(pack) for entry, pack in zip(index.entries, packs, strict=True))
    return None if stale else index


def _numbers(choice: Choice) -> tuple[int, ...]:
    if isinstance(choice, Chosen):
        return (choice.number,)
    return choice.numbers if isinstance(choice, OneOf) else ()


def _likeliest(choice: Choice) -> tuple[int, ...]:
    return choice.likeliest if isinstance(choice, NoneFits) else ()
