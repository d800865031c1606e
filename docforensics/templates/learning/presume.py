"""What may belong to the holder, where captures of one holder alone do not show it.

Another holder's name is longer, the hair higher, the signature wider. Until a second holder shows how far, ink is presumed
to be the holder's along the whole row of a field, and around the pictures as far as pictures of other people reach.
"""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind

_RIM_MM = 1.5
_APART_MM = 0.5
"""Between a row and the picture that ends it."""
_SIGNATURE_MM, _SIGNATURE_ROOM_MM = 5.0, 1.5
"""Writing taller than this is no line of type, and other people's is taller still."""
_PICTURES = {FeatureKind.PORTRAIT: (0.30, 0.12), FeatureKind.SECONDARY_PORTRAIT: (0.20, 0.12)}
"""How far a picture may reach above, and to the other sides, as shares of its height and width."""


def presumed(features: Sequence[Feature], size: PageSize) -> tuple[Feature, ...]:
    """Widen the places of one holder's data to those that other holders' data may fill."""
    pictures = [_wider(feature, size) for feature in features if feature.kind in _PICTURES]
    blocks = [feature.box for feature in pictures]
    wide = iter(pictures)
    return tuple(
        next(wide)
        if feature.kind in _PICTURES
        else _whole_row(feature, blocks, size)
        if feature.kind is FeatureKind.PERSONAL_DATA
        else feature
        for feature in features
    )


def _wider(feature: Feature, size: PageSize) -> Feature:
    above, aside = _PICTURES[feature.kind]
    box, (width, height) = feature.box, size.millimetres
    sideways = aside * box.width
    grown = BoxMm(
        left=max(box.left - sideways, 0.0),
        top=max(box.top - above * box.height, 0.0),
        right=min(box.right + sideways, width),
        bottom=min(box.bottom + aside * box.height, height),
    )
    return replace(feature, box=grown)


def _whole_row(feature: Feature, blocks: Sequence[BoxMm], size: PageSize) -> Feature:
    """The row from one picture or rim to the next."""
    box, (width, _) = feature.box, size.millimetres
    beside = [block for block in blocks if block.top < box.bottom and block.bottom > box.top]
    before = [block.right + _APART_MM for block in beside if block.right <= box.left + _APART_MM]
    behind = [block.left - _APART_MM for block in beside if block.left >= box.right - _APART_MM]
    left, right = max(before, default=_RIM_MM), min(behind, default=width - _RIM_MM)
    room = _SIGNATURE_ROOM_MM if box.height > _SIGNATURE_MM else 0.0
    row = BoxMm(
        left=min(left, box.left), top=box.top - room, right=max(right, box.right), bottom=box.bottom + room
    )
    return replace(feature, box=row)
