"""The list of a buyer: what is free of each work, in words that say nothing of anybody else."""

from __future__ import annotations

from datetime import date

from postprod_xl.commands.catalogue.avails import avails
from tests.domain.catalogue.avails.offices import STARTING, rights_office, sale, term

FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
WORKS = [
    {
        "work": "CRUE", "title": "La Crue", "original_title": "The Flood", "type": "Film de cinéma", "minutes": 95,
        "year": 2026, "countries": "FR ; BE", "original_language": "fr", "remarks": "ne pas vendre à Canal Sud",
    },
    {"work": "MER", "title": "La Mer"},
]  # fmt: skip
SOLD = {
    "Ventes": [sale("V1"), sale("V2", "En option", "SUD")],
    "TermesVente": [
        term("V1", date(2027, 3, 1), date(2027, 5, 31)),
        term("V2", date(2027, 10, 1), date(2027, 12, 31), territories="BE"),
    ],
}
ASKED = {"form": "liste", "media": "SVOD", "territory": "FR ; BE", "first": FIRST, "last": LAST}


def listed(asked=(), **tables):
    return avails(rights_office(**{"Oeuvres": WORKS, **tables}), **{**ASKED, **dict(asked)})


def shown(outcome, *names):
    return [tuple(getattr(row, name) for name in names) for row in outcome.extract.rows]


def test_a_row_is_the_rights_of_a_work_that_are_free_on_the_same_days():
    outcome = listed(**SOLD)
    assert shown(outcome, "title", "media", "territories", "first", "last") == [
        ("La Crue", "SVOD", "France", FIRST, date(2027, 2, 28)),
        ("La Crue", "SVOD", "France", date(2027, 6, 1), LAST),
        ("La Crue", "SVOD", "Belgique", FIRST, date(2027, 9, 30)),
    ]
    assert outcome.summary == "droits libres : 1 œuvre sur 2, 3 lignes"


def test_why_the_rest_is_not_listed_is_told_to_the_house_only():
    outcome = listed(**SOLD)
    assert outcome.lines == (
        "CRUE : en partie sous réserve, non listé : en option pour Canal Sud (V2) en exclusivité du 01/10/2027 au "
        "31/12/2027 (SVOD, Belgique)",
        "MER : rien n'est listé, non libre : aucun mandat signé ne donne ces droits",
    )


def test_a_work_is_told_as_anybody_may_read_it():
    versions = [
        {
            "work": "CRUE",
            "version": "VF",
            "title": "Version française",
            "sound_language": "fr",
            "cut": "Salle",
        },
        {"work": "CRUE", "version": "VA", "subtitle_languages": "en"},
    ]
    outcome = listed(VersionsOeuvre=versions)
    assert shown(
        outcome, "original_title", "year", "type", "countries", "minutes", "original_language", "versions"
    ) == [
        (
            "The Flood", 2026, "Film de cinéma", "FR ; BE", 95, "fr",
            "VF (Version française, son fr, Salle) ; VA (sous-titres en)",
        )
    ]  # fmt: skip


def test_the_material_is_what_the_house_has_and_not_what_is_out():
    material = [
        {"element": "E1", "work": "CRUE", "nature": "Fichier PAD", "languages": "fr", "place": "Nord"},
        {"element": "E2", "work": "CRUE", "nature": "Fichier PAD", "languages": "fr"},
        {"element": "E3", "work": "CRUE", "nature": "DCDM", "out_day": FIRST, "out_to": "Canal Sud"},
        {"element": "E4", "work": "CRUE", "nature": "Stems", "out_day": FIRST, "back_day": LAST},
        {"element": "E5", "work": "CRUE", "nature": ""},
    ]
    delivered = [{"work": "CRUE", "project": "P1", "deliverable": "D1", "nature": "DCP d'exploitation"}]
    outcome = listed(Materiel=material, MaterielLivre=delivered)
    assert shown(outcome, "material") == [("Fichier PAD (fr) ; Stems ; DCP d'exploitation",)]


