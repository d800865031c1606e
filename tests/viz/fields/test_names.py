"""Names held against lines as read, without a picture."""

from collections.abc import Callable

import pytest

from docforensics.page.geometry import BoxMm
from docforensics.viz.fields.names import at_its_place, check_name
from docforensics.viz.fields.zone import FieldCheck, FieldState, PrintedZone
from docforensics.viz.text import TextLine

Placed = Callable[..., TextLine]
MakeZone = Callable[..., PrintedZone]
GIVEN = ("ANNA", "MARIA")


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("ERIKSSON", FieldState.AGREES),
        ("Eriksson", FieldState.AGREES),
        ("ERIKSSEN", FieldState.DISAGREES),
        ("HOLLOWAY", FieldState.NOT_SEEN),
        ("MCERIKSSON", FieldState.NOT_SEEN),
    ],
)
def test_names_disagree_only_when_nearly_alike(
    placed: Placed, zone: MakeZone, printed: str, state: FieldState
) -> None:
    """Another word on the page is not the name."""
    assert check_name(zone(placed(printed, 40, 15)), "surname", ("ERIKSSON",)).state is state


@pytest.mark.parametrize(
    ("components", "printed", "state"),
    [
        (("LUKASZ", "SOEREN"), "LUKASZ SOREN", FieldState.AGREES),
        (("HAAKON",), "HAKON", FieldState.AGREES),
        (("SOERGAARD",), "SORGAARD", FieldState.AGREES),
        (("AEGIRSSON",), "EGIRSSON", FieldState.AGREES),
        (("LUKASZ", "SOEREN"), "LUKASZ SIREN", FieldState.NOT_SEEN),
        (("LUKASZ", "SOEREN"), "LUXISZ SOREN", FieldState.NOT_SEEN),
    ],
)
def test_a_letter_that_was_read_without_its_mark_is_the_same_letter(
    placed: Placed, zone: MakeZone, components: tuple[str, ...], printed: str, state: FieldState
) -> None:
    """The zone writes OE for an O with a stroke, which readers take for an O; nothing else may differ."""
    assert check_name(zone(placed(printed, 40, 15)), "given_names", components).state is state


@pytest.mark.parametrize(
    ("components", "printed"),
    [(("MARTIN",), "MARTINEZ"), (("LI",), "LIEU DE NAISSANCE"), (("IN",), "INES"), (("BOE",), "BOEHM")],
)
def test_the_beginning_of_a_word_is_not_the_name(
    placed: Placed, zone: MakeZone, components: tuple[str, ...], printed: str
) -> None:
    """But for a name that the zone has no room for; and the name is found where it stands by itself besides."""
    seen = zone(placed(printed, 40, 15))
    assert check_name(seen, "surname", components).state is FieldState.NOT_SEEN
    assert check_name(seen, "surname", (*components, "ROY")).state is FieldState.NOT_SEEN
    assert check_name(seen, "surname", components, goes_on=True).state is FieldState.AGREES
    both = zone(placed(printed, 40, 15), placed(components[0], 40, 25))
    found = check_name(both, "surname", components)
    assert (found.state, found.box and found.box.top) == (FieldState.AGREES, 25)


def test_a_look_alike_beside_a_longer_word_is_not_the_name(placed: Placed, zone: MakeZone) -> None:
    """SON fits NELSON better than S0N, which is then another word."""
    seen = zone(placed("NELSON", 40, 15), placed("S0N", 40, 25))
    assert check_name(seen, "surname", ("SON",)).state is FieldState.NOT_SEEN
    assert check_name(zone(placed("S0N", 40, 25)), "surname", ("SON",)).state is FieldState.AGREES


def test_a_name_does_not_run_over_two_lines(placed: Placed, zone: MakeZone) -> None:
    """Pieces of two lines are not one value."""
    seen = zone(placed("ERI", 40, 15), placed("SSON", 40, 20))
    assert check_name(seen, "surname", ("ERIKSSON",)).state is FieldState.NOT_SEEN


def test_a_name_inside_another_word_was_not_found(placed: Placed, zone: MakeZone) -> None:
    """INES is no part of PHILIPPINES, alone or among several names."""
    seen = zone(placed("PHILIPPINES ANNA", 40, 15))
    assert check_name(seen, "given_names", ("INES",)).state is FieldState.NOT_SEEN
    assert check_name(seen, "given_names", ("ANNA", "INES")).state is FieldState.NOT_SEEN


