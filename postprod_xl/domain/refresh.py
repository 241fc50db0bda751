"""The whole office recomputed: each rule in the order its figures are needed by the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from postprod_xl.domain.accounts.cash.months import cash_schedule
from postprod_xl.domain.accounts.projects import accounts
from postprod_xl.domain.accounts.totals import account_totals
from postprod_xl.domain.catalogue.refreshed import catalogue_results
from postprod_xl.domain.home.concerns.gathered import concerns_of
from postprod_xl.domain.home.dashboard import actions, dashboard
from postprod_xl.domain.home.doubts import doubts
from postprod_xl.domain.home.project_status import late_names, status_columns
from postprod_xl.domain.home.proportion import outsized_amounts
from postprod_xl.domain.invoicing.billing.typed_progress import typed_problems
from postprod_xl.domain.invoicing.register.checks import ledger_problems
from postprod_xl.domain.invoicing.register.damage import amount_damage, loose_ends
from postprod_xl.domain.invoicing.register.issued_files import file_problems
from postprod_xl.domain.invoicing.register.ledger import schedule_columns
from postprod_xl.domain.invoicing.register.sealed import sealed_problems
from postprod_xl.domain.limits import TooLarge
from postprod_xl.domain.office import Office
from postprod_xl.domain.payments.lettering import due_columns, payment_columns
from postprod_xl.domain.payments.problems import payment_problems
from postprod_xl.domain.payments.reminders import reminder_rows
from postprod_xl.domain.payroll.frozen.corrections import beside_dsn, corrections
from postprod_xl.domain.payroll.frozen.differences import differences
from postprod_xl.domain.payroll.frozen.problems import correction_problems
from postprod_xl.domain.payroll.frozen.problems import frozen_problems as frozen_pay_problems
from postprod_xl.domain.payroll.kept import kept_problems
from postprod_xl.domain.payroll.monthly.problems import permanent_problems
from postprod_xl.domain.payroll.rules.mirror import convention_columns
from postprod_xl.domain.payroll.rules.standing import agreement_warnings
from postprod_xl.domain.payroll.rules.typed import convention_problems
from postprod_xl.domain.payroll.summary import summary_rows
from postprod_xl.domain.payroll.underpaid import minima_problems, underpaid_problems
from postprod_xl.domain.payroll.watch.payroll_ids import payroll_id_problems
from postprod_xl.domain.payroll.watch.problems import booking_marks, session_marks, watch_problems
from postprod_xl.domain.people.contracts import contract_columns
from postprod_xl.domain.people.hiring_declarations import hiring_declarations
from postprod_xl.domain.planning.explain.alerts import with_conflicts
from postprod_xl.domain.planning.memory.booked import PastBookings
from postprod_xl.domain.planning.memory.recall import Recall, remembered
from postprod_xl.domain.planning.memory.run_days import Memory
from postprod_xl.domain.planning.plan.bookings import bookings
from postprod_xl.domain.planning.plan.hirings import hiring_gaps
from postprod_xl.domain.planning.plan.project_ends import delivery_columns, episode_columns
from postprod_xl.domain.planning.plan.schedule import OfficeSchedule, schedule
from postprod_xl.domain.planning.problem.outside import Busy
from postprod_xl.domain.planning.promises.broken import evidence_by_line
from postprod_xl.domain.planning.promises.keeping import Ledger
from postprod_xl.domain.planning.promises.kept import promise_columns
from postprod_xl.domain.planning.promises.problems import promise_problems
from postprod_xl.domain.purchases.columns import purchase_columns
from postprod_xl.domain.purchases.expected import expected_problems, expected_rows
from postprod_xl.domain.purchases.problems import purchase_problems
from postprod_xl.domain.quotes.amending.checks import named_session_problems
from postprod_xl.domain.quotes.change_orders import change_order_columns, change_order_problems, effects
from postprod_xl.domain.quotes.feasibility.advice import advice_columns
from postprod_xl.domain.quotes.feasibility.answers import advice_problems
from postprod_xl.domain.quotes.feasibility.promised import promised_problems
from postprod_xl.domain.quotes.feasibility.too_short import short_delay_problems
from postprod_xl.domain.quotes.follow_up.history import history_problems, noted_today
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import overinvoiced_lines, quote_columns
from postprod_xl.domain.quotes.pricing.unpriced import unpriced_problems
from postprod_xl.domain.quotes.reference_lines import dropped_line_problems
from postprod_xl.domain.quotes.unit_times import unit_problems
from postprod_xl.domain.quotes.unpaid_extra import extra_problems
from postprod_xl.domain.quotes.versions.compared_rows import comparison_rows
from postprod_xl.domain.quotes.versions.comparison import Comparer
from postprod_xl.domain.quotes.versions.freezing import frozen_columns, frozen_line, newly_frozen
from postprod_xl.domain.quotes.versions.guard import frozen_problems
from postprod_xl.domain.quotes.versions.totals import quote_problems, version_columns
from postprod_xl.domain.sessions.line_columns import line_columns
from postprod_xl.domain.sessions.reports import session_columns
from postprod_xl.domain.sessions.waiting.unreported import Unreported, unreported, unreported_problems
from postprod_xl.domain.sessions.waiting.unvalidated import unvalidated_problems
from postprod_xl.domain.technique.deliveries.held import task_alerts
from postprod_xl.domain.technique.refreshed import technique
from postprod_xl.domain.wording import counted
from postprod_xl.engines.schedule import Budget
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Rows, no_rows
from postprod_xl.schema.tables.frozen import FROZEN
from postprod_xl.schema.tables.history import HISTORY
from postprod_xl.schema.tables.promises import PROMISES
from postprod_xl.schema.vocabulary import OverrunLevel


@dataclass
class Refresh:
    """An office being recomputed: what is computed so far is read back by the next rule.

    Parameters
    ----------
    office
        The office, with the columns and rows computed so far.
    problems
        Those met while reading, then those of each rule.
    columns, rows
        Computed columns by input table, rows by result table.
    recall, answered
        The plan in force that the plan started from, and what its own answers, once it is made.
    promises
        The lines to add to the register of promises; in `office` they are there already.
    frozen
        The rows to add to the register of frozen versions; in `office` they are there already.
    history
        The rows to add to the history of the lines; in `office` they are there already.
    baseline
        The code of a project whose plan becomes its promise.
    missing
        The bookings of past days that no session reports.
    """

    office: Office
    problems: list[Problem]
    columns: dict[str, Rows] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)
    recall: Recall | None = None
    answered: str = ""
    promises: Rows = field(default_factory=lambda: no_rows(PROMISES))
    frozen: Rows = field(default_factory=lambda: no_rows(FROZEN))
    history: Rows = field(default_factory=lambda: no_rows(HISTORY))
    baseline: str = ""
    missing: Sequence[Unreported] = ()

    @property
    def memory(self) -> Memory:
        """The days of the last refreshes and their plans, this one included."""
        if self.recall is None:
            return self.office.memory
        return remembered(self.recall, self.office, self.answered)

    @property
    def ledger(self) -> Ledger:
        """The promises of the office, as computed so far."""
        return Ledger(self.office, () if self.recall is None else self.recall.days)

    @property
    def noted(self) -> dict[str, Rows]:
        """The rows to add to the ledgers that a refresh keeps, by table."""
        return {PROMISES.name: self.promises, FROZEN.name: self.frozen, HISTORY.name: self.history}

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of the day it is made on, and of what it froze; a French line each."""
        of_day = () if self.recall is None else self.recall.lines
        # A workbook of an earlier version has no register: nothing is frozen in it.
        return (*of_day, *frozen_line(self.frozen)) if FROZEN.tab in self.office.tabs else of_day

    @property
    def is_blocked(self) -> bool:
        return any(problem.is_blocking for problem in self.problems)

    @property
    def summary(self) -> str:
        """How many projects, late deliveries, overruns and problems, in one French line."""
        late = len(late_names(self.office))
        over = self.rows["Depassements"].column("level").count(OverrunLevel.OVERRUN)
        counts = (
            (len(self.office["Projets"]), "projet"),
            (late, "livraison en retard"),
            (over, "ligne en dépassement"),
            (len(self.problems), "point à contrôler"),
        )
        return ", ".join(counted(*count) for count in counts)

    def put_columns(self, table: str, columns: Rows) -> None:
        """Keep computed columns and let the next rules read them."""
        held = self.columns.get(table)
        self.columns[table] = columns if held is None else held.with_columns(columns)
        self.office = self.office.with_columns(table, columns)

    def put_rows(self, table: str, rows: Rows) -> None:
        """Keep a result table and let the next rules read it."""
        self.rows[table] = rows
        self.office = self.office.with_rows(table, rows)


