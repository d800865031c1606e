"""Keyed hashes by which two documents of one number, or of one holder, are found without keeping either."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence

from docforensics.service.asked import Described, ReportForm

_NUMBER, _IDENTITY = ("issuer", "document_number"), ("name", "birth_date")


def hashes_of(described: Described, key: bytes) -> dict[str, str]:
    """Give the hashes of what was read; empty where a part of it was not read."""
    raw = described.forms.get(ReportForm.JSON, b"")
    zone = (json.loads(raw) if raw else {}).get("mrz") or {}
    fields = zone.get("fields") or {}
    return {
        "number_hash": _hashed("number", _NUMBER, fields, key),
        "identity_hash": _hashed("identity", _IDENTITY, fields, key),
    }


def _hashed(purpose: str, names: Sequence[str], fields: Mapping[str, str], key: bytes) -> str:
    values = [str(fields.get(name, "")).strip("<").upper() for name in names]
    if not all(values):
        return ""
    return hmac.new(key, "\0".join((purpose, *values)).encode(), hashlib.sha256).hexdigest()[:32]
