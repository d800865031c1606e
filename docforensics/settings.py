"""What decides an examination besides the document itself: one frozen value, as JSON, with a digest of its content."""

import hashlib
import json
import reprlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import entry_points
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Self, TypedDict

from docforensics.alerts.book import FOLDER, LIST, AlertBook
from docforensics.alerts.numbers import NumberKeys
from docforensics.capture.limits import DEFAULT_LIMITS, Limits
from docforensics.checks.registry import GROUP
from docforensics.errors import UnknownOptionError, UsageError
from docforensics.guidance.equipment import Profile
from docforensics.mrz.engines import ENGINES, MrzEngine, load_engine
from docforensics.parsing import made, placed, plain
from docforensics.regular import files_below, is_file
from docforensics.resources import models_folder, sha256_of
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.policy import Policy
from docforensics.seal.trust import TrustStore
from docforensics.templates.model import Template
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore, digest_of_packs, find_packs
from docforensics.version import __version__

AnyPath = str | PathLike[str]
Templates = TemplateStore | Iterable[Template] | AnyPath | None


class ExaminerOptions(TypedDict, total=False):
    """The fields of `ExaminerSettings` as keyword arguments of `Examiner` and `scan`."""

    templates: Templates
    template_keys: TemplateKeys | AnyPath | None
    policy: Policy | AnyPath | None
    calibration: Iterable[AnyPath]
    engine: MrzEngine | str | None
    viz_reader: str
    trust: TrustStore | AnyPath | None
    alerts: AlertBook | AnyPath | None
    alert_keys: TemplateKeys | AnyPath | None
    number_keys: NumberKeys | AnyPath | None
    limits: Limits
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerSettings:
    """What `Examiner`, `scan` and the command line take.

    Paths become text when the settings are made, and are read when an examiner is made or the digest is asked for. What is
    given ready made (a store, keys, an engine) serves in this process alone: it has a digest and no JSON.
    """

    templates: TemplateStore | tuple[Template, ...] | str | None = None
    """A folder of packs, a store, or templates; None takes the ones that are shipped (Utopia)."""
    template_keys: TemplateKeys | str | None = None
    """Trusted keys of template packs: a PEM file or folder of Ed25519 public keys, or `TemplateKeys`. A policy with
    `require_signed_templates` refuses all other packs."""
    policy: Policy | str | None = None
    """How outcomes become CLEAR, REFER, ALERT or INCONCLUSIVE: a policy, its file, or the name of a shipped one; None takes the
    shipped `balanced`."""
    calibration: tuple[str, ...] = ()
    """Calibration files of your own (`docforensics calibrate` writes them), read together with the shipped ones: their rows replace the
    shipped ones of the same check and condition, those for every condition all shipped ones of their check."""
    engine: MrzEngine | str | None = None
    """Name of an MRZ engine or an engine; None takes the best that is installed. With none installed the examination goes on,
    and what needs the MRZ abstains."""
    viz_reader: str = "network"
    """Name of the reader of the visual zone (`network` ships with the package, `tesseract` is an extra)."""
    trust: TrustStore | str | None = None
    """Trusted certificates for digital seals and chip data: a folder or a `TrustStore`. With None seals are read and compared,
    and their signature stays undetermined."""
    alerts: AlertBook | str | None = None
    """A folder of applied alerts (`docforensics alert apply`), or an `AlertBook`; None takes the folder `alerts` in that of the templates,
    where there is one."""
    alert_keys: TemplateKeys | str | None = None
    """Trusted keys of alerts. With None an alert counts as it was applied: `docforensics alert apply` takes none without a trusted signature."""
    number_keys: NumberKeys | str | None = None
    """Keys of the lists of numbers in alerts: a file or a folder of `*.key`. Without a key its lists match nothing."""
    limits: Limits = DEFAULT_LIMITS
    """On one input file."""
    equipment: tuple[str, ...] = ()
    """What the post has, by name or alias (`uv-lamp`): a policy may demand more of a post that has more; empty where nobody said."""

    def __post_init__(self) -> None:
        for name, (kind, expected) in _EXPECTED.items():
            given = getattr(self, name)
            told = _as_text(given)
            if name in _ITEMS and isinstance(told, Iterable) and not isinstance(told, TemplateStore | str):
                told = given = tuple(map(_as_text, told))
            items = told if isinstance(told, tuple) else ()
            if not isinstance(told, kind) or not all(isinstance(one, _ITEMS[name]) for one in items):
                raise UsageError(f"{name}: expected {expected}, got {reprlib.repr(given)}")
            object.__setattr__(self, name, told)

    @classmethod
    def of(cls, settings: Self | None, options: Mapping[str, Any]) -> Self:
        """Give settings with the options put in their place; UsageError for what is no settings, or no option of theirs."""
        if not isinstance(settings, cls | None):
            wanted = "ExaminerSettings, or options by name (templates=...)"
            raise UsageError(f"settings: expected {wanted}, got {reprlib.repr(settings)}")
        refuse_unknown(options, [field.name for field in fields(cls)])
        return replace(settings or cls(), **options)

    def to_dict(self) -> dict[str, Any]:
        """Lay the settings out as plain values for JSON; UsageError for what was given ready made."""
        told: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        if isinstance(self.policy, Policy):
            told["policy"] = plain(self.policy)
        told |= {"calibration": list(self.calibration), "limits": asdict(self.limits)}
        told["equipment"] = list(self.equipment)
        for name, value in told.items():
            if not isinstance(value, str | list | dict | None):
                raise UsageError(
                    f"{name}: a {type(value).__name__} serves in this process alone; give a path or a name"
                )
        return told

    def if_plain(self) -> dict[str, Any] | None:
        """Lay them out as `to_dict` does; None where something was given ready made."""
        try:
            return self.to_dict()
        except UsageError:
            return None

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Self:
        """Make the settings that `to_dict` laid out; UsageError names a key or value that does not fit."""
        with placed("settings", UsageError):
            options = made(dict[str, Any], told)
            if isinstance(options.get("policy"), Mapping):
                with placed("policy", UsageError):
                    options["policy"] = Policy.from_table(options["policy"])
            if "limits" in options:
                with placed("limits", UsageError):
                    options["limits"] = made(Limits, options["limits"])
            return cls.of(None, options)

    def load_policy(self) -> Policy:
        """Load the policy; UsageError when it cannot be read."""
        return self.policy if isinstance(self.policy, Policy) else Policy.find(self.policy)

    def load_templates(self, *, signed: bool) -> TemplateStore:
        """Open the templates; TemplateError for one that is damaged or, where `signed`, without a trusted signature."""
        given = self.template_keys
        keys = TemplateKeys.load(given) if isinstance(given, str) else given
        if self.templates is None:
            return TemplateStore.shipped()
        if isinstance(self.templates, str):
            return TemplateStore.open(self.templates, keys=keys, require_signed=signed)
        store = self.templates if isinstance(self.templates, TemplateStore) else TemplateStore(self.templates)
        if signed:
            store.refuse_unsigned()
        return store

    def load_calibration(self) -> Calibration:
        """Load the shipped calibration and the user's own; CalibrationError when a file cannot be read."""
        return Calibration.load(beside=map(Path, self.calibration))

    def load_engine(self) -> MrzEngine | None:
        """Load the MRZ engine; None when none is named and none is installed."""
        return (
            load_engine(self.engine) if self.engine is None or isinstance(self.engine, str) else self.engine
        )

    def load_equipment(self) -> frozenset[str]:
        """Give the slugs of the equipment, with what each piece includes; UsageError for a name that is not known."""
        return Profile.of(self.equipment).slugs

    def load_trust(self) -> TrustStore | None:
        """Load the trusted certificates; TrustStoreError when there are none in the folder."""
        return TrustStore.load(self.trust) if isinstance(self.trust, str) else self.trust

    def load_alerts(self) -> AlertBook | None:
        """Open the applied alerts; AlertError where they cannot be read, None where there are none."""
        if isinstance(self.alerts, AlertBook):
            return self.alerts
        folder = self.alerts or self._alerts_of_templates()
        if folder is None:
            return None
        numbers, trusted = self.number_keys, self.alert_keys
        return AlertBook.open(
            folder,
            keys=NumberKeys.load(numbers) if isinstance(numbers, str) else numbers,
            trusted=TemplateKeys.load(trusted) if isinstance(trusted, str) else trusted,
        )

    def _alerts_of_templates(self) -> str | None:
        folder = Path(self.templates) / FOLDER if isinstance(self.templates, str) else None
        return str(folder) if folder is not None and is_file(folder / LIST) else None

    def content(self) -> dict[str, object]:
        """Everything that results depend on besides the document, as plain values: files by their content, not their names.

        Reads the files anew. Of an engine given ready made its name counts.
        """
        engine = self.engine or ENGINES[0]
        plugins = entry_points(group=GROUP)
        return {
            "docforensics": __version__,
            "models": sha256_of(models_folder() / "MANIFEST.toml"),
            "plugins": sorted(f"{one.name} {one.value} {one.dist and one.dist.version}" for one in plugins),
            "policy": self.load_policy().digest,
            "calibration": self.load_calibration().digest,
            "templates": _templates_digest(self.templates),
            "template_keys": _digest_of(self.template_keys),
            "trust": _digest_of(self.trust),
            **self._alerts_content(),
            "engine": engine if isinstance(engine, str) else engine.name,
            "viz_reader": self.viz_reader,
            "limits": asdict(self.limits),
            "equipment": sorted(self.load_equipment()),
        }

    def _alerts_content(self) -> dict[str, object]:
        """Alerts by the list of what was applied; nothing where there are none, so that the digest stays the one of before alerts."""
        book = self.load_alerts()
        if book is None:
            return {}
        return {
            "alerts": book.digest or hash_of(sorted(entry.digest for entry in book.entries)),
            "alert_keys": _digest_of(self.alert_keys),
            "number_keys": sorted(book.keys.ids),
        }

    @property
    def digest(self) -> str:
        """sha256 over `content`: settings of one digest give the same results."""
        return hash_of(self.content())


