"""What the MRZ bench says of a reading, on the specimen of Doc 9303 (Utopia)."""

from benchmarks.mrz.judging import judge

NAME = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
DATA = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
PRINTED = (NAME, DATA)


def test_the_same_lines_are_exact_and_valid() -> None:
    """89 characters: two lines of 44 and the break between them."""
    verdict = judge(PRINTED, PRINTED)

    assert verdict.exact
    assert verdict.digits_valid
    assert verdict.key_exact
    assert not verdict.false_valid
    assert (verdict.errors, verdict.printed) == (0, 89)


def test_nothing_found_is_a_miss_and_no_character_error() -> None:
    """Misses are counted apart; no lines and no reading are the same."""
    verdict = judge(PRINTED, None)

    assert not verdict.found
    assert verdict.errors == 0
    assert not verdict.digits_valid
    assert not verdict.key_exact
    assert judge(PRINTED, ()) == verdict


def test_a_wrong_letter_of_the_name_passes_unnoticed() -> None:
    """No check digit covers the name."""
    verdict = judge(PRINTED, (NAME.replace("ANNA", "ANMA"), DATA))

    assert verdict.false_valid
    assert not verdict.protected_false_valid
    assert verdict.key_exact
    assert verdict.errors == 1


def test_a_wrong_digit_of_the_number_is_told_by_its_check_digit() -> None:
    """9 read 3."""
    verdict = judge(PRINTED, (NAME, DATA.replace("L898902C", "L898302C")))

    assert not verdict.digits_valid
    assert not verdict.false_valid
    assert not verdict.key_exact


def test_a_protected_character_may_change_to_one_of_the_same_value_modulo_ten() -> None:
    """K is 20 and < is 0: no digit tells them apart."""
    printed = (NAME, DATA.replace("B<<<<<10", "BK<<<<10"))
    verdict = judge(printed, PRINTED)

    assert judge(printed, printed).digits_valid
    assert verdict.false_valid
    assert verdict.protected_false_valid


def test_a_print_with_wrong_digits_read_as_printed_is_exact_and_not_valid() -> None:
    """And whoever mends it gives a false valid reading."""
    printed = (NAME, DATA.replace("7408122", "7408127"))
    verdict = judge(printed, printed)

    assert verdict.exact
    assert not verdict.digits_valid
    assert judge(printed, PRINTED).protected_false_valid


def test_a_filler_lost_at_the_end_of_the_name_is_false_valid() -> None:
    """The digits of the second line do not move."""
    verdict = judge(PRINTED, (NAME[:-1], DATA))

    assert verdict.false_valid
    assert not verdict.protected_false_valid


def test_lines_that_fit_no_format_are_found_and_wrong() -> None:
    """They count as characters, not as a miss."""
    verdict = judge(PRINTED, ("PASSPORT",))

    assert verdict.found
    assert not verdict.digits_valid
    assert verdict.errors > 70
