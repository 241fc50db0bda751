from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postprod_xl.domain.quotes.amending.answer import answer_lines, summary_text
from postprod_xl.domain.quotes.amending.checks import named_session_problems
from postprod_xl.domain.quotes.amending.named_sessions import named_in
from postprod_xl.domain.quotes.amending.proposals import proposed_rows
from postprod_xl.domain.quotes.amending.proposed_orders import found_change_orders
from postprod_xl.domain.quotes.amending.refusal import amend_refusal
from postprod_xl.domain.quotes.change_orders import effects
from postprod_xl.domain.quotes.follow_up.attributable import attributable
from postprod_xl.domain.quotes.follow_up.overruns import overruns
from postprod_xl.domain.quotes.lines import quote_columns
from postprod_xl.domain.quotes.versions.totals import version_columns
from postprod_xl.schema.units import half_up
from postprod_xl.schema.vocabulary import ChangeOrderType
from tests.domain.offices import office, records_of, table_rows

MONDAY = date(2026, 11, 16)
RUSHES = {"cause": "Retard rushes", "nature": "Non prévue", "validated": True}


def line(code="L1", days="1", **rest):
    usual = {"item": "IMG-20", "label": "Montage", "unit": "jour", "unit_price_cents": 80_000}
    return {"line": code, "project": "P1", "version": 1, "quantity": Decimal(days), **usual, **rest}


def session(code, minutes=480, day=0, task="T1", **rest):
    when = MONDAY + timedelta(day)
    return {"number": code, "day": when, "project": "P1", "task": task, "start": 0, "end": minutes, **rest}


def order(number="AV-001", days="1", **rest):
    usual = {"type": "Additif", "line": "L1", "unit_price_cents": 80_000, "status": "À négocier"}
    return {"number": number, "project": "P1", "day": MONDAY, "quantity": Decimal(days), **usual, **rest}


def followed(*sessions, lines=None, orders=(), remaining=None, settings=None, **tables):
    quote = lines or [line()]
    held = office(
        settings=settings,
        Projets=table_rows("Projets", [{"code": "P1"}, {"code": "P2"}]),
        Versions=table_rows("Versions", [{"project": "P1", "version": 1, "status": "Accepté"}]),
        Tarifs=table_rows("Tarifs", [{"item": "IMG-20", "unit": "jour", "unit_minutes": 480}]),
        Devis=table_rows("Devis", quote),
        Planning=table_rows(
            "Planning",
            [{"task": f"T{n}", "project": "P1", "line": row["line"]} for n, row in enumerate(quote, 1)],
        ),
        Seances=table_rows("Seances", list(sessions)),
        Avenants=table_rows("Avenants", list(orders)),
        **tables,
    )
    held = held.with_columns("Devis", quote_columns(held))
    days = {task: Decimal(left) for task, left in (remaining or {}).items()}
    return held.with_rows("Depassements", overruns(held, days))


def found(held, code="", kind=ChangeOrderType.ADDITION):
    return found_change_orders(held, "P1", code, kind)


def proposed(held, kind=ChangeOrderType.ADDITION):
    return records_of(proposed_rows(held, "P1", found(held, kind=kind).proposals))


def hours_left(held):
    """The line that says why, without the overrun it begins with."""
    *_, told = answer_lines(found(held, "L1"))
    return told.partition(" de dépassement ; ")[2]


def test_the_sessions_that_the_production_caused_are_a_change_order_at_the_price_of_the_line():
    held = followed(session("BS-1"), session("BS-2", 360, 1, **RUSHES), session("BS-3", 180, 2, **RUSHES))
    # 8 h sold, 17 h worked; 6 h + 3 h by the rushes: 9 h of 8 h days at 800 €
    (row,) = proposed(held)
    assert (row["number"], row["type"], row["line"], row["status"]) == (
        "AV-001",
        "Additif",
        "L1",
        "À négocier",
    )
    assert (row["quantity"], row["unit_price_cents"]) == (Decimal("1.125"), 80_000)
    assert row["sessions"] == "BS-2 (6h00) ; BS-3 (3h00)"
    assert row["client_reason"] == "Rushes reçus en retard (9h00), du 17/11/2026 au 18/11/2026"
    assert summary_text(found(held)) == "1 avenant à négocier sur P1 : AV-001, 900,00 € HT".replace(
        " €", "\u00a0€"
    )


def test_the_discount_of_the_line_is_in_the_price_of_its_change_order():
    held = followed(session("BS-1"), session("BS-2", **RUSHES), lines=[line(discount_rate=Decimal("0.1"))])
    assert proposed(held)[0]["unit_price_cents"] == 72_000


