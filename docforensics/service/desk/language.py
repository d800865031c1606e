"""In which language the desk is shown: the one that was chosen, else the first of the browser that there is, else English."""

from starlette.requests import Request
from starlette.responses import Response

from docforensics.guidance.catalogue import ENGLISH, LANGUAGES

COOKIE = "docforensics_desk_language"
CHOICE = "language"
"""Name in the address by which a language is chosen."""
_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """Give the language of a request: of its address, of its cookie, of `Accept-Language`."""
    asked = (request.query_params.get(CHOICE, ""), request.cookies.get(COOKIE, ""))
    liked = (part.partition(";")[0] for part in request.headers.get("accept-language", "").split(","))
    named = (*asked, *(one.strip().lower().partition("-")[0] for one in liked))
    return next((one for one in named if one in LANGUAGES), ENGLISH)


def remember(request: Request, response: Response, *, secure: bool) -> None:
    """Keep a language that the address chose."""
    chosen = request.query_params.get(CHOICE, "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, _SECONDS, path="/desk", secure=secure, httponly=True, samesite="strict"
        )
