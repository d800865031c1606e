"""The next revision of a template: who may make it, what it shows, what it refuses, and the way back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.cli.program import main
from docforensics.document import Document
from docforensics.errors import TemplateError, UsageError
from docforensics.examiner import Examiner
from docforensics.revising import revise, taking
from docforensics.revising.caught import CaughtForgery, KnownForgery
from docforensics.revising.confirmations import confirm_captures, sha256_of
from docforensics.revising.history import CaughtFile, TemplateHistory, UsedFile
from docforensics.revising.revise import Revised, update_template
from docforensics.revising.taking import Given, take
from docforensics.scoring.model import OutcomeClass
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.learning.update import revision_of
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import load_template, save_template, template_parts
from docforensics.templates.taken_files import naming_files

SAMPLES = Path("sample_docs/documents")
GENUINE = SAMPLES / "td3-2-0001-flatbed/data-page-white.jpg"
OTHER_MODEL = SAMPLES / "td3-1-0006-flatbed/data-page-white.jpg"
FORGED = SAMPLES / "td3-2-0000-flatbed-photo-digital-ordinary/data-page-white.jpg"
People = Callable[[str], Path]
Advance = Callable[..., TemplateHistory]


@pytest.fixture(autouse=True, scope="module")
def _laid_once() -> Iterator[None]:
    """Lay and examine the same files on the same template once for all tests: that takes 2 s, and what it gives is changed by nobody."""
    known: dict[object, Any] = {}
    lays = taking._Laying.laid

    def laid(laying: Any, one: Given) -> Any:
        files = tuple((light, sha256_of(file)) for light, file in one.files.items())
        used = tuple(file.sha256 for file in one.used)
        settings = replace(laying._examiner.settings, templates=())
        key = (files, used, laying._channel, laying._template.digest, repr(settings))
        if key not in known:
            known[key] = lays(laying, one)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(taking._Laying, "laid", laid)
        yield


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the sha256 of every document that an examiner reads."""
    noted: list[str] = []
    reads = Examiner.read

    def noting(examiner: Examiner, source: Capture, **stated: Any) -> Document:
        noted.append(source.primary.sha256)
        return reads(examiner, source, **stated)

    monkeypatch.setattr(Examiner, "read", noting)
    return noted


@pytest.fixture
def confirmed(tmp_path: Path, person: People) -> Callable[..., list[Path]]:
    """Statements of two people about files."""

    def make(*files: Path) -> list[Path]:
        found = []
        for name in ("anna", "ben"):
            out = tmp_path / f"{name}.json"
            out.write_bytes(confirm_captures(files, template="UTO-P-2-2023", private_key=person(name)))
            found.append(out)
        return found

    return make


def update(
    folder: Path, files: Sequence[Path], statements: Sequence[Path], keys: Path, **more: Any
) -> Revised:
    """The update, with white light alone."""
    return update_template(
        folder,
        [{Light.VISIBLE: file} for file in files],
        confirmations=statements,
        keys=TemplateKeys.load(keys),
        updated_on=date(2026, 11, 27),
        **more,
    )


