"""IDNet in the layout of its archives."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docforensics.bench.loaders import load_data_set

Make = Callable[..., Any]


@pytest.mark.parametrize("above", ["", "RUS"], ids=["flat", "nested"])
@pytest.mark.parametrize("meta", ["meta/detailed_with_fraud_info", "meta"])
def test_patterns_of_fraud_are_species_and_their_boxes_the_place(
    tmp_path: Path, make: Make, above: str, meta: str
) -> None:
    """In both forms of the annotation, in folders as the archives unpack."""
    country = tmp_path / above / "RUS"
    base = "generated.photos_v3_0000001"
    make("picture", country / f"positive/{base}.jpg")
    make("picture", country / f"fraud3_face_replacement/{base}_fake_1.jpg")
    make("picture", country / f"fraud6_crop_and_replace/{base}_fake_2.jpg")
    make("picture", country / "fraud5_inpaint_and_rewrite/generated_fake_2_7.jpg")
    make(
        "json",
        country / meta / "RUS_facereplacement_annotation.json",
        {f"{base}_fake_1.jpg": {"bbox_face": [4, 5, 14, 25]}},
    )
    swapped = {"des": {"name": "x", "region": {"bbox": [10, 10, 20, 20]}}, "src": {"name": "y"}}
    make("json", country / meta / "RUS_crop_and_replace.json", {f"{base}_fake_2": swapped})
    data = load_data_set(tmp_path)
    by_species = {item.species: item for item in data.items}
    assert set(by_species) == {"", "face_replacement", "crop_and_replace", "inpaint_and_rewrite"}
    assert by_species["face_replacement"].group == by_species[""].group
    assert by_species["face_replacement"].twin == by_species[""].id
    assert by_species["inpaint_and_rewrite"].twin == ""
    areas = {name: item.pictures[0].truth for name, item in by_species.items()}
    assert areas["face_replacement"] is not None
    assert areas["face_replacement"].read((64, 48)).sum() == 11 * 21
    assert areas["crop_and_replace"] is not None
    assert areas["inpaint_and_rewrite"] is None
    assert by_species[""].issuer == "RUS"
