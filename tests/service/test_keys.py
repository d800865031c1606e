"""Keys of clients."""

import pytest

from docforensics.errors import UsageError
from docforensics.service.keys import DAY, Scope, fits, identity_of, make_api_key


def test_a_token_fits_its_key_alone() -> None:
    """And the key holds no secret."""
    key, token = make_api_key("gate", ["examine"], now=0.0)
    other, another = make_api_key("gate", ["examine"], now=0.0)
    assert identity_of(token) == key.id
    assert fits(token, key, 1.0)
    assert not fits(another, key, 1.0)
    assert not fits(f"dfk_{key.id}_{another[-43:]}", key, 1.0)
    assert token[-43:] not in repr(key)
    assert other.id != key.id


@pytest.mark.parametrize("token", ["", "dfk_", "Bearer x", "dfk_" + "0" * 12 + "_" + "x" * 42, "dfk_é"])
def test_what_is_no_token_is_of_no_key(token: str) -> None:
    """Whatever it looks like."""
    key, _ = make_api_key("gate", ["examine"], now=0.0)
    assert identity_of(token) is None
    assert not fits(token, key, 1.0)


def test_a_key_expires() -> None:
    """After its days."""
    key, token = make_api_key("gate", ["read"], now=100.0, days=2)
    assert fits(token, key, 100.0 + 2 * DAY - 1)
    assert not fits(token, key, 100.0 + 2 * DAY)


def test_scopes_decide_who_sees_the_post() -> None:
    """Reviewers and administrators."""
    sees = {scope: make_api_key("x", [scope], now=0.0)[0].sees_post for scope in Scope}
    assert sees == {"examine": False, "read": False, "review": True, "administer": True}


@pytest.mark.parametrize(
    "told",
    [
        {"name": ""},
        {"name": "a\nb"},
        {"name": "x", "post": "<script>"},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "days": 0},
    ],
)
def test_what_is_no_key_is_refused(told: dict[str, object]) -> None:
    """With what was expected."""
    with pytest.raises(UsageError, match="expected"):
        make_api_key(**{"scopes": ["read"], "now": 0.0, **told})  # type: ignore[arg-type]
