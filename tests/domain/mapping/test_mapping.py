"""Which column of ours each column of another list is; what is remembered of it, and when it no longer fits."""

from typing import Any

import pytest

from postprod_xl.documents.grid import Grid
from postprod_xl.domain.mapping.known_names import KnownNames
from postprod_xl.domain.mapping.listing import Listing, found_listing
from postprod_xl.domain.mapping.proposal import ColumnMapping, Sureness, proposed
from postprod_xl.domain.mapping.remembered import Remembered, as_text, best_fit, from_text
from postprod_xl.schema.kinds import Unreadable
from postprod_xl.schema.rows import rows_of
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.tables.projects import CLIENTS

NAMES = KnownNames(
    {
        "Equipe": rows_of(
            BY_NAME["Equipe"],
            [
                {"code": "HUET", "first_name": "Anne", "last_name": "Huet"},
                {"code": "DIOP", "first_name": "Awa", "last_name": "Diop"},
                {"code": "DIO2", "first_name": "Ali", "last_name": "Diop"},
            ],
        )
    }
)


def _grid(*rows: list[Any]) -> Grid:
    return Grid(
        "Heures", {(r, c): cell for r, row in enumerate(rows, 1) for c, cell in enumerate(row, 1) if cell}
    )


def _listing(*rows: list[Any]) -> Listing:
    found = found_listing(_grid(*rows), SESSIONS, SESSIONS.columns)
    assert found is not None
    return found


def _columns(mapping: ColumnMapping) -> dict[str, str]:
    return {mapped.heading: mapped.column for mapped in mapping.columns}


def _mapping(*rows: list[Any]) -> ColumnMapping:
    return proposed(SESSIONS, _listing(*rows), SESSIONS.columns, NAMES)


def test_english_and_french_headings_are_known_whatever_stands_above_them() -> None:
    mapping = _mapping(
        ["Relevé d'heures"],
        [],
        ["Work date", "Employee", "Start time", "Heure de fin", "Break (min)", "Nb d'heures", "Sign."],
        ["30/11/2026", "Huet Anne", "9:00", "18:00", "60", "8", "AH"],
    )
    assert _columns(mapping) == {
        "Work date": "day",
        "Employee": "technician",
        "Start time": "start",
        "Heure de fin": "end",
        "Break (min)": "pause_minutes",
        "Nb d'heures": "worked_minutes",
        "Sign.": "",
    }


def test_a_label_above_the_list_holds_for_each_of_its_rows() -> None:
    listing = _listing(
        ["Technicien :", "Anne Huet"], ["Film : TERR"], ["Date", "Début"], ["30/11/2026", "9h"]
    )
    assert listing.rows[0][1] == {
        "Technicien (au-dessus)": "Anne Huet",
        "Film (au-dessus)": "TERR",
        "Date": "30/11/2026",
        "Début": "9h",
    }
    assert _columns(proposed(SESSIONS, listing, SESSIONS.columns, NAMES))["Film (au-dessus)"] == "project"


def test_names_of_the_team_tell_a_column_that_its_heading_does_not() -> None:
    (mapped,) = [
        mapped
        for mapped in _mapping(["Date", "Début", "Xyz"], ["30/11/2026", "9h", "HUET"]).columns
        if mapped.heading == "Xyz"
    ]
    assert (mapped.column, mapped.sureness) == ("technician", Sureness.BY_VALUES)


def test_cells_that_cannot_be_of_a_column_speak_against_its_heading() -> None:
    rows = [["30/11/2026", "9h", "oui"], ["01/12/2026", "9h", "non"], ["02/12/2026", "9h", "oui"]]
    assert _columns(_mapping(["Date", "Début", "Fin"], *rows))["Fin"] == ""


def test_days_written_month_first_are_told() -> None:
    mapping = _mapping(["Date", "In"], ["11/30/2026", "9:00"], ["12/01/2026", "9:00"])
    assert mapping.read["day"].month_first


def test_a_name_of_two_people_is_refused_with_both_codes() -> None:
    assert NAMES.code(("Equipe",), "diop, awa") == NAMES.code(("Equipe",), "DIOP - monteuse") == "DIOP"
    with pytest.raises(Unreadable, match="DIOP et DIO2"):
        KnownNames({"Equipe": rows_of(BY_NAME["Equipe"], [
            {"code": "DIOP", "last_name": "N'Diaye"}, {"code": "DIO2", "last_name": "N'Diaye"}
        ])}).code(("Equipe",), "n diaye")  # fmt: skip
    with pytest.raises(Unreadable, match="vouliez-vous dire « Anne Huet »"):
        NAMES.code(("Equipe",), "Ane Huet")


def test_a_mapping_is_read_again_as_it_was_written() -> None:
    mapping = _mapping(["Jour", "Qui « code »", "De", "Visa"], ["11/30/2026", "HUET", "9h", "x"])
    text = as_text(mapping)
    assert (
        text
        == "Date « Jour » (mois d'abord) ; Technicien « Qui ‹ code › » ; Début « De » ; non lues « Visa »"
    )
    assert as_text(from_text(SESSIONS, text)) == text
    for wrong in ("Date = Jour", "Datte « Jour »", "Date « A » ; Date « B »"):
        with pytest.raises(Unreadable):
            from_text(SESSIONS, wrong)


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        (["De", "Jour", "Qui", "À"], ""),
        (["Jour", "Qui", "De", "Sortie"], "n'y trouve plus « À » et ne dit rien de « Sortie »"),
        (["Jour", "Qui", "De", "À", "Pause"], "ne dit rien de « Pause »"),
        (["Jour", "Qui", "De", "À", "Météo"], ""),
    ],
)
def test_a_remembered_mapping_says_what_no_longer_fits(headings: list[str], words: str) -> None:
    text = "Date « Jour » ; Technicien « Qui » ; Début « De » ; Fin « À »"
    kept = Remembered("Correspondance Séances 1", 9, from_text(SESSIONS, text))
    listing = _listing(headings)
    fit = best_fit(listing, [kept], proposed(SESSIONS, listing, SESSIONS.columns, NAMES))
    assert fit is not None and (fit.words, fit.is_whole) == (words, not words)


def test_the_list_of_another_office_is_not_taken_for_a_remembered_one() -> None:
    text = "Date « Jour » ; Technicien « Qui » ; Début « De » ; Fin « À »"
    kept = Remembered("Correspondance Séances 1", 9, from_text(SESSIONS, text))
    listing = _listing(["Date", "Person", "Start", "End", "Jour"])
    assert best_fit(listing, [kept], proposed(SESSIONS, listing, SESSIONS.columns, NAMES)) is None


def test_the_clients_of_another_office_are_known() -> None:
    grid = _grid(["Société", "Adresse", "CP", "Ville", "Mail", "N° TVA"], ["Atlas Films", "1 rue X", "75010"])
    listing = found_listing(grid, CLIENTS, CLIENTS.typed)
    assert listing is not None
    assert list(_columns(proposed(CLIENTS, listing)).values()) == [
        "name",
        "street",
        "postcode",
        "city",
        "email",
        "vat_number",
    ]


def test_a_heading_and_a_name_as_long_as_a_cell_are_not_compared_letter_by_letter():
    with pytest.raises(Unreadable, match="un code ou un nom d'Équipe$"):
        NAMES.code(("Equipe",), "Anne Huer" * 3_000)
    assert (
        _columns(_mapping(["Date", "Début", "Fine" * 8_000], ["30/11/2026", "9h", "18h"]))["Fine" * 8_000]
        == ""
    )
