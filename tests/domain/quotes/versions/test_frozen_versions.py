from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.office import Office
from postprod_xl.domain.planning.programmes.refusal import ProgrammeRefused
from postprod_xl.domain.quotes.versions.freezing import changed_cells, frozen_columns, newly_frozen
from postprod_xl.domain.quotes.versions.frozen import LINE_CELLS, VERSION_CELLS
from postprod_xl.domain.quotes.versions.guard import changed_since_sent, frozen_problems
from postprod_xl.domain.quotes.versions.new_version import copied, others_in_force, sent
from postprod_xl.schema.rows import Rows
from tests.domain.offices import MONDAY, office, records_of, table_rows

FROZEN_ON = date(2026, 11, 3)


def line(code: str = "L1", version: int = 1, **rest: Any) -> dict[str, Any]:
    usual = {
        "project": "P1",
        "item": "IMG-20",
        "label": "Montage",
        "quantity": Decimal("2.50"),
        "unit": "jour",
        "unit_price_cents": 60_000,
        "discount_rate": Decimal("0.10"),
        "mode": "Forfait",
        "feasibility": "Faisable",
        "approved_by": "MARTIN",
        "approved_day": FROZEN_ON,
    }
    return {"line": code, "version": version, **usual, **rest}


def version(number: int = 1, status: str = "Envoyé", **rest: Any) -> dict[str, Any]:
    return {"project": "P1", "version": number, "status": status, "day": FROZEN_ON, **rest}


def house(*lines: dict[str, Any], versions: tuple[dict[str, Any], ...] = (version(),)) -> Office:
    return office(
        Projets=table_rows("Projets", [{"code": "P1"}]),
        Versions=table_rows("Versions", list(versions)),
        Devis=table_rows("Devis", list(lines) or [line("A"), line("B")]),
    )


def frozen(home: Office, today: date = FROZEN_ON) -> Office:
    """The office as its workbook holds it once a refresh froze its versions."""
    home = replace(home, today=today)
    rows = home["VersionsFigees"].followed_by(newly_frozen(home))
    home = home.with_rows("VersionsFigees", rows)
    return replace(home.with_columns("Versions", frozen_columns(home)), today=MONDAY, facts={})


def changed(home: Office, table: str, change: Callable[[list[dict[str, Any]]], object]) -> Office:
    """The office once a person changed the rows of a table."""
    records = records_of(home[table])
    change(records)
    return replace(home.with_rows(table, table_rows(table, records)), facts={})


def typed(at: int, **values: Any) -> Callable[[list[dict[str, Any]]], object]:
    return lambda records: records[at].update(values)


def messages(home: Office) -> list[str]:
    return [problem.message for problem in frozen_problems(home)]


def of(rows: Rows, name: str) -> list[Any]:
    return rows.column(name)


def test_what_is_sent_or_accepted_is_frozen_once_with_its_lines():
    home = house(
        line("A"),
        line("A", 2),
        line("A", 3),
        line("A", 4),
        versions=(version(1), version(2, "Accepté"), version(3, "Brouillon"), version(4, "Refusé")),
    )
    after = frozen(home)
    keys = [*after["VersionsFigees"].select("version", "line")]
    assert keys == [(1, ""), (1, "A"), (2, ""), (2, "A")]
    assert of(after["Versions"], "frozen_day") == [FROZEN_ON, FROZEN_ON, None, None]
    assert [bool(mark) for mark in of(after["Versions"], "fingerprint")] == [True, True, False, False]
    assert len(newly_frozen(after)) == 0 and messages(after) == []


def test_a_fingerprint_is_of_what_cells_mean():
    first, second = (
        frozen(house(line("A", quantity=quantity, discount_rate=rate)))
        for quantity, rate in ((Decimal("2.50"), Decimal("0.10")), (Decimal("2.5"), Decimal("0.1")))
    )
    other = frozen(house(line("A", quantity=Decimal("2.51"))))
    marks = [of(home["Versions"], "fingerprint")[0] for home in (first, second, other)]
    assert marks[0] == marks[1] != marks[2]


def test_each_cell_changed_since_is_named_with_what_it_was():
    home = changed(frozen(house()), "Devis", typed(1, unit_price_cents=65_000, label=""))
    problems = frozen_problems(changed(home, "Versions", typed(0, discount_rate=Decimal("0.05"))))
    assert [(problem.table, problem.row, problem.heading) for problem in problems] == [
        ("Versions", 5, "Remise globale"),
        ("Devis", 6, "Libellé"),
        ("Devis", 6, "Prix unitaire HT"),
    ]
    assert [problem.message for problem in problems] == [
        "P1 version 1, figée le 03/11/2026 : « Remise globale » valait vide, c'est maintenant 5 % ; "
        "videz-la, ou copiez la version : « postprod quote --copy 1 »",
        "P1 version 1, figée le 03/11/2026 : B : « Libellé » valait « Montage », c'est maintenant vide ; "
        "remettez « Montage », ou copiez la version : « postprod quote --copy 1 »",
        "P1 version 1, figée le 03/11/2026 : B : « Prix unitaire HT » valait 600 €, c'est maintenant 650 € ; "
        "remettez 600 €, ou copiez la version : « postprod quote --copy 1 »",
    ]
    assert not any(problem.is_blocking for problem in problems)


