r"""docforensics finds forged travel documents: image bytes in, a reasoned fraud score out.

    image bytes -> Capture (one side, one or more lights)
    Capture -> Frame (outline, refined by the MRZ, refined by the template) -> Page, drawn once
    Page -> MrzReading, VizReading, seals; the template match          all of it: reading.py, one side
    sides together -> Document (facts of one questioned document)
    Document -> check -> Measured | Abstained | Aborted                a check measures, it never judges
    Outcome + calibration -> Evidence (log10 LR, bounded)
    claims + Evidence + policy -> Verdict -> Report, Guidance          CLEAR only where every mandatory claim was verified

    >>> import docforensics as df
    >>> mrz = df.parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
    >>> mrz.fields["document_number"].value
    'L898902C3'

Names stand in `__init__.pyi` and are loaded on first use, so that importing docforensics is cheap.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
