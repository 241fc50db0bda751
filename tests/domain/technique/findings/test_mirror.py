"""`ReglesTechniques`: a row a rule, with what the program publishes of it."""

from __future__ import annotations

from postprod_xl.domain.technique.findings.fields import TABLES_OF
from postprod_xl.domain.technique.findings.mirror import technical_rule_columns, technical_rule_rows
from postprod_xl.domain.technique.findings.sources import sources_text
from postprod_xl.domain.technique.rules.registry import RULES
from postprod_xl.schema.tables import BY_NAME
from tests.domain.offices import office, table_rows
from tests.domain.technique.cases import DAY
from tests.domain.technique.findings.rules import COPIES, EIGHT_BITS


def test_a_new_workbook_has_a_row_for_each_rule_in_their_order():
    assert [row["rule"] for row in technical_rule_rows()] == [rule.id for rule in RULES]
    assert all(row["title"] and row["severity"] and row["sources"] for row in technical_rule_rows())


def test_a_workbook_in_use_gets_the_rules_that_it_has_not_whatever_their_case():
    held = [rule.id.lower() for rule in RULES[1:]]
    assert [row["rule"] for row in technical_rule_rows(held)] == [RULES[0].id]


def test_a_row_says_what_the_program_publishes_of_its_rule_and_nothing_of_a_stranger():
    rows = table_rows("ReglesTechniques", [{"rule": "tst-02"}, {"rule": "TST-99"}, {"rule": "TST-03"}])
    columns = technical_rule_columns(office(DAY, ReglesTechniques=rows), (EIGHT_BITS, COPIES))
    assert columns.column("title") == ["Titre TST-02", "", "Titre TST-03"]
    assert columns.column("severity") == ["Bloquant", "", "Bloquant"]
    assert columns.column("confidence") == ["S", "", "S"]
    assert columns.column("reads") == [
        "Sources — Profondeur (bits), Sources — Cadence",
        "",
        "Flux — Copies des rushes",
    ]
    assert columns.column("sources")[0].startswith("Frame.io")


def test_every_field_that_a_rule_reads_is_in_a_tab_that_a_person_knows():
    for rule in RULES:
        for field in (*rule.needed, *rule.reads_blank):
            kind, _, name = field.partition(".")
            assert kind in TABLES_OF, rule.id
            # The code of a row is its key, whatever the column that holds it.
            is_code = name in ("code", "")
            assert is_code or kind == "task" or name in BY_NAME[TABLES_OF[kind]].by_name, (rule.id, field)


def test_a_source_is_told_with_its_address_where_it_has_one():
    assert sources_text(("CALC", "K")) == (
        "Calcul de la maison : rapport des cadences, durées, demi-tons, fréquences d'échantillonnage "
        "(domain/technique/timing) ; Savoir du métier, sans texte : à confirmer avec le cahier des charges"
    )
    assert sources_text(("Cahier du diffuseur, page 3",)) == "Cahier du diffuseur, page 3"
