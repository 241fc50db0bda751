"""Workbooks put together: who is the same in two of them, what they book at once, totals that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from postprod_xl.documents.accounts.cost_report import ReportedCosts, ReportedMoney
from postprod_xl.documents.portfolio import MissingWorkbook, PortfolioProject, PortfolioWorkbook, WeekLoad
from postprod_xl.domain.portfolio.consolidated import portfolio_of
from postprod_xl.domain.portfolio.matching import BY_EMAIL, BY_NAME, BY_PAYROLL_ID, BY_ROOM, shared
from postprod_xl.domain.portfolio.summary import (
    PERSON,
    ROOM,
    WEEKS,
    KnownResource,
    ResourceBooking,
    WorkbookSummary,
    summary_of,
)
from postprod_xl.schema.vocabulary import DayPart
from tests.domain.invoicing.houses import house

TODAY = date(2026, 11, 30)
FREE = WeekLoad(0, 10)


def person(workbook, code="LEA", name="Léa Roy", booked=0, **known):
    weeks = (WeekLoad(booked, 10), *[FREE] * (WEEKS - 1))
    return KnownResource(workbook, PERSON, code, name, "Monteuse", weeks, **known)


def room(workbook, code="S1", name="Salle 1", places=1):
    return KnownResource(workbook, ROOM, code, name, "Montage", (FREE,) * WEEKS, places=places)


def booking(code, day, half_day=DayPart.WHOLE_DAY, kind=PERSON, task="T1", state="Confirmé"):
    return ResourceBooking(kind, code, date(2026, 12, day), half_day, "P001", task, state)


def costs(sold, final, margin):
    return ReportedCosts(sold, sold, 0, 0, final, sold, margin, None)


MONEY = ReportedMoney(0, 0, 0, 0)


def summary(workbook, resources=(), bookings=(), projects=()):
    """A workbook whose totals are those of its projects, each `(code, title, sold, final)`."""
    rows = tuple(
        PortfolioProject(
            workbook, code, title, "", "", None, None, None,
            costs(sold, final, None if final is None else sold - final), MONEY, "" if final else "coût de LEA",
        )
        for code, title, sold, final in projects
    )  # fmt: skip
    finals = [row.costs.final for row in rows]
    final = None if None in finals else sum(finals)
    sold = sum(row.costs.sold for row in rows)
    total = costs(sold, final, None if final is None else sold - final)
    head = PortfolioWorkbook(workbook, "Maison", len(rows), 0, False, total, MONEY)
    return WorkbookSummary(head, rows, tuple(resources), tuple(bookings))


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"email": "lea@roy.fr", "name": "L. Roy"}, {"email": "LEA@roy.fr"}, BY_EMAIL),
        ({"payroll_id": "M12"}, {"payroll_id": "M12", "name": "LEA ROY"}, BY_PAYROLL_ID),
        ({}, {"code": "X7"}, BY_NAME),
        ({"email": "lea@roy.fr"}, {}, BY_NAME),
    ],
)
def test_a_person_is_the_same_by_e_mail_payroll_number_or_name_whatever_the_codes(one, other, reason):
    (same,) = shared([person("a.xlsx", **one), person("b.xlsx", **other)])
    assert same.reason == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"name": "Jean Roy"}),  # one code
        ({"email": "lea@roy.fr"}, {"email": "lea@autre.fr"}),
        ({"payroll_id": "M12"}, {"payroll_id": "M13"}),
        ({"payroll_id": "M12"}, {"payroll_id": "M12", "name": "Jean Roy"}),  # each house numbers its own
        ({"name": ""}, {"name": ""}),
    ],
)
def test_two_people_stay_two(one, other):
    assert len(shared([person("a.xlsx", **one), person("b.xlsx", **other)])) == 2


def test_two_rows_of_one_workbook_are_two_people_even_with_one_mailbox():
    rows = [
        person("a.xlsx", "A", "Ana", email="contact@quais.fr"),
        person("a.xlsx", "B", "Bo", email="contact@quais.fr"),
    ]
    assert len(shared(rows)) == 2


def test_rooms_are_the_same_by_code_and_name_together():
    assert shared([room("a.xlsx"), room("b.xlsx")])[0].reason == BY_ROOM
    assert len(shared([room("a.xlsx"), room("b.xlsx", name="Salle Lyon")])) == 2


def clashes(one, other, resources=None):
    rooms = resources or (room("a.xlsx"), room("b.xlsx"))
    both = [
        summary("a.xlsx", (person("a.xlsx"), rooms[0]), one),
        summary("b.xlsx", (person("b.xlsx", "ROY"), rooms[1]), other),
    ]
    return portfolio_of(both, [], TODAY).clashes


def test_a_person_booked_by_two_workbooks_on_one_half_day_is_a_clash_with_its_days():
    found = clashes(
        [booking("LEA", 1), booking("LEA", 2, DayPart.MORNING)], [booking("ROY", day) for day in (1, 2, 3)]
    )
    (clash,) = found
    # The whole of the 1st, the morning of the 2nd.
    assert (clash.first, clash.last, clash.half_days) == (date(2026, 12, 1), date(2026, 12, 2), 3)
    assert (clash.name, clash.codes, clash.matched) == ("Léa Roy", "LEA, ROY", BY_NAME)
    assert (clash.one.line, clash.other.line) == ("a.xlsx : T1 (confirmé)", "b.xlsx : T1 (confirmé)")


def test_a_morning_here_and_an_afternoon_there_is_none():
    assert not clashes([booking("LEA", 1, DayPart.MORNING)], [booking("ROY", 1, DayPart.AFTERNOON)])


def test_two_bookings_of_one_workbook_are_its_own_matter():
    assert not clashes([booking("LEA", 1), booking("LEA", 1, task="T2")], [])


def test_a_room_of_two_places_takes_two_bookings():
    here, there = [booking("S1", 1, kind=ROOM)], [booking("S1", 1, kind=ROOM)]
    assert len(clashes(here, there)) == 1
    assert not clashes(here, there, (room("a.xlsx", places=2), room("b.xlsx", places=2)))
    assert clashes(here, there, (room("a.xlsx", places=2), room("b.xlsx", places=1)))


def test_a_person_of_two_workbooks_is_there_once_and_booked_twice():
    both = [summary("a.xlsx", [person("a.xlsx", booked=6)]), summary("b.xlsx", [person("b.xlsx", booked=7)])]
    (load,) = portfolio_of(both, [], TODAY).loads
    # 6 + 7 half-days for the 10 of one person.
    assert (load.role, load.count, load.weeks[0]) == ("Monteuse", 1, WeekLoad(13, 10))
    assert load.weeks[0].is_over and not load.weeks[1].is_over


def test_totals_add_up_and_the_same_code_in_two_workbooks_stays_two():
    one = summary("a.xlsx", projects=[("P1", "Un", 100_00, 60_00)])
    other = summary("b.xlsx", projects=[("P1", "Autre", 50_00, 30_00), ("P2", "Deux", 10_00, 20_00)])
    found = portfolio_of([one, other], [], TODAY)
    assert [(project.workbook, project.code) for project in found.projects] == [
        ("a.xlsx", "P1"), ("b.xlsx", "P1"), ("b.xlsx", "P2"),
    ]  # fmt: skip
    assert (found.costs.sold, found.costs.final, found.costs.margin) == (160_00, 110_00, 50_00)
    # 50 of 160: 31.25 %.
    assert round(found.costs.margin_rate, 4) == Decimal("0.3125")
    assert found.known_costs.margin == 50_00 and not found.remarks


def test_a_figure_that_one_project_lacks_is_no_total_but_what_is_known_of_it_is():
    parts = [
        summary("a.xlsx", projects=[("P1", "Un", 100_00, None)]),
        summary("b.xlsx", projects=[("P2", "D", 50_00, 20_00)]),
    ]
    found = portfolio_of(parts, [], TODAY)
    assert (found.costs.sold, found.costs.margin, found.known_costs.margin) == (150_00, None, 30_00)
    assert found.remarks[0].startswith("Chiffres non connus pour 1 projet (P1 de a.xlsx)")


def test_what_is_missing_and_what_may_be_a_copy_is_said():
    parts = [summary(name, projects=[("P1", "Un", 1, 1)]) for name in ("a.xlsx", "b.xlsx")]
    found = portfolio_of(parts, [MissingWorkbook("c.xlsx", "fichier endommagé")], TODAY)
    assert found.remarks[0] == "Il manque 1 classeur, qu'aucun total ne compte : c.xlsx."
    assert "a.xlsx et b.xlsx ont 1 projet de même code et de même titre (P1)" in found.remarks[1]


def test_a_summary_says_whether_the_workbook_shows_other_figures():
    office = house()
    (stale,) = {summary_of(office, office, "a.xlsx").workbook.is_stale}
    assert not stale
