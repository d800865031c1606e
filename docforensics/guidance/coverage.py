"""What share of the features of some templates a post can examine: what a planner needs to equip it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docforensics.capture.light import Light
from docforensics.checks.claims import Layer
from docforensics.guidance.entries import Action, entry_of
from docforensics.guidance.equipment import Equipment, Profile, equipment, own_tool
from docforensics.templates.model import Feature, FeatureKind, Template

_KNOWN_IN = {FeatureKind.OPTICALLY_VARIABLE_DEVICE: Light.UV}
"""Light in which an image shows what a feature is known by, where that is not its own: in one white image a device that changes with
the angle and a print of it look alike."""
_IN_WHITE = (Layer.DATA, Layer.MRZ_PRINT, Layer.PAGE_PRINT, Layer.PORTRAIT)
"""Layers that rest on the image in white light."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureCoverage:
    """The features of one kind and light of one template, at one post: whoever can examine one of them can examine all."""

    feature: Feature
    """The first of them."""
    places: tuple[str, ...]
    """Names of all of them."""
    by_image: bool
    """Whether the post can make an image in its light, the template has a reference in it, and an image shows what it is known by."""
    by_hand: tuple[Action, ...]
    """What can be done by hand now."""
    beyond: tuple[Action, ...]
    """What the guidance asks for and the post cannot do."""

    @property
    def examined(self) -> bool:
        """Whether it can be examined at all."""
        return self.by_image or bool(self.by_hand)

    @property
    def in_full(self) -> bool:
        """Whether all that the guidance asks for can be done."""
        return bool(self.by_hand) and not self.beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateCoverage:
    """All features of one template."""

    template: str
    features: tuple[FeatureCoverage, ...]

    @property
    def steps(self) -> tuple[int, int]:
        """So many steps of the guidance can be done, of how many."""
        possible = sum(len(entry.by_hand) for entry in self.features)
        return possible, possible + sum(len(entry.beyond) for entry in self.features)

    def share(self, attribute: str) -> float:
        """Share of the kinds of feature, 0..1, with `by_image`, `by_hand`, `examined` or `in_full`."""
        return sum(bool(getattr(entry, attribute)) for entry in self.features) / max(len(self.features), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one more piece of equipment would add."""

    equipment: Equipment
    features: int
    """So many kinds of feature could be examined that cannot be now."""
    actions: int
    """So many further steps of the guidance could be done."""
    images: int
    """So many kinds of feature could be examined by image that cannot be now."""


def coverage(templates: Iterable[Template], profile: Profile) -> tuple[TemplateCoverage, ...]:
    """List for every template what the post can examine."""
    return tuple(
        TemplateCoverage(
            template=template.id,
            features=tuple(_features(alike, template, profile) for alike in _by_kind(template)),
        )
        for template in templates
    )


def layers(profile: Profile) -> tuple[tuple[Layer, bool], ...]:
    """List the layers of a report that rest on images, each with whether the post can make the image that it takes."""
    asked = {Layer.UV: Light.UV, Layer.IR: Light.IR}
    resting = (*_IN_WHITE, *asked)
    return tuple((layer, asked.get(layer, Light.VISIBLE) in profile.lights) for layer in resting)


def _by_kind(template: Template) -> Iterable[list[Feature]]:
    """Put features together that take the same light and the same steps: the fields of a page are one thing to equip for."""
    groups: dict[tuple[str, str, str], list[Feature]] = {}
    for feature in template.features:
        groups.setdefault((feature.kind.value, feature.light.value, feature.guidance), []).append(feature)
    return groups.values()


def _features(alike: Sequence[Feature], template: Template, profile: Profile) -> FeatureCoverage:
    feature = alike[0]
    entry = entry_of(feature)
    actions = entry.actions if entry else ()
    seen = (tool := own_tool(feature.light)) is None or profile.has(tool)
    possible = tuple(action for action in actions if seen and action.possible(profile))
    return FeatureCoverage(
        feature=feature,
        places=tuple(one.name for one in alike),
        by_image={feature.light, _KNOWN_IN.get(feature.kind, feature.light)}
        <= profile.lights & set(template.references),
        by_hand=possible,
        beyond=tuple(action for action in actions if action not in possible),
    )


def gains(templates: Sequence[Template], profile: Profile) -> tuple[Gain, ...]:
    """Rank what the post lacks by what each piece would add to what it has: features first, then steps."""
    now = _totals(coverage(templates, profile))
    found = []
    for slug, piece in equipment().items():
        if profile.has(piece):
            continue
        more = Profile.of([*profile.slugs, slug])
        features, actions, images = (
            after - before for after, before in zip(_totals(coverage(templates, more)), now, strict=True)
        )
        if features or actions or images:
            found.append(Gain(equipment=piece, features=features, actions=actions, images=images))
    return tuple(sorted(found, key=lambda gain: (-gain.features, -gain.images, -gain.actions)))


def _totals(covered: Iterable[TemplateCoverage]) -> tuple[int, int, int]:
    entries = [entry for template in covered for entry in template.features]
    return (
        sum(entry.examined for entry in entries),
        sum(len(entry.by_hand) for entry in entries),
        sum(entry.by_image for entry in entries),
    )