@pytest.mark.parametrize("name", LINE_CELLS)
def test_a_change_of_any_cell_that_a_client_reads_or_that_prices_a_line_is_named(name: str):
    values = {
        "unit": "heure",
        "mode": "Régie",
        "cnc_chapter": 7,
        "unit_price_cents": 1,
        "item": "X",
        "label": "X",
    }
    home = changed(frozen(house()), "Devis", typed(0, **{name: values.get(name, Decimal("0.3"))}))
    (change,) = changed_cells(home, ("P1", 1))
    assert (change.line, change.column) == ("A", name)


@pytest.mark.parametrize("name", VERSION_CELLS)
def test_a_change_of_any_cell_that_prices_a_version_is_named(name: str):
    home = changed(
        frozen(house()), "Versions", typed(0, **{name: MONDAY if name == "day" else Decimal("0.3")})
    )
    (change,) = changed_cells(home, ("P1", 1))
    assert (change.line, change.column) == ("", name)


def test_a_discount_left_blank_is_a_discount_of_zero():
    home = frozen(house(line(discount_rate=None), versions=(version(discount_rate=None),)))
    home = changed(home, "Devis", typed(0, discount_rate=Decimal(0)))
    assert messages(changed(home, "Versions", typed(0, discount_rate=Decimal(0)))) == []


def test_an_advice_a_cost_and_an_accepted_status_change_nothing_of_what_was_sent():
    home = changed(frozen(house()), "Devis", typed(0, feasibility="Sous réserve", unit_cost_cents=1))
    for status in ("Accepté", "Refusé", "Remplacé"):
        assert messages(changed(home, "Versions", typed(0, status=status))) == []


def test_no_paper_of_a_version_changed_since_it_was_sent_is_issued():
    home = house(versions=(version(1, "Accepté"), version(2, "Brouillon")))
    edited = changed(frozen(home), "Devis", typed(0, quantity=Decimal(3)))
    (problem,) = changed_since_sent(edited, "P1", 1)
    assert problem.is_blocking and (problem.row, problem.heading) == (5, "Quantité")
    assert changed_since_sent(frozen(home), "P1", 1) == changed_since_sent(edited, "P1", 2) == []


def test_a_price_of_the_rate_card_is_frozen_as_the_client_read_it():
    def at(cents: int) -> Office:
        rates = table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "price_cents": cents}])
        return house(line("A", unit_price_cents=None)).with_rows("Tarifs", rates)

    home = frozen(at(60_000))
    assert messages(changed(home, "Devis", typed(0, unit_price_cents=60_000))) == []
    (message,) = messages(replace(home.with_rows("Tarifs", at(65_000)["Tarifs"]), facts={}))
    assert "A : « Prix unitaire HT » valait 600 €, c'est maintenant 650 €" in message


def test_lines_added_and_removed_are_named():
    home = changed(frozen(house()), "Devis", typed(0, line="C"))
    assert messages(home) == [
        "P1 version 1, figée le 03/11/2026 : la ligne C y a été ajoutée ; retirez-la, ou copiez la version : "
        "« postprod quote --copy 1 »",
        "P1 version 1, figée le 03/11/2026 : la ligne A en a été retirée ; remettez-la, ou copiez la version : "
        "« postprod quote --copy 1 »",
    ]
    emptied = changed(frozen(house()), "Devis", lambda records: records.clear())
    assert [change.line for change in changed_cells(emptied, ("P1", 1))] == ["A", "B"]


def test_a_frozen_version_that_is_a_draft_again_or_gone_is_named():
    home = frozen(house())
    assert messages(changed(home, "Versions", typed(0, status="Brouillon"))) == [
        "P1 version 1, figée le 03/11/2026, est repassée à « Brouillon » : remettez « Envoyé », ou « Remplacé » "
        "si une autre prend sa place"
    ]
    (gone,) = messages(changed(home, "Versions", lambda records: records.clear()))
    assert gone.startswith("P1 version 1, figée le 03/11/2026, n'est plus dans Versions : remettez-la")
    of_project = changed(home, "Projets", lambda records: records.clear())
    (lost,) = messages(changed(of_project, "Versions", lambda records: records.clear()))
    assert lost.startswith("P1 : ses versions figées ne gardent plus rien")


