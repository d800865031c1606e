"""Alerts of the desk: the card of one that is applied, and one that is made of a kept document; what leaves is seen first."""

import base64
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from docforensics.alerting.applying import apply_alerts
from docforensics.alerts.file import read_alert, signed_alert, stated_signer, write_alert
from docforensics.alerts.model import FraudSpecies
from docforensics.cli.program import main
from docforensics.errors import UsageError
from docforensics.resources import models_folder
from docforensics.service.asked import DraftMark
from docforensics.service.drafts import given_out, wish_of
from docforensics.settings import ExaminerSettings
from docforensics.templates.signing import TemplateKeys
from tests.alerts.conftest import DAY, ID, make_alert, make_keys
from tests.service.client import KEY, PLACE, Served, served
from tests.service.test_desk import _OPEN, Person

ROOT = Path(__file__).parents[2]
FORGED = ROOT / "sample_docs/documents/td3-2-0002-flatbed-data-mechanical-careless/data-page-white.jpg"
FIELDS = {
    "title": "Scratched plate",
    "issuer": "Post A",
    "summary": "Seen at two posts.\r\nOne press.",
    "species": "counterfeit",
    "severity": "high",
    "tlp": "TLP:GREEN",
    "valid_to": "2099-01-01",
    "place-1": "60,3,68,9",
    "look-for-1": "A scratch through the title.",
    "with-1": "loupe",
}