def found(zone: PrintedZone, *, surname: str = "ERIKSSON") -> dict[str, FieldCheck]:
    """Say that the surname, and the nationality below, were found where they stand."""
    checks = {"given_names": FieldCheck(name="given_names", state=FieldState.NOT_SEEN)}
    for name, text in (("surname", surname), ("nationality", "UTOPIAN")):
        box = next((line.box for line in zone.lines if line.read.text == text), None)
        state = FieldState.NOT_SEEN if box is None else FieldState.AGREES
        checks[name] = FieldCheck(name=name, state=state, box=box)
    return checks


def state(check: FieldCheck | None) -> FieldState:
    """Give the state; what could not be said was not seen."""
    return FieldState.NOT_SEEN if check is None else check.state


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("CLARA", FieldState.DISAGREES),
        ("INES DALIA", FieldState.DISAGREES),
        ("DR. ANNA", FieldState.NOT_SEEN),  # one of two names, with a title
        ("CLARA MARIA", FieldState.NOT_SEEN),  # half of it
        ("ANA", FieldState.NOT_SEEN),  # a usual name, or a misread
        ("HANNA", FieldState.NOT_SEEN),
        ("A. M.", FieldState.NOT_SEEN),  # initials
        ("ARI", FieldState.NOT_SEEN),  # a piece of it
        ("12345", FieldState.NOT_SEEN),
    ],
)
@pytest.mark.parametrize("by", ["template", "caption", "layout"])
def test_another_name_at_its_place_disagrees(
    placed: Placed, zone: MakeZone, by: str, printed: str, expected: FieldState
) -> None:
    """By template, caption or layout alike; what may be the same name says nothing."""
    lines = [placed(printed, 40, 20)]
    captions, places = [], {}
    if by == "template":
        places = {"given_names": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    elif by == "caption":
        captions = [placed("Prenoms/Given names", 40, 17)]
    else:
        lines = [placed("ERIKSSON", 40, 15), *lines, placed("UTOPIAN", 40, 25)]
    seen = zone(*lines, captions=captions, places=places)
    check = at_its_place(seen, "given_names", GIVEN, found(seen))
    assert state(check) is expected
    assert check is None or (
        check.box is not None and check.box.overlap(seen.lines[-2 if by == "layout" else 0].box) > 0
    )


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "GIVEN NAMES ANTAUNOMOJ",
            FieldState.NOT_SEEN,
        ),  # the label in two languages, as a photograph showed it
        ("GIVEN NAMES CLARA", FieldState.DISAGREES),  # the label and another name behind it
    ],
)
def test_the_label_of_a_name_is_no_other_name(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """A page that lies a row off its template shows the label where the name belongs."""
    seen = zone(
        placed(printed, 40, 20), places={"given_names": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    )
    assert state(at_its_place(seen, "given_names", GIVEN, found(seen))) is expected


@pytest.mark.parametrize(
    ("certainty", "expected"),
    [(0.45, FieldState.NOT_SEEN), (0.85, FieldState.NOT_SEEN), (0.95, FieldState.DISAGREES)],
)
def test_a_doubtful_reader_finds_no_other_name(
    placed: Placed, zone: MakeZone, certainty: float, expected: FieldState
) -> None:
    """Half sure is not sure, nor is a little doubt throughout: so the reader takes letters that it does not know."""
    place = {"given_names": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    seen = zone(placed("CLARA", 40, 20, certainty=certainty), places=place)
    assert state(at_its_place(seen, "given_names", GIVEN, found(seen))) is expected


@pytest.mark.parametrize(
    ("printed", "expected"), [("MAPIA", FieldState.NOT_SEEN), ("MATIA", FieldState.DISAGREES)]
)
def test_a_name_of_one_word_in_greek_is_not_nearly_the_coded_one(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """It differs by a letter as Latin, anywhere on the page, where the coded name was not read."""
    assert check_name(zone(placed(printed, 40, 20)), "given_names", ("MARIA",)).state is expected


@pytest.mark.parametrize(
    ("printed", "expected"), [("BEPA", FieldState.NOT_SEEN), ("HOPE", FieldState.DISAGREES)]
)
def test_the_name_in_cyrillic_is_no_other_name(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """All of its letters look like Latin ones, so that no letter of another script gives it away."""
    seen = zone(
        placed(printed, 40, 20), places={"given_names": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    )
    assert state(at_its_place(seen, "given_names", ("IULIIA", "VERA"), found(seen))) is expected


def test_a_line_that_was_read_in_part_is_no_other_name(placed: Placed, zone: MakeZone) -> None:
    """Four letters on 30 mm: the reader passed over letters that it does not know."""
    place = {"given_names": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    seen = zone(placed("ODNI", 40, 20, width=30), places=place)
    assert at_its_place(seen, "given_names", GIVEN, found(seen)) is None


@pytest.mark.parametrize(
    "lines",
    [
        [("ERIKSSON", 40, 15), ("CLARA", 40, 20)],  # nothing found below it
        [("ERIKSSON", 40, 15), ("NEE", 40, 18), ("CLARA", 40, 21), ("UTOPIAN", 40, 25)],  # which of the two?
        [("ERIKSSON", 40, 15), ("CLARA", 60, 20), ("UTOPIAN", 40, 25)],  # another column
        [("ERIKSSON", 40, 15), ("Clara", 40, 20), ("UTOPIAN", 40, 25)],  # set otherwise
        [("HOLLOWAY", 40, 15), ("CLARA", 40, 20), ("UTOPIAN", 40, 25)],  # the surname was not found
    ],
)
def test_a_layout_that_leaves_it_open_tells_nothing(
    placed: Placed, zone: MakeZone, lines: list[tuple[str, float, float]]
) -> None:
    """The line must be the only one between surname and the next field, and set like the surname."""
    seen = zone(*(placed(*line) for line in lines))
    assert at_its_place(seen, "given_names", GIVEN, found(seen)) is None


def test_a_caption_of_another_field_overrules_the_layout(placed: Placed, zone: MakeZone) -> None:
    """What stands under Place of birth is no name."""
    seen = zone(
        placed("ERIKSSON", 40, 15),
        placed("CLARA", 40, 20),
        placed("UTOPIAN", 40, 25),
        captions=[placed("Place of birth", 40, 17.5)],
    )
    assert at_its_place(seen, "given_names", GIVEN, found(seen)) is None


def test_another_surname_is_told_above_the_given_names(placed: Placed, zone: MakeZone) -> None:
    """Between the nationality, on designs that print it first, and the given names."""
    seen = zone(placed("UTOPIAN", 40, 10), placed("HOLLOWAY", 40, 15), placed("ANNA MARIA", 40, 20))
    box = seen.lines[2].box
    checks = {**found(seen), "given_names": FieldCheck(name="given_names", state=FieldState.AGREES, box=box)}
    assert state(at_its_place(seen, "surname", ("ERIKSSON",), checks)) is FieldState.DISAGREES


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "EPIKCEHIERIKSSONYYY",
            FieldState.NOT_SEEN,
        ),  # in two scripts, the stroke read as a letter, line work as more
        ("HOLLOWAYIHOLLOWAYYY", FieldState.DISAGREES),  # the same of another name
    ],
)
def test_a_name_in_two_scripts_that_was_read_as_one_word_is_no_other_name(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """A misread is not a forgery: the whole name stands in the word."""
    place = {"surname": BoxMm(left=39, top=19.5, right=90, bottom=23)}
    seen = zone(placed(printed, 40, 20), places=place)
    assert state(at_its_place(seen, "surname", ("ERIKSSON",), found(seen))) is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("Δpaxos", FieldState.NOT_SEEN), ("Apaxos", FieldState.DISAGREES)],
)
def test_a_name_in_another_script_is_no_other_name(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """Most of its letters look like Latin ones, and are read as such."""
    seen = zone(placed(printed, 40, 20), places={"surname": BoxMm(left=39, top=19.5, right=90, bottom=23)})
    assert state(at_its_place(seen, "surname", ("DRAKOS",), found(seen))) is expected


@pytest.mark.parametrize(
    ("printed", "expected"), [("Meλitλs", FieldState.NOT_SEEN), ("Mexitxs", FieldState.DISAGREES)]
)
def test_a_name_in_another_script_is_not_nearly_the_name(
    placed: Placed, zone: MakeZone, printed: str, expected: FieldState
) -> None:
    """As long as the coded one, and two letters apart."""
    assert check_name(zone(placed(printed, 40, 20)), "surname", ("MELITIS",)).state is expected
