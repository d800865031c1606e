"""A profile says what a post has, in the user's words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docforensics.capture.light import Light
from docforensics.errors import UsageError
from docforensics.guidance.equipment import Profile, equipment


def test_names_aliases_and_capitals_are_understood() -> None:
    """`UV`, `uv-lamp` and `UV lamp` are one thing."""
    for text in ("uv-lamp,loupe", "UV, Magnifier", "uv lamp,LENS"):
        assert [piece.slug for piece in Profile.parse(text).owned] == ["loupe", "uv-lamp"]


def test_none_is_a_post_with_hands_and_eyes_alone() -> None:
    """They can still feel, look and tilt."""
    bare = Profile.parse("none")
    assert bare.owned == ()
    assert bare.has(equipment()["tilt"])
    assert not bare.has(equipment()["uv-lamp"])
    assert bare.lights == set()
    assert Profile.parse("phone").lights == {Light.VISIBLE}


def test_a_full_page_reader_brings_its_lights() -> None:
    """Who has one can look at the page in UV and infrared."""
    post = Profile.parse("document-reader")
    assert {"uv-lamp", "ir-viewer"} <= post.slugs
    assert post.lights == {Light.VISIBLE, Light.UV, Light.IR}


def test_an_unknown_piece_is_named_with_what_is_near() -> None:
    """The user is told what to write."""
    with pytest.raises(UsageError, match=r"'uv-lmap' is unknown; did you mean uv-lamp"):
        Profile.parse("uv-lmap")
    with pytest.raises(UsageError, match="there are oblique-light"):
        Profile.parse("quantum")


def test_a_file_names_the_post(tmp_path: Path) -> None:
    """TOML, for a post that is examined at every day."""
    file = tmp_path / "bridge.toml"
    file.write_text('name = "Post at the bridge"\nequipment = ["uv", "torch"]\n', encoding="utf-8")
    post = Profile.parse(str(file))
    assert post.name == "Post at the bridge"
    assert post.slugs == {"uv-lamp", "oblique-light"}


@pytest.mark.parametrize("text", ["equipment = 3", "equipment = [3]", "name = 'x'", "equipment = ["])
def test_a_malformed_file_says_what_is_expected(tmp_path: Path, text: str) -> None:
    """Not a traceback."""
    file = tmp_path / "post.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"equipment profile .*post\.toml"):
        Profile.parse(str(file))


def test_a_missing_file_is_named() -> None:
    """A name that ends in .toml is a file."""
    with pytest.raises(UsageError, match=r"nowhere\.toml: cannot be read"):
        Profile.parse("nowhere.toml")


def test_words_of_the_equipment_accuse_nobody_and_name_one_thing_each(
    accusing_words: Callable[..., list[str]],
) -> None:
    """Aliases are unique."""
    pieces = equipment().values()
    names = [name for piece in pieces for name in (piece.slug, *piece.aliases)]
    assert len(names) == len(set(names))
    assert not any(accusing_words(piece.name + piece.shows) for piece in pieces)
