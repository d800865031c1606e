"""The review desk: who sees what, decisions, the two-person rule, exports."""

import csv
import io
import re
import socket
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from html import unescape
from pathlib import Path
from threading import Barrier

import httpx
import pytest
from sqlalchemy import insert, select

from docforensics.guidance.equipment import equipment
from docforensics.scoring.model import OutcomeClass
from docforensics.service.asked import ReportForm
from docforensics.service.decisions import (
    PROPOSED,
    DecidedMeanwhileError,
    DeskVerdict,
    made_decision,
    status_after,
)
from docforensics.service.desk.deciding import ENTERED
from docforensics.service.desk.sight import packed_sight
from docforensics.service.keys import make_api_key
from docforensics.service.tables import EXAMINATIONS
from tests.service.client import KEY, Served, served
from tests.service.desk.test_sight import pictured

POST = "desk"


@pytest.fixture(name="desk", scope="module")
def fixture_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with a desk where two people decide."""
    folder = tmp_path_factory.mktemp("desk")
    with served(folder, retain_days=7, key=KEY, two_persons=True, requests_a_minute=100_000) as one:
        yield one


@pytest.fixture(autouse=True)
def fixture_closed() -> Iterator[None]:
    """Close the clients of everybody who was at the desk in a test."""
    yield
    while _OPEN:
        _OPEN.pop().close()


_OPEN: list[httpx.Client] = []


class Person:
    """Somebody at the desk."""

    def __init__(self, desk: Served, *scopes: str, post: str = POST) -> None:
        self.headers = desk.token(*scopes, post=post)
        self.http = httpx.Client(base_url=desk.http.base_url, timeout=60, follow_redirects=True)
        _OPEN.append(self.http)
        answer = self.http.post("/desk/sign-in", data={"token": self.headers["Authorization"].split()[1]})
        assert "Documents" in answer.text

    def page(self, path: str = "/desk/") -> httpx.Response:
        """Open a page."""
        return self.http.get(path)

    def hidden(self, identity: str) -> dict[str, str]:
        """What the form of a document's page carries."""
        form = self.page(f"/desk/{identity}").text.partition('id="decision"')[2]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([0-9a-f]*)"', form))

    def decide(self, identity: str, **told: str) -> httpx.Response:
        """Decide, with what the page carries."""
        fields = {**self.hidden(identity), "reason": "seen under the lens", **told}
        return self.http.post(f"/desk/{identity}/decisions", data=fields)


def examined(desk: Served, person: Person, word: str = "refer", reference: str = "case") -> str:
    """Submit a document; give its id."""
    answer = desk.post(word, person.headers, client_reference=reference)
    assert answer.status_code == 200
    return str(answer.headers["docforensics-examination"])


def test_two_people_decide_and_the_report_stays(desk: Served) -> None:
    """The first proposes; the same person again does not make it two; another one does. The history has all."""
    officer, first, second = Person(desk, "examine"), Person(desk, "review"), Person(desk, "review")
    identity = examined(desk, officer)
    before = desk.http.get(f"/v1/examinations/{identity}", headers=officer.headers).content
    told = {"verdict": "forged", "species": "photo-substitution"}
    assert "Waits for a second person" in first.decide(identity, **told, reason="the laminate is cut").text
    assert "Waits for a second person" in first.decide(identity, **told).text
    page = second.decide(identity, **told).text
    assert re.search(r"Decision: <b>Forged</b>", page)
    assert page.count("(Photo substitution)") == 3
    assert "the laminate is cut" in page
    assert desk.http.get(f"/v1/examinations/{identity}", headers=officer.headers).content == before
    log = (desk.parts.settings.data / "audit.jsonl").read_text()
    assert log.count(f'"of": "{identity}", "result": "forged"') == 3
    everything = b"".join(file.read_bytes() for file in desk.parts.settings.data.rglob("*") if file.is_file())
    assert b"the laminate is cut" not in everything


def test_a_decision_is_confirmed_to_who_took_it_with_the_next_document(desk: Served) -> None:
    """In a notice; a document that this person has decided is not offered again, and nobody else sees the notice."""
    officer, first, second = Person(desk, "examine"), Person(desk, "review"), Person(desk, "review")
    one, other = examined(desk, officer, "alert", "one"), examined(desk, officer, "alert", "other")
    answer = first.decide(one, verdict="forged")
    assert re.search(
        r'role="status"[^>]*>\s*<p>Decision kept: <b>Forged</b>. Waits for a second person.', answer.text
    )
    assert answer.url.params["kept"]
    following = re.search(r'id="next" href="/desk/([0-9a-f]*)"', answer.text)
    assert following
    assert following[1] != one
    answer = first.decide(other, verdict="forged")
    assert re.search(r'id="next" href="/desk/[0-9a-f]*"', answer.text)[0].find(one) < 0
    assert "Decision kept" not in second.page(f"/desk/{other}?{answer.url.params}").text
    assert "Decision kept" not in first.page(f"/desk/{other}").text


