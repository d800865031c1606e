"""The pieces of every family of every document of a fit, as numbers that weights are fitted to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from docforensics.checks.outcome import Measured
from docforensics.scoring.combine import pieces, share_beside
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.model import Evidence, Result
from docforensics.scoring.outcomes import Examined

_NEVER = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """What `combine.pieces` gives, document by document and family by family."""

    documents: tuple[Examined, ...]
    ratios: Mapping[str, Numbers]
    """log10 LR by check, (documents,); 0 where it says nothing."""
    families: tuple[str, ...]
    table: Numbers
    """(documents, families, 4), before what is in order gives way."""

    @classmethod
    def of(cls, documents: Sequence[Examined], ratios: Mapping[str, Numbers]) -> "Pieces":
        """Put the ratios of all checks together."""
        families = tuple(sorted({check.partition(".")[0] for check in ratios}))
        columns = [_of_family(documents, ratios, family) for family in families]
        return cls(
            documents=tuple(documents),
            ratios=ratios,
            families=families,
            table=np.stack(columns, axis=1),
        )

    def with_ratios(self, check: str, ratios: Numbers) -> "Pieces":
        """Change what one check says."""
        changed = {**self.ratios, check: ratios}
        place = self.families.index(family := check.partition(".")[0])
        table = self.table.copy()
        table[:, place] = _of_family(self.documents, changed, family)
        return replace(self, ratios=changed, table=table)

    @property
    def features(self) -> Numbers:
        """(documents, families x 4): what is in favour gives way to the strongest piece against the document."""
        strongest = self.table[:, :, 0].max(axis=1)
        left = np.array([share_beside(one) for one in strongest.tolist()])
        given = self.table.copy()
        given[:, :, 2:] *= left[:, None, None]
        return np.asarray(given.reshape(len(given), -1), np.float64)


def _of_family(documents: Sequence[Examined], ratios: Mapping[str, Numbers], family: str) -> Numbers:
    own = {check: said for check, said in ratios.items() if check.partition(".")[0] == family}
    return np.array(
        [
            pieces(list(_evidence(one, {check: float(said[place]) for check, said in own.items()})))
            for place, one in enumerate(documents)
        ],
        np.float64,
    )


def _evidence(one: Examined, ratios: Mapping[str, float]) -> Iterator[Evidence]:
    """Lay ratios on the outcomes that they were computed from, as `weigh` does."""
    for check, ratio in ratios.items():
        outcome = one.outcomes.get(check)
        if isinstance(outcome, Measured) and abs(ratio) > _NEVER:
            yield Evidence(
                check=check,
                family=check.partition(".")[0],
                outcome=outcome,
                log10_lr=ratio,
                result=Result.SUCCESSFUL,
                margin=None,
                basis=None,
            )
