"""Custom functions of a quote line: its hours sold, worked and projected, as `Depassements` tells them.

A figure that a table left out could change is not guessed: the cell asks for the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import Argument, CustomFunction, Formula
from postprod_xl.hosts.cell_functions.readers import cell, day_of_computation, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, refuse, remembered, table
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.quotes import QUOTE

if TYPE_CHECKING:
    from postprod_xl.domain.office import Office
    from postprod_xl.domain.quotes.follow_up.evidence import LineEvidence

_NO_VERSIONS = (
    f"La table Versions ; sans elle, la plus haute version de chaque projet, si {QUOTE.name} la confirme."
)

_ARGUMENTS: tuple[Argument, ...] = (
    cell("ligne", "Code de la ligne de devis, ou colonne de codes.", Kind.TEXT),
    table("Devis", "La table Devis avec ses en-têtes : Devis[#Tout]."),
    table("Planning", "La table Planning : Planning[#Tout]."),
    table("Seances", "La table des séances : Seances[#Tout]."),
    table(
        "Tarifs",
        "La table Tarifs, pour les heures d'une unité ; demandée si la ligne en dépend.",
        optional=True,
    ),
    table("Versions", _NO_VERSIONS, optional=True),
    table("Avenants", "La table Avenants ; sans elle, aucun avenant ne compte.", optional=True),
    table("Projets", "La table Projets, qui dit les projets annulés.", optional=True),
    table("Parametres", "La table Parametres ; sans elle, les réglages d'origine.", optional=True),
    day_of_computation(),
)


def _function(name: str, help: str, arguments: Sequence[Argument], figure: str) -> CustomFunction:
    def prepare(*wholes: Any) -> Formula:
        *tables, day = wholes
        evidence = remembered("hours", tables, day, lambda: _evidence(tables, day))
        return lambda line: _figure(evidence, figure, line)

    return CustomFunction(name, help, tuple(arguments), Kind.HOURS, prepare)


def _evidence(tables: Sequence[GivenTable | None], day: date) -> LineEvidence:
    from postprod_xl.domain.quotes.follow_up.evidence import line_evidence
    from postprod_xl.domain.quotes.versions.totals import quote_problems

    office = quoted_office_of(tables, day)
    refuse(quote_problems(office))
    return line_evidence(office, {held.name for held in tables if held is not None})


def quoted_office_of(tables: Sequence[GivenTable | None], day: date) -> Office:
    """As `office_of`; without `Versions`, its versions are those that `Devis` names."""
    from postprod_xl.domain.quotes.versions.totals import with_named_versions

    office = office_of(tables, day)
    is_given = any(given is not None and given.name == "Versions" for given in tables)
    return office if is_given else with_named_versions(office)


def _figure(evidence: LineEvidence, figure: str, line: str) -> int | None:
    if line not in evidence.hours:
        raise unknown(f"ligne « {line} » inconnue dans {QUOTE.tab}", line, evidence.hours)
    if missing := evidence.missing(figure, line):
        raise CellFault(f"donnez aussi {missing} pour la ligne {line}")
    found: int | None = getattr(evidence.hours[line], figure)
    return found


def _unless_sold(argument: Argument) -> Argument:
    """What is sold needs neither tasks nor sessions: the four functions are still written alike."""
    return replace(argument, optional=True) if argument.name in ("Planning", "Seances") else argument


FUNCTIONS = (
    _function(
        "PP_VENDU",
        "Heures vendues d'une ligne de devis, avenants acceptés compris ; vide si elle ne se compte pas en heures.",
        [_unless_sold(argument) for argument in _ARGUMENTS],
        "sold",
    ),
    _function(
        "PP_REALISE",
        "Heures des séances d'une ligne de devis jusqu'au jour du calcul.",
        _ARGUMENTS,
        "worked",
    ),
    _function(
        "PP_PROJETE",
        "Heures réalisées d'une ligne de devis et reste à faire de ses tâches ; vide si aucune ne la sert.",
        _ARGUMENTS,
        "projected",
    ),
    _function(
        "PP_DEPASSEMENT",
        "Heures projetées moins vendues d'une ligne de devis, négatif s'il en reste ; vide si aucune tâche ne la sert.",
        _ARGUMENTS,
        "variance",
    ),
)