def test_second_line_reads_the_advice_to_first_line_as_such(desk: Served) -> None:
    """It refers a document to them; first line reads it without the heading."""
    officer, reviewer = Person(desk, "examine"), Person(desk, "review")
    identity = examined(desk, officer)
    desk.parts.examinations.store.blobs.put(
        identity, ReportForm.DESK, packed_sight(pictured(OutcomeClass.REFER), "en")
    )
    assert (
        "Advice to first line: <b>Refer the document to second line.</b>"
        in reviewer.page(f"/desk/{identity}").text
    )
    page = officer.page(f"/desk/{identity}").text
    assert "<b>Refer the document to second line.</b>" in page
    assert "Advice to first line" not in page


def test_a_decision_wants_a_reason_and_words_of_the_list(desk: Served) -> None:
    """What is missing is stated on the page, and nothing is decided."""
    officer, reviewer = Person(desk, "examine"), Person(desk, "review")
    identity = examined(desk, officer)
    for told, problem in (
        ({"verdict": "genuine", "reason": " "}, "State a reason"),
        ({"verdict": "maybe"}, "Choose what"),
        ({"verdict": "forged", "species": "magic"}, "Choose how"),
        ({"verdict": "genuine", "reason": "x" * 2001}, "at most 2000"),
    ):
        answer = reviewer.decide(identity, **told)
        assert answer.status_code == 422
        assert problem in answer.text
    assert "Nobody has decided yet" in reviewer.page(f"/desk/{identity}").text


def entered(page: str) -> str:
    """The form of a document's page."""
    return page.partition('id="decision"')[2].partition("</form>")[0]


def test_a_decision_that_is_refused_keeps_what_was_entered(desk: Served) -> None:
    """And names the field that is wrong; the length is counted as the browser counts it."""
    officer, reviewer = Person(desk, "examine"), Person(desk, "review")
    identity = examined(desk, officer)
    told = {"verdict": "forged", "species": "counterfeit"}
    answer = reviewer.decide(identity, **told, reason="<cut>\r\n" + "x" * 2000)
    form = entered(answer.text)
    assert answer.status_code == 422
    assert 'value="forged" checked' in form
    assert 'value="counterfeit" selected' in form
    assert "&lt;cut&gt;\nxxx" in form
    assert re.search(r'<textarea id="reason"[^>]* aria-invalid="true" aria-describedby="problem"', form)
    assert form.count("aria-invalid") == 1
    assert 'id="problem"' in answer.text
    lines = "\r\n".join(["x" * 99] * 20)
    assert len(lines) > 2000 > len(lines.replace("\r\n", "\n"))
    assert "Decision kept" in reviewer.decide(identity, **told, reason=lines).text


def test_a_decision_that_is_sent_twice_is_kept_once(desk: Served) -> None:
    """The answer is the same; changed after the way back, it is another decision, and the first is to be read."""
    officer, reviewer = Person(desk, "examine"), Person(desk, "review")
    identity = examined(desk, officer)
    fields = reviewer.hidden(identity)
    told = {"verdict": "undecided", "reason": "held down"}
    pages = [reviewer.decide(identity, **fields, **told) for _ in range(2)]
    assert pages[0].url == pages[1].url
    assert pages[1].text.count("held down") == 1
    log = (desk.parts.settings.data / "audit.jsonl").read_text()
    assert log.count(f'"of": "{identity}", "result": "undecided"') == 1
    changed = reviewer.decide(identity, **fields, verdict="genuine", reason="held down")
    assert changed.status_code == 409


