"""The entry to the work on a pile: everything is checked before the work begins."""

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from docforensics.batch.discover.names import FOLDER, Shown, refuse_links
from docforensics.batch.extras import require
from docforensics.batch.listing import Source, find_entries
from docforensics.errors import UsageError
from docforensics.reach import Reach
from docforensics.regular import is_folder, is_there, place_below, read_regular
from docforensics.templates.writing import writing
from docforensics.whole_file import write_whole

if TYPE_CHECKING:
    from docforensics.batch.discover.result import Pile
    from docforensics.batch.settings import ScanOptions
    from docforensics.settings import ExaminerSettings

_BEGUN = "begun"
"""In the pile's folder: the file that states the day."""
_MOST_BYTES = 10
"""Of that file: YYYY-MM-DD."""
LEAST_GROUP = 4
"""Pages that a group has at least: of fewer it cannot be decided which is unlike the others."""


def _silent(step: str, done: int, of: int) -> None:
    del step, done, of


def discover_templates(
    source: Source,
    out: str | os.PathLike[str],
    settings: "ExaminerSettings | None" = None,
    *,
    least: int = LEAST_GROUP,
    workers: int | None = None,
    executor: str = "local",
    address: str | None = None,
    progress: Shown = _silent,
    **options: "Unpack[ScanOptions]",
) -> "Pile":
    """Group unlabelled captures by model, learn a template of each group, and list what departs from it.

    Groups follow looks, and issuer and document code where a zone is read; editions are separated. Each template is learned from captures
    that fit each other best. Every document is then examined against all; what is adverse, departs or does not fit is listed, worst first.

    Parameters
    ----------
    source
        What `scan` takes: a folder (each file one document in visible light), a glob pattern, a manifest with a column a light, a list.
    out
        Folder of the store. Its folder `.pile` keeps what was found on the way, coarse looks of pages; a call that was stopped goes on.
    settings
        What decides examinations; its templates are left aside.
    least
        Pages that a group has at least, 3 or more.
    progress
        Called with the name of a step, how many of its tasks are done, and how many there are.
    workers, executor, address, options
        As for `scan`; `retain` and `link_key` are not taken.

    Raises
    ------
    UsageError
        The source is not there or holds nothing, `out` holds or is a template of another origin or has links in it, or an option is wrong.
    EngineUnavailableError, ResourceError
        An extra is missing; a model or calibration is bad or missing.

    """
    require("batch")
    from docforensics.batch.discover.learning import LEAST_LEARNED  # noqa: PLC0415 (heavy, as all below)
    from docforensics.batch.discover.run import Discovery  # noqa: PLC0415 (needs the extra)
    from docforensics.batch.discover.stages import Steps  # noqa: PLC0415
    from docforensics.batch.scan import settings_of_scan  # noqa: PLC0415

    if least < LEAST_LEARNED:
        raise UsageError(f"least: expected {LEAST_LEARNED} or more, got {least}")
    _refuse_personal(options)
    root = _root(out)
    listing = find_entries(source, leave_out=root, reach=Reach.taken(told := dict(options)))
    steps = Steps(
        root=root,
        settings=settings_of_scan(None, settings, {"inspected_on": _day(root), **told}),
        executor=executor,
        address=address,
        workers=workers,
        shown=progress,
    )
    return Discovery(steps=steps, listing=listing, least=least).run()


def _refuse_personal(options: Mapping[str, object]) -> None:
    for name in ("retain", "link_key"):
        if name in options:
            raise UsageError(f"{name}: a pile keeps no personal data; leave it out")


def _root(out: str | os.PathLike[str]) -> Path:
    """The store's folder, made where it is not there; UsageError where it holds templates that no pile made, or cannot be written."""
    root = Path(out)
    _refuse_others(root)
    refuse_links(root)
    with writing(root / FOLDER):
        (root / FOLDER).mkdir(parents=True, exist_ok=True)
        (root / FOLDER).chmod(0o700)
    return root


def _refuse_others(root: Path) -> None:
    """Raise UsageError for a folder that is a template, and for one with templates in which no pile was begun."""
    from docforensics.templates.pack import SUFFIX  # noqa: PLC0415 (heavy)
    from docforensics.templates.parts import JSON  # noqa: PLC0415

    if is_there(root / JSON):
        raise UsageError(f"{root} is itself a template: choose another folder for what is discovered")
    found = (one for pattern in (f"*/{JSON}", f"*{SUFFIX}") for one in root.glob(pattern))
    if not is_folder(root / FOLDER) and any(found):
        raise UsageError(
            f"{root} holds templates of another origin: choose another folder for what is discovered"
        )


def _day(root: Path) -> date:
    """The day that the pile was begun on, so that a run resumed after midnight stays one run."""
    with writing(root / FOLDER / _BEGUN):
        file = place_below(root, f"{FOLDER}/{_BEGUN}")
        # A file that is not there, or that was cut off, states no day.
        with suppress(FileNotFoundError, ValueError):
            return date.fromisoformat(read_regular(file, _MOST_BYTES).decode("ascii"))
        today = date.today()  # noqa: DTZ011 (the post's local day)
        write_whole(file, today.isoformat().encode("ascii"))
        return today
