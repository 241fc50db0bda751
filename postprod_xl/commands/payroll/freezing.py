"""What leaves for the payroll office is frozen: a month is exported once, what changes of it afterwards apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.frozen.corrections import (
    Differences,
    beside_dsn,
    corrections,
    month_differences,
)
from postprod_xl.domain.payroll.frozen.figures import AEM
from postprod_xl.domain.payroll.frozen.freezing import frozen_corrections, frozen_month, numbered
from postprod_xl.domain.payroll.frozen.months import KEPT_TABLES, MonthRows, exported_months
from postprod_xl.domain.payroll.frozen.problems import (
    correction_problems,
    frozen_remark,
    how_to_export,
    month_problems,
)
from postprod_xl.domain.payroll.hours.weeks import month_bounds
from postprod_xl.domain.wording import counted, decimal_text, euros_text
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import CORRECTIONS, EXPORTED_CORRECTIONS, EXPORTED_MONTHS
from postprod_xl.schema.vocabulary import Severity

ONE_DAY = timedelta(days=1)
LISTED = 10
"""Corrections that a command lists; the others are in their tab."""


def frozen(office: Office, exported: Outcome, month: str, form: str) -> Outcome:
    """The outcome of an export, with the row of `MoisExportes` that freezes its month.

    Parameters
    ----------
    exported
        With the rows of the month as they will be written.
    """
    rows = MonthRows(
        *(
            held.where(one == month for one in held.column("month"))
            for held in (exported.rows[table.name] for table in KEPT_TABLES)
        )
    )
    row = frozen_month(office, month, form, rows)
    gross = row.column("gross_cents")[0]
    told = "brut non connu" if gross is None else f"{euros_text(gross)} brut"
    question = f"Exporter et figer la paie de {month} : {counted(len(rows.pay), 'contrat')}, {told} ?"
    return replace(
        exported,
        appended={**exported.appended, EXPORTED_MONTHS.name: row},
        summary=f"{exported.summary} et figée",
        question="\n".join([question, *exported.question.splitlines()[1:]]),
        unasked=tuple(_unfinished(office, month)),
    )


def kept(office: Office, month: str) -> Outcome:
    """What there is to write of a month that is frozen: what has changed of it, and the DSN beside its AEM."""
    changed = month_differences(office, month)
    remark = frozen_remark(month, exported_months(office)[month])
    said = f"{counted(len(changed.found), 'écart')} depuis" if changed.found else "rien n'en a changé depuis"
    return Outcome(
        rows=_rows(office, changed),
        problems=(*month_problems(office, month), *correction_problems(office, [changed])),
        summary=f"{remark} : elle est figée, {said}",
        lines=tuple(_lines(corrections(office, [changed]))),
        details={"month": month, "frozen": True, "corrections": len(changed.found)},
    )


def export_refusals(office: Office, month: str) -> Iterator[Problem]:
    """What refuses to export a month that left already."""
    exports = exported_months(office).get(month)
    if exports:
        changed = month_differences(office, month)
        rest = (
            f"{how_to_export(month)} exporte ce qui en a changé depuis"
            if changed.found
            else "rien n'en a changé depuis"
        )
        message = f"{frozen_remark(month, exports)} : elle est figée ; {rest}"
        yield _refused(month, "un mois qui n'est pas encore exporté", message)


def correction_refusals(office: Office, month: str) -> Iterator[Problem]:
    """What refuses to export the corrections of a month."""
    exports = exported_months(office).get(month)
    if not exports:
        message = f"la paie de {month} n'a pas encore été exportée : --export sans --corrections l'exporte"
        yield _refused(month, "un mois exporté", message)
        return
    damaged = [*month_problems(office, month)]
    yield from (replace(problem, severity=Severity.BLOCKING) for problem in damaged)
    changed = month_differences(office, month)
    yield from changed.unknown
    if changed.present is not None and not changed.found and not damaged:
        message = f"{frozen_remark(month, exports)} : rien n'en a changé depuis, il n'y a pas de correction à exporter"
        yield _refused(month, "un mois qui a changé", message)
    for difference in changed.found:
        key = difference.key
        if key.item != AEM and difference.after.cents is None:
            message = (
                f"{month}, contrat {key.contract} : le montant de {key.item} n'est pas connu aujourd'hui, la "
                "correction ne peut pas partir ; le taux qui manque est nommé dans son alerte"
            )
            yield _refused(key.item, "un montant connu", message)


def corrected(office: Office, month: str, form: str) -> tuple[Outcome, Rows]:
    """What exports the corrections of a month, its file aside, and the rows of `CorrectionsExportees` that leave."""
    changed = month_differences(office, month)
    sent = numbered(office, corrections(office, [changed]))
    row = frozen_corrections(office, form, sent)
    gross = row.column("gross_cents")[0]
    told = "montant non connu" if gross is None else f"{euros_text(gross)} brut"
    what = f"{counted(len(sent), 'correction')} de la paie de {month}, {told}"
    after = office.with_rows(EXPORTED_CORRECTIONS.name, office[EXPORTED_CORRECTIONS.name].followed_by(sent))
    outcome = Outcome(
        rows=_rows(after, month_differences(after, month)),
        appended={EXPORTED_MONTHS.name: row, EXPORTED_CORRECTIONS.name: sent},
        summary=f"{what}, exportées ({form}) et figées",
        lines=tuple(_lines(sent)),
        question=f"Exporter et figer {what} ?",
        details={"month": month, "corrections": len(sent), "gross_cents": gross},
    )
    return outcome, sent


def _rows(office: Office, changed: Differences) -> dict[str, Rows]:
    """`Corrections` with what has changed of one month, and `Declarations` with its DSN; other months as they are."""
    held = office[CORRECTIONS.name]
    others = held.where(one != changed.month for one in held.column("month"))
    made = others.followed_by(corrections(office, [changed]))
    months = made.column("month")
    return {
        CORRECTIONS.name: made.at(sorted(range(len(made)), key=months.__getitem__)),
        "Declarations": beside_dsn(office, [changed]),
    }


def _lines(rows: Rows) -> Iterator[str]:
    """The first corrections, a line each."""
    for row in rows.records[:LISTED]:
        yield f"{row.contract} ({row.technician}) : {row.item} {_moved(row)} ; {row.reason}"
    if len(rows) > LISTED:
        yield f"et {counted(len(rows) - LISTED, 'autre')}, dans « {CORRECTIONS.tab} »"


def _moved(row: Row) -> str:
    """What a correction changes: `8 h → 10 h, 160,00 € → 200,00 €`."""
    pairs: list[tuple[Any, Any, Callable[[Any], str]]] = [
        (row.before_hours, row.after_hours, lambda hours: f"{decimal_text(hours)} h"),
        (row.before_cents, row.after_cents, euros_text),
        (row.before or None, row.after or None, str),
    ]
    moved = [
        " → ".join("non connu" if value is None else shown(value) for value in (before, after))
        for before, after, shown in pairs
        if (before, after) != (None, None)
    ]
    return f"{row.label} {', '.join(moved)}" if row.item == AEM else ", ".join(moved)


def _refused(found: str, expected: str, message: str) -> Problem:
    return blocking(EXPORTED_MONTHS.name, None, EXPORTED_MONTHS.heading("month"), found, expected, message)


def _unfinished(office: Office, month: str) -> Iterator[Problem]:
    """What keeps a month that is not over from being exported where nobody can be asked."""
    _, last = month_bounds(month)
    if office.today <= last:
        message = (
            f"le mois {month} finit le {last:%d/%m/%Y} : exporté maintenant, il serait figé avant sa fin ; --yes pour "
            "l'exporter quand même"
        )
        yield _refused(month, f"un export à partir du {last + ONE_DAY:%d/%m/%Y}", message)
