"""How often a key may ask, and who is believed."""

from pathlib import Path

from docforensics.service.access import RateLimiter
from tests.service.client import served


def test_a_key_may_ask_so_often_and_no_other_key_pays_for_it() -> None:
    """Ten seconds' worth at once, then at its rate."""
    now = 0.0
    limiter = RateLimiter(60, clock=lambda: now)
    assert [limiter.wait_of("a") for _ in range(10)] == [0.0] * 10
    assert limiter.wait_of("a") == 1.0
    assert limiter.wait_of("b") == 0.0
    now = 1.5
    assert limiter.wait_of("a") == 0.0
    assert limiter.wait_of("a") == 0.5
    now = 1000.0
    assert [limiter.wait_of("a") for _ in range(11)][9:] == [0.0, 1.0]


def test_who_asks_too_often_is_asked_to_wait(tmp_path: Path) -> None:
    """With the seconds; another key goes on."""
    with served(tmp_path, requests_a_minute=6) as one:
        mine, yours = one.token(), one.token()
        assert one.http.get("/v1/policies", headers=mine).status_code == 200
        refused = one.http.get("/v1/policies", headers=mine)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
        assert 1 <= int(refused.headers["retry-after"]) <= 11
        assert one.http.get("/v1/policies", headers=yours).status_code == 200
