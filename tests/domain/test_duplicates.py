"""A project made like another one: nothing of what happened to the first is in its copy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.copying import duplicate
from postprod_xl.domain.duplicates import Duplicate, WantedCopy
from postprod_xl.domain.duplicates import duplicate as copied
from postprod_xl.domain.office import Office
from postprod_xl.domain.refresh import refreshed
from tests.domain.offices import office, table_rows

TODAY = date(2026, 11, 16)
# Friday 28 May 2027, and the Friday 52 weeks later.
DELIVERY, LATER = date(2027, 5, 28), date(2028, 5, 26)


def house(**tables: list[dict[str, Any]]) -> Office:
    rows: dict[str, list[dict[str, Any]]] = {
        "Clients": [{"code": "ORIO", "name": "Orion"}],
        "Projets": [
            {
                "code": "MAREE", "title": "Les Marées", "type": "Série TV", "client": "ORIO", "director": "Vasseur",
                "length_minutes": 52, "episodes": 2, "rushes_day": TODAY, "delivery_day": DELIVERY,
                "status": "En cours", "priority": 2, "department": "75", "object_number": "20261234567X",
                "purchase_order": "BC-7",
            },
            {"code": "SEL", "status": "En cours"},
        ],
        "Versions": [
            {"project": "MAREE", "version": 1, "status": "Remplacé", "overhead_rate": Decimal("0.07")},
            {"project": "MAREE", "version": 2, "status": "Accepté", "day": TODAY, "overhead_rate": Decimal("0.05")},
        ],
        "Devis": [
            {"project": "MAREE", "version": version, "line": "MAREE-MON", "quantity": Decimal(quantity),
             "unit": "jour", "unit_price_cents": 60_000, "feasibility": "Faisable", "approved_by": "Ada"}
            for version, quantity in ((1, 40), (2, 35))
        ],
        "Planning": [
            {"task": "MAREE-E01-MON", "project": "MAREE", "episode": 1, "line": "MAREE-MON", "state": "Terminé",
             "duration_days": Decimal(20), "earliest_day": date(2026, 11, 23), "fixed_day": TODAY},
            {"task": "MAREE-E02-MON", "project": "MAREE", "episode": 2, "line": "MAREE-MON", "state": "Confirmé",
             "duration_days": Decimal(15), "predecessors": "maree-e01-mon FD+2j; SEL-MON",
             "due_day": date(2027, 5, 7), "technician": "T1"},
            {"task": "PAD", "project": "MAREE", "state": "Annulé", "predecessors": "MAREE-E02-MON"},
            {"task": "SEL-MON", "project": "SEL"},
        ],
        "Episodes": [{"project": "MAREE", "number": 1, "title": "Le large", "director": "Roche",
                      "delivery_day": date(2027, 3, 5)}],
        "Echeancier": [
            {"project": "MAREE", "rank": 1, "type": "Acompte", "share_rate": Decimal("0.2"), "planned_day": TODAY},
            {"project": "MAREE", "rank": 2, "type": "Solde", "share_rate": Decimal("0.8"), "planned_day": DELIVERY},
        ],
        "Equipe": [{"code": "T1"}],
        "Seances": [{"number": "BS-1", "day": TODAY, "project": "MAREE", "task": "MAREE-E01-MON"}],
        "Avenants": [{"number": "AV-1", "project": "MAREE", "line": "MAREE-MON", "status": "Accepté"}],
        **tables,
    }  # fmt: skip
    return office(TODAY, **{name: table_rows(name, records) for name, records in rows.items()})


def made(home: Office, **asked: Any) -> Duplicate:
    return copied(home, WantedCopy("MAREE", "LARGE", **asked))


def select(copy: Duplicate, table: str, *names: str) -> list[tuple[Any, ...]]:
    return list(copy.rows[table].select(*names))


def test_the_copy_is_a_project_to_quote_without_the_papers_of_the_original():
    (row,) = made(house(), title="Le Large").rows["Projets"]
    assert (row.code, row.title, row.type, row.client, row.episodes) == (
        "LARGE",
        "Le Large",
        "Série TV",
        "ORIO",
        2,
    )
    assert (row.status, row.delivery_day, row.rushes_day) == ("Devis", None, None)
    assert (row.object_number, row.purchase_order) == ("", "")
    assert made(house()).rows["Projets"].column("title") == ["Les Marées"]


def test_its_quote_is_the_version_in_force_as_a_first_draft_without_its_approvals():
    copy = made(house())
    assert select(copy, "Versions", "project", "version", "status", "day", "overhead_rate") == [
        ("LARGE", 1, "Brouillon", None, Decimal("0.05"))
    ]
    names = ("project", "version", "line", "quantity", "unit_price_cents", "feasibility", "approved_by")
    assert select(copy, "Devis", *names) == [("LARGE", 1, "LARGE-MON", Decimal(35), 60_000, "À vérifier", "")]


def test_its_tasks_are_renamed_wherever_they_are_named_and_nothing_of_them_is_done():
    copy = made(house())
    assert select(copy, "Planning", "task", "predecessors", "line", "state", "technician") == [
        ("LARGE-E01-MON", "", "LARGE-MON", "Option 2", ""),
        # The link to the task of another project is left out.
        ("LARGE-E02-MON", "LARGE-E01-MON FD+2j", "LARGE-MON", "Option 2", "T1"),
        ("LARGE-PAD", "LARGE-E02-MON", "", "Annulé", ""),
    ]
    assert copy.rows["Planning"].column("fixed_day") == [None] * 3


def test_without_a_delivery_its_dates_are_left_to_be_typed():
    copy = made(house())
    assert select(copy, "Planning", "earliest_day", "due_day") == [(None, None)] * 3
    assert select(copy, "Episodes", "number", "title", "director", "delivery_day") == [(1, "", "", None)]
    assert copy.rows["Echeancier"].column("planned_day") == [None, None]
    assert copy.lines[0] == "dates à taper : celles de l'original ne sont pas reprises"


def test_with_a_delivery_its_dates_are_as_far_from_it():
    # 364 days later, whole weeks: Mondays stay Mondays. Monday 15 November 2027, Friday 5 May and Friday 3 March 2028.
    copy = made(house(), delivery=LATER)
    assert select(copy, "Projets", "rushes_day", "delivery_day") == [(date(2027, 11, 15), LATER)]
    assert copy.rows["Planning"].column("earliest_day")[0] == date(2027, 11, 22)
    assert copy.rows["Planning"].column("due_day")[1] == date(2028, 5, 5)
    assert copy.rows["Episodes"].column("delivery_day") == [date(2028, 3, 3)]
    assert copy.rows["Echeancier"].column("planned_day") == [date(2027, 11, 15), LATER]
    assert copy.lines[0] == "dates décalées comme la livraison, du 28/05/2027 au 26/05/2028"


def test_a_delivery_on_another_day_of_the_week_keeps_the_working_days_before_it():
    # From Friday 7 May to Friday 28: 14 working days, without Whit Monday, the 17th. Before Thursday 27 they lead to
    # Wednesday 5, since Thursday 6 is Ascension Day.
    assert made(house(), delivery=date(2027, 5, 27)).rows["Planning"].column("due_day")[1] == date(2027, 5, 5)


def test_nothing_that_was_worked_signed_or_negotiated_is_in_the_copy():
    assert set(made(house()).rows) == {"Projets", "Versions", "Devis", "Planning", "Episodes", "Echeancier"}


def test_an_office_with_a_copy_has_no_new_problem_and_the_same_total():
    home = house()
    before = {problem.message for problem in refreshed(home, []).problems}
    outcome = duplicate(home, project="MAREE", code="LARGE", delivery=LATER)
    assert {problem.message for problem in outcome.problems} <= before
    assert (
        outcome.summary == "LARGE, comme MAREE : 3 tâches, 1 ligne de devis, 1 épisode, 2 étapes à facturer"
    )
    # 35 × 600 € and 5 % of overhead.
    assert outcome.appended["Versions"].column("total_cents") == [2_205_000]
    assert outcome.columns["Versions"].column("total_cents")[1] == 2_205_000


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"project": "MARE"}, "le projet « MARE » n'existe pas ; vouliez-vous dire « MAREE » ?"),
        ({"code": "sel"}, "le projet « SEL » existe déjà dans Projets : choisissez un autre code"),
        (
            {"code": " "},
            "«   » n'est pas un code de projet, attendu : un code court, sans point-virgule ni virgule",
        ),
        ({"code": "A;B"}, "« A;B » n'est pas un code de projet"),
        ({"delivery": date(2026, 11, 13)}, "la livraison du 13/11/2026 est passée"),
    ],
)
def test_what_cannot_be_a_copy_is_one_line(asked: dict[str, Any], said: str):
    outcome = duplicate(house(), **{"project": "MAREE", "code": "LARGE", **asked})
    (problem,) = outcome.problems
    assert problem.is_blocking and problem.message.startswith(said)
    assert not outcome.appended


def test_codes_that_exist_are_refused_by_name():
    tasks = [
        {"task": code, "project": project} for code, project in (("MAREE-MON", "MAREE"), ("large-mon", "SEL"))
    ]
    (problem,) = duplicate(house(Planning=tasks), project="MAREE", code="LARGE").problems
    assert problem.message == "LARGE-MON existe déjà dans Planning : rien n'est ajouté"
    lines = [{"line": "LARGE-MON", "project": "SEL", "version": 1}]
    lines += [{"line": "MAREE-MON", "project": "MAREE", "version": 2}]
    (problem,) = duplicate(house(Devis=lines), project="MAREE", code="LARGE").problems
    assert problem.message == "LARGE-MON existe déjà dans Devis : rien n'est ajouté"
