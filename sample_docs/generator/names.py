# ruff: noqa: RUF001, SIM905  (letters of other scripts are the point; words split at blanks read as lists)
"""Word lists for names and places, each in the script it is written in and in the alphabet of the MRZ.

Latin with diacritics follows the ICAO table of Doc 9303-3 section 6 (first choice of each cell), Cyrillic likewise;
Greek has no ICAO table, so the Latin form is that of ISO 843 without accents.
"""

from dataclasses import dataclass

import numpy as np

_LATIN = {
    **dict.fromkeys("ÀÁÂÃĀĂĄ", "A"), **dict.fromkeys("ÇĆČ", "C"), **dict.fromkeys("ÈÉÊËĒĖĘĚ", "E"),
    **dict.fromkeys("ÌÍÎÏĪİ", "I"), **dict.fromkeys("ÒÓÔÕŌŐ", "O"), **dict.fromkeys("ÙÚÛŪŮŰ", "U"),
    **dict.fromkeys("ŚŞŠ", "S"), **dict.fromkeys("ŹŻŽ", "Z"), **dict.fromkeys("ŃŇÑ", "N"), **dict.fromkeys("ÝŸ", "Y"),
    "Ł": "L", "Đ": "D", "Ď": "D", "Ř": "R", "Ť": "T", "Ğ": "G", "Ø": "OE", "Œ": "OE", "Æ": "AE", "Å": "AA", "Ä": "AE",
    "Ö": "OE", "Ü": "UE", "ß": "SS", "ẞ": "SS", "Þ": "TH", "'": "", "’": "", "-": " ",
}  # fmt: skip
_CYRILLIC = dict(
    zip(
        "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
        "A B V G D E ZH Z I I K L M N O P R S T U F KH TS CH SH SHCH Y E IU IA".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "A V G D E Z I TH I K L M N X O P R S T Y F CH PS O".split(), strict=True)
)
_TABLE = {**_LATIN, **_CYRILLIC, **_GREEK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as written, and in the MRZ alphabet."""

    written: str
    latin: str

    @property
    def printed(self) -> str:
        """As the visual zone prints it: a name outside the Latin script is followed by its transliteration."""
        foreign = any(ord(c) > 0x0370 for c in self.written)
        return f"{self.written} / {self.latin}" if foreign else self.written


def transliterate(written: str) -> str:
    """``written`` in A-Z and space."""
    return "".join(_TABLE.get(c, c) for c in written)


def name(written: str) -> Name:
    """A name with its transliteration."""
    return Name(written=written, latin=transliterate(written))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    surnames: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    places: tuple[str, ...]


def _words(surnames: str, female: str, male: str, places: str) -> _Words:
    return _Words(
        surnames=tuple(surnames.split()),
        female=tuple(female.split()),
        male=tuple(male.split()),
        places=tuple(places.split()),
    )


_PLAIN = _words(
    "ALDERWICK BRENNAN CALLOWAY DUNMORE ELLERTON FAIRWEATHER GRENFELL HOLLOWAY INGLEBY JARDINE KESTREL LOCKHART "
    "MARCHMONT NORBURY OKONKWO PEMBERTON QUARLES RAVENHILL SORENSON THACKERAY UNDERHILL VANTERPOOL WHITLOCK YARROW "
    "ADEYEMI BANERJEE CASTELLANO DIALLO FONTAINE HAMIDI KOWALSKI LINDQUIST MORETTI NAKAMURA OUEDRAOGO RAMIREZ TANAKA",
    "ANNA MARIA BEATRICE CLARA DALIA ELENA FREYA GRETA HANNA ISOLDE JUNIPER KEZIA LEONIE MIRA NADIA OPHELIA PRIYA ROSA",
    "ADAM BRUNO CASPAR DANIEL EMIL FELIX GUSTAV HUGO IBRAHIM JONAS KAROL LEON MARCUS NOAH OSCAR PAVEL RASHID SIMON",
    "AMAUROT ANYDER MENTIRANO AIRCASTLE PLEASANTVALE CLOUDBRIDGE HYTHLODAY",
)
_ACCENTED = _words(
    "MÜLLER-LINDT ÅSTRØM DVOŘÁK ŁUKASIEWICZ D'ARTAGNAN PEÑALOSA GONÇALVES SÖDERBERG ÇELIK ŽIŽEK HØJGAARD FRANÇOIS "
    "KÖNIG BÖHM ŠIMÁNEK O'SULLIVAN ÖZTÜRK ÆGIRSSON",
    "ZOË ÉLODIE BJÖRK AGNÈS FRANÇOISE MÁRIA SØLVI INÊS ŽOFIE ANNE-MARIE",
    "JOSÉ FRANÇOIS BJØRN ANDRÉ ÉTIENNE JÁNOS SØREN JOÃO ŁUKASZ JEAN-LUC",
    "SÃO-UTOPO ÎLE-D'UTOPIE ÜTHOPEL",
)
_CYRILLIC_WORDS = _words(
    "ШУМИЛО БЕРЕЗКО ГОРОДНИК ЧЕРНЕНКО ВЕТРОК ЗАЙЧУК ЛАСТИВКА ЮРЧЕНКО ЩЕРБАК ХОДЖЕЙ",
    "ЕЛЕНА ИРИНА ЮЛИЯ НАДЕЖДА ВЕРА",
    "АНДРЕЙ ЮРИЙ ФЕДОР БОРИС ЯКОВ",
    "УТОПИЯ АМАУРОТ",
)
_GREEK_WORDS = _words(
    "ΚΑΛΟΓΕΡΑΣ ΘΑΛΑΣΣΙΝΟΣ ΒΕΡΓΟΣ ΜΕΛΙΤΗΣ ΔΡΑΚΟΣ ΧΑΡΙΤΟΣ",
    "ΕΛΕΝΗ ΣΟΦΙΑ ΔΑΝΑΗ ΖΩΗ",
    "ΝΙΚΟΣ ΘΕΟΔΩΡΟΣ ΣΤΑΘΗΣ ΑΛΕΞΙΟΣ",
    "ΟΥΤΟΠΙΑ",
)
_POOLS = (_PLAIN, _PLAIN, _PLAIN, _ACCENTED, _ACCENTED, _CYRILLIC_WORDS, _GREEK_WORDS)


def _pick(rng: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(rng.integers(0, len(words)))]


def draw(rng: np.random.Generator, sex: str) -> tuple[Name, Name, Name]:
    """A surname, one or two given names, and a place of birth, all of one script."""
    pool = _POOLS[int(rng.integers(0, len(_POOLS)))]
    given = pool.female if sex == "F" else pool.male
    count = 1 + int(rng.random() < 0.45)
    chosen = " ".join(str(g) for g in rng.choice(given, count, replace=False))
    return name(_pick(rng, pool.surnames)), name(chosen), name(_pick(rng, pool.places))


def another_given(rng: np.random.Generator, sex: str, unlike: Name) -> Name:
    """A plain given name that is not ``unlike``: what a forger types in."""
    options = tuple(
        g for g in (_PLAIN.female if sex == "F" else _PLAIN.male) if g not in unlike.latin.split()
    )
    return name(_pick(rng, options))