def test_a_register_typed_over_is_named_and_no_longer_believed():
    home = changed(frozen(house()), "VersionsFigees", typed(1, unit_price_cents=1))
    found = [(problem.row, problem.heading) for problem in frozen_problems(home)]
    # A is neither believed nor said to be changed; the version stands at its first row.
    assert found == [(6, "Contrôle"), (5, "Contrôle")]
    mark = changed(frozen(house()), "VersionsFigees", typed(1, seal="L0"))
    assert [(problem.row, problem.heading) for problem in frozen_problems(mark)] == found
    still = changed(home, "Devis", typed(1, quantity=Decimal(9)))
    assert any("B : « Quantité » valait 2,5, c'est maintenant 9" in text for text in messages(still))


def test_a_register_cut_is_named():
    home = changed(frozen(house()), "VersionsFigees", lambda records: records.pop())
    assert [problem.row for problem in frozen_problems(home)] == [5]
    lost = changed(frozen(house()), "VersionsFigees", lambda records: records.clear())
    (problem,) = frozen_problems(lost)
    assert (problem.table, problem.heading) == ("Versions", "Empreinte") and len(newly_frozen(lost)) == 0
    assert frozen_columns(lost).column("fingerprint") == of(lost["Versions"], "fingerprint")
    # What was said to do: the version is frozen as it is.
    assert len(newly_frozen(changed(lost, "Versions", typed(0, fingerprint="")))) == 3


def test_a_fingerprint_typed_over_is_named_and_put_back():
    home = frozen(house())
    other = changed(home, "Versions", typed(0, fingerprint="E0"))
    (problem,) = frozen_problems(other)
    assert problem.heading == "Empreinte"
    assert frozen_columns(other).column("fingerprint") == of(home["Versions"], "fingerprint")


@given(st.permutations(range(7)))
def test_the_order_of_the_register_means_nothing(order: list[int]):
    home = frozen(house(*(line(code) for code in "ABCDEF")))
    home = home.with_rows("VersionsFigees", home["VersionsFigees"].at(order))
    assert messages(home) == []


def test_a_copy_is_the_next_draft_with_all_that_is_typed_on_its_lines():
    home = house(
        line("A", cnc_chapter=7),
        line("A", 2),
        versions=(version(1, discount_rate=Decimal("0.05")), version(2)),
    )
    made = copied(home, "P1", 1)
    (row,) = made.rows["Versions"]
    assert (made.number, row.version, row.status, row.day, row.discount_rate) == (
        3,
        3,
        "Brouillon",
        None,
        Decimal("0.05"),
    )
    (copy,) = records_of(made.rows["Devis"])
    names = [column.name for column in home["Devis"].table.typed]
    original = records_of(home["Devis"])[0]
    assert {name: copy[name] for name in names} == {name: original[name] for name in names} | {"version": 3}


def refusal(give: Callable[[], object]) -> list[str]:
    with pytest.raises(ProgrammeRefused) as refused:
        give()
    return [problem.message for problem in refused.value.problems]


def test_what_cannot_be_copied_or_sent_is_refused_in_one_line():
    home = frozen(house())
    assert refusal(lambda: copied(home, "P1", 9)) == ["la version 9 du devis de P1 n'existe pas, il a : 1"]
    assert refusal(lambda: sent(home, "P1", 1)) == [
        "la version 1 de P1 est « Envoyé », figée le 03/11/2026 : seul un brouillon se fige ; pour la changer, "
        "copiez-la : « postprod quote --copy 1 »"
    ]
    (refused,) = refusal(lambda: sent(house(versions=(version(1, "Refusé"),)), "P1", 1))
    assert refused.startswith("la version 1 de P1 est « Refusé » : seul un brouillon se fige")
    bare = replace(home, tables={**home.tables, "Versions": table_rows("Versions", [])})
    assert refusal(lambda: copied(bare, "P1", 1)) == [
        "la version 1 du devis de P1 n'existe pas, il n'en a aucune"
    ]


def test_a_draft_is_sent_dated_and_nothing_else_of_it_changes():
    home = house(versions=(version(1), version(2, "Brouillon", day=None)))
    home = changed(home, "Devis", lambda records: records.append(line("A", 2)))
    rows = sent(home, "P1", 2)
    assert (rows.numbers, records_of(rows)) == ([6], [{"status": "Envoyé", "day": MONDAY}])
    dated = changed(home, "Versions", typed(1, day=FROZEN_ON))
    assert of(sent(dated, "P1", 2), "day") == [FROZEN_ON]


def test_what_to_do_of_the_other_versions_is_said():
    home = house(versions=(version(1, "Accepté"), version(2), version(3, "Refusé"), version(4, "Brouillon")))
    assert others_in_force(home, "P1", 4) == [
        "la version 1, acceptée, fait référence jusqu'à l'accord sur la 4 : passez-la alors à « Remplacé »",
        "la version 2 est toujours « Envoyé » : passez-la à « Remplacé » si la 4 prend sa place",
    ]