def refreshed(
    office: Office,
    known: Sequence[Problem],
    outside: Sequence[Busy] = (),
    budget: Budget | None = None,
    baseline: str = "",
    afresh: Collection[str] = (),
) -> Refresh:
    """Recompute an office.

    Parameters
    ----------
    office
        Every table, typed.
    known
        Problems already met while reading: the home page counts them.
    outside
        What other workbooks hold of the same people and rooms.
    budget
        How much to look for a better plan; by default what suits the size of the office.
    baseline
        The code of a project whose plan becomes its promise.
    afresh
        Codes of the projects planned from nothing, instead of keeping the plan in force.

    Returns
    -------
    Refresh
        Without the tables that follow the quotes when a problem of theirs blocks (two accepted versions, a day of
        30 hours…). A cycle or an unknown predecessor blocks too, but the rest of the plan is computed and checked.
        A figure too large to be written blocks, without what follows it.
    """
    run = Refresh(office, list(known), baseline=baseline)
    try:
        _recompute(run, outside, budget, afresh)
    except TooLarge as large:
        run.problems.append(large.problem)
    return run


def _recompute(run: Refresh, outside: Sequence[Busy], budget: Budget | None, afresh: Collection[str]) -> None:
    office, known = run.office, len(run.problems)
    plan = schedule(office, outside, budget, afresh)
    run.recall, run.answered = plan.recall, plan.plan.answered
    run.problems += [*quote_problems(office), *unit_problems(office), *unpriced_problems(office)]
    stopped = run.is_blocked
    run.problems[known:known] = plan.problems
    if stopped:
        return
    _plan(run, plan, outside)
    _promise(run)
    _check_technique(run)
    _freeze(run)
    _follow(run, plan)
    _note(run)
    _bill(run, plan)
    _check_rights(run)
    run.problems += doubts(run.office, run.problems)
    _summarise(run)


