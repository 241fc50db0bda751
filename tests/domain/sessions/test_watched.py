"""What is paid or billed is watched at that moment: the same faults, said by a refresh, a month of pay, an invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from postprod_xl.commands.billing.issuing import invoice
from postprod_xl.commands.payroll.preparing import payroll
from postprod_xl.commands.refresh import check
from postprod_xl.domain.home.proportion import minimum_monthly_cents, most_gross_cents
from postprod_xl.domain.limits import TooLarge
from postprod_xl.domain.office import Office
from postprod_xl.domain.payroll.declarations import payroll as month_payroll
from postprod_xl.domain.results import computed_columns
from postprod_xl.domain.sessions.faults.one_session import Fault
from postprod_xl.domain.sessions.faults.problems import fault_problems, session_faults
from postprod_xl.domain.sessions.reports import session_columns
from postprod_xl.domain.sessions.waiting.unvalidated import unvalidated_hours, unvalidated_problems
from postprod_xl.schema.vocabulary import Severity
from tests.domain.invoicing.houses import QUOTE, STEPS, house, issued, refusal
from tests.domain.offices import office, table_rows

MONDAY = date(2026, 11, 2)
PROJECTS = [{"code": "P001", "object_number": "123"}, {"code": "P002"}]
TEAM = [
    {"code": "T1", "payroll_id": "M1", "status": "Intermittent"},
    {"code": "T2", "payroll_id": "M2", "status": "Intermittent"},
]
TERMS = {
    "type": "CDDU", "convention": "Aucune", "first_day": date(2026, 1, 1), "last_day": date(2026, 12, 31),
    "hourly_rate_cents": 2000, "declared_day": date(2025, 12, 28), "signed_day": date(2025, 12, 29),
}  # fmt: skip
CONTRACTS = [
    {"contract": "C1", "technician": "T1", **TERMS},
    {"contract": "C2", "technician": "T2", **TERMS},
]


def bon(number: str, start: float, end: float, **rest: Any) -> dict[str, Any]:
    """A session of T1 under C1 on Monday 2 November, from one hour to another."""
    usual = {"day": MONDAY, "project": "P001", "technician": "T1", "contract": "C1", "validated": True}
    return {**usual, "number": number, "start": round(start * 60), "end": round(end * 60), **rest}


def faults_of(place: Office) -> list[Fault]:
    return session_faults(place)


def home(*sessions: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    rows = {"Projets": PROJECTS, "Equipe": TEAM, "Contrats": CONTRACTS, "Seances": list(sessions), **tables}
    frames = {name: table_rows(name, records) for name, records in rows.items()}
    return office(settings={"holiday_fund_rate": Decimal("0.155")}, **frames)


SECOND = {"technician": "T2", "contract": "C2"}
FAULTS = [
    (
        [{**bon("S1", 9, 17), "end": None}],
        {},
        "la séance S1 n'a pas d'heure de fin : elle compte 0 h, tapez-la",
        None,
    ),
    (
        [bon("S1", 9, 17)],
        {"Contrats": [{**CONTRACTS[0], "project": "P002"}]},
        "la séance S1 est de P001, le contrat C1 de P002, dont le n° d'objet est déclaré : corrigez l'un des deux",
        "1 séance au contrat d'un autre projet",
    ),
    (
        [bon("S1", 9, 7)],
        {},
        "la séance S1 finit à 07:00, avant son début (09:00) : comptée 22h00 jusqu'au lendemain, à vérifier",
        "1 séance dont la fin précède le début",
    ),
    (
        [bon("S1", 18, 9)],  # 9:00 to 18:00, exchanged
        {},
        "la séance S1 finit à 09:00, avant son début (18:00) : comptée 15h00 jusqu'au lendemain, à vérifier",
        "1 séance dont la fin précède le début",
    ),
    (
        [bon("S1", 5, 22)],
        {},
        "la séance S1 compte 17h00, plus de 16 h : à vérifier",
        "1 séance de plus de 16 h",
    ),
    (
        [bon("S1", 9, 13), bon("S2", 12, 18)],
        {},
        "T1 est déjà en séance S1 le 02/11/2026 jusqu'à 13:00 : heures payées une fois, corrigez l'une des deux",
        "2 séances en même temps qu'une autre",
    ),
    (
        [bon("S1", 9, 17), bon("S2", 9, 17)],
        {},
        "la séance S2 de T1 a le jour et les heures de S1 : le même bon saisi deux fois ? effacez-en un",
        "2 séances en double",
    ),
    (
        [bon("S1", 9, 17), bon("S2", 9, 17, technician="")],  # C1 is the contract of T1
        {},
        "la séance S2 de T1 a le jour et les heures de S1 : le même bon saisi deux fois ? effacez-en un",
        "2 séances en double",
    ),
    (
        [bon("S1", 9, 13, room="R1"), bon("S2", 12, 18, room="R1", project="P002", **SECOND)],
        {"Salles": [{"code": "R1"}]},
        "la salle R1 est prise par P001, séance S1 du 02/11/2026 jusqu'à 13:00 : corrigez l'une des deux",
        "1 séance dans une salle prise par un autre projet",
    ),
    (
        [bon("S1", 14, 18)],
        {"Absences": [{"resource": "T1", "first_day": date(2026, 10, 30), "last_day": MONDAY}]},
        "T1 est absent le 02/11/2026, jour de la séance S1 : corrigez la séance ou l'absence",
        "1 séance un jour d'absence",
    ),
    (
        [bon("S1", 22, 6, day=date(2026, 10, 24)), bon("S2", 2.5, 11, day=date(2026, 10, 25))],
        {},
        "02:30 vient deux fois le 25/10/2026 : la première est comptée, vérifiez les heures",
        None,
    ),
]


@pytest.mark.parametrize(("sessions", "tables", "message", "alert"), FAULTS)
def test_a_refresh_a_month_of_pay_and_its_sheets_say_the_same(
    sessions: list[dict], tables: dict, message: str, alert: str | None
) -> None:
    place = home(*sessions, **tables)
    assert message in [problem.message for problem in check(place).problems]
    if alert:
        said = session_columns(place)[0].column("alert")
        assert f"séance {alert.split(' ', 2)[2]}" in said[-1]
    paid = payroll(place, month=f"{sessions[0]['day']:%Y-%m}")
    found = [problem for problem in paid.problems if problem.message == message]
    assert [(problem.table, problem.severity) for problem in found] == [("Seances", Severity.WARNING)]
    assert message in paid.lines[0] and message in paid.question
    if alert:
        assert alert in paid.rows["Paie"].column("alert")[0]
        assert alert in paid.rows["Declarations"].column("alert")[0]


@pytest.mark.parametrize(
    ("sessions", "tables"),
    [
        ([bon("S1", 9, 13), bon("S2", 13, 17)], {}),
        ([bon("S1", 9, 17), bon("S2", 9, 17, **SECOND)], {}),  # two people of one project in one room
        ([bon("S1", 8, 1, pause_minutes=60)], {}),  # 17 h less 1 h
        ([bon("S1", 19, 8)], {}),  # a night of 13 h
        ([bon("S1", 9, 13, room="R1"), bon("S2", 13, 18, room="R1", project="P002", **SECOND)], {}),
        ([bon("S1", 9, 13, room="R1"), bon("S2", 9, 18, room="R1", **SECOND)], {}),
        (
            [bon("S1", 9, 13)],
            {"Absences": [{"resource": "T1", "first_day": MONDAY, "half_day": "Après-midi"}]},
        ),
        ([bon("S1", 9, 13)], {"Absences": [{"resource": "T1", "first_day": date(2026, 11, 3)}]}),
        # from 13:00 it is the afternoon, until 14:00 the morning
        ([bon("S1", 13, 18)], {"Absences": [{"resource": "T1", "first_day": MONDAY, "half_day": "Matin"}]}),
        (
            [bon("S1", 9, 14)],
            {"Absences": [{"resource": "T1", "first_day": MONDAY, "half_day": "Après-midi"}]},
        ),
    ],
)
def test_what_can_be_true_is_not_questioned(sessions: list[dict], tables: dict) -> None:
    assert faults_of(home(*sessions, **{"Salles": [{"code": "R1"}], **tables})) == []


def test_a_month_says_nothing_of_the_sessions_of_another() -> None:
    place = home(bon("S1", 9, 7, day=date(2026, 10, 5)), bon("S2", 9, 17))
    paid = payroll(place, month="2026-11")
    assert (paid.problems, paid.lines, paid.question) == ((), (), "")


def test_a_report_that_overlaps_the_last_night_of_the_month_before_is_said() -> None:
    place = home(bon("S1", 22, 6, day=date(2026, 10, 31)), bon("S2", 5, 9, day=date(2026, 11, 1)))
    assert "T1 est déjà en séance S1" in payroll(place, month="2026-11").question
    assert "T1 est déjà en séance S1" in payroll(place, month="2026-10").question


def test_a_room_keeps_the_latest_session_of_each_of_two_projects() -> None:
    # P002 leaves at 20:00, P001 at 12:00 and 14:00: the one of 13:00 meets P002, that of 15:00 too
    rooms = [("P001", 8, 12), ("P002", 9, 20), ("P001", 13, 14), ("P001", 15, 16)]
    sessions = [
        bon(f"S{rank}", start, end, project=project, room="R1", technician="", contract="")
        for rank, (project, start, end) in enumerate(rooms)
    ]
    faults = faults_of(home(*sessions, Salles=[{"code": "R1"}]))
    assert [fault.rows for fault in faults] == [(6, 5), (7, 6), (8, 6)]


def test_three_faults_of_a_person_are_told_one_by_one_and_four_at_once() -> None:
    long = [bon(f"S{day}", 0, 17, day=date(2026, 11, day)) for day in range(2, 6)]
    assert len(fault_problems(faults_of(home(*long[:3])))) == 3
    [problem] = fault_problems(faults_of(home(*long)))
    assert problem.message.endswith("(et 3 autres séances dans ce cas)")


@pytest.mark.parametrize(
    ("day", "start", "doubtful"),
    [
        (date(2026, 10, 25), 1.75, False),
        (date(2026, 10, 25), 2, True),
        (date(2026, 10, 25), 3, False),
        (date(2026, 3, 29), 2, False),  # the clock goes to 3:00 at that moment
        (date(2026, 3, 29), 2.5, True),
        (date(2026, 3, 29), 3, False),
        (date(2026, 11, 1), 2.5, False),
    ],
)
def test_an_hour_that_comes_twice_or_never_is_doubtful(day: date, start: float, doubtful: bool) -> None:
    assert bool(faults_of(home(bon("S1", start, 9, day=day)))) is doubtful


def test_many_faults_of_a_room_are_told_once_and_counted_on_the_sheets() -> None:
    pairs = [
        bon(f"{project}{day}", 9, 13, day=date(2026, 11, day), project=project, room="R1", **who)
        for day in range(2, 7)
        for project, who in (("P001", {}), ("P002", SECOND))
    ]
    place = home(*pairs, Salles=[{"code": "R1"}])
    [problem] = [found for found in check(place).problems if found.heading == "Salle"]
    assert problem.row == 6 and problem.message.endswith("(et 4 autres séances dans ce cas)")
    alerts = payroll(place, month="2026-11").rows["Paie"].column("alert")
    assert ["5 séances dans une salle prise" in alert for alert in alerts] == [True, True]


def test_sessions_outside_their_contract_are_said_by_the_pay_of_their_month() -> None:
    place = home(bon("S1", 9, 17, day=date(2027, 1, 4)), bon("S2", 9, 17))
    [problem] = month_payroll(place, "2027-01").watched
    assert problem.message.startswith("C1 : séance hors contrat, 1 séance à partir du 04/01/2027")
    assert month_payroll(place, "2026-11").watched == []


def billed(*sessions: dict[str, Any], **tables: list[dict[str, Any]]) -> Office:
    return house(Seances=list(sessions), Equipe=TEAM, Contrats=CONTRACTS, **tables)


def test_an_invoice_says_what_it_bills_and_asks_before_it_is_issued() -> None:
    place = billed(bon("S1", 9, 7), bon("S2", 9, 17, day=date(2026, 11, 3)))
    outcome = invoice(place, project="P001", step=2)
    message = (
        "la séance S1 finit à 07:00, avant son début (09:00) : comptée 22h00 jusqu'au lendemain, à vérifier"
    )
    assert message in [problem.message for problem in outcome.problems]
    assert outcome.lines == (f"À vérifier, FA-2026-0001 avant l'envoi (1 point) : {message}",)
    assert " TTC, à Films du Môle (PRO)" in outcome.question and outcome.question.endswith(f"\n• {message}")


def test_a_deposit_bills_no_session_and_an_invoice_not_those_of_another_project() -> None:
    assert invoice(billed(bon("S1", 9, 7)), project="P001", step=1).lines == ()
    other = billed(bon("S1", 9, 7, project="P002"))
    assert invoice(other, project="P001", step=2).lines == ()


def test_an_unpaid_session_is_said_by_the_invoice_that_bills_it() -> None:
    outcome = invoice(billed(bon("S1", 9, 17, contract="")), project="P001", step=2)
    assert "T1 sans contrat, 1 séance depuis le 02/11/2026" in outcome.question


def test_the_hours_of_a_permanent_without_contract_are_said_unpaid_everywhere() -> None:
    team = [{**TEAM[0], "status": "Permanent"}]
    place = house(Seances=[bon("S1", 9, 17, contract="")], Equipe=team, Contrats=CONTRACTS)
    message = "8h00 de T1 sans contrat : non payées"
    outcomes = check(place), payroll(place, month="2026-11"), invoice(place, project="P001", step=2)
    assert all(message in [problem.message for problem in outcome.problems] for outcome in outcomes)
    assert all(message in outcome.question for outcome in outcomes[1:])


def test_the_gross_of_a_person_out_of_proportion_is_questioned() -> None:
    # 12,31 x 35 x 52 / 12 = 1 867,0166: 1 867,02; a hundred times 186 702,00
    assert minimum_monthly_cents(date(2026, 11, 30)) == 186_702
    assert most_gross_cents(date(2026, 11, 30)) == 18_670_200
    # two contracts of 8 h at 11 668,87 and 11 668,88: 93 350,96 and 93 351,04, together 186 702,00
    twice = [{**CONTRACTS[0], "contract": code, "hourly_rate_cents": rate} for code, rate in
             (("C1", 1_166_887), ("C3", 1_166_888))]  # fmt: skip
    sessions = [bon("S1", 8, 16), bon("S2", 8, 16, day=date(2026, 11, 3), contract="C3")]
    assert month_payroll(home(*sessions, Contrats=twice), "2026-11").watched == []
    twice[1]["hourly_rate_cents"] += 1
    result = month_payroll(home(*sessions, Contrats=twice), "2026-11")
    assert [problem.message.replace("\u00a0", " ") for problem in result.watched] == [
        "brut de T1 en 2026-11 : 186 702,08 €, plus de 186 702,00 € : à vérifier"
    ]
    assert result.pay.column("alert") == ["brut hors de proportion, à vérifier"] * 2


def test_a_pay_that_could_not_be_read_back_is_refused_by_name() -> None:
    # 999 999 999,99 x 8 h
    contract = {**CONTRACTS[0], "hourly_rate_cents": 10**11 - 1}
    outcome = payroll(home(bon("S1", 9, 17), Contrats=[contract]), month="2026-11")
    [problem] = outcome.problems
    assert problem.severity is Severity.BLOCKING and problem.table == "Paie"
    assert problem.message.replace("\u00a0", " ").startswith(
        "le contrat C1 de T1 en 2026-11 : 7 999 999 999,92 € calculés, il faut moins de 1 000 000 000,00 €"
    )
    assert not outcome.rows["Paie"]


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_an_amount_the_ledger_would_refuse_is_never_issued(rank: int) -> None:
    # 5 000 x 999 999,99 = 4 999 999 950,00
    quote = [{**QUOTE[0], "quantity": Decimal(5000), "unit_price_cents": 99_999_999}]
    message = refusal(house(Devis=quote, Echeancier=STEPS), rank).replace("\u00a0", " ")
    assert message.startswith("FA-2026-0001, projet P001 : ")
    assert "il faut moins de 1 000 000 000,00 €" in message


def test_a_total_just_under_the_bound_of_the_ledger_is_issued_and_questioned() -> None:
    # 833 333 333,32 and 20 % of VAT are 999 999 999,98; one cent more is 1 000 000 000,00
    version = [{"project": "P001", "version": 1, "status": "Accepté"}]
    quote = {**QUOTE[0], "quantity": Decimal(1), "unit_price_cents": 83_333_333_332}
    step = [{**STEPS[1], "share_rate": Decimal(1)}]
    issue = issued(house(Versions=version, Devis=[quote], Echeancier=step), rank=2)
    assert issue.invoice["total_with_vat_cents"] == 99_999_999_998
    assert "FA-2026-0001, « Situation de 100 % sur le devis accepté v1 »" in issue.watched[0].message
    more = {**quote, "unit_price_cents": 83_333_333_333}
    with_one_cent_more = house(Versions=version, Devis=[more], Echeancier=step)
    assert "1\u00a0000\u00a0000\u00a0000,00\u00a0€ calculés" in refusal(with_one_cent_more, 2)


@pytest.mark.parametrize(("cents", "questions"), [(10**9, 0), (10**9 + 1, 1)])
def test_an_invoice_line_over_ten_million_is_questioned(cents: int, questions: int) -> None:
    version = [{"project": "P001", "version": 1, "status": "Accepté"}]
    quote = {**QUOTE[0], "quantity": Decimal(1), "unit_price_cents": cents}
    step = [{**STEPS[1], "share_rate": Decimal(1)}]
    issue = issued(house(Versions=version, Devis=[quote], Echeancier=step), rank=2)
    assert len(issue.watched) == questions


def test_a_line_out_of_proportion_is_questioned_by_a_refresh() -> None:
    quote = [{**QUOTE[0], "quantity": Decimal(1), "unit_price_cents": cents} for cents in (10**9, 10**9 + 1)]
    quote[1]["line"] = "L9"
    found = check(house(Devis=quote)).problems
    messages = [problem.message.replace("\u00a0", " ") for problem in found]
    assert "L9 : 10 000 000,01 €, plus de 10 000 000,00 € : à vérifier" in messages
    assert not any(message.startswith("L1 :") for message in messages)


def test_sums_too_large_to_be_written_stop_a_refresh_in_one_line() -> None:
    quote = [
        {**QUOTE[0], "line": f"L{n}", "quantity": Decimal(999_999), "unit_price_cents": 10**11 - 1}
        for n in range(99)
    ]
    problems = [problem for problem in check(house(Devis=quote)).problems if problem.is_blocking]
    assert [(p.table, p.row, p.heading) for p in problems] == [("Devis", 5, "Montant HT")]


def test_no_computed_column_holds_what_it_could_not_read_back() -> None:
    assert computed_columns("Comptes", [1], margin_cents=[1 - 10**11]).column("margin_cents") == [1 - 10**11]
    with pytest.raises(TooLarge, match="^P001 : -1.000.000.000,00.€ calculés"):
        computed_columns("Comptes", [1], project=["P001"], margin_cents=[-(10**11)])


def test_the_sessions_of_a_month_over_that_nobody_validated_are_one_line_a_person():
    # Seen on Monday 23 November: those of October are to be paid, those of November have time.
    days = {"S1": date(2026, 10, 30), "S2": date(2026, 10, 31), "S3": date(2026, 11, 2)}
    rows = [{"number": number, "day": day, "technician": "T1"} for number, day in days.items()]
    (problem,) = unvalidated_problems(office(Seances=table_rows("Seances", rows)))
    assert (problem.row, problem.heading) == (5, "Validé")
    assert problem.message == (
        "T1 : 2 séances à valider, du 30/10/2026 au 31/10/2026 (S1, S2) : relisez les bons, puis mettez "
        "« Validé » à Oui, avant la paie"
    )


def test_the_hours_of_an_exported_month_that_nobody_validated_are_said_of_the_contracts_that_it_pays():
    rows = [
        {"number": code, "day": date(2026, 11, 3), "technician": "T1", "contract": code}
        for code in ("C1", "C2")
    ]
    place = office(Seances=table_rows("Seances", rows))
    (problem,) = unvalidated_hours(place, date(2026, 11, 1), date(2026, 11, 30), {"C1"})
    assert problem.message == "1 séance non validée en 2026-11 (T1) : leurs heures partent telles quelles"
    assert not [*unvalidated_hours(place, date(2026, 10, 1), date(2026, 10, 31), {"C1"})]
