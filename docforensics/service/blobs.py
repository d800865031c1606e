"""What is kept of a document, besides its row: encrypted files in a folder or behind any fsspec address."""

from collections.abc import Iterable

from docforensics.batch.addresses import Folder
from docforensics.errors import DocforensicsError, UsageError
from docforensics.service.vault import Vault

ASKED = "asked"
"""Name of what was asked, while the document waits; the others are forms of the report."""

DRAFT = "draft"
"""Name of the last draft of an alert that was made of the document at the desk."""


class KeptError(DocforensicsError):
    """What is to be kept cannot be written, for example because the disk is full; to be tried again later."""


class Blobs:
    """Encrypted files, named by examination and part."""

    def __init__(self, address: str, vault: Vault) -> None:
        self._folder, self.vault = Folder(address), vault

    def put(self, examination: str, part: str, data: bytes) -> None:
        """Keep a part, in the place of an earlier one; KeptError where it cannot be written."""
        name = _name(examination, part)
        try:
            self._folder.write(name, self.vault.encrypted(data, name))
        except UsageError as error:
            raise KeptError(str(error)) from error

    def get(self, examination: str, part: str) -> bytes | None:
        """Give a part; None where it is not kept. SealedError where it was changed."""
        name = _name(examination, part)
        raw = self._folder.read(name)
        return None if raw is None else self.vault.decrypted(raw, name)

    def drop(self, examination: str, parts: Iterable[str]) -> None:
        """Delete parts that may be there."""
        for part in parts:
            name = _name(examination, part)
            if self._folder.read(name) is not None:
                self._folder.delete(name)


def _name(examination: str, part: str) -> str:
    return f"{examination[:2]}/{examination}.{part}"
