"""What was changed by hand in the ledger of statements: lost numbers, sums that disagree, marks that no longer fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from postprod_xl.documents.catalogue.royalty_statement import MOVED
from postprod_xl.domain.catalogue.statements.register import SERIES, STATEMENT_NUMBER, paid_cents, seals
from postprod_xl.domain.home.journal import summaries_of
from postprod_xl.domain.invoicing.register.ledger import Number
from postprod_xl.domain.invoicing.register.lost import KEPT, RESTORE, RESTORE_LINES, TAB
from postprod_xl.domain.office import Office, fact
from postprod_xl.domain.wording import counted, euros_text, listed
from postprod_xl.schema.catalogue_vocabulary import StatementSection
from postprod_xl.schema.problems import Problem, warning
from postprod_xl.schema.rows import Row
from postprod_xl.schema.tables.catalogue.accounts import STATEMENT_LINES, STATEMENTS
from postprod_xl.schema.tables.home import JOURNAL

ISSUING = "statement"
"""The command that issues statements, as `Journal` names it."""
_TOTALS = ("prior_cents", "period_cents", "cumulative_cents")
_READ = {
    STATEMENTS.name: " ".join(column.name for column in STATEMENTS.columns),
    STATEMENT_LINES.name: " ".join(column.name for column in STATEMENT_LINES.columns),
    JOURNAL.name: "command summary",
}


@fact(**_READ)
def register_problems(office: Office) -> list[Problem]:
    """The faults of the ledger of statements, a warning each: they refuse the next statement, and no other command.

    Numbers have no hole and serve once; a statement is the sum of its lines, what is due the sum of its terms; what was
    changed otherwise no longer has the mark of the program.
    """
    found = [*_numbered(office), *_lost(office), *_summed(office), *_lines(office)]
    said = {(problem.table, problem.row) for problem in found}
    return [*found, *_sealed(office, said)]


def _numbered(office: Office) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in office[STATEMENTS.name]:
        match = STATEMENT_NUMBER.fullmatch(row.number)
        if match is None:
            message = f"le relevé « {row.number} » n'a pas de numéro lisible : {RESTORE}"
            yield row.warning("number", row.number or "vide", f"un numéro comme {SERIES}-2026-0001", message)
        elif row.day is None or int(match[2]) != row.day.year:
            found = f"{row.day:%d/%m/%Y}" if row.day else "vide"
            message = f"le relevé {row.number} n'est plus daté de {match[2]} : {RESTORE}"
            yield row.warning("day", found, f"une date de {match[2]}", message)
        if row.number in first:
            message = f"{row.number} est déjà en ligne {first[row.number]} : un numéro ne sert qu'une fois"
            yield row.warning("number", row.number, "un numéro unique", message)
        first.setdefault(row.number, row.row)


def _lost(office: Office) -> Iterator[Problem]:
    """The statements that the ledger no longer holds: their lines, the journal, a tab or a later number say so."""
    held = set(filter(None, map(_number, office[STATEMENTS.name].column("number"))))
    places = _traces(office)
    for year in sorted({number.year for number in (*held, *places)}):
        ranks = [number.rank for number in (*held, *places) if number.year == year]
        for number in (Number(SERIES, year, rank) for rank in range(1, max(ranks) + 1)):
            if number not in held:
                named = listed(places.get(number, ["la suite des numéros"]))
                message = (
                    f"il manque {number} au registre, d'après {named} : remettez sa ligne d'après {KEPT}"
                )
                yield warning(
                    STATEMENTS.name,
                    None,
                    STATEMENTS.heading("number"),
                    str(number),
                    "des numéros sans trou",
                    message,
                )


def _traces(office: Office) -> dict[Number, list[str]]:
    """Where the workbook names statements, besides their rows."""
    texts = [(text, STATEMENT_LINES.tab) for text in office[STATEMENT_LINES.name].column("statement")]
    texts += [
        (text, f"le relevé {number}") for number, text in office[STATEMENTS.name].select("number", "corrects")
    ]
    issued = summaries_of(office[JOURNAL.name], ISSUING)
    texts += [(match[0], JOURNAL.tab) for text in issued for match in STATEMENT_NUMBER.finditer(text)]
    texts += [(text, TAB) for text in office.tabs]
    found: defaultdict[Number, list[str]] = defaultdict(list)
    for text, place in texts:
        number = _number(text)
        if number is not None and place not in found[number]:
            found[number].append(place)
    return dict(found)


def _number(text: str) -> Number | None:
    match = STATEMENT_NUMBER.fullmatch(text)
    return Number.of(match) if match else None


def _summed(office: Office) -> Iterator[Problem]:
    """The statements that are no longer the sum of their lines."""
    lines: defaultdict[str, list[Row]] = defaultdict(list)
    for line in office[STATEMENT_LINES.name]:
        lines[line.statement].append(line)
    for row in office[STATEMENTS.name]:
        own = lines[row.number]
        shares = [line for line in own if line.section == StatementSection.SHARE]
        if not own:
            message = f"{row.number} n'a plus de lignes : {RESTORE_LINES}"
            yield row.warning("number", row.number, "les lignes du relevé", message)
            continue
        terms = [line for line in own if line.section == StatementSection.DUE]
        sums = [(name, _sum(shares, name), "les parts de ses lignes") for name in _TOTALS]
        sums.append(("due_cents", _sum(terms, "period_cents"), "les termes de son montant dû"))
        for name, expected, what in sums:
            if getattr(row, name) != expected:
                yield _unequal(row, name, expected, what)


def _unequal(row: Row, name: str, expected: int, what: str) -> Problem:
    cents = getattr(row, name)
    found = "vide" if cents is None else euros_text(cents)
    heading = STATEMENTS.heading(name)
    message = f"{row.number} : « {heading} » de {found}, {what} font {euros_text(expected)} : {RESTORE}"
    return row.warning(name, found, euros_text(expected), message)


def _sum(lines: Sequence[Row], name: str) -> int:
    return sum(getattr(line, name) or 0 for line in lines)


def _lines(office: Office) -> Iterator[Problem]:
    """The lines without a statement, cut out of one, or that no longer add up."""
    ranks: defaultdict[str, list[int]] = defaultdict(list)
    last: dict[str, Row] = {}
    nets: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for line in office[STATEMENT_LINES.name]:
        if not STATEMENT_NUMBER.fullmatch(line.statement):
            message = f"une ligne ne dit plus son relevé : {RESTORE}"
            yield line.warning("statement", line.statement or "vide", "le numéro du relevé", message)
            continue
        ranks[line.statement].append(line.rank or 0)
        last[line.statement] = line
        if line.section != StatementSection.DUE:
            yield from _of_period(line)
            nets[line.statement, line.contract].append(line)
    for number, held in ranks.items():
        if sorted(held) != [*range(1, len(held) + 1)]:
            missing = len(set(range(1, max(held) + 1)).difference(held))
            found = counted(missing, "ligne") if missing else "un rang répété"
            message = f"les rangs des lignes de {number} ne se suivent plus ({found}) : {RESTORE_LINES}"
            yield last[number].warning("rank", str(max(held)), "des rangs sans trou", message)
    for (number, contract), held_lines in nets.items():
        yield from _netted(number, contract, held_lines)


def _of_period(line: Row) -> Iterator[Problem]:
    prior, period, cumulative = (getattr(line, name) for name in _TOTALS)
    if None in (prior, period, cumulative) or prior + period != cumulative:
        expected = euros_text((prior or 0) + (period or 0))
        found = "vide" if cumulative is None else euros_text(cumulative)
        message = f"{line.statement}, ligne {line.rank} : antérieur et période ne font plus le cumul : {RESTORE_LINES}"
        yield line.warning("cumulative_cents", found, expected, message)


def _netted(number: str, contract: str, lines: Sequence[Row]) -> Iterator[Problem]:
    """A contract whose net is no longer what its receipts and what is taken off them leave."""
    net = [line for line in lines if line.section == StatementSection.NET]
    moved = [line for line in lines if line.section in MOVED]
    if net and _sum(net, "cumulative_cents") != _sum(moved, "cumulative_cents"):
        expected, found = (euros_text(_sum(held, "cumulative_cents")) for held in (moved, net))
        message = (
            f"{number}, contrat {contract} : un net de {found}, ses lignes font {expected} : {RESTORE_LINES}"
        )
        yield net[0].warning("cumulative_cents", found, expected, message)


def _sealed(office: Office, said: set[tuple[str, int | None]]) -> Iterator[Problem]:
    """The statements changed in a way that the sums do not tell: by their mark."""
    statements, lines = office[STATEMENTS.name], office[STATEMENT_LINES.name]
    told = {line.statement for line in lines if (STATEMENT_LINES.name, line.row) in said}
    for row, seal in zip(statements, seals(statements, lines), strict=True):
        if row.seal != seal and (STATEMENTS.name, row.row) not in said and row.number not in told:
            message = f"{row.number} ou une de ses lignes a été modifié depuis l'émission : {RESTORE}"
            yield row.warning("seal", row.seal or "vide", "le relevé tel qu'il a été émis", message)


def payment_problems(office: Office) -> Iterator[Problem]:
    """What a person noted of a payment that contradicts itself; it changes nothing of what the next statement says."""
    for row in office[STATEMENTS.name]:
        if row.paid_cents is not None and row.paid_day is None:
            message = f"{row.number} porte un montant versé sans sa date : notez le jour du virement"
            yield row.warning("paid_day", "vide", "le jour du virement", message)
        if row.due_cents is not None and paid_cents(row) > row.due_cents:
            found, expected = euros_text(paid_cents(row)), euros_text(row.due_cents)
            message = f"{row.number} : {found} versés pour {expected} dus"
            yield row.warning("paid_cents", found, f"au plus {expected}", message)
