"""Pages that are made from code hold what the code declares, and every public thing has its place."""

import re
from pathlib import Path

import pytest

import docforensics
from docforensics.checks.registry import discover_checks
from docforensics.cli.program import COMMANDS, build_parser
from docforensics.scoring.calibration import Calibration
from tools.site import api, architecture, changelog, checks, cli, decisions, figures, included, pages
from tools.site.examples import CheckExample

ROOT = Path(__file__).parents[3]
CHECKS = {check.id: check for check in discover_checks(plugins=())}
EXAMPLE = CheckExample(
    check="security.uv_dull",
    forged="forged-1",
    genuine="genuine-1",
    lights="uv",
    species="counterfeit",
    message="The page is bright.",
    remark="",
)


def test_every_public_name_has_a_page() -> None:
    """All but the benchmark, a package of its own, and the version."""
    homes = api.public_names()
    assert set(homes) | {"bench", "__version__"} == set(docforensics.__all__)
    assert {api.page_of(home) for home in homes.values()} == set(api.PAGES)


def test_a_name_without_a_page_is_an_error() -> None:
    """Whoever adds one is told where."""
    with pytest.raises(LookupError, match=r"tools/site/api\.py"):
        api.page_of("nowhere.at_all")


def test_the_page_of_a_check_states_what_the_check_declares() -> None:
    """What it looks at and cannot see, needs, by hand, weight, figures, sources."""
    text = checks.page(CHECKS["security.uv_dull"], Calibration.load(), EXAMPLE, set(CHECKS))
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[:4] == ["What it looks at", "What it cannot see", "Example", "What it needs"]
    assert headings[-3:] == ["Weight and claims", "Figures", "Sources"]
    assert "Dull, with only fibres" in text
    assert "of 19 documents" in text
    assert "[`security.uv_unexpected_luminescence`](security.uv_unexpected_luminescence.md)" in text
    assert re.search(r"\[standards\.md 2\.2\]\(\.\./\.\./reference/standards\.md#22-", text)


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
def test_every_check_has_a_page_with_what_it_cannot_see(check: checks.Check) -> None:
    """It is the part that a reader needs most."""
    assert "What it cannot see" in checks.explained(check.explanation)


def test_every_family_stands_in_the_index() -> None:
    """A check of a new family would be missing."""
    assert {check.family for check in CHECKS.values()} == set(checks.FAMILIES)
    text = checks.index(list(CHECKS.values()), {"mrz.typeface"})
    assert all(f"]({check}.md)" in text for check in CHECKS)


def test_figures_are_counted_from_the_kept_rows() -> None:
    """470 documents, half of them genuine; no check measured on more."""
    assert len(figures.rows()) == 470
    one = figures.tallies()["security.background_print"]["flatbed"]
    assert 0 < one.forged_adverse <= one.forged
    assert one.genuine_adverse == sum(
        "security.background_print" in row["adverse"]
        for row in figures.rows()
        if row["channel"] == "flatbed" and not row["species"]
    )


def test_figures_name_the_code_and_the_day_that_they_were_measured_with() -> None:
    """On the page of each check that has any; of real documents too."""
    assert re.fullmatch(
        r"Measured with the code of (`\w{10}` \(\d+ documents\)(, )?)+, kept on 20\d\d-\d\d-\d\d; .*",
        figures.basis(),
    )
    assert re.fullmatch(r"Counted with the code of `\w{10}`( and `\w{10}`)*\.", figures.real_basis())
    text = checks.page(CHECKS["data.dates"], Calibration.load(), EXAMPLE, set(CHECKS))
    assert figures.basis() in text
    assert figures.real_basis() in text


def test_every_command_and_option_stands_on_a_page() -> None:
    """As `--help` prints them."""
    below = cli._below(build_parser())
    assert set(below) == set(COMMANDS)
    text = cli.page(below["template"], "template")
    assert "## docforensics template learn" in text
    assert "`--size-mm WxH`" in text


def test_rooms_are_those_of_the_import_contract() -> None:
    """In its order, with the first paragraph of each docstring."""
    rows = architecture.rooms().splitlines()[2:]
    assert rows[0].startswith("| `cli` |")
    assert rows[-1].startswith("| `whole_file` |")
    assert all(row.split("|")[2].strip() for row in rows)


def test_every_fragment_of_the_changelog_is_on_its_page() -> None:
    """Each under its kind."""
    fragments = [one for one in (ROOT / "changelog.d").glob("*.md") if one.name != "README.md"]
    assert changelog.page().count("\n- ") == len(fragments)


def test_every_decision_is_in_the_index() -> None:
    """Under its day."""
    notes = [note for note in (ROOT / "docs" / "decisions").glob("*.md") if note.name != "index.md"]
    assert all(f"({note.name})" in decisions.index() for note in notes)


def test_links_of_files_that_stand_elsewhere_lead_to_their_pages() -> None:
    """A link, a name in backticks, and a section of the standards."""
    text = "See [the other](mrz/README.md#a) and `SECURITY.md`, standards.md 2.1."
    found = included.rewritten(text, "../", "benchmarks")
    assert "[the other](../benchmarks/mrz.md#a)" in found
    assert "[`SECURITY.md`](../concepts/threats.md)" in found
    assert "reference/standards.md#21-" in found


def test_anchors_are_those_that_myst_makes() -> None:
    """As GitHub does: lower case, hyphens, no signs."""
    assert pages.anchor("1.9 Sizes and places of print") == "19-sizes-and-places-of-print"
    assert pages.anchor("C#") == "c"


def test_fields_of_a_dataclass_are_listed_once() -> None:
    """All fields, with and without a text, in place of the arguments; a class that is made otherwise shows how."""
    homes = api.public_names()
    assert ":undoc-members:" in api._options(homes["Finding"], "Finding")
    assert ":exclude-members: __init__" in api._options(homes["Finding"], "Finding")
    assert "exclude-members" not in api._options(homes["Examiner"], "Examiner")
    assert api._options(homes["examine"], "examine") == ""
    assert api._directive(homes["examine"], "examine") == "autofunction"
    assert api._directive(homes["InputError"], "InputError") == "autoexception"
