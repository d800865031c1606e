"""The pieces of every family of every document of a fit, as numbers that weights are fitted to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from docforensics.checks.outcome import Measured
from docforensics.checks.spec import family_of
from docforensics.scoring.combine import FITTED, CombinationRule
from docforensics.scoring.fit.ratios import Numbers
from docforensics.scoring.model import Evidence, Result
from docforensics.scoring.outcomes import Examined

_NEVER = 1e-9
"""Below this a ratio is zero but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """What `CombinationRule.pieces` gives, document by document and family by family."""

    documents: tuple[Examined, ...]
    ratios: Mapping[str, Numbers]
    """log10 LR by check, (documents,); 0 where it says nothing."""
    families: tuple[str, ...]
    table: Numbers
    """(documents, families, weights of the rule)."""
    rule: CombinationRule

    @classmethod
    def of(
        cls, documents: Sequence[Examined], ratios: Mapping[str, Numbers], rule: CombinationRule = FITTED
    ) -> "Pieces":
        """Put the ratios of all checks together."""
        families = tuple(sorted({family_of(check) for check in ratios}))
        columns = [_of_family(documents, ratios, family, rule) for family in families]
        return cls(
            documents=tuple(documents),
            ratios=ratios,
            families=families,
            table=np.stack(columns, axis=1),
            rule=rule,
        )

    def with_ratios(self, check: str, ratios: Numbers) -> "Pieces":
        """Replace the likelihood ratios of one check."""
        changed = {**self.ratios, check: ratios}
        place = self.families.index(family := family_of(check))
        table = self.table.copy()
        table[:, place] = _of_family(self.documents, changed, family, self.rule)
        return replace(self, ratios=changed, table=table)

    @property
    def features(self) -> Numbers:
        """(documents, families x weights): the pieces as the rule counts them."""
        return self.counted().reshape(len(self.table), -1)

    def counted(self) -> Numbers:
        """(documents, families, weights of the rule): the pieces as the rule counts them."""
        strongest = np.max([np.zeros(len(self.table)), *self.ratios.values()], axis=0)
        return self.rule.features(self.table, strongest)


def _of_family(
    documents: Sequence[Examined], ratios: Mapping[str, Numbers], family: str, rule: CombinationRule
) -> Numbers:
    own = {check: said for check, said in ratios.items() if family_of(check) == family}
    return np.array(
        [
            rule.pieces(
                list(evidence_of_ratios(one, {check: float(said[place]) for check, said in own.items()}))
            )
            for place, one in enumerate(documents)
        ],
        np.float64,
    )


def evidence_of_ratios(one: Examined, ratios: Mapping[str, float]) -> Iterator[Evidence]:
    """Lay ratios on the outcomes that they were computed from, as `weigh` does."""
    for check, ratio in ratios.items():
        outcome = one.outcomes.get(check)
        if isinstance(outcome, Measured) and abs(ratio) > _NEVER:
            yield Evidence(
                check=check,
                family=family_of(check),
                outcome=outcome,
                log10_lr=ratio,
                result=Result.SUCCESSFUL,
            )