def test_a_revision_is_made_kept_and_set_back(
    whole_folder: Path,
    keys: Path,
    confirmed: Callable[..., list[Path]],
    read: list[str],
) -> None:
    """A genuine page is taken, a page of another model is left out, the forgery is still found; the way back is the former one.

    A capture is read once for the checks, and a forgery with either revision.
    """
    folder = whole_folder
    former, before = load_template(folder), template_parts(folder)
    found = update(
        folder,
        [GENUINE, OTHER_MODEL],
        confirmed(GENUINE, OTHER_MODEL),
        keys,
        caught=[{Light.VISIBLE: FORGED}],
    )
    now = load_template(folder)
    assert read == [sha256_of(file) for file in (GENUINE, FORGED, FORGED)]
    assert found.is_saved
    assert (found.revision, revision_of(now)) == (2, 2)
    assert (now.n_captures, now.n_holders) == (former.n_captures + 1, former.n_holders + 1)
    assert [(one.file, one.reason) for one in found.left_out] == [
        (str(OTHER_MODEL), "does not lie on the template")
    ]
    assert [one.was_caught and not one.would_pass for one in found.caught] == [True]
    assert sum(one.documents for one in now.counts) > sum(one.documents for one in former.counts)
    assert {one.figure for one in found.growth} == {
        "print",
        "colour",
        "energy",
        "fading",
        "brightness",
        "constant print",
    }
    history = TemplateHistory(folder)
    assert history.revisions == (1,)
    assert len(history.used) == 1
    assert history.found_in([sha256_of(FORGED)]) == {Channel.SCANNER: found.caught[0].checks_before}

    with pytest.raises(UsageError, match="earlier revision; a capture counts once"):
        update(folder, [GENUINE], confirmed(GENUINE), keys, caught=[{Light.VISIBLE: FORGED}])
    with pytest.raises(UsageError, match="forgeries that an earlier revision was compared with"):
        update(folder, [OTHER_MODEL], confirmed(OTHER_MODEL), keys)

    history.roll_back()
    back = template_parts(folder)
    pictures = {name for name in before if name.endswith(".png")}
    assert {name: back[name] for name in pictures} == {name: before[name] for name in pictures}
    assert revision_of(load_template(folder)) == 3
    assert TemplateHistory(folder).revisions == (1, 2)
    assert len(TemplateHistory(folder).used) == 1


def test_one_document_in_two_files_is_one_holder(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """What three holders show is asked of three, and of no page that was saved three times."""
    again = tmp_path / "again.jpg"
    again.write_bytes(GENUINE.read_bytes() + b"saved anew")
    former, files = load_template(folder), (GENUINE, again)
    with pytest.raises(
        TemplateError, match=r"data-page-white.jpg and .*again.jpg are stated to be of holders 0 and 1"
    ):
        update(folder, files, confirmed(*files), keys, holders=[0, 1])
    now = update(folder, files, confirmed(*files), keys, save=False).template
    assert (now.n_captures, now.n_holders) == (former.n_captures + 2, former.n_holders + 1)


def test_a_light_that_cannot_be_learned_from_leaves_its_capture_out(folder: Path, tmp_path: Path) -> None:
    """As `learn_template` refuses it: one pixel under UV would be drawn over the whole page."""
    coarse = tmp_path / "uv.png"
    cv2.imwrite(str(coarse), np.zeros((1, 1, 3), np.uint8))
    files: dict[Light, str | Path] = {Light.VISIBLE: GENUINE, Light.UV: coarse}
    used = tuple(UsedFile(sha256=sha256_of(file)) for file in files.values())
    with pytest.raises(UsageError, match=r"has 0\.01 px per mm in UV light"):
        take(load_template(folder), [Given(files=files, holder=None, used=used)], Channel.SCANNER, None)


@pytest.mark.parametrize("holders", [1, 2])
def test_a_template_of_few_holders_is_learned_anew(
    folder: Path, keys: Path, holders: int, person: People
) -> None:
    """What varies was presumed; a page that was saved anew would end what checks abstain from for it."""
    person("anna")
    save_template(replace(load_template(folder), n_holders=holders), folder)
    with pytest.raises(
        UsageError, match=rf"of {holders} holder\(s\), .* learn it anew from all captures, of 3 or more"
    ):
        update(folder, [GENUINE], [], keys)


def test_one_person_is_not_enough(folder: Path, keys: Path, confirmed: Callable[..., list[Path]]) -> None:
    """The same statement twice is one person; nothing is written."""
    before = template_parts(folder)
    first = confirmed(GENUINE)[:1]
    with pytest.raises(UsageError, match="confirmed by 2 people, got 1"):
        update(folder, [GENUINE], [*first, *first], keys)
    assert template_parts(folder) == before


def test_a_file_counts_once(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """Also under another name."""
    copy = tmp_path / "again.jpg"
    copy.write_bytes(GENUINE.read_bytes())
    with pytest.raises(UsageError, match="is the same file as"):
        update(folder, [GENUINE, copy], confirmed(GENUINE), keys)


def test_a_known_forgery_is_not_taken_as_genuine(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], tmp_path: Path, advanced: Advance
) -> None:
    """Whether it is given as both, also under another name, or was given to an earlier revision as a forgery."""
    statements, copy = confirmed(FORGED), tmp_path / "copy.jpg"
    copy.write_bytes(FORGED.read_bytes())
    with pytest.raises(
        UsageError, match=r"is given as genuine, and .*copy\.jpg of --caught is the same file"
    ):
        update(folder, [FORGED], statements, keys, caught=[{Light.VISIBLE: copy}], accept_doubted=True)
    known = (CaughtFile(sha256=sha256_of(FORGED)),)
    advanced(folder, caught=known)
    with pytest.raises(UsageError, match="is a known forgery: an earlier revision was compared with it"):
        update(folder, [FORGED], statements, keys, accept_doubted=True)


def test_a_file_that_the_template_was_learned_from_is_no_further_one(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]]
) -> None:
    """It would count as another holder, and narrow what was learned."""
    template = load_template(folder)
    save_template(replace(template, provenance=naming_files([sha256_of(GENUINE)], {})), folder)
    with pytest.raises(UsageError, match="the template was learned from it"):
        update(folder, [GENUINE], confirmed(GENUINE), keys)


