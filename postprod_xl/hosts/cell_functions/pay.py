"""Custom functions of pay: the least that a function may be paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CellArgument, CustomFunction, MaybeEmpty
from postprod_xl.hosts.cell_functions.live_cells import read_cell, read_choice, shown
from postprod_xl.hosts.cell_functions.readers import cell, chosen, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.cells.spelling import plain_letters
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.tables.payroll import CONTRACTS

if TYPE_CHECKING:
    from postprod_xl.domain.payroll.minimum import Minima

_CONVENTIONS = CONTRACTS.by_name["convention"].choices
_GENRES = CONTRACTS.by_name["genre"].choices


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


FUNCTIONS = (
    CustomFunction(
        "PP_MINIMUM",
        "Le moins que peut payer une heure, ou un mois, d'une fonction : le SMIC, ou le minimum de sa convention s'il "
        "est plus haut.",
        (
            MaybeEmpty(
                "convention",
                'Convention du contrat (2642, 2717, 3252, 3097, Aucune) ; "" : le SMIC seul.',
                lambda raw: read_choice("convention", _CONVENTIONS, raw),
            ),
            MaybeEmpty(
                "fonction",
                'Fonction, écrite comme dans Minima ; "" : le SMIC seul.',
                lambda raw: read_cell("fonction", Kind.TEXT, raw),
            ),
            table("Minima", "La table Minima : Minima[#Tout] ; sans elle, le SMIC seul.", optional=True),
            chosen(
                "genre", "Fiction, Documentaire, Flux ou Publicité ; vide : la ligne sans genre.", _GENRES
            ),
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
