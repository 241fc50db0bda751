"""What nobody refuses and is seldom meant is asked about, once and at its cell; what cannot be is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.home.doubts import doubts
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.plan.schedule import schedule
from postprod_xl.domain.planning.problem.presence import presence_of
from postprod_xl.domain.quotes.unit_times import day_lengths, unit_problems
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 23)


def house(settings: dict[str, Any] | None = None, **tables: list[dict[str, Any]]) -> Office:
    return office(TODAY, settings, **{name: table_rows(name, rows) for name, rows in tables.items()})


def asked(**tables: list[dict[str, Any]]) -> list[Problem]:
    return doubts(house(**tables), [])


@pytest.mark.parametrize(
    ("days", "end_of_month", "regime", "words"),
    [
        (
            365,
            False,
            "France",
            "le Code de commerce (L441-10) admet 60 jours à compter de la facture au plus",
        ),
        (60, True, "France", "le Code de commerce (L441-10) admet 45 jours fin de mois au plus"),
        (365, False, "Hors UE", "d'ordinaire 60 jours à compter de la facture au plus"),
    ],
)
def test_a_term_of_payment_above_the_law_is_asked_about(
    days: int, end_of_month: bool, regime: str, words: str
):
    client = {"code": "C", "payment_days": days, "end_of_month": end_of_month, "vat_regime": regime}
    [problem] = asked(Clients=[client])
    assert (problem.severity, problem.row, problem.heading) == (Severity.WARNING, 5, "Délai paiement (j)")
    assert words in problem.message


@pytest.mark.parametrize(("days", "end_of_month"), [(60, False), (45, True), (0, False)])
def test_the_longest_terms_of_the_law_are_agreed(days: int, end_of_month: bool):
    assert not asked(Clients=[{"code": "C", "payment_days": days, "end_of_month": end_of_month}])


def test_the_term_of_the_house_is_asked_about_too():
    settings = [{"name": "Délai de paiement par défaut"}]
    [problem] = doubts(house({"payment_days": 90}, Parametres=settings), [])
    assert (problem.table, problem.row) == ("Parametres", 5)


def test_a_balance_before_other_steps_is_asked_about():
    steps = [
        {"project": "P1", "rank": 1, "type": "Solde"},
        {"project": "P1", "rank": 2, "type": "Situation"},
        {"project": "P2", "rank": 1, "type": "Acompte"},
        {"project": "P2", "rank": 2, "type": "Solde"},
    ]
    (problem,) = asked(Echeancier=steps)
    assert (problem.heading, problem.found) == ("Rang", "1")
    assert "donnez-lui le dernier rang" in problem.message


def test_parts_of_a_schedule_that_add_to_160_per_cent_are_asked_about_by_project():
    steps = [("P1", "0.8"), ("P1", "0.8"), ("P2", "0.3"), ("P2", "0.7")]
    rows = [{"project": code, "rank": 1, "share_rate": Decimal(part)} for code, part in steps]
    [problem] = asked(Echeancier=rows)
    assert (problem.row, problem.message) == (
        6,
        "les parts de P1 font 160 % du devis : ramenez-les à 100 % au plus",
    )


@pytest.mark.parametrize("day", [date(2099, 12, 31), date(1990, 1, 1)])
def test_a_day_far_from_today_is_asked_about(day: date):
    [problem] = asked(Seances=[{"number": "S1", "day": day}])
    assert (problem.table, problem.heading) == ("Seances", "Date") and "plus de dix ans" in problem.message


def test_a_payment_received_in_2099_is_asked_about():
    [problem] = asked(Factures=[{"number": "FA-2026-0001", "paid_day": date(2099, 1, 4)}])
    assert problem.heading == "Payé le"


def test_an_unknown_step_is_asked_about_with_the_closest_known_one():
    [problem] = asked(Planning=[{"task": "A", "step": "MONTAGE_IMAG"}, {"task": "B", "step": "MIXAGE"}])
    assert (problem.row, problem.heading, problem.expected) == (5, "Étape", "MONTAGE_IMAGE")


def test_a_name_already_told_is_not_told_twice():
    team, tasks = [{"code": "T1", "skills": "Mixeur"}], [{"task": "A", "skill": "Dompteur"}]
    [problem] = asked(Equipe=team, Planning=tasks)
    assert not doubts(house(Equipe=team, Planning=tasks), [problem])


def test_the_name_that_was_meant_is_told_all_the_same():
    team, tasks = [{"code": "T1", "skills": "Mixeur"}], [{"task": "A", "skill": "Mixeuse"}]
    [problem] = asked(Equipe=team, Planning=tasks)
    assert doubts(house(Equipe=team, Planning=tasks), [problem]) == [problem]


@pytest.mark.parametrize(
    ("opening", "closing", "words"),
    [
        (21 * 60 + 36, 2 * 60 + 24, "ne l'est ni le matin ni l'après-midi"),  # 0,9 and 0,1 of a day
        (14 * 60, 10 * 60, "avant d'ouvrir à 14:00"),
        (9 * 60, None, "rien dans « Fermeture »"),
        (None, 19 * 60, "rien dans « Ouverture »"),
    ],
)
def test_opening_hours_that_make_no_sense_are_told(opening: int | None, closing: int | None, words: str):
    rooms = [{"code": "S1", "opening": opening, "closing": closing}]
    [problem] = presence_of(house(Salles=rooms)).problems
    assert problem.table == "Salles" and words in problem.message


@pytest.mark.parametrize(("opening", "closing"), [(None, None), (8 * 60, 2 * 60), (0, 0), (14 * 60, 23 * 60)])
def test_a_room_open_at_night_or_all_day_is_understood(opening: int | None, closing: int | None):
    assert not presence_of(house(Salles=[{"code": "S1", "opening": opening, "closing": closing}])).problems


def test_a_week_that_names_no_day_says_what_is_counted_instead():
    [problem] = presence_of(house(Equipe=[{"code": "T1", "working_days": "l-v"}])).problems
    assert problem.message.startswith("« l-v » ne dit pas de jours, tous les jours ouvrés sont comptés")


def links(text: str) -> list[Problem]:
    rows = [{"task": code, "project": "P1", "duration_days": Decimal(1)} for code in "AB"]
    rows[1]["predecessors"] = text
    return schedule(house(Projets=[{"code": "P1"}], Planning=rows)).problems


@pytest.mark.parametrize("lag", ["-99999j", "+2001j", "+401s"])
def test_a_lag_longer_than_any_task_is_refused(lag: str):
    [problem] = links(f"A FD{lag}")
    assert problem.is_blocking and problem.expected == "un décalage de 2000 jours ouvrés au plus"


def test_a_predecessor_given_twice_with_one_kind_of_link_is_asked_about():
    [problem] = links("A ; a FD+2j")
    assert problem.severity is Severity.WARNING and "plusieurs fois avec un lien FD" in problem.message
    assert not links("A DD ; A FF")


@pytest.mark.parametrize(
    ("unit", "hours"), [("jour", 30), ("demi-journée", 13), ("semaine", 169), ("heure", 2)]
)
def test_a_unit_of_more_hours_than_it_lasts_is_refused(unit: str, hours: int):
    [problem] = unit_problems(house(Tarifs=[{"item": "I", "unit": unit, "unit_minutes": hours * 60}]))
    assert problem.is_blocking and problem.heading == "Heures par unité"


def test_a_day_is_never_of_no_minute():
    rates = [{"item": "I", "unit": "semaine", "unit_minutes": 1}]
    lines = [{"line": "L", "item": "I", "version": 1}]
    held = house(Tarifs=rates, Devis=lines)
    assert day_lengths(held, held["Devis"]) == [1]


@pytest.mark.parametrize(
    "skills", ["Mixeur, Bruiteur", "Bruiteur / Mixeur", "Monteur;Mixeur\nBruiteur", "Mixeur et Bruiteur"]
)
def test_skills_with_another_separator_are_said_to_be_read_as_one(skills: str):
    found = asked(Equipe=[{"code": "T1", "skills": skills}], Planning=[{"task": "A", "skill": "Mixeur"}])
    assert "se lit comme une seule compétence" in " ".join(problem.message for problem in found)


@pytest.mark.parametrize("skill", ["Montage son et mixage", "Graphiste 2D/3D", "Mixeur"])
def test_a_skill_that_a_task_asks_for_is_one_whatever_its_signs(skill: str):
    tasks = [{"task": "A", "skill": skill}, {"task": "B", "skill": "Mixeur"}]
    found = asked(Equipe=[{"code": "T1", "skills": f"{skill};Mixeur"}], Planning=tasks)
    assert not [problem for problem in found if problem.table == "Equipe"]


def test_a_payroll_number_of_two_people_is_asked_about():
    team = [
        {"code": code, "payroll_id": number}
        for code, number in zip("ABCD", ("M1", "m1", "", ""), strict=True)
    ]
    [found] = asked(Equipe=team)
    assert (found.heading, found.row) == ("Matricule", 6)
    assert found.message == "« m1 » est aussi le matricule de A : corrigez l'un des deux"


@pytest.mark.parametrize(
    ("country", "number", "regime", "is_asked"),
    [
        ("FR", "FR44732829320", "UE autoliquidation", True),
        ("BE", "BE0403170701", "Hors UE", True),
        ("BE", "BE0403170701", "", True),
        ("CH", "", "UE autoliquidation", True),
        ("GB", "", "France", True),
        ("FR", "", "", False),
        ("FR", "", "DOM", False),
        ("MC", "", "France", False),
        ("BE", "BE0403170701", "UE autoliquidation", False),
        ("BE", "", "France", False),
        ("CH", "", "Hors UE", False),
        ("RE", "", "DOM", False),
        ("", "", "Hors UE", False),
    ],
)
def test_a_vat_regime_of_another_country_is_asked_about(
    country: str, number: str, regime: str, is_asked: bool
):
    client = {"code": "C", "country": country, "vat_number": number, "vat_regime": regime}
    assert [problem.heading for problem in asked(Clients=[client])] == ["Régime TVA"] * is_asked


@pytest.mark.parametrize(
    ("number", "is_asked"),
    [("FR44732829320", True), ("CHE107787577IVA", True), ("EL094259216", False), ("DE136695976", False)],
)
def test_reverse_charge_under_a_number_that_is_not_of_another_member_state_is_asked_about(
    number: str, is_asked: bool
):
    client = {"code": "C", "country": "BE", "vat_number": number, "vat_regime": "UE autoliquidation"}
    assert [problem.heading for problem in asked(Clients=[client])] == ["N° TVA"] * is_asked


@pytest.mark.parametrize(
    ("postcode", "regime", "is_asked"),
    [("34200", "DOM", True), ("97400", "France", True), ("97400", "DOM", False), ("20000", "France", False)],
)
def test_the_regime_of_the_overseas_goes_with_their_postcodes(postcode: str, regime: str, is_asked: bool):
    found = asked(Clients=[{"code": "C", "country": "FR", "postcode": postcode, "vat_regime": regime}])
    assert [problem.heading for problem in found] == ["Régime TVA"] * is_asked


def test_the_usual_words_of_a_rate_card_are_no_slips_where_nobody_bears_them_and_others_are():
    people = {
        "Equipe": [{"code": "ANNE", "skills": "Mixeur"}],
        "Salles": [{"code": "A1", "type": "Auditorium de mixage"}],
    }
    usual = {"item": "IMG-20", "skill": "Chef monteur", "room_type": "Salle de montage image"}
    assert not asked(Tarifs=[usual], **people)
    own = {"item": "IMG-20", "skill": "Chef opérateur", "room_type": "Auditorium de mixages"}
    assert [problem.found for problem in asked(Tarifs=[own], **people)] == [
        "Chef opérateur",
        "Auditorium de mixages",
    ]
