"""In which language the desk is shown, and that nothing else stands on its pages."""

import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.requests import Request
from starlette.responses import Response

from docforensics.guidance.catalogue import catalogue
from docforensics.guidance.claims import CODES, LAYERS
from docforensics.report.page import asset
from docforensics.scoring.model import OutcomeClass
from docforensics.service.asked import AlertTag
from docforensics.service.decisions import PROPOSED, DeskVerdict, ForgerySpecies
from docforensics.service.desk.language import COOKIE, language_of, remember
from docforensics.service.desk.pages import (
    DESK,
    PageSetting,
    QueuePart,
    ShownDecision,
    Viewer,
    document_page,
    off_page,
    problem_page,
    queue_page,
    sign_in_page,
)
from docforensics.service.desk.sight import packed_sight, unpacked_sight
from docforensics.service.desk.words import PROBLEMS, SEVERITIES, SPECIES, WORDS, texts
from docforensics.service.keys import make_api_key
from docforensics.service.records import ExaminationRecord, ExaminationState
from tests.service.desk.test_sight import pictured
from tests.service.odd_service import alerted

_SAID = re.compile(r'\b(?:_|say)\("((?:[^"\\]|\\.)*)"')
PAGES = ("base", "document", "off", "panes", "problem", "queue", "sign_in")


def asked(query: str = "", cookie: str = "", accept: str = "") -> Request:
    """A request of a page."""
    headers = [(b"cookie", f"{COOKIE}={cookie}".encode()), (b"accept-language", accept.encode())]
    return Request(
        {"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": headers}
    )


@pytest.mark.parametrize(
    ("request_", "language"),
    [
        (asked(), "en"),
        (asked(accept="de-DE, fr-CA;q=0.8, es;q=0.5"), "fr"),
        (asked(cookie="ar", accept="fr"), "ar"),
        (asked(query="language=es", cookie="ar", accept="fr"), "es"),
        (asked(query="language=tlh", cookie="../x", accept="*"), "en"),
    ],
)
def test_what_was_chosen_counts_before_what_the_browser_likes(request_: Request, language: str) -> None:
    """A language that there is not is disregarded."""
    assert language_of(request_) == language


def test_a_choice_is_remembered_and_nothing_else() -> None:
    """Only what the address chose, and only a language that there is."""
    chosen, other = Response(), Response()
    remember(asked(query="language=fr"), chosen, secure=True)
    remember(asked(query="language=tlh", accept="fr"), other, secure=True)
    assert f"{COOKIE}=fr; HttpOnly" in chosen.headers["set-cookie"]
    assert "set-cookie" not in other.headers


def test_every_verdict_species_and_problem_has_its_words() -> None:
    """None more."""
    assert set(WORDS) == {"", PROPOSED, *DeskVerdict}
    assert set(SPECIES) == set(ForgerySpecies)
    assert set(PROBLEMS) == {"verdict", "species", "reason", "length", "meanwhile", "again", "ended", "key"}


def pages_in(language: str) -> str:
    """All pages of the desk in one language, as text without what is marked as English."""
    key, _ = make_api_key("x", ["review"], now=0.0)
    shown = PageSetting(language=language, viewer=Viewer(key=key, form_token=""))
    tags = tuple(AlertTag(id=one, title="1", severity=one) for one in SEVERITIES)
    record = ExaminationRecord(
        id="ab" * 16,
        key_id="k",
        post="",
        state=ExaminationState.DONE,
        is_async=False,
        created_at=0.0,
        expires_at=9.0,
        outcome="REFER",
        layers=tuple(LAYERS),
        number_hash="x",
        decided=DeskVerdict.FORGED,
        alerts=tags,
    )
    unseen = (ExaminationRecord(**_fields(record) | {"layers": (), "first_why": one}) for one in CODES)
    history = [
        ShownDecision(at="", by="", verdict=WORDS[one], species=SPECIES["other"], reason="")
        for one in DeskVerdict
    ]
    pages = [
        sign_in_page(shown, problem="key"),
        off_page(shown),
        problem_page(shown, "forbidden", 403, "a detail"),
        off_page(replace(shown, viewer=Viewer(key=key, form_token="", is_signed_in_here=False))),
        queue_page(
            shown,
            QueuePart(rows=[(one, "") for one in (record, *unseen)], total=100, following="a=b", first="a=b"),
            dict.fromkeys([*OutcomeClass, ""], 1),
            {"outcome": "", "decided": "", "alert": ""},
            alerts=tags,
        ),
        document_page(
            shown,
            record,
            sight=unpacked_sight(packed_sight(alerted(pictured(), "1"), "en")),
            reference="",
            history=history,
            linked=[(record, "x"), (ExaminationRecord(**_fields(record) | {"number_hash": ""}), "y")],
            two_persons=True,
            problem="length",
        ),
        document_page(shown, record, sight=None, reference="", history=[], linked=[], two_persons=False),
    ]
    whole = re.sub(r'<(span|p|a)\b[^>]* lang="en".*?</\1>', "", "\n".join(pages), flags=re.DOTALL)
    named = re.findall(r'(?:aria-label|alt|title)="([^"]*)"', whole)
    return unescape("\n".join((re.sub(r"<[^>]*>", "\n", whole), *named)))


def _fields(record: ExaminationRecord) -> dict[str, object]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_no_english_is_left_on_a_page_in_another_language(language: str) -> None:
    """Every text of the pages and of what fills them; in English all of them are there."""
    say = catalogue(language).say
    parts = [*texts(), *LAYERS.values(), *CODES.values(), *OutcomeClass]
    parts += [text for name in PAGES for text in _SAID.findall(asset(f"{name}.html.j2", DESK))]
    english, other = pages_in("en"), pages_in(language)
    lines = {line.strip(" .,:") for line in other.split("\n")}
    assert [text for text in parts if say(text) != text and text.strip(" .,:") in lines] == []
    absent = [text for text in _SAID.findall(asset("queue.html.j2", DESK)) if text not in english]
    assert absent == ["{shown} of {all} documents are shown.", "There is no document here."]


def test_who_came_by_the_proxy_signs_out_there() -> None:
    """The desk has no session of theirs to end."""
    key, _ = make_api_key("x", ["review"], now=0.0)
    here, proxy = (
        off_page(PageSetting(language="en", viewer=Viewer(key=key, form_token="", is_signed_in_here=one)))
        for one in (True, False)
    )
    assert ("/desk/sign-out" in here, "Sign out at the proxy." in here) == (True, False)
    assert ("/desk/sign-out" in proxy, "Sign out at the proxy." in proxy) == (False, True)


def test_arabic_pages_run_from_right_to_left() -> None:
    """And state that nobody reviewed the translation."""
    page = off_page(PageSetting(language="ar"))
    assert '<html lang="ar" dir="rtl">' in page
    assert "translated by machine" in page
    assert "translated by machine" not in off_page(PageSetting(language="en"))
