"""The questions typed in the workbook, answered: their columns, and the rows of `DroitsDisponibles`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Any

from postprod_xl.domain.catalogue.avails.answers import ask
from postprod_xl.domain.catalogue.avails.asked import AskedRights, read_question
from postprod_xl.domain.catalogue.avails.facts import RightsFacts, rights_facts
from postprod_xl.domain.catalogue.avails.records import RightsQuestion, RightsReason
from postprod_xl.domain.catalogue.avails.said import AnswerText, days_text
from postprod_xl.domain.catalogue.part import CataloguePart, RightsAlert
from postprod_xl.domain.office import Office
from postprod_xl.domain.results import computed_columns, result_rows
from postprod_xl.schema.catalogue_vocabulary import Freedom, HoleReason
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.rows import Row, no_rows
from postprod_xl.schema.tables.catalogue import AVAILABLE_RIGHTS, RIGHTS_QUESTIONS
from postprod_xl.schema.vocabulary import Severity


def questions_part(office: Office) -> CataloguePart:
    """What a refresh answers to the questions of `QuestionsDroits`; one that is not understood is a warning."""
    if not len(office[RIGHTS_QUESTIONS.name]):
        return CataloguePart(rows={AVAILABLE_RIGHTS.name: no_rows(AVAILABLE_RIGHTS)})
    facts = rights_facts(office)
    answered = [_answered(row, facts) for row in office[RIGHTS_QUESTIONS.name]]
    texts = [text for _, text, _ in answered]
    columns = computed_columns(
        RIGHTS_QUESTIONS.name,
        office[RIGHTS_QUESTIONS.name].numbers,
        freedom=[Freedom.UNKNOWN if text is None else text.answer.freedom for text in texts],
        free_days=["" if text is None else " ; ".join(map(days_text, text.answer.free)) for text in texts],
    )
    rows = chain.from_iterable(_rows(row, text) for row, text, _ in answered if text is not None)
    return CataloguePart(
        {RIGHTS_QUESTIONS.name: columns},
        {AVAILABLE_RIGHTS.name: result_rows(AVAILABLE_RIGHTS.name, list(rows))},
        alerts=[alert for row, text, _ in answered if text is not None for alert in _alerts(row, text)],
        problems=[problem for _, _, problems in answered for problem in problems],
    )


def _answered(row: Row, facts: RightsFacts) -> tuple[Row, AnswerText | None, Sequence[Problem]]:
    """The words of an answer, or the problems of a question that is not understood."""
    fields = AskedRights.__dataclass_fields__
    read = read_question(facts.catalogue, AskedRights(**{name: getattr(row, name) for name in fields}))
    if isinstance(read, RightsQuestion):
        return row, AnswerText(facts.catalogue, ask(facts, read)), ()
    return row, None, [row.warning(one.column, one.found, one.expected, one.message) for one in read]


def _rows(row: Row, text: AnswerText) -> Iterator[Sequence[Any]]:
    """One row an interval that is free, and one for each contract in the way of the others, by what it is."""
    for interval in text.answer.intervals:
        span = interval.span
        first = (row.question, text.answer.question.work, span.first_day, span.last_day, span.days)
        if not interval.reasons:
            yield (*first, interval.freedom, None, "", "", "", "", "")
        alike: dict[tuple[HoleReason, str], list[RightsReason]] = defaultdict(list)
        for reason in interval.reasons:
            alike[reason.kind, reason.contract].append(reason)
        for (kind, contract), reasons in alike.items():
            yield (*first, interval.freedom, kind, contract, *_touched(text, reasons))


def _touched(text: AnswerText, reasons: Sequence[RightsReason]) -> tuple[str, ...]:
    """The media, territories and languages that some reasons touch, and what they say."""
    grounds = text.grounds
    return (
        grounds.said_media(reduce(or_, (reason.media for reason in reasons))),
        grounds.said_territories(reduce(or_, (reason.territories for reason in reasons))),
        grounds.said_languages(reduce(or_, (reason.languages for reason in reasons))),
        " ; ".join(map(text.reason, reasons)),
    )


def _alerts(row: Row, text: AnswerText) -> Iterator[RightsAlert]:
    """Why a question is not free."""
    for why in text.why:
        yield RightsAlert(row, Severity.INFO, why)
