"""What holds of every answer: it is the question, cell for cell; a sale frees nothing; a term may be cut in two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.catalogue.avails.records import GRAVITY, RightsAnswer, gravest
from postprod_xl.domain.catalogue.grounds.grounds import grounds
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason
from tests.domain.catalogue.avails.cell_by_cell import (
    LANGUAGES,
    MEDIA,
    TERRITORIES,
    Catalogued,
    Why,
    cells_of,
    days_between,
    why_not,
    words,
)
from tests.domain.catalogue.avails.offices import WORK, answer, rights_office

FIRST = date(2027, 1, 1)
NATURES = {
    "M1": "Mandat de distribution",
    "M2": "Mandat de distribution",
    "MUS": "Droits musicaux",
    "MUS2": "Droits musicaux",
}
_DAYS = st.integers(0, 11).map(lambda after: FIRST + timedelta(days=after))
_PERIOD = st.tuples(_DAYS, _DAYS).map(sorted)


def _some(*names: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(names), min_size=1, unique=True).map(" ; ".join)


@st.composite
def _lines(draw: st.DrawFn, key: str, code: str, size: tuple[int, int]) -> list[dict[str, Any]]:
    """Lines of a contract, of some cells on some days."""
    lines = []
    for rank in range(draw(st.integers(*size))):
        first, last = draw(_PERIOD)
        lines.append(
            {
                key: code,
                "term": str(rank),
                "media": draw(_some(*MEDIA)),
                "territories": draw(_some(*TERRITORIES)),
                "languages": draw(st.one_of(st.just(""), _some(*LANGUAGES))),
                "is_exclusive": draw(st.booleans()),
                "first_day": first,
                "last_day": last,
            }
        )
    return lines


@st.composite
def _sales(draw: st.DrawFn, prefix: str, most: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    rows, terms = [], []
    for rank in range(draw(st.integers(0, most))):
        code = f"{prefix}{rank}"
        state = draw(st.sampled_from(["Signé", "En option", "En négociation"]))
        signed = date(2026, 1, 1) if state == "Signé" else None
        rows.append({"sale": code, "works": WORK, "state": state, "signature_day": signed})
        terms += draw(_lines("sale", code, (1, 2)))
    return rows, terms


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogued:
    """Small catalogues of one work; what is held is wide, or nothing would ever be free."""
    mandates, terms = [], []
    for code, nature in (
        ("M1", "Mandat de distribution"),
        ("M2", "Mandat de distribution"),
        ("MUS", "Droits musicaux"),
    ):
        if code != "M1" and draw(st.booleans()):
            continue
        row = {
            "contract": code,
            "nature": nature,
            "works": WORK,
            "state": "Signé",
            "is_renewed": draw(st.booleans()),
            "grantor": draw(st.sampled_from(["", "EDIT"])),
        }
        mandates.append({**row, "signature_day": date(2026, 1, 1)})
        terms += draw(_lines("contract", code, (1, 2)))
        if draw(st.booleans()):
            whole = {"media": " ; ".join(MEDIA), "territories": " ; ".join(TERRITORIES), "languages": ""}
            terms[-1] = {**terms[-1], **whole}
    sales, sale_terms = draw(_sales("V", 3))
    held_back = []
    if sales and draw(st.booleans()):
        for line in draw(_lines("sale", draw(st.sampled_from(sales))["sale"], (1, 2))):
            rank, _ = line.pop("term"), line.pop("is_exclusive")
            held_back.append({**line, "holdback": f"G{rank}"})
    return Catalogued(mandates, terms, sales, sale_terms, held_back)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Questions on these cells and days, and some days more."""
    first, last = draw(_PERIOD)
    return {
        "media": draw(_some(*MEDIA)),
        "territories": draw(_some(*TERRITORIES)),
        "languages": draw(_some(*LANGUAGES)),
        "first_day": first,
        "last_day": last + timedelta(days=draw(st.integers(0, 3))),
        "is_exclusive": draw(st.booleans()),
    }


def by_day(found: RightsAnswer) -> dict[date, Freedom]:
    """What an answer makes of each day."""
    return {
        day: interval.freedom
        for interval in found.intervals
        for day in days_between(interval.span.first_day, interval.span.last_day)
    }


@given(catalogues(), questions())
def test_the_intervals_are_the_days_of_the_question_exactly_and_two_that_follow_are_not_alike(held, wanted):
    found = answer(rights_office(**held.tables), **wanted)
    assert list(by_day(found)) == list(days_between(wanted["first_day"], wanted["last_day"]))
    assert sum(interval.span.days for interval in found.intervals) == len(by_day(found))
    assert all(one.reasons != following.reasons for one, following in pairwise(found.intervals))


