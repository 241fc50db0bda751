"""What keeps a month's pay from being exported, and what whoever exports it should know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from postprod_xl.documents.payroll.export import PayForm
from postprod_xl.domain.money import known_sum
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.exports.items import (
    coefficient,
    exported_code,
    paid_days,
    pay_codes,
    rate_in_cents,
)
from postprod_xl.domain.people.contracts import contracts, days_text
from postprod_xl.domain.people.names import full_name
from postprod_xl.domain.wording import counted, euros_text, first_names
from postprod_xl.schema.cells.formats import PAYROLL_ID_LENGTH
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import CONTRACTS, PAY, PAY_CODES, PAY_ITEMS
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.units import folded, half_up

_SPAIECTACLE = "sPAIEctacle"


def export_problems(office: Office, items: Rows, pay: Rows, form: PayForm) -> list[Problem]:
    """What is wrong with the export of some rows of `Rubriques` and `Paie`; nothing leaves when one of them blocks.

    Refused: an amount that is not base × rate × coefficient to the cent, a gross that is not the sum of its items; a
    person without payroll number, or with that of another one. For sPAIEctacle too: a number longer than it takes, an
    item without its code, a contract without days in the month, two contracts of a person from the same day, or two
    items of a contract under one code, of which it would keep the last. Elsewhere these are warnings.

    Parameters
    ----------
    items, pay
        The rows to be exported, as they are or will be written.
    form
        The form of the file.
    """
    return [*_unequal(items, pay), *_without_amount(items, pay), *addressing_problems(office, items, form)]


def addressing_problems(office: Office, items: Rows, form: PayForm) -> list[Problem]:
    """What is wrong with whom the rows of `Rubriques` pay, under which codes and from which day: `export_problems`.

    Those of corrections too, whose hours and amounts are what is added to others.
    """
    return [
        *_payroll_ids(office, items, form),
        *_uncoded(office, items, form),
        *_undated(office, items, form),
        *_overwritten(office, items, form),
    ]


def _unequal(items: Rows, pay: Rows) -> Iterator[Problem]:
    """The amounts and the sums that are not found again."""
    amounts: dict[str, list[int | None]] = defaultdict(list)
    for item in items:
        amounts[item.contract].append(item.amount_cents)
        rate = rate_in_cents(item, coefficient(item))
        if rate is None or item.base_hours is None or item.amount_cents is None:
            continue
        expected = half_up(item.base_hours * rate)
        if expected != item.amount_cents:
            message = (
                f"{item.item} du contrat {item.contract} : {euros_text(item.amount_cents)} écrits, base × taux × "
                f"coefficient donne {euros_text(expected)} ; « postprod payroll --month {item.month} » refait la ligne"
            )
            yield _blocking(PAY_ITEMS.name, PAY_ITEMS.heading("amount_cents"), message)
    for sheet in pay:
        total = known_sum(amounts[sheet.contract])
        if sheet.gross_cents is not None and sheet.gross_cents != total:
            found = "inconnue" if total is None else euros_text(total)
            message = (
                f"contrat {sheet.contract} : {euros_text(sheet.gross_cents)} brut, la somme de ses rubriques est "
                f"{found} ; « postprod payroll --month {sheet.month} » refait la ligne"
            )
            yield _blocking(PAY.name, PAY.heading("gross_cents"), message)


def _without_amount(items: Rows, pay: Rows) -> Iterator[Problem]:
    """The contracts whose gross is not known: the payroll office completes them."""
    unknown = [sheet.contract for sheet in pay if sheet.gross_cents is None]
    if unknown:
        held = set(items.column("contract"))
        absent = [contract for contract in unknown if contract not in held]
        message = (
            f"brut non connu, {counted(len(unknown), 'contrat')} ({first_names(unknown)}) : les rubriques sans montant "
            "partent avec leurs heures, à compléter par le bureau de paie"
        )
        if absent:
            message += f" ; sans aucune rubrique, donc absents du fichier : {first_names(absent)}"
        yield warning(PAY.name, None, PAY.heading("gross_cents"), "", "un montant", message)


def _payroll_ids(office: Office, items: Rows, form: PayForm) -> Iterator[Problem]:
    """The people whom the software would not know, or take for somebody else."""
    team = {person.code: person for person in office[TEAM.name]}
    holders: dict[str, str] = {}
    for code, number in dict.fromkeys(items.select("technician", "payroll_id")):
        if not number:
            message = f"{_named(team, code)} n'a pas de matricule : tapez celui que donne le bureau de paie"
        elif form is PayForm.SPAIECTACLE and len(number) > PAYROLL_ID_LENGTH:
            message = (
                f"{_named(team, code)} : le matricule « {number} » a {len(number)} caractères, {_SPAIECTACLE} en prend "
                f"{PAYROLL_ID_LENGTH} au plus"
            )
        elif holders.setdefault(folded(number), code) != code:
            other = _named(team, holders[folded(number)])
            message = f"{_named(team, code)} : « {number} » est aussi le matricule de {other}, payé pour deux"
        else:
            continue
        heading, expected = TEAM.heading("payroll_id"), "le matricule de la personne au bureau de paie"
        row = team[code].row if code in team else None
        yield blocking(TEAM.name, row, heading, number, expected, message)


def _named(team: Mapping[str, Row], code: str) -> str:
    person = team.get(code)
    name = full_name(person) if person else ""
    return f"{name} ({code})" if name else code


def _uncoded(office: Office, items: Rows, form: PayForm) -> Iterator[Problem]:
    """The items that the software has no code for, all in one line."""
    codes = pay_codes(office)
    missing = [
        item
        for item in dict.fromkeys(items.column("item"))
        if folded(item) not in codes or not codes[folded(item)].software_code
    ]
    if not missing:
        return
    is_refused = form is PayForm.SPAIECTACLE
    effect = f"{_SPAIECTACLE} les refuserait" if is_refused else "exportées sous le nôtre"
    message = (
        f"sans code du logiciel de paie : {', '.join(missing)} ; {effect} : tapez les codes que donne le bureau de "
        "paie"
    )
    make = blocking if is_refused else warning
    heading = PAY_CODES.heading("software_code")
    yield make(PAY_CODES.name, None, heading, ", ".join(missing), "un code par rubrique", message)


def _undated(office: Office, items: Rows, form: PayForm) -> Iterator[Problem]:
    """The contracts that have no day in the month, of which the export cannot say the period."""
    held = contracts(office)
    for code, month in dict.fromkeys(items.select("contract", "month")):
        contract = held.get(code)
        if paid_days(contract, month) != (None, None):
            continue
        if contract is None:
            message = f"le contrat {code} n'est plus dans {CONTRACTS.tab} : ses dates ne sont pas connues"
        elif contract.first_day is None:
            message = (
                f"le contrat {code} n'a pas de date de début : l'export ne dirait pas de quand est sa paie"
            )
        else:
            message = (
                f"le contrat {code} est payé en {month}, hors de ses dates ({days_text(contract)}) : corrigez-les, ou "
                "celles de ses séances"
            )
        make = blocking if form is PayForm.SPAIECTACLE else warning
        row = None if contract is None else contract.row
        yield make(CONTRACTS.name, row, CONTRACTS.heading("first_day"), "", f"des dates en {month}", message)


def _overwritten(office: Office, items: Rows, form: PayForm) -> Iterator[Problem]:
    """What the software would take for one: a pay has its person and its first day, its items their codes."""
    make = blocking if form is PayForm.SPAIECTACLE else warning
    held = contracts(office)
    by_pay: dict[tuple[str, date], list[str]] = defaultdict(list)
    for person, code, month in dict.fromkeys(items.select("technician", "contract", "month")):
        first, _ = paid_days(held.get(code), month)
        if first is not None:
            by_pay[person, first].append(code)
    for (_, first), codes in by_pay.items():
        if len(codes) > 1:
            message = (
                f"les contrats {', '.join(codes)} d'une même personne sont payés à partir du {first:%d/%m/%Y} : un "
                "logiciel qui reconnaît une paie à son matricule et à son début n'en garderait qu'une ; corrigez le "
                "début de l'un, ou saisissez sa paie à la main"
            )
            heading = CONTRACTS.heading("first_day")
            yield make(CONTRACTS.name, held[codes[1]].row, heading, "", "un début par contrat", message)
    for software_code, codes in _shared_codes(office, items).items():
        message = (
            f"{', '.join(codes)} ont le même code « {software_code} » et sont payées sur un même contrat : un logiciel "
            "qui garde une ligne par code en perdrait une"
        )
        heading = PAY_CODES.heading("software_code")
        yield make(PAY_CODES.name, None, heading, software_code, "un code par rubrique", message)


def _shared_codes(office: Office, items: Rows) -> dict[str, list[str]]:
    """The items of a same contract that are exported under one code, by it."""
    codes = pay_codes(office)
    by_code: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for contract, item in items.select("contract", "item"):
        code = exported_code(codes, item)
        by_code[contract, folded(code)][item] = code
    shared = (held for held in by_code.values() if len(held) > 1)
    return {next(iter(held.values())): [*held] for held in shared}


def _blocking(table: str, heading: str, message: str) -> Problem:
    return blocking(table, None, heading, "", "des montants qui se suivent", message)
