"""What keeps a version of a quote from being sent: each rule looks at its lines, and stops its sending only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.feasibility.answers import infeasible_lines, missing_advice
from postprod_xl.domain.quotes.pricing.prices import with_prices
from postprod_xl.domain.quotes.pricing.unpriced import blank_message, unknown_amounts
from postprod_xl.domain.quotes.versions.chapters import chapter_problems
from postprod_xl.domain.wording import euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.vocabulary import Severity

SendingRule: TypeAlias = Callable[[Office, Row, Rows], Iterable[Problem]]
"""What keeps a version from being sent: from the office, the row of `Versions` and its rows of `Devis`."""


def sending_problems(office: Office, project: str, version: int) -> list[Problem]:
    """Everything that keeps a version of a quote from leaving the house; each is blocking.

    Parameters
    ----------
    office
        Tables `Versions`, `Devis`, `Tarifs`, and those that say who gives a technical advice.
    project, version
        Those of a row of `Versions`.
    """
    wanted = project, version
    row = next(row for row in office["Versions"] if (row.project, row.version) == wanted)
    quote = office["Devis"]
    lines = quote.where(key == wanted for key in quote.select("project", "version"))
    return [problem for rule in _RULES for problem in rule(office, row, lines)]


def _no_line(_: Office, version: Row, lines: Rows) -> Iterable[Problem]:
    if not len(lines):
        message = f"la version {version.version} de {version.project} n'a aucune ligne : rien à envoyer"
        yield version.blocking("version", str(version.version), "une ligne de devis au moins", message)


def _negative_prices(office: Office, _: Row, lines: Rows) -> Iterable[Problem]:
    heading = lines.table.heading("discount_rate")
    for line in with_prices(office, lines):
        if line.unit_price_cents is not None and line.unit_price_cents < 0:
            found = euros_text(line.unit_price_cents)
            message = f"{line.line} a un prix négatif, {found} : une déduction se tape en « {heading} »"
            yield line.blocking("unit_price_cents", found, "un prix positif ou nul", message)


def _unpriced(office: Office, _: Row, lines: Rows) -> Iterable[Problem]:
    for line, blank in unknown_amounts(office, lines):
        message = blank_message(line, blank)
        yield line.blocking(blank.column, "vide", "un nombre, 0 s'il n'y en a pas", message)


def _two_chapters(office: Office, _: Row, lines: Rows) -> Iterable[Problem]:
    for problem in chapter_problems(office):
        if problem.row in lines:
            yield replace(problem, severity=Severity.BLOCKING)


_RULES: tuple[SendingRule, ...] = (
    _no_line,
    _negative_prices,
    _unpriced,
    _two_chapters,
    missing_advice,
    infeasible_lines,
)
