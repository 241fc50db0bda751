"""What is asked of a statement: which holder, which period, after which statements; and why it is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from postprod_xl.domain.catalogue.royalties.periods import RoyaltyPeriod, period
from postprod_xl.domain.catalogue.statements.register import (
    in_force,
    last_day,
    replaced_chain,
    statements_of,
)
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST, plausible
from postprod_xl.domain.wording import closest_names, from_to
from postprod_xl.schema.problems import Problem, Refusal, blocking
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import STATEMENTS
from postprod_xl.schema.tables.catalogue.works import HOLDERS


@dataclass(frozen=True)
class StatementRequest:
    """What is asked.

    Parameters
    ----------
    holder
        Code of `AyantsDroit`.
    period
        2026, 2026-S1, 2026-T3 or 2026-11; empty for that of the statement to correct.
    day
        Day of the statement.
    corrects
        Number of the statement that it replaces, the last one of the holder; empty for none.
    """

    holder: str
    period: str
    day: date
    corrects: str = ""


@dataclass(frozen=True)
class AskedStatement:
    """A statement that may be issued, its figures aside.

    Parameters
    ----------
    holder
        His row of `AyantsDroit`.
    period
        What it accounts for.
    day
        Its day.
    before
        The statement in force of the period before; None where none was issued.
    opening
        The eve of all that was stated to the holder before the period; the eve of the period where nothing was.
    replaced
        The statement that this one replaces, then those that it replaced in its turn.
    """

    holder: Row
    period: RoyaltyPeriod
    day: date
    opening: date
    before: Row | None = None
    replaced: Sequence[Row] = field(default=())

    @property
    def corrects(self) -> str:
        """The number of the statement replaced; empty without one."""
        return self.replaced[0].number if self.replaced else ""


def holder_of(office: Office, code: str) -> Row:
    """The row of a holder.

    Raises
    ------
    Refusal
        No row has that code.
    """
    found = next((row for row in office[HOLDERS.name] if row.holder == code), None)
    if found is None:
        codes = office[HOLDERS.name].column("holder")
        heading, expected = HOLDERS.heading("holder"), f"un code de {HOLDERS.tab}"
        message = f"« {code} » n'est pas dans {HOLDERS.tab} ; {closest_names(code, codes)}"
        raise Refusal(blocking(HOLDERS.name, None, heading, code, expected, message))
    return found


def asked_statement(office: Office, request: StatementRequest) -> AskedStatement:
    """What is asked, once it holds with the statements issued so far.

    Raises
    ------
    Refusal
        The holder or the period is not known, the period was stated already, or what is to be corrected is not the last
        statement of the holder.
    """
    holder = holder_of(office, request.holder)
    issued = statements_of(office, request.holder)
    standing = in_force(issued)
    if request.corrects:
        last = _corrected(issued, standing, holder, request.corrects)
        wanted = _corrected_period(last, request.period)
        earlier = [row for row in standing if row.last_day < wanted.first_day]
        replaced = replaced_chain(issued, last.number)
    else:
        wanted, earlier, replaced = period(request.period), standing, []
        if standing and standing[-1].last_day >= wanted.first_day:
            raise Refusal(_stated_already(standing, holder, wanted))
    opening = earlier[0].first_day - timedelta(days=1) if earlier else wanted.eve
    return AskedStatement(holder, wanted, request.day, opening, earlier[-1] if earlier else None, replaced)


def _corrected(issued: Sequence[Row], standing: Sequence[Row], holder: Row, number: str) -> Row:
    """The statement to correct: the last one of the holder, none that was replaced."""
    heading = STATEMENTS.heading("corrects")
    last = standing[-1] if standing else None
    if last is not None and last.number == number:
        return last
    by_number = {row.number: row for row in issued}
    if number not in by_number:
        message = f"{number} n'est pas un relevé de {holder.holder} ; "
        message += closest_names(number, [row.number for row in issued])
        raise Refusal(
            blocking(STATEMENTS.name, None, heading, number, f"un relevé de {holder.holder}", message)
        )
    later = next((row.number for row in issued if row.corrects == number), "")
    if later:
        message = f"{number} est déjà remplacé par {later} : c'est lui qui se corrige, s'il est le dernier"
    else:
        assert last is not None
        message = (
            f"{number} n'est plus le dernier relevé de {holder.holder}, {last.number} rend compte après lui : ce qui a "
            "changé sera une régularisation du prochain relevé"
        )
    raise Refusal(by_number[number].blocking("number", number, last.number if last else "", message))


def _corrected_period(row: Row, text: str) -> RoyaltyPeriod:
    """The period of a corrected statement; another one asked beside is refused."""
    own = period(row.period)
    if text and period(text) != own:
        message = f"{row.number} rend compte de {own.name} : une correction garde sa période"
        raise Refusal(row.blocking("period", text, own.name, message))
    return own


def _stated_already(standing: Sequence[Row], holder: Row, wanted: RoyaltyPeriod) -> Problem:
    """The refusal of a period that a later one, or one of the same days, was stated after."""
    first, last = standing[0], standing[-1]
    same = next((row for row in standing if row.period == wanted.name), None)
    if same is not None and same is last:
        message = f"{wanted.name} est déjà rendu à {holder.holder} par {same.number} : "
        message += f"« --correct {same.number} » le remplace"
    elif same is not None:
        message = f"{wanted.name} est déjà rendu à {holder.holder} par {same.number}"
    elif wanted.last_day < first.first_day:
        message = (
            f"{wanted.name} est avant {first.number}, le premier relevé de {holder.holder} ({first.period}) : il y est "
            "compris dans l'antérieur, hors du montant dû"
        )
    elif not any(_share_days(row, wanted) for row in standing):
        message = (
            f"{wanted.name} est avant {last.number}, qui rend compte à {holder.holder} après lui : ce qui y a changé "
            "sera une régularisation du prochain relevé"
        )
    else:
        message = (
            f"{last.number} rend compte à {holder.holder} jusqu'au {last.last_day:%d/%m/%Y} : {wanted.name} "
            f"({from_to(wanted.first_day, wanted.last_day)}) en reprendrait des jours"
        )
    expected = f"une période qui commence après le {last.last_day:%d/%m/%Y}"
    return (same or last).blocking("period", wanted.name, expected, message)


def _share_days(row: Row, wanted: RoyaltyPeriod) -> bool:
    """Whether a statement accounts for some days of a period."""
    return bool(row.first_day <= wanted.last_day and wanted.first_day <= row.last_day)


def day_refusals(office: Office, asked: AskedStatement) -> Iterator[Problem]:
    """What keeps a statement of a day from being issued; a draft is not kept."""
    day, wanted, heading = asked.day, asked.period, STATEMENTS.heading("day")
    found = f"{day:%d/%m/%Y}"
    if day <= wanted.last_day:
        first = wanted.last_day + timedelta(days=1)
        message = (
            f"{wanted.name} finit le {wanted.last_day:%d/%m/%Y} : un encaissement peut encore y arriver, émettez son "
            f"relevé à partir du {first:%d/%m/%Y} (--draft en écrit le projet)"
        )
        yield blocking(
            STATEMENTS.name, None, heading, found, f"une date à partir du {first:%d/%m/%Y}", message
        )
    latest = last_day(office)
    if latest and day < latest:
        message = f"daté du {found}, avant le dernier relevé émis, du {latest:%d/%m/%Y}"
        yield blocking(
            STATEMENTS.name, None, heading, found, f"une date à partir du {latest:%d/%m/%Y}", message
        )
    if plausible(day, office.today) is None:
        expected = (
            f"une date entre le {office.today - FURTHEST:%d/%m/%Y} et le {office.today + FURTHEST:%d/%m/%Y}"
        )
        message = f"daté du {found}, à plus de dix ans d'aujourd'hui : plus rien ne pourrait l'être avant"
        yield blocking(STATEMENTS.name, None, heading, found, expected, message)
