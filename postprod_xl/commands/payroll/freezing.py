"""What leaves for the payroll office is frozen: a month is exported once, what changes of it afterwards apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.payroll.exporting import (
    ExportOptions,
    correction_export_problems,
    exported_corrections,
)
from postprod_xl.commands.watched import asked
from postprod_xl.documents.payroll.export import PayForm
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.frozen.corrections import beside_dsn, corrections
from postprod_xl.domain.payroll.frozen.differences import Differences, month_differences
from postprod_xl.domain.payroll.frozen.figures import AEM
from postprod_xl.domain.payroll.frozen.freezing import frozen_corrections, frozen_month, numbered
from postprod_xl.domain.payroll.frozen.months import beside_other_months, exported_months, rows_of_month
from postprod_xl.domain.payroll.frozen.problems import (
    correction_problems,
    frozen_remark,
    how_to_export,
    lost_month,
    month_problems,
)
from postprod_xl.domain.payroll.hours.month import month_bounds
from postprod_xl.domain.sessions.waiting.unvalidated import unvalidated_hours
from postprod_xl.domain.wording import counted, decimal_text, euros_text
from postprod_xl.schema.problems import Problem, blocking, warning
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables.payroll import (
    CONTRACTS,
    CONVENTIONS,
    CORRECTIONS,
    EXPORTED_CORRECTIONS,
    EXPORTED_MONTHS,
)
from postprod_xl.schema.tables.team import TEAM
from postprod_xl.schema.vocabulary import Severity

LISTED = 10
"""Corrections that a command lists; the others are in their tab."""


def frozen(office: Office, exported: Outcome, month: str, watched: Sequence[Problem]) -> Outcome:
    """The outcome of an export, with the row of `MoisExportes` that freezes its month.

    Parameters
    ----------
    exported
        With the rows of the month as they will be written.
    watched
        What to look at before the answer.
    """
    if exported.pay_export is None or exported.is_blocked:
        return exported
    written = replace(office, tables={**office.tables, **exported.rows})
    rows = rows_of_month(written, month)
    row = frozen_month(office, month, exported.pay_export.form, rows)
    what = f"la paie de {month} : {counted(len(rows.pay), 'contrat')}, {_gross(row)}"
    odd = [*_unfinished(office, month)]
    hasty = [*unvalidated_hours(office, *month_bounds(month), {*rows.pay.column("contract")})]
    return replace(
        exported,
        problems=(*exported.problems, *hasty),
        appended={**exported.appended, EXPORTED_MONTHS.name: row},
        summary=f"{exported.summary} et figée",
        question=asked(f"Exporter et figer {what} ?", [*hasty, *watched], odd),
        unasked=tuple(map(_unless_yes, odd)),
    )


def kept(office: Office, month: str) -> Outcome:
    """What there is to write of a month that is frozen: what has changed of it, and the DSN beside its AEM."""
    changed = month_differences(office, month)
    remark = frozen_remark(month, exported_months(office)[month])
    damaged, made = [*month_problems(office, month)], corrections(office, [changed])
    said = f"{counted(len(changed.found), 'écart')} depuis" if changed.found else _unchanged(changed, damaged)
    return Outcome(
        rows=_rows(office, changed, made),
        problems=(*damaged, *correction_problems(office, [changed])),
        summary=f"{remark} : elle est figée, {said}",
        lines=tuple(_lines(made)),
        details={"month": month, "frozen": True, "corrections": len(changed.found)},
    )


def lost_export(office: Office, month: str) -> list[Problem]:
    """What refuses a month that left, of which the ledger lost the row: its frozen rows would be made again."""
    return [replace(problem, severity=Severity.BLOCKING) for problem in lost_month(office, month)]


def exported_already(office: Office, month: str) -> Outcome:
    """The refusal of a month that left already."""
    changed = month_differences(office, month)
    rest = (
        f"{how_to_export(month)} exporte ce qui en a changé depuis"
        if changed.found
        else _unchanged(changed, [*month_problems(office, month)])
    )
    message = f"{frozen_remark(month, exported_months(office)[month])} : elle est figée ; {rest}"
    return Outcome(problems=(_refused(month, "un mois qui n'est pas encore exporté", message),))


def _unchanged(changed: Differences, damaged: Sequence[Problem]) -> str:
    """What is said of a month of which no difference is found: that there is none, where it is known."""
    if changed.present is None or damaged:
        return "ce qui en a changé depuis n'est pas connu"
    return "rien n'en a changé depuis"


def corrected(office: Office, month: str, options: ExportOptions) -> Outcome:
    """What exports the corrections of a month apart, and freezes them; refused without any, or with one not known."""
    if asked_wrong := _cannot_correct(office, month, options.form):
        return Outcome(problems=(asked_wrong,))
    changed = month_differences(office, month)
    if refusals := [*_correction_refusals(office, changed)]:
        return Outcome(problems=tuple(refusals))
    sent = numbered(office, corrections(office, [changed]))
    found = correction_export_problems(office, sent, options)
    if any(problem.is_blocking for problem in found):
        return Outcome(problems=tuple(found))
    row = frozen_corrections(office, options.form, sent)
    what = f"{counted(len(sent), 'correction')} de la paie de {month}, {_gross(row)}"
    register, many = office[EXPORTED_CORRECTIONS.name].followed_by(sent), len(sent) > 1
    after = office.with_rows(EXPORTED_CORRECTIONS.name, register)
    left = month_differences(after, month)
    return Outcome(
        rows=_rows(after, left, corrections(after, [left])),
        appended={EXPORTED_MONTHS.name: row, EXPORTED_CORRECTIONS.name: sent},
        problems=tuple(found),
        summary=f"{what}, {'exportées' if many else 'exportée'} ({options.form}) et {'figées' if many else 'figée'}",
        lines=(*_lines(sent), *_beside_the_file(sent, options)),
        question=f"Exporter et figer {what} ?",
        details={"month": month, "corrections": len(sent), "gross_cents": row.column("gross_cents")[0]},
        pay_export=exported_corrections(office, sent, options),
    )


def _cannot_correct(office: Office, month: str, form: str) -> Problem | None:
    """What refuses to export any correction of a month, or in a form."""
    if month not in exported_months(office):
        message = f"la paie de {month} n'a pas encore été exportée : --export sans --corrections l'exporte"
        return _refused(month, "un mois exporté", message)
    if form == PayForm.SPAIECTACLE:
        message = (
            "sPAIEctacle reconnaît une paie à son matricule et à son début : importer les corrections y remplacerait "
            "la paie partie par sa seule différence ; --export csv les écrit, à saisir par le bureau de paie"
        )
        return _refused(form, "csv ou tables", message)
    return None


def _correction_refusals(office: Office, changed: Differences) -> Iterator[Problem]:
    """What refuses to export the corrections of a month."""
    month = changed.month
    damaged = [*month_problems(office, month)]
    yield from (replace(problem, severity=Severity.BLOCKING) for problem in damaged)
    yield from changed.unknown
    if changed.present is not None and not changed.found and not damaged:
        remark = frozen_remark(month, exported_months(office)[month])
        message = f"{remark} : rien n'en a changé depuis, il n'y a pas de correction à exporter"
        yield _refused(month, "un mois qui a changé", message)
    for key, _, after in changed.found:
        if key.item != AEM and after.cents is None:
            message = (
                f"{month}, contrat {key.contract} : le montant de {key.item} n'est pas connu aujourd'hui, la "
                f"correction ne peut pas partir ; saisissez le taux ou le salaire qui manque, dans {CONTRACTS.tab}, "
                f"{TEAM.tab} ou {CONVENTIONS.tab}"
            )
            yield _refused(key.item, "un montant connu", message)


def _beside_the_file(sent: Rows, options: ExportOptions) -> Iterator[str]:
    """What the file of some corrections does not say, and the payroll office is to be told."""
    if AEM in sent.column("item") and options.form != PayForm.TABLES:
        yield f"Le fichier ne dit pas ce qui change des AEM, dites-le au bureau : « {EXPORTED_CORRECTIONS.tab} »"


def _gross(row: Rows) -> str:
    (gross,) = row.column("gross_cents")
    return "brut non connu" if gross is None else f"{euros_text(gross)} brut"


def _rows(office: Office, changed: Differences, made: Rows) -> dict[str, Rows]:
    """`Corrections` with those made of one month, and `Declarations` with its DSN; other months as they are."""
    return {
        CORRECTIONS.name: beside_other_months(office[CORRECTIONS.name], made, changed.month),
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
    ]
    moved = [
        " → ".join("non connu" if value is None else shown(value) for value in (before, after))
        for before, after, shown in pairs
        if (before, after) != (None, None)
    ]
    if row.before or row.after:
        moved.append(f"{row.before or 'rien'} → {row.after or 'rien'}")
    return f"{row.label} {', '.join(moved)}" if row.item == AEM else ", ".join(moved)


def _refused(found: str, expected: str, message: str) -> Problem:
    return blocking(EXPORTED_MONTHS.name, None, EXPORTED_MONTHS.heading("month"), found, expected, message)


def _unfinished(office: Office, month: str) -> Iterator[Problem]:
    """The warning that a month is not over."""
    _, last = month_bounds(month)
    if office.today <= last:
        message = (
            f"le mois {month} finit le {last:%d/%m/%Y} : exporté maintenant, il serait figé avant sa fin"
        )
        heading, expected = EXPORTED_MONTHS.heading("month"), f"un export après le {last:%d/%m/%Y}"
        yield warning(EXPORTED_MONTHS.name, None, heading, month, expected, message)


def _unless_yes(odd: Problem) -> Problem:
    """What is asked about, as it is refused where nobody can be asked."""
    message = f"{odd.message} ; --yes pour l'exporter quand même"
    return replace(odd, severity=Severity.BLOCKING, message=message)
