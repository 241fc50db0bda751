"""The command that writes the quotes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from postprod_xl.commands.adding import Said, with_added
from postprod_xl.commands.outcome import Outcome
from postprod_xl.commands.quotes.papers import print_quote
from postprod_xl.commands.quotes.versions import compare_versions, copy_version, send_version
from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.drafting.draft import Draft, DraftLine, WantedQuote, draft
from postprod_xl.domain.refresh import Refresh
from postprod_xl.domain.wording import counted, euros_text
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.vocabulary import QuoteStatus


def quote(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    project: str,
    template: str = "",
    minutes: int | None = None,
    episodes: int | None = None,
    shooting_days: int | None = None,
    copy: int | None = None,
    freeze: int | None = None,
    printed: int | None = None,
    order: str = "",
    compare: tuple[int, int] | None = None,
) -> Outcome:
    """Add a version to the quote of a project, from the rate card or from another one, send one, or compare two.

    Parameters
    ----------
    project, template, minutes, episodes, shooting_days
        See `WantedQuote`.
    copy, freeze
        The number of a version to copy, or to send, instead of a draft from the rate card.
    printed, order
        The number of a version to print instead, 0 for the one the project works from: see `print_quote`.
    compare
        The numbers of two versions to compare.
    """
    if copy is not None:
        return copy_version(office, known, project, copy)
    if freeze is not None:
        return send_version(office, known, project, freeze)
    if printed is not None:
        return print_quote(office, project, printed or None, order)
    if compare is not None:
        return compare_versions(office, known, project, compare)
    try:
        made = draft(office, WantedQuote(project, template, minutes, episodes, shooting_days))
    except ProgrammeRefused as refused:
        return Outcome(problems=refused.problems)

    def say(run: Refresh) -> Said:
        total = _total_cents(run, project, made.number)
        line = (
            f"version {made.number} de {project} ({QuoteStatus.DRAFT}) : {counted(len(made.items), 'ligne')}"
        )
        return Said(f"{line}, {euros_text(total)} HT", made.lines, _details(made, project, total))

    return with_added(office, known, made.rows, say)


def _total_cents(run: Refresh, project: str, number: int) -> int:
    versions = run.office["Versions"].select("project", "version", "total_cents")
    return next(total for code, version, total in versions if (code, version) == (project, number))


def _details(made: Draft, project: str, total_cents: int) -> dict[str, Any]:
    minutes, episodes, shooting_days = made.programme
    return {
        "project": project,
        "version": made.number,
        "template": made.template.code,
        "minutes": minutes,
        "episodes": episodes,
        "shooting_days": shooting_days,
        "total_cents": total_cents,
        "lines": [_line(line) for line in made.items],
        "not_quoted": list(made.silent),
    }


def _line(line: DraftLine) -> dict[str, Any]:
    usual, least, most, flag = line.quantity
    return {
        "line": line.code,
        "item": line.item.row.item,
        "quantity": float(usual),
        "least": None if least is None else float(least),
        "most": None if most is None else float(most),
        "flag": flag,
        "unit": line.item.row.unit,
        "scale": line.item.scale,
        "scaling": line.scaling,
        "price_cents": line.item.price.price_cents,
        "is_estimate": line.item.price.is_estimate,
    }
