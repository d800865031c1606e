"""The plan says what can be done now with what the post has, and what other equipment would add."""

from docforensics.capture.light import Light
from docforensics.guidance.equipment import Profile
from docforensics.guidance.plan import EVERY_DOCUMENT, plan
from docforensics.guidance.situation import Situation

FEATURES = ("portrait of the holder", "UV fluorescent print", "optically variable device")


def names(rounds: tuple) -> list[str]:  # type: ignore[type-arg]
    """Slugs of the equipment."""
    return [turn.equipment.slug for turn in rounds]


def test_hands_and_eyes_come_first_and_are_everywhere() -> None:
    """Look, feel, tilt need nothing."""
    made = plan(FEATURES, (), Profile.parse("none"))
    assert names(made.now) == ["look", "feel", "tilt"]
    assert "uv-lamp" in names(made.lacking)


def test_what_the_post_has_moves_to_now() -> None:
    """In the order of use, and is lacking no more."""
    made = plan(FEATURES, (), Profile.parse("uv,loupe"))
    assert names(made.now) == ["look", "feel", "tilt", "loupe", "uv-lamp"]
    assert not {"uv-lamp", "loupe"} & set(names(made.lacking))


def test_every_task_stands_once_with_its_feature() -> None:
    """A feature that the template has twice is examined in one go."""
    made = plan((*FEATURES, FEATURES[0]), (), Profile.parse("uv"))
    tasks = [(task.feature, task.action.do) for turn in made.now for task in turn.tasks]
    assert len(tasks) == len(set(tasks))
    assert {feature for feature, _ in tasks} == set(FEATURES)


def test_what_adds_most_is_named_first() -> None:
    """Tasks by hand and checks of this program count alike."""
    missing = [(f"Check {i}", frozenset({Light.UV})) for i in range(9)]
    made = plan(FEATURES, missing, Profile.parse("none"))
    assert made.lacking[0].equipment.slug == "document-reader"
    assert len(made.lacking[0].checks) == 9
    sizes = [len(turn.tasks) + len(turn.checks) for turn in made.lacking]
    assert sizes == sorted(sizes, reverse=True)


def test_without_a_profile_nothing_but_hands_is_presumed() -> None:
    """Nobody said what the post has."""
    assert names(plan(FEATURES, (), None).now) == ["look", "feel", "tilt"]


def test_without_a_template_what_every_document_bears_is_planned() -> None:
    """Absence of a template is no dead end."""
    made = plan(Situation(mrz_read=False, template_found=False).presumed, (), None)
    planned = {task.feature for turn in (*made.now, *made.lacking) for task in turn.tasks}
    assert planned == set(EVERY_DOCUMENT)


def test_a_magnifier_under_uv_needs_the_lamp_too() -> None:
    """What takes two pieces is not planned with one."""
    alone = plan(("UV fluorescent print",), (), Profile.parse("loupe,reference"))
    assert names(alone.now) == []
    both = plan(("UV fluorescent print",), (), Profile.parse("loupe,reference,uv"))
    assert names(both.now) == ["loupe", "uv-lamp", "reference"]
