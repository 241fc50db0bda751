"""What contracts give and take today, and what is said of those that cannot be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from postprod_xl.domain.catalogue.contracts.reading import catalogue
from postprod_xl.domain.catalogue.contracts.records import Catalogue, RightsSide
from postprod_xl.schema.catalogue_vocabulary import MandateNature, RightsState
from tests.domain.catalogue.offices import catalogue_office

DRAFT, OPTION, TERMINATED = RightsState.DRAFT, RightsState.OPTION, RightsState.TERMINATED


def read(**tables: Any) -> Catalogue:
    return catalogue(catalogue_office(**tables))


def lines(held: Catalogue) -> list[str]:
    return [f"{one.table}.{one.heading}: {one.message}" for one in held.problems]


def test_a_signed_mandate_gives_what_its_terms_say() -> None:
    held = read(mandate_terms=[{"media": "SVOD; TVOD", "territories": "FR; BE", "languages": "fr"}])
    (grant,) = held.held["CRUE"]
    grounds = held.grounds
    assert (grant.contract, grant.root, grant.exclusive, grant.nature) == (
        "M1", "M1", True, MandateNature.DISTRIBUTION,
    )  # fmt: skip
    assert grounds.media.leaves(grant.media) == ("SVOD", "TVOD")
    assert set(grounds.territories.leaves(grant.territories)) == {"FR", "BE"}
    assert grounds.languages.leaves(grant.languages) == ("fr",)
    assert (grant.first, grant.last) == (date(2021, 1, 1), date(2030, 12, 31))
    assert not held.problems
    assert not held.unread


def test_empty_languages_are_all_languages_and_empty_versions_all_versions_and_the_work_itself() -> None:
    held = read(versions=[{"version": "VF"}, {"version": "VOSTF"}])
    (grant,) = held.held["CRUE"]
    assert grant.languages == held.grounds.languages.everything
    assert held.versions["CRUE"].codes == ("", "VF", "VOSTF")
    assert grant.versions == 0b111


def test_a_term_of_one_version_has_that_version_only() -> None:
    held = read(versions=[{"version": "VF"}, {"version": "VOSTF"}], mandate_terms=[{"version": "vostf"}])
    assert held.held["CRUE"][0].versions == 0b100


def test_an_excluded_territory_is_taken_away() -> None:
    held = read(mandate_terms=[{"territories": "FR; BE; MC", "excluded_territories": "MC"}])
    assert set(held.grounds.territories.leaves(held.held["CRUE"][0].territories)) == {"FR", "BE"}


def test_a_term_without_work_covers_all_those_of_its_contract_and_another_its_own() -> None:
    held = read(
        works=[{}, {"work": "LAC"}],
        mandates=[{"works": "CRUE; lac"}],
        mandate_terms=[{}, {"work": "LAC", "media": "SVOD"}],
    )
    assert [(work, len(grants)) for work, grants in held.held.items()] == [("CRUE", 1), ("LAC", 2)]


def test_authorisations_limit_and_give_nothing() -> None:
    natures = [nature for nature in MandateNature if nature not in (
        MandateNature.DISTRIBUTION, MandateNature.ASSIGNMENT)]  # fmt: skip
    rows = [{}, *({"contract": f"A{at}", "nature": nature} for at, nature in enumerate(natures))]
    held = read(mandates=rows, mandate_terms=[{}, *({"contract": f"A{at}"} for at in range(len(natures)))])
    assert [grant.contract for grant in held.held["CRUE"]] == ["M1"]
    assert [grant.nature for grant in held.clearances["CRUE"]] == natures


def test_an_unsigned_mandate_gives_nothing_and_a_sale_relying_on_it_says_so() -> None:
    held = read(mandates=[{"state": DRAFT, "signature_day": None}], sales=[{}], sale_terms=[{}])
    assert held.held == {}
    assert lines(held) == ["Ventes.Œuvres: vente sans mandat : M1, qui donne CRUE, n'est pas signé"]


def test_rights_given_to_another_house_are_not_held() -> None:
    held = read(mandates=[{"grantee": "Autre Distribution"}], sales=[{}], sale_terms=[{}])
    assert held.held == {}
    assert lines(held) == [
        "Ventes.Œuvres: vente sans mandat : M1, qui donne CRUE, est confié à « Autre Distribution », pas à la maison"
    ]


def test_a_sale_of_a_work_that_no_mandate_gives_is_one_line() -> None:
    held = read(
        works=[{}, {"work": "LAC"}, {"work": "PUITS"}], sales=[{"works": "LAC; PUITS"}], sale_terms=[{}]
    )
    assert lines(held) == [
        "Ventes.Œuvres: vente sans mandat : aucun contrat signé de Mandats ne donne LAC ; de même PUITS"
    ]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"media": ""}, "Médias: aucun média : ce que couvre cette ligne n'est pas connu ; écrivez « Tous »"),
        ({"territories": ""}, "Territoires: aucun territoire : ce que couvre cette ligne n'est pas connu ; écrivez"),
        ({"media": " ; "}, "Médias: aucun média : ce que couvre cette ligne n'est pas connu ; écrivez « Tous »"),
        ({"media": "SVOD; Betamax"}, "Médias: média « Betamax » non défini"),
        ({"territories": "FR; Syldavie; Bordurie"}, "Territoires: territoires « Syldavie », « Bordurie » non définis"),
        ({"excluded_territories": "Syldavie"}, "Territoires exclus: territoire « Syldavie » non défini"),
        ({"territories": "FR", "excluded_territories": "FR"}, "Territoires exclus: tout ce que « Territoires »"),
        ({"languages": "zz9"}, "Langues: langue « zz9 » non définie"),
        ({"first_day": None}, "Début: sans premier jour, cette ligne n'est pas lue"),
        ({"last_day": None}, "Fin: sans dernier jour, cette ligne n'est pas lue"),
        ({"last_day": date(2020, 12, 31)}, "Fin: finit le 31/12/2020, avant de commencer le 01/01/2021"),
        ({"work": "LAC"}, "Œuvre: « LAC » n'est pas une œuvre de V1 : CRUE"),
        ({"version": "VF"}, "Version: CRUE n'a pas de version « VF » dans Versions d'œuvre : aucune"),
    ],
)  # fmt: skip
def test_a_term_that_cannot_be_read_is_one_line_and_its_sale_is_not_known(cells: Any, message: str) -> None:
    held = read(works=[{}, {"work": "LAC"}], sales=[{}], sale_terms=[cells, {}])
    found = lines(held)
    assert len(found) == 1
    assert found[0].startswith(f"TermesVente.{message}")
    (unread,) = held.unread["CRUE"]
    assert (unread.contract, unread.side, unread.is_signed) == ("V1", RightsSide.SOLD, True)
    assert unread.message.startswith("V1, terme T1 : ")
    assert len(held.sold["CRUE"]) == 1


def test_a_term_that_ends_on_the_day_it_begins_is_a_day() -> None:
    held = read(mandate_terms=[{"first_day": date(2026, 1, 1), "last_day": date(2026, 1, 1)}])
    assert held.held["CRUE"][0].block.span.days == 1
    assert not held.problems


def test_several_faults_of_a_term_are_a_line_each() -> None:
    held = read(mandate_terms=[{"media": "", "last_day": None}])
    assert [one.heading for one in held.problems] == ["Médias", "Fin"]
    assert len(held.unread["CRUE"]) == 1


def test_a_signed_contract_without_term_is_not_known() -> None:
    held = read(sales=[{}], mandate_terms=[])
    assert lines(held) == [
        "Mandats.Contrat: M1 n'a aucun terme dans Termes des mandats : ce qu'il couvre n'est pas connu",
        "Ventes.Vente: V1 n'a aucun terme dans Termes des ventes : ce qu'il couvre n'est pas connu",
    ]
    assert [(one.contract, one.side) for one in held.unread["CRUE"]] == [
        ("M1", RightsSide.HELD), ("V1", RightsSide.SOLD),
    ]  # fmt: skip


def test_a_mandate_without_nature_is_not_known_on_either_side() -> None:
    held = read(mandates=[{"nature": None}])
    assert [one.side for one in held.unread["CRUE"]] == [RightsSide.HELD, RightsSide.LIMITING]
    assert [one.heading for one in held.problems] == ["Nature"]


def test_an_unknown_work_is_one_line_and_what_it_most_likely_is_is_not_known() -> None:
    held = read(sales=[{"works": "CRU; ZZZZZZ"}], sale_terms=[{}])
    assert lines(held) == [
        "Ventes.Œuvres: « CRU », « ZZZZZZ » n'existent pas dans Œuvres : vouliez-vous dire « CRUE » ?"
    ]
    assert [one.contract for one in held.unread["CRUE"]] == ["V1"]


def test_a_sale_that_names_a_work_by_its_title_leaves_the_work_not_known() -> None:
    works = [{"work": "LC01", "title": "La Crue"}, {"work": "LC02", "title": "Le Gué"}]
    held = catalogue(
        catalogue_office(
            works=works, mandates=[{"works": "LC01 ; LC02"}], sales=[{"works": "la crue"}], sale_terms=[{}]
        )
    )
    assert [*held.unread] == ["LC01"]
    assert [one.message for one in held.problems] == [
        "« la crue » n'existe pas dans Œuvres : écrivez son code, LC01"
    ]


def test_a_sale_that_is_not_read_and_names_a_work_by_its_title_leaves_it_not_known_too() -> None:
    works = [{"work": "LC01", "title": "La Crue", "original_title": "The Flood"}]
    held = catalogue(
        catalogue_office(
            works=works, mandates=[{"works": "LC01"}], sales=[{"works": "The flood", "state": None}]
        )
    )
    assert [(work, one.is_signed) for work, found in held.unread.items() for one in found] == [("LC01", True)]


def test_a_name_that_two_works_resemble_as_much_leaves_both_not_known() -> None:
    works = [{"work": "LC01"}, {"work": "LC02"}, {"work": "AUTRE"}]
    held = catalogue(
        catalogue_office(
            works=works,
            mandates=[{"works": "LC01 ; LC02 ; AUTRE"}],
            sales=[{"works": "LC0"}],
            sale_terms=[{}],
        )
    )
    assert sorted(held.unread) == ["LC01", "LC02"]


def test_a_term_of_a_work_that_its_sale_does_not_name_leaves_that_work_not_known() -> None:
    works = [{"work": "CRUE"}, {"work": "GUE"}]
    held = catalogue(
        catalogue_office(
            works=works,
            mandates=[{"works": "CRUE ; GUE"}],
            sales=[{"works": "GUE"}],
            sale_terms=[{"work": "CRUE"}],
        )
    )
    assert sorted(held.unread) == ["CRUE", "GUE"]
    assert [one.message for one in held.problems] == ["« CRUE » n'est pas une œuvre de V1 : GUE"]


def test_an_amendment_that_leaves_a_work_out_leaves_out_its_terms_too() -> None:
    held = catalogue(
        catalogue_office(
            works=[{"work": "CRUE"}, {"work": "GUE"}],
            mandates=[{"works": "CRUE ; GUE"}],
            sales=[
                {"works": "CRUE ; GUE"},
                {"works": "GUE", "root": "V1", "signature_day": date(2022, 1, 1)},
            ],
            sale_terms=[{"work": "CRUE"}, {"work": "GUE", "media": "SVOD"}, {"work": "CRUE ; GUE"}],
            holdbacks=[{"work": "CRUE"}],
        )
    )
    assert [(one.contract, one.work) for one in held.sold["GUE"]] == [("V2", "GUE"), ("V2", "GUE")]
    assert (held.sold.get("CRUE"), held.holdbacks.get("CRUE"), [*held.unread], held.problems) == (
        None,
        None,
        [],
        [],
    )


def test_a_sale_terminated_without_a_day_was_never_made() -> None:
    assert read(sales=[{"state": TERMINATED}], sale_terms=[{}]).sold == {}


def test_a_terminated_contract_stops_the_day_before_and_its_later_terms_never_begin() -> None:
    held = read(
        sales=[{"state": TERMINATED, "termination_day": date(2025, 3, 1)}],
        sale_terms=[{}, {"first_day": date(2025, 3, 1)}, {"first_day": date(2025, 2, 28)}],
        holdbacks=[{}],
    )
    assert [(one.first, one.last, one.state) for one in held.sold["CRUE"]] == [
        (date(2021, 1, 1), date(2025, 2, 28), RightsState.SIGNED),
        (date(2025, 2, 28), date(2025, 2, 28), RightsState.SIGNED),
    ]
    assert held.holdbacks["CRUE"][0].last == date(2025, 2, 28)


def test_options_and_negotiations_are_sold_unsigned_with_the_day_of_the_option() -> None:
    held = read(
        sales=[
            {"state": OPTION, "signature_day": None, "option_until": date(2026, 12, 31), "client": "ARTE"},
            {"state": DRAFT, "signature_day": None},
        ],
        sale_terms=[{}, {"sale": "V2"}],
    )
    one, other = held.sold["CRUE"]
    assert (one.state, one.option_until, one.party) == (OPTION, date(2026, 12, 31), "ARTE")
    assert other.state is DRAFT
    assert not one.is_signed
    assert not held.problems


def test_the_words_of_a_term_are_those_of_the_day_its_contract_was_signed() -> None:
    held = read(
        sales=[
            {"signature_day": date(2015, 6, 1)},
            {"signature_day": date(2021, 6, 1)},
            {"state": DRAFT, "signature_day": None},
        ],
        sale_terms=[{"sale": f"V{at}", "territories": "Union européenne"} for at in (1, 2, 3)],
    )
    british = held.grounds.territories.mask_of(["GB"])
    assert [bool(one.territories & british) for one in held.sold["CRUE"]] == [True, False, False]


def test_the_groups_of_the_house_are_understood() -> None:
    held = read(
        groups=[{"group": "Nos pays", "nature": "Territoires", "members": "FR; BE"}],
        mandate_terms=[{"territories": "Nos pays"}],
    )
    assert set(held.grounds.territories.leaves(held.held["CRUE"][0].territories)) == {"FR", "BE"}


def test_a_holdback_is_read_like_a_term_and_its_faults_make_the_sale_not_known() -> None:
    held = read(sales=[{}], sale_terms=[{}], holdbacks=[{"media": "SVOD", "reason": "art. 6"}, {"media": ""}])
    (promise,) = held.holdbacks["CRUE"]
    assert (promise.holdback, promise.contract, promise.reason) == ("G1", "V1", "art. 6")
    assert [one.message for one in held.unread["CRUE"]] == [
        "V1, gel G2 : aucun média : ce que couvre cette ligne n'est pas connu ; écrivez « Tous » pour tous"
    ]


def test_the_catalogue_is_read_once_as_long_as_nothing_that_it_reads_changes() -> None:
    office = catalogue_office(sales=[{}], sale_terms=[{}])
    first = catalogue(office)
    alerts = {"alert": ["x"] * len(office["Ventes"])}
    assert catalogue(office.with_columns("Ventes", alerts)) is first
    assert catalogue(office.with_columns("Ventes", {"state": [DRAFT]})) is not first


def test_an_option_that_no_mandate_is_behind_is_said_as_a_signed_sale_is() -> None:
    option = {"state": OPTION, "signature_day": None, "option_until": date(2026, 12, 31)}
    held = read(mandates=[], mandate_terms=[], sales=[option], sale_terms=[{}])
    assert lines(held) == ["Ventes.Œuvres: vente sans mandat : aucun contrat signé de Mandats ne donne CRUE"]


def test_separators_alone_say_no_territory_is_excluded_and_all_languages() -> None:
    (grant,) = read(mandate_terms=[{"excluded_territories": ";", "languages": " ; "}]).held["CRUE"]
    grounds = read().grounds
    assert (grant.territories, grant.languages) == (
        grounds.territories.everything,
        grounds.languages.everything,
    )
