"""A phone photo sent through a messenger: shrunk and recompressed, metadata gone."""

import dataclasses

import numpy as np

from sample_docs.generator.lights import Light
from sample_docs.generator.sheet import Design

from . import photo
from .machines import drawn_messenger
from .shot import Codec, Shot

NAME = "messenger"
LIGHTS = (Light.WHITE,)
LONG_SIDES = (1280, 1600)
"""What common messengers shrink photos to."""


def shots(
    design: Design, seed: int, *, ppi: int | None = None, device: int | None = None
) -> tuple[Shot, ...]:
    """A photo, then the messenger."""
    if device is not None:
        sender = drawn_messenger(device)
        return tuple(
            dataclasses.replace(
                shot,
                shrink=min(1.0, sender.long_side / max(shot.size)),
                codec=sender.codec,
                resent=sender.twice,
            )
            for shot in photo.shots(design, seed, ppi=ppi or 360, device=device)
        )
    rng = np.random.default_rng([seed, 19])
    long_side = int(rng.choice(LONG_SIDES))
    codec = Codec(quality=int(rng.integers(65, 86)))
    return tuple(
        dataclasses.replace(
            shot,
            shrink=min(1.0, long_side / max(shot.size)),
            codec=codec,
            first_codec=Codec(quality=int(rng.integers(85, 96))),
        )
        for shot in photo.shots(design, seed, ppi=ppi or 360)
    )
