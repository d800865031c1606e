"""What a post has: the vocabulary of equipment (data/equipment.toml) and the profile of one post."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.parsing import made, placed, read_toml
from docforensics.regular import is_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """One piece of equipment, or one thing that a hand and an eye can do."""

    slug: str
    name: str
    shows: str
    """What it lets one see: a clause."""
    hand: bool = False
    """Whether it needs no equipment: feel, look, tilt."""
    on_image: bool = False
    """Whether it can be done with an image of the document."""
    aliases: tuple[str, ...] = ()
    lights: frozenset[Light] = frozenset()
    """Lights in which it makes an image that this program can examine."""
    includes: tuple[str, ...] = ()
    """What else can be done with it."""


@cache
def equipment() -> Mapping[str, Equipment]:
    """All equipment by slug, in the order of use: what takes a second comes first."""
    table = read_toml(files("docforensics.guidance").joinpath("data", "equipment.toml"))
    return MappingProxyType({slug: made(Equipment, {"slug": slug, **told}) for slug, told in table.items()})


def own_tool(light: Light) -> Equipment | None:
    """Give what an eye needs to see what shows in this light; None where eyes are enough."""
    return equipment()[light.facts.tool] if light.facts.tool else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one post has, besides hands and eyes."""

    slugs: frozenset[str]
    """Of the equipment that is there, with what it includes."""
    name: str = ""
    """Of the post, for a heading."""
    is_image_alone: bool = False
    """Whether there is an image and no document, so that nothing can be done that takes one."""

    @classmethod
    def of(cls, names: Iterable[str], *, name: str = "") -> "Profile":
        """Make a profile of names or aliases; UsageError names one that is unknown and what is known."""
        owned = [_named(word) for word in names]
        included = {other for piece in owned for other in piece.includes}
        return cls(slugs=frozenset({piece.slug for piece in owned} | included), name=name)

    @classmethod
    def parse(cls, text: str) -> "Profile":
        """Read what `--equipment` was given: names with commas between them, `none`, or a TOML file.

        The file has `equipment = ["uv-lamp", "loupe"]` and, if wanted, `name = "Post at the bridge"`.
        """
        if text.endswith(".toml") or is_file(Path(text)):
            return cls.load(text)
        words = [word.strip() for word in text.split(",") if word.strip()]
        return cls.of([] if words == ["none"] else words)

    @classmethod
    def load(cls, path: str | Path) -> "Profile":
        """Read a profile file."""
        with placed(f"equipment profile {path}: cannot be read", UsageError):
            table = read_toml(Path(path))
        listed = table.get("equipment")
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise UsageError(f'equipment profile {path}: expected equipment = ["uv-lamp", ...]')
        return cls.of(listed, name=str(table.get("name", "")))

    def has(self, piece: Equipment) -> bool:
        """Whether the post can do it: hands and eyes are everywhere."""
        is_there = piece.hand or piece.slug in self.slugs
        return is_there and (piece.on_image or not self.is_image_alone)

    def on_image(self) -> "Profile":
        """Give the same for an image of a document, where the document itself is not at hand."""
        return replace(self, is_image_alone=True)

    @property
    def owned(self) -> tuple[Equipment, ...]:
        """The equipment in the order of use, without hands and eyes."""
        return tuple(piece for slug, piece in equipment().items() if slug in self.slugs and not piece.hand)

    @property
    def lights(self) -> frozenset[Light]:
        """Lights in which the post can make an image that this program can examine."""
        return frozenset[Light]().union(*(piece.lights for piece in self.owned))


@cache
def _by_name() -> Mapping[str, Equipment]:
    names = {alias: piece for piece in equipment().values() for alias in piece.aliases}
    return {**names, **equipment()}


def _named(word: str) -> Equipment:
    slug = word.strip().lower().replace(" ", "-").replace("_", "-")
    if slug in _by_name():
        return _by_name()[slug]
    near = difflib.get_close_matches(slug, _by_name(), n=2)
    hint = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "there are " + ", ".join(piece.slug for piece in equipment().values() if not piece.hand)
    )
    raise UsageError(f"--equipment: {word!r} is unknown; {hint}")
