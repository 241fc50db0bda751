"""The command that cuts a copy of a project, or of a rights holder, out of the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postprod_xl.commands.catalogue.absent import without_catalogue
from postprod_xl.commands.outcome import Outcome, stopped
from postprod_xl.documents.sharing.copy import SharedCopy
from postprod_xl.documents.sharing.words import COPIES, in_language
from postprod_xl.domain.invoicing.register.checks import losses
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from postprod_xl.domain.sharing.holders.holder_copy import holder_copy
from postprod_xl.domain.sharing.holders.leaving import HolderLeaving
from postprod_xl.domain.sharing.holders.refusals import nothing_of_his, unknown_holder
from postprod_xl.domain.sharing.holders.reread import holder_remarks, is_stale
from postprod_xl.domain.sharing.leaving import Receiver
from postprod_xl.domain.sharing.project_copy import project_copy
from postprod_xl.domain.sharing.refusals import (
    changed_quote,
    nothing_to_show,
    unknown_project,
    unknown_receiver,
)
from postprod_xl.domain.sharing.reread import doubtful_invoices, names_of_others
from postprod_xl.schema.languages import Language
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.billing import INVOICES
from postprod_xl.schema.tables.planning import PLANNING
from postprod_xl.schema.vocabulary import Audience

_DATES = ("start_day", "end_day", "assigned_technician", "assigned_room")


def share(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str = "",
    audience: str | None = None,
    technician: str = "",
    holder: str = "",
    language: str = Language.FRENCH,
) -> Outcome:
    """Cut a copy of one project, or of one rights holder, out of the office, as a refresh of the day finds it.

    Parameters
    ----------
    project
        Code of the project.
    audience
        Whom the copy is for; None, the technician that is named, else the producer.
    technician
        Code of the person, for the copy of a technician.
    holder
        Code of the rights holder, for his copy instead of that of a project.
    language
        Of its headings and of the words of closed lists.
    """
    if holder:
        return _share_with_holder(office, known, holder, Language(language))
    receiver = Receiver(
        Audience(audience or (Audience.TECHNICIAN if technician else Audience.PRODUCER)), technician
    )
    unknown = [*unknown_project(office, project), *unknown_receiver(office, receiver.audience, technician)]
    if refusals := unknown or losses(office):
        return Outcome(problems=tuple(refusals))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    if receiver.audience is Audience.PRODUCER and (changed := changed_quote(run.office, project)):
        return Outcome(problems=tuple(changed))
    copy = project_copy(run.office, project, receiver, Language(language))
    if empty := [*nothing_to_show(copy)]:
        return Outcome(problems=tuple(empty))
    summary = f"{in_language(COPIES[copy.audience], Language.FRENCH)} pour {project}"
    return Outcome(summary=summary, copy=copy, lines=tuple(_remarks(office, run.office, copy)))


def _share_with_holder(office: Office, known: Sequence[Problem], holder: str, language: Language) -> Outcome:
    """The copy of a rights holder; nothing to write in the office."""
    if problem := without_catalogue(office):
        return Outcome(problems=(problem,))
    if refusals := [*unknown_holder(office, holder)]:
        return Outcome(problems=tuple(refusals))
    run = refreshed(office, known)
    if run.is_blocked:
        return stopped(run)
    leaving = HolderLeaving(run.office, holder)
    copy = holder_copy(run.office, leaving, language)
    if empty := [*nothing_of_his(copy)]:
        return Outcome(problems=tuple(empty))
    remarks = [*holder_remarks(run.office, copy, leaving)]
    if is_stale(holder_copy(office, HolderLeaving(office, holder), language), copy):
        remarks.insert(
            0,
            f"le catalogue n'est plus à jour pour {holder} : la copie a les chiffres de ce jour, actualisez le "
            "classeur pour y lire les mêmes",
        )
    summary = f"{in_language(COPIES[copy.audience], Language.FRENCH)} {holder}"
    return Outcome(summary=summary, copy=copy, lines=tuple(remarks))


def _remarks(office: Office, now: Office, copy: SharedCopy) -> Iterator[str]:
    """What a person should know before the copy leaves."""
    if _plan(office, copy.project) != _plan(now, copy.project):
        yield (
            f"{PLANNING.tab} n'est plus à jour pour {copy.project} : la copie a les dates de ce jour, actualisez le "
            "classeur pour y lire les mêmes"
        )
    yield from names_of_others(now, copy)
    for shown in (table for table in copy.tables if table.table is INVOICES):
        ledger, numbers = office[INVOICES.name], set(shown.values("number"))
        yield from doubtful_invoices(
            office, ledger.where(n in numbers for n in ledger.column("number")).numbers
        )


def _plan(office: Office, project: str) -> list[tuple[object, ...]]:
    rows = office[PLANNING.name]
    return [*rows.where(code == project for code in rows.column("project")).select(*_DATES)]
