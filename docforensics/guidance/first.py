"""What an officer can do within a minute, with what the post has: a few checks, each with a tool that is there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docforensics.capture.light import Light
from docforensics.guidance.entries import Action, GuidanceEntry, feature_entry
from docforensics.guidance.equipment import Equipment, Profile, equipment, own_tool
from docforensics.guidance.plan import EVERY_DOCUMENT
from docforensics.guidance.words import Text

MOST = 3
"""Checks that fit on a screen, and into the minute that there is."""
_BY_HAND = {
    "uv-lamp": "UV-dull substrate",
    "ir-viewer": "machine readable zone",
    "tilt": "optically variable device",
    "loupe": "background printing",
    "feel": "portrait of the holder",
    "transmitted-light": "watermark",
    "oblique-light": "laminate",
}
"""Tools in the order in which they add to what an image shows, each with the feature that it shows best."""
PLAIN = {"UV-dull substrate": "the page under UV"}
"""Words for officers in place of the glossary's."""
_UNIVERSAL = frozenset({"UV-dull substrate", "machine readable zone"})
"""What Doc 9303 asks of every travel document, whether or not a template names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a check may be about: a finding, or a feature of the document."""

    key: str
    """Id of the check, or the feature's PRADO word."""
    entry: GuidanceEntry
    light: Light = Light.VISIBLE
    """In which it shows."""
    asked: Text | None = None
    """What an image left open of it, in words."""
    where: Text | None = None
    """Where on the page a feature is."""

    @property
    def own_tool(self) -> Equipment | None:
        """What an eye needs to see it at all; None in white light."""
        return own_tool(self.light)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCheck:
    """One thing to do now."""

    topic: Topic
    action: Action
    asked: Text | None = None
    """What an image left open, in words; None where the action says what to do."""

    @property
    def about(self) -> str:
        """What it is about, in words that need no glossary."""
        return PLAIN.get(self.topic.key, self.topic.key)

    @property
    def do(self) -> Text:
        """What to do and what to look for."""
        return self.asked or Text(english=self.action.do)

    @property
    def where(self) -> Text | None:
        """Where on the page the feature is; None where that is not known."""
        return self.topic.where

    @property
    def bad(self) -> str:
        """What one sees where the document is not as it should be."""
        return self.action.bad or self.topic.entry.forged

    @property
    def good(self) -> str:
        """What one sees where it is."""
        return self.action.good or self.topic.entry.genuine


def first_checks(
    *,
    reasons: Sequence[Sequence[Topic]],
    undecided: Sequence[Topic],
    features: Sequence[str],
    seen: Iterable[Light],
    profile: Profile | None,
    places: Mapping[str, Text] | None = None,
    presumed: Sequence[str] = EVERY_DOCUMENT,
    on_image: bool = False,
) -> tuple[FirstCheck, ...]:
    """Choose at most `MOST` checks, each possible at the post, each with another tool where that can be had.

    Parameters
    ----------
    reasons
        What speaks against the document, the heaviest first; what shares a cause is one of them.
    undecided
        What an image left open.
    features
        PRADO words of what the document bears; without any, what is presumed.
    seen
        Lights of the capture: features that show in others come first where nothing speaks against the document.
    profile
        What the post has; None when nobody said: then what takes no equipment.
    places
        Where on the page a feature is, by its PRADO word.
    presumed
        PRADO words of what the document bears where no template names it.
    on_image
        Whether there is an image alone: nothing is asked for that takes the document itself.
    """
    has = profile or Profile.of([])
    visible_first = sorted(reasons, key=lambda topics: not _can_see(topics, has))
    borne = _Borne(features=features, presumed=presumed, places=places or {})
    unseen = () if reasons else tuple(_unseen(borne, frozenset(seen), has))
    able = has.on_image() if on_image else has
    chosen: list[FirstCheck] = []
    for topics in (*visible_first, undecided, *unseen, *visible_first, *visible_first):
        found = _best(topics, chosen, able)
        if found is not None and len(chosen) < MOST:
            chosen.append(found)
    return tuple(chosen)


def lacking(reasons: Sequence[Sequence[Topic]], profile: Profile | None) -> tuple[tuple[int, Equipment], ...]:
    """Name for each reason, counted from 1, the tool without which nobody sees it, where the post lacks it."""
    has = profile or Profile.of([])
    found = {
        (number, tool): None
        for number, topics in enumerate(reasons, start=1)
        for topic in topics
        if (tool := topic.own_tool) is not None and not has.has(tool)
    }
    return tuple(found)


def _can_see(topics: Sequence[Topic], profile: Profile) -> bool:
    """Whether the post has what an eye needs to see it."""
    return any(topic.own_tool is None or profile.has(topic.own_tool) for topic in topics)


def _best(topics: Sequence[Topic], chosen: Sequence[FirstCheck], profile: Profile) -> FirstCheck | None:
    """Choose what sees the topic's own light, then a tool that was not used yet, then what comes first in the entry."""
    used = {check.action.equipment.slug for check in chosen}
    taken = {check.action.do for check in chosen}
    asked = {check.topic.key: check.action.equipment for check in chosen if check.asked}
    # Who was asked to look at a place need not be asked again, in other words, to look at it.
    spent = {tool for topic in topics if (tool := asked.get(topic.key)) is not None}
    possible = [
        FirstCheck(topic=topic, action=action, asked=topic.asked)
        for topic in topics
        for action in topic.entry.actions
        if action.possible(profile) and action.do not in taken
        if action.equipment not in spent and not (topic.asked and topic.key in asked)
    ]
    return min(
        possible,
        key=lambda check: (
            check.action.equipment is not check.topic.own_tool and check.topic.own_tool is not None,
            any(check.topic.key == other.topic.key for other in chosen),
            # A question is answered by looking, whatever tool was used before.
            check.action.equipment.slug in used and check.asked is None,
            check.action.line,
        ),
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Borne:
    """What the document bears."""

    features: Sequence[str]
    presumed: Sequence[str]
    places: Mapping[str, Text]

    def words(self, slug: str) -> Iterator[str]:
        """Give its features, the one first that a tool shows best."""
        # To tilt a page that has nothing to tilt for would show "none at all", which asks for a referral.
        borne = self.features or (() if slug == "tilt" else self.presumed)
        best = _BY_HAND[slug]
        left_out = best in EVERY_DOCUMENT and best not in self.presumed
        if best in borne or (best in _UNIVERSAL and self.presumed and not left_out):
            yield best
        yield from borne


def _unseen(document: _Borne, seen: frozenset[Light], profile: Profile) -> Iterator[tuple[Topic, ...]]:
    """Give for each tool the first feature that it shows, and that the image did not."""
    lights = {light.facts.tool: light for light in Light}
    for slug in _BY_HAND:
        piece = equipment()[slug]
        if not profile.has(piece) or lights.get(slug) in seen:
            continue
        for word in document.words(slug):
            entry = feature_entry(word)
            actions = tuple(action for action in entry.actions if action.equipment is piece) if entry else ()
            if entry and actions:
                light = lights.get(slug, Light.VISIBLE)
                yield (
                    Topic(
                        key=word,
                        entry=replace(entry, actions=actions),
                        light=light,
                        where=document.places.get(word),
                    ),
                )
                break
