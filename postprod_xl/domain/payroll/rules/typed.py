"""What is wrong with what the office typed in `Conventions`: one line a fault, and what to type instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date

from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.rules.agreements import Agreements, pay_rules
from postprod_xl.domain.payroll.rules.house_rules import is_signed
from postprod_xl.domain.payroll.rules.names import HOLIDAY_RULES, NOT_COMPUTED, Rule, named
from postprod_xl.domain.payroll.rules.published import published, published_codes
from postprod_xl.domain.payroll.rules.values import rule_value
from postprod_xl.schema.cells.shown import shown
from postprod_xl.schema.kinds import Unreadable, is_empty
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.references import Known, name_problem
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.payroll import CONVENTIONS
from postprod_xl.schema.units import folded
from postprod_xl.schema.vocabulary import Convention

_RULE, _BY, _ON = (CONVENTIONS.heading(name) for name in ("rule", "confirmed_by", "confirmed_day"))


def convention_problems(office: Office) -> list[Problem]:
    """Warnings of the rows of `Conventions`: names that are not known, values that cannot be read or are not signed.

    Nothing of such a row is applied: the published rule goes on.
    """
    problems, applied = [*_unknown_agreements(office), *_repeated(office)], pay_rules(office)
    for row in office["Conventions"]:
        if row.code in published_codes():
            problems += [*_unknown_rule(row), *unreadable_value(row), *_unsigned(row, office.today)]
            problems += [*_alone(row, applied), *_no_premium(row), *_not_computed(row)]
    return problems


def problems_of_agreements(office: Office, codes: Collection[str]) -> list[Problem]:
    """Those of `convention_problems` that are about the rows of some agreements."""
    rows = {row.row for row in office["Conventions"] if row.code in codes}
    return [problem for problem in convention_problems(office) if problem.row in rows]


def unreadable_value(row: Row) -> Iterator[Problem]:
    """The warning of a value of the house that is not one of its rule."""
    known = named(row.rule)
    if is_empty(row.house_value) or (row.rule and known is None):
        return
    found = shown(row.house_value)
    if known is None:
        message = f"« {found} » n'a pas de règle : écrivez son nom dans {_RULE}"
        yield row.warning("rule", "vide", "le nom d'une règle", message)
        return
    try:
        rule_value(known.rule, row.house_value)
    except Unreadable as error:
        message = f"{row.code}, « {known.name} » : « {found} » ne se lit pas, attendu : {error}"
        yield row.warning("house_value", found, str(error), message)


def _no_premium(row: Row) -> Iterator[Problem]:
    """What to know of a holiday that the office pays 100 %: it may have meant 100 % more."""
    known = named(row.rule)
    with suppress(Unreadable):
        if known and known.rule in HOLIDAY_RULES and rule_value(known.rule, row.house_value) == 1:
            message = f"{row.code}, « {known.name} » : 100 % ne majore rien ; écrivez 200 % pour une heure payée double"
            yield row.info("house_value", "100 %", "200 % pour le double", message)


def _not_computed(row: Row) -> Iterator[Problem]:
    """The line of a value of the house that changes no figure."""
    known = named(row.rule)
    if known is not None and known.rule in NOT_COMPUTED and not is_empty(row.house_value):
        message = f"{row.code}, « {known.name} » : gardé pour mémoire, aucun calcul de la paie ne s'en sert"
        yield row.info("house_value", shown(row.house_value), "une règle de calcul", message)


def _alone(row: Row, applied: Agreements) -> Iterator[Problem]:
    """The warning of a value of the house that says nothing without another one, which is not there."""
    known = named(row.rule)
    if known is None or is_empty(row.house_value):
        return
    if needed := applied.lacks(row.code, known):
        message = f"{row.code}, « {known.name} » ne compte pas sans « {needed} » : ajoutez cette règle"
        yield row.warning("rule", known.name, f"« {needed} »", message)


def _unknown_agreements(office: Office) -> Iterator[Problem]:
    """The collective agreements whose pay rules are not known: no contract can follow them."""
    rows: dict[str, list[int]] = {}
    for row in office["Conventions"]:
        if row.code not in published_codes():
            rows.setdefault(row.code, []).append(row.row)
    for code, at in rows.items():
        known = Known(list(Convention), "des règles de paie")
        yield name_problem("Conventions", CONVENTIONS.heading("code"), code, at, known)


def _unknown_rule(row: Row) -> Iterator[Problem]:
    if row.rule and named(row.rule) is None:
        known = Known([*published(row.code).names, *Rule], "des règles de paie")
        yield name_problem("Conventions", _RULE, row.rule, [row.row], known)


def _repeated(office: Office) -> Iterator[Problem]:
    """The rows of one agreement, or of one rule spelled in two ways, that stand more than once: the last signed holds.

    Those spelled alike are refused when the table is read.
    """
    first: dict[tuple[str, str], Row] = {}
    for row in office["Conventions"]:
        known = named(row.rule)
        if row.rule and known is None:
            continue
        name = known.name if known else ""
        held = first.setdefault((row.code, name), row)
        if held is not row and (not name or folded(held.rule) != folded(row.rule)):
            what = f"{row.code}, « {name} »" if name else row.code
            message = f"{what} est déjà en ligne {held.row} : gardez une seule des deux lignes"
            yield row.warning("rule" if name else "code", what, "une ligne par règle", message)


def _unsigned(row: Row, today: date) -> Iterator[Problem]:
    """The warning of a value or of a confirmation without name or without day, or dated of a day to come."""
    typed = not is_empty(row.house_value)
    if is_signed(row, today) or not (typed or row.confirmed_by or row.confirmed_day):
        return
    what = f"{row.code}, « {row.rule} »" if row.rule else row.code
    stays = "elle ne compte pas" if typed or row.rule else "ses règles ne sont pas confirmées"
    if row.confirmed_day and row.confirmed_day > today:
        found = f"{row.confirmed_day:%d/%m/%Y}"
        message = f"{what} : confirmation datée du {found}, un jour à venir : {stays} d'ici là"
        yield row.warning("confirmed_day", found, f"une date jusqu'au {today:%d/%m/%Y}", message)
        return
    name = "confirmed_day" if row.confirmed_by else "confirmed_by"
    missing = " et ".join(
        heading for heading, value in ((_BY, row.confirmed_by), (_ON, row.confirmed_day)) if not value
    )
    subject = f"« {shown(row.house_value)} » n'est pas signée" if typed else "confirmation incomplète"
    message = f"{what} : {subject}, {stays} : remplissez {missing}"
    yield row.warning(name, "vide", missing, message)
