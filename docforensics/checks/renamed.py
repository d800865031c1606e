"""Ids of checks that were renamed. Policies, calibration files and results may use the old id for one version."""

from collections.abc import Mapping
from types import MappingProxyType

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        "data.test_document": "data.specimen",
        "digital.content_credentials": "evaluatory.content_credentials",
        "digital.double_compression": "evaluatory.double_compression",
        "digital.editor_metadata": "evaluatory.editor_metadata",
        "digital.grid_shift": "evaluatory.grid_shift",
        "digital.recapture_lattice": "evaluatory.recapture_lattice",
        "digital.smooth_patch": "evaluatory.smooth_patch",
        "portrait.portrait_glow": "portrait.portrait_luminescence",
        "portrait.second_face": "evaluatory.second_face",
        "security.ir_lasting_print": "security.ir_absorbing_ink",
        "security.ir_vanishing_print": "security.ir_transparent_ink",
        "security.lost_print": "security.obscured_print",
        "security.uv_fibres": "evaluatory.uv_fibres",
        "security.uv_foreign_glow": "security.uv_unexpected_luminescence",
    }
)
"""Old id -> new id, since 0.2."""


def current_id(check: str) -> str:
    """Give the id that a check has now; any other text as it is."""
    return RENAMED.get(check, check)
