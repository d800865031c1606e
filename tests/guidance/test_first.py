"""The first checks are few, each is possible with what the post has, and each with another tool where that can be had."""

from docforensics.capture.light import Light
from docforensics.guidance.entries import check_entry
from docforensics.guidance.equipment import Profile, equipment
from docforensics.guidance.first import MOST, FirstCheck, Topic, first_checks, lacking
from docforensics.guidance.situation import Situation
from docforensics.guidance.words import Text

POST = Profile.of(["uv-lamp", "loupe"])


def topic(check: str, light: Light = Light.VISIBLE, asked: Text | None = None) -> Topic:
    """Make a topic of a check that has guidance."""
    entry = check_entry(check)
    assert entry is not None
    return Topic(key=check, entry=entry, light=light, asked=asked)


def chosen(
    *reasons: list[Topic],
    undecided: tuple[Topic, ...] = (),
    features: tuple[str, ...] = (),
    profile: Profile | None = POST,
) -> tuple[FirstCheck, ...]:
    """Choose for a capture in white light."""
    return first_checks(
        reasons=reasons, undecided=undecided, features=features, seen=(Light.VISIBLE,), profile=profile
    )


RING, DATE = topic("portrait.portrait_ring"), topic("data.mrz_against_viz")
INK, DULL = topic("mrz.infrared", Light.IR), topic("security.uv_dull", Light.UV)


def test_there_are_at_most_three_each_with_another_tool() -> None:
    """Every reason has its turn before one has two."""
    found = chosen([RING], [DATE])
    assert len(found) == MOST
    assert len({check.action.equipment.slug for check in found}) == MOST
    assert [check.topic.key for check in found[:2]] == [RING.key, DATE.key]


def test_every_check_is_possible_at_the_post() -> None:
    """With hands alone too, and where nobody said what there is."""
    for profile in (POST, Profile.of([]), None):
        for check in chosen([RING], [INK], [DULL], profile=profile):
            assert check.action.possible(profile or Profile.of([]))


def test_what_the_post_can_see_comes_first_and_with_the_tool_that_shows_it() -> None:
    """A glow with the lamp, before an ink that only infrared shows."""
    found = chosen([INK], [DULL])
    assert (found[0].topic.key, found[0].action.equipment.slug) == ("security.uv_dull", "uv-lamp")
    assert [(number, tool.slug) for number, tool in lacking([[INK], [DULL]], POST)] == [(1, "ir-viewer")]


def test_what_an_image_left_open_is_asked_by_looking() -> None:
    """In the words of the finding, even where looking was asked for already."""
    doubt = topic("mrz.check_digits", asked=Text(english="Is it 5 or 6?"))
    found = chosen([RING], undecided=(doubt,))
    assert [str(check.do) for check in found][1] == "Is it 5 or 6?"
    assert found[1].action.equipment.slug == "look"


def test_where_nothing_speaks_against_it_what_the_image_could_not_show_comes_first() -> None:
    """UV with the lamp, then what only tilting shows; on a document of which nothing is known as well."""
    found = chosen(features=("portrait of the holder", "optically variable device", "background printing"))
    assert [check.action.equipment.slug for check in found] == ["uv-lamp", "tilt", "loupe"]
    assert found[0].topic.key == "UV-dull substrate"
    assert len(chosen()) == MOST


def test_nothing_is_tilted_that_bears_no_device() -> None:
    """What changes with the angle is asked for where the template has it, and its place is said."""
    assert "tilt" not in [check.action.equipment.slug for check in (*chosen(), *chosen(profile=None))]
    device, place = "optically variable device", Text(english="Where: left of the page.")
    (tilt, *_) = first_checks(
        reasons=(), undecided=(), features=(device,), seen=(), profile=None, places={device: place}
    )
    assert (tilt.action.equipment.slug, tilt.where) == ("tilt", place)


def test_a_question_is_asked_once_and_its_place_not_looked_at_again() -> None:
    """The reason at the same place is verified with another tool."""
    doubt = topic("mrz.check_digits", asked=Text(english="Is it 5 or 6?"))
    found = chosen([doubt, topic("mrz.uniformity")])
    assert [check.action.equipment.slug for check in found] == ["look", "loupe"]
    assert [check.asked is not None for check in found] == [True, False]


def test_the_same_is_not_asked_for_twice_in_other_words() -> None:
    """Two checks of the portrait ask to feel its edges."""
    found = chosen([topic("portrait.portrait_ring"), topic("portrait.portrait_fineness")], profile=None)
    assert [check.action.equipment.slug for check in found].count("feel") == 1


def test_each_check_says_what_is_seen_both_ways() -> None:
    """A step's own words where it has them, else those of the entry."""
    for check in (*chosen([RING], [DATE]), *chosen()):
        assert check.bad
        assert check.good
        assert check.bad != check.good
    plain = next(check for check in chosen() if not check.action.bad)
    assert plain.bad == plain.topic.entry.forged


def test_on_an_image_alone_nothing_takes_the_document() -> None:
    """A reason is looked at; nothing is felt, tilted or held before a lamp, whatever the post has."""
    every = Profile.of([piece.slug for piece in equipment().values() if not piece.hand])
    features = ("portrait of the holder", "optically variable device")
    for reasons in ((), [[RING], [DULL], [DATE]]):
        found = first_checks(
            reasons=reasons, undecided=(), features=features, seen=(), profile=every, on_image=True
        )
        assert all(check.action.equipment.on_image for check in found)
        assert bool(found) is bool(reasons)


def test_what_is_not_presumed_is_not_asked_for() -> None:
    """No zone in infrared where none is expected, no portrait on a back."""
    case = Situation(mrz_read=False, template_found=False, mrz_expected=False, is_back=True)
    found = first_checks(
        reasons=(),
        undecided=(),
        features=(),
        seen=(),
        profile=Profile.of(["ir-viewer"]),
        presumed=case.presumed,
    )
    assert found
    assert not {"machine readable zone", "portrait of the holder"} & {check.topic.key for check in found}
