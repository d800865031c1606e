"""The next revision of a template: captures confirmed by two people in, growth shown, forgeries caught before still found, or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from docforensics.capture.model import Channel
from docforensics.choices import chosen
from docforensics.counting import count_reports, with_counts
from docforensics.errors import UsageError
from docforensics.regular import is_file, real_path
from docforensics.resources import models_folder
from docforensics.revising.caught import CaughtForgery, KnownForgery, against_both
from docforensics.revising.confirmations import PEOPLE, Confirmed, sha256_of
from docforensics.revising.growth import Growth, growth
from docforensics.revising.history import CaughtFile, Entry, TemplateHistory, UsedFile
from docforensics.revising.taking import CaptureFiles, Given, NotTaken, Taken, loaded, name_of, take
from docforensics.settings import ExaminerSettings
from docforensics.templates.learning.update import revision_of, with_further
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.model import Template
from docforensics.templates.parts import to_parts
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.taken_files import is_taken
from docforensics.templates.taken_on import with_channels

Progress = Callable[[str], None]
"""Called with what is done next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What an update did, or would have done."""

    template: Template
    """The next revision; where `is_saved` is False it is not in force."""
    revision: int
    is_saved: bool
    growth: tuple[Growth, ...]
    left_out: tuple[NotTaken, ...]
    doubted: Mapping[str, tuple[str, ...]]
    """Captures on which checks with the former revision are adverse, with these: refused until they were looked at a second time."""
    caught: tuple[CaughtForgery, ...]
    is_refused: bool
    """Whether it was refused, or would be where nothing was to be saved."""

    @property
    def would_pass(self) -> tuple[CaughtForgery, ...]:
        """Forgeries that were caught and that this revision has less against: it is refused for each of them."""
        return tuple(one for one in self.caught if one.would_pass)


def update_template(
    folder: str | Path,
    captures: Sequence[CaptureFiles],
    *,
    confirmations: Sequence[str | Path],
    keys: TemplateKeys,
    caught: Sequence[CaptureFiles] = (),
    holders: Sequence[int] | None = None,
    channel: Channel | str = Channel.SCANNER,
    settings: ExaminerSettings | None = None,
    updated_on: date | None = None,
    accept_doubted: bool = False,
    save: bool = True,
    progress: Progress = lambda _step: None,
) -> Revised:
    """Make the next revision of a template from further genuine captures, and put it in force.

    It is not put in force where a forgery among `caught` would be found without a check that finds it or once did, or with a lower outcome,
    nor where checks are adverse on a capture: two people may be deceived by one forgery, and its like would pass from then on.

    Parameters
    ----------
    folder
        The template's folder. Its signed pack is signed anew from it.
    captures
        Files of genuine documents that the template was not learned from, by light.
    confirmations, keys
        Statements (`confirm_captures`) of two people or more that cover every file, and whose statements are believed.
    caught
        Known forgeries of this model. All that an earlier revision was compared with are to be given again.
    holders
        A number for each capture, the same for captures of one holder's document; told by the machine readable zones when not given.
    channel
        How captures and forgeries were captured. A forgery that an earlier revision found is examined in the channel in which it was found.
    accept_doubted, save
        Whether captures on which checks are adverse are taken, after a second look; False shows what the revision would be.

    Raises
    ------
    UsageError
        A file that fewer than two people confirmed, that was taken before or that is a known forgery, a missing forgery, no capture that
        fits, a template without a model or of fewer than three holders, or a folder that cannot be written or was changed meanwhile.
    TemplateError
        A template or statement that is malformed, changed, or signed with no trusted key; holders that differ where zones read as one.

    """
    channel = chosen(Channel, channel, "channel")
    history, template = _opened(_writable(Path(folder)))
    signed = Confirmed.load(confirmations, keys, template=template.id)
    given = _given(captures, _whose(captures, holders), partial(_confirmed, template, history, signed))
    forgeries = _forgeries(caught, given, history, channel)
    progress("lay the captures on the template, and count false alarms on them")
    taken = take(template, given, channel, settings)
    progress("examine the forgeries that were caught")
    found = _revised(template, taken, forgeries, settings, updated_on)
    is_refused = bool(found.would_pass or (found.doubted and not accept_doubted))
    if save and not is_refused:
        history.advance(to_parts(found.template), _entry(template, found, taken, forgeries, updated_on))
    return replace(found, is_saved=save and not is_refused, is_refused=is_refused)


def _revised(
    template: Template,
    taken: Taken,
    forgeries: Sequence[KnownForgery],
    settings: ExaminerSettings | None,
    updated_on: date | None,
) -> Revised:
    """The next revision, not in force yet."""
    counted = count_reports(template, taken.captures, taken.reports, taken.holders)
    known = with_counts(template, counted)
    channels = with_channels((one.channel for one in taken.captures), known.provenance)
    following = with_further(
        replace(known, provenance=channels),
        taken.matches,
        n_holders=len(set(taken.holders)),
        updated_on=updated_on,
    )
    return Revised(
        template=following,
        revision=revision_of(following),
        is_saved=False,
        growth=growth(template, following),
        left_out=taken.left_out,
        doubted=taken.doubted,
        caught=tuple(against_both(forgeries, template, following, settings=settings)),
        is_refused=False,
    )


def _entry(
    former: Template, found: Revised, taken: Taken, forgeries: Sequence[KnownForgery], made_on: date | None
) -> Entry:
    return Entry(
        revision=found.revision,
        made_on=made_on or date.today(),  # noqa: DTZ011
        kind="update",
        of=former.digest,
        files=taken.files,
        caught=tuple(
            CaughtFile(sha256=digest, channel=one.channel, checks=one.checks_before)
            for forgery, one in zip(forgeries, found.caught, strict=True)
            for digest in forgery.sums
        ),
    )


def _writable(folder: Path) -> Path:
    if is_file(folder):
        raise UsageError(f"{folder}: is a packed file; update its folder, then pack and sign it anew")
    if real_path(folder).is_relative_to(models_folder().resolve()):
        raise UsageError(
            f"{folder}: comes with this package, which compares it with its sha256; copy it first"
        )
    return folder


def _opened(folder: Path) -> tuple[TemplateHistory, Template]:
    """The history and the revision in force; UsageError where its places were presumed.

    Every update counts its captures as of further holders, and checks that look at more than was presumed ask for two or three.
    """
    history = TemplateHistory(folder)
    template = history.in_force()
    if template.n_holders < FEW_HOLDERS:
        raise UsageError(
            f"{template.id}: was learned from captures of {template.n_holders} holder(s), and what varies in it was presumed: learn it anew from all "
            f"captures, of {FEW_HOLDERS} or more holders (docforensics template learn)"
        )
    return history, template


def _given(
    captures: Sequence[CaptureFiles],
    whose: Sequence[int | None],
    confirmed: Callable[[CaptureFiles], tuple[UsedFile, ...]],
) -> list[Given]:
    for files in captures:
        name_of(files)  # which refuses one without white light
    given = [
        Given(files=files, holder=holder, used=confirmed(files))
        for files, holder in zip(captures, whose, strict=True)
    ]
    _refuse_twice(given)
    return given


def _refuse_twice(given: Sequence[Given]) -> None:
    """UsageError for a file that two of the captures share: each counts once."""
    seen: dict[str, str | Path] = {}
    for one in given:
        for file, used in zip(one.files.values(), one.used, strict=True):
            if used.sha256 in seen:
                raise UsageError(f"{file}: is the same file as {seen[used.sha256]}; a capture counts once")
            seen[used.sha256] = file


def _refuse_both(given: Sequence[Given], forged: Mapping[str, str]) -> None:
    """UsageError for a file that is given as genuine and, by sha256 with its name, as a forgery: one of the two is a mistake."""
    for one in given:
        for file, used in zip(one.files.values(), one.used, strict=True):
            if used.sha256 in forged:
                raise UsageError(
                    f"{file}: is given as genuine, and {forged[used.sha256]} of --caught is the same file"
                )


def _confirmed(
    template: Template, history: TemplateHistory, signed: Confirmed, files: CaptureFiles
) -> tuple[UsedFile, ...]:
    """Every file of a capture with those who confirmed it; UsageError for one that the template has taken already, or that is a known forgery."""
    found = []
    for file in files.values():
        digest = sha256_of(Path(file))
        who = signed.who(digest)
        if len(who) < PEOPLE:
            raise UsageError(
                f"{file}: expected to be confirmed by {PEOPLE} people, got {len(who)}"
                f"{' (' + ', '.join(sorted(who)) + ')' if who else ''}; each signs with docforensics template confirm"
            )
        if digest in history.caught:
            raise UsageError(
                f"{file}: is a known forgery: an earlier revision was compared with it as such (--caught)"
            )
        if digest in history.used:
            raise UsageError(f"{file}: was taken by an earlier revision; a capture counts once")
        if is_taken(digest, template.provenance):
            raise UsageError(
                f"{file}: the template was learned from it, or counted on it; a capture counts once"
            )
        found.append(UsedFile(sha256=digest, confirmed_by=tuple(sorted(who))))
    return tuple(found)


def _forgeries(
    caught: Sequence[CaptureFiles], given: Sequence[Given], history: TemplateHistory, channel: Channel
) -> list[KnownForgery]:
    """Each forgery in every channel in which an earlier revision found it, else in the update's; those of earlier revisions are all asked for."""
    sums = [tuple(sha256_of(Path(file)) for file in files.values()) for files in caught]
    names = [name_of(files) for files in caught]
    _refuse_both(given, {digest: name for name, some in zip(names, sums, strict=True) for digest in some})
    missing = history.caught.difference(*sums)
    if missing:
        raise UsageError(
            f"--caught: {len(missing)} file(s) of forgeries that an earlier revision was compared with are not given "
            f"(sha256 {', '.join(sorted(digest[:12] for digest in missing))}); give all of them again"
        )
    return [
        KnownForgery(file=name, capture=loaded(files, known), sums=digests, checks=checks)
        for name, files, digests in zip(names, caught, sums, strict=True)
        for known, checks in (history.found_in(digests) or {channel: ()}).items()
    ]


def _whose(captures: Sequence[CaptureFiles], holders: Sequence[int] | None) -> tuple[int | None, ...]:
    if not captures:
        raise UsageError("update: expected at least one genuine capture, got none")
    if holders is None:
        return (None,) * len(captures)
    if len(holders) != len(captures):
        raise UsageError(
            f"update: expected a holder for each of {len(captures)} captures, got {len(holders)}"
        )
    return tuple(holders)
