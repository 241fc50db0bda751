"""The questions typed in the workbook, as a refresh answers them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.catalogue.avails.part import questions_part
from postprod_xl.domain.catalogue.refreshed import catalogue_results
from tests.domain.catalogue.avails.offices import WORK, rights_office, sale, term
from tests.domain.offices import records_of

YEAR = date(2027, 1, 1), date(2027, 12, 31)
SOLD = {"Ventes": [sale("V1")], "TermesVente": [term("V1", *YEAR)]}


def question(code: str = "Q1", **cells: Any) -> dict[str, Any]:
    """A row of QuestionsDroits: SVOD in France, the whole of 2027."""
    days = {"first_day": YEAR[0], "last_day": YEAR[1]}
    return {"question": code, "work": WORK, "media": "SVOD", "territories": "FR", **days, **cells}


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"media": "SVOOD"}, "Médias", "« SVOOD » n'est pas un média connu ; vouliez-vous dire « SVOD » ?"),
        ({"territories": "Congo"}, "Territoires", "« Congo » n'est pas un territoire connu ; « Congo » dit"),
        (
            {"excluded_territories": "Frnace"},
            "Territoires exclus",
            "« Frnace » n'est pas un territoire connu",
        ),
        (
            {"excluded_territories": "FR"},
            "Territoires exclus",
            "« FR » sauf « FR » : il ne reste aucun territoire",
        ),
        ({"languages": "xx"}, "Langues", "« xx » n'est pas une langue connue"),
        (
            {"version": "VF"},
            "Version",
            f"{WORK} n'a pas de version « VF » dans Versions d'œuvre ; elle n'en a aucune",
        ),
        (
            {"last_day": date(2026, 12, 31)},
            "Au",
            "la période finit le 31/12/2026, avant de commencer le 01/01/2027",
        ),
        ({"media": ""}, "Médias", "il manque un média : SVOD, TV gratuite, Tous…"),
        ({"media": " ; "}, "Médias", "il manque un média : SVOD, TV gratuite, Tous…"),
        ({"territories": ";"}, "Territoires", "il manque un territoire : FR, Belgique, Monde…"),
    ],
)
def test_a_question_that_is_not_understood_is_a_warning_and_its_answer_is_not_known(cells, column, message):
    part = questions_part(rights_office(QuestionsDroits=[question(**cells)]))
    (problem,) = part.problems
    assert (problem.heading, problem.row, problem.is_blocking) == (column, 5, False)
    assert problem.message.startswith(message)
    (answered,) = records_of(part.columns["QuestionsDroits"])
    assert (answered["freedom"], answered["free_days"]) == ("Non connu", "")
    assert not len(part.rows["DroitsDisponibles"])


def test_one_question_badly_typed_keeps_no_other_from_its_answer():
    part = questions_part(rights_office(QuestionsDroits=[question("Q1", media="?"), question("Q2")], **SOLD))
    assert part.columns["QuestionsDroits"].column("freedom") == ["Non connu", "Non libre"]
    assert part.rows["DroitsDisponibles"].column("question") == ["Q2"]


def test_each_question_says_why_the_first_days_first():
    twice = {
        "Ventes": [sale("V1", "En option"), sale("V2")],
        "TermesVente": [
            term("V1", date(2027, 1, 1), date(2027, 1, 31)),
            term("V2", date(2027, 3, 1), date(2027, 3, 31)),
        ],
    }
    said = catalogue_results(rights_office(QuestionsDroits=[question()], **twice))
    assert said.columns["QuestionsDroits"].column("alert") == [
        "en option pour Studio Nord (V1) en exclusivité du 01/01/2027 au 31/01/2027 ; "
        "vendu à Studio Nord (V2) en exclusivité du 01/03/2027 au 31/03/2027"
    ]
    assert said.columns["QuestionsDroits"].column("free_days") == [
        "du 01/02/2027 au 28/02/2027 ; du 01/04/2027 au 31/12/2027"
    ]


def test_territories_left_out_are_not_asked():
    asked = question(territories="Monde", excluded_territories="FR")
    part = questions_part(rights_office(QuestionsDroits=[asked], **SOLD))
    assert part.columns["QuestionsDroits"].column("freedom") == ["Libre"]


def test_without_a_question_there_is_no_answer():
    part = questions_part(rights_office(**SOLD))
    assert not part.columns and not len(part.rows["DroitsDisponibles"])
