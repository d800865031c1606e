"""Every exception that docforensics raises on purpose.

    DocforensicsError
    ├── UsageError                 the call itself is wrong (exit code 2)
    │   └── UnknownOptionError         a keyword argument that there is not; a TypeError as well
    ├── InputError                 this input cannot be examined (exit code 3)
    │   ├── UnsupportedFormatError     not an image or document we decode
    │   ├── DecodeError                damaged, truncated or empty
    │   ├── LimitExceededError         too many bytes, pixels or pages; refused before decoding
    │   ├── MrzFormatError             a text that fits no MRZ format at all
    │   ├── SealFormatError            a payload that is no digital seal, or not one as its standard says
    │   └── ChipDataError              files of a chip that are not what the LDS says
    ├── ResourceError              a model or template is bad or missing (exit code 4)
    │   ├── ResourceMissingError
    │   ├── ResourceCorruptError       its sha256 is not the one in MANIFEST.toml
    │   ├── CalibrationError
    │   ├── TemplateError
    │   ├── AlertError                 an alert, or a feed of alerts, is malformed, changed, older than what is known, or not signed
    │   └── TrustStoreError            certificates that cannot be read, or none where some were named
    ├── ExaminationCancelledError  whoever asked for an examination gave it up
    ├── ServiceError               a client's: the service answered with a problem, or was not reached (`client`)
    ├── EngineUnavailableError     an optional engine is not installed; says how to install it (exit code 4)
    └── ScanError                  a scan as a whole cannot go on: its workers end outside any document (exit code 4)

A check that crashes is not an exception to the caller: it becomes an `Aborted` outcome that weighs nothing. A ResourceError that a
check meets is one: the examination, or the scan, stops. So does a MemoryError, which passes as Python raises it: the process is short of
memory, and nothing is known of the document. Within bounds it is a LimitExceededError (`Limits(seconds=...)`), or the document's row (a scan).
"""


class DocforensicsError(Exception):
    """Base of all errors raised by docforensics; its text states what to do."""


class UsageError(DocforensicsError, ValueError):
    """The call is wrong: an unknown name, a shape that does not fit, two options that exclude each other."""


class UnknownOptionError(UsageError, TypeError):
    """A keyword argument, or a key of settings, that there is not; its text names those that there are."""


class InputError(DocforensicsError):
    """The input cannot be examined. A batch records the reason and goes on."""


class UnsupportedFormatError(InputError):
    """The bytes are not of a format that docforensics decodes (or an extra is needed for it)."""


class DecodeError(InputError):
    """The bytes claim a supported format but are damaged, truncated or empty."""


class LimitExceededError(InputError):
    """Bytes, pixels or pages exceed the `Limits` in force; nothing was decoded."""


class MrzFormatError(InputError):
    """A text that fits no MRZ format, however generously read."""


class SealFormatError(InputError):
    """A payload that is no visible digital seal, or breaks the rules of its kind."""


class ChipDataError(InputError):
    """Files read from a chip that are missing, too large, or not in the form of the logical data structure."""


class ResourceError(DocforensicsError):
    """A model, calibration or template file is bad or missing."""


class ResourceMissingError(ResourceError):
    """A file that MANIFEST.toml names, or that the caller named, is not there."""


class ResourceCorruptError(ResourceError):
    """A shipped file does not have the sha256 that MANIFEST.toml states."""


class CalibrationError(ResourceError):
    """A calibration table is malformed or lacks a row."""


class TemplateError(ResourceError):
    """A reference template is malformed, or cannot be learned from the captures given."""


class AlertError(ResourceError):
    """An alert, a list of numbers, or a feed of alerts is malformed, was changed, is older than what is known, or has no trusted signature."""


class TrustStoreError(ResourceError):
    """A folder of trust holds nothing, or a certificate or list in it cannot be read."""


class ExaminationCancelledError(DocforensicsError):
    """An examination was cancelled by whoever asked for it; nothing is known of the document."""


class EngineUnavailableError(DocforensicsError):
    """An optional engine or its program is not installed."""


class ScanError(DocforensicsError):
    """A scan as a whole cannot go on; what it has found so far is kept, and it can be resumed."""