_EXPECTED: Mapping[str, tuple[Any, str]] = {
    "templates": (TemplateStore | tuple | str | None, "a folder of packs, a store or a list of templates"),
    "template_keys": (TemplateKeys | str | None, "a file or folder of public keys, or TemplateKeys"),
    "policy": (Policy | str | None, "a Policy, its file, or the name of a shipped one"),
    "calibration": (tuple, "a list of files"),
    "engine": (MrzEngine | str | None, "the name of an MRZ engine, or an engine"),
    "viz_reader": (str, "the name of a reader"),
    "trust": (TrustStore | str | None, "a folder of certificates, or a TrustStore"),
    "alerts": (AlertBook | str | None, "a folder of applied alerts, or an AlertBook"),
    "alert_keys": (TemplateKeys | str | None, "a file or folder of public keys, or TemplateKeys"),
    "number_keys": (NumberKeys | str | None, "a file or folder of keys of number lists, or NumberKeys"),
    "limits": (Limits, "Limits"),
    "equipment": (tuple, "a list of names of equipment"),
}
"""What settings are, once paths are text and lists are tuples: for Python and in words."""
_ITEMS: Mapping[str, type] = {"templates": Template, "calibration": str, "equipment": str}
"""What the lists among them hold."""


def _as_text(given: object) -> object:
    return fspath(given) if isinstance(given, PathLike) else given


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that are not known; UnknownOptionError lists those that are."""
    if unknown := sorted(set(given) - set(known)):
        raise UnknownOptionError(f"unknown key {', '.join(unknown)}; known are {', '.join(known)}")


def hash_of(content: object) -> str:
    """sha256 over plain values as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _templates_digest(given: TemplateStore | tuple[Template, ...] | str | None) -> str:
    if isinstance(given, str):
        return digest_of_packs(find_packs(given))
    if given is None:
        return ""
    return (given if isinstance(given, TemplateStore) else TemplateStore(given)).digest


def _digest_of(given: TemplateKeys | TrustStore | str | None) -> str:
    """Hash a folder's files by name and content, or the one file, or what was made of them; empty for none."""
    if given is None:
        return ""
    if isinstance(given, TemplateKeys):
        return hash_of(sorted(given.ids))
    if isinstance(given, TrustStore):
        signed = [
            *(one.der for one in given.certificates),
            *(one.signed.data for one in given.revocation_lists),
        ]
        ders = [sorted(hashlib.sha256(one).hexdigest() for one in part) for part in (signed, given.pinned)]
        return hash_of([*ders, sorted(given.complete)])
    root = Path(given)
    with placed(f"{root} cannot be read", UsageError):
        return _hash_of_files(root)


def _hash_of_files(root: Path) -> str:
    files = [root] if is_file(root) else sorted(files_below(root))
    return hash_of([(path.relative_to(root).as_posix(), sha256_of(path)) for path in files])