def test_a_quantity_without_end_has_the_decimals_that_give_its_minutes_and_its_amount_again():
    held = followed(session("BS-1"), session("BS-2", 460, **RUSHES))
    (row,) = proposed(held)
    # 460 min of 480: 0.958333…, 766.67 €
    assert half_up(row["quantity"] * 480) == 460
    assert half_up(row["quantity"] * row["unit_price_cents"]) == 76_667


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"validated": False}, "8h00 pas validées : relisez leurs bons (BS-2)"),
        ({"billing": "Offerte"}, "8h00 « Offerte » : jamais facturées (BS-2)"),
        ({"billing": "En plus"}, "8h00 « En plus » : facturées sur la ligne ou par son avenant (BS-2)"),
        ({"cause": "Panne technique"}, "cause Panne technique, 8h00 : à votre charge"),
        ({"cause": ""}, "8h00 non prévues et sans cause : indiquez-la (BS-2)"),
        ({"cause": "", "nature": ""}, "8h00 faites sans cause notée en séance"),
        ({"project": "P2"}, "8h00 notées sur un autre projet que leur tâche (BS-2)"),
        ({"number": "BS;2"}, "8h00 de N° avec un « ; » : changez-le (BS;2)"),
    ],
)
def test_the_hours_not_proposed_are_named_with_the_reason(change, reason):
    held = followed(session("BS-1"), session("BS-2", **{**RUSHES, **change}))
    assert not proposed(held)
    assert hours_left(held) == reason


def test_sessions_without_a_line_to_confirm_or_to_come_are_named_and_not_proposed():
    lost = session("BS-9", task="", **RUSHES)
    waits = session("BS-8", 240, state="À confirmer", foreseen="16/11/2026 P1 T1 00:00-04:00 pause 0")
    held = followed(session("BS-1", 540), waits, session("BS-7", day=30, **RUSHES), lost)
    assert [*answer_lines(found(held))] == [
        "L1 : 1h00 de dépassement ; 4h00 à confirmer : elles ne comptent pas encore (BS-8) ; "
        "8h00 à venir : elles ne sont pas faites (BS-7) ; 1h00 faites sans cause notée en séance",
        "P1 : 8h00 sans tâche qui ait une ligne de devis : indiquez-la (BS-9)",
    ]


def test_a_project_or_a_line_that_does_not_overrun_says_so_with_its_hours_within_what_is_sold():
    held = followed(session("BS-1", 240, **RUSHES))
    nothing = "pas de dépassement projeté, rien à proposer"
    assert [*answer_lines(found(held))] == [
        f"P1 : {nothing}",
        "imputables, mais dans ce que leur ligne vend : L1 4h00",
    ]
    assert [*answer_lines(found(held, "L1"))] == [f"L1 : {nothing}"]


def test_what_is_asked_for_is_never_more_than_the_overrun_and_the_oldest_hours_are_within_what_was_sold():
    held = followed(session("BS-1", 300), session("BS-2", 300, 1, **RUSHES))
    # 8 h sold, 10 h worked: the last 2 h of the 5 h that the rushes caused
    (row,) = proposed(held)
    assert (row["sessions"], row["quantity"]) == ("BS-2 (2h00 sur 5h00)", Decimal("0.25"))


def test_a_projected_overrun_is_proposed_for_its_hours_done_and_the_rest_is_said():
    held = followed(session("BS-1", 240, **RUSHES), lines=[line(days="2")], remaining={"T1": "2.25"})
    # 16 h sold, 4 h worked + 18 h left: 6 h over, of which the production caused 4 h
    assert proposed(held)[0]["sessions"] == "BS-1 (4h00)"
    assert hours_left(held) == "4h00 proposées ; 2h00 pas encore faites"


def test_a_share_of_a_cause_is_proposed_and_the_house_answers_for_the_rest():
    shared = {"client_share_late_rushes": Decimal("0.5")}
    held = followed(session("BS-1"), session("BS-2", **RUSHES), settings=shared)
    assert proposed(held)[0]["sessions"] == "BS-2 (4h00 sur 8h00)"
    assert hours_left(held) == "4h00 proposées ; cause Retard rushes, 4h00 : à votre charge"


def test_a_session_of_a_live_change_order_is_not_proposed_again_and_that_of_a_refused_one_is():
    sessions = session("BS-1"), session("BS-2", **RUSHES)
    for status in ("À négocier", "Envoyé", "Accepté"):
        named = order(sessions="bs-2 (8h00)", days="0.5", status=status)
        assert not proposed(followed(*sessions, orders=[named]))
    refused = followed(*sessions, orders=[order(sessions="BS-2 (8h00)", status="Refusé")])
    (again,) = proposed(refused)
    assert (again["number"], again["sessions"]) == ("AV-002", "BS-2 (8h00)")
    assert "AV-002 : BS-2 déjà refusé dans AV-001" in [*answer_lines(found(refused))][1]


