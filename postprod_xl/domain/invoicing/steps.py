"""Which step of the payment schedule to invoice, and why it cannot be."""

from __future__ import annotations

from postprod_xl.domain.invoicing.billing.lines import percent_text
from postprod_xl.domain.invoicing.register.ledger import invoiced_steps
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import closest_names
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.rows import Row, Rows
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.tables.quotes import VERSIONS
from postprod_xl.schema.vocabulary import InvoiceType, QuoteStatus, StepType

TO_INVOICE = "une étape à facturer"


def step_name(step: Row) -> str:
    """The label of a step of `Echeancier`, else its type and its part."""
    return step.label or f"{step.type} {percent_text(step.share_rate)}".strip()


def document_type(step: Row) -> InvoiceType:
    """What the document of a step is."""
    return InvoiceType.DEPOSIT if step.type == StepType.DEPOSIT else InvoiceType.INVOICE


def is_by_progress(step: Row) -> bool:
    """Whether a step is a Situation that bills each line by its progress: it has neither part nor amount."""
    return bool(step.type == StepType.PROGRESS and step.share_rate is None and step.amount_cents is None)


def chosen_step(office: Office, project: str, rank: int | None) -> tuple[Row | None, list[Problem]]:
    """The step of a rank, else the first of the project not yet invoiced, and what refuses it."""
    codes = office["Projets"].column("code")
    if project not in set(codes):
        message = f"le projet « {project} » n'existe pas ; {closest_names(project, codes)}"
        return None, [refusal("Projets", None, "code", project, "un code de projet", message)]
    done = invoiced_steps(office)
    own = (step for step in office["Echeancier"] if step.project == project)
    steps = sorted(own, key=lambda step: step.rank)
    wanted = [step for step in steps if rank == step.rank or (rank is None and step.row not in done)]
    if not wanted:
        return None, [_no_step(project, rank)]
    step = wanted[0]
    if step.row in done:
        number = done[step.row]
        message = f"l'étape {step.rank} de {project} est facturée par {number} : émettez un avoir"
        return None, [step.blocking("invoice", number, TO_INVOICE, message)]
    return step, _step_refusals(step)


def next_to_invoice(steps: Rows) -> str:
    """The project of the first step of `Echeancier` that has a day and no invoice.

    Raises
    ------
    ValueError
        There is none.
    """
    return str(
        min((step.planned_day, step.project) for step in steps if step.planned_day and not step.invoice)[1]
    )


def _no_step(project: str, rank: int | None) -> Problem:
    lacking = "n'a plus d'étape à facturer" if rank is None else f"n'a pas d'étape {rank}"
    message = f"{project} {lacking} : complétez l'échéancier"
    return refusal("Echeancier", None, "rank", str(rank or ""), TO_INVOICE, message)


def _step_refusals(step: Row) -> list[Problem]:
    """A balance needs neither part nor amount: it is what remains; a Situation without either is by progress."""
    written = (step.share_rate is not None) + (step.amount_cents is not None)
    if step.type == StepType.BALANCE or written == 1 or is_by_progress(step):
        return []
    share, amount = (BY_NAME["Echeancier"].heading(name) for name in ("share_rate", "amount_cents"))
    what = "ne porte ni part ni montant" if written == 0 else "porte une part et un montant"
    message = f"l'étape {step.rank} de {step.project} {what} : saisissez la {share} ou le {amount}"
    return [step.blocking("share_rate", what, "une part ou un montant HT", message)]


def no_quote(office: Office, project: str) -> Problem:
    """The refusal of a project without an accepted version."""
    rows = [version.row for version in office["Versions"] if version.project == project]
    message = f"{project} n'a pas de devis accepté : passez une version à « Accepté » dans {VERSIONS.tab}"
    return refusal(
        "Versions",
        rows[-1] if rows else None,
        "status",
        "aucune version acceptée",
        QuoteStatus.ACCEPTED,
        message,
    )


def client_refusals(office: Office, project: str) -> list[Problem]:
    """The refusal of a project without a client."""
    row = next(row for row in office["Projets"] if row.code == project)
    if row.client:
        return []
    message = f"{project} n'a pas de client : saisissez qui facturer"
    return [row.blocking("client", "vide", "un code de client", message)]


def refusal(table: str, row: int | None, name: str, found: str, expected: str, message: str) -> Problem:
    """A problem that stops the issuing, on the column of a code name."""
    return blocking(table, row, BY_NAME[table].heading(name), found, expected, message)
