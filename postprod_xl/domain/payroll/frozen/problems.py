"""What is said of the exported months of pay: what has changed since, and what was typed over or taken away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from postprod_xl.domain.home.journal import summaries_of
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.payroll.frozen.differences import Differences
from postprod_xl.domain.payroll.frozen.months import (
    changed_contracts,
    contract_seals,
    corrections_of,
    exported_months,
    rows_of_month,
    seals_of,
    typed_over,
)
from postprod_xl.domain.payroll.kept import PREPARING
from postprod_xl.domain.wording import counted, first_names
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.home import JOURNAL
from postprod_xl.schema.tables.payroll import CORRECTIONS, EXPORTED_CORRECTIONS, EXPORTED_MONTHS, PAY

_FROZEN = re.compile(r"paie de (\d{4}-\d{2}) : .*\bfigée\b")
_CORRECTED = re.compile(r"\d+ corrections? de la paie de (\d{4}-\d{2}), .*\bfigées?\b")
RESTORE = "reprenez cette ligne d'une version gardée du classeur, ou du fichier exporté"


def frozen_remark(month: str, exports: Sequence[Row]) -> str:
    """What is said of a month that is frozen: `paie de 2026-11, exportée le 02/12/2026 par julie`."""
    first = exports[0]
    day = f" le {first.exported_day:%d/%m/%Y}" if first.exported_day else ""
    return f"paie de {month}, exportée{day}{f' par {first.user}' if first.user else ''}"


def how_to_export(month: str) -> str:
    """The command that exports the corrections of a month."""
    return f"« postprod payroll --month {month} --export csv --corrections »"


def correction_problems(office: Office, changed: Iterable[Differences]) -> Iterator[Problem]:
    """One warning a frozen month whose present figures are not those that left, or are not known."""
    months = exported_months(office)
    for each in changed:
        remark = frozen_remark(each.month, months[each.month])
        if each.present is None:
            reason = each.unknown[0].message
            message = f"{remark} : ce qui en a changé depuis n'est pas connu, {reason}"
            yield _about(each.month, "une paie calculable", message)
        elif each.found:
            count = counted(len(each.found), "écart")
            message = (
                f"{remark} : {count} depuis ({first_names(each.contracts)}), dans « {CORRECTIONS.tab} » ; "
                f"{how_to_export(each.month)} les exporte"
            )
            yield _about(count, "la paie exportée", message)


def _about(found: str, expected: str, message: str) -> Problem:
    return warning(CORRECTIONS.name, None, CORRECTIONS.heading("month"), found, expected, message)


def frozen_problems(office: Office) -> Iterator[Problem]:
    """The rows of exported months that are no longer what left, and what was changed in their ledgers."""
    months = exported_months(office)
    for month in months:
        yield from month_problems(office, month)
    for month in dict.fromkeys(_sends_told(office)):
        yield from lost_month(office, month)


def lost_month(office: Office, month: str) -> Iterator[Problem]:
    """The month that left according to `Journal`, of which `MoisExportes` has nothing."""
    if month in _sends_told(office) and month not in exported_months(office):
        message = (
            f"paie de {month} : {JOURNAL.tab} dit qu'elle a été exportée, {EXPORTED_MONTHS.tab} n'en a plus la "
            "ligne ; reprenez-la d'une version gardée du classeur"
        )
        yield warning(EXPORTED_MONTHS.name, None, EXPORTED_MONTHS.heading("month"), "", month, message)


@fact(Journal="command summary")
def _sends_told(office: Office) -> Counter[str]:
    """How many times each month left, with its corrections, according to `Journal`."""
    summaries = summaries_of(office[JOURNAL.name], PREPARING)
    left, corrected = (
        [match[1] for summary in summaries if (match := words.match(summary))]
        for words in (_FROZEN, _CORRECTED)
    )
    return Counter(corrected) + Counter({*left, *corrected})


def month_problems(office: Office, month: str) -> Iterator[Problem]:
    """What was typed over, or taken away, of what left of one exported month."""
    exports = exported_months(office)[month]
    yield from _typed_over(office, month, exports)
    yield from _gaps(office, month, exports)
    for export in exports:
        if export.rank != 1:
            yield from _corrections_changed(office, export)


def _typed_over(office: Office, month: str, exports: Sequence[Row]) -> Iterator[Problem]:
    """The contracts whose rows of an exported month are not what left; the row of the ledger, were it changed."""
    if exports[0].rank == 1 and seals_of(exports[0]) is None:
        yield _changed_row(exports[0])
    changed = typed_over(office)[month]
    if changed:
        named = first_names(changed)
        message = (
            f"{frozen_remark(month, exports)} : les lignes de {named} ne sont plus celles qui sont parties, ce qui "
            f"en a changé depuis n'est pas connu ; {RESTORE}"
        )
        at = next((pay.row for pay in rows_of_month(office, month).pay if pay.contract in changed), None)
        yield warning(PAY.name, at, PAY.heading("contract"), named, "les lignes exportées", message)


def _gaps(office: Office, month: str, exports: Sequence[Row]) -> Iterator[Problem]:
    """The exports of a month that are no longer in the ledger: the next ones, their lines or `Journal` tell of them."""
    ranks = [row.rank or 0 for row in exports]
    sent = [
        rank or 0
        for of_month, rank in office[EXPORTED_CORRECTIONS.name].select("month", "rank")
        if of_month == month
    ]
    missing = sorted({*range(1, max(*ranks, *sent, _sends_told(office)[month]) + 1)} - {*ranks})
    if missing:
        numbers = ", ".join(map(str, missing))
        message = (
            f"paie de {month} : l'envoi {numbers} n'est plus dans {EXPORTED_MONTHS.tab} ; reprenez la ligne "
            "d'une version gardée du classeur"
        )
        yield exports[0].warning("rank", numbers, "les envois sans trou", message)


def _corrections_changed(office: Office, export: Row) -> Iterator[Problem]:
    """The export of corrections whose row, or whose lines, are not as they were written."""
    seals = seals_of(export)
    if seals is None:
        yield _changed_row(export)
    elif changed_contracts(seals, contract_seals([corrections_of(office, export.month, export.rank)])):
        message = (
            f"corrections de {export.month}, envoi {export.rank} : « {EXPORTED_CORRECTIONS.tab} » n'a plus les lignes "
            f"qui sont parties ; {RESTORE}"
        )
        yield export.warning("corrections", str(export.corrections), "les lignes exportées", message)


def _changed_row(row: Row) -> Problem:
    message = (
        f"paie de {row.month}, envoi {row.rank} : cette ligne n'est plus telle que le programme l'a écrite ; "
        f"{RESTORE}"
    )
    return row.warning("seals", "modifiée", "la ligne telle qu'elle a été écrite", message)
