"""What is free of an answer, medium by medium: the cells that no reason touches, each in one window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.facts import rights_facts
from postprod_xl.domain.catalogue.free.windows import free_windows, leaves_of
from postprod_xl.schema.catalogue_vocabulary import Freedom
from tests.domain.catalogue.avails.offices import answer, rights_office, sale, term

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
BUSY = {
    "Ventes": [sale("V1"), sale("V2", client="SUD"), sale("V3", "En option"), sale("V4")],
    "TermesVente": [
        term("V1", date(2027, 3, 1), date(2027, 4, 30)),
        term("V1", date(2027, 5, 1), date(2027, 6, 30), term="2", territories="FR ; BE"),
        term("V2", date(2027, 2, 1), date(2027, 8, 31), media="TVOD ; EST", territories="BE ; CH"),
        term("V3", date(2027, 10, 1), date(2027, 12, 31), media="AVOD", territories="Monde"),
        term("V4", date(2026, 1, 1), date(2028, 12, 31), media="FAST", territories="Monde"),
    ],
}
ASKED = {"media": "SVOD ; TVOD ; AVOD ; FAST", "territories": "FR ; BE ; CH"}


def told(found):
    grounds = rights_facts(rights_office()).catalogue.grounds
    return [
        (
            ", ".join(grounds.media.leaves(window.media)),
            ", ".join(grounds.territories.leaves(window.territories)),
            [(span.first_day.isoformat(), span.last_day.isoformat()) for span in window.spans],
        )
        for window in found
    ]


def test_a_work_free_of_all_that_is_asked_is_one_window():
    assert told(free_windows(answer(rights_office(), **ASKED))) == [
        ("SVOD, AVOD, FAST, TVOD", "BE, CH, FR", [("2027-01-01", "2027-12-31")])
    ]


def test_each_medium_and_territory_has_the_days_on_which_it_is_free_those_that_touch_together():
    found = free_windows(answer(rights_office(**BUSY), **ASKED))
    year, before, after = ("2027-01-01", "2027-12-31"), "2027-01-01", "2027-12-31"
    assert sorted(told(found)) == sorted(
        [
            ("SVOD", "FR", [(before, "2027-02-28"), ("2027-07-01", after)]),
            ("SVOD", "BE", [(before, "2027-04-30"), ("2027-07-01", after)]),
            ("SVOD", "CH", [year]),
            ("TVOD", "FR", [year]),
            ("TVOD", "BE, CH", [(before, "2027-01-31"), ("2027-09-01", after)]),
            # An option leaves a doubt: these days are not free.
            ("AVOD", "BE, CH, FR", [(before, "2027-09-30")]),
        ]
    )


def test_a_cell_is_in_one_window_when_it_is_free_asked_alone_and_in_none_otherwise():
    place = rights_office(**BUSY)
    facts, whole = rights_facts(place), answer(place, **ASKED)
    windows = free_windows(whole)
    days = {FIRST, LAST, *(interval.span.first_day for interval in whole.intervals)}
    days |= {interval.span.last_day for interval in whole.intervals}
    for medium in leaves_of(whole.question.media):
        for territory in leaves_of(whole.question.territories):
            for day in days:
                held = [
                    window
                    for window in windows
                    if window.media & medium and window.territories & territory
                    if any(span.first_day <= day <= span.last_day for span in window.spans)
                ]
                alone = replace(whole.question, media=medium, territories=territory, first=day, last=day)
                is_free = ask(facts, alone).freedom is Freedom.FREE
                assert len(held) == is_free, (medium, territory, day)


def test_nothing_is_free_while_a_contract_cannot_be_read():
    unread = rights_office(Ventes=[sale("V1")], TermesVente=[term("V1", FIRST, LAST, media="Trucs")])
    assert free_windows(answer(unread, **ASKED)) == []