def _plan(run: Refresh, plan: OfficeSchedule, outside: Sequence[Busy]) -> None:
    run.put_columns("Planning", plan.columns)
    booked = bookings(plan, outside, hiring_gaps(run.office, plan))
    run.problems += booked.problems
    run.put_columns("Planning", with_conflicts(plan.columns, booked.conflicts))
    run.put_rows("Reservations", booked.rows)
    run.put_rows("Reservations", booking_marks(run.office))
    run.problems += [*watch_problems(run.office), *payroll_id_problems(run.office)]
    run.put_columns("Projets", delivery_columns(run.office))
    run.put_columns("Episodes", episode_columns(run.office))


def _check_technique(run: Refresh) -> None:
    found = technique(run.office)
    for table, columns in found.columns.items():
        run.put_columns(table, columns)
    for table, rows in found.rows.items():
        run.put_rows(table, rows)
    run.problems += found.problems
    # A held deliverable is said on its task, which stays where it is.
    if alerts := task_alerts(run.office):
        run.put_columns("Planning", with_conflicts(run.columns["Planning"], alerts))


def _check_rights(run: Refresh) -> None:
    found = catalogue_results(run.office)
    for table, columns in found.columns.items():
        run.put_columns(table, columns)
    for table, rows in found.rows.items():
        run.put_rows(table, rows)
    run.problems += found.problems


def _promise(run: Refresh) -> None:
    run.promises = run.ledger.added(run.baseline)
    noted, before = run.office["Promesses"], run.office["Promesses"].numbers
    run.office = run.office.with_rows("Promesses", noted.followed_by(run.promises))
    for table, columns in promise_columns(run.office).items():
        run.put_columns(table, columns)
    run.columns["Promesses"] = run.columns["Promesses"].of_numbers(before)
    run.problems += promise_problems(run.office)


def _freeze(run: Refresh) -> None:
    run.problems += frozen_problems(run.office)
    run.frozen = newly_frozen(run.office)
    register = run.office[FROZEN.name].followed_by(run.frozen)
    run.office = run.office.with_rows(FROZEN.name, register)
    run.put_columns("Versions", frozen_columns(run.office))


