"""DRT-19: contracts of conservation to be renewed; and the elements that are out, with the day they are due back.

Source: article L132-27 of the code de la propriété intellectuelle and the agreement of 3 October 2016: the producer
keeps the elements of a work in a state to be exploited.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.catalogue.conflicts.finding import RightsFinding
from postprod_xl.domain.catalogue.duties.deadlines import Deadline
from postprod_xl.domain.catalogue.part import RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.parameters import in_force
from postprod_xl.schema.catalogue_vocabulary import DeadlineNature
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.vocabulary import Severity

RULE = "DRT-19"
_RENEW = "Renouvelez le contrat de conservation, ou déplacez l'élément."
_BRING_BACK = "Faites revenir l'élément, ou notez son retour."


def conservation_findings(office: Office) -> Iterator[RightsFinding]:
    """DRT-19 of the elements whose contract of conservation ends in less than a year, or has ended."""
    months = in_force("catalogue_duties.conservation_months", office.today).value
    limit = office.today + relativedelta(months=months)
    for row in office["Materiel"]:
        end = row.conservation_end
        if end is not None and end < limit:
            message = f"Contrat de conservation à renouveler : {_named(row)}, {_told(row, office)}"
            yield RightsFinding(RULE, Severity.WARNING, row.work, "", message, _RENEW, rows=(row,))


def material_deadlines(office: Office) -> Iterator[Deadline]:
    """The ends of conservation, and the days on which what is out is due back."""
    for row in office["Materiel"]:
        if row.conservation_end:
            message = f"Conservation de {_named(row)}, {_told(row, office)}"
            yield Deadline(
                row.conservation_end,
                DeadlineNature.CONSERVATION,
                row.work,
                row.element,
                row.provider,
                message,
                _RENEW,
            )
        if _is_out(row) and row.back_due_day:
            yield Deadline(
                row.back_due_day,
                DeadlineNature.LOAN,
                row.work,
                row.element,
                row.out_to,
                f"{_named(row)} doit revenir{_from(row)}",
                _BRING_BACK,
            )


def loan_alerts(office: Office) -> Iterator[RightsAlert]:
    """The elements that are out and late, or out for nobody knows how long."""
    for row in office["Materiel"]:
        if _is_out(row):
            due = row.back_due_day
            if due is None:
                yield RightsAlert(row, Severity.INFO, f"Sorti{_at(row)} sans jour de retour prévu")
            elif due < office.today:
                late = (office.today - due).days
                text = f"À rendre{_from(row)} depuis le {due:%d/%m/%Y} ({late} j)"
                yield RightsAlert(row, Severity.WARNING, text)


def loan_problems(office: Office) -> Iterator[Problem]:
    """The elements that came back, or are due, before they left."""
    for row in office["Materiel"]:
        for column, verb in (("back_due_day", "attendu"), ("back_day", "revenu")):
            day = getattr(row, column)
            if row.out_day and day and day < row.out_day:
                message = f"{row.element} {verb} le {day:%d/%m/%Y}, avant sa sortie du {row.out_day:%d/%m/%Y}"
                expected = f"le {row.out_day:%d/%m/%Y} ou après"
                yield row.warning(column, f"{day:%d/%m/%Y}", expected, message)


def _is_out(row: Row) -> bool:
    return bool(row.out_day or row.out_to or row.back_due_day) and row.back_day is None


def _named(row: Row) -> str:
    nature = f" ({row.nature})" if row.nature else ""
    return f"{row.element}{nature}"


def _told(row: Row, office: Office) -> str:
    end = row.conservation_end
    left = (end - office.today).days
    provider = f" chez {row.provider}" if row.provider else ""
    verb = "finit" if left >= 0 else "a fini"
    return f"{verb} le {end:%d/%m/%Y}{provider}"


def _from(row: Row) -> str:
    return f" de chez {row.out_to}" if row.out_to else ""


def _at(row: Row) -> str:
    return f" chez {row.out_to}" if row.out_to else ""
