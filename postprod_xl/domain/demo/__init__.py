"""A believable month of five productions, to try every command on: pure data, the same for a same day."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.demo import bought, house, sales, work
from postprod_xl.domain.demo.data import Days
from postprod_xl.domain.demo.history import history


def demo_office(day: date) -> dict[str, list[dict[str, Any]]]:
    """The input tables of the demonstration office.

    Two projects will be delivered late, one quote line has overrun for causes the production must answer for,
    and one graphic artist is confirmed twice on the same days. Everything is fictitious.

    Parameters
    ----------
    day
        The day the office is looked at: sessions stop the working day before, bookings begin on it.

    Returns
    -------
    dict
        Typed records by table name, by code name, in the order they stand in the workbook; with what the refreshes of
        each week before would have noted of the lines.
    """
    days = Days(day)
    tables = {
        "Projets": sales.projects(days),
        "Clients": house.clients(),
        "Tarifs": sales.rates(),
        "Versions": sales.versions(days),
        "Devis": sales.quote_lines(days),
        "Equipe": house.team(),
        "Affinites": house.affinities(),
        "Salles": house.rooms(),
        "Absences": house.absences(days),
        "Planning": work.tasks(days),
        "Seances": work.sessions(days),
        "Avenants": sales.change_orders(days),
        "Echeancier": sales.stages(days),
        "Avancements": sales.progress(),
        "Achats": bought.purchases(days),
        "Contrats": work.contracts(days),
        "Minima": house.minima(days),
        "CodesPaie": house.pay_codes(),
        "Conventions": house.conventions(days),
        "Parametres": house.settings(),
    }
    return {**tables, "Historique": history(tables, day)}
