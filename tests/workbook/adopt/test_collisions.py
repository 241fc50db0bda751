"""What keeps our tabs out of a workbook, and what they are called beside a person's."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from postprod_xl.engines.ooxml.parts.package import Package
from postprod_xl.workbook.adopt.collisions import Kin, collisions, free_titles, kin_of
from postprod_xl.workbook.make.build import build
from tests.masters import contents, repacked


def foreign(*names: tuple[str, str], table: str = "", protected: bool = False) -> Package:
    """A workbook of one tab « Suivi », perhaps with a table and names."""
    output = io.BytesIO()
    book = Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet("Suivi maison")
    if table:
        sheet.add_table("A1:B3", {"name": table, "columns": [{"header": "Nom"}, {"header": "Ville"}]})
    for name, text in names:
        book.define_name(name, text)
    book.close()
    data = output.getvalue()
    if protected:
        parts = contents(io.BytesIO(data))
        found = parts["xl/workbook.xml"].replace(
            b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
        )
        data = repacked({**parts, "xl/workbook.xml": found})
    return Package(Path("bureau.xlsx"), data)


@pytest.mark.parametrize(
    ("package", "line"),
    [
        (
            foreign(table="planning"),
            "Suivi maison : votre tableau « planning » porte un nom dont nos tables ont",
        ),
        (
            foreign(("Clients", "='Suivi maison'!$A$1:$A$9")),
            "votre nom « Clients » est un de ceux dont nos tables",
        ),
        (foreign(("VersionDuClasseur", '="9.9"')), "votre nom « VersionDuClasseur » est un de ceux"),
        (
            foreign(("'Suivi maison'!liste_Salles", "='Suivi maison'!$A$1")),
            "votre nom « liste_Salles » est un de",
        ),
        (
            foreign(protected=True),
            "la structure du classeur est protégée, aucun onglet ne peut y être ajouté",
        ),
    ],
    ids=["table", "name", "mark", "name of a tab", "structure"],
)
def test_a_name_that_ours_needs_is_named_with_its_remedy(package: Package, line: str):
    (problem,) = collisions(package)
    assert problem.is_blocking and problem.line.startswith(line) and "puis recommencez" in problem.line
    assert kin_of(package) is Kin.FOREIGN


@pytest.mark.parametrize("table", ["Inventaire", "Sources"])
def test_a_person_s_own_names_and_tables_stand_in_the_way_of_nothing(table: str):
    # Nor does one named as a table of optional tabs, which an adopted workbook does not get.
    assert collisions(foreign(("TVA", "=0.2"), table=table)) == []


def test_a_workbook_of_ours_is_known_with_and_without_its_tables():
    ours = build({})
    assert kin_of(Package(Path("bureau.xlsx"), ours)) is Kin.OURS
    parts = contents(io.BytesIO(ours))
    lost = {name: data for name, data in parts.items() if not name.startswith("xl/worksheets/_rels/")}
    assert kin_of(Package(Path("bureau.xlsx"), repacked(lost))) is Kin.LOST


def test_our_tab_takes_another_title_where_a_person_s_has_it_whatever_its_case():
    assert free_titles(["Planning", "Devis"], ["PLANNING", "Feuil1"]) == {"Planning": "Planning postprod"}
    assert free_titles(["Récapitulatif de paie"], ["récapitulatif de paie"]) == {
        "Récapitulatif de paie": "Récapitulatif de paie postprod"
    }