def test_what_another_person_decided_meanwhile_is_read_first(desk: Served) -> None:
    """A page that was opened before replaces nothing: it comes back with the new history and what was entered."""
    officer, first, second = Person(desk, "examine"), Person(desk, "review"), Person(desk, "review")
    identity = examined(desk, officer)
    opened = second.hidden(identity)
    first.decide(identity, verdict="undecided", reason="the lamp was off")
    answer = second.decide(identity, **opened, verdict="genuine", reason="looked before")
    assert answer.status_code == 409
    assert "Somebody has decided since" in answer.text
    assert "the lamp was off" in answer.text
    assert "looked before" in entered(answer.text)
    store = desk.parts.examinations.store
    assert [one.verdict for one in store.decisions.of(identity)] == ["undecided"]
    assert store.records.find(identity).decided == "undecided"  # type: ignore[union-attr]
    log = (desk.parts.settings.data / "audit.jsonl").read_text()
    assert f'"of": "{identity}", "result": "genuine"' not in log
    assert "Waits for a second person" in second.decide(identity, verdict="genuine").text


HERE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


def test_a_decision_outlives_a_second_sign_in(desk: Served) -> None:
    """Of the same person, in another tab; of another person the form is shown again, and nothing is decided."""
    officer, reviewer, other = Person(desk, "examine"), Person(desk, "review"), Person(desk, "review")
    identity = examined(desk, officer)
    opened = reviewer.hidden(identity)
    told = {"verdict": "undecided", "reason": "a long reason"}
    answer = other.http.post(f"/desk/{identity}/decisions", data={**opened, **told}, headers=HERE)
    assert answer.status_code == 403
    assert "Your session has changed" in answer.text
    assert "a long reason" in entered(answer.text)
    assert opened["form_token"] not in answer.text
    elsewhere = other.http.post(f"/desk/{identity}/decisions", data={**opened, **told})
    assert (elsewhere.status_code, "a long reason" in elsewhere.text) == (403, False)
    assert "Nobody has decided yet" in reviewer.page(f"/desk/{identity}").text
    token = reviewer.headers["Authorization"].split()[1]
    reviewer.http.cookies.clear()
    reviewer.http.post("/desk/sign-in", data={"token": token})
    assert "Decision kept" in reviewer.decide(identity, **opened, **told).text


def test_a_decision_goes_on_after_the_session_has_ended(desk: Served) -> None:
    """Once somebody signs in who may decide; to anybody else nothing of the document is shown."""
    officer, reviewer = Person(desk, "examine"), Person(desk, "review")
    stranger = Person(desk, "review", post="elsewhere")
    identity = examined(desk, officer)
    told = {**reviewer.hidden(identity), "verdict": "undecided", "reason": 'line "one"\nline two'}
    for person in (reviewer, stranger):
        person.http.cookies.clear()
    ended = reviewer.http.post(f"/desk/{identity}/decisions", data=told, headers=HERE)
    assert (ended.status_code, ended.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "You are not signed in any more" in ended.text
    carried = {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', ended.text)
    }
    assert carried == {"document": identity, **{name: told.get(name, "") for name in ENTERED}}
    wrong = reviewer.http.post("/desk/sign-in", data={**carried, "token": "dfk_nothing"}, headers=HERE)
    assert (wrong.status_code, "line two" in wrong.text) == (401, True)
    token = stranger.headers["Authorization"].split()[1]
    assert (
        "line two"
        not in stranger.http.post("/desk/sign-in", data={**carried, "token": token}, headers=HERE).text
    )
    token = reviewer.headers["Authorization"].split()[1]
    again = reviewer.http.post("/desk/sign-in", data={**carried, "token": token}, headers=HERE)
    assert 'value="undecided" checked' in entered(again.text)
    assert "line two" in entered(again.text)
    elsewhere = reviewer.http.post("/desk/sign-in", data={**carried, "token": token})
    assert "line two" not in elsewhere.text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([0-9a-f]*)"', entered(again.text)))
    kept = reviewer.http.post(f"/desk/{identity}/decisions", data={**told, **fields})
    assert "Decision kept" in kept.text
    unknown = desk.http.post(f"/desk/{identity}/decisions", data=told)
    assert (unknown.status_code, "line two" in unknown.text) == (401, False)


def test_a_browser_reads_problems_of_the_desk_as_a_page(desk: Served) -> None:
    """In its language, under the same status; whoever asks for no page gets the problem of the API."""
    reviewer = Person(desk, "review")
    for path, status, said in (
        (f"/desk/{'0' * 32}", 404, "There is nothing here that you may see."),
        ("/desk/?outcome=%25", 422, "The desk does not take this request."),
    ):
        answer = reviewer.http.get(path, headers=HERE)
        assert (answer.status_code, said in answer.text) == (status, True)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert reviewer.http.get(path).headers["content-type"] == "application/problem+json"
    answer = reviewer.http.get(f"/desk/{'0' * 32}", headers={**HERE, "Accept-Language": "fr"})
    assert 'lang="fr"' in answer.text
    assert reviewer.http.get("/v1/examinations/x", headers=HERE).headers["content-type"] != "text/html"


def test_of_decisions_at_once_one_is_kept(desk: Served) -> None:
    """Of people who were all shown the same."""
    identity = examined(desk, Person(desk, "examine"))
    store, kept, barrier = desk.parts.examinations.store, [], Barrier(6)

    def decide(number: int) -> None:
        key, _ = make_api_key(f"person {number}", ["review"], now=0.0)
        made = made_decision(key, identity, DeskVerdict.UNDECIDED, at=1.0, species="", reason=b"")
        barrier.wait()
        with suppress(DecidedMeanwhileError):
            store.decisions.add(made, two_persons=False, after="")
            kept.append(made.id)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(decide, range(6)))
    assert [one.id for one in store.decisions.of(identity)] == kept
    assert len(kept) == 1


