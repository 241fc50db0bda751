"""What is free of the rights of a work, day by day, and what is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from postprod_xl.domain.catalogue.avails.part import questions_part
from postprod_xl.domain.catalogue.grounds.grounds import grounds as rights_grounds
from postprod_xl.schema.catalogue_vocabulary import Freedom
from tests.domain.catalogue.avails.offices import END, STARTING, WORK, answer, rights_office, sale, term, told

YEAR = date(2027, 1, 1), date(2027, 12, 31)


def mandate(code: str, **cells):
    return {**STARTING["Mandats"][0], "contract": code, **cells}


def mandate_term(code: str, **cells):
    return {**STARTING["TermesMandat"][0], "contract": code, **cells}


def test_rights_held_and_sold_to_nobody_are_free_from_the_first_day_to_the_last():
    found = answer(rights_office())
    assert told(found) == [("2027-01-01", "Libre", "")]
    assert [(span.first_day, span.last_day) for span in found.free] == [YEAR]


@pytest.mark.parametrize(
    ("sold", "wanted", "freedom"),
    [
        (True, True, "Non libre"),
        (True, False, "Non libre"),
        (False, True, "Non libre"),
        (False, False, "Libre"),
    ],
)
def test_two_licences_stand_side_by_side_only_when_neither_is_exclusive(sold, wanted, freedom):
    place = rights_office(Ventes=[sale("V1")], TermesVente=[term("V1", *YEAR, is_exclusive=sold)])
    assert answer(place, is_exclusive=wanted).freedom == freedom


@pytest.mark.parametrize(
    ("held", "wanted", "reasons"),
    [(True, True, ""), (True, False, ""), (False, False, ""), (False, True, "Mandat non exclusif M1")],
)
def test_an_exclusivity_is_granted_only_from_an_exclusive_mandate(held, wanted, reasons):
    place = rights_office(TermesMandat=[mandate_term("M1", is_exclusive=held)])
    assert [why for _, _, why in told(answer(place, is_exclusive=wanted))] == [reasons]


def test_both_dates_count_a_licence_leaves_the_next_day_free():
    place = rights_office(Ventes=[sale("V1")], TermesVente=[term("V1", date(2026, 5, 1), date(2027, 9, 11))])
    assert told(answer(place)) == [
        ("2027-01-01", "Non libre", "Déjà vendu V1"),
        ("2027-09-12", "Libre", ""),
    ]


def test_days_are_free_only_when_every_medium_and_every_territory_is():
    place = rights_office(
        Ventes=[sale("V1"), sale("V2")],
        TermesVente=[
            term("V1", date(2027, 1, 1), date(2027, 3, 31), media="SVOD", territories="BE"),
            term("V2", date(2027, 6, 1), date(2027, 6, 30), media="AVOD", territories="FR"),
        ],
    )
    found = answer(place, media="SVOD;AVOD", territories="FR;BE")
    assert told(found) == [
        ("2027-01-01", "Non libre", "Déjà vendu V1"),
        ("2027-04-01", "Libre", ""),
        ("2027-06-01", "Non libre", "Déjà vendu V2"),
        ("2027-07-01", "Libre", ""),
    ]


def test_what_is_free_instead_leaves_out_what_is_taken_on_any_day():
    place = rights_office(
        Ventes=[sale("V1"), sale("V2")],
        TermesVente=[
            term("V1", date(2027, 1, 1), date(2027, 3, 31), media="SVOD", territories="BE"),
            term("V2", date(2027, 6, 1), date(2027, 6, 1), media="AVOD", territories="FR"),
        ],
    )
    found = answer(place, media="SVOD;AVOD", territories="FR;BE")
    grounds = rights_grounds(place)
    assert {
        (grounds.said_media(media), grounds.said_territories(held)) for media, held in found.instead.grounds
    } == {("SVOD", "France"), ("AVOD", "Belgique")}


def test_a_licence_in_one_language_leaves_the_others():
    place = rights_office(Ventes=[sale("V1")], TermesVente=[term("V1", *YEAR, languages="fr")])
    assert answer(place, languages="en").freedom == Freedom.FREE
    found = answer(place, languages="fr;en")
    assert found.freedom == Freedom.TAKEN
    assert rights_grounds(place).said_languages(found.instead.languages) == "anglais"


def test_a_licence_of_a_version_leaves_the_others():
    versions = [{"work": WORK, "version": "VF"}, {"work": WORK, "version": "VO"}]
    place = rights_office(
        VersionsOeuvre=versions, Ventes=[sale("V1")], TermesVente=[term("V1", *YEAR, version="VF")]
    )
    assert answer(place, version="VO").freedom == Freedom.FREE
    assert answer(place, version="vf").freedom == Freedom.TAKEN
    assert answer(place).freedom == Freedom.TAKEN


@pytest.mark.parametrize(
    ("state", "freedom", "why"),
    [
        ("Signé", "Non libre", "Déjà vendu V1"),
        ("En option", "Libre sous réserve", "Option en cours V1"),
        ("En négociation", "Libre sous réserve", "Option en cours V1"),
    ],
)
def test_only_a_signed_sale_takes_the_days_an_option_and_a_draft_leave_a_doubt(state, freedom, why):
    place = rights_office(Ventes=[sale("V1", state)], TermesVente=[term("V1", *YEAR)])
    assert told(answer(place)) == [("2027-01-01", freedom, why)]


@pytest.mark.parametrize(
    ("until", "freedom"), [(date(2026, 11, 29), "Libre"), (date(2026, 11, 30), "Libre sous réserve")]
)
def test_an_option_counts_until_its_last_day(until, freedom):
    place = rights_office(
        Ventes=[sale("V1", "En option", option_until=until)], TermesVente=[term("V1", *YEAR)]
    )
    assert answer(place).freedom == freedom


def test_a_terminated_sale_takes_the_days_before_its_end():
    place = rights_office(
        Ventes=[sale("V1", "Résilié", termination_day=date(2027, 3, 1))], TermesVente=[term("V1", *YEAR)]
    )
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Déjà vendu V1"), ("2027-03-01", "Libre", "")]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_holdback_keeps_anything_from_being_sold(wanted):
    held_back = {
        "holdback": "G1",
        "sale": "V1",
        "media": "AVOD",
        "territories": "FR",
        "first_day": date(2027, 5, 1),
        "last_day": date(2027, 5, 31),
    }
    place = rights_office(
        Ventes=[sale("V1")], TermesVente=[term("V1", *YEAR, is_exclusive=False)], Holdbacks=[held_back]
    )
    assert told(answer(place, media="AVOD", is_exclusive=wanted)) == [
        ("2027-01-01", "Libre", ""),
        ("2027-05-01", "Non libre", "Gel V1"),
        ("2027-06-01", "Libre", ""),
    ]


def test_a_mandate_that_ends_is_named_and_what_comes_later_is_not_held():
    found = answer(rights_office(), first_day=date(2030, 12, 1), last_day=date(2031, 1, 31))
    assert told(found) == [("2030-12-01", "Libre", ""), ("2031-01-01", "Non libre", "Hors mandat M1")]
    assert found.intervals[1].reasons[0].note == "le mandat M1 finit le 31/12/2030"


def test_of_several_mandates_that_ended_the_last_is_named():
    place = rights_office(
        Mandats=[mandate("M1"), mandate("M2")],
        TermesMandat=[
            mandate_term("M1", last_day=date(2026, 12, 31)),
            mandate_term("M2", last_day=date(2026, 6, 30)),
        ],
    )
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Hors mandat M1")]


def test_a_mandate_still_to_begin_is_named():
    found = answer(rights_office(), first_day=date(2025, 12, 31), last_day=date(2026, 1, 1))
    assert found.intervals[0].reasons[0].note == "le mandat M1 ne commence que le 01/01/2026"
    assert told(found)[1] == ("2026-01-01", "Libre", "")


def test_beyond_a_mandate_that_goes_on_by_itself_is_in_doubt():
    place = rights_office(Mandats=[mandate("M1", is_renewed=True)])
    found = answer(place, first_day=date(2030, 12, 1), last_day=date(2033, 1, 31))
    assert told(found) == [
        ("2030-12-01", "Libre", ""),
        ("2031-01-01", "Libre sous réserve", "Hors mandat M1"),
    ]


def test_only_the_terms_that_last_until_the_end_of_a_mandate_go_on():
    place = rights_office(
        Mandats=[mandate("M1", is_renewed=True)],
        TermesMandat=[
            mandate_term("M1", media="SVOD", last_day=date(2027, 6, 30)),
            mandate_term("M1", term="2", media="AVOD"),
        ],
    )
    assert told(answer(place))[1] == ("2027-07-01", "Non libre", "Hors mandat M1")


def test_a_terminated_mandate_does_not_go_on():
    place = rights_office(
        Mandats=[mandate("M1", state="Résilié", termination_day=date(2027, 7, 1), is_renewed=True)]
    )
    assert told(answer(place))[1] == ("2027-07-01", "Non libre", "Hors mandat M1")


@pytest.mark.parametrize("state", ["En négociation", "En option"])
def test_a_mandate_that_is_not_signed_gives_nothing(state):
    place = rights_office(Mandats=[mandate("M1", state=state, signature_day=None)])
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Hors mandat")]


def test_an_exclusivity_is_asked_of_the_mandate_that_is_exclusive():
    place = rights_office(
        Mandats=[mandate("M1"), mandate("M2")],
        TermesMandat=[
            mandate_term("M1", is_exclusive=False),
            mandate_term("M2", last_day=date(2027, 6, 30)),
        ],
    )
    assert told(answer(place, is_exclusive=True)) == [
        ("2027-01-01", "Libre", ""),
        ("2027-07-01", "Non libre", "Mandat non exclusif M1"),
    ]


def authorised(last: date, **cells):
    """An office whose music is cleared until a day."""
    return rights_office(
        Mandats=[mandate("M1"), mandate("MUS", nature="Droits musicaux", **cells)],
        TermesMandat=[mandate_term("M1"), mandate_term("MUS", last_day=last)],
    )


def test_an_authorisation_limits_what_the_mandate_gives():
    found = answer(authorised(date(2027, 6, 30)))
    assert told(found) == [("2027-01-01", "Libre", ""), ("2027-07-01", "Non libre", "Droits limités MUS")]
    assert found.intervals[1].reasons[0].note == "droits musicaux : MUS finit le 30/06/2027"


def test_an_authorisation_that_goes_on_by_itself_leaves_a_doubt():
    found = answer(authorised(date(2027, 6, 30), is_renewed=True))
    assert told(found)[1] == ("2027-07-01", "Libre sous réserve", "Droits limités MUS")


def archives(**cells):
    """Two contracts of archives that follow each other, beside the mandate."""
    return rights_office(
        Mandats=[
            mandate("M1"),
            mandate("A", nature="Droits d'archives", **cells),
            mandate("B", nature="Droits d'archives", **cells),
        ],
        TermesMandat=[
            mandate_term("M1"),
            mandate_term("A", last_day=date(2027, 6, 30)),
            mandate_term("B", first_day=date(2027, 7, 1)),
        ],
    )


def test_each_authorisation_limits_whatever_another_allows():
    assert told(answer(archives())) == [
        ("2027-01-01", "Non libre", "Droits limités B"),
        ("2027-07-01", "Non libre", "Droits limités A"),
    ]


def test_an_authorisation_that_another_of_the_same_party_goes_on_from_leaves_a_doubt():
    found = answer(archives(grantor="INA"))
    assert told(found) == [
        ("2027-01-01", "Libre sous réserve", "Droits limités B"),
        ("2027-07-01", "Libre sous réserve", "Droits limités A"),
    ]
    assert (
        found.intervals[1].reasons[0].note == "droits d'archives : A finit le 30/06/2027, à confirmer par B"
    )


def music(**cells):
    """An office whose music is in a contract of its own, that covers everything, beside the mandate."""
    return rights_office(
        Mandats=[mandate("M1"), mandate("MUS", nature="Droits musicaux", **cells)],
        TermesMandat=[mandate_term("M1"), mandate_term("MUS")],
    )


def test_an_authorisation_that_nobody_signed_leaves_a_doubt():
    found = answer(music(state="En négociation", signature_day=None))
    assert told(found) == [("2027-01-01", "Libre sous réserve", "Droits limités MUS")]
    assert found.intervals[0].reasons[0].note == "droits musicaux : MUS n'est pas signé"


def test_an_amendment_that_nobody_signed_leaves_its_authorisation_as_it_is():
    place = rights_office(
        Mandats=[
            mandate("M1"),
            mandate("MUS", nature="Droits musicaux"),
            mandate(
                "MUS-A", root="MUS", nature="Droits musicaux", state="En négociation", signature_day=None
            ),
        ],
        TermesMandat=[mandate_term("M1"), mandate_term("MUS"), mandate_term("MUS-A", territories="BE")],
    )
    assert answer(place).freedom == Freedom.FREE


def test_an_authorisation_terminated_before_it_began_allows_nothing():
    found = answer(music(state="Résilié", termination_day=date(2025, 12, 15)))
    assert told(found) == [("2027-01-01", "Non libre", "Droits limités MUS")]
    assert found.intervals[0].reasons[0].note == "droits musicaux : MUS ne les autorise pas"


def test_an_authorisation_of_a_version_limits_that_version_alone():
    versions = [{"work": WORK, "version": "VF"}, {"work": WORK, "version": "VO"}]
    place = rights_office(
        VersionsOeuvre=versions,
        Mandats=[mandate("M1"), mandate("MUS", nature="Droits musicaux")],
        TermesMandat=[mandate_term("M1"), mandate_term("MUS", version="VF", last_day=date(2026, 12, 31))],
    )
    assert answer(place, version="VO").freedom == Freedom.FREE
    assert answer(place, version="VF").freedom == Freedom.TAKEN


def test_an_authorisation_gives_nothing_to_sell():
    place = rights_office(Mandats=[mandate("M1", nature="Droits d'auteur")])
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Hors mandat")]


def test_a_contract_that_cannot_be_read_leaves_nothing_known():
    place = rights_office(Ventes=[sale("V1")], TermesVente=[term("V1", *YEAR, territories="Frnace")])
    found = answer(place, media="AVOD", territories="BE")
    assert told(found) == [("2027-01-01", "Non connu", "Contrat non lu V1")]
    assert "« Frnace »" in found.intervals[0].reasons[0].note
    assert found.instead.grounds == ()


def test_an_option_that_cannot_be_read_leaves_a_doubt():
    place = rights_office(
        Ventes=[sale("V1", "En option")], TermesVente=[term("V1", *YEAR, territories="Frnace")]
    )
    assert told(answer(place)) == [("2027-01-01", "Libre sous réserve", "Contrat non lu V1")]


def test_an_option_that_cannot_be_read_hides_nothing_of_what_is_sold():
    place = rights_office(
        Ventes=[sale("V1", "En option"), sale("V2")],
        TermesVente=[term("V1", *YEAR, territories="Frnace"), term("V2", *YEAR)],
    )
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Déjà vendu V2 + Contrat non lu V1")]


def test_the_contract_of_another_work_changes_nothing():
    place = rights_office(
        Oeuvres=[*STARTING["Oeuvres"], {"work": "AUTRE"}],
        Ventes=[sale("V1", works="AUTRE")],
        TermesVente=[term("V1", *YEAR, territories="Frnace")],
    )
    assert answer(place).freedom == Freedom.FREE


def test_an_amendment_replaces_the_terms_of_the_sale():
    place = rights_office(
        Ventes=[sale("V1"), sale("V1A", root="V1", signature_day=date(2026, 10, 1))],
        TermesVente=[
            term("V1", date(2027, 1, 1), date(2027, 6, 30)),
            term("V1A", date(2027, 1, 1), date(2027, 3, 31)),
        ],
    )
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Déjà vendu V1A"), ("2027-04-01", "Libre", "")]


def test_the_reasons_of_a_day_are_all_told_the_gravest_first():
    place = rights_office(
        Ventes=[sale("V1", "En option"), sale("V2")],
        TermesVente=[term("V1", *YEAR), term("V2", *YEAR)],
    )
    assert told(answer(place)) == [("2027-01-01", "Non libre", "Déjà vendu V2 + Option en cours V1")]


def test_a_question_of_one_day_is_answered():
    found = answer(rights_office(), first_day=END, last_day=END)
    assert [interval.span.days for interval in found.intervals] == [1]


FILM = {"work": WORK, "title": "La Crue", "type": "Film de cinéma", "release_day": date(2026, 1, 31)}
LONG = {"first_day": date(2026, 2, 1), "last_day": date(2029, 12, 31)}


def film(**cells):
    """A film released on 31 January 2026, held until 2030."""
    return rights_office(Oeuvres=[{**FILM, **cells}])


def test_a_film_is_sold_from_the_day_its_window_opens():
    # Free television: 22 months after 31 January 2026, clipped to the end of November.
    found = answer(film(), media="TV gratuite", **LONG)
    assert told(found) == [("2026-02-01", "Non libre", "Chronologie"), ("2027-11-30", "Libre", "")]
    assert found.intervals[0].reasons[0].note == "fenêtre ouverte le 30/11/2027 seulement (sortie + 22 mois)"


def test_a_subscription_service_is_in_doubt_between_the_first_agreement_and_the_last_then_beside_free_television():
    # Disney+ 9 months, others 17, free television 22 months, exclusive for 36.
    found = answer(film(), media="SVOD", **LONG)
    assert [(day, freedom) for day, freedom, _ in told(found)] == [
        ("2026-02-01", "Non libre"),
        ("2026-10-31", "Libre sous réserve"),
        ("2027-06-30", "Libre"),
        ("2027-11-30", "Libre sous réserve"),
        ("2029-01-31", "Libre"),
    ]
    assert (
        found.intervals[3]
        .reasons[0]
        .note.startswith("coexploitation à prévoir : la fenêtre TV gratuite s'ouvre le 30/11/2027")
    )


@pytest.mark.parametrize("where", ["BE", "MC", "RE"])
def test_the_chronology_holds_in_france_and_nowhere_else(where):
    assert answer(film(), media="TV gratuite", territories=where, **LONG).freedom == Freedom.FREE


def test_the_chronology_touches_france_alone_of_what_is_asked():
    place = film()
    found = answer(place, media="TV gratuite;SALLES", territories="FR;BE", **LONG)
    (reason,) = found.intervals[0].reasons
    grounds = rights_grounds(place)
    assert grounds.said_territories(reason.territories) == "France"
    assert grounds.said_media(reason.media) == "TV gratuite"


@pytest.mark.parametrize("cells", [{"release_day": None}, {"type": "Court métrage"}])
def test_a_work_that_no_french_cinema_released_has_no_chronology(cells):
    assert answer(film(**cells), media="TV gratuite", **LONG).freedom == Freedom.FREE


def test_a_window_that_opens_once_the_last_agreement_has_ended_is_in_doubt_until_all_are_open():
    found = answer(
        film(release_day=date(2026, 4, 10)),
        media="TV gratuite",
        first_day=date(2028, 2, 1),
        last_day=date(2029, 12, 31),
    )
    assert told(found) == [
        ("2028-02-01", "Non libre", "Chronologie"),
        ("2028-02-10", "Libre sous réserve", "Chronologie"),
        ("2029-04-10", "Libre", ""),
    ]


def test_a_work_that_may_not_be_a_film_leaves_a_doubt():
    assert answer(film(type=""), media="TV gratuite", **LONG).freedom == Freedom.DOUBTFUL


def test_each_row_of_an_answer_has_a_key_of_its_own():
    question = {
        "question": "Q1",
        "work": WORK,
        "media": "SVOD;AVOD;TV payante",
        "territories": "FR;BE",
        "first_day": date(2026, 2, 1),
        "last_day": date(2032, 1, 1),
    }
    rows = questions_part(rights_office(Oeuvres=[FILM], QuestionsDroits=[question])).rows["DroitsDisponibles"]
    keys = list(rows.select("question", "first_day", "obstacle", "contract"))
    assert len(set(keys)) == len(keys) > 5


@pytest.mark.parametrize(
    "lost", ["VersionsOeuvre", "Mandats", "TermesMandat", "Ventes", "TermesVente", "Holdbacks"]
)
def test_nothing_is_free_in_a_workbook_that_lost_a_tab_of_contracts(lost):
    """The tab was deleted by hand: what stood in it may take any right."""
    place = replace(rights_office(), absent=frozenset({lost}))
    found = answer(place)
    assert found.freedom is Freedom.UNKNOWN
    assert answer(replace(rights_office(), absent=frozenset({"Encaissements"}))).freedom is Freedom.FREE


@pytest.mark.parametrize("works", ["AUTRE, CRUE", "AUTRE\nCRUE", "crue ; autre"])
def test_works_are_parted_by_a_comma_too(works):
    """As media and countries are: a sale read as one unknown work would leave both of them free."""
    others = [*STARTING["Oeuvres"], {"work": "AUTRE"}]
    place = rights_office(
        Oeuvres=others, Ventes=[sale("V1", works=works)], TermesVente=[term("V1", *YEAR, is_exclusive=True)]
    )
    assert answer(place).freedom is Freedom.TAKEN
