"""What the office types in Conventions: its own values, its confirmations, what cannot be read, who may pay."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import AgreementStanding, pay_rules
from postprod_xl.domain.payroll.rules.mirror import convention_columns, convention_rows, mirrored_rows
from postprod_xl.domain.payroll.rules.names import Rule
from postprod_xl.domain.payroll.rules.pay_rules import PayRules
from postprod_xl.domain.payroll.rules.published import all_published
from postprod_xl.domain.payroll.rules.standing import agreement_refusals, agreement_warnings
from postprod_xl.domain.payroll.rules.typed import convention_problems
from postprod_xl.domain.payroll.rules.values import rule_value
from postprod_xl.schema.kinds import Unreadable
from tests.domain.offices import office, records_of, table_rows

TODAY = date(2026, 11, 23)
SUNDAY, WEEK = "Dimanche : majoration", "Semaine, palier 1 : majoration"
SIGNED = {"confirmed_by": "Jeanne Roux", "confirmed_day": date(2026, 11, 2)}
CONTRACT = {"contract": "C1", "technician": "ANNA", "type": "CDDU", "convention": "3252"}
NOVEMBER = {"first_day": date(2026, 11, 2), "last_day": date(2026, 11, 6)}


def house(*rows: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    given = {"Conventions": list(rows), **tables}
    return office(TODAY, **{name: table_rows(name, records) for name, records in given.items()})


def rules(place: Office, agreement: str, type: str = "CDDU", genre: str = "") -> PayRules:
    return pay_rules(place).rules(agreement, genre, type, TODAY)


def said(*rows: dict[str, Any]) -> list[tuple[int | None, str, str]]:
    return [(one.row, one.heading, one.message) for one in convention_problems(house(*rows))]


def test_a_value_of_the_house_counts_once_it_is_signed():
    row = {"code": "2717", "rule": SUNDAY, "house_value": "75 %"}
    for unsigned in (row, {**row, "confirmed_by": "Jeanne Roux"}, {**row, "confirmed_day": TODAY}):
        assert rules(house(unsigned), "2717").sunday.value is None
    assert rules(house({**row, **SIGNED}), "2717").sunday == (Decimal("0.75"), SUNDAY, False)


def test_a_signature_of_a_day_to_come_does_not_count_yet():
    row = {
        "code": "2717",
        "rule": SUNDAY,
        "house_value": "75 %",
        **SIGNED,
        "confirmed_day": date(2026, 11, 24),
    }
    assert rules(house(row), "2717").sunday.value is None
    [(_, heading, message)] = said(row)
    assert heading == "Confirmé le" and "confirmation datée du 24/11/2026, un jour à venir" in message


def test_a_value_that_no_figure_is_computed_from_says_so():
    row = {"code": "3097", "rule": Rule.ON_CALL_PREMIUM.value, "house_value": "10 %", **SIGNED}
    [(_, heading, message)] = said(row)
    assert heading == "Valeur de la maison" and message.endswith("aucun calcul de la paie ne s'en sert")


def test_a_value_of_the_house_is_that_of_its_agreement_alone():
    place = house({"code": "2717", "rule": SUNDAY, "house_value": "75 %", **SIGNED})
    assert rules(place, "3252").sunday.value is None


def test_a_value_for_some_contracts_leaves_the_others():
    place = house({"code": "2642", "rule": f"{WEEK} (CDI)", "house_value": 0.15, **SIGNED})
    assert [rules(place, "2642", type).week[0].premium.value for type in ("CDI", "CDDU")] == [
        Decimal("0.15"),
        Decimal("0.25"),
    ]


def test_a_rule_that_the_texts_do_not_have_can_be_added():
    added = [
        {"code": "2717", "rule": "Nuit d'hiver : plage (Fiction)", "house_value": "20h-6h", **SIGNED},
        {"code": "2717", "rule": "Nuit d'hiver : saison (Fiction)", "house_value": "01/11-28/02", **SIGNED},
    ]
    place = house(*added)
    assert rules(place, "2717", genre="Fiction").night_on(TODAY) == (1200, 360)
    assert rules(place, "2717", genre="Flux").night_on(TODAY) == (0, 360)


def test_the_row_of_an_agreement_confirms_all_its_rules():
    for row, standing in (
        ({"code": "3252"}, AgreementStanding.PROPOSED),
        ({"code": "3252", "confirmed_by": "Jeanne Roux"}, AgreementStanding.PROPOSED),
        ({"code": "3252", **SIGNED}, AgreementStanding.IN_FORCE),
    ):
        assert pay_rules(house(row)).standing_of("3252", TODAY) is standing


def test_an_agreement_is_confirmed_too_once_each_of_its_rules_is():
    rows = [{**row, **SIGNED} for row in convention_rows() if row["code"] == "3252" and row["rule"]]
    assert pay_rules(house(*rows)).standing_of("3252", TODAY) is AgreementStanding.IN_FORCE
    assert pay_rules(house(*rows[1:])).standing_of("3252", TODAY) is AgreementStanding.PROPOSED


@pytest.mark.parametrize(
    ("rule", "typed", "value"),
    [
        (Rule.SUNDAY_PREMIUM, 0.5, Decimal("0.5")),
        (Rule.SUNDAY_PREMIUM, "12,5 %", Decimal("0.125")),
        (Rule.WEEK_AFTER_1, 39, 39 * 60),
        (Rule.WEEK_ROUNDING, "0h15", 15),
        (Rule.WEEK_ROUNDING, time(0, 30), 30),
        (Rule.DAY_FEWER_THAN, "5", 5),
        (Rule.HOLIDAY_FUND_CAP, "2,5", Decimal("2.5")),
        (Rule.NIGHT_WINDOW, "22:00-07:00", (1320, 420)),
        (Rule.NIGHT_WINDOW, "De 21h30 à 6h", (1290, 360)),
        (Rule.WINTER, "21/12 – 20/03", ((12, 21), (3, 20))),
        (Rule.WINTER, "du 1/10 au 29/2", ((10, 1), (2, 29))),
        (Rule.BASE, "Horaire Simple", "horaire simple"),
    ],
)
def test_a_value_is_read_by_the_unit_of_its_rule(rule: Rule, typed: Any, value: Any):
    assert rule_value(rule, typed) == value


@pytest.mark.parametrize(
    ("rule", "typed", "expected"),
    [
        (Rule.SUNDAY_PREMIUM, "50", "un pourcentage écrit avec son signe (30 %)"),
        (Rule.SUNDAY_PREMIUM, 50, "un pourcentage (30 %), entre 0 % et 500 %"),
        (Rule.SUNDAY_PREMIUM, "-10 %", "entre 0 % et 500 %"),
        (Rule.ARMISTICE, "50 %", "entre 100 % et 500 %, tout compris : 200 % pour une heure payée double"),
        (Rule.ARMISTICE, "+100 %", "tout compris : 200 % pour une heure payée double"),
        (Rule.WEEK_AFTER_1, "trente-cinq", "une durée (7:30, 7h30 ou 7,5)"),
        (Rule.DAY_FEWER_THAN, "4,5", "un nombre entier"),
        (Rule.NIGHT_WINDOW, "22:00", "une plage horaire (22:00-07:00)"),
        (Rule.NIGHT_WINDOW, "22:00-22:00", "une plage horaire (22:00-07:00)"),
        (Rule.NIGHT_WINDOW, "22:00-25:00", "une plage horaire (22:00-07:00)"),
        (Rule.WINTER, "31/02-20/03", "une saison (21/12-20/03)"),
        (Rule.WINTER, "hiver", "une saison (21/12-20/03)"),
        (Rule.BASE, "tout", "l'un de ces mots : horaire simple, heure entière"),
    ],
)
def test_a_value_of_another_unit_is_refused_with_what_is_expected(rule: Rule, typed: Any, expected: str):
    with pytest.raises(Unreadable) as caught:
        rule_value(rule, typed)
    assert expected in str(caught.value)


def test_a_value_that_cannot_be_read_is_told_at_its_cell_and_changes_nothing():
    row = {"code": "2642", "rule": SUNDAY, "house_value": "la moitié", **SIGNED}
    assert said(row) == [
        (
            5,
            "Valeur de la maison",
            "2642, « Dimanche : majoration » : « la moitié » ne se lit pas, attendu : un pourcentage (30 %)",
        )
    ]
    assert rules(house(row), "2642").sunday.value == Decimal("0.5")


@pytest.mark.parametrize(
    ("row", "heading", "words"),
    [
        (
            {"code": "2642", "rule": "Dimanche : majorations"},
            "Règle",
            "vouliez-vous dire « Dimanche : majoration » ?",
        ),
        ({"code": "2624"}, "Convention", "vouliez-vous dire « 2642 » ?"),
        ({"code": "2642", "house_value": "50 %", **SIGNED}, "Règle", "« 50 % » n'a pas de règle"),
        (
            {"code": "2717", "rule": SUNDAY, "house_value": "75 %"},
            "Confirmé par",
            "« 75 % » n'est pas signée, elle ne compte pas : remplissez Confirmé par et Confirmé le",
        ),
        (
            {"code": "3252", "confirmed_by": "Jeanne Roux"},
            "Confirmé le",
            "3252 : confirmation incomplète, ses règles ne sont pas confirmées : remplissez Confirmé le",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_line_at_its_cell(row: dict[str, Any], heading: str, words: str):
    [(_, found, message)] = said(row)
    assert (found, words in message) == (heading, True)


@pytest.mark.parametrize(
    ("rule", "value", "needed"),
    [
        ("Semaine, palier 3 : majoration (CDI)", "75 %", "Semaine, palier 3 : au-delà de"),
        ("Semaine, palier 3 : au-delà de", "48", "Semaine, palier 3 : majoration"),
        ("Nuit, palier 2 : majoration", "100 %", "Nuit, palier 2 : au-delà de"),
        ("Nuit d'hiver : plage", "20:00-06:00", "Nuit d'hiver : saison"),
        ("Repos quotidien : majoration des heures prises dessus", "100 %", "Repos quotidien : durée"),
        ("Jour, palier 1 : majoration (CDI)", "10 %", "Jour, palier 1 : au-delà de"),
        ("Férié chômé : contrats de plus de", "10", "Férié chômé : heures payées"),
    ],
)
def test_a_value_that_says_nothing_alone_changes_nothing_and_is_told(rule: str, value: str, needed: str):
    row = {"code": "2717", "rule": rule, "house_value": value, **SIGNED}
    assert said(row) == [
        (5, "Règle", f"2717, « {rule} » ne compte pas sans « {needed} » : ajoutez cette règle")
    ]
    for type in ("CDDU", "CDI"):
        assert rules(house(row), "2717", type) == rules(house(), "2717", type)


def test_a_count_by_the_day_needs_its_days_and_its_tiers():
    alone = {"code": "Aucune", "rule": "Jour : engagements de moins de", "house_value": "5", **SIGNED}
    span = {"code": "Aucune", "rule": "Jour : jours comptés", "house_value": "jours du contrat", **SIGNED}
    assert rules(house(alone), "").daily is None and rules(house(alone, span), "").daily is None
    assert "ne compte pas sans « Jour : jours comptés »" in said(alone)[0][2]


def test_a_rule_without_a_text_read_is_no_longer_to_confirm_once_it_is_signed():
    night = {"code": "3097", "rule": "Nuit, palier 1 : majoration"}
    for row, to_confirm in ((night, True), ({**night, **SIGNED}, False), ({"code": "3097", **SIGNED}, False)):
        held = rules(house(row), "3097").night
        assert held is not None and held.tiers[0].premium.to_confirm is to_confirm


def test_the_solidarity_day_can_be_given_up():
    row = {"code": "2642", "rule": "Journée de solidarité", "house_value": "Aucune", **SIGNED}
    assert rules(house(row), "2642").solidarity_day is None


def test_a_rule_or_an_agreement_written_twice_is_told():
    assert [(row, heading) for row, heading, _ in said({"code": "3252"}, {"code": "3252"})] == [
        (6, "Convention")
    ]
    night = [
        {"code": "2642", "rule": f"Nuit : plage ({genres})"} for genres in ("Fiction, Flux", "flux, fiction")
    ]
    assert [(row, heading) for row, heading, _ in said(*night)] == [(6, "Règle")]


def test_the_rows_of_a_new_workbook_hold_every_rule_and_nothing_to_correct():
    rows = convention_rows()
    assert [row["code"] for row in rows if not row["rule"]] == ["2642", "2717", "3252", "3097", "Aucune"]
    assert len(rows) == sum(1 + len(agreement.names) for agreement in all_published())
    place = house(*rows)
    assert not convention_problems(place)
    found = records_of(convention_columns(place))
    assert mirrored_rows() == [
        {**row, **{name: cell for name, cell in cells.items() if cell is not None}}
        for row, cells in zip(rows, found, strict=True)
    ]


def mirrored(row: dict[str, Any]) -> dict[str, Any]:
    [cells] = records_of(convention_columns(house(row)))
    return cells


def test_the_mirror_says_the_value_its_source_and_how_sure_it_is():
    assert mirrored({"code": "2642", "rule": SUNDAY}) == {
        "published_value": "50 %",
        "value_unit": "%",
        "article": "VI.9, se cumule avec les heures supplémentaires",
        "published_source": "Légifrance, IDCC 2642, KALICONT000018828041, version lue vers 2020",
        "read_day": date(2026, 11, 1),
        "confidence": "sourcée",
    }


@pytest.mark.parametrize(
    ("row", "value", "confidence"),
    [
        ({"code": "2717", "rule": SUNDAY}, "", "non trouvée"),
        ({"code": "2717", "rule": SUNDAY, "house_value": "75 %"}, "", "non trouvée"),
        ({"code": "2717", "rule": SUNDAY, "house_value": "75 %", **SIGNED}, "", "de la maison"),
        ({"code": "3097", "rule": "Nuit : plage"}, "22:00-06:00", "à confirmer"),
        ({"code": "3097", "rule": "Nuit : plage", **SIGNED}, "22:00-06:00", "confirmée"),
        ({"code": "3252", "rule": WEEK}, "25 %", "reprise de 2717, à confirmer"),
        (
            {"code": "3097", "rule": "Nuit : plage", "house_value": "nuit", **SIGNED},
            "22:00-06:00",
            "à confirmer",
        ),
        ({"code": "3252"}, "à partir du 01/04/2025", "reprise de 2717, à confirmer"),
        ({"code": "3252", **SIGNED}, "à partir du 01/04/2025", "reprise de 2717, confirmée"),
        ({"code": "2717"}, "jusqu'au 31/03/2025", "sourcée"),
        ({"code": "2717", "rule": "Nuit d'hiver : plage"}, None, "non trouvée"),
        ({"code": "9999"}, None, None),
    ],
)
def test_the_mirror_follows_what_the_office_signed(
    row: dict[str, Any], value: str | None, confidence: str | None
):
    cells = mirrored(row)
    assert (cells["published_value"], cells["confidence"]) == (value, confidence)


def warned(contract: dict[str, Any], *rows: dict[str, Any]) -> list[str]:
    return [one.message for one in agreement_warnings(house(*rows, Contrats=[{**CONTRACT, **contract}]))]


def test_an_agreement_that_ended_is_asked_about_with_the_one_that_follows():
    assert warned({"convention": "2717", **NOVEMBER}) == [
        "2717 a pris fin le 31/03/2025 : 3252 ? (C1 (ANNA))"
    ]
    assert not warned({"convention": "2717", "last_day": date(2025, 3, 31)})


def test_a_contract_without_end_goes_on_today():
    assert warned({"convention": "2717", "first_day": date(2024, 1, 1)})


def test_an_agreement_that_had_not_begun_is_asked_about_unless_the_contract_goes_on_into_it():
    early = {"first_day": date(2025, 3, 3), "last_day": date(2025, 3, 31)}
    assert warned(early, {"code": "3252", **SIGNED}) == [
        "3252 ne s'applique qu'à partir du 01/04/2025 : 2717 ? (C1 (ANNA))"
    ]
    assert not warned({**early, "last_day": date(2025, 4, 1)}, {"code": "3252", **SIGNED})
    assert not warned({**early, "last_day": None}, {"code": "3252", **SIGNED})


def test_rules_that_are_only_proposed_are_asked_to_be_confirmed():
    assert warned(NOVEMBER, {"code": "3252"}) == [
        "règles de 3252 reprises de 2717, pas encore confirmées : remplissez « Confirmé par » et « Confirmé le » de la "
        "ligne 3252 de Conventions (C1 (ANNA))"
    ]
    assert warned(NOVEMBER) == [
        "règles de 3252 reprises de 2717, pas encore confirmées : ajoutez à Conventions la ligne 3252, avec « Confirmé "
        "par » et « Confirmé le » (colonnes de « postprod upgrade ») (C1 (ANNA))"
    ]
    assert not warned(NOVEMBER, {"code": "3252", **SIGNED})


@pytest.mark.parametrize("contract", [{"type": "Prestation"}, {"convention": ""}, {"convention": "Aucune"}])
def test_nothing_is_asked_of_a_contract_that_no_agreement_pays(contract: dict[str, Any]):
    assert not warned({**NOVEMBER, **contract})


def test_pay_is_refused_in_one_line_that_names_the_contracts_and_the_remedy():
    contracts = [{**CONTRACT, "contract": f"C{rank}"} for rank in range(1, 6)]
    contracts.append({**CONTRACT, "contract": "C9", "convention": "2717"})
    place = house({"code": "3252"}, Contrats=contracts)
    problems = agreement_refusals(place, {code: [TODAY] for code in ("C1", "C2", "C3", "C4", "C5", "C9")})
    assert all(problem.is_blocking for problem in problems)
    assert [(problem.row, problem.message) for problem in problems] == [
        (
            5,
            "paie refusée pour C1 (ANNA), C2 (ANNA), C3 (ANNA) et 2 autres : règles de 3252 reprises de 2717, pas "
            "encore confirmées, remplissez « Confirmé par » et « Confirmé le » de la ligne 3252 de Conventions",
        ),
        (
            10,
            "paie refusée pour C9 (ANNA) : 2717 a pris fin le 31/03/2025, choisissez 3252 dans Contrats",
        ),
    ]


def test_pay_looks_at_the_days_it_pays_alone():
    place = house(Contrats=[{**CONTRACT, "convention": "2717"}])
    assert not agreement_refusals(place, {"C1": [date(2025, 3, 31)]})
    assert agreement_refusals(place, {"C1": [date(2025, 3, 31), date(2025, 4, 1)]})
    assert not agreement_refusals(place, {})


def test_a_signed_value_that_cannot_be_read_refuses_the_pay_of_its_agreement():
    row = {"code": "2642", "rule": SUNDAY, "house_value": "moitié", **SIGNED}
    place = house(row, Contrats=[{**CONTRACT, "convention": "2642"}])
    [problem] = agreement_refusals(place, {"C1": [TODAY]})
    assert problem.is_blocking and (problem.table, problem.row) == ("Conventions", 5)
    assert not agreement_refusals(place, {})


def test_a_holiday_of_the_house_at_100_percent_is_said_to_have_no_premium():
    typed = {"code": "2717", "rule": "Férié travaillé : 11 novembre", **SIGNED}
    assert [message for *_, message in said({**typed, "house_value": 1})] == [
        "2717, « Férié travaillé : 11 novembre » : 100 % ne majore rien ; écrivez 200 % pour une heure payée double"
    ]
    assert said({**typed, "house_value": "200 %"}) == []
