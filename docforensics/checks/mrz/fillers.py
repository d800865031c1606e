"""How the name field uses its fillers: names begin with a letter, and after three fillers nothing follows.

One filler parts components, two part the identifiers, and the rest of the field is fillers to its end (Doc 9303-3, 4.6). The
exact probability that the printed field is built so is computed over the posteriors, by dynamic programming over the field's
grammar; K or C read for a filler, the usual misreads, are therefore no evidence.

How it is weighed: one forgery in a hundred gets the field wrong (by a generator, or by hand), one genuine document in five
hundred is printed so. Judgements both.

Cannot see: a wrong name that is well built; truncation that was not needed.

Sources: Doc 9303-3 section 4.6, Doc 9303-4 section 4.2.3; BSI TR-03135 Surname, GivenName; standards.md 1.5.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, Print, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER, SYMBOLS
from docforensics.formats.layout import Span

SPEC = CheckSpec(
    title="Fillers of the name field",
    unit="log10 LR",
    contradicts=frozenset({ClaimId.MRZ_DATA}),
    tr03135="Surname, GivenName",
    needs_mrz=True,
    adverse="The fillers of the name field do not follow Doc 9303: a letter follows three or more fillers, or the "
    "name does not begin with a letter.",
    favourable="{summary}",
    advice="Look at the marked field on the document itself.",
    beside=Beside.NOTHING,
    facts={"summary": str},
)

SHARES = Shares(forged=0.01, genuine=0.002)
CHANCE = 0.5
"""Whether the field is well built hangs on one place: a letter or a filler, even chances before it is looked at."""
STATES = 5
"""Before the name; in a component; after one filler; after two; in the rest, of fillers alone."""
_START, _LETTER, _ONE, _TWO, _REST = range(STATES)
_AFTER_LETTER = (_LETTER, _LETTER, _LETTER, _LETTER, -1)
_AFTER_FILLER = (-1, _ONE, _TWO, _REST, _REST)
"""The next state, by state; -1 breaks the grammar."""


def measure(document: Document) -> Outcome:
    """Weigh whether the name field breaks its grammar, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    spans = [span for name in ("name", "surname", "given_names") if (span := seen.field(name))]
    if not spans:
        return UNEVEN
    unseen = seen.hidden(*(replace(span, stop=span.start + 1) for span in spans))
    if unseen is not None:
        return unseen
    spans = [_up_to_the_hidden(seen, span) for span in spans]
    judged = [picture_ratio(p_built(seen.of(span)), CHANCE, seen.slip) for span in spans]
    worst = int(np.argmax(judged))
    return Measured(
        value=log10_lr(judged[worst], SHARES),
        regions=(seen.region(spans[worst], "fillers of the name"),) if judged[worst] > 1 else (),
        facts={
            "summary": "The name field is built as Doc 9303 has it."
            if judged[worst] <= 1
            else "The name field may be misread: with its doubtful characters read otherwise it is built as Doc 9303 has it."
        },
    )


def _up_to_the_hidden(seen: Print, span: Span) -> Span:
    """Cut a span before its first character that could not be seen: what comes first must be well built as well."""
    stop = next((at for at in range(span.start, span.stop) if (span.line, at) in seen.blind), span.stop)
    return replace(span, stop=stop)


def p_built(posteriors: Posteriors) -> float:
    """Compute the probability that characters (n, 37) are built as a name field, whatever its symbols."""
    filler = posteriors[:, SYMBOLS.index(FILLER)]
    state: NDArray[np.float64] = np.eye(STATES)[_START]
    for share in filler:
        following = np.zeros(STATES)
        for old in range(STATES):
            for target, probability in ((_AFTER_LETTER[old], 1 - share), (_AFTER_FILLER[old], share)):
                if target >= 0:
                    following[target] += state[old] * probability
        state = following
    return float(min(state.sum(), 1.0))
