"""The MRZ reader of this project: a small network reads each line as printed, with a posterior for every character.

Bands in, `MrzReading` out. Nothing is repaired, no name, country or check digit is known; the one assumption is how an
MRZ is set: 2 or 3 lines of one pitch without a blank. `models/mrz-reader/README.md` says what it was trained on.
"""

from docforensics.mrz.engines.network.engine import NetworkEngine, load

__all__ = ["NetworkEngine", "load"]
