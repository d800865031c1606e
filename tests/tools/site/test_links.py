"""The check of the built site finds what leads nowhere and what is fetched from elsewhere."""

from pathlib import Path

import pytest

from tools.site.links import elsewhere, faults, read

GOOD = """<html><head><link rel="stylesheet" href="site.css"><link rel="canonical" href="https://example.org/a.html"></head>
<body><article><h1 id="top">Two words</h1><a href="b.html#place">to b</a><a href="#top">up</a><a href="https://example.org/">out</a>
<img src="p.svg" alt="A picture"></article><script>var not = "counted";</script></body></html>"""


@pytest.fixture(name="site")
def fixture_site(tmp_path: Path) -> Path:
    """Write two pages that are in order."""
    (tmp_path / "a.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.html").write_text('<article id="place">b</article>', encoding="utf-8")
    (tmp_path / "site.css").write_text("p { color: black; background: url(p.svg) }", encoding="utf-8")
    (tmp_path / "p.svg").write_text("<svg/>", encoding="utf-8")
    return tmp_path


def test_a_site_in_order_has_no_faults(site: Path) -> None:
    """Links to other sites are listed, words are those of articles."""
    pages = read(site)
    assert list(faults(site, pages)) == []
    assert elsewhere(pages) == {"https://example.org/"}
    assert sum(page.words for page in pages.values()) == 2 + 2 + 1 + 1 + 1


@pytest.mark.parametrize(
    ("there", "instead", "why"),
    [
        ('href="b.html#place"', 'href="c.html"', "no such file"),
        ('href="b.html#place"', 'href="b.html#other"', "no such place"),
        ('src="p.svg"', 'src="https://example.org/p.svg"', "fetched from elsewhere"),
        ('href="site.css"', 'href="//example.org/site.css"', "fetched from elsewhere"),
        (' alt="A picture"', "", "without a text"),
    ],
)
def test_each_fault_is_named(site: Path, there: str, instead: str, why: str) -> None:
    """One fault a page."""
    page = site / "a.html"
    page.write_text(GOOD.replace(there, instead), encoding="utf-8")
    found = list(faults(site, read(site)))
    assert len(found) == 1
    assert why in found[0]


def test_a_style_that_loads_a_font_from_elsewhere_is_named(site: Path) -> None:
    """As themes do."""
    (site / "site.css").write_text("@import 'https://example.org/font.css';", encoding="utf-8")
    assert list(faults(site, read(site))) == ["site.css: fetches from elsewhere"]