def test_a_group_of_the_house_is_never_named_it_may_bear_the_name_of_a_client():
    groups = [{"group": "Pays de Canal Sud", "nature": "Territoires", "members": "FR ; BE ; CH"}]
    outcome = listed({"territory": "Pays de Canal Sud"}, GroupesDroits=groups)
    assert shown(outcome, "territories") == [("Belgique, Suisse, France",)]
    assert outcome.extract.asked == (
        "Période : du 01/01/2027 au 31/12/2027",
        "Médias : SVOD",
        "Territoires : Belgique, Suisse, France",
        "Langues : toutes les langues",
    )


def test_without_dates_the_days_are_those_from_today_to_the_end_of_the_mandates():
    outcome = listed({"first": None, "last": None, "media": "", "territory": ""})
    assert shown(outcome, "media", "territories", "first", "last") == [
        ("Tous", "Monde", date(2026, 11, 30), date(2030, 12, 31))
    ]
    assert outcome.extract.asked[0] == "Dès le 30/11/2026"
    assert outcome.lines == ("MER : rien n'est listé, hors mandat sur ces jours",)


def test_an_exclusivity_asks_that_nobody_has_any_of_it():
    plain = {"Ventes": [sale("V1")], "TermesVente": [term("V1", FIRST, LAST, is_exclusive=False)]}
    assert shown(listed(**plain), "territories") == [("Belgique, France",)]
    outcome = listed({"exclusive": True}, **plain)
    assert shown(outcome, "territories") == [("Belgique",)]
    assert outcome.extract.asked[-1] == "En exclusivité"


def test_a_work_whose_contract_cannot_be_read_is_not_known_and_not_listed():
    unread = {"Ventes": [sale("V1")], "TermesVente": [term("V1", FIRST, LAST, media="Trucs")]}
    mandates = [{**STARTING["Mandats"][0], "works": "CRUE ; MER"}]
    outcome = listed(Mandats=mandates, **unread)
    assert [row.title for row in outcome.extract.rows] == ["La Mer"]
    assert outcome.lines[0].startswith("CRUE : rien n'est listé, non connu : V1 non lu : ")


def test_a_mandate_that_cannot_be_read_leaves_its_work_not_known_with_or_without_a_last_day():
    terms = [{**STARTING["TermesMandat"][0], "territories": "Trucland"}]
    for last in (LAST, None):
        outcome = listed({"last": last}, TermesMandat=terms)
        assert outcome.extract is None
        said = [problem.message for problem in outcome.problems]
        assert said[1].startswith("CRUE : rien n'est listé, non connu : M1 non lu : ")


def test_an_option_that_cannot_be_read_does_not_make_a_work_that_nobody_holds_unknown():
    option = {
        "Ventes": [{**sale("V1", "En option"), "works": "MER"}],
        "TermesVente": [term("V1", FIRST, LAST, media="Trucs")],
    }
    assert "MER : rien n'est listé, hors mandat sur ces jours" in listed({"last": None}, **option).lines


def test_of_many_reasons_the_first_ones_are_said_and_the_others_counted():
    sales = {
        "Ventes": [sale(f"V{rank}", "En option") for rank in range(1, 6)],
        "TermesVente": [term(f"V{rank}", date(2027, rank, 1), date(2027, rank, 20)) for rank in range(1, 6)],
    }
    (line, _) = listed(**sales).lines
    assert line.startswith("CRUE : en partie sous réserve, non listé : en option pour Studio Nord (V1)")
    assert line.endswith(" ; et 3 autres raisons")


def test_nothing_free_is_no_list():
    outcome = listed({"work": "MER"})
    assert [problem.message for problem in outcome.problems] == [
        "rien de ce qui est demandé n'est à lister : rien n'est écrit",
        "MER : rien n'est listé, non libre : aucun mandat signé ne donne ces droits",
    ]


def test_a_question_that_is_not_understood_is_refused_whatever_the_works():
    (problem,) = listed({"media": "Trucs"}).problems
    assert problem.message.startswith("« Trucs » n'est pas un média connu")


def test_a_text_that_names_a_client_or_a_contract_is_to_be_read_again():
    works = [{**WORKS[0], "title": "Une nuit à Canal Sud"}]
    assert listed(Oeuvres=works).lines == (
        "À relire avant l'envoi, Œuvres : « Une nuit à Canal Sud » nomme Canal Sud, un client",
    )
