"""Groups by looks and zones, and the pages of each that are learned from."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from docforensics.batch.discover.learning import LEARNED
from docforensics.batch.discover.plan import SAMPLE, PilePage, PilePlan, planned, sample_of
from docforensics.batch.discover.records import PageRecord, ReadZone
from docforensics.templates.retrieval.descriptor import LENGTH

UTO, XQN = (ReadZone(format="TD3", issuer=issuer, code="P") for issuer in ("UTO", "XQN"))


def _page(
    number: int, zone: ReadZone | None = None, *, size: str = "ID3", lights: Sequence[str] = ("visible",)
) -> PilePage:
    record = PageRecord(
        number=0, zone=zone, size=size, lights=tuple(lights), is_measured=True, resolved_px_per_mm=8.0
    )
    return PilePage(name=f"{number:03}", record=record)


def _plan(pages: Sequence[PilePage], least: int = 4) -> PilePlan:
    """All pages look alike."""
    rng = np.random.default_rng(1)
    looks = rng.standard_normal(LENGTH) + 0.2 * rng.standard_normal((len(pages), LENGTH))
    return planned(pages, range(len(pages)), looks.astype(np.float16), least)


def test_pages_that_look_alike_are_divided_by_what_their_zones_name() -> None:
    """Pages without a zone stay with most."""
    pages = [_page(n, UTO if n < 6 else XQN if n < 10 else None) for n in range(12)]
    plan = _plan(pages)
    assert [(group.name, group.zone, len(group.members)) for group in plan.groups] == [
        ("group-01", UTO, 8),
        ("group-02", XQN, 4),
    ]


def test_a_zone_that_few_name_is_odd_and_not_learned_from() -> None:
    """One of seven: misread, altered, or of another issuer."""
    (group,) = _plan([_page(n, XQN if n == 3 else UTO) for n in range(7)]).groups
    assert group.odd_zones == (3,)
    assert 3 in group.members
    assert 3 not in group.sample


def test_models_of_several_issuers_that_share_a_design_are_no_group() -> None:
    """Where no issuer has most pages, those with enough of their own are groups, and the others are alone."""
    issuers = ["UTO"] * 4 + ["XQN", "XQO", "XQP", "XQP", "XQP"]
    pages = [_page(n, ReadZone(format="TD1", issuer=one, code="IR")) for n, one in enumerate(issuers)]
    plan = _plan(pages)
    assert [group.members for group in plan.groups] == [plan.groups[0].members]
    assert set(plan.groups[0].members) == {0, 1, 2, 3}
    assert plan.groups[0].odd_zones == ()
    assert plan.alone == (4, 5, 6, 7, 8)


def test_too_few_pages_are_no_group() -> None:
    """They are named as alone."""
    plan = _plan([_page(n) for n in range(3)])
    assert (plan.groups, plan.alone) == ((), (0, 1, 2))


def test_a_sample_holds_pages_of_all_lights_and_of_white_light_alone() -> None:
    """Half of either where there are enough; of the size that most show."""
    pages = [_page(n, lights=("visible", "uv") if n % 2 else ("visible",)) for n in range(40)]
    pages[4] = _page(4, size="ID2")
    chosen = sample_of(pages, range(40))
    assert len(chosen) == SAMPLE
    assert sum(len(pages[row].record.lights) == 2 for row in chosen) == SAMPLE // 2
    assert 4 not in chosen


def test_of_very_large_captures_fewer_are_held_at_once() -> None:
    """Those that a template is learned from, at least."""
    pages = [_page(n) for n in range(40)]
    for megapixels, count in ((12.0, SAMPLE), (20.0, 15), (100.0, LEARNED)):
        large = [replace(page, record=replace(page.record, megapixels=megapixels)) for page in pages]
        assert len(sample_of(large, range(40))) == count


def test_pages_too_few_to_learn_from_are_no_sample() -> None:
    """Two do not show which is the odd one."""
    assert sample_of([_page(0), _page(1)], (0, 1)) == ()
