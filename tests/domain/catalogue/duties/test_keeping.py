"""DRT-19 and the elements that are out: to the day."""

from datetime import date

import pytest

from postprod_xl.schema.catalogue_vocabulary import DeadlineNature, ElementNature
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import DAY, alerts, deadlines, duties, findings

DRIVE = {"element": "LTO-7", "work": "ETE", "nature": ElementNature.LTO, "provider": "Labo"}


def conserved(end: date, today: date = DAY) -> list[str]:
    return findings("DRT-19", today, Materiel=[DRIVE | {"conservation_end": end}])


def test_a_contract_of_conservation_that_ends_in_less_than_twelve_months_is_to_be_renewed():
    assert conserved(date(2027, 11, 29)) == [
        "Contrat de conservation à renouveler : LTO-7 (Sauvegarde LTO), finit le 29/11/2027 chez Labo"
    ]
    (finding,) = duties(Materiel=[DRIVE | {"conservation_end": date(2027, 11, 29)}]).findings[1:]
    assert (finding.rule, finding.severity, finding.work) == ("DRT-19", Severity.WARNING, "ETE")


def test_one_that_ends_in_twelve_months_to_the_day_is_not():
    assert not conserved(date(2027, 11, 30))


def test_twelve_months_after_the_end_of_february_are_clipped_to_the_end_of_the_month():
    leap = date(2028, 2, 29)
    assert conserved(date(2029, 2, 27), leap)
    assert not conserved(date(2029, 2, 28), leap)


def test_one_that_has_ended_is_said_so():
    assert conserved(date(2026, 11, 29)) == [
        "Contrat de conservation à renouveler : LTO-7 (Sauvegarde LTO), a fini le 29/11/2026 chez Labo"
    ]
    assert "finit le 30/11/2026" in conserved(DAY)[0]


def test_the_end_of_conservation_is_a_deadline_with_the_provider():
    rows = deadlines(Materiel=[DRIVE | {"conservation_end": date(2027, 5, 29)}])
    assert [(row["nature"], row["contract"], row["party"], row["days_left"]) for row in rows] == [
        (DeadlineNature.CONSERVATION, "LTO-7", "Labo", 180)
    ]
    assert not deadlines(Materiel=[DRIVE | {"conservation_end": date(2027, 5, 30)}])


OUT = DRIVE | {"out_day": date(2026, 10, 1), "out_to": "ARTE"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"back_due_day": date(2026, 11, 29)}, ["À rendre de chez ARTE depuis le 29/11/2026 (1 j)"]),
        ({"back_due_day": date(2026, 11, 30)}, []),
        ({"back_due_day": date(2026, 11, 29), "back_day": date(2026, 11, 30)}, []),
        ({}, ["Sorti chez ARTE sans jour de retour prévu"]),
    ],
)
def test_an_element_out_past_its_day_is_told(cells, expected):
    assert [text for table, text in alerts(Materiel=[OUT | cells]) if table == "Materiel"] == expected


def test_the_day_an_element_is_due_back_is_a_deadline_with_whom_has_it():
    rows = deadlines(Materiel=[OUT | {"back_due_day": date(2026, 11, 29)}])
    assert [(row["nature"], row["contract"], row["party"], row["days_left"]) for row in rows] == [
        (DeadlineNature.LOAN, "LTO-7", "ARTE", -1)
    ]
    assert rows[0]["message"] == "LTO-7 (Sauvegarde LTO) doit revenir de chez ARTE"
    assert not deadlines(Materiel=[OUT | {"back_due_day": date(2026, 11, 29), "back_day": DAY}])


def test_an_element_that_never_left_is_not_awaited():
    assert not alerts(Oeuvres=[], Materiel=[DRIVE])


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"back_day": date(2026, 9, 30)}, ["LTO-7 revenu le 30/09/2026, avant sa sortie du 01/10/2026"]),
        ({"back_due_day": date(2026, 9, 30)}, ["LTO-7 attendu le 30/09/2026, avant sa sortie du 01/10/2026"]),
        ({"back_day": date(2026, 10, 1), "back_due_day": date(2026, 10, 1)}, []),
    ],
)
def test_an_element_does_not_come_back_before_it_left(cells, expected):
    assert [one.message for one in duties(Materiel=[OUT | cells]).problems] == expected
