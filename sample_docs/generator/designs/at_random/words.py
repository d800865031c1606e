"""Labels and headings of made-up offices, in the languages of Doc 9303 and in constructed ones, which no state speaks."""

from sample_docs.generator.designs.parts import CAPTIONS

FIELDS = (
    "type", "country", "number", "surname", "given_names", "nationality", "birth", "sex", "birthplace", "issued",
    "expires", "authority", "personal_number", "valid_from", "entries", "visa_class", "passport_number", "remarks",
    "permit", "card_number",
)  # fmt: skip
_TABLE = {
    "french": "Type|Code|N° du document|Nom|Prénoms|Nationalité|Date de naissance|Sexe|Lieu de naissance|Date de délivrance|"
    "Date d'expiration|Autorité|N° personnel|Valable du|Entrées|Catégorie|N° de passeport|Observations|Genre de titre|N° de carte",
    "spanish": "Tipo|Código|N.º de documento|Apellidos|Nombres|Nacionalidad|Fecha de nacimiento|Sexo|Lugar de nacimiento|"
    "Fecha de expedición|Fecha de caducidad|Autoridad|N.º personal|Válido desde|Entradas|Clase|N.º de pasaporte|Observaciones|"
    "Clase de permiso|N.º de tarjeta",
    "ido": "Tipo|Kodexo|Numero|Familiala nomo|Prenomi|Civitaneso|Naskodato|Sexuo|Nasko-loko|Emiso-dato|Valida til|Autoritato|"
    "Personala numero|Valida de|Eniri|Klaso|Pasporto-numero|Remarki|Speco di permiso|Karto-numero",
    "interlingua": "Typo|Codice|Numero|Nomine de familia|Prenomines|Nationalitate|Data de nascentia|Sexo|Loco de nascentia|"
    "Data de emission|Data de expiration|Autoritate|Numero personal|Valide ab|Entratas|Classe|Numero de passaporto|Remarcas|"
    "Specie de permisso|Numero de carta",
}
_HALVES = {name: text.split(" / ") for name, text in CAPTIONS.items()}
LABELS: dict[str, dict[str, str]] = {
    "english": {name: halves[0] for name, halves in _HALVES.items()},
    "esperanto": {name: halves[1] for name, halves in _HALVES.items()},
    **{language: dict(zip(FIELDS, words.split("|"), strict=True)) for language, words in _TABLE.items()},
}
"""Language, field, label."""
SHORT = {
    "type": "Type", "country": "Code", "number": "No.", "surname": "Name", "given_names": "Given", "nationality": "Nat.",
    "birth": "Born", "sex": "Sex", "birthplace": "Place", "issued": "Issued", "expires": "Expires", "authority": "Auth.",
    "personal_number": "Pers. No.", "valid_from": "From", "entries": "Entr.", "visa_class": "Class",
    "passport_number": "Passp. No.", "remarks": "Rem.", "permit": "Kind", "card_number": "Card No.",
}  # fmt: skip
"""Where no whole label fits."""
STATES = (
    "UTOPIA", "UTOPIA", "REPUBLIC OF UTOPIA", "REALM OF UTOPIA", "ISLANDS OF UTOPIA", "UTOPIAN UNION",
    "FREE CITIES OF UTOPIA", "COMMONWEALTH OF UTOPIA",
)  # fmt: skip
"""Names that the issuer UTO gives itself."""
KINDS: dict[str, tuple[tuple[str, str], ...]] = {
    "passport": (
        ("PASSPORT", "PASPORTO"),
        ("SERVICE PASSPORT", "SERVA PASPORTO"),
        ("TRAVEL BOOK", "VOJAĜLIBRO"),
        ("PASSPORT", "PASSAPORTO"),
    ),
    "card": (
        ("IDENTITY CARD", "IDENTIGILO"),
        ("RESIDENT CARD", "LOĜANTOKARTO"),
        ("CITIZEN CARD", "CIVITANOKARTO"),
        ("CREW CARD", "ŜIPANARKARTO"),
    ),
    "visa": (
        ("VISA", "VIZO"),
        ("ENTRY VISA", "ENIRVIZO"),
        ("TRANSIT VISA", "TRAPASVIZO"),
        ("STAY PERMIT", "RESTADPERMESO"),
    ),
    "licence": (
        ("DRIVING LICENCE", "STIRPERMESILO"),
        ("PILOT LICENCE", "PILOTPERMESILO"),
        ("SEAFARER CARD", "MARISTOKARTO"),
        ("FERRY CARD", "PRAMKARTO"),
    ),
    "certificate": (
        ("CERTIFICATE OF RESIDENCE", "ATESTO PRI LOĜADO"),
        ("CERTIFICATE OF BIRTH", "NASKIĜATESTO"),
        ("LAISSEZ-PASSER", "TRAPASILO"),
        ("BORDER PASS", "LIMPASILO"),
    ),
}
"""Kind of document to its headings, in English and Esperanto."""
MONTHS = "JAN FEB MAR APR MAJ JUN JUL AŬG SEP OKT NOV DEC".split()  # noqa: SIM905
