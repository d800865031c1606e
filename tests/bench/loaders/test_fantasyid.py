"""FantasyID in the layout of its archive."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docforensics.bench.loaders import load_data_set
from docforensics.capture.model import Channel

Make = Callable[..., Any]


def test_cards_are_read_by_device_with_their_attacks(tmp_path: Path, make: Make) -> None:
    """The twin is the same card on the same device; only altered regions are the place."""
    make("picture", tmp_path / "bonafide/scan/turkiye-NF-1054.jpg")
    make("picture", tmp_path / "bonafide/huawei/turkiye-NF-1054.jpg")
    make("picture", tmp_path / "attack/digital_1/scan/turkiye-NF-1054.jpg")
    regions = [
        make("rectangle", 5, 6, 10, 12, field="face", region_provenance="altered"),
        make("rectangle", 30, 6, 10, 12, field="name", region_provenance="original"),
    ]
    told = {"filename": "turkiye-NF-1054.jpg", "regions": regions}
    make("json", tmp_path / "attack/digital_1/scan/turkiye-NF-1054.json", told)
    (tmp_path / "fantasyIDiap-test.csv").write_text(
        "path,is_attack\nattack/digital_1/scan/turkiye-NF-1054.jpg,True\n", encoding="utf-8"
    )
    data = load_data_set(tmp_path)
    attack = data["attack/digital_1/scan/turkiye-NF-1054.jpg"]
    assert (attack.species, attack.issuer, attack.group) == ("digital_1", "turkiye", "turkiye-NF-1054")
    assert (attack.channel, attack.split) == (Channel.SCANNER, "test")
    assert attack.twin == "bonafide/scan/turkiye-NF-1054.jpg"
    truth = attack.pictures[0].truth
    assert truth is not None
    assert truth.read((64, 48)).sum() == 120
    assert data["bonafide/huawei/turkiye-NF-1054.jpg"].channel is Channel.PHOTO
