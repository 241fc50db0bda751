"""What nobody refuses and is seldom meant: names, days, terms of payment and parts that are asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from postprod_xl.domain.invoicing.lines import percent_text
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.tasks.absurd_dates import FURTHEST, TOLD_BY_THE_PLAN, plausible
from postprod_xl.parameters import UnknownRate, named, rate
from postprod_xl.schema.formats import COUNTRIES, DOMESTIC, is_in_european_union
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.references import SEPARATOR, Known, is_misspelt, name_problem, unknown_names
from postprod_xl.schema.settings import SETTINGS
from postprod_xl.schema.table import TableKind
from postprod_xl.schema.tables import BY_NAME, TABLES
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Convention, StepType, VatRegime

CELLS_NAMED = 3
STEP_FILES = ("programme_steps", "floors")
STEPS_PLACE = "des étapes types"
_OVERSEAS_POSTCODES = ("97", "98")
_PACIFIC = frozenset({"NC", "PF", "WF", "TF"})
_OTHER_SEPARATORS = re.compile(r"[,/+&\n]|\bet\b")


def doubts(office: Office, told: Collection[Problem]) -> list[Problem]:
    """Warnings of what an office holds that is allowed and most often a slip.

    Parameters
    ----------
    office
        Every table, typed.
    told
        What the other rules say: a name that one of them speaks of is told again only with the one meant.
    """
    spoken = set(map(_place, told))
    names = [*unknown_names(BY_NAME, office.tables), *_unknown_steps(office), *_without_rules(office)]
    return [
        *(name for name in names if is_misspelt(name) or _place(name) not in spoken),
        *_joined_skills(office),
        *_shared_payroll_ids(office),
        *_far_days(office),
        *_long_terms(office),
        *_foreign_regimes(office),
        *_half_priced(office),
        *_shares(office),
        *_early_balances(office),
    ]


def _place(problem: Problem) -> tuple[str, str, str]:
    return problem.table, problem.heading, folded(problem.found)


def _unknown_steps(office: Office) -> Iterator[Problem]:
    """Steps that no programme knows: neither their floor nor their place after the delivery is found."""
    steps = frozenset().union(*(named(file) for file in STEP_FILES))
    tasks = office["Planning"]
    rows: dict[str, list[int]] = defaultdict(list)
    for row, step in zip(tasks.numbers, tasks.column("step"), strict=True):
        if step and step not in steps:
            rows[step].append(row)
    heading = BY_NAME["Planning"].heading("step")
    for step, at in rows.items():
        yield name_problem("Planning", heading, step, at, Known(steps, STEPS_PLACE))


def _without_rules(office: Office) -> Iterator[Problem]:
    """The collective agreements whose pay rules are not known: no contract can follow them."""
    codes, heading = list(Convention), BY_NAME["Conventions"].heading("code")
    frame = office["Conventions"]
    for row, code in zip(frame.numbers, frame.column("code"), strict=True):
        if code not in codes:
            yield name_problem("Conventions", heading, code, [row], Known(codes, "des règles de paie"))


def _joined_skills(office: Office) -> Iterator[Problem]:
    """Skills written with another separator: they are read as one, which nobody asks for."""
    asked = {folded(skill) for table in ("Planning", "Tarifs") for skill in office[table].column("skill")}
    frame, heading = office["Equipe"], BY_NAME["Equipe"].heading("skills")
    for row, text in zip(frame.numbers, frame.column("skills"), strict=True):
        for skill in (text or "").split(SEPARATOR):
            pieces = [piece.strip() for piece in _OTHER_SEPARATORS.split(skill) if piece.strip()]
            if len(pieces) > 1 and folded(skill) not in asked and {folded(piece) for piece in pieces} & asked:
                meant = f"{SEPARATOR} ".join(pieces)
                message = f"« {skill.strip()} » se lit comme une seule compétence : écrivez « {meant} »"
                yield warning("Equipe", row, heading, skill.strip(), meant, message)


def _shared_payroll_ids(office: Office) -> Iterator[Problem]:
    """Payroll numbers of two people: the hours of one would be paid to the other."""
    frame, heading = office["Equipe"], BY_NAME["Equipe"].heading("payroll_id")
    holders: dict[str, str] = {}
    columns = (frame.column(name) for name in ("code", "payroll_id"))
    for row, code, number in zip(frame.numbers, *columns, strict=True):
        holder = holders.setdefault(folded(number), code) if number else code
        if holder != code:
            message = f"« {number} » est aussi le matricule de {holder} : corrigez l'un des deux"
            yield warning("Equipe", row, heading, number, "un matricule par personne", message)


def _far_days(office: Office) -> Iterator[Problem]:
    """Days far from today, where no rule of the plan tells them with what follows from it."""
    for table in TABLES:
        if table.kind is not TableKind.RESULT:
            for column in table.columns:
                if (
                    column.kind is Kind.DAY
                    and table.trusts(column)
                    and column.name not in TOLD_BY_THE_PLAN.get(table.name, ())
                ):
                    yield from _far_cells(office, table.name, column.name)


def _far_cells(office: Office, table: str, name: str) -> Iterator[Problem]:
    frame, today = office[table], office.today
    days = frame.column(name)
    strange = {day for day in set(days) if day is not None and plausible(day, today) is None}
    if not strange:
        return
    cells = [(row, day) for row, day in zip(frame.numbers, days, strict=True) if day in strange]
    more = ""
    if len(cells) > CELLS_NAMED:
        cells, more = cells[:1], f" ({len(cells)} lignes, celle-ci est la première)"
    expected = f"une date entre le {today - FURTHEST:%d/%m/%Y} et le {today + FURTHEST:%d/%m/%Y}"
    for row, day in cells:
        found = f"{day:%d/%m/%Y}"
        message = (
            f"le {found} est à plus de dix ans d'aujourd'hui{more} : vérifiez l'année ; attendu : {expected}"
        )
        yield warning(table, row, BY_NAME[table].heading(name), found, expected, message)


def _foreign_regimes(office: Office) -> Iterator[Problem]:
    """Clients whose VAT regime is that of another country: their invoices would bear another VAT."""
    frame, heading = office["Clients"], BY_NAME["Clients"].heading("vat_regime")
    columns = (frame.column(name) for name in ("code", "country", "postcode", "vat_number", "vat_regime"))
    for row, code, country, postcode, number, regime in zip(frame.numbers, *columns, strict=True):
        regimes = _regimes_of(country, postcode, number) if country in COUNTRIES else ()
        if regimes and (regime or VatRegime.FRANCE) not in regimes:
            found, expected = regime or "vide, donc France", " ou ".join(regimes)
            place = f"{country} {postcode}".rstrip()
            message = (
                f"{code} : le régime « {found} » n'est pas celui d'un client de « {place} », la TVA de ses "
                f"factures serait fausse ; attendu : {expected}"
            )
            yield warning("Clients", row, heading, regime or "vide", expected, message)


def _regimes_of(country: str, postcode: str, vat_number: str) -> tuple[str, ...]:
    """The regimes of a service sold to a client of a country (CGI art. 259-1° and 283-2); Monaco is as France."""
    if country == "FR":
        overseas = postcode.startswith(_OVERSEAS_POSTCODES)
        return (
            (VatRegime.FRANCE, VatRegime.OVERSEAS)
            if not postcode
            else (VatRegime.OVERSEAS,)
            if overseas
            else (VatRegime.FRANCE,)
        )
    if country == "MC":
        return (VatRegime.FRANCE,)
    if country in DOMESTIC | _PACIFIC:
        return VatRegime.OVERSEAS, VatRegime.OUTSIDE_EU
    if not is_in_european_union(country):
        return (VatRegime.OUTSIDE_EU,)
    # A client without number is no taxable person: the VAT is that of the seller.
    return (VatRegime.REVERSE_CHARGE,) if vat_number else (VatRegime.REVERSE_CHARGE, VatRegime.FRANCE)


def _half_priced(office: Office) -> Iterator[Problem]:
    """Lines of a quote and change orders with a quantity and no price, or a price and no quantity: they count 0 €."""
    for table, code in (("Devis", "line"), ("Avenants", "number")):
        frame = office[table]
        columns = (frame.column(name) for name in (code, "quantity", "unit_price_cents"))
        for row, line, quantity, price in zip(frame.numbers, *columns, strict=True):
            if (quantity is None) != (price is None):
                heading = BY_NAME[table].heading("quantity" if quantity is None else "unit_price_cents")
                message = f"{line} : « {heading} » est vide, la ligne compte 0 € : tapez-le, ou 0"
                yield warning(table, row, heading, "vide", "un nombre, 0 s'il n'y en a pas", message)


class _Term(NamedTuple):
    """One cell that says after how many days a client pays."""

    table: str
    row: int | None
    heading: str
    days: int
    end_of_month: bool
    is_ruled: bool


def _long_terms(office: Office) -> Iterator[Problem]:
    """Terms of payment above what the law allows two companies to agree on (C. com. L441-10)."""
    try:
        most = {
            False: int(rate("invoicing.longest_payment_days", office.today)),
            True: int(rate("invoicing.longest_end_of_month_days", office.today)),
        }
    except UnknownRate:
        return
    for term in _terms(office):
        limit = most[term.end_of_month]
        if term.days > limit:
            what = "fin de mois" if term.end_of_month else "à compter de la facture"
            expected = f"{limit} jours {what} au plus"
            rule = "le Code de commerce (L441-10) admet" if term.is_ruled else "d'ordinaire"
            message = f"délai de paiement de {term.days} jours {what} : {rule} {expected}"
            yield warning(term.table, term.row, term.heading, str(term.days), expected, message)


def _terms(office: Office) -> Iterator[_Term]:
    clients, heading = office["Clients"], BY_NAME["Clients"].heading("payment_days")
    columns = (clients.column(name) for name in ("payment_days", "end_of_month", "vat_regime"))
    for row, days, end_of_month, regime in zip(clients.numbers, *columns, strict=True):
        if days is not None:
            yield _Term("Clients", row, heading, days, end_of_month, regime != VatRegime.OUTSIDE_EU)
    settings = office["Parametres"]
    [name] = [setting.name for setting in SETTINGS if setting.code == "payment_days"]
    rows = dict(zip(map(folded, settings.column("name")), settings.numbers, strict=True))
    heading = BY_NAME["Parametres"].heading("value")
    yield _Term("Parametres", rows.get(folded(name)), heading, office.settings["payment_days"], False, True)


def _shares(office: Office) -> Iterator[Problem]:
    """Payment schedules whose parts add up to more than the quote."""
    frame, heading = office["Echeancier"], BY_NAME["Echeancier"].heading("share_rate")
    parts: dict[str, list[tuple[int, Decimal]]] = defaultdict(list)
    columns = (frame.column(name) for name in ("project", "share_rate"))
    for row, project, share in zip(frame.numbers, *columns, strict=True):
        if share is not None:
            parts[project].append((row, share))
    for project, held in parts.items():
        total = _sum(held)
        if total > 1:
            found = percent_text(total)
            message = f"les parts de {project} font {found} du devis : ramenez-les à 100 % au plus"
            yield warning("Echeancier", held[-1][0], heading, found, "100 % au plus", message)


def _early_balances(office: Office) -> Iterator[Problem]:
    """Balances before other steps of their project: a balance bills all that is left, the others nothing."""
    frame, heading = office["Echeancier"], BY_NAME["Echeancier"].heading("rank")
    columns = (frame.column(name) for name in ("project", "rank", "type", "invoice"))
    steps = list(zip(frame.numbers, *columns, strict=True))
    last = {project: rank for _, project, rank, *_ in sorted(steps, key=lambda step: step[2])}
    for row, project, rank, type_, invoice in steps:
        if type_ == StepType.BALANCE and rank < last[project] and not invoice:
            message = (
                f"le solde de {project} est au rang {rank} : il facture tout ce qui reste, les étapes qui le "
                f"suivent ne factureraient rien ; donnez-lui le dernier rang"
            )
            yield warning("Echeancier", row, heading, str(rank), f"un rang après {last[project]}", message)


def _sum(parts: Sequence[tuple[int, Decimal]]) -> Decimal:
    return sum((share for _, share in parts), Decimal(0))
