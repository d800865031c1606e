"""What all pages of the desk share: who is signed in, how a page is answered, and how a form is taken in."""

from urllib.parse import parse_qs

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from docforensics.service.bodies import bounded
from docforensics.service.desk.language import language_of, remember
from docforensics.service.desk.pages import POLICY, PageSetting, Viewer, problem_page, sign_in_page
from docforensics.service.problems import ProblemError
from docforensics.service.state import parts_of

_MOST_FORM = 64 * 1024
_MOST_FIELDS = 20
"""Of a form: more than any page has. A judgement."""


def answered(request: Request, text: str, status: int = 200) -> Response:
    """Answer with a page."""
    answer = HTMLResponse(
        text, status, {"Content-Security-Policy": POLICY, "Vary": "Accept-Language, Cookie"}
    )
    remember(request, answer, secure=parts_of(request).access.came_encrypted(request))
    return answer


def setting_of(request: Request, viewer: Viewer | None = None, here: str = "/desk/") -> PageSetting:
    """Give to whom a page is shown."""
    return PageSetting(language=language_of(request), viewer=viewer, here=here)


def viewer_of(request: Request) -> Viewer | None:
    """Give who is signed in, here or by a trusted proxy; ProblemError where the desk is off."""
    parts = parts_of(request)
    if not parts.examinations.is_retaining:
        raise ProblemError("not_found", "the desk is off: nothing is retained")
    own = parts.sessions.key_of(request)
    key = own or parts.access.of_proxy(request)
    if key is not None and not key.scopes:
        raise ProblemError("forbidden", "no group of this person may do anything here")
    if key is None:
        return None
    return Viewer(key=key, form_token=parts.sessions.form_token(key), is_signed_in_here=own is not None)


def is_from_here(request: Request) -> bool:
    """Whether the browser states that a page of this service sent a form; of another site's form nothing is shown again."""
    return request.headers.get("sec-fetch-site", "") == "same-origin"


def answered_problem(request: Request, problem: ProblemError) -> Response | None:
    """Answer a browser with a page in its language in place of a problem of the desk; None to whoever asks for no page, or elsewhere."""
    is_page = "text/html" in request.headers.get("accept", "")
    if not is_page or not request.url.path.startswith("/desk/"):
        return None
    if problem.code == "unauthorized":
        page = sign_in_page(setting_of(request), problem="ended")
    else:
        page = problem_page(setting_of(request), problem.code, problem.facts.status, problem.detail)
    answer = answered(request, page, problem.facts.status)
    answer.headers.update(problem.headers)
    return answer


async def own_form(request: Request) -> tuple[dict[str, str], Viewer]:
    """Take in a form of who is signed in; ProblemError where nobody is, or another site's page sent it."""
    fields = await form_of(request)
    viewer = await run_in_threadpool(viewer_of, request)
    if viewer is None:
        raise ProblemError("unauthorized", "sign in at /desk/")
    if not parts_of(request).sessions.is_own_form(viewer.key, fields.get("form_token", "")):
        raise ProblemError("forbidden", "this form is of another session")
    return fields, viewer


async def form_of(request: Request) -> dict[str, str]:
    """Take in a form; ProblemError where it is none."""
    settings = parts_of(request).settings
    raw = b"".join([chunk async for chunk in bounded(request, settings, _MOST_FORM)])
    try:
        found = parse_qs(raw.decode("ascii"), max_num_fields=_MOST_FIELDS, keep_blank_values=True)
    except ValueError as error:
        raise ProblemError("bad_request", "this is no form") from error
    # A browser counts a line's end as one character and sends two.
    return {name: values[-1].replace("\r\n", "\n") for name, values in found.items()}
