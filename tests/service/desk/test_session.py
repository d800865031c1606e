"""The cookie of a session, whatever a browser sends in its place."""

from typing import cast

import pytest
from starlette.requests import Request

from docforensics.service.desk.session import COOKIE, Sessions
from docforensics.service.records import Records


@pytest.mark.parametrize("value", ["", "a.1.b", "a.1.é", "é.1.b", "a.²." + "0" * 64])
def test_a_cookie_that_was_not_given_out_opens_nothing(value: str) -> None:
    """Of any characters; the store is not asked."""
    headers = [(b"cookie", f"{COOKIE}={value}".encode("latin-1"))]
    request = Request({"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers})
    assert Sessions(cast("Records", None), b"x" * 32).key_of(request) is None