@pytest.fixture(name="keys", scope="module")
def fixture_keys(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A private key, and the folder of its public one."""
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(name="desk", scope="module")
def fixture_desk(tmp_path_factory: pytest.TempPathFactory, keys: tuple[Path, Path]) -> Iterator[Served]:
    """A service with the real examiner, an applied alert and a key for alerts."""
    folder = tmp_path_factory.mktemp("desk")
    store = folder / "store"
    shutil.copytree(models_folder() / "templates", store)
    alert = write_alert(make_alert(), folder / "a.dfalert", private_key=keys[0])
    apply_alerts([alert], store, TemplateKeys.load(keys[1]), on=DAY)
    options = {"retain_days": 7, "key": KEY, "examiner": "", "alert_key": keys[0]}
    examination = ExaminerSettings(templates=str(store))
    # A machine that does something else meanwhile is no fault of the service.
    limits = {"time_limit": 500.0, "body_seconds": 100.0, "memory_limit": 4 * 2**30}
    with served(folder, examination=examination, **options, **limits) as one:
        one.http.timeout = 600
        yield one


@pytest.fixture(name="forged", scope="module")
def fixture_forged(desk: Served) -> str:
    """Id of a document that was examined."""
    files = {"visible": ("x.jpg", FORGED.read_bytes())}
    answer = desk.http.post(
        PLACE, files=files, data={"channel": "scanner"}, headers=desk.token("examine", post="desk")
    )
    assert answer.status_code == 200, answer.text
    return str(answer.headers["docforensics-examination"])


@pytest.fixture(autouse=True)
def fixture_closed() -> Iterator[None]:
    """Close the clients of everybody who was at the desk in a test."""
    yield
    while _OPEN:
        _OPEN.pop().close()


def _sent(person: Person, path: str, **fields: str) -> tuple[int, str, bytes]:
    """Send a form with the token that the desk gives; status, place and body of the answer."""
    token = re.search(r'name="form_token" value="([0-9a-f]+)"', person.page().text)
    assert token is not None
    person.http.timeout = 600
    answer = person.http.post(path, data={"form_token": token[1], **fields})
    return answer.status_code, answer.url.path, answer.content


def test_the_card_of_an_applied_alert_is_shown_to_who_is_signed_in(desk: Served) -> None:
    """One that is not applied, or not any more, is not there."""
    person = Person(desk, "examine")
    page = person.page(f"/desk/alerts/{ID}")
    assert "Ring series" in page.text
    assert "Signature verified" in page.text
    assert person.page(f"/desk/alerts/{ID[:-1]}0").status_code == 404
    assert desk.http.get(f"/desk/alerts/{ID}").status_code == 401


def test_an_alert_is_made_of_a_document_that_was_decided_forged(
    desk: Served, forged: str, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    """Of no other; by second line of the post; what leaves is listed, shown and confirmed; the file is signed."""
    reviewer, officer = Person(desk, "review"), Person(desk, "examine")
    stranger = Person(desk, "review", post="elsewhere")
    here = f"/desk/{forged}/alert"
    assert reviewer.page(here).status_code == 404
    reviewer.decide(forged, verdict="forged", species="stolen-blank")
    assert "Make an alert of this document" in reviewer.page(f"/desk/{forged}").text
    form = reviewer.page(here).text
    assert "<option selected>stolen blank</option>" in form
    assert re.search(r'<datalist id="places"><option value="[0-9.,]+(@\w+)?">', form)
    assert [stranger.page(path).status_code for path in (here, f"{here}/draft", f"{here}/card")] == [404] * 3
    assert officer.page(here).status_code in {403, 404}
    assert _sent(stranger, here, **FIELDS)[0] == 404
    assert reviewer.page(f"{here}/draft").status_code == 404
    vague = _sent(reviewer, here, **{**FIELDS, "look-for-1": "The defect of the press."})
    assert (vague[0], b"what an officer sees there" in vague[2]) == (422, True)
    status, place, page = _sent(reviewer, here, **FIELDS)
    assert (status, place) == (200, f"{here}/draft")
    for words in (
        b"two pictures of",
        b"60,3,68,9 mm",
        b"A scratch through the title.",
        b"data of the holder painted over",
    ):
        assert words in page
    assert "Scratched plate" in reviewer.page(f"{here}/card").text
    assert _sent(reviewer, f"{here}/file")[0] == 422
    (alert,) = re.findall(rb'name="seen" value="([0-9a-f-]{36})"', page)
    status, _, raw = _sent(reviewer, f"{here}/file", seen=alert.decode())
    assert status == 200
    (tmp_path / "a.dfalert").write_bytes(raw)
    made = signed_alert(tmp_path / "a.dfalert", TemplateKeys.load(keys[1]))
    assert (made.id, made.title, made.places[0].equipment) == (alert.decode(), "Scratched plate", ("loupe",))
    log = (desk.parts.settings.data / "audit.jsonl").read_text(encoding="utf-8")
    assert log.count('"draft-alert"') == log.count('"give-alert"') == 1
    assert "Scratched" not in log


def test_the_same_document_gives_an_alert_at_the_command_line(
    desk: Served,
    forged: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """From the store of the service, with its key; an id that is not kept is refused with what to do."""
    monkeypatch.setenv("DOCFORENSICS_SERVICE_KEY", base64.b64encode(KEY).decode())
    store = ["--data", str(desk.parts.settings.data)]
    words = ["alert", "make", "--title", "x", "--issuer", "y", "--yes", "-o", str(tmp_path / "a.dfalert")]
    mark = ["--mark", "60,3,68,9", "--look-for", "A scratch through the title."]
    assert main([*words, *mark, *store, "--kept-id", forged]) == 0
    assert read_alert(tmp_path / "a.dfalert").places[0].look_for == "A scratch through the title."
    assert main([*words, *mark, *store, "--kept-id", "0" * 32]) == 2
    assert "keeps no pictures of" in capsys.readouterr().err
    assert main([*words, *mark, *store]) == 2
    assert "give the FILE of one document" in capsys.readouterr().err


def test_a_draft_is_deleted_with_its_document(desk: Served, forged: str) -> None:
    """Nothing of either is left."""
    kept = desk.parts.settings.data / "kept"
    assert [file for file in kept.rglob(f"{forged}*") if file.name.endswith("draft")]
    answer = desk.http.delete(f"{PLACE}/{forged}", headers=desk.token("administer", post="desk"))
    assert answer.status_code == 204
    assert list(kept.rglob(f"{forged}*")) == []


def test_a_form_states_what_is_missing() -> None:
    """Before anything is examined."""
    today = date(2026, 11, 28)
    wish = wish_of({**FIELDS, "place-3": "1,2,9,9@uv", "look-for-3": "Blue fibres are missing"}, today)
    assert wish.marks[1] == DraftMark(place="1,2,9,9@uv", look_for="Blue fibres are missing")
    assert (wish.species, wish.valid_to) == (FraudSpecies.COUNTERFEIT, date(2099, 1, 1))
    assert wish_of({**FIELDS, "valid_to": ""}, today).valid_to == date(2027, 11, 28)
    for changed, words in (
        ({"title": " "}, "state a title"),
        ({"valid_to": "soon"}, "the last day"),
        ({"species": "magic"}, "species"),
        ({"place-1": "1,2,3"}, "left,top,right,bottom"),
        ({"place-1": ""}, "place 1: state where it is"),
        ({"with-1": "magic"}, "magic"),
        ({"look-for-1": "x"}, "what an officer sees there"),
    ):
        with pytest.raises(UsageError, match=words):
            wish_of({**FIELDS, **changed}, today)


def test_a_draft_without_a_key_is_signed_at_the_command_line(
    keys: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After what leaves was listed; a signed one is refused."""
    draft, out = tmp_path / "d.dfalert", tmp_path / "s.dfalert"
    draft.write_bytes(given_out(make_alert(), None))
    assert stated_signer(draft) == ""
    words = ["alert", "sign", str(draft), "--sign", str(keys[0]), "-o", str(out)]
    assert main(words) == 2
    assert "two pictures of" in capsys.readouterr().err
    assert not out.exists()
    assert main([*words, "--yes"]) == 0
    assert signed_alert(out, TemplateKeys.load(keys[1])).id == ID
    assert main(["alert", "sign", str(out), "--sign", str(keys[0]), "--yes"]) == 4
    assert "signed already" in capsys.readouterr().err