@pytest.mark.parametrize("status", ["À négocier", "Accepté"])
def test_a_change_order_that_names_no_session_covers_the_oldest_ones(status):
    sessions = session("BS-1"), session("BS-2", **RUSHES), session("BS-3", 480, 1, **RUSHES)
    (row,) = proposed(followed(*sessions, orders=[order(days="1.5", status=status)]))
    # 16 h over, 12 h of them by AV-001 already: the last 4 h
    assert row["sessions"] == "BS-3 (4h00 sur 8h00)"


def test_hours_within_what_is_sold_are_told_apart_from_those_that_a_change_order_asks_for():
    named = order(sessions="BS-2 (8h00)")
    sessions = session("BS-1", 240, **RUSHES), session("BS-2", **RUSHES), session("BS-3", 240)
    assert hours_left(followed(*sessions, orders=[named])) == (
        "8h00 déjà dans AV-001 ; 4h00 imputables couvertes par le vendu ou ses avenants"
    )


def test_a_line_billed_by_the_hour_has_nothing_to_negotiate():
    held = followed(session("BS-1"), session("BS-2", **RUSHES), lines=[line(mode="Régie")])
    assert not proposed(held)
    assert hours_left(held) == "ligne en régie, déjà facturée à l'heure"


def test_a_line_without_a_price_is_not_proposed_and_says_so():
    held = followed(session("BS-1"), session("BS-2", **RUSHES), lines=[line(unit_price_cents=0)])
    assert not proposed(held)
    assert "8h00 imputables : son prix unitaire est vide" in hours_left(held)


def test_hours_of_the_production_on_a_line_that_is_not_sold_in_hours_are_named():
    held = followed(session("BS-1", **RUSHES), lines=[line(item="", unit="plan")])
    (told,) = answer_lines(found(held))
    assert told.startswith("L1 : 8h00 imputables (BS-1), mais la ligne ne se vend pas en heures")


def test_an_overrun_in_days_of_a_room_is_named_since_no_session_measures_it():
    held = followed(lines=[line(item="", unit="plan")])
    over = {"variance_minutes": [None], "variance_units": [Decimal("6.5")], "follow_up": ["Salles occupées"]}
    (told,) = answer_lines(found(held.with_columns("Depassements", over)))
    assert told.startswith("L1 : 6,5 (plan) de dépassement") and "suivi « Salles occupées »" in told


def test_a_replacement_is_the_new_total_of_the_line_and_adds_what_an_addition_would():
    sold = order("AV-001", "0.5", status="Accepté", sessions="BS-0 (4h00)")
    sessions = session("BS-0", 240, **RUSHES), session("BS-1"), session("BS-2", **RUSHES)
    held = followed(*sessions, orders=[sold])
    (added,), (replacing,) = proposed(held), proposed(held, ChangeOrderType.REPLACEMENT)
    # 1 day sold, half a day by AV-001, one day to add
    assert (added["quantity"], replacing["quantity"]) == (Decimal(1), Decimal("2.5"))
    for made in (added, replacing):
        after = effects(followed(orders=[sold, {**made, "status": "Accepté"}]))
        assert (after.minutes["L1"], after.cents["L1"]) == (720, 120_000)


def test_a_replacement_waits_for_the_answer_to_the_change_orders_of_its_line():
    sessions = session("BS-1"), session("BS-2", 960, **RUSHES)
    held = followed(*sessions, orders=[order()])
    assert not proposed(held, ChangeOrderType.REPLACEMENT)
    told = [*answer_lines(found(held, kind=ChangeOrderType.REPLACEMENT))]
    assert "AV-001 attend une réponse : acceptez-le ou refusez-le d'abord" in told[0]


@given(
    st.sampled_from(["Additif", "Remplacement"]),
    st.sampled_from(["L1", "L2", ""]),
    st.integers(-500, 500).map(lambda n: str(Decimal(n) / 100)),
)
def test_an_accepted_change_order_never_changes_the_version_it_amends(kind, code, days):
    kept = ("quantity", "unit_price_cents", "amount_cents", "cost_cents", "margin_rate", "sold_minutes")
    before, after = (
        followed(
            lines=[line(), line("L2", "3")], orders=[order(days=days, type=kind, line=code, status=status)]
        )
        for status in ("Envoyé", "Accepté")
    )
    assert [*before["Devis"].select(*kept)] == [*after["Devis"].select(*kept)]
    assert version_columns(before).columns == version_columns(after).columns


def test_two_lines_that_overrun_have_a_change_order_each():
    sessions = session("BS-1", 540, task="T1", **RUSHES), session("BS-2", 600, task="T2", **RUSHES)
    rows = proposed(followed(*sessions, lines=[line(), line("L2")]))
    assert [(row["number"], row["line"], row["sessions"]) for row in rows] == [
        ("AV-001", "L2", "BS-2 (2h00 sur 10h00)"),
        ("AV-002", "L1", "BS-1 (1h00 sur 9h00)"),
    ]


