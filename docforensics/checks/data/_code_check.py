"""One measurement for the two codes of a document, its issuer's and the holder's nationality."""

from docforensics.checks.data._codes import Codes, chance_of, likeliest, likelihoods
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.support.likelihood import Shares, log10_lr, picture_ratio
from docforensics.checks.support.mrz_print import UNEVEN, UNREAD, Posteriors, field_name, read_print
from docforensics.document import Document
from docforensics.formats.alphabet import FILLER
from docforensics.mrz.icao import code_name, is_known_defect

SHARES = Shares(forged=0.05, genuine=0.005)
"""Fantasy documents bear invented codes; some issuers bear codes that no table holds. Judgements."""
NO_FIELD = undetermined("this format prints no such code")


def measure_code(document: Document, field: str, codes: Codes) -> Outcome:
    """Weigh whether a field holds a code outside a table, as log10 LR."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    spec = seen.layout.field(field)
    if spec is None:
        return NO_FIELD
    if not seen.whole(spec.span.line):
        return UNEVEN
    posteriors = seen.of(spec.span)
    p_known = min(float(likelihoods(posteriors, codes).sum()), 1.0)
    ratio = picture_ratio(p_known, chance_of(codes), seen.slip)
    printed = spec.span.of(seen.mrz.lines).rstrip(FILLER)
    return Measured(
        value=log10_lr(ratio, SHARES),
        regions=(seen.region(spec.span, f"code: {field_name(field)}"),) if ratio > 1 else (),
        facts={
            "code": printed,
            "name": code_name(printed) or "",
            "summary": summarise(printed, posteriors, codes, is_outside=ratio > 1),
        },
    )


def summarise(printed: str, posteriors: Posteriors, codes: Codes, *, is_outside: bool) -> str:
    """State what the code stands for, or what the likeliest code of the table would be."""
    if is_outside:
        code, share = likeliest(posteriors, codes)
        return f"{printed} is no code of ICAO's table; the likeliest one is {code}, at {share:.2g} of its probability."
    if is_known_defect(printed):
        return (
            f"{printed} is not ICAO's code for {code_name(printed)}, but a known defect of genuine documents."
        )
    name = code_name(printed)
    return (
        f"{printed} stands for {name}."
        if name
        else f"{printed} may be a misread of {likeliest(posteriors, codes)[0]}."
    )
