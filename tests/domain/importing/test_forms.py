"""The session reports of a week to fill in: who is asked, and what about."""

from datetime import date

import pytest

from postprod_xl.commands.importing import forms
from postprod_xl.domain.importing.forms import FormsRefused, week_forms
from tests.domain.importing.houses import BOOKINGS, MONDAY, house


def _reported(**cells: object) -> list[dict[str, object]]:
    return [
        {"number": "B1", "day": MONDAY, "project": "CRUE", "task": "CRUE-MON", "technician": "HUET", **cells}
    ]


def test_each_technician_booked_has_a_form_of_what_is_booked_and_blank_lines():
    huet, diop = week_forms(house(), MONDAY).forms
    assert (diop.technician, huet.name, huet.identifier) == ("DIOP", "Anne Huet", "SEANCES HUET 2026-W49")
    first, second, *blank = huet.lines
    assert (first.identifier, first.day, first.task, first.room) == (
        "HUET-2026-W49-LU-CRUE-MON",
        MONDAY,
        "CRUE-MON",
        "MON1",
    )
    assert (first.told, first.foreseen) == ("La Crue — Montage image", "09:00–18:00, pause 60 min")
    assert (second.identifier, second.foreseen) == ("HUET-2026-W49-MAm-CRUE-MON", "09:00–13:00")
    assert len(blank) == 10 and not any(line.day or line.task for line in blank)


def test_a_form_names_no_project_and_no_pay_but_what_its_technician_works_on():
    huet = week_forms(house(), MONDAY, "huet").forms[0]
    assert huet.projects == [("CRUE", "La Crue")]
    assert huet.tasks == [("CRUE-MON", "La Crue — Montage image".removeprefix("La Crue — "))]
    for secret in ("TERR", "secret", "98765", "987,65"):
        assert secret not in repr(huet)


def test_the_lines_of_a_form_keep_their_numbers_and_the_blank_ones_of_another_day_get_others():
    one, again = week_forms(house(), MONDAY).forms[0], week_forms(house(), MONDAY).forms[0]
    later = week_forms(house(date(2026, 12, 1), Reservations=[]), MONDAY, "HUET").forms[0]
    assert one.lines == again.lines
    assert not {line.identifier for line in later.lines} & {line.identifier for line in one.lines}


@pytest.mark.parametrize(
    ("cells", "asked"), [({}, 1), ({"state": "À confirmer"}, 2), ({"state": "Annulée"}, 2)]
)
def test_what_has_its_session_is_not_asked_again_unless_it_waits_to_be_confirmed(cells, asked):
    made = week_forms(house(Seances=_reported(**cells)), MONDAY, "HUET")
    assert sum(line.day is not None for line in made.forms[0].lines) == asked


def test_past_days_whose_bookings_are_no_longer_known_are_told():
    made = week_forms(house(date(2026, 12, 2), Reservations=BOOKINGS[1:]), MONDAY, "HUET")
    assert made.lines == ("réservations non connues le 30/11/2026 : leurs lignes sont à remplir à la main",)


def test_an_unknown_technician_and_a_week_without_bookings_are_refused_by_name():
    with pytest.raises(FormsRefused, match="vouliez-vous dire « HUET »"):
        week_forms(house(), MONDAY, "HUETT")
    (problem,) = forms(house(Reservations=[])).problems
    assert problem.is_blocking
    assert "personne n'est réservé du 30/11/2026 au 06/12/2026" in problem.message
