"""What an authority wants done with a score: its prior, its thresholds, its switches. A TOML file with a stable hash."""

import hashlib
import json
import warnings
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import isfinite, log10
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.checks.modes import RunMode
from docforensics.checks.renamed import current_id
from docforensics.checks.spec import family_of
from docforensics.choices import chosen
from docforensics.errors import UsageError
from docforensics.parsing import made, placed, plain, read_toml
from docforensics.regular import is_file
from docforensics.resources import manifest, resource
from docforensics.scoring.mandatory import DEFAULT, MandatoryClaims
from docforensics.scoring.model import OutcomeClass

VERSION = 2
"""Of policy files: 2 has mandatory claims, the one before, which stated none, a minimum of coverage."""
_BELOW_REFER = 0.005
"""log10 LR by which a finding without a count on real documents stays below REFER: half of the steps in which bounds are written."""
_SPARING = frozenset({RunMode.EVALUATORY, RunMode.OFF})


class PolicyVersionWarning(UserWarning):
    """A policy file of an earlier version was read; its text states what changed."""


class SpecimenRule(StrEnum):
    """What to do with a specimen or test document (TR-03135: NoTestDocument)."""

    NOTE = "note"
    """Say so. For laboratories and demonstrations."""
    REFER = "refer"
    """REFER at least. For a live post, where nobody travels on a specimen."""


