"""What can be examined at one post: by hand now, and what equipment it lacks would add."""

from collections.abc import Sequence
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.guidance.entries import Action, feature_entry
from docforensics.guidance.equipment import Equipment, Profile, equipment

EVERY_DOCUMENT = (
    "portrait of the holder",
    "personal data",
    "machine readable zone",
    "background printing",
    "fixed text",
    "optically variable device",
    "laminate",
    "UV fluorescent print",
)
"""What to examine where no template says which features the document has: what nearly every travel document bears."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do at one feature."""

    feature: str
    """Its PRADO word."""
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What can be done with one piece of equipment in hand."""

    equipment: Equipment
    tasks: tuple[Task, ...]
    checks: tuple[str, ...] = ()
    """Titles of this program's checks that an image made with it would allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an officer can do now, and what would need more."""

    now: tuple[Round, ...]
    """With hands, eyes and what the post has, in the order of use."""
    lacking: tuple[Round, ...]
    """With what the post lacks; where no profile was given, with all other equipment. What adds most comes first."""


def plan(
    features: Sequence[str], missing: Sequence[tuple[str, frozenset[Light]]], profile: Profile | None
) -> Plan:
    """Plan the examination by hand.

    Parameters
    ----------
    features
        PRADO words of what the document bears, or is presumed to.
    missing
        This program's checks that lack lights: title, and the lights.
    profile
        What the post has; None when nobody said.
    """
    has = profile or Profile.of([])
    rounds = [_round(piece, features, missing) for piece in equipment().values()]
    now = [Round(equipment=turn.equipment, tasks=tasks) for turn in rounds if (tasks := _possible(turn, has))]
    lacking = [turn for turn in rounds if not has.has(turn.equipment) and (turn.tasks or turn.checks)]
    lacking.sort(key=lambda turn: -len(turn.tasks) - len(turn.checks))
    return Plan(now=tuple(now), lacking=tuple(lacking))


def _possible(turn: Round, profile: Profile) -> tuple[Task, ...]:
    return tuple(task for task in turn.tasks if task.action.possible(profile))


def _round(
    piece: Equipment, features: Sequence[str], missing: Sequence[tuple[str, frozenset[Light]]]
) -> Round:
    tasks = [
        Task(feature=word, action=action)
        for word in dict.fromkeys(features)
        if (entry := feature_entry(word))
        for action in entry.actions
        if action.equipment is piece
    ]
    checks = [title for title, lights in missing if lights and lights <= piece.lights]
    return Round(equipment=piece, tasks=tuple(tasks), checks=tuple(checks))
