"""Which captures the template for a card is learned from."""

from pathlib import Path

from benchmarks.real.cards import questions


def _row(name: str, card: str, device: str, label: str = "genuine") -> dict[str, str]:
    return {"file": f"{name}.jpg", "card": card, "device": device, "label": label, "mask": ""}


ROWS = [
    *(_row(f"fid__{device}__genuine", "one", device) for device in ("a", "b", "c")),
    _row("fid__a__attack1", "one", "a", "forged"),
    _row("art__h1__genuine", "art", "template"),
    _row("art__h2__genuine", "art", "template"),
    _row("art__h1__swap", "art", "template", "forged"),
    _row("alone__a__genuine", "alone", "a"),
]


def test_the_device_in_question_and_the_holder_in_question_are_left_out() -> None:
    """Of one card on several devices the others; of artwork another holder's; a card without any is not asked of."""
    found = {one.path.stem: (one, files) for one, files in questions(Path(), ROWS)}
    assert "alone__a__genuine" not in found
    one, files = found["fid__a__attack1"]
    assert files == ["fid__b__genuine.jpg", "fid__c__genuine.jpg"]
    assert (one.twin, one.template) == ("fid__a__genuine", "without-fid__a")
    one, files = found["art__h1__swap"]
    assert (files, one.twin) == (["art__h2__genuine.jpg"], "art__h1__genuine")
