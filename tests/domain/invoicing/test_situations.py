"""Situations by progress: what each line bills, what a session bills once, and that all of it makes the quote."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.domain.invoicing.billing.billed import annexed_sessions, invoiced_by_line
from postprod_xl.domain.invoicing.issue import Issue, issue_step
from postprod_xl.domain.office import Office
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.schema.kinds import Kind, typed
from tests.domain.invoicing.houses import PROJECT, RATES, TODAY, VERSION, credit, house, issued, written
from tests.domain.offices import records_of, table_rows

# 10 days of 8 h at 600,00 = 6 000,00; 5 h at 80,00; 4 items at 50,00; 3 months at 100,00; 1 at 250,00
QUOTE = [
    {"project": "P001", "version": 1, "line": line, "label": label, "item": item, "quantity": Decimal(quantity),
     "unit": unit, "unit_price_cents": cents, "mode": mode}
    for line, label, item, quantity, unit, cents, mode in (
        ("MON", "Montage", "IMG", 10, "jour", 60_000, "Forfait"),
        ("REG", "Reprises", "IMG", 5, "heure", 8_000, "Régie"),
        ("PAD", "PAD", "LIV", 4, "unité", 5_000, "Forfait"),
        ("STO", "Stockage", "STO", 3, "To×mois", 10_000, "Forfait"),
        ("DIV", "Divers", "LIV", 1, "forfait", 25_000, "Forfait"),
    )
]  # fmt: skip
ITEMS = [*RATES, {"item": "LIV", "family": "Livraison"}, {"item": "STO", "family": "Stockage"}]
TASKS = [
    {"task": "T-MON", "project": "P001", "line": "MON", "duration_days": Decimal(10)},
    {"task": "T-REG", "project": "P001", "line": "REG", "duration_days": Decimal(1)},
    {"task": "T-PAD", "project": "P001", "line": "PAD", "duration_days": Decimal(1)},
    {"task": "T-QC", "project": "P001", "line": "PAD", "duration_days": Decimal(3)},
]
STEPS = [{"project": "P001", "rank": rank, "type": "Situation"} for rank in (1, 2)] + [
    {"project": "P001", "rank": 3, "type": "Solde"}
]
# from 1 to 30 November, 23 of 30 days are elapsed: 76,66 %
SPAN = {"rushes_day": date(2026, 11, 1), "delivery_day": date(2026, 11, 30)}
NOTHING_MORE = {"discount_rate": None, "contingency_rate": None, "overhead_rate": None}


def bon(number: str, task: str, hours: int, day: int = 16, validated: bool = True, **rest: Any) -> dict:
    return {
        "number": number, "day": date(2026, 11, day), "project": "P001", "task": task, "start": 0, "end": hours * 60,
        "validated": validated, **rest,
    }  # fmt: skip


def office(*sessions: dict, **tables: list[dict]) -> Office:
    rows = {
        "Projets": [{**PROJECT, **SPAN}],
        "Versions": [{**VERSION, **NOTHING_MORE}],
        "Devis": QUOTE,
        "Tarifs": ITEMS,
        "Planning": TASKS,
        "Echeancier": STEPS,
        "Seances": list(sessions),
    }
    return house(**{**rows, **tables})


def billed(issue: Issue) -> dict[str, int]:
    lines = zip(issue.lines.column("line"), issue.lines.column("amount_cents"), strict=True)
    return {line: cents for line, cents in lines if line}


def labels(issue: Issue) -> list[str]:
    return [label.replace("\u00a0", " ") for label in issue.lines.column("label")]


def reasons(home: Office, rank: int | None = None) -> list[str]:
    issue, problems = issue_step(home, "P001", rank, TODAY)
    assert issue is None and all(problem.is_blocking for problem in problems)
    return [problem.message.replace("\u00a0", " ") for problem in problems]


def with_rows(home: Office, table: str, *rows: dict) -> Office:
    return home.with_rows(table, table_rows(table, [*records_of(home[table]), *rows]))


def test_each_line_bills_its_validated_hours_its_finished_tasks_or_the_time_elapsed():
    tasks = [*TASKS[:2], {**TASKS[2], "state": "Terminé"}, TASKS[3]]
    issue = issued(office(bon("S1", "T-MON", 20), bon("S2", "T-REG", 3), Planning=tasks))
    # 20 h of 80: 25 % of 6 000,00; 3 h at 80,00; 1 day of 4 finished: 25 % of 200,00; 76,66 % of 300,00
    assert billed(issue) == {"MON": 150_000, "REG": 24_000, "PAD": 5_000, "STO": 22_998}
    assert labels(issue) == [
        "Montage — avancement 25 % de 6 000,00 €",
        "Reprises — heures validées",
        "PAD — avancement 25 % de 200,00 €",
        "Stockage — avancement 76,66 % de 300,00 €",
    ]
    regie = records_of(issue.lines)[1]
    assert (regie["quantity"], regie["unit"], regie["unit_price_cents"]) == (3, "heure", 8_000)
    notes = [problem.message for problem in issue.watched]
    assert any(note.startswith("avancement non connu, rien n'en est facturé : DIV ;") for note in notes)


def test_hours_given_free_and_not_validated_are_no_progress():
    sessions = [
        bon("S1", "T-MON", 8), bon("S2", "T-MON", 8, billing="Offerte"), bon("S3", "T-REG", 2, validated=False),
        bon("S4", "T-MON", 8, day=24),
    ]  # fmt: skip
    issue = issued(office(*sessions))
    # 8 h of 80
    assert billed(issue) == {"MON": 60_000, "STO": 22_998}
    assert any(
        problem.message == "rien n'est facturé de ce qui n'est pas validé : séance S3 non validée"
        for problem in issue.watched
    )


def test_a_later_situation_bills_what_came_since():
    home = office(bon("S1", "T-MON", 20), bon("S2", "T-REG", 3))
    home = written(home, issued(home))
    home = with_rows(home, "Seances", bon("S3", "T-MON", 20, day=20), bon("S4", "T-REG", 1, day=20))
    issue = issued(home)
    assert billed(issue) == {"MON": 150_000, "REG": 8_000}
    assert labels(issue)[0] == "Montage — avancement 50 % de 6 000,00 €, déjà facturé 1 500,00 €"
    home = written(home, issue)
    # 6 000,00 + 4 h at 80,00 + 200,00 + 300,00 + 250,00, less 3 000,00 + 320,00 + 229,98
    assert issued(home).invoice["total_cents"] == 352_002
    left = quote_columns(written(home, issued(home))).column("to_invoice_cents")
    assert left == [0] * 5


def test_a_finished_line_is_whole_whatever_its_hours_but_waits_for_its_sessions():
    done = [{**task, "state": "Terminé"} for task in TASKS[:1]]
    assert billed(issued(office(bon("S1", "T-MON", 20), Planning=done)))["MON"] == 600_000
    waiting = office(bon("S1", "T-MON", 20), bon("S2", "T-MON", 20, validated=False), Planning=done)
    assert billed(issued(waiting))["MON"] == 150_000


def test_hours_more_than_sold_never_bill_more_than_the_line():
    assert billed(issued(office(*(bon(f"S{n}", "T-MON", 20) for n in range(9)))))["MON"] == 600_000


def test_an_accepted_change_order_is_billed_with_the_progress_of_its_line():
    order = {
        "number": "A1", "project": "P001", "status": "Accepté", "type": "Additif", "line": "MON", "day": TODAY,
        "quantity": Decimal(10), "unit_price_cents": 30_000,
    }  # fmt: skip
    home = office(bon("S1", "T-MON", 20), bon("S2", "T-MON", 20, billing="En plus"), Avenants=[order])
    issue = issued(home)
    # 40 h of 80 and 80: 25 % of 6 000,00 + 3 000,00; the « En plus » hours are those of the change order
    assert billed(issue)["MON"] == 225_000
    assert [line.billing for line in issue.document.sessions] == ["", "Avenant A1"]


def test_extra_hours_come_on_top_on_a_line_of_their_own():
    home = office(bon("S1", "T-MON", 8), bon("S2", "T-MON", 4, billing="En plus"))
    issue = issued(home)
    # 8 h of 80: 10 %; 4 h of 8 at 600,00
    rows = [(row["label"].replace("\u00a0", " "), row["amount_cents"]) for row in records_of(issue.lines)][:2]
    assert rows == [("Montage — avancement 10 % de 6 000,00 €", 60_000), ("Heures en plus — Montage", 30_000)]
    home = written(home, issue)
    home = with_rows(home, "Seances", bon("S3", "T-MON", 2, billing="En plus"))
    again = issued(home)
    assert labels(again) == ["Heures en plus — Montage"] and billed(again) == {"MON": 15_000}
    # 6 000,00 + 6 h at 75,00 + 200,00 + 300,00 + 250,00
    home = written(home, again)
    total = sum(home["Factures"].column("total_cents"))
    assert issued(home).invoice["total_cents"] + total == 720_000


def test_a_typed_progress_takes_the_place_of_the_measure_and_of_a_progress_not_known():
    typed = [
        {"project": "P001", "rank": 1, "line": line, "progress_rate": Decimal(rate)}
        for line, rate in (("MON", "0.5"), ("DIV", "1"))
    ]
    issue = issued(office(bon("S1", "T-MON", 8), Avancements=typed))
    assert billed(issue) == {"MON": 300_000, "STO": 22_998, "DIV": 25_000}


def test_a_line_billed_beyond_its_progress_is_named_and_bills_nothing():
    steps = [{**STEPS[0], "share_rate": Decimal("0.4")}, *STEPS[1:]]
    home = office(bon("S1", "T-MON", 8), bon("S2", "T-REG", 5), Echeancier=steps)
    home = written(home, issued(home))
    # 40 % of 7 150,00; 2 400,00 of Montage for 600,00, 160,00 of Reprises for 400,00, 120,00 of storage for 229,98
    issue = issued(home)
    assert billed(issue) == {"REG": 24_000, "STO": 10_998}
    assert labels(issue)[0] == "Reprises — heures validées : 400,00 €, déjà facturé 160,00 €"
    notes = [problem.message.replace("\u00a0", " ") for problem in issue.watched]
    assert "MON est facturée au-delà de son avancement : 2 400,00 € pour 600,00 € atteints" in notes
    assert issued(written(home, issue)).invoice["total_cents"] == 715_000 - 286_000 - 34_998


def test_an_empty_situation_is_refused_with_the_reason_of_each_line():
    home = office(
        bon("S1", "T-MON", 8, validated=False), bon("S2", "T-MON", 8, day=17, validated=False),
        bon("S3", "T-REG", 1, validated=False),
        Projets=[{**PROJECT, "rushes_day": date(2026, 12, 1), "delivery_day": date(2026, 12, 31)}],
        Planning=[{**task, "start_day": date(2026, 12, 1)} for task in TASKS],
    )  # fmt: skip
    lines = reasons(home)
    assert lines[0].startswith("l'étape 1 de P001 est vide : rien n'a avancé au-delà de ce qui est facturé")
    assert lines[1] == "étape 1 de P001, MON : séances S1 et S2 non validées"
    assert lines[2] == "étape 1 de P001, REG : séance S3 non validée"
    assert "étape 1 de P001, PAD : tâches T-PAD et T-QC pas finies" in lines


def test_the_sessions_of_a_situation_are_those_it_bills_with_their_line_and_its_period():
    home = office(
        bon("S1", "T-MON", 8, day=9), bon("S2", "T-MON", 8, day=10, validated=False),
        bon("S3", "T-REG", 2, day=11), bon("S4", "", 3, day=12), bon("S5", "T-MON", 1, day=12, billing="Offerte"),
    )  # fmt: skip
    issue = issued(home, day=date(2026, 11, 13))
    assert [(line.day.day, line.line, line.minutes) for line in issue.document.sessions] == [
        (9, "MON", 480),
        (11, "REG", 120),
    ]
    assert [row["sessions"] for row in records_of(issue.lines)] == ["S1", "S3", ""]
    assert issue.document.service_days == (date(2026, 11, 9), date(2026, 11, 13))
    home = written(home, issue)
    assert annexed_sessions(home) == {"S1", "S3"}
    sessions = [{**row, "validated": True} for row in records_of(home["Seances"])]
    home = home.with_rows("Seances", table_rows("Seances", sessions))
    # one of the earlier period, validated since: its day begins the period
    again = issued(home)
    assert [line.day.day for line in again.document.sessions] == [10]
    assert again.document.service_days == (date(2026, 11, 10), TODAY)
    home = written(home, again)
    balance = issued(home).document
    assert [line.day.day for line in balance.sessions] == [12, 12]
    assert annexed_sessions(written(home, issued(home))) == {"S1", "S2", "S3", "S4", "S5"}


def test_the_sessions_of_a_credited_situation_are_to_bill_again():
    home = office(bon("S1", "T-MON", 8))
    home = written(home, issued(home))
    home = written(home, credit(home, "FA-2026-0001"))
    assert annexed_sessions(home) == set()
    issue = issued(home)
    assert billed(issue)["MON"] == 60_000 and len(issue.document.sessions) == 1


@pytest.mark.parametrize(
    ("typed", "steps", "message"),
    [
        ({"line": "XXX"}, STEPS, "la ligne « XXX » n'est pas au devis de P001 ;"),
        (
            {"line": "REG"},
            STEPS,
            "REG est en « Régie » : ses heures validées la facturent, retirez son avancement",
        ),
        (
            {},
            [{**STEPS[0], "share_rate": Decimal("0.4")}],
            "l'étape 1 de P001 n'est pas une situation sans part ni montant : videz sa part et son montant",
        ),
    ],
)
def test_a_progress_that_cannot_be_billed_refuses_its_step(typed: dict, steps: list[dict], message: str):
    row = {"project": "P001", "rank": 1, "line": "MON", "progress_rate": Decimal("0.5"), **typed}
    [line] = reasons(office(bon("S1", "T-MON", 8), Avancements=[row], Echeancier=steps))
    assert line.startswith(message)


def test_what_a_situation_bills_beyond_the_deposits_deducts_them():
    steps = [
        {"project": "P001", "rank": 1, "type": "Acompte", "share_rate": Decimal("0.5")},
        {"project": "P001", "rank": 2, "type": "Situation"},
        STEPS[2],
    ]
    typed = [
        {"project": "P001", "rank": 2, "line": line, "progress_rate": Decimal("0.8")}
        for line in ("MON", "PAD", "STO", "DIV")
    ]
    home = office(Echeancier=steps, Avancements=typed)
    home = written(home, issued(home))
    issue = issued(home)
    # 3 575,00 of deposit and 80 % of 6 750,00 pass 7 150,00 by 1 825,00: 2 190,00 with VAT
    assert (issue.invoice["total_cents"], issue.invoice["deposits_cents"]) == (540_000, 219_000)
    home = with_rows(written(home, issue), "Seances", bon("S1", "T-REG", 5))
    balance = issued(home).invoice
    # 7 150,00 - 5 400,00; 2 100,00 with VAT, and 4 290,00 - 2 190,00 are left of the deposit
    assert (balance["total_cents"], balance["deposits_cents"], balance["payable_cents"]) == (
        175_000,
        210_000,
        0,
    )


def test_a_part_billed_before_a_change_order_takes_nothing_from_what_goes_with_the_lines():
    order = {
        "number": "A1", "project": "P001", "status": "Accepté", "type": "Additif", "line": "L1", "day": TODAY,
        "quantity": Decimal(1), "unit_price_cents": 100_001,
    }  # fmt: skip
    steps = [
        {"project": "P001", "rank": 1, "type": "Situation", "share_rate": Decimal("0.4")},
        STEPS[1],
        STEPS[2],
    ]
    typed = [{"project": "P001", "rank": 2, "line": "L1", "progress_rate": Decimal("0.5")}]
    home = house(Echeancier=steps, Avenants=[order], Avancements=typed)
    home = written(home, issued(home))
    issue = issued(home)
    # 50 % of 999,99 + 1 000,01 = 1 000,00, less 40 % of 999,99; of these 600,00, 300,00 are of the quote, 15,79 %:
    # - 30,00 + 13,50 + 18,90 = 2,40, as 15,79 % of 15,20
    assert [cents for _, cents in zip(labels(issue), issue.lines.column("amount_cents"), strict=True)] == [
        60_000, -3_000, 1_350, 1_890,
    ]  # fmt: skip
    assert issued(written(home, issue)).invoice["total_cents"] == 191_519 + 100_001 - 76_608 - 60_240


def test_a_balance_says_the_hours_of_regie_that_nobody_validated():
    issue = issued(
        office(bon("S1", "T-REG", 2, validated=False), bon("S2", "T-MON", 2, validated=False)), rank=3
    )
    assert billed(issue)["REG"] == 16_000
    assert [problem.message for problem in issue.watched if "validé" in problem.message] == [
        "le solde facture des heures de régie que personne n'a validées : séance S1 non validée"
    ]


def test_a_situation_by_progress_is_refused_after_an_amount_that_an_earlier_version_did_not_share_out():
    steps = [{**STEPS[0], "amount_cents": 100_000}, *STEPS[1:]]
    home = office(bon("S1", "T-MON", 20), bon("S2", "T-MON", 20, day=17), Echeancier=steps)
    home = written(home, issued(home))
    # 1 000,00 of 7 150,00: 6 000,00 of Montage bear 839,16
    assert billed(issued(home))["MON"] == 300_000 - 83_916
    earlier = home.with_columns("LignesFacture", {"version": [None] * len(home["LignesFacture"])})
    [line] = reasons(earlier)
    assert line.startswith("FA-2026-0001 porte un montant global que rien ne répartit sur les lignes")


def test_a_part_credited_in_part_frees_its_share_on_the_lines():
    steps = [{**STEPS[0], "share_rate": Decimal("0.4")}, *STEPS[1:]]
    home = office(bon("S1", "T-MON", 20), bon("S2", "T-MON", 20, day=17), Echeancier=steps)
    home = written(home, issued(home))
    home = written(home, credit(home, "FA-2026-0001", lines="1=1430"))
    # 2 860,00 - 1 430,00: 20 % of 7 150,00, so 1 200,00 of Montage
    assert invoiced_by_line(home)["MON"] == 120_000
    assert billed(issued(home))["MON"] == 180_000
    assert issued(home, rank=3).invoice["total_cents"] == 715_000 - 40_000 - 143_000


def test_the_labels_of_a_situation_are_read_back_from_their_cells_as_they_were_issued():
    home = written(office(bon("S1", "T-MON", 8)), issued(office(bon("S1", "T-MON", 8))))
    home = with_rows(home, "Seances", bon("S2", "T-MON", 8, day=17), bon("S3", "T-REG", 1, day=17))
    for label in issued(home).lines.column("label"):
        assert typed(Kind.TEXT, label) == label


def test_a_line_that_the_quote_no_longer_holds_is_named_and_what_went_with_it_given_back():
    steps = [{"project": "P001", "rank": rank, "type": "Situation"} for rank in (1, 2)] + [STEPS[2]]
    typed = [
        {"project": "P001", "rank": rank, "line": line, "progress_rate": Decimal("0.5")}
        for rank, line in ((1, "L2"), (2, "L1"))
    ]
    home = house(Echeancier=steps, Avancements=typed)
    home = written(home, issued(home))
    versions = [{**VERSION, "status": "Remplacé"}, {**VERSION, "version": 2}]
    home = home.with_rows("Versions", table_rows("Versions", versions))
    home = with_rows(home, "Devis", {**records_of(home["Devis"])[0], "version": 2})
    issue = issued(home)
    # 500,00 of Montage, of 999,99 + 8,00: 50,0005 %, 4,00; less 450,00 of Mixage and its 3,60
    assert labels(issue)[-1] == "Remise, imprévus et frais généraux déjà facturés"
    assert issue.invoice["total_cents"] == 50_000 + 400 - 360
    assert any("L2 est facturée au-delà de son avancement" in problem.message for problem in issue.watched)
    # 999,99 - 100,00 + 45,00 + 63,00
    whole = 99_999 - 10_000 + 4_500 + 6_300
    done = sum(home["Factures"].column("total_cents")) + issue.invoice["total_cents"]
    assert issued(written(home, issue)).invoice["total_cents"] == whole - done


def test_the_sessions_that_a_cell_would_not_hold_are_kept_with_other_lines():
    # 13 characters each with their separator: 2 520 of them in a cell of 32 767
    sessions = [bon(f"BS-{n:07d}", "", 1, day=1 + n % 20) for n in range(3000)]
    issue = issued(office(*sessions), rank=3)
    held = [text.count(";") + 1 for text in issue.lines.column("sessions") if text]
    assert held == [2520, 480]
