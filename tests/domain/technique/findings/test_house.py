"""What the house decides of the severity of a rule: counted once signed, said once when it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.domain.technique.findings.house import house_problems, house_severities, severity_of
from postprod_xl.schema.technical_vocabulary import HouseSeverity
from postprod_xl.schema.vocabulary import Severity
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import DAY
from tests.domain.technique.findings.rules import COPIES, DCP_KEYS, EIGHT_BITS

RULES = (EIGHT_BITS, COPIES, DCP_KEYS)
SIGNED = {"reason": "Accord du diffuseur", "confirmed_by": "Ana Brun", "confirmed_day": DAY}
MUTED = {"rule": "TST-02", "house_severity": HouseSeverity.MUTED, **SIGNED}


def house(*rows: dict[str, Any]) -> Office:
    return office(DAY, ReglesTechniques=table_rows("ReglesTechniques", [*rows]))


def told(*rows: dict[str, Any]) -> list[tuple[str, str, str]]:
    problems = house_problems(house(*rows), RULES)
    return [(problem.severity, problem.heading, problem.message) for problem in problems]


def test_a_decision_with_a_reason_a_name_and_a_day_counts():
    assert house_severities(house(MUTED)) == {"tst-02": HouseSeverity.MUTED}
    assert told(MUTED) == []


def test_a_decision_of_a_day_to_come_does_not_count_yet():
    tomorrow = {**MUTED, "confirmed_day": date(2026, 12, 1)}
    assert house_severities(house(tomorrow)) == {}
    assert told(tomorrow) == [
        (
            Severity.WARNING,
            "Confirmé le",
            "TST-02 : « Ignorée » ne compte pas avant le 01/12/2026, jour de la décision : d'ici là, la gravité "
            "publiée, Bloquant, reste",
        )
    ]


def test_a_rule_muted_without_a_reason_a_name_or_a_day_keeps_its_published_severity_in_one_line():
    for name, heading in (
        ("reason", "Motif"),
        ("confirmed_by", "Confirmé par"),
        ("confirmed_day", "Confirmé le"),
    ):
        unsigned = {key: value for key, value in MUTED.items() if key != name}
        assert house_severities(house(unsigned)) == {}
        assert told(unsigned) == [
            (
                Severity.WARNING,
                heading,
                "TST-02 : « Ignorée » ne compte pas, la gravité publiée, Bloquant, reste : remplissez "
                + heading,
            )
        ]


def test_a_rule_muted_with_nothing_else_says_all_that_is_missing_in_one_line():
    (line,) = told({"rule": "TST-02", "house_severity": HouseSeverity.MUTED})
    assert line[2].endswith("remplissez Motif, Confirmé par et Confirmé le")


def test_an_unknown_rule_is_named_once_however_many_rows_have_it():
    (line,) = told({**MUTED, "rule": "TST-O2"})
    assert "« TST-O2 »" in line[2] and line[:2] == (Severity.WARNING, "Règle")


def test_a_row_of_which_nothing_is_decided_says_nothing():
    assert told({"rule": "TST-02"}) == []


def test_a_signature_without_severity_decides_nothing_and_says_so():
    assert house_severities(house({"rule": "TST-02", **SIGNED})) == {}
    ((severity, heading, message),) = told({"rule": "TST-02", **SIGNED})
    assert (severity, heading) == (Severity.INFO, "Motif")
    assert message == "TST-02 : sans « Gravité de la maison », rien n'est décidé : la gravité publiée reste"


def test_a_rule_that_no_source_says_made_blocking_is_told_that_it_only_warns():
    ((severity, _, message),) = told({**MUTED, "rule": "TST-04", "house_severity": HouseSeverity.BLOCKING})
    assert severity is Severity.INFO and "elle ne bloque pas" in message
    assert told({**MUTED, "rule": "TST-02", "house_severity": HouseSeverity.BLOCKING}) == []
    assert told({**MUTED, "rule": "TST-04", "house_severity": HouseSeverity.WARNING}) == []


def test_the_severity_of_a_rule_is_the_published_one_until_the_house_decides():
    assert severity_of(EIGHT_BITS, {}) is Severity.BLOCKING
    assert severity_of(EIGHT_BITS, {"tst-02": HouseSeverity.WARNING}) is Severity.WARNING
    assert severity_of(EIGHT_BITS, {"tst-02": HouseSeverity.MUTED}) is None
    assert severity_of(DCP_KEYS, {}) is Severity.WARNING
    assert severity_of(DCP_KEYS, {"tst-04": HouseSeverity.INFO}) is Severity.INFO
