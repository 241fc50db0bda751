"""Whether the rights of a work are free, and what is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from postprod_xl.commands.catalogue.absent import without_catalogue
from postprod_xl.commands.catalogue.free_rights import (
    FreeForm,
    asked_of_works,
    exported_rights,
    listed_rights,
    misread_problem,
)
from postprod_xl.commands.outcome import Outcome
from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.asked import AskedRights, read_question
from postprod_xl.domain.catalogue.avails.facts import rights_facts
from postprod_xl.domain.catalogue.avails.records import Interval, RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.said import AnswerText
from postprod_xl.domain.catalogue.contracts.records import Catalogue
from postprod_xl.domain.catalogue.contracts.works import WorkNames
from postprod_xl.domain.catalogue.grounds.axis import RightsAxis
from postprod_xl.domain.office import Office
from postprod_xl.domain.wording import first_names
from postprod_xl.schema.catalogue_vocabulary import Freedom
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.schema.tables.catalogue import SALES, WORKS

UNASKED = "--work, --media, --territory, --from et --to : de quelle œuvre, quels droits et quels jours ?"
"""What is said of a question without its work or its days."""


def avails(
    office: Office,
    known: Sequence[Problem] = (),
    *,
    work: str = "",
    media: str = "",
    territory: str = "",
    first: date | None = None,
    last: date | None = None,
    exclusive: bool = False,
    language: str = "",
    version: str = "",
    form: str = "",
    formats: Sequence[str] = (),
    prices: str = "",
) -> Outcome:
    """Answer whether some rights of a work are free from one day to another; nothing is written.

    Parameters
    ----------
    work, version
        Codes; an empty version is all of them.
    media, territory, language
        Codes, names or groups, a comma or a semicolon between them; an empty language is all of them.
    first, last
        Both included.
    exclusive
        Whether nobody else may have them.
    form
        A word of `FreeForm`: what is free of every work, or of one, as a list; all of what is left out is asked then,
        from today to the end of the mandates. Empty, one question of one work is answered.
    formats, prices
        Of the rows of MovieLabs: format profiles, and prices by licence (`domain.catalogue.free.prices`).
    """
    if problem := without_catalogue(office):
        return Outcome(problems=(problem,))
    if form:
        typed = {
            "media": media,
            "territories": territory,
            "languages": language,
            "work": work,
            "version": version,
        }
        of_works = asked_of_works(FreeForm(form), first or office.today, last, typed, is_exclusive=exclusive)
        is_list = FreeForm(form) is FreeForm.LIST
        found = (
            listed_rights(office, of_works) if is_list else exported_rights(office, of_works, formats, prices)
        )
        return replace(found, lines=(*found.lines, *_stranger_lines(rights_facts(office).catalogue)))
    if not work or first is None or last is None:
        return Outcome(problems=(_unasked(),))
    facts = rights_facts(office)
    asked = AskedRights(work, media, territory, first, last, "", language, version, exclusive)
    question = read_question(facts.catalogue, asked)
    if not isinstance(question, RightsQuestion):
        return Outcome(problems=tuple(map(misread_problem, question)))
    text = AnswerText(facts.catalogue, ask(facts, question))
    if text.answer.freedom is Freedom.UNKNOWN:
        return Outcome(problems=tuple(_unknown(text)))
    lines = (*text.lines, *_stranger_lines(facts.catalogue))
    return Outcome(summary=text.heading, lines=lines, details=_details(text))


def _stranger_lines(book: Catalogue) -> Iterator[str]:
    """The sales of what is no work of the catalogue and resembles none: they may take what is asked."""
    names, heading = WorkNames(book.works), SALES.heading("works")
    wrong = {one.row for one in book.problems if (one.table, one.heading) == (SALES.name, heading)}
    for code, family in book.sales.items():
        for row in (*family.signed, *family.pending) if code == family.root else ():
            works = names.of_contract(row)[0] if row.row in wrong else None
            if works is not None and works.unknown and not names.likely(works):
                named = first_names([f"« {name} »" for name in works.unknown])
                yield f"à vérifier : {works.contract} vend {named}, inconnu dans {WORKS.tab}"


def _unasked() -> Problem:
    return blocking("", None, "", "question incomplète", "une œuvre et une période", UNASKED)


def _unknown(text: AnswerText) -> Iterator[Problem]:
    """One line for each contract that could not be read: the answer is not known."""
    for reason in text.answer.intervals[0].reasons:
        yield blocking("", None, "", reason.contract, "un contrat lu", f"{text.heading}, {reason.note}")


def _details(text: AnswerText) -> dict[str, Any]:
    question, grounds = text.answer.question, text.grounds
    return {
        "work": question.work,
        "media": _codes(grounds.media, question.media),
        "territories": _codes(grounds.territories, question.territories),
        "languages": _codes(grounds.languages, question.languages),
        "from": question.first,
        "to": question.last,
        "exclusive": question.exclusive,
        "freedom": text.answer.freedom,
        "intervals": [_interval(text, interval) for interval in text.answer.intervals],
        "free_instead": [
            {"media": _codes(grounds.media, media), "territories": _codes(grounds.territories, territories)}
            for media, territories in text.answer.instead.grounds
        ],
        "free_languages": _codes(grounds.languages, text.answer.instead.languages),
    }


def _codes(axis: RightsAxis, mask: int) -> tuple[str, ...]:
    """The codes of a set; `*` for all of an axis."""
    return ("*",) if mask == axis.everything else axis.leaves(mask)


def _interval(text: AnswerText, interval: Interval) -> dict[str, Any]:
    return {
        "from": interval.span.first_day.isoformat(),
        "to": interval.span.last_day.isoformat(),
        "freedom": interval.freedom,
        "reasons": [_reason(text, reason) for reason in interval.reasons],
    }


def _reason(text: AnswerText, reason: RightsReason) -> dict[str, Any]:
    grounds = text.grounds
    return {
        "reason": reason.kind,
        "contract": reason.contract,
        "media": _codes(grounds.media, reason.media),
        "territories": _codes(grounds.territories, reason.territories),
        "languages": _codes(grounds.languages, reason.languages),
        "message": text.reason(reason),
    }