def test_an_accepted_change_order_moves_the_overrun_and_says_so_beside_what_is_sold():
    sessions = session("BS-1"), session("BS-2", **RUSHES)
    before = followed(*sessions)
    after = followed(*sessions, orders=[{**proposed(before)[0], "status": "Accepté"}])
    assert (
        before["Depassements"].column("variance_minutes"),
        after["Depassements"].column("variance_minutes"),
    ) == (
        [480],
        [0],
    )
    assert [each["Depassements"].column("ordered_minutes") for each in (before, after)] == [[None], [480]]


@pytest.mark.parametrize(
    ("project", "code", "message"),
    [
        ("P9", "", "le projet « P9 » n'existe pas"),
        ("P1", "L9", "la ligne « L9 » n'existe pas ; les codes connus : L1"),
        ("P2", "L1", "la ligne L1 est au devis de P1, pas de P2"),
        ("P2", "", "P2 n'a pas de devis accepté à compléter d'un avenant"),
    ],
)
def test_what_cannot_be_amended_is_refused_in_one_line(project, code, message):
    problem = amend_refusal(followed(), project, code)
    assert problem is not None and problem.message.startswith(message)


@pytest.mark.parametrize(
    ("sessions", "found"),
    [
        ("BS-2 (8h00)", ""),
        ("BS-2", ""),
        ("BS-2 (4h00 sur 8h00)", ""),
        ("BS-9 (8h00)", "n'existe pas dans Séances"),
        ("BS-2 (6h00)", "dure 8h00, l'avenant la note 6h00"),
        ("BS-2 ; BS-2", "est citée deux fois"),
        ("BS-3", "ne compte plus"),
        ("BS-4", "compte sur L2, l'avenant est sur L1"),
        ("BS-5", "est « Offerte »"),
    ],
)
def test_a_session_that_is_no_longer_what_a_change_order_says_is_named(sessions, found):
    held = followed(
        session("BS-2", **RUSHES),
        session("BS-3", state="Annulée"),
        session("BS-4", task="T2"),
        session("BS-5", billing="Offerte"),
        lines=[line(), line("L2")],
        orders=[order(sessions=sessions), order("AV-002", status="Refusé", sessions="BS-9")],
    )
    problems = named_session_problems(held)
    assert [found in problem.message for problem in problems] == ([True] if found else [])
    assert {problem.heading for problem in problems} <= {"Séances"}


def test_a_session_named_by_two_live_change_orders_is_said_at_the_second():
    orders = [order(sessions="BS-2"), order("AV-002", sessions="bs-2")]
    (problem,) = named_session_problems(followed(session("BS-2", **RUSHES), orders=orders))
    assert (
        problem.message
        == "AV-002 : la séance bs-2 est citée aussi dans AV-001 : ses heures seraient vendues deux fois"
    )


WORKED = st.lists(
    st.tuples(
        st.integers(1, 900),
        st.sampled_from(["", "Retard rushes", "Demande production", "Autre"]),
        st.sampled_from(["", "Incluse", "En plus", "Offerte"]),
    ),
    min_size=1,
    max_size=6,
)


@given(
    WORKED,
    st.integers(1, 1000).map(lambda n: Decimal(n) / 100),
    st.sampled_from([100, 480, 457, 2400]),
    st.integers(1, 200_000),
    st.sampled_from([Decimal(0), Decimal("0.5"), Decimal("0.333"), Decimal(1)]),
)
def test_the_hours_of_a_change_order_are_those_of_its_sessions_and_a_second_time_adds_none(
    worked, days, unit, price, share
):
    sessions = [
        session(f"BS-{n}", minutes, n % 5, cause=cause, billing=billing, validated=True)
        for n, (minutes, cause, billing) in enumerate(worked)
    ]
    given_tables = {
        "settings": {"client_share_late_rushes": share},
        "lines": [line(days=str(days / 10), unit_price_cents=price, item="", unit="jour")],
    }
    given_tables["settings"]["day_minutes"] = unit
    held = followed(*sessions, **given_tables)
    rows = proposed(held)
    for row in rows:
        named = named_in(row["sessions"])
        taken = sum(each.taken_minutes for each in named)
        assert half_up(row["quantity"] * unit) == taken
        assert half_up(row["quantity"] * price) == half_up(Decimal(taken) * price / unit)
        assert (
            0
            < taken
            <= min(attributable(held)["L1"].minutes, held["Depassements"].column("variance_minutes")[0])
        )
        assert len({each.number for each in named}) == len(named)
    for status in ("À négocier", "Accepté"):
        after = followed(*sessions, orders=[{**row, "status": status} for row in rows], **given_tables)
        assert not proposed(after) and not named_session_problems(after)
