r"""docforensics finds forged travel documents: image bytes in, a reasoned fraud score out.

    image bytes -> Capture (one side, one or more lights)
    Capture -> Frame (outline, refined by the MRZ, refined by the template) -> Page, drawn once
    Page -> MrzReading, VizReading, seals; the template match          all of it: reading.py, one side
    sides together -> Document (facts of one questioned document)
    Document -> check -> Measured | Abstained | Aborted                a check measures, it never judges
    Outcome + calibration -> Evidence (log10 LR, bounded) -> Verdict -> Report, Guidance

    >>> import docforensics as df
    >>> mrz = df.parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
    >>> mrz.fields["document_number"].value
    'L898902C3'

Names are loaded on first use, so that importing docforensics is cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docforensics.batch.scan import ScanResult, scan
    from docforensics.capture.light import Light
    from docforensics.capture.limits import Limits
    from docforensics.capture.model import Channel, Image, SideKind
    from docforensics.capture.side import Capture
    from docforensics.errors import (
        CalibrationError,
        ChipDataError,
        DecodeError,
        DocforensicsError,
        EngineUnavailableError,
        InputError,
        LimitExceededError,
        MrzFormatError,
        ResourceCorruptError,
        ResourceError,
        ResourceMissingError,
        ScanError,
        SealFormatError,
        TemplateError,
        TrustStoreError,
        UnsupportedFormatError,
        UsageError,
    )
    from docforensics.examiner import Examiner, Failure, examine
    from docforensics.guidance.equipment import Profile
    from docforensics.mrz.parse import Mrz, parse_mrz
    from docforensics.mrz.read import read_all_mrz, read_mrz
    from docforensics.mrz.reading import MrzReading
    from docforensics.report.model import Finding
    from docforensics.report.report import Report
    from docforensics.scoring.model import OutcomeClass, Verdict
    from docforensics.scoring.policy import Policy
    from docforensics.seal.chip import ChipData
    from docforensics.seal.decode import decode_seal
    from docforensics.seal.trust import TrustStore
    from docforensics.settings import ExaminerSettings
    from docforensics.templates.learning.learn import learn_template
    from docforensics.templates.model import Feature, FeatureKind, Template, TemplateModel
    from docforensics.templates.store import TemplateStore, load_template, save_template
    from docforensics.version import __version__

_HOME = {
    "docforensics.batch.scan": ("ScanResult", "scan"),
    "docforensics.capture.limits": ("Limits",),
    "docforensics.capture.light": ("Light",),
    "docforensics.capture.model": ("Channel", "Image", "SideKind"),
    "docforensics.capture.side": ("Capture",),
    "docforensics.errors": (
        "CalibrationError",
        "ChipDataError",
        "DecodeError",
        "DocforensicsError",
        "EngineUnavailableError",
        "InputError",
        "LimitExceededError",
        "MrzFormatError",
        "ResourceCorruptError",
        "ResourceError",
        "ResourceMissingError",
        "ScanError",
        "SealFormatError",
        "TemplateError",
        "TrustStoreError",
        "UnsupportedFormatError",
        "UsageError",
    ),
    "docforensics.examiner": ("Examiner", "Failure", "examine"),
    "docforensics.guidance.equipment": ("Profile",),
    "docforensics.mrz.parse": ("Mrz", "parse_mrz"),
    "docforensics.mrz.read": ("read_all_mrz", "read_mrz"),
    "docforensics.mrz.reading": ("MrzReading",),
    "docforensics.report.model": ("Finding",),
    "docforensics.report.report": ("Report",),
    "docforensics.scoring.model": ("OutcomeClass", "Verdict"),
    "docforensics.scoring.policy": ("Policy",),
    "docforensics.seal.chip": ("ChipData",),
    "docforensics.seal.decode": ("decode_seal",),
    "docforensics.seal.trust": ("TrustStore",),
    "docforensics.settings": ("ExaminerSettings",),
    "docforensics.templates.learning.learn": ("learn_template",),
    "docforensics.templates.model": ("Feature", "FeatureKind", "Template", "TemplateModel"),
    "docforensics.templates.store": ("TemplateStore", "load_template", "save_template"),
    "docforensics.version": ("__version__",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "CalibrationError",
    "Capture",
    "Channel",
    "ChipData",
    "ChipDataError",
    "DecodeError",
    "DocforensicsError",
    "EngineUnavailableError",
    "Examiner",
    "ExaminerSettings",
    "Failure",
    "Feature",
    "FeatureKind",
    "Finding",
    "Image",
    "InputError",
    "Light",
    "LimitExceededError",
    "Limits",
    "Mrz",
    "MrzFormatError",
    "MrzReading",
    "OutcomeClass",
    "Policy",
    "Profile",
    "Report",
    "ResourceCorruptError",
    "ResourceError",
    "ResourceMissingError",
    "ScanError",
    "ScanResult",
    "SealFormatError",
    "SideKind",
    "Template",
    "TemplateError",
    "TemplateModel",
    "TemplateStore",
    "TrustStore",
    "TrustStoreError",
    "UnsupportedFormatError",
    "UsageError",
    "Verdict",
    "__version__",
    "decode_seal",
    "examine",
    "learn_template",
    "load_template",
    "parse_mrz",
    "read_all_mrz",
    "read_mrz",
    "save_template",
    "scan",
]


def __getattr__(name: str) -> object:
    if name == "bench":
        return import_module("docforensics.bench")
    try:
        module = _MODULE_OF[name]
    except KeyError:
        raise AttributeError(f"module 'docforensics' has no attribute {name!r}") from None
    value = getattr(import_module(module), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