def test_a_file_that_changes_after_its_sum_is_not_taken(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is learned from is what was confirmed."""
    statements = confirmed(GENUINE)
    (told,) = {revise.sha256_of(GENUINE)}
    monkeypatch.setattr(revise, "sha256_of", lambda _file: told)
    with pytest.raises(UsageError, match="not what was confirmed"):
        update(folder, [FORGED], statements, keys)


def test_a_growth_that_passes_a_forgery_is_refused(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a check that was adverse no longer is, nothing is written."""

    def weaker(forgeries: Sequence[KnownForgery], *_: object, **__: object) -> Iterator[CaughtForgery]:
        for one in forgeries:
            yield CaughtForgery(
                file=one.file,
                channel=one.capture.channel,
                before=OutcomeClass.REFER,
                after=OutcomeClass.REFER,
                checks_before=("a.b", "c.d"),
                checks_lost=("c.d",),
            )

    monkeypatch.setattr(revise, "against_both", weaker)
    before = template_parts(folder)
    found = update(folder, [GENUINE], confirmed(GENUINE), keys, caught=[{Light.VISIBLE: FORGED}])
    assert not found.is_saved
    assert [one.file for one in found.would_pass] == [str(FORGED)]
    assert template_parts(folder) == before
    assert not (folder / "history").exists()


def test_a_capture_that_the_template_speaks_against_is_looked_at_twice(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Two people confirmed a forgery: the revision that lets its like pass is not put in force unless somebody says so."""
    before, statements = template_parts(folder), confirmed(FORGED)
    found = update(folder, [FORGED], statements, keys)
    assert (found.is_saved, found.is_refused, list(found.doubted)) == (False, True, [str(FORGED)])
    assert template_parts(folder) == before
    assert not (folder / "history").exists()
    words = ["template", "check", str(folder), str(FORGED), "--update", "--keys", str(keys), "--confirmed"]
    words += [str(one) for one in statements]
    assert main([*words, "--dry-run"]) == 4, "a trial ends as the update would"
    said = capsys.readouterr().out
    assert "would be refused, revision 1 stays in force" in said
    assert "give --accept-doubted" in said
    assert main([*words, "--accept-doubted"]) == 0
    assert "revision 2 is in force" in capsys.readouterr().out


def test_a_caught_forgery_is_examined_as_it_was_caught(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], advanced: Advance
) -> None:
    """In its channel, whatever that of the update, and by every check that was once adverse and is there."""
    lost, gone = "security.faint_print", "security.of_an_earlier_version"
    once = CaughtFile(sha256=sha256_of(FORGED), channel=Channel.SCANNER, checks=(lost, gone))
    advanced(folder, caught=(once,))
    found = update(
        folder, [GENUINE], confirmed(GENUINE), keys, caught=[{Light.VISIBLE: FORGED}], channel="upload"
    )
    (forged,) = found.caught
    assert (forged.channel, forged.checks_lost) == (Channel.SCANNER, (lost,))
    assert len(forged.checks_before) > 1, "those of the revision in force too"
    assert (found.is_refused, found.is_saved) == (True, False)


def test_no_revision_to_go_back_to(folder: Path) -> None:
    """A template that was never updated says so."""
    with pytest.raises(UsageError, match="never updated"):
        TemplateHistory(folder).roll_back()


def test_a_damaged_history_is_named(folder: Path) -> None:
    """It is no crash."""
    (folder / "history").mkdir()
    (folder / "history" / "history.json").write_text("{")
    with pytest.raises(TemplateError, match=r"history\.json"):
        TemplateHistory(folder)


def test_shipped_and_packed_templates_are_not_written(tmp_path: Path, keys: Path, person: People) -> None:
    """Their sha256 is compared; a pack is made anew from its folder."""
    from docforensics.resources import models_folder

    person("anna")
    with pytest.raises(UsageError, match="comes with this package"):
        update(models_folder() / "templates" / "UTO-P-2-2023", [GENUINE], [], keys)
    pack = tmp_path / "x.dftemplate"
    pack.write_bytes(b"PK")
    with pytest.raises(UsageError, match="packed file"):
        update(pack, [GENUINE], [], keys)


def test_the_command(
    folder: Path, keys: Path, person: People, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Confirm twice, show what would be, update, and go back."""
    for name in ("anna", "ben"):
        key, out = str(person(name)), str(tmp_path / f"{name}.json")
        assert main(["template", "confirm", str(folder), str(GENUINE), "--key", key, "-o", out]) == 0
    common = ["template", "check", str(folder), str(GENUINE), "--update", "--keys", str(keys), "--confirmed"]
    statements = [str(tmp_path / "anna.json"), str(tmp_path / "ben.json")]
    picture = tmp_path / "growth.png"
    assert main([*common, *statements, "--dry-run", "--picture", str(picture)]) == 0
    said = capsys.readouterr().out
    assert "revision 2 would be made" in said
    assert "no forgery was given" in said
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert not (folder / "history").exists()
    assert main([*common, *statements[:1]]) == 2
    assert "confirmed by 2 people" in capsys.readouterr().err
    assert main(["template", "check", str(folder), "--roll-back"]) == 2
    assert main(["template", "check", str(folder), "--dry-run"]) == 2
    assert main(["template", "check", str(folder), "--update", "--roll-back"]) == 2


def test_wrong_arguments_are_told(
    folder: Path, keys: Path, confirmed: Callable[..., list[Path]], tmp_path: Path
) -> None:
    """With what is expected."""
    statements = confirmed(GENUINE)
    with pytest.raises(UsageError, match="channel: expected one of"):
        update(folder, [GENUINE], statements, keys, channel="scaner")
    with pytest.raises(UsageError, match="expected a file in white light"):
        update(folder, [GENUINE], statements, keys, caught=[{Light.UV: FORGED}])
    with pytest.raises(UsageError, match="expected a file in white light"):
        update_template(folder, [{Light.UV: GENUINE}], confirmations=statements, keys=TemplateKeys.load(keys))
    with pytest.raises(UsageError, match="size: expected one of"):
        learn_template([tmp_path / "none.jpg"], size="ID-9")
