"""DRT-13, DRT-14 and the legal deposit: what is compulsory for a film, and what is not for the others."""

from datetime import date

import pytest

from postprod_xl.schema.catalogue_vocabulary import (
    DeclarationState,
    MandateNature,
    RightsState,
    Society,
    WorkType,
)
from postprod_xl.schema.vocabulary import Severity
from tests.domain.catalogue.duties.offices import FILM, alerts, duties, findings

SALE = {"sale": "V1", "works": "ETE", "state": RightsState.SIGNED}
MANDATE = {
    "contract": "M1",
    "works": "ETE",
    "state": RightsState.SIGNED,
    "nature": MandateNature.DISTRIBUTION,
}
NO_NUMBER = "Immatriculation RCA obligatoire pour le cinéma : aucun numéro"
UNBINDING = "Acte non inscrit aux RCA : inopposable aux tiers, et le premier inscrit l'emporte"


def test_a_film_without_rca_number_is_told():
    (finding,) = [one for one in duties().findings if one.rule == "DRT-13"]
    assert (finding.severity, finding.message, finding.work) == (Severity.WARNING, NO_NUMBER, "ETE")
    assert [row.row for row in finding.rows] == [5]


def test_a_film_with_its_rca_number_is_not():
    assert not findings("DRT-13", Oeuvres=[FILM | {"rca": "2026.123"}])
    declared = {"work": "ETE", "society": Society.RCA, "number": "2026.123"}
    assert not findings("DRT-13", DeclarationsOeuvre=[declared])


@pytest.mark.parametrize("kind", list(WorkType))
def test_registration_is_compulsory_for_cinema_only(kind: WorkType):
    is_cinema = kind in (WorkType.FILM, WorkType.SHORT_FILM)
    assert bool(findings("DRT-13", Oeuvres=[FILM | {"type": kind}])) is is_cinema


def test_a_declaration_under_way_is_told_with_the_missing_number():
    filed = {
        "work": "ETE",
        "society": Society.RCA,
        "state": DeclarationState.FILED,
        "day": date(2026, 10, 12),
    }
    assert findings("DRT-13", DeclarationsOeuvre=[filed]) == [
        f"{NO_NUMBER}, déclaration « Déposée » le 12/10/2026"
    ]


def test_a_signed_contract_on_a_film_that_is_not_inscribed_binds_no_third_party():
    found = [one for one in duties(Ventes=[SALE], Mandats=[MANDATE]).findings if one.rule == "DRT-14"]
    assert [(one.contract, one.severity, one.message) for one in found] == [
        ("M1", Severity.INFO, UNBINDING),
        ("V1", Severity.INFO, UNBINDING),
    ]
    assert (
        found[0].fix
        == "Immatriculez d'abord ETE, puis inscrivez le contrat aux registres et notez son numéro."
    )


def test_an_inscribed_contract_says_nothing():
    inscribed = {"rca": "2026.456"}
    assert not findings("DRT-14", Ventes=[SALE | inscribed], Mandats=[MANDATE | inscribed])


@pytest.mark.parametrize("state", [RightsState.OPTION, RightsState.DRAFT, RightsState.TERMINATED])
def test_a_contract_that_is_not_in_force_is_not_to_inscribe(state: RightsState):
    assert not findings("DRT-14", Ventes=[SALE | {"state": state}])


def test_an_audiovisual_work_that_nobody_registered_has_no_contract_to_inscribe():
    documentary = FILM | {"type": WorkType.DOCUMENTARY}
    assert not findings("DRT-14", Oeuvres=[documentary], Ventes=[SALE])
    assert findings("DRT-14", Oeuvres=[documentary | {"rca": "2026.123"}], Ventes=[SALE])
    declared = {"work": "ETE", "society": Society.RCA, "number": "2026.123"}
    assert findings("DRT-14", Oeuvres=[documentary], Ventes=[SALE], DeclarationsOeuvre=[declared])


@pytest.mark.parametrize(
    ("nature", "is_told"),
    [
        (MandateNature.ASSIGNMENT, True),
        (MandateNature.AUTHORS, True),
        (MandateNature.MUSIC, False),
        (MandateNature.PERFORMERS, False),
        (MandateNature.ARCHIVE, False),
    ],
)
def test_authorisations_that_give_no_right_to_the_work_are_not_inscribed(nature, is_told):
    assert bool(findings("DRT-14", Mandats=[MANDATE | {"nature": nature}])) is is_told


def deposit(*declared, **cells):
    said = alerts(Oeuvres=[FILM | cells], DeclarationsOeuvre=list(declared))
    return [text for table, text in said if "Dépôt légal" in text]


def test_the_legal_deposit_of_a_film_is_due_from_its_visa():
    assert deposit(visa="161 234") == ["Dépôt légal au CNC dû dès le visa, non fait"]
    assert not deposit()
    assert not deposit(visa="161 234", deposit_day=date(2026, 11, 2))
    assert not deposit(visa="161 234", type=WorkType.TV_FILM)


def test_a_film_that_came_out_has_its_visa():
    assert deposit(release_day=date(2026, 11, 30))
    assert not deposit(release_day=date(2026, 12, 1))


def test_a_deposit_that_was_filed_is_done_and_one_to_do_is_not():
    declared = {"work": "ETE", "society": Society.LEGAL_DEPOSIT}
    assert not deposit(declared | {"state": DeclarationState.FILED}, visa="161 234")
    assert not deposit(declared | {"state": DeclarationState.REGISTERED}, visa="161 234")
    assert deposit(declared | {"state": DeclarationState.TO_DO}, visa="161 234") == [
        "Dépôt légal au CNC dû dès le visa, non fait, déclaration « À faire »"
    ]
