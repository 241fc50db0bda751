"""When an invoice is to be paid: the terms of its client, and the longest that the law lets two companies agree on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from postprod_xl.domain.office import Office
from postprod_xl.parameters import UnknownRate, rate
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.settings.house import setting_rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.vocabulary import VatRegime


class Term(NamedTuple):
    """After how many days a client pays, and the cell that says so.

    Parameters
    ----------
    table, row, heading
        The cell.
    days, end_of_month
        So many days after the invoice, then the end of that month.
    is_ruled
        Whether the French limit holds: a client out of the European Union agrees on what he wants.
    """

    table: str
    row: int | None
    heading: str
    days: int
    end_of_month: bool
    is_ruled: bool


def due_day(day: date, payment_days: int, end_of_month: bool) -> date:
    """Last day to pay: so many days after the invoice, then the end of that month if the client pays so.

    >>> due_day(date(2026, 11, 23), 30, True)
    datetime.date(2026, 12, 31)
    """
    due = day + timedelta(days=payment_days)
    return due + relativedelta(day=31) if end_of_month else due


def latest_due_day(day: date) -> date:
    """The last day to pay that two companies may agree on for an invoice of a day.

    60 days after it; or 45 days « fin de mois », counted either way: 45 days then the end of the month, or the end of
    the month then 45 days (C. com. L441-10, I; both counts are admitted, DGCCRF).

    >>> latest_due_day(date(2026, 5, 15)), latest_due_day(date(2026, 5, 31))
    (datetime.date(2026, 7, 15), datetime.date(2026, 7, 31))

    Raises
    ------
    UnknownRate
        Before the first known limit.
    """
    most, most_end = _longest(day)
    return max(
        day + timedelta(days=most),
        due_day(day, most_end, end_of_month=True),
        day + relativedelta(day=31) + timedelta(days=most_end),
    )


def client_term(office: Office, client: Row) -> Term:
    """The terms of a client: its own days, else those of the house."""
    is_ruled = client.vat_regime != VatRegime.OUTSIDE_EU
    if client.payment_days is None:
        house = house_term(office)
        return house._replace(end_of_month=client.end_of_month, is_ruled=is_ruled)
    heading = client.table.heading("payment_days")
    own = client.payment_days, client.end_of_month
    return Term("Clients", client.row, heading, *own, is_ruled)


def house_term(office: Office) -> Term:
    """The terms of the house, for a client who has none of his own."""
    row = setting_rows(office["Parametres"]).get("payment_days")
    heading = BY_NAME["Parametres"].heading("value")
    return Term("Parametres", row, heading, office.settings["payment_days"], False, True)


def client_due_day(office: Office, client: Row, day: date) -> date:
    """Last day to pay of an invoice of a client, on its terms."""
    return due_day(day, payment_days(office, client), client.end_of_month)


def payment_days(office: Office, client: Row) -> int:
    """After how many days a client pays: its own, else those of the house."""
    own: int | None = client.payment_days
    return int(office.settings["payment_days"]) if own is None else own


def term_refusals(office: Office, project: str, day: date) -> list[Problem]:
    """What refuses an invoice of a day whose client was given more days than the law lets (C. com. L441-10, I)."""
    code = office["Projets"].by_key("code", "client").get(project)
    client = next((client for client in office["Clients"] if client.code == code), None)
    if client is None:
        return []
    term = client_term(office, client)
    limit = _limit(term, day)
    if not term.is_ruled or limit is None:
        return []
    expected, last = _most_text(term, limit), client_due_day(office, client, day)
    most, most_end = _longest(day)
    message = (
        f"{code} paierait le {last:%d/%m/%Y} une facture du {day:%d/%m/%Y}, à {_text(term, term.days)} : le Code de "
        f"commerce (L441-10) admet {most} jours ou {most_end} jours fin de mois, le {latest_due_day(day):%d/%m/%Y} au "
        "plus tard"
    )
    return [blocking(term.table, term.row, term.heading, str(term.days), expected, message)]


def long_terms(office: Office) -> Iterator[Problem]:
    """Terms of payment above what the law allows two companies to agree on, those of each client and of the house."""
    own = [client_term(office, client) for client in office["Clients"] if client.payment_days is not None]
    for term in (*own, house_term(office)):
        limit = _limit(term, office.today)
        if limit is not None:
            expected = _most_text(term, limit)
            rule = "le Code de commerce (L441-10) admet" if term.is_ruled else "d'ordinaire"
            message = f"délai de paiement de {_text(term, term.days)} : {rule} {expected}"
            yield warning(term.table, term.row, term.heading, str(term.days), expected, message)


_LIMITS = {False: "longest_payment_days", True: "longest_end_of_month_days"}


def _longest(day: date) -> tuple[int, int]:
    """The days that the law of a day admits after an invoice, and with the end of the month."""
    most, most_end = (int(rate(f"invoicing.{name}", day)) for name in _LIMITS.values())
    return most, most_end


def _limit(term: Term, day: date) -> int | None:
    """The days of the law that a term passes; None when it does not, or when the law of that day is not known."""
    try:
        most = int(rate(f"invoicing.{_LIMITS[term.end_of_month]}", day))
    except UnknownRate:
        return None
    return most if term.days > most else None


def _most_text(term: Term, limit: int) -> str:
    return f"{_text(term, limit)} au plus"


def _text(term: Term, days: int) -> str:
    return f"{days} jours {'fin de mois' if term.end_of_month else 'à compter de la facture'}"
