"""Headings and tab titles are written once, in their declarations: messages and guides read them from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from postprod_xl.schema.drawn_tabs import DRAWN_TABS
from postprod_xl.schema.tables import BY_NAME, TABLES
from tests.literals import literals, sources


def any_of(words: set[str]) -> str:
    """The pattern of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# One word of a heading is most often a word like any other.
HEADINGS = {column.heading for table in TABLES for column in table.columns if " " in column.heading}
NAMED = re.compile(rf"(?<!\w)({any_of(HEADINGS)})(?!\w)")
REPORTS = {"blocking", "info", "warning"}
# A printed invoice and the arguments of a formula have words of their own.
OTHER_WORDS = ("domain/invoicing/billing/lines.py", "hosts/cell_functions/", "workbook/draw/invoice/")
TITLES = {table.tab for table in TABLES} | {tab.title for tab in DRAWN_TABS}
# `La table Devis` and `Devis[#Tout]` name a table: as its tab is called, most often.
TITLED = re.compile(rf"(?<!\w)(?<!table )({any_of(TITLES)})(?!\w|\\?\[)")
# Ordinary words, whatever the tabs are called.
OTHER_TEXTS = {
    # What asks for an action, or does it.
    "Factures en retard",
    "Projets à compléter",
    "Contrats incomplets",
    "Contrats et paie à régler",
    "Corrections de paie à exporter",
    "Séances à confirmer",
    "Séances de quel jour (JJ/MM/AAAA) ?",
    "Séances du jour",
    "Séances à valider",
    # A heading of the annex of an invoice.
    "Facturation",
    # A page of the options of Excel.
    "Fichier > Options > Centre de gestion de la confidentialité > Paramètres des macros",
    # A page of the file menu of Excel.
    "Classeur en ligne : l'enregistrement automatique l'a peut-être déjà enregistré ; pour revenir en arrière : "
    "Fichier, Informations, Historique des versions.",
    # The families of tables.
    "Projets et tarif",
    "Devis et avenants",
    "Équipe et salles",
    "Séances et dépassements",
}


def typed_by_hand(place: str, source: str) -> list[str]:
    """The headings of several words that stand in the texts of a module."""
    return [
        f"{place}:{found.line}: {heading}"
        for found in literals(source)
        if not place.startswith(OTHER_WORDS)
        for heading in NAMED.findall(found.text)
    ]


def titled_by_hand(place: str, source: str) -> list[str]:
    """The titles of tabs that stand in the texts of a module; a text that is a table's name is that table."""
    return [
        f"{place}:{found.line}: {title}"
        for found in literals(source)
        if found.text not in BY_NAME and found.text not in OTHER_TEXTS
        for title in TITLED.findall(found.text)
    ]


def reported_by_hand(place: str, source: str) -> Iterator[str]:
    """The problems whose heading is a text instead of that of a column."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REPORTS:
            heading = node.args[2] if len(node.args) > 2 else None
            if isinstance(heading, ast.Constant) and heading.value:
                yield f"{place}:{node.lineno}: {heading.value}"


def test_no_text_outside_the_schema_names_a_column_by_hand():
    assert not [fault for place, source in sources().items() for fault in typed_by_hand(place, source)]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("message = f'{code} : sans Durée (j), ou nulle'", ["domain/x.py:1: Durée (j)"]),
        ("message = 'le Début fixé est passé'", ["domain/x.py:1: Début fixé"]),
        ("def f():\n    'The days of `Début fixé`.'", []),
        ("message = f'{heading} : attendu'", []),
    ],
)
def test_a_column_named_by_hand_would_be_seen(source: str, faults: list[str]):
    assert typed_by_hand("domain/x.py", source) == faults


def test_no_text_outside_the_schema_names_a_tab_by_hand():
    assert not [fault for place, source in sources().items() for fault in titled_by_hand(place, source)]


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("message = f'« {found} » dans Réservations'", ["domain/x.py:1: Réservations"]),
        ('alert = "taux repris de l\'Équipe"', ["domain/x.py:1: Équipe"]),
        (
            "help = 'imprimez « Gantt », puis « Lignes de facture »'",
            ["domain/x.py:1: Gantt", "domain/x.py:1: Lignes de facture"],
        ),
        ("rows = office['Planning']", []),
        ("message = 'le planning de Projetsud'", []),
        ("help = 'La table Devis avec ses en-têtes : Devis[#Tout].'", []),
        ("message = f'« {found} » dans {BOOKINGS.tab}'", []),
    ],
)
def test_a_tab_named_by_hand_would_be_seen(source: str, faults: list[str]):
    assert titled_by_hand("domain/x.py", source) == faults


def test_every_ordinary_text_is_still_written():
    assert {found.text for source in sources().values() for found in literals(source)} >= OTHER_TEXTS


def test_a_problem_stands_at_a_declared_column():
    assert not [fault for place, source in sources().items() for fault in reported_by_hand(place, source)]


def test_a_problem_at_a_heading_typed_by_hand_would_be_seen():
    source = "warning('Projets', 4, 'Code', found, expected, message)"
    assert list(reported_by_hand("domain/x.py", source)) == ["domain/x.py:1: Code"]