def test_first_line_sees_its_own_and_decides_nothing(desk: Served) -> None:
    """Nor does a form of another session, or of nobody; another post sees nothing."""
    officer, colleague, reviewer = Person(desk, "examine"), Person(desk, "examine"), Person(desk, "review")
    stranger = Person(desk, "review", "administer", post="elsewhere")
    identity = examined(desk, officer, reference="only mine")
    assert "only mine" in officer.page().text
    assert "only mine" in reviewer.page().text
    assert "only mine" not in colleague.page().text + stranger.page().text
    for other in (colleague, stranger):
        for path in (f"/desk/{identity}", f"/desk/{identity}/report"):
            assert other.page(path).status_code == 404
    assert "Decide</h2>" not in officer.page(f"/desk/{identity}").text
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', officer.page().text)
    assert token is not None
    fields = {"form_token": token[1], "verdict": "genuine", "reason": "x"}
    assert officer.http.post(f"/desk/{identity}/decisions", data=fields).status_code == 403
    assert reviewer.http.post(f"/desk/{identity}/decisions", data=fields).status_code == 403
    assert desk.http.post(f"/desk/{identity}/decisions", data=fields).status_code == 401
    assert officer.page("/desk/exports/captures.zip").status_code == 404


def test_the_queue_has_the_worst_first_and_filters(desk: Served) -> None:
    """What was decided leaves it."""
    officer, reviewer = Person(desk, "examine", post="queue"), Person(desk, "review", post="queue")
    for word in ("clear", "refer", "alert", "refer"):
        examined(desk, officer, word, reference=f"the {word}")
    assert re.findall(r'class="result">(\w+)<', reviewer.page().text) == ["ALERT", "REFER", "REFER", "CLEAR"]
    assert re.findall(r'class="result">(\w+)<', reviewer.page("/desk/?outcome=CLEAR").text) == ["CLEAR"]
    (identity,) = re.findall(r'href="/desk/([0-9a-f]{32})"', reviewer.page("/desk/?outcome=ALERT").text)
    reviewer.decide(identity, verdict="undecided")
    assert "ALERT</span>" not in reviewer.page().text.partition('<ol class="queue">')[2]
    assert "the alert" in reviewer.page("/desk/?decided=undecided").text
    assert "<b>0</b> ALERT" in reviewer.page().text


def test_a_queue_of_many_documents_says_so_and_goes_on(desk: Served) -> None:
    """Each document stands on one page, and the next is found behind all those that this person has decided."""
    officer, reviewer = Person(desk, "examine", post="many"), Person(desk, "review", post="many")
    other, identity = Person(desk, "review", post="many"), examined(desk, officer, "refer", "the first")
    store = desk.parts.examinations.store
    with store.records._database.transaction() as connection:
        of = select(EXAMINATIONS).where(EXAMINATIONS.c.id == identity)
        row = dict(connection.execute(of).mappings().one())
        for number in range(1, 130):
            outcome = "CLEAR" if number > 90 else "REFER"
            changed = {
                "id": f"{number:032x}",
                "created_at": row["created_at"] + number // 3,
                "client_reference": b"",
            }
            connection.execute(insert(EXAMINATIONS).values(row | changed | {"outcome": outcome}))
    seen, page = [], reviewer.page().text
    assert "100 of 130 documents are shown." in page
    seen += re.findall(r'<a href="/desk/([0-9a-f]{32})"', page)
    following = re.search(r'id="following" href="([^"]*)"', page)
    assert following is not None
    last = reviewer.page(unescape(following[1])).text
    assert "30 of 130 documents are shown." in last
    assert 'id="following"' not in last
    seen += re.findall(r'<a href="/desk/([0-9a-f]{32})"', last)
    assert (len(seen), len(set(seen))) == (130, 130)
    key = store.records.key(next(iter(reviewer.http.cookies.values())).partition(".")[0])
    assert key is not None
    for one in seen[:120]:
        made = made_decision(key, one, DeskVerdict.FORGED, at=1.0, species="", reason=store.blobs.vault.encrypted(b"x", one))  # fmt: skip
        store.decisions.add(made, two_persons=True)
    assert store.decisions.next_of(key) == seen[120]
    assert f'id="next" href="/desk/{seen[1]}"' in other.decide(seen[0], verdict="forged").text
    assert reviewer.page("/desk/?after=1-2-3").status_code == 422


