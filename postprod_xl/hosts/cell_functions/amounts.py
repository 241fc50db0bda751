"""Custom functions of amounts: price with VAT, margin, cost of work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from postprod_xl.domain.money import sale_margin_rate, share_cents
from postprod_xl.domain.vat import vat_rate
from postprod_xl.hosts.cell_functions.blocks import CellFault
from postprod_xl.hosts.cell_functions.custom import CellArgument, CustomFunction
from postprod_xl.hosts.cell_functions.live_cells import read_choice, shown
from postprod_xl.hosts.cell_functions.readers import agreement, cell, unknown
from postprod_xl.hosts.cell_functions.tables import GivenTable, office_of, remembered, table
from postprod_xl.schema.kinds import Kind, Unreadable, typed
from postprod_xl.schema.tables.projects import CLIENTS
from postprod_xl.schema.units import MINUTES_PER_HOUR, half_up

_REGIMES = CLIENTS.by_name["vat_regime"].choices


def _with_vat() -> Callable[[int, Decimal | str, date | None, str], int]:
    def with_vat(cents: int, rate: Decimal | str, day: date | None, postcode: str) -> int:
        if isinstance(rate, str):
            rate = vat_rate(rate, postcode, day or date.today())
        return cents + share_cents(cents, rate)

    return with_vat


def _rate_or_regime(raw: Any) -> Decimal | str:
    """A VAT rate, or the regime that says it; empty is France."""
    try:
        rate = typed(Kind.PERCENT, raw)
    except Unreadable:
        return read_choice("taux", _REGIMES, raw)
    if rate is None:
        return ""
    if not 0 <= rate <= 1:
        raise CellFault(f"taux « {shown(raw)} », attendu : un taux de 0 à 100 % (20 %) ou un régime de TVA")
    return rate


def _margin() -> Callable[[int, int], Decimal | None]:
    return sale_margin_rate


def _cost(*tables: GivenTable | None) -> Callable[[str, int, str, date | None], int]:
    contracts = tables[1]
    cost_of_hour = remembered("hour", tables, None, lambda: cache(_hour_cents(tables)))

    def cost(technician: str, minutes: int, convention: str, day: date | None) -> int:
        if minutes < 0:
            hours = shown(minutes / MINUTES_PER_HOUR)
            raise CellFault(f"heures « {hours} », attendu : des heures, 0 ou plus")
        hired = convention if contracts else ""
        hour = cost_of_hour(technician, hired, (day or date.today()) if hired else date.min)
        return half_up(hour * minutes / MINUTES_PER_HOUR)

    return cost


def _hour_cents(tables: tuple[GivenTable | None, ...]) -> Callable[[str, str, date], Decimal]:
    from postprod_xl.domain.accounts.hourly import Terms, hourly_costs, terms_of
    from postprod_xl.domain.people.contracts import contract_on
    from postprod_xl.schema.tables.team import TEAM

    office = office_of(tables, date.min)
    people = frozenset(office["Equipe"].column("code"))

    def hour_cents(technician: str, convention: str, day: date) -> Decimal:
        if technician not in people:
            raise unknown(f"technicien « {technician} » inconnu dans {TEAM.tab}", technician, people)
        contract = contract_on(office, technician, convention, day) if convention else None
        if convention and contract is None:
            raise CellFault(f"aucun contrat {convention} de {technician} au {day:%d/%m/%Y}")
        terms = terms_of(contract, day) if contract else Terms("", None, technician)
        cents = hourly_costs(office, [terms])[terms]
        if cents is None:
            raise CellFault(f"ni taux horaire ni coût jour pour {technician} dans {TEAM.tab}")
        return cents

    return hour_cents


FUNCTIONS = (
    CustomFunction(
        "PP_TTC",
        "Montant TTC d'un montant HT, arrondi au centime.",
        (
            cell("ht", "Montant HT.", Kind.EURO),
            CellArgument(
                "taux",
                "Taux (20 %) ou régime : France, UE autoliquidation, Hors UE, DOM ; vide : France.",
                _rate_or_regime,
                True,
            ),
            cell(
                "jour",
                "Jour du document, qui dit le taux d'un régime ; vide : le jour du calcul.",
                Kind.DAY,
                optional=True,
            ),
            cell("code_postal", "Code postal du client, lu outre-mer.", Kind.TEXT, optional=True),
        ),
        Kind.EURO,
        _with_vat,
    ),
    CustomFunction(
        "PP_MARGE",
        "Marge rapportée au prix de vente, à quatre décimales ; vide sans prix de vente positif.",
        (cell("vendu", "Prix de vente HT.", Kind.EURO), cell("cout", "Coût HT.", Kind.EURO)),
        Kind.PERCENT,
        _margin,
    ),
    CustomFunction(
        "PP_COUT",
        "Coût d'heures de travail d'une personne, charges estimées comprises, sans majoration.",
        (
            cell("technicien", "Code de la personne.", Kind.TEXT),
            cell("heures", "Heures de travail : 7,5 ou 7h30.", Kind.HOURS),
            agreement("le taux habituel d'Equipe"),
            table("Equipe", "La table Equipe : Equipe[#Tout]."),
            table("Contrats", "La table Contrats ; sans elle, le taux habituel d'Equipe.", optional=True),
            table(
                "Parametres",
                "La table Parametres, pour les charges estimées ; sans elle, celles d'origine.",
                optional=True,
            ),
            cell(
                "jour", "Jour où le contrat est en cours ; vide : le jour du calcul.", Kind.DAY, optional=True
            ),
        ),
        Kind.EURO,
        _cost,
    ),
)