class AlertedRule(StrEnum):
    """What to do with a document that an alert in force matches. There is no rule that passes one."""

    REFER = "refer"
    """REFER at least."""
    ALERT = "alert"
    """ALERT, whatever the score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One set of rules from evidence to outcome."""

    name: str = "balanced"
    prior: float = 0.05
    """Probability that a document is not genuine before anything is measured, 0..1 exclusive."""
    refer: float = 0.15
    """Score from which the outcome is REFER (or worse)."""
    alert: float = 0.80
    """Score from which the outcome is ALERT."""
    alert_families: int = 2
    """How many families must hold an adverse finding for ALERT; with fewer it stays REFER."""
    false_alarms: float | None = 0.02
    """Share of genuine documents that may be referred, where the fit of the condition knows how much evidence so many have against them: it
    raises `refer` and `alert` (`scoring.limits`). None leaves both to the score."""
    refer_earlier: bool = True
    """Refer below `refer` too where the fit knows that no more genuine documents than `false_alarms` have as much against them, but for a likelihood
    ratio of less than 2. A policy file that does not state it leaves `refer` the least."""
    clear_log10_lr: float = 0.0
    """Total log10 LR above which a document is not CLEAR, whatever was verified. 0: the evidence may not be adverse in total."""
    mandatory: tuple[MandatoryClaims, ...] = DEFAULT
    """Which claims have to be verified for CLEAR, under which circumstances."""
    test_document: SpecimenRule = SpecimenRule.NOTE
    alerted: AlertedRule = AlertedRule.REFER
    """What a match with an alert in force comes to; it never moves the score."""
    require_signed_templates: bool = False
    """Refuse reference templates that nobody believed has signed: a doctored reference passes every forgery."""
    hold_uncounted: bool = True
    """Let no finding refer a document by itself whose check was counted neither on real documents of several sources nor on genuine ones of
    the same model (`single_row_bound`); the claim is contradicted all the same: docs/decisions/2026-11-27-model-counts.md."""
    run_modes: Mapping[str, RunMode] = field(default_factory=lambda: MappingProxyType({}))
    """By check id or family; a check's own entry goes before its family's, and what is not named runs as the check declares."""
    issuers: Mapping[str, Mapping[str, RunMode]] = field(default_factory=lambda: MappingProxyType({}))
    """By issuer (three letters): checks or families that its documents are known to trip, `evaluatory` or `off`. An issuer
    can only be spared a check: no prior and no threshold depends on where a document comes from."""
    meaning: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By outcome: what the authority has ordered for it, said in every report with that outcome."""

    def __post_init__(self) -> None:
        for name in ("prior", "refer", "alert", "false_alarms"):
            value = getattr(self, name)
            if value is not None and not 0 < value < 1:
                raise UsageError(f"Policy.{name}: expected between 0 and 1, got {value}")
        if self.refer > self.alert:
            raise UsageError(f"Policy: expected refer <= alert, got {self.refer} and {self.alert}")
        if not isfinite(self.clear_log10_lr):
            raise UsageError(f"Policy.clear_log10_lr: expected a finite number, got {self.clear_log10_lr}")
        if not self.mandatory:
            raise UsageError(
                "Policy.mandatory: expected at least one entry; a policy without any could clear everything"
            )
        for name in ("require_signed_templates", "hold_uncounted", "refer_earlier"):
            if not isinstance(getattr(self, name), bool):
                raise UsageError(f"Policy.{name}: expected true or false, got {getattr(self, name)!r}")
        if self.alert_families < 1:
            raise UsageError(f"Policy.alert_families: expected at least 1, got {self.alert_families}")
        object.__setattr__(self, "clear_log10_lr", float(self.clear_log10_lr))
        self._check_issuers()
        if unknown := sorted(set(self.meaning) - set(OutcomeClass)):
            raise UsageError(f"Policy.meaning: expected outcomes, got {', '.join(unknown)}")
        object.__setattr__(self, "run_modes", _current("run_modes", self.run_modes))
        object.__setattr__(self, "meaning", MappingProxyType(dict(self.meaning)))
        spared = {issuer: _current(f"issuers.{issuer}", modes) for issuer, modes in self.issuers.items()}
        object.__setattr__(self, "issuers", MappingProxyType(spared))

    def __reduce__(self) -> tuple[object, ...]:
        # Its mappings are read-only views, which do not travel to another process; its rules do.
        return type(self).from_table, ({"version": VERSION, **plain(self)},)

    def _check_issuers(self) -> None:
        for issuer, modes in self.issuers.items():
            if wrong := sorted(mode for mode in modes.values() if mode not in _SPARING):
                raise UsageError(
                    f"Policy.issuers.{issuer}: expected evaluatory or off, got {', '.join(wrong)}; an issuer's documents "
                    "can be spared a check, not singled out for one"
                )

    def for_issuer(self, issuer: str) -> "Policy":
        """Give the policy for documents of an issuer: the same, less what those are spared."""
        spared = self.issuers.get(issuer)
        if not spared:
            return self
        # A check's own entry goes before its family's: one that lets it weigh gives way where the family is spared.
        kept = {
            one: mode
            for one, mode in self.run_modes.items()
            if mode in _SPARING or family_of(one) not in spared or one in spared
        }
        return replace(self, run_modes={**kept, **spared})

    def mode(self, check: str, family: str, declared: RunMode = RunMode.OPTIONAL) -> RunMode:
        """How the check of that id and family is run, which declares a mode of its own."""
        return self.run_modes.get(check, self.run_modes.get(family, declared))

    def mandatory_claims(
        self, channels: Collection[Channel], lights: Collection[Light], equipment: Collection[str] = ()
    ) -> frozenset[ClaimId]:
        """Give the claims that CLEAR needs for a document that came by these channels, in these lights, at a post with this equipment."""
        held = [rule for rule in self.mandatory if rule.holds(channels, lights, equipment)]
        return frozenset(claim for rule in held for claim in rule.claims)

    @property
    def single_row_bound(self) -> float:
        """log10 LR that leaves a document with one finding just below `refer`: what genuine documents must support more than, for a check to refer one by itself."""
        return self.below(self.refer)

    def below(self, score: float) -> float:
        """Give the log10 LR that leaves a document just below a score; 0 where its prior reaches it."""
        odds = (score / (1 - score)) / (self.prior / (1 - self.prior))
        return max(log10(odds) - _BELOW_REFER, 0.0)

    @property
    def digest(self) -> str:
        """sha256 over the rules alone: two policies that rule alike have the same one, whatever their file looks like."""
        rules = {key: value for key, value in plain(self).items() if key != "name"}
        return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()

    @classmethod
    def preset(cls, name: str = "balanced") -> Self:
        """Load a shipped policy; UsageError when there is none of that name."""
        if name not in _shipped():
            raise UsageError(f"Policy.preset: expected one of {', '.join(_shipped())}, got {name!r}")
        return cls.load(resource(f"policy/{name}.toml"))

    @classmethod
    def shipped_names(cls) -> tuple[str, ...]:
        """Name the shipped policies."""
        return tuple(_shipped())

    @classmethod
    def find(cls, name: str | None) -> Self:
        """Load a policy by its file, or by the name of a shipped one; the shipped `balanced` for None."""
        if name is None:
            return cls.load()
        if is_file(Path(name)) or Path(name).suffix:
            return cls.load(name)
        if name not in _shipped():
            wanted = f"expected a TOML file, or one of {', '.join(_shipped())}"
            raise UsageError(f"policy {name}: no policy file or shipped policy of this name: {wanted}")
        return cls.preset(name)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """Make a policy of what its file holds, or of what `parsing.plain` gave of one; ValueError names what does not fit."""
        rules = _of_this_version(dict(table))
        if "costs" in rules:
            if "refer" in rules:
                raise UsageError(
                    "give either refer or [costs]: the costs determine from which score to refer"
                )
            rules["refer"] = made(Costs, rules.pop("costs")).refer
        rules.setdefault(
            "refer_earlier", False
        )  # what a file calls the score of REFER is the least, unless it states otherwise
        if rules.get("false_alarms") == "none":  # TOML has no null
            rules["false_alarms"] = None
        return made(cls, rules)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Self:
        """Load a policy from a TOML file, the shipped `balanced` when none is named; UsageError states what is wrong."""
        file = resource("policy/balanced.toml") if path is None else Path(path)
        with placed(f"policy {file.name}", UsageError):
            return cls.from_table(read_toml(file))


def _of_this_version(rules: dict[str, Any]) -> dict[str, Any]:
    """Take a policy of an earlier version by its rules that still hold, with a warning that names what changed."""
    version = rules.pop("version", None)
    if version is not None and version != VERSION:
        raise UsageError(f"version: expected {VERSION}, got {version!r}")
    if version is None and "mandatory" not in rules:
        dropped = rules.pop("minimum_coverage", None)
        warnings.warn(
            f"policy {rules.get('name', 'without a name')}: it states no version and is read as one of before claims. "
            + (f"minimum_coverage = {dropped} has no effect any more: " if dropped is not None else "")
            + "CLEAR now needs every mandatory claim verified (by default all that the lights given can show; [[mandatory]] names others). "
            + f"Write version = {VERSION} to confirm.",
            PolicyVersionWarning,
            stacklevel=2,
        )
    return rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a wrong outcome costs, in any one unit."""

    miss: float
    false_alarm: float

    def __post_init__(self) -> None:
        if not (self.miss > 0 and self.false_alarm > 0):
            raise UsageError(
                f"costs: expected numbers above 0, got miss {self.miss}, false_alarm {self.false_alarm}"
            )

    @property
    def refer(self) -> float:
        """Score from which referring costs less than passing: what a false alarm costs, of both costs together."""
        return self.false_alarm / (self.miss + self.false_alarm)


def _current(where: str, modes: Mapping[str, RunMode]) -> Mapping[str, RunMode]:
    """Give run modes by the ids that checks have now; UsageError for no run mode, or a check named by its old id and its new."""
    current = {
        current_id(check): chosen(RunMode, mode, f"Policy.{where}.{check}") for check, mode in modes.items()
    }
    if len(current) != len(modes):
        twice = [old for old in modes if current_id(old) != old and current_id(old) in modes]
        raise UsageError(f"Policy.{where}: {', '.join(twice)} is named by its new id as well")
    return MappingProxyType(current)


def _shipped() -> list[str]:
    return sorted(Path(entry.path).stem for entry in manifest() if entry.path.startswith("policy/"))
