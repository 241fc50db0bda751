"""A technical advice form that came back: what was asked is made again from the quote, its answers are changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.merging import merge
from postprod_xl.documents.advice_form import ANSWER_COLUMNS
from postprod_xl.documents.grid import Grid
from postprod_xl.documents.sharing.returned import ReturnedFile
from postprod_xl.domain.merging.changes import ChangeState, ReturnedChange
from postprod_xl.domain.merging.comparison import compared
from postprod_xl.domain.merging.decisions import settled
from postprod_xl.domain.merging.finding import found_in
from postprod_xl.domain.merging.whose import sent_of
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.feasibility.forms import asked_lines
from postprod_xl.schema.rows import no_rows
from postprod_xl.schema.tables.quotes import QUOTE
from postprod_xl.schema.tables.returns import RETURNS
from postprod_xl.schema.vocabulary import Feasibility
from tests.domain.offices import office, table_rows

FORM = "P001-V1-FABRE-0123456789ab"
LINE = {
    "line": "VFX-10", "project": "P001", "version": 1, "item": "IMG-60", "label": "Trucages", "quantity": Decimal(20),
    "unit": "plan", "feasibility": "À vérifier",
}  # fmt: skip
ANSWERS = {
    "feasibility": "faisable",
    "needed_days": "4,5",
    "approved_by": "H. Fabre",
    "approved_day": "24 nov. 2026",
}


def house(**line: Any) -> Office:
    return office(
        Devis=table_rows("Devis", [{**LINE, **line}]),
        Equipe=table_rows("Equipe", [{"code": "FABRE", "first_name": "Hugo", "last_name": "Fabre"}]),
    )


def form(asked_of: Office, form_name: str = FORM, **answers: Any) -> ReturnedFile:
    (line,) = asked_lines(asked_of, asked_of["Devis"])
    shown = {
        "Ligne": line.line, "Libellé": line.label, "Quantité": float(line.quantity or 0), "Unité": line.unit,
        **{QUOTE.heading(name): answers.get(name) for name in ANSWER_COLUMNS},
        "Projet": "P001", "Version": 1.0, "Formulaire": form_name, "Empreinte": line.fingerprint,
    }  # fmt: skip
    cells = {(5, at): heading for at, heading in enumerate(shown, 1)}
    cells |= {(6, at): value for at, value in enumerate(shown.values(), 1) if value is not None}
    return ReturnedFile("avis.xlsx", [Grid("Avis technique", cells)])


def changes_of(place: Office, back: ReturnedFile) -> list[ReturnedChange]:
    sent = sent_of(place, back)
    found = compared(sent, found_in(back.grids, sent), place.tables)
    return settled(found, no_rows(RETURNS), sent.number)


def test_the_answers_of_a_form_are_changes_of_its_quote_line():
    changes = changes_of(house(), form(house(), **ANSWERS))
    assert [(change.column, change.returned) for change in changes] == [
        ("feasibility", Feasibility.FEASIBLE),
        ("needed_days", Decimal("4.5")),
        ("approved_by", "H. Fabre"),
        ("approved_day", date(2026, 11, 24)),
    ]
    assert {change.state for change in changes} == {ChangeState.OPEN}
    assert changes[3].line == "Devis, VFX-10, version 1 : Validé le 24/11/2026, vide avant"


def test_an_answer_of_the_house_is_not_overwritten():
    (change,) = changes_of(house(approved_by="N. Roy"), form(house(), approved_by="H. Fabre"))
    assert (change.state, change.why) == (ChangeState.CONFLICT, "entre-temps, N. Roy dans le classeur")


def test_answers_about_a_line_that_changed_since_are_applied_by_their_number_only():
    (change,) = changes_of(house(quantity=Decimal(40)), form(house(), feasibility="Faisable"))
    assert (change.state, change.why) == (
        ChangeState.CONFLICT,
        "la ligne du devis a changé depuis la demande",
    )


@pytest.mark.parametrize(
    ("back", "line"),
    [
        (form(house(), "P001-V3-FABRE-0123456789ab"),
         "avis.xlsx : fiche d'avis de la version 3 du devis de P001, que ce classeur n'a pas"),
        (form(house(), "ma fiche"), "avis.xlsx : sa colonne « Formulaire » ne dit plus quelle fiche d'avis c'est : "
         "reprenez celle qui a été envoyée"),
    ],
)  # fmt: skip
def test_a_form_of_no_quote_of_this_workbook_is_refused_in_one_line(back: ReturnedFile, line: str):
    (problem,) = merge(house(), returned=back).problems
    assert problem.message == line and problem.is_blocking
