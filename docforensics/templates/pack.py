"""One file a template: a signed archive (`archive`) of the template's parts.

UTO-P-2-2024.dftemplate
  manifest.json     format and version; name, size and sha256 of every part
  signature.json    Ed25519 over the manifest, with the signer's key id (optional)
  template.json, visible.mean.png, ...    the parts (`parts`)
"""

from collections.abc import Mapping
from pathlib import Path

from docforensics.errors import TemplateError
from docforensics.templates.archive import ArchiveKind, OpenedArchive, write_archive
from docforensics.templates.model import Template
from docforensics.templates.parts import PART, from_parts, to_parts
from docforensics.templates.signing import PACK, TemplateKeys

SUFFIX = ".dftemplate"
KIND = ArchiveKind(
    format="docforensics-template",
    version=1,
    named="template",
    noun="a template pack",
    part=PART,
    purpose=PACK,
    error=TemplateError,
)


def write_pack(template: Template, path: str | Path, *, private_key: Path | None = None) -> Path:
    """Write the packed file, signed if a private key is given. Returns its path."""
    return pack_of_parts(to_parts(template), template.id, path, private_key=private_key)


def pack_of_parts(
    parts: Mapping[str, bytes], template_id: str, path: str | Path, *, private_key: Path | None = None
) -> Path:
    """Write the packed file of parts as they are, byte for byte."""
    return write_archive(KIND, template_id, parts, path, private_key=private_key)


def read_pack(path: str | Path, keys: TemplateKeys | None = None) -> Template:
    """Read a packed file; every part is verified against the manifest, and the manifest against the signature.

    Parameters
    ----------
    keys
        Whose signatures are believed. A pack of somebody else, or without a signature, is read, and its `signed_by` is
        empty.

    Raises
    ------
    TemplateError
        No pack, beyond the limits, incomplete, changed after it was made, or a signature that does not fit.
    """
    archive = OpenedArchive.open(KIND, path)
    parts = archive.parts()
    return from_parts(parts, digest=archive.digest, signed_by=archive.signer(keys), name=str(archive.file))


def pack_parts(path: str | Path) -> dict[str, bytes]:
    """Parts of a packed file, each verified against the manifest; TemplateError as `read_pack`, but for the signature."""
    return OpenedArchive.open(KIND, path).parts()


def signer_of(path: str | Path) -> str:
    """Key id that a pack states it is signed by, not verified; empty for one without a signature."""
    return OpenedArchive.open(KIND, path, notes_alone=True).stated_signer


def pack_digest(path: str | Path) -> str:
    """sha256 over manifest and signature: the manifest states the sha256 of every part, and `read_pack` compares them."""
    return OpenedArchive.open(KIND, path, notes_alone=True).digest_with_signature
