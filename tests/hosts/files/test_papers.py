"""The PDFs that a command writes: their words are the workbook's figures, and a fault leaves nothing behind."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from postprod_xl.hosts.files.master import read_master
from postprod_xl.hosts.files.printing.calendars import publish_calendars
from postprod_xl.hosts.files.printing.papers import free_path, print_file
from tests.documents.calendars.reading import days_of, events_of
from tests.documents.typesetting.extracted import words_of
from tests.fuzz.office import DAY, PROJECT
from tests.masters import DEMO_DAY, demo_bytes

OPTIONS = {"project": PROJECT, "printed": 0}


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("devis") / "bureau.xlsx"
    path.write_bytes(demo_bytes())
    return path


def shown(cents: int) -> str:
    return f"{cents / 100:,.2f} €".replace(",", " ").replace(".", ",")


def with_settings(path: Path, **values: str) -> None:
    """Settings written in a workbook by their names."""
    book = openpyxl.load_workbook(path)
    for row in book["Paramètres"].iter_rows():
        for cell in row:
            if cell.value in values:
                row[cell.column].value = values[cell.value]
    book.save(path)


def test_the_words_of_a_quote_are_the_figures_of_the_workbook(demo, tmp_path):
    pdf = tmp_path / "devis.pdf"
    report = print_file(demo, "quote", DEMO_DAY, {"project": "CRUE", "printed": 0}, pdf)
    assert report.status == 0, [problem.line for problem in report.problems]
    words = words_of(pdf.read_bytes())
    tables = read_master(demo).tables
    (version,) = (row for row in tables["Versions"] if row.project == "CRUE")
    lines = [row for row in tables["Devis"] if row.project == "CRUE"]
    for row in lines:
        assert f"{row.unit} {shown(row.unit_price_cents)} {shown(row.amount_cents)}" in words, row.line
    for cents in (version.total_cents, version.vat_cents, version.total_with_vat_cents):
        assert shown(cents) in words
    # Every amount printed is one of the workbook, a total of its lines, or a share that makes up the difference.
    amounts = [int(re.sub(r"\D", "", amount)) for amount in re.findall(r"[0-9][0-9 ]*,[0-9]{2} €", words)]
    assert len(amounts) == 2 * len(lines) + len({row.item[:3] for row in lines}) + 7


def test_the_words_of_the_cnc_quote_give_each_chapter_and_its_total(demo, tmp_path):
    pdf = tmp_path / "devis.pdf"
    print_file(demo, "quote", DEMO_DAY, {"project": "CRUE", "printed": 0, "order": "cnc"}, pdf)
    words = words_of(pdf.read_bytes())
    assert "Total 7 Moyens techniques" in words and "Total 8 Pellicules et laboratoires 110 730,00 €" in words


def test_the_words_of_a_statement_are_the_figures_of_the_accounts(demo, tmp_path):
    pdf = tmp_path / "situation.pdf"
    assert print_file(demo, "situation", DEMO_DAY, {"project": "HEURES"}, pdf).status == 0
    words, tables = words_of(pdf.read_bytes()), read_master(demo).tables
    (accounts,) = (row for row in tables["Comptes"] if row.project == "HEURES")
    total, left = shown(accounts.quoted_cents), shown(accounts.to_invoice_cents)
    assert f"Total accepté HT {total}" in words and f"Reste à facturer HT {left}" in words
    # The change order sent is told with its amount, and not counted.
    assert f"Total, non compté ci-dessus {shown(150_000)}" in words and words.count(total) >= 2
    for row in tables["Devis"]:
        if row.project == "HEURES":
            assert shown(row.amount_cents) in words, row.line


def test_the_words_of_the_cost_report_are_the_figures_of_the_accounts_on_pages_marked_internal(
    demo, tmp_path
):
    pdf = tmp_path / "rapport.pdf"
    assert print_file(demo, "costreport", DEMO_DAY, {"project": ""}, pdf).status == 0
    words, tables = words_of(pdf.read_bytes()), read_master(demo).tables
    for row in tables["Comptes"]:
        for cents in (
            row.engaged_cost_cents,
            row.actual_cost_cents,
            row.to_complete_cents,
            row.final_margin_cents,
        ):
            assert shown(cents) in words, row.project
    for row in tables["Tresorerie"]:
        assert f"{row.month} " in words and shown(abs(row.balance_cents or 0)) in words
    assert words.count("Document interne") >= len(pikepdf.open(io.BytesIO(pdf.read_bytes())).pages)


def test_the_sheets_of_a_day_say_its_bookings_and_no_pay_one_page_a_person(demo, tmp_path):
    pdf, day = tmp_path / "feuilles.pdf", DEMO_DAY + timedelta(days=1)
    assert print_file(demo, "callsheet", DEMO_DAY, {"day": None, "resource": ""}, pdf).status == 0
    words, tables = words_of(pdf.read_bytes()), read_master(demo).tables
    booked = [row for row in tables["Reservations"] if row.day == day and row.technician]
    people, labels = {row.code: row for row in tables["Equipe"]}, tables["Planning"].by_key("task", "label")
    assert len(pikepdf.open(io.BytesIO(pdf.read_bytes())).pages) == len({row.technician for row in booked})
    for row in booked:
        person = people[row.technician]
        assert f"{person.first_name} {person.last_name} {person.job} mardi 24 novembre 2026" in words
        assert f"Tâche {labels[row.task]}" in words
        assert not {person.email, person.phone} & set(words.split()) - {""}
    assert "€" not in words.replace("capital de 40 000 €", "")


def test_the_same_quote_has_the_same_bytes_on_any_day(demo, tmp_path):
    made = []
    for at, day in enumerate((DEMO_DAY, DEMO_DAY.replace(day=28))):
        pdf = tmp_path / f"{at}.pdf"
        assert print_file(demo, "quote", day, {"project": "CRUE", "printed": 1}, pdf).status == 0
        made.append(pdf.read_bytes())
    assert made[0] == made[1]


def test_a_draft_of_the_small_office_is_one_page_that_says_so(small_file, tmp_path):
    before, pdf = small_file.read_bytes(), tmp_path / "devis.PDF"
    report = print_file(small_file, "quote", DAY, OPTIONS, pdf)
    assert report.status == 0 and report.summary.endswith(f"écrit : {pdf}")
    assert len(pikepdf.open(io.BytesIO(pdf.read_bytes())).pages) == 1
    assert small_file.read_bytes() == before


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"Logo des documents": "absent.png"}, "le logo « absent.png » est introuvable"),
        ({"Modèles de documents": "fautif"}, "modèle devis.typ, ligne 3 : les données n'ont pas de « objt »"),
    ],
)
def test_a_fault_of_the_house_is_one_line_at_its_setting_and_nothing_is_written(
    small_file, tmp_path, settings, said
):
    (small_file.parent / "fautif").mkdir()
    (small_file.parent / "fautif" / "devis.typ").write_text(
        '#import "maison.typ": *\n#show: papier\n#d.objt\n#logo()'
    )
    with_settings(small_file, **settings)
    pdf = tmp_path / "devis.pdf"
    report = print_file(small_file, "quote", DAY, OPTIONS, pdf)
    (problem,) = report.problems
    (name,) = settings
    assert report.status == 1 and not pdf.exists()
    assert re.match(rf"Paramètres!B\d+ — Valeur : {name} : ", problem.line) and said in problem.line


def test_a_quote_is_not_written_over_a_file_nor_under_another_name(small_file, tmp_path):
    pdf = tmp_path / "devis.pdf"
    pdf.write_text("le mien")
    assert print_file(small_file, "quote", DAY, OPTIONS, pdf).status == 3 and pdf.read_text() == "le mien"
    refused = print_file(small_file, "quote", DAY, OPTIONS, tmp_path / "devis.doc")
    assert (refused.status, refused.summary) == (
        3,
        "devis.doc — le nom du document finit par .pdf : donnez-en un autre.",
    )
    lost = print_file(small_file, "quote", DAY, OPTIONS, tmp_path / "absent" / "devis.pdf")
    assert lost.status == 3 and "\n" not in lost.summary


def test_a_name_taken_gets_a_number(tmp_path):
    (tmp_path / "CRUE - devis.pdf").touch()
    assert free_path(tmp_path, "CRUE - devis", ".pdf") == tmp_path / "CRUE - devis (2).pdf"
    assert free_path(tmp_path, "../x", ".pdf") == tmp_path / "x.pdf"


def test_every_booking_of_a_house_is_in_its_calendars_and_its_workbook_is_left_as_it_is(demo, tmp_path):
    before = demo.read_bytes()
    report = publish_calendars(demo, {"resource": "", "masked": None}, tmp_path / "cal", DEMO_DAY)
    assert report.status == 0 and demo.read_bytes() == before
    rows = list(read_master(demo).tables["Reservations"])
    for name, booked in (
        ("tous", rows),
        ("personne-NADAL", [row for row in rows if row.technician == "NADAL"]),
        ("salle-MON1", [row for row in rows if row.room == "MON1"]),
        ("projet-SETE", [row for row in rows if row.project == "SETE"]),
    ):
        read = days_of(events_of((tmp_path / "cal" / f"{name}.ics").read_text("utf-8")))
        assert sorted(day for _, day, _ in read) == sorted(row.day for row in booked), name
    assert "Outlook" in report.notes[-1]
