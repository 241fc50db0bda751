"""Custom functions of pay: the overtime of a week, the least that a function may be paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import CellFault, block_of, shape_of
from postprod_xl.hosts.cell_functions.custom import (
    CellArgument,
    CustomFunction,
    Formula,
    MaybeEmpty,
    WholeArgument,
)
from postprod_xl.hosts.cell_functions.live_cells import read_cell, read_choice, shown
from postprod_xl.hosts.cell_functions.readers import agreement, cell, genre, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.payroll import CONTRACTS, CONVENTIONS
from postprod_xl.schema.units import DAYS_PER_WEEK, MINUTES_PER_DAY
from postprod_xl.schema.vocabulary import ContractType

if TYPE_CHECKING:
    from postprod_xl.domain.payroll.minimum import Minima
    from postprod_xl.domain.payroll.rules.agreements import Agreements

_EMPLOYMENT = (ContractType.FIXED_TERM.value, ContractType.PERMANENT.value)


def _minimum(given: GivenTable | None) -> Callable[[str, str, str, date | None, int | None], int]:
    known: Minima = remembered("minima", [given], None, lambda: _minima(given))
    names: dict[str, set[str]] = {}
    for convention, job in given.rows.select("convention", "job") if given else ():
        names.setdefault(convention, set()).add(job)

    def minimum(convention: str, job: str, genre: str, day: date | None, minutes: int | None) -> int:
        if given and job and plain_letters(job) not in map(plain_letters, names.get(convention, ())):
            fact = f"aucun minimum {convention or 'sans convention'} de « {job} » dans {given.name}"
            raise unknown(fact, job, names.get(convention, ()))
        on = day or date.today()
        if minutes:
            return known.month(convention, genre, job, on, minutes).cents
        return known.hour(convention, genre, job, on).cents

    return minimum


def _minima(given: GivenTable | None) -> Minima:
    from postprod_xl.domain.payroll.minimum import minima

    return minima(office_of([given], date.min))


def _month(raw: Any) -> int | None:
    """The hours of a month; 0 says none."""
    minutes: int | None = read_cell("heures", Kind.HOURS, raw)
    if minutes is not None and minutes < 0:
        raise CellFault(f"heures « {shown(raw)} », attendu : les heures d'un mois, 0 ou plus")
    return minutes


def _overtime(*wholes: Any) -> Formula:
    minutes, given = wholes
    agreements: Agreements = remembered("pay rules", [given], None, lambda: _agreements(given))

    def overtime(
        convention: str, type_: str, day: date | None, genre: str, rate: Decimal | None, month: int | None
    ) -> int:
        from postprod_xl.domain.payroll.counting.week import week_overtime
        from postprod_xl.schema.rows import rows_of
        from postprod_xl.schema.units import week_start

        on = day or date.today()
        _refuse_standing(agreements, convention, on, given)
        cells = {"convention": convention, "type": type_, "genre": genre, "month_minutes": month or None}
        (contract,) = rows_of(CONTRACTS, [{"contract": "", "technician": "", **cells}])
        found = week_overtime(contract, minutes, week_start(on), agreements)
        return sum(found.values()) if rate is None else found[rate]

    return overtime


def _agreements(given: GivenTable | None) -> Agreements:
    from postprod_xl.domain.payroll.rules.agreements import pay_rules

    return pay_rules(office_of([given], date.today()))


def _refuse_standing(agreements: Agreements, convention: str, day: date, given: GivenTable | None) -> None:
    """Nothing of an agreement that may pay a day of work, else what `payroll` would refuse it for."""
    from postprod_xl.domain.payroll.rules.agreements import AgreementStanding
    from postprod_xl.domain.payroll.rules.published import published

    standing = agreements.standing_of(convention, day)
    if standing is AgreementStanding.PROPOSED:
        asked = f"confirmez-les dans {CONVENTIONS.tab}" if given else f"donnez aussi {CONVENTIONS.name}"
        raise CellFault(f"règles de {convention} à confirmer : {asked}")
    if standing is AgreementStanding.ENDED:
        agreement = published(convention)
        next_one = f" : {agreement.followed_by} ?" if agreement.followed_by else ""
        raise CellFault(f"{convention} a pris fin le {agreement.until:%d/%m/%Y}{next_one}")
    if standing is not AgreementStanding.IN_FORCE:
        raise CellFault(f"{convention} ne s'applique pas au {day:%d/%m/%Y}")


def _day_hours(value: Any) -> list[int]:
    """The minutes of each day of a week, from Monday: a row or a column of cells."""
    block = block_of(value)
    rows, columns = shape_of(block)
    if min(rows, columns) != 1 or max(rows, columns) > DAYS_PER_WEEK:
        raise CellFault(
            f"heures : {rows} × {columns} cellules, attendu : une ligne de 7 jours au plus, du lundi au dimanche"
        )
    return [_one_day(cell) for row in block for cell in row]


def _one_day(raw: Any) -> int:
    minutes = read_cell("heures", Kind.HOURS, raw) or 0
    if not 0 <= minutes <= MINUTES_PER_DAY:
        raise CellFault(f"heures « {shown(raw)} », attendu : les heures d'un jour, de 0 à 24")
    return minutes


FUNCTIONS = (
    CustomFunction(
        "PP_HEURES_SUP",
        "Heures supplémentaires d'une semaine, en heures décimales, comptées comme la paie : à la semaine, ou au jour.",
        (
            agreement("le droit commun"),
            CellArgument("contrat", "CDDU ou CDI.", lambda raw: read_choice("contrat", _EMPLOYMENT, raw)),
            WholeArgument(
                "heures",
                "Heures de chaque jour de la semaine, du lundi au dimanche : 7 cellules au plus.",
                _day_hours,
            ),
            cell(
                "jour",
                "Un jour de la semaine, qui dit les règles ; vide : le jour du calcul.",
                Kind.DAY,
                optional=True,
            ),
            genre("la règle générale"),
            cell(
                "taux",
                "Majoration dont les heures sont données, 25 % par exemple ; vide : toutes.",
                Kind.PERCENT,
                optional=True,
            ),
            CellArgument(
                "heures_mois",
                "Heures par mois d'un CDI, que paie son salaire ; vide : la durée légale.",
                _month,
                True,
            ),
            table(
                "Conventions",
                "La table Conventions, pour les règles de la maison ; sans elle, les règles publiées.",
                optional=True,
            ),
        ),
        Kind.HOURS,
        _overtime,
    ),
    CustomFunction(
        "PP_MINIMUM",
        "Le moins que peut payer une heure, ou un mois, d'une fonction : le SMIC, ou le minimum de sa convention s'il "
        "est plus haut.",
        (
            agreement("le SMIC seul"),
            MaybeEmpty(
                "fonction",
                'Fonction, écrite comme dans la table Minima ; "" : le SMIC seul.',
                lambda raw: read_cell("fonction", Kind.TEXT, raw),
            ),
            table("Minima", "La table Minima : Minima[#Tout] ; sans elle, le SMIC seul.", optional=True),
            genre("la ligne sans genre"),
            cell("jour", "Jour où il s'applique ; vide : le jour du calcul.", Kind.DAY, optional=True),
            CellArgument(
                "heures",
                "Heures par mois d'un CDI, dont le salaire minimum est donné ; vide : le minimum d'une heure.",
                _month,
                True,
            ),
        ),
        Kind.EURO,
        _minimum,
    ),
)