def _follow(run: Refresh, plan: OfficeSchedule) -> None:
    run.put_columns("Avenants", change_order_columns(run.office))
    run.put_columns("Devis", quote_columns(run.office))
    run.put_columns("Versions", version_columns(run.office))
    run.put_rows("Comparaison", comparison_rows(Comparer(run.office).by_default()))
    for table, columns in advice_columns(run.office).items():
        run.put_columns(table, columns)
    run.problems += [
        *advice_problems(run.office),
        *short_delay_problems(run.office),
        *promised_problems(run.office),
    ]
    run.missing = unreported(run.office, PastBookings(plan.recall.workbook))
    run.problems += unreported_problems(run.missing, run.office.settings["quiet_days"])
    sessions, problems = session_columns(run.office)
    run.put_columns("Seances", sessions)
    run.put_columns("Seances", session_marks(run.office))
    run.problems += [
        *problems,
        *unvalidated_problems(run.office),
        *change_order_problems(run.office),
        *overinvoiced_lines(run.office),
    ]
    run.problems += extra_problems(run.office)
    run.problems += named_session_problems(run.office)
    sold_again = effects(run.office).sold_again
    run.problems += [*dropped_line_problems(run.office, sold_again), *outsized_amounts(run.office)]
    rows, broken = overruns(run.office, plan.remaining), evidence_by_line(run.office)
    texts = [broken.get(line, "") for line in rows.column("line")]
    run.put_rows("Depassements", rows.with_columns({"broken_promises": texts}))
    run.put_columns("Seances", line_columns(run.office))


def _note(run: Refresh) -> None:
    run.history = noted_today(run.office, () if run.recall is None else run.recall.days)
    run.office = run.office.with_rows("Historique", run.office["Historique"].followed_by(run.history))
    run.problems += history_problems(run.office)


def _bill(run: Refresh, plan: OfficeSchedule) -> None:
    # The numbers that steps hold are traces of documents: they are looked at as they were read.
    ledger = [*ledger_problems(run.office), *amount_damage(run.office), *loose_ends(run.office)]
    ledger += [*sealed_problems(run.office, ledger), *file_problems(run.office)]
    run.put_columns("Echeancier", schedule_columns(run.office))
    run.problems += typed_problems(run.office)
    run.put_columns("Reglements", payment_columns(run.office))
    run.put_columns("Factures", due_columns(run.office))
    run.put_rows("Relances", reminder_rows(run.office))
    ledger += payment_problems(run.office)
    run.put_columns("Conventions", convention_columns(run.office))
    run.problems += [*convention_problems(run.office), *agreement_warnings(run.office)]
    contracts, problems = contract_columns(run.office)
    run.put_columns("Contrats", contracts)
    run.put_rows("DPAE", hiring_declarations(run.office))
    _correct(run)
    run.problems += [*problems, *ledger, *kept_problems(run.office)]
    run.problems += [*underpaid_problems(run.office), *minima_problems(run.office)]
    run.problems += permanent_problems(run.office)
    run.put_rows("RecapPaie", summary_rows(run.office))
    run.put_columns("Achats", purchase_columns(run.office))
    run.put_rows("AchatsAttendus", expected_rows(run.office))
    run.problems += [*purchase_problems(run.office), *expected_problems(run.office)]
    rows, problems = accounts(run.office, plan.remaining)
    run.put_rows("Comptes", rows)
    run.problems += problems
    run.put_rows("TotalComptes", account_totals(run.office))
    run.put_rows("Tresorerie", cash_schedule(run.office, plan.remaining))
    run.put_columns("Projets", status_columns(run.office, plan.remaining))


def _correct(run: Refresh) -> None:
    """What has changed of the exported months of pay."""
    changed = differences(run.office)
    run.problems += [*frozen_pay_problems(run.office), *correction_problems(run.office, changed)]
    run.put_rows("Corrections", corrections(run.office, changed))
    # Declarations of which a cell could not be read are left as they are: written back, they would lose it.
    if changed and not any(problem.table == "Declarations" for problem in run.problems):
        run.put_rows("Declarations", beside_dsn(run.office, changed))


def _summarise(run: Refresh) -> None:
    concerns = concerns_of(run.office, run.problems, run.missing)
    run.put_rows("Accueil", dashboard(run.office, concerns))
    run.put_rows("Actions", actions(run.office, concerns, run.problems, run.missing))