def test_another_language_keeps_the_filters_of_the_queue(desk: Served) -> None:
    """In the addresses of the languages."""
    page = Person(desk, "review").page("/desk/?decided=forged&outcome=REFER").text
    address = re.search(r'href="(/desk/[^"]*language=fr)"', page)
    assert address is not None
    assert "outcome=REFER&decided=forged&" in unescape(address[1])


def test_alerts_are_named_in_the_queue_and_on_the_page_and_filter(desk: Served) -> None:
    """With title, severity, what to look for and the card; another key sees neither the documents nor their alerts."""
    officer, reviewer = Person(desk, "examine", post="alerts"), Person(desk, "review", post="alerts")
    colleague, stranger = Person(desk, "examine", post="alerts"), Person(desk, "review", post="elsewhere")
    examined(desk, officer, "refer", reference="no alert")
    ring = examined(desk, officer, "alerted Ring <b>series", reference="with a ring")
    examined(desk, officer, "alerted Star series", reference="with a star")
    queue = reviewer.page().text
    assert queue.count("Alert, high severity: <bdi>Ring &lt;b&gt;series</bdi>") == 1
    (alert,) = re.findall(r'<option value="([0-9a-f-]{36})" dir="auto">Ring &lt;b&gt;series</option>', queue)
    filtered = reviewer.page(f"/desk/?alert={alert}").text
    assert "with a ring" in filtered
    assert "with a star" not in filtered.partition('<ol class="queue">')[2]
    assert "no alert" not in filtered
    assert f'<option value="{alert}" selected' in filtered
    page = reviewer.page(f"/desk/{ring}").text
    for words in (
        "Alerts that this document matches",
        "A purple ring through the title.",
        "high severity",
        f"With: {equipment()['loupe'].name}",
        "Issued by <bdi>Post A</bdi>, <bdi>TLP:GREEN</bdi>",
        f'href="/desk/alerts/{alert}"',
    ):
        assert words.lower() in page.lower()
    for other in (colleague, stranger):
        assert "Ring" not in other.page().text + other.page(f"/desk/?alert={alert}").text
    assert reviewer.page("/desk/?alert=%25").status_code == 422
    log = (desk.parts.settings.data / "audit.jsonl").read_text()
    assert "Ring" not in log


def test_documents_of_one_number_are_linked(desk: Served) -> None:
    """By a keyed hash; the odd examiner reads the same number of all."""
    officer = Person(desk, "examine", post="links")
    first, second = examined(desk, officer, reference="first"), examined(desk, officer, reference="second")
    assert f'href="/desk/{first}">first</a>' in officer.page(f"/desk/{second}").text


