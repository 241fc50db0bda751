"""The pay sheets of a month, person by person, from `Paie` and `Rubriques` as written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from postprod_xl.documents.payroll.pay_sheet import PaySheet, SheetContract, SheetItem, SheetSession
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.counting.terms import month_of
from postprod_xl.domain.payroll.exports.items import coefficient
from postprod_xl.domain.payroll.frozen.months import exported_months, rows_of_month
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.payroll.hours.parts import days_begun, night_minutes
from postprod_xl.domain.payroll.summary import ALERT_SEPARATOR
from postprod_xl.domain.people.contracts import contracts
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.sessions.done import Session, sessions_in_order
from postprod_xl.domain.wording import closest_names, hours_text
from postprod_xl.schema.problems import Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import PAY
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded


class SheetsRefused(Refusal):
    """No pay sheet can be made of what was asked."""


def pay_sheets(office: Office, month: str, person: str = "") -> tuple[PaySheet, ...]:
    """The sheets of a month, by name: its contracts, their sessions of today and what they were prepared to pay.

    Parameters
    ----------
    month
        Written `2026-11`.
    person
        Code of the only person asked for; empty for everybody who is paid.

    Raises
    ------
    SheetsRefused
        The month was not prepared, the person is not known, or is not paid in that month.
    """
    code = _known(office, person) if person else ""
    by_person: dict[str, list[Row]] = defaultdict(list)
    for sheet in office[PAY.name]:
        if sheet.month == month:
            by_person[sheet.technician].append(sheet)
    if not by_person:
        remedy = f"« postprod payroll --month {month} » la prépare"
        message = f"la paie de {month} n'est pas préparée : {remedy}, puis recommencez"
        raise SheetsRefused(blocking(PAY.name, None, PAY.heading("month"), month, "un mois préparé", message))
    if code and code not in by_person:
        message = f"{code} n'est pas payé en {month} : aucun de ses contrats n'est dans {PAY.tab} ce mois-là"
        raise SheetsRefused(
            blocking(PAY.name, None, PAY.heading("technician"), code, "une personne payée", message)
        )
    maker = _Maker(office, month)
    made = [maker.sheet(who, rows) for who, rows in by_person.items() if code in ("", who)]
    return tuple(sorted(made, key=lambda sheet: (folded(sheet.name), sheet.code)))


def _known(office: Office, person: str) -> str:
    """The code of a person, however its case."""
    codes = office[TEAM.name].column("code")
    found = next((code for code in codes if folded(code) == folded(person)), None)
    if found is None:
        message = f"« {person} » n'est pas dans {TEAM.tab} ; {closest_names(person, codes)}"
        heading = TEAM.heading("code")
        raise SheetsRefused(blocking(TEAM.name, None, heading, person, "le code d'une personne", message))
    return found


class _Maker:
    """What turns the rows of a month into sheets; what they share is looked for once."""

    def __init__(self, office: Office, month: str) -> None:
        self._office, self._first = office, month_bounds(month)[0]
        self._people = {row.code: row for row in office[TEAM.name]}
        self._projects = {row.code: row for row in office["Projets"]}
        self._contracts = contracts(office)
        self._tasks = office["Planning"].by_key("task", "label")
        self._night = dict(zip(office["Seances"].numbers, night_minutes(office), strict=True))
        written = rows_of_month(office, month)
        self._declared = written.declarations.by_key("contract", "alert")
        self._items: dict[str, list[Row]] = defaultdict(list)
        for item in written.items:
            self._items[item.contract].append(item)
        self._sessions: dict[tuple[str, str], list[Session]] = defaultdict(list)
        begun = days_begun(office)
        for session in sessions_in_order(office):
            if month_of(begun.get(session.row, session.day)) == month and not session.is_borrowed:
                self._sessions[session.contract, session.person].append(session)
        exports = exported_months(office).get(month)
        self._exported: date | None = exports[0].exported_day if exports else None

    def sheet(self, code: str, rows: Sequence[Row]) -> PaySheet:
        """That of a person, from the rows of `Paie`."""
        person = self._people.get(code)
        name = full_name(person) if person else ""
        return PaySheet(
            month=self._first,
            day=self._office.today,
            code=code,
            name=name or code,
            payroll_id=rows[0].payroll_id,
            status=person.status if person else "",
            contracts=tuple(self._contract(row) for row in rows),
            exported_day=self._exported,
        )

    def _contract(self, row: Row) -> SheetContract:
        held, items = self._contracts.get(row.contract), self._items[row.contract]
        code = (held.project if held else "") or next((item.project for item in items if item.project), "")
        project = self._projects.get(code)
        sessions = tuple(map(self._session, self._sessions[row.contract, row.technician]))
        return SheetContract(
            contract=row.contract,
            job=held.job if held else "",
            type=held.type if held else "",
            convention=held.convention if held else "",
            genre=held.genre if held else "",
            project=(project.title if project else "") or code,
            object_number=project.object_number if project else "",
            first_day=held.first_day if held else None,
            last_day=held.last_day if held else None,
            declared_day=held.declared_day if held else None,
            signed_day=held.signed_day if held else None,
            days=row.days or 0,
            worked_minutes=row.worked_minutes or 0,
            gross_cents=row.gross_cents,
            items=tuple(map(_item, items)),
            sessions=sessions,
            alerts=tuple(self._alerts(row, sessions)),
        )

    def _session(self, session: Session) -> SheetSession:
        project = self._projects.get(session.project)
        return SheetSession(
            day=session.day,
            project=(project.title if project else "") or session.project,
            task=self._tasks.get(session.task) or session.task,
            start=session.start,
            end=session.end,
            pause_minutes=session.pause_minutes or 0,
            worked_minutes=session.minutes,
            night_minutes=self._night.get(session.row) or 0,
            is_validated=session.validated,
        )

    def _alerts(self, row: Row, sessions: Iterable[SheetSession]) -> list[str]:
        """What `Paie` and `Declarations` say, and the hours that the sessions of today do not give."""
        written = [
            *row.alert.split(ALERT_SEPARATOR),
            *self._declared.get(row.contract, "").split(ALERT_SEPARATOR),
        ]
        told = [part for part in dict.fromkeys(written) if part]
        listed, paid = sum(session.worked_minutes for session in sessions), row.worked_minutes or 0
        if listed != paid:
            told.append(
                f"les séances font {hours_text(listed)}, la paie écrite en compte {hours_text(paid)} : elles se "
                "chevauchent, ou ont changé depuis"
            )
        return told


def _item(item: Row) -> SheetItem:
    return SheetItem(
        item.item, item.label, item.base_hours, item.rate_cents, coefficient(item), item.amount_cents
    )
