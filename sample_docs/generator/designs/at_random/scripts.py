# ruff: noqa: RUF001, SIM905  (letters of other scripts are the point; words split at blanks read as lists)
"""Esperanto written in other scripts, letter for letter: labels that look foreign and are no state's language."""

_LATIN = "a b c ĉ d e f g ĝ h ĥ i j ĵ k l m n o p r s ŝ t u ŭ v z w x y q".split()


def _letters(others: str) -> dict[str, str]:
    return dict(zip(_LATIN, others.split(), strict=True))


_ALPHABETS = {
    "cyrillic": _letters("а б ц ч д е ф г џ х х и ј ж к л м н о п р с ш т у у в з в кс и к"),
    "greek": _letters("α μπ τσ τσ δ ε φ γ γ χ χ ι ι ζ κ λ μ ν ο π ρ σ σ τ υ υ β ζ β ξ υ κ"),
    "georgian": _letters("ა ბ ც ჩ დ ე ფ გ ჯ ჰ ხ ი ი ჟ კ ლ მ ნ ო პ რ ს შ ტ უ უ ვ ზ ვ ქს ი ყ"),
    "armenian": _letters("ա բ ց չ դ ե ֆ գ ջ հ խ ի յ ժ կ լ մ ն ո պ ր ս շ տ ու ւ վ զ վ քս ի ք"),
    "hebrew": _letters("א ב צ ץ ד א פ ג ג ה ח י י ז כ ל מ נ ו פ ר ס ש ט ו ו ב ז ו קס י ק"),
    "glagolitic": _letters("ⰰ ⰱ ⱌ ⱍ ⰴ ⰵ ⱇ ⰳ ⰼ ⱈ ⱈ ⰻ ⰹ ⰶ ⰽ ⰾ ⰿ ⱀ ⱁ ⱂ ⱃ ⱄ ⱎ ⱅ ⱆ ⱆ ⰲ ⰸ ⰲ ⰽⱄ ⰻ ⰽ"),
    "tifinagh": _letters("ⴰ ⴱ ⵚ ⵞ ⴷ ⴻ ⴼ ⴳ ⴵ ⵀ ⵅ ⵉ ⵢ ⵊ ⴽ ⵍ ⵎ ⵏ ⵓ ⵒ ⵔ ⵙ ⵛ ⵜ ⵓ ⵡ ⵠ ⵣ ⵡ ⴽⵙ ⵉ ⵇ"),
}
_ETHIOPIC = {
    "h": 0x1200, "l": 0x1208, "m": 0x1218, "r": 0x1228, "s": 0x1230, "ŝ": 0x1238, "q": 0x1240, "b": 0x1260, "v": 0x1268,
    "t": 0x1270, "ĉ": 0x1278, "n": 0x1290, "": 0x12A0, "k": 0x12A8, "w": 0x12C8, "ŭ": 0x12C8, "ĥ": 0x1200, "z": 0x12D8,
    "ĵ": 0x12E0, "j": 0x12E8, "y": 0x12E8, "d": 0x12F0, "ĝ": 0x1300, "g": 0x1308, "c": 0x1338, "f": 0x1348, "p": 0x1350,
    "x": 0x12A8,
}  # fmt: skip
_VOWELS = {"u": 1, "i": 2, "a": 3, "e": 4, "": 5, "o": 6}
"""Place of a syllable in its consonant's row; the sixth bears no vowel."""
_ARABIC = {
    "a": 0xFE8D, "b": 0xFE8F, "t": 0xFE95, "ĝ": 0xFE9D, "j": 0xFEF1, "ĵ": 0xFE9D, "ĥ": 0xFEA5, "h": 0xFEE9, "d": 0xFEA9,
    "r": 0xFEAD, "z": 0xFEAF, "s": 0xFEB1, "ŝ": 0xFEB5, "c": 0xFEB9, "ĉ": 0xFEB5, "g": 0xFECD, "f": 0xFED1, "v": 0xFED1,
    "q": 0xFED5, "k": 0xFED9, "x": 0xFED9, "l": 0xFEDD, "m": 0xFEE1, "n": 0xFEE5, "o": 0xFEED, "u": 0xFEED, "ŭ": 0xFEED,
    "w": 0xFEED, "i": 0xFEF1, "y": 0xFEF1, "e": 0xFEF1, "p": 0xFE8F,
}  # fmt: skip
"""Code of the isolated form; the final, initial and medial ones follow it."""
_FINAL_ONLY = {0xFE8D, 0xFEA9, 0xFEAD, 0xFEAF, 0xFEED}
"""Letters that never join to the one after them."""
RIGHT_TO_LEFT = {"hebrew", "arabic"}
SCRIPTS = (*_ALPHABETS, "ethiopic", "arabic")


def written(text: str, script: str) -> str:
    """Esperanto ``text`` in another script, as its glyphs stand from left to right."""
    words = [_word(word, script) for word in text.lower().replace("-", " ").split(" ")]
    if script in RIGHT_TO_LEFT:
        words = [word[::-1] for word in reversed(words)]
    return " ".join(words)


def _word(word: str, script: str) -> str:
    if script == "ethiopic":
        return _syllables(word)
    if script == "arabic":
        return _joined(word)
    letters = "".join(_ALPHABETS[script].get(c, "") for c in word)
    if script == "greek" and letters.endswith("σ"):
        letters = letters[:-1] + "ς"
    return letters.capitalize() if script in {"cyrillic", "greek", "armenian"} else letters


def _syllables(word: str) -> str:
    made, consonant = [], ""
    for letter in word:
        if letter in "aeiou":
            made.append(chr(_ETHIOPIC[consonant] + _VOWELS[letter]))
            consonant = ""
        elif letter in _ETHIOPIC:
            if consonant:
                made.append(chr(_ETHIOPIC[consonant] + _VOWELS[""]))
            consonant = letter
    if consonant:
        made.append(chr(_ETHIOPIC[consonant] + _VOWELS[""]))
    return "".join(made)


def _joined(word: str) -> str:
    """Each letter in the form that its neighbours ask for."""
    codes = [_ARABIC[c] for c in word if c in _ARABIC]
    forms = []
    for place, code in enumerate(codes):
        before = place > 0 and codes[place - 1] not in _FINAL_ONLY
        after = place + 1 < len(codes) and code not in _FINAL_ONLY
        forms.append(chr(code + (1 if before else 0) + (2 if after else 0)))
    return "".join(forms)