def test_decided_documents_are_exported_as_a_data_set(desk: Served) -> None:
    """With the images as they came; what is not decided is not in it."""
    officer = Person(desk, "examine", post="export")
    one, two = Person(desk, "review", post="export"), Person(desk, "review", post="export")
    forged, genuine, open_ = (examined(desk, officer, word) for word in ("refer", "clear", "clear"))
    for person in (one, two):
        person.decide(forged, verdict="forged", species="counterfeit")
        person.decide(genuine, verdict="genuine")
    with zipfile.ZipFile(io.BytesIO(one.page("/desk/exports/captures.zip").content)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
        labels = {row["document_id"]: (row["label"], row["species"]) for row in rows}
        assert labels == {forged: ("forged", "counterfeit"), genuine: ("genuine", "")}
        assert {archive.read(row["file"]) for row in rows} == {b"refer", b"clear"}
    with zipfile.ZipFile(io.BytesIO(one.page("/desk/exports/genuine.zip").content)) as archive:
        assert [name for name in archive.namelist() if open_ in name or forged in name] == []
    assert one.page("/desk/exports/everything.zip").status_code == 404


def test_pages_fetch_nothing_from_elsewhere(desk: Served) -> None:
    """Every address is one of the desk, and the policy admits no other."""
    officer = Person(desk, "examine", "review", post="strict")
    identity = examined(desk, officer)
    for path in ("/desk/", f"/desk/{identity}"):
        page = officer.page(path)
        named = set(re.findall(r'(?:src|href|action)="([^"#]+)', page.text))
        assert named
        assert all(one == "data:," or one.startswith("/desk/") for one in named)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
    report = officer.page(f"/desk/{identity}/report")
    assert "script-src 'sha256-" in report.text
    assert "ERIKSSON" not in officer.page(f"/desk/{identity}/report?redacted=1").text


def test_a_session_ends_with_its_key(desk: Served) -> None:
    """And by signing out; a cookie that was changed opens nothing."""
    person = Person(desk, "review")
    name, value = next(iter(person.http.cookies.items()))
    assert (
        "HttpOnly"
        in desk.http.post(
            "/desk/sign-in", data={"token": person.headers["Authorization"].split()[1]}
        ).headers["set-cookie"]
    )
    changed = httpx.get(f"{desk.http.base_url}/desk/", cookies={name: value.replace(".", ".9", 1)})
    assert "Sign in" in changed.text
    desk.parts.examinations.store.records.revoke(value.partition(".")[0], 1.0)
    assert "Sign in" in person.page().text
    refused = desk.http.post("/desk/sign-in", data={"token": "dfk_nothing"})
    assert refused.status_code == 401
    assert "unknown, expired or revoked" in refused.text
    leaving = Person(desk, "review")
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', leaving.page().text)
    assert found is not None
    assert "Sign in" in leaving.http.post("/desk/sign-out", data={"form_token": found[1]}).text


def test_without_retention_the_desk_is_off_and_says_so(tmp_path: Path) -> None:
    """With the option that switches it on."""
    with served(tmp_path) as one:
        answer = one.http.get("/desk/")
        assert (answer.status_code, "--retain-days 7" in answer.text) == (404, True)
        assert one.http.get(f"/desk/{'0' * 32}").json()["code"] == "not_found"


def test_two_persons_have_to_agree_on_what_and_how() -> None:
    """Whoever decides otherwise proposes anew; undecided and recapture need one person."""
    one, two = (make_api_key(name, ["review"], now=0.0)[0] for name in "ab")

    def of(key: object, verdict: str, species: str = "") -> object:
        return made_decision(key, "x", DeskVerdict(verdict), at=0.0, species=species, reason=b"")  # type: ignore[arg-type]

    def after(*decisions: object, two_persons: bool = True) -> str:
        return status_after(decisions[:-1], decisions[-1], two_persons=two_persons)  # type: ignore[arg-type]

    assert after(of(one, "forged"), two_persons=False) == "forged"
    assert after(of(one, "recapture")) == "recapture"
    assert after(of(one, "genuine")) == PROPOSED
    assert after(of(one, "genuine"), of(one, "genuine")) == PROPOSED
    assert after(of(one, "genuine"), of(two, "forged")) == PROPOSED
    assert after(of(one, "forged", "counterfeit"), of(two, "forged")) == PROPOSED
    assert after(of(one, "genuine"), of(two, "forged"), of(one, "forged")) == "forged"


def test_a_form_has_to_arrive_in_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody has to be signed in to begin one: it is bounded before that is asked; whoever leaves broke nothing."""
    with served(tmp_path, retain_days=1, key=KEY, body_seconds=0.5) as one:
        place = one.http.base_url.host, one.http.base_url.port
        told = "HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\na="
        heads = {
            path: f"POST {path} {told}"
            for path in ("/desk/sign-in", "/desk/sign-out", f"/desk/{'0' * 32}/decisions")
        }
        with ExitStack() as stack:
            slow = {path: stack.enter_context(socket.create_connection(place, timeout=20)) for path in heads}
            for path, head in heads.items():
                slow[path].sendall(head.encode())
            for path, connection in slow.items():  # all at once: each takes as long as a form may
                assert b" 408 " in connection.recv(100), path
        for path, head in heads.items():
            with socket.create_connection(place, timeout=20) as gone:
                gone.sendall(head.encode())
            large = one.http.post(path, content=b"a=" + b"x" * 70_000)
            assert (large.status_code, large.json()["code"]) == (413, "body_too_large"), path
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
