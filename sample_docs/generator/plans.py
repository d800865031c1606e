"""Which documents to make: any number of pairs, a genuine document and a forgery made from the same record."""

from collections.abc import Sequence
from itertools import product

from .capture import CHANNELS
from .designs import designs, sides_of
from .forge import SPECIES, Severity
from .jobs import Job
from .sheet import rng_of


def possible(design: str, species: str, channel: str) -> bool:
    """Whether the species can be shown by this document on this channel."""
    kind = SPECIES[species]
    return channel in kind.channels and any(kind.fits(side) for side in sides_of(design))


def pairs(
    count: int,
    *,
    seed: int,
    species: Sequence[str] = (),
    channels: Sequence[str] = (),
    documents: Sequence[str] = (),
    severities: Sequence[Severity] = (),
) -> tuple[Job, ...]:
    """``count`` documents, every other one forged; empty choices mean all there are.

    Document and forgery of one pair share holder and record but not the exposure. The combinations of species,
    severity, channel and document are gone through in an order shuffled by ``seed``, so that any number is a fair mix.

    Raises
    ------
    ValueError
        If no combination is possible, for example a UV species without the border reader.
    """
    chosen = [
        (s, v, c, d)
        for s, v, c, d in product(
            species or SPECIES, severities or Severity, channels or CHANNELS, documents or designs()
        )
        if possible(d, s, c)
    ]
    if not chosen:
        raise ValueError("no chosen document can show a chosen species on a chosen channel")
    rng = rng_of(seed, "plan")
    order = rng.permutation(len(chosen))
    jobs = []
    for number in range((count + 1) // 2):
        kind, severity, channel, design = chosen[int(order[number % len(chosen)])]
        who = int(rng.integers(0, 4096))
        jobs.append(Job(design=design, copy=number, holder=who, channel=channel, seed=seed))
        jobs.append(
            Job(
                design=design,
                copy=number,
                holder=who,
                channel=channel,
                seed=seed,
                species=kind,
                severity=severity,
            )
        )
    return tuple(jobs[:count])
