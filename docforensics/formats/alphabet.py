"""The 37 symbols of the machine readable zone (Doc 9303-3 section 4.3) and their check-digit values."""

from types import MappingProxyType

FILLER = "<"
SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
"""Order of every posterior over symbols."""
DIGITS = SYMBOLS[:10]
LETTERS = SYMBOLS[10:36]

VALUES = MappingProxyType(
    {symbol: (0 if symbol == FILLER else value) for value, symbol in enumerate(SYMBOLS)}
)
"""Value of each symbol in the check digit: 0-9 as printed, A-Z = 10-35, filler = 0 (section 4.9)."""
