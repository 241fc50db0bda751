"""What the other tabs show of the rights: alerts, what is held, what is in force, how many conflicts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.catalogue.conflicts.found import conflict_rows, rights_part
from postprod_xl.domain.catalogue.part import alert_columns, of_findings, of_problems
from postprod_xl.domain.catalogue.refreshed import catalogue_results
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from postprod_xl.schema.rows import Rows
from tests.domain.catalogue.offices import catalogue_office
from tests.domain.offices import office, records_of

LATER = date(2024, 1, 1)
DRAFT = {"state": RightsState.DRAFT, "signature_day": None}


def columns(table: str, **tables: Any) -> list[dict[str, Any]]:
    """The columns of a table, of the alerts those of these conflicts only."""
    place = catalogue_office(**tables)
    part = rights_part(place)
    said = [*of_problems(place, part.problems), *of_findings(part.findings)]
    alerts = alert_columns(place, ("Ventes", "TermesVente"), said)
    return records_of({**part.columns, **alerts}[table])


def conflicts(**tables: Any) -> Rows:
    place = catalogue_office(**tables)
    return conflict_rows(place, rights_part(place).findings)


def counts(**tables: Any) -> list[int | None]:
    return catalogue_results(catalogue_office(**tables)).columns["Oeuvres"].column("conflicts")


def in_force(*mandates: dict[str, Any], **tables: Any) -> list[str]:
    return [row["in_force"] for row in columns("Mandats", mandates=mandates, **tables)]


def clash(**cells: Any) -> dict[str, Any]:
    return {
        "sales": [{}, {"signature_day": date(2021, 1, 1)}],
        "sale_terms": [{"media": "SVOD"}, {"sale": "V2", "media": "SVOD ; TVOD", "is_exclusive": False}],
        **cells,
    }


def test_a_conflict_is_in_the_alert_of_both_sales_and_of_the_terms_that_meet() -> None:
    message = "DRT-04 : Conflit entre V2 et V1 (V1 exclusive) : SVOD, Monde, du 01/01/2021 au 31/12/2030"
    assert [row["alert"] for row in columns("Ventes", **clash())] == [message, message]
    terms = [{"media": "SVOD"}, {"sale": "V2", "media": "SVOD"}, {"sale": "V2", "term": "X", "media": "TVOD"}]
    found = columns("TermesVente", **clash(sale_terms=terms))
    assert [bool(row["alert"]) for row in found] == [True, True, False]


def test_licences_that_may_live_together_are_no_alert() -> None:
    terms = [{"is_exclusive": False}, {"sale": "V2", "is_exclusive": False}]
    tables = clash(sale_terms=terms)
    assert conflicts(**tables).column("rule") == ["DRT-05"]
    assert [row["alert"] for row in columns("Ventes", **tables)] == ["", ""]


def test_the_conflicts_of_a_work_are_its_blocking_findings_and_nothing_when_a_contract_is_not_read() -> None:
    assert counts(**clash()) == [1]
    assert counts() == [0]
    unread = [*clash()["sale_terms"], {"sale": "V2", "term": "X", "media": ""}]
    assert counts(**clash(sale_terms=unread)) == [None]


def test_the_gravest_conflict_comes_first_then_by_work_and_day() -> None:
    works = [{"work": "LAC"}, {"work": "CRUE"}]
    terms = [
        {"work": "LAC", "first_day": date(2029, 1, 1)},
        {"work": "CRUE", "first_day": date(2022, 1, 1), "is_exclusive": False},
        {"sale": "V2", "first_day": date(2023, 1, 1), "is_exclusive": False},
        {"sale": "V2", "first_day": date(2022, 1, 1), "last_day": date(2031, 1, 1), "is_exclusive": False},
    ]
    tables = clash(works=works, sale_terms=terms)
    tables["sales"] = [{**row, "works": "LAC ; CRUE"} for row in tables["sales"]]
    mandates = [{"works": "CRUE ; LAC"}]
    rows = conflicts(**tables, mandates=mandates)
    assert [*rows.select("rule", "work", "first_day")] == [
        ("DRT-02", "CRUE", date(2031, 1, 1)),
        ("DRT-04", "LAC", date(2029, 1, 1)),
        ("DRT-02", "LAC", date(2031, 1, 1)),
        ("DRT-05", "CRUE", date(2022, 1, 1)),
    ]


def test_a_term_that_is_not_read_is_in_its_alert_and_in_that_of_its_contract() -> None:
    tables = {"sales": [{}], "sale_terms": [{"media": ""}]}
    (term,) = columns("TermesVente", **tables)
    (sale,) = columns("Ventes", **tables)
    assert term["alert"].startswith("Médias : aucun média")
    assert sale["alert"].startswith("DRT-11 : Contrat non lu, V1, terme T1 : aucun média")


def test_what_is_wrong_in_the_row_of_a_contract_is_said_once_in_its_alert() -> None:
    (sale,) = columns("Ventes", sales=[{"state": None}], sale_terms=[{}])
    assert sale["alert"] == "Statut : V1 n'a pas de statut : signé ou non, son effet n'est pas connu"


@pytest.mark.parametrize(
    ("mandate", "said"),
    [
        ({}, "M1, signé le 01/01/2020"),
        ({"signature_day": None}, "M1"),
        (DRAFT, "Pas signé : rien encore"),
        ({"state": RightsState.TERMINATED}, "Résilié"),
        (
            {"state": RightsState.TERMINATED, "termination_day": date(2026, 12, 1)},
            "M1, signé le 01/01/2020, résilié, jusqu'au 30/11/2026",
        ),
        (
            {"state": RightsState.TERMINATED, "termination_day": date(2026, 11, 30)},
            "M1, signé le 01/01/2020, résilié, fini le 29/11/2026",
        ),
        (
            {"grantee": "Autre Distribution"},
            "M1, signé le 01/01/2020, confié à « Autre Distribution », pas à la maison",
        ),
        ({"state": None}, "Non connu : M1 n'a pas de statut : signé ou non, son effet n'est pas connu"),
    ],
)
def test_a_mandate_says_what_it_is_worth(mandate: dict[str, Any], said: str) -> None:
    assert in_force(mandate) == [said]


def test_an_amended_mandate_says_which_amendment_counts() -> None:
    amendment = {"contract": "M2", "root": "M1", "signature_day": LATER}
    draft = {"contract": "M3", "root": "M1", **DRAFT}
    undone = {
        "contract": "M4",
        "root": "M1",
        "state": RightsState.TERMINATED,
        "signature_day": date(2025, 1, 1),
    }
    assert in_force({}, amendment, draft, undone) == [
        "M2, signé le 01/01/2024",
        "M2, signé le 01/01/2024",
        "Pas signé : M2 vaut",
        "Résilié sans date, comme jamais signé : M2 vaut",
    ]


def test_a_mandate_whose_terms_are_over_or_not_all_read_says_so() -> None:
    over = [{"last_day": date(2026, 11, 29)}]
    assert in_force({}, mandate_terms=over) == ["M1, signé le 01/01/2020, échu le 29/11/2026"]
    assert in_force({"is_renewed": True}, mandate_terms=over) == [
        "M1, signé le 01/01/2020, échu le 29/11/2026, sauf tacite reconduction"
    ]
    assert in_force({}, mandate_terms=[{}, {"media": ""}]) == ["M1, signé le 01/01/2020, non lu en entier"]
    assert in_force({}, mandate_terms=[{"last_day": date(2026, 11, 30)}]) == ["M1, signé le 01/01/2020"]


def test_the_last_day_of_a_mandate_is_that_of_its_terms_in_force() -> None:
    rows = columns(
        "Mandats",
        mandates=[{}, {"contract": "M2", "root": "M1", "signature_day": LATER}, {"contract": "M3", **DRAFT}],
        mandate_terms=[{}, {"contract": "M2", "last_day": date(2028, 1, 1)}, {"contract": "M3"}],
    )
    assert [row["last_day"] for row in rows] == [date(2028, 1, 1), date(2028, 1, 1), None]


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ([{}], "M1 exclusif du 01/01/2021 au 31/12/2030 : Tous, Monde"),
        (
            [
                {"media": "SVOD", "territories": "FR"},
                {"media": "TVOD", "territories": "BE", "is_exclusive": False, "last_day": date(2032, 1, 1)},
            ],
            "M1 en partie exclusif du 01/01/2021 au 01/01/2032 : SVOD, TVOD, Belgique, France",
        ),
        ([{"last_day": date(2026, 11, 29)}], "échus le 29/11/2026"),
        ([{"last_day": date(2026, 11, 30)}], "M1 exclusif du 01/01/2021 au 30/11/2026 : Tous, Monde"),
        ([{"media": ""}], "non connu : M1 non lu"),
        (
            [{"media": ""}, {"media": "SVOD", "is_exclusive": False}],
            "non connu : M1 non lu ; M1 non exclusif du 01/01/2021 au 31/12/2030 : SVOD, Monde",
        ),
    ],
)
def test_a_work_says_what_the_house_holds_of_it(terms: list[dict[str, Any]], said: str) -> None:
    assert [row["rights"] for row in columns("Oeuvres", mandate_terms=terms)] == [said]


def test_a_work_that_no_signed_mandate_gives_says_so() -> None:
    assert [row["rights"] for row in columns("Oeuvres", mandates=[DRAFT])] == ["aucun mandat signé"]
    music = [{"nature": MandateNature.MUSIC}]
    assert [row["rights"] for row in columns("Oeuvres", mandates=music)] == ["aucun mandat signé"]


def test_a_mandate_of_the_house_by_its_name_is_the_house_s() -> None:
    tables = catalogue_office(mandates=[{"grantee": "La  MAISON"}]).tables
    named = office(date(2026, 11, 30), {"company_name": "La Maison"}, **tables)
    assert catalogue_results(named).columns["Oeuvres"].column("rights") == [
        "M1 exclusif du 01/01/2021 au 31/12/2030 : Tous, Monde"
    ]


def test_a_renewed_authorisation_that_ends_before_the_licence_warns() -> None:
    tables = {
        "mandates": [
            {},
            {"contract": "A1", "nature": MandateNature.MUSIC, "grantor": "LABEL", "is_renewed": True},
        ],
        "mandate_terms": [{}, {"contract": "A1", "last_day": date(2030, 11, 30)}],
        "sales": [{}],
        "sale_terms": [{}],
    }
    rows = conflicts(**tables)
    assert [*rows.select("rule", "severity", "message")] == [
        (
            "DRT-20",
            "Avertissement",
            "Droits musicaux de LABEL (A1) expirés le 30/11/2030, 31 jours avant la fin de la licence : V1, Tous, "
            "Monde, du 01/12/2030 au 31/12/2030 ; sauf tacite reconduction de A1",
        )
    ]


def test_each_authorisation_limits_by_itself_and_what_another_of_the_party_allows_is_in_doubt() -> None:
    music = {"nature": MandateNature.MUSIC}
    halves = [{}, {"contract": "A1", "media": "SVOD"}, {"contract": "A2", "media": "TVOD"}]
    sold = {"sales": [{}], "sale_terms": [{"media": "SVOD ; TVOD"}], "mandate_terms": halves}

    def found(first: str, second: str) -> list[tuple[str, str]]:
        mandates = [
            {},
            {"contract": "A1", "grantor": first, **music},
            {"contract": "A2", "grantor": second, **music},
        ]
        return [*conflicts(mandates=mandates, **sold).select("severity", "media")]

    assert found("LABEL", "LABEL") == [("Avertissement", "TVOD"), ("Avertissement", "SVOD")]
    assert found("LABEL", "EDITEUR") == [("Bloquant", "TVOD"), ("Bloquant", "SVOD")]
    assert found("", "") == [("Bloquant", "TVOD"), ("Bloquant", "SVOD")]


def test_an_authorisation_of_another_nature_of_the_same_party_confirms_nothing() -> None:
    rows = conflicts(
        mandates=[
            {},
            {"contract": "A1", "grantor": "LABEL", "nature": MandateNature.MUSIC},
            {"contract": "A2", "grantor": "LABEL", "nature": MandateNature.ARCHIVE},
        ],
        mandate_terms=[{}, {"contract": "A1", "media": "TVOD"}, {"contract": "A2", "media": "SVOD"}],
        sales=[{}],
        sale_terms=[{"media": "SVOD"}],
    )
    assert [*rows.select("severity", "other_contract", "media")] == [("Bloquant", "A1", "SVOD")]


def test_what_another_authorisation_of_the_party_allows_says_which_one_to_look_at() -> None:
    music = {"nature": MandateNature.MUSIC, "grantor": "LABEL"}
    rows = conflicts(
        mandates=[{}, {"contract": "A1", **music}, {"contract": "A2", **music}],
        mandate_terms=[
            {},
            {"contract": "A1", "last_day": date(2029, 12, 31)},
            {"contract": "A2", "first_day": date(2021, 1, 1)},
        ],
        sales=[{}],
        sale_terms=[{"media": "SVOD"}],
    )
    assert [*rows.select("severity", "contract", "other_contract", "message", "fix")] == [
        (
            "Avertissement",
            "V1",
            "A1",
            "Droits musicaux de LABEL (A1) expirés le 31/12/2029, 365 jours avant la fin de la licence : V1, SVOD, "
            "Monde, du 01/01/2030 au 31/12/2030 ; à confirmer par A2",
            "Vérifiez que l'autre contrat porte bien sur la même chose ; un renouvellement se saisit en avenant.",
        )
    ]


def test_an_authorisation_that_nobody_signed_warns_of_every_sale_of_its_versions() -> None:
    rows = conflicts(
        versions=[{"version": "VF"}, {"version": "VO"}],
        mandates=[
            {},
            {
                "contract": "A1",
                "nature": MandateNature.MUSIC,
                "state": RightsState.DRAFT,
                "signature_day": None,
            },
        ],
        mandate_terms=[{}, {"contract": "A1", "version": "VF"}],
        sales=[{}],
        sale_terms=[{"media": "SVOD", "territories": "FR"}],
    )
    assert [*rows.select("rule", "severity", "message")] == [
        (
            "DRT-20",
            "Avertissement",
            "Droits musicaux (A1) pas signés : V1, SVOD, France, version VF, du 01/01/2021 au 31/12/2030 ; "
            "à confirmer par leur signature",
        )
    ]


def test_an_authorisation_terminated_before_it_began_allows_nothing() -> None:
    rows = conflicts(
        mandates=[
            {},
            {
                "contract": "A1",
                "nature": MandateNature.MUSIC,
                "state": RightsState.TERMINATED,
                "termination_day": date(2020, 6, 1),
            },
        ],
        mandate_terms=[{}, {"contract": "A1"}],
        sales=[{}],
        sale_terms=[{"media": "SVOD", "territories": "FR"}],
    )
    assert [*rows.select("rule", "severity", "message")] == [
        (
            "DRT-20",
            "Bloquant",
            "Hors des droits musicaux (A1) : V1, SVOD, France, du 01/01/2021 au 31/12/2030",
        )
    ]


def test_an_authorisation_that_begins_after_the_licence_and_one_with_a_gap_say_so() -> None:
    mandates = [{}, {"contract": "A1", "nature": MandateNature.AUTHORS, "grantor": "AUTEUR"}]
    terms = [
        {},
        {"contract": "A1", "first_day": date(2021, 1, 11), "last_day": date(2025, 12, 31)},
        {"contract": "A1", "first_day": date(2026, 1, 2)},
    ]
    rows = conflicts(mandates=mandates, mandate_terms=terms, sales=[{}], sale_terms=[{"media": "SVOD"}])
    assert rows.column("message") == [
        "Droits d'auteur de AUTEUR (A1) ne commencent que le 11/01/2021 : V1, SVOD, Monde, du 01/01/2021 au 10/01/2021",
        "Droits d'auteur de AUTEUR (A1) expirés le 31/12/2025 : V1, SVOD, Monde, le 01/01/2026",
    ]


def test_a_term_over_before_the_end_of_a_mandate_that_is_renewed_is_over() -> None:
    rows = conflicts(
        mandates=[{"is_renewed": True}],
        mandate_terms=[{"media": "SVOD", "last_day": date(2028, 12, 31)}, {"media": "TVOD"}],
        sales=[{}],
        sale_terms=[{"media": "SVOD ; TVOD", "last_day": date(2031, 1, 1)}],
    )
    assert [*rows.select("severity", "media", "first_day", "last_day")] == [
        ("Bloquant", "SVOD", date(2029, 1, 1), date(2031, 1, 1)),
        ("Avertissement", "TVOD", date(2031, 1, 1), date(2031, 1, 1)),
    ]


def test_an_option_that_is_not_read_warns() -> None:
    option = {"state": RightsState.OPTION, "signature_day": None, "option_until": date(2026, 12, 31)}
    rows = conflicts(sales=[option], sale_terms=[{"media": ""}])
    assert [*rows.select("rule", "severity")] == [("DRT-11", "Avertissement")]
