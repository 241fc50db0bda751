"""What the lists of an office's own workbook give to our tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.adopting.adoption import Adoption, adoption_of

TODAY = date(2026, 11, 30)


def sheet(title: str, *rows: Sequence[Any], top: int = 1, left: int = 1) -> Grid:
    """A sheet whose rows stand from a cell on; None leaves a cell empty."""
    cells = {
        (row, column): value
        for row, values in enumerate(rows, top)
        for column, value in enumerate(values, left)
        if value is not None
    }
    return Grid(title, cells)


def adopted(*grids: Grid) -> Adoption:
    return adoption_of(grids, TODAY)


def column(adoption: Adoption, table: str, name: str) -> list[Any]:
    return [row.get(name) for row in adoption.rows[table]]


def lines(adoption: Adoption) -> list[str]:
    return [problem.line for problem in adoption.problems]


TEAM = sheet(
    "L'équipe",
    ("Nom", "Prénom", "Métier", "Tarif jour"),
    ("Diop", "Awa", "Monteuse", 350.0),
    ("Le Goff", "Yann", "Mixeur", "420,50 €"),
    ("Diop", "Léa", "Étalonneuse", None),
)
CLIENTS = sheet(
    "Contacts",
    ("Nos clients",),
    (),
    ("Société", "CP", "Ville"),
    ("Studio Lumière SAS", "75011", "Paris"),
    ("Films du Môle", 13002.0, "Marseille"),
    ("STUDIO LUMIERE SAS", "75011", "Paris"),
    ("Total", None, 3.0),
    left=2,
)
FILMS = sheet(
    "Films",
    ("Film", "Production", "Livraison"),
    ("La Marée", "Studio Lumière", date(2027, 1, 15)),
    ("Nuits blanches", "Inconnue", "fin février"),
)
PLAN = sheet(
    "Suivi",
    ("Projet", "Tâche", "Technicien", "Début", "Fin"),
    ("La Marée", "Montage image", "Mme Awa Diop", date(2026, 12, 1), date(2026, 12, 11)),
    ("La Marée", "Mixage", "M. Le Goff", date(2026, 12, 14), date(2026, 12, 16)),
    ("nuits blanches", "Montage image", "Diop", date(2026, 12, 5), date(2026, 12, 6)),
    ("La Marée", "Dérushage", "Le Goff Yann", date(2026, 11, 23), date(2026, 11, 25)),
    ("Autre film", "Mixage", None, None, date(2026, 12, 18)),
)


def test_people_get_a_code_made_of_their_last_name_and_of_the_first_where_several_have_it():
    team = adopted(TEAM)
    assert column(team, "Equipe", "code") == ["DIOP-AWA", "LEGOFF", "DIOP-LEA"]
    assert column(team, "Equipe", "job") == ["Monteuse", "Mixeur", "Étalonneuse"]
    assert column(team, "Equipe", "day_cost_cents") == [35_000, 42_050, None]
    assert not team.problems


def test_a_list_below_a_title_is_read_without_its_repeats_and_its_total():
    clients = adopted(CLIENTS)
    assert column(clients, "Clients", "name") == ["Studio Lumière SAS", "Films du Môle"]
    assert column(clients, "Clients", "postcode") == ["75011", "13002"]
    assert lines(clients) == [
        "Contacts, ligne 7 : ligne non lue : un total n'est pas une ligne de la liste",
        "Contacts, ligne 6 : ligne non lue : « STUDIO LUMIERE SAS » est déjà lu, Contacts, ligne 4",
    ]


def test_references_are_found_by_name_and_what_names_nobody_or_several_is_told_by_its_cell():
    whole = adopted(PLAN, FILMS, CLIENTS, TEAM)
    assert column(whole, "Projets", "code") == ["MAREE", "NUITS-BLANCH"]
    assert column(whole, "Projets", "client") == ["STUDIO-LUMIE", None]
    assert column(whole, "Planning", "technician") == ["DIOP-AWA", "LEGOFF", None, "LEGOFF"]
    said = lines(whole)
    assert "Films!B3 — Production : « Inconnue » n'est pas lu, attendu : un code ou un nom de Clients" in said
    assert "Films!C3 — Livraison : « fin février » n'est pas lu, attendu : une date (12/03/2026)" in said
    assert any(
        line.startswith("Suivi!C4 — Technicien : « Diop » n'est pas lu, attendu : un code") for line in said
    )
    assert any(line.startswith("Suivi!A6 — Projet : « Autre film » n'est pas lu") for line in said)
    assert "Suivi!A6 — Projet : ligne non lue : rien ne dit de quel projet est cette tâche" in said


def test_tasks_last_from_their_first_to_their_last_day_and_one_that_is_past_is_done():
    whole = adopted(PLAN, FILMS, CLIENTS, TEAM)
    assert column(whole, "Planning", "task") == [
        "MAREE-MONTAGE",
        "MAREE-MIXAGE",
        "NUITS-BLANCH-MONTAGE",
        "MAREE-DERUSHAGE",
    ]
    # 1 to 11 December: 9 working days; 5 and 6 are a weekend, worked on purpose.
    assert column(whole, "Planning", "duration_days") == [Decimal(9), Decimal(3), Decimal(2), Decimal(3)]
    assert column(whole, "Planning", "state") == [None, None, None, "Terminé"]
    assert column(whole, "Planning", "fixed_day")[2:] == [date(2026, 12, 5), date(2026, 11, 25)]
    assert "Suivi : 1 tâche finie avant le 30/11/2026 est notée « Terminé »" in whole.lines


def test_a_list_that_is_missing_is_made_of_the_names_that_others_give():
    plan = adopted(PLAN)
    assert column(plan, "Projets", "title") == ["La Marée", "nuits blanches", "Autre film"]
    assert column(plan, "Equipe", "code") == ["DIOP", "LEGOFF"]
    assert column(plan, "Planning", "technician") == ["DIOP", "LEGOFF", "DIOP", "LEGOFF", ""]
    assert len(plan.rows["Planning"]) == 5
    assert "Projets : aucune liste, 3 lignes d'après « Projet » de Suivi, à compléter" in plan.lines


def test_the_project_of_a_planning_is_that_of_its_tab_or_of_the_row_above():
    films = sheet(
        "Films", ("Film", "Livraison"), ("La Marée", date(2027, 1, 15)), ("Nuits", date(2027, 2, 1))
    )
    one = sheet("Planning La Marée", ("Tâche", "Début"), ("Montage", date(2026, 12, 1)))
    other = sheet("Tâches", ("Tâche", "Durée"), ("Nuits",), ("Mixage", 3.0), ("La Marée",), ("Export", 1.0))
    plan = adopted(films, one, other)
    assert column(plan, "Planning", "task") == ["MAREE-MONTAGE", "NUITS-MIXAGE", "MAREE-EXPORT"]


def test_two_lists_of_one_sheet_are_read_side_by_side_and_one_under_the_other():
    page = sheet(
        "Bureau",
        ("Nom", "Prénom", "Tél", None, "Salle", "Type"),
        ("Diop", "Awa", "0612345678", None, "Salle 1", "Montage"),
        (),
        ("Société", "Ville", "SIREN"),
        ("Films du Môle", "Marseille", "552 100 554"),
    )
    found = adopted(page)
    assert [(each.table.name, each.header_row, each.read) for each in found.lists] == [
        ("Equipe", 1, 1),
        ("Salles", 1, 1),
        ("Clients", 4, 1),
    ]


def test_rates_give_their_prices_to_the_items_of_the_same_name_and_unit_and_the_others_are_added():
    ours = next(rate for rate in adopted_card() if rate["unit"] == "jour")
    rates = sheet(
        "Tarifs",
        ("Prestation", "Unité", "Prix HT"),
        (ours["label"].upper(), "jour", 777.0),
        ("Sous-titrage SME", "minute", 12.5),
    )
    card = adopted(rates).rows["Tarifs"]
    by_code = {rate["item"]: rate for rate in card}
    assert (by_code[ours["item"]]["price_cents"], by_code[ours["item"]]["price_origin"]) == (77_700, "Maison")
    assert by_code[ours["item"]]["label"] == ours["label"]
    assert by_code["SOUS-TITRAGE"]["price_cents"] == 1250
    assert len(card) == len(adopted_card()) + 1


def adopted_card() -> list[dict[str, Any]]:
    from postprod_xl.domain.quotes.drafting.rate_card import starting_rates

    return starting_rates()


@pytest.mark.parametrize(
    ("grid", "line"),
    [
        (
            sheet("Factures 2025", ("N° facture", "Client", "Date", "Montant"), ("F1", "Môle", "x", 3.0)),
            "aucune liste reconnue dans « Factures 2025 » : rien n'y est lu",
        ),
        (
            sheet(
                "Heures", ("Date", "Technicien", "Projet", "Début", "Fin"), (TODAY, "Diop", "P", "9h", "18h")
            ),
            "Heures : des séances, qui ne sont pas lues ici : « postprod import » les ajoute ensuite",
        ),
        (
            sheet("Planning", ("", *(date(2026, 12, day) for day in range(1, 8))), ("Diop", "x")),
            "Planning : un planning dessiné jour par jour, qui ne se lit pas",
        ),
    ],
    ids=["invoices", "sessions", "days"],
)
def test_what_is_no_list_of_ours_is_not_read_and_told(grid: Grid, line: str):
    found = adopted(grid)
    assert (found.lines, found.rows) == ([line], {})
    assert found.summary == "aucune liste n'y est reconnue"


def test_a_text_that_looks_like_a_formula_stays_text_and_a_column_of_no_meaning_is_told():
    rooms = sheet("Salles", ("Salle", "Type", "Couleur"), ("=1+1", "Montage", "bleu"))
    found = adopted(rooms)
    assert found.rows["Salles"] == [{"code": "1-1", "name": "=1+1", "type": "Montage"}]
    assert found.lists[0].line == (
        "Salles, titres en ligne 1 → Salles, 1 ligne : « Salle » = Nom (probable, des noms, non des codes) ; "
        "« Type » = Type (sûr, son nom de code) ; non lues : « Couleur »"
    )


def test_a_column_in_another_unit_than_ours_is_not_read_and_leaves_its_place_to_the_right_one():
    rates = sheet(
        "Tarifs 2026",
        ("Désignation", "Prix TTC", "Prix / jour HT"),
        ("Sous-titrage", 720.0, 600.0),
    )
    found = adopted(rates)
    assert found.rows["Tarifs"][-1] == {
        "item": "SOUS-TITRAGE",
        "label": "Sous-titrage",
        "price_cents": 60_000,
        "unit": "jour",
        "price_origin": "Maison",
    }
    assert "non lues : « Prix TTC » (en TTC, et « Prix HT » ne l'est pas)" in found.lines[0]


@pytest.mark.parametrize(
    ("state", "read"), [("Annulé", "Annulé"), ("en attente", None), (None, "Terminé")], ids=str
)
def test_a_task_that_is_past_is_done_only_where_nothing_says_what_it_is(state: str | None, read: str | None):
    plan = sheet(
        "Planning",
        ("Projet", "Tâche", "Du", "Au", "Statut"),
        ("La Marée", "Mixage", date(2026, 11, 2), date(2026, 11, 3), state),
    )
    assert column(adopted(plan), "Planning", "state") == [read]


def test_a_film_called_total_is_a_film_and_links_between_tasks_without_codes_are_not_read():
    plan = sheet(
        "Planning",
        ("Projet", "Tâche", "Durée", "Prédécesseurs"),
        ("Total Khéops", "Montage", 3.0, None),
        ("Total Khéops", "Mixage", 2.0, "1"),
        ("Total général", None, 5.0, None),
    )
    found = adopted(plan)
    assert column(found, "Planning", "task") == ["TOTAL-KHEOPS-MONTAGE", "TOTAL-KHEOPS-MIXAGE"]
    assert column(found, "Planning", "predecessors") == [None, None]
    assert lines(found)[-1] == "Planning, ligne 4 : ligne non lue : un total n'est pas une ligne de la liste"


def test_a_cell_that_our_own_reader_would_refuse_is_named_and_left_empty():
    rooms = sheet(
        "Salles",
        ("Code", "Salle", "Fermeture"),
        ("Dіop", "Montage", "18h"),
        (None, "Diop", "25:30"),
        (None, "MONTAGE", None),
        (None, "Audi", 19.0),
    )
    found = adopted(rooms)
    # The first code has a Cyrillic letter: one made in Latin letters would look the same.
    assert column(found, "Salles", "code") == ["Dіop", "DIOP-2", "AUDI"]
    assert column(found, "Salles", "closing") == [1080, None, 1140]
    assert lines(found) == [
        "Salles, ligne 4 : ligne non lue : « MONTAGE » est déjà lu, Salles, ligne 2",
        "Salles!C3 — Fermeture : trouvé « 1,0625 », attendu : une heure (09:30 ou 9h30)",
    ]


def test_two_people_of_one_cell_are_no_person_while_a_film_may_be_called_so():
    plan = sheet(
        "Planning",
        ("Projet", "Tâche", "Technicien", "Début", "Durée"),
        ("Nuit et Brouillard", "Mixage", "Diop / Martin", date(2026, 11, 2), 2.0),
        ("Nuit et Brouillard", "Export", "Diop", date(2026, 12, 2), 1.0),
    )
    found = adopted(plan)
    assert column(found, "Projets", "title") == ["Nuit et Brouillard"]
    assert column(found, "Equipe", "code") == ["DIOP"]
    assert column(found, "Planning", "technician") == [None, "DIOP"]
    # Two days from Monday 2 November: done on the 3rd.
    assert column(found, "Planning", "fixed_day") == [date(2026, 11, 3), date(2026, 12, 2)]
    assert column(found, "Planning", "state") == ["Terminé", None]


def test_a_list_of_suppliers_is_not_read_as_one_of_clients():
    companies = ("Société", "Adresse", "Ville"), ("Loc Matos", "3 rue C", "Montreuil")
    found = adopted(
        sheet("Fournisseurs", *companies), sheet("Annuaire", ("Liste des prestataires",), *companies)
    )
    assert "Clients" not in found.rows
    assert found.remarks == ["aucune liste reconnue dans « Fournisseurs » et « Annuaire » : rien n'y est lu"]


def test_the_suppliers_among_the_clients_of_a_list_are_named_and_left_out():
    contacts = sheet(
        "Contacts",
        ("Société", "Ville", "Type"),
        ("Alpha", "Paris", "Client"),
        ("Loc Matos", "Lyon", "Fournisseur"),
        ("Béta", "Lyon", "Client et fournisseur"),
    )
    found = adopted(contacts)
    assert column(found, "Clients", "name") == ["Alpha", "Béta"]
    assert lines(found) == ["Contacts, ligne 3 : ligne non lue : « Fournisseur » n'est pas un client"]


def test_an_average_is_nobody():
    team = sheet("Équipe", ("Nom", "Prénom", "Taux horaire"), ("Roux", "Léa", 20.0), ("Moyenne", None, 20.0))
    assert column(adopted(team), "Equipe", "last_name") == ["Roux"]


def test_invoices_are_no_projects_nor_a_quote_or_the_prices_of_suppliers_our_rates():
    prices = ("Désignation", "Unité", "Prix HT"), ("Montage", "jour", 600.0)
    invoices = sheet("Factures", ("N°", "Client", "Montant HT"), ("F1", "Alpha", 1200.0))
    found = adopted(invoices, sheet("Devis Alpha", *prices), sheet("Prix fournisseurs", *prices))
    assert not {"Projets", "Tarifs", "Clients"} & found.rows.keys()
    assert found.remarks == [
        "aucune liste reconnue dans « Factures », « Devis Alpha » et « Prix fournisseurs » : rien n'y est lu"
    ]
