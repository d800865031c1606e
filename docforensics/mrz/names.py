"""Names in the MRZ (Doc 9303-3 section 4.6): `<<` parts primary from secondary, `<` parts components."""

from dataclasses import dataclass

from docforensics.formats.alphabet import FILLER, LETTERS


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzName:
    """A name as the MRZ gives it."""

    primary: tuple[str, ...]
    """Components of the primary identifier, mostly the surname."""
    secondary: tuple[str, ...]
    """Components of the secondary identifier, mostly the given names; empty when there is none."""
    may_be_truncated: bool
    """The field ends in a letter, so the name may go on: a comparison must allow for it."""

    @property
    def surname(self) -> str:
        """The primary identifier with spaces."""
        return " ".join(self.primary)

    @property
    def given_names(self) -> str:
        """The secondary identifier with spaces."""
        return " ".join(self.secondary)


def components(raw: str) -> tuple[str, ...]:
    """Return what stands between fillers."""
    return tuple(part for part in raw.split(FILLER) if part)


def ends_in_letter(raw: str) -> bool:
    """Whether a name field is filled to its last place, so that the name may have been cut."""
    return raw[-1:] in LETTERS if raw else False


def split_name(raw: str) -> MrzName:
    """Split a whole name field. The first `<<` decides; a second one parts only components."""
    primary, _, secondary = raw.partition(FILLER * 2)
    return MrzName(
        primary=components(primary), secondary=components(secondary), may_be_truncated=ends_in_letter(raw)
    )