@given(catalogues(), questions())
def test_each_day_is_what_its_cells_are_asked_one_by_one(held, wanted):
    found = answer(rights_office(**held.tables), **wanted)
    asked = cells_of(wanted)
    for interval in found.intervals:
        told = {
            (reason.kind, reason.freedom, _named(reason.kind, reason.contract)) for reason in interval.reasons
        }
        for day in days_between(interval.span.first_day, interval.span.last_day):
            whys = [_unnamed(why_not(held, cell, day, wanted["is_exclusive"])) for cell in asked]
            assert told == frozenset().union(*whys)
            assert interval.freedom == gravest(freedom for why in whys for _, freedom, _ in why)


@given(catalogues(), questions())
def test_each_reason_touches_just_the_cells_that_it_keeps_from_being_free(held, wanted):
    place = rights_office(**held.tables)
    found, axes = answer(place, **wanted), grounds(place)
    for interval in found.intervals:
        touched: dict[Any, set[Any]] = {}
        for reason in interval.reasons:
            key = (reason.kind, reason.freedom, _named(reason.kind, reason.contract))
            for piece in reason.pieces:
                leaves = (
                    axes.media.leaves(piece.media),
                    axes.territories.leaves(piece.territories),
                    axes.languages.leaves(piece.languages),
                )
                touched.setdefault(key, set()).update(product(*leaves))
        for cell in cells_of(wanted):
            expected = _unnamed(why_not(held, cell, interval.span.first_day, wanted["is_exclusive"]))
            assert {key for key, cells in touched.items() if cell in cells} == expected


@given(catalogues(), questions())
def test_what_is_free_instead_is_what_no_reason_touches_on_any_day(held, wanted):
    place = rights_office(**held.tables)
    found, axes = answer(place, **wanted), grounds(place)
    days = list(days_between(wanted["first_day"], wanted["last_day"]))
    free = {
        cell
        for cell in cells_of(wanted)
        if not any(why_not(held, cell, day, wanted["is_exclusive"]) for day in days)
    }
    languages = words(wanted["languages"])
    pairs = {
        (medium, place)
        for media, territories in found.instead.grounds
        for medium, place in product(axes.media.leaves(media), axes.territories.leaves(territories))
    }
    every = set(product(words(wanted["media"]), words(wanted["territories"])))
    assert pairs == {pair for pair in every if all((*pair, language) in free for language in languages)}
    expected = {language for language in languages if all((*pair, language) in free for pair in every)}
    assert set(axes.languages.leaves(found.instead.languages)) == expected


@given(catalogues(), _sales("N", 2), questions())
def test_a_sale_added_never_frees_anything(held, added, wanted):
    before = by_day(answer(rights_office(**held.tables), **wanted))
    more = replace(held, sales=[*held.sales, *added[0]], sale_terms=[*held.sale_terms, *added[1]])
    after = by_day(answer(rights_office(**more.tables), **wanted))
    assert all(GRAVITY.index(after[day]) <= GRAVITY.index(freedom) for day, freedom in before.items())


@given(catalogues(), questions(), st.data())
def test_a_term_cut_in_two_changes_nothing_of_an_answer(held, wanted, data):
    name = data.draw(st.sampled_from(["mandate_terms", "sale_terms"]))
    terms = list(getattr(held, name))
    if not terms:
        return
    at = data.draw(st.integers(0, len(terms) - 1))
    cut = _cut(terms[at], data)
    more = replace(held, **{name: [*terms[:at], *cut, *terms[at + 1 :]]})
    assert answer(rights_office(**more.tables), **wanted) == answer(rights_office(**held.tables), **wanted)


def _cut(line: dict[str, Any], data: st.DataObject) -> list[dict[str, Any]]:
    """A line as two that cover the same: by days, or by its media, territories or languages."""
    side = data.draw(st.sampled_from(["days", "media", "territories", "languages"]))
    if side == "days":
        day = data.draw(st.sampled_from(list(days_between(line["first_day"], line["last_day"]))))
        if day == line["last_day"]:
            return [line]
        parts = [{"last_day": day}, {"first_day": day + timedelta(days=1)}]
    else:
        first, *others = words(line[side]) or ("",)
        if not others:
            return [line]
        parts = [{side: first}, {side: " ; ".join(others)}]
    return [{**line, **part, "term": f"{line['term']}{rank}"} for rank, part in enumerate(parts)]


def _named(kind: HoleReason, contract: str) -> str:
    """The contract that takes the days; the mandate named beside what is not held is only the nearest."""
    return "" if kind is HoleReason.NOT_HELD else contract


def _unnamed(why: Why) -> Why:
    return frozenset((kind, freedom, _named(kind, contract)) for kind, freedom, contract in why)
