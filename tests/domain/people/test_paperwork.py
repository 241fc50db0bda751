"""What the contracts of sessions lack, for some sessions only."""

from __future__ import annotations

from datetime import date

from postprod_xl.domain.people.paperwork import NO_CONTRACT, paperwork_about, paperwork_problems
from tests.domain.offices import office, table_rows


def house():
    usual = {"technician": "T1", "project": "P1", "type": "CDDU", "hourly_rate_cents": 3000}
    days = {"first_day": date(2026, 11, 2), "last_day": date(2026, 11, 30)}
    sessions = [
        {
            "number": f"S{number}",
            "day": date(2026, 11, 9 + number),
            "technician": "T1",
            "contract": contract,
            "project": "P1",
        }
        for number, contract in enumerate(("C1", "C2", ""))
    ]
    return office(
        Equipe=table_rows("Equipe", [{"code": "T1", "status": "Intermittent"}]),
        Contrats=table_rows("Contrats", [{"contract": name, **usual, **days} for name in ("C1", "C2")]),
        Seances=table_rows("Seances", sessions),
    )


def test_only_the_sessions_asked_about_are_told():
    told = {problem.row for problem in paperwork_problems(house())}
    assert told == {5, 6, 7}
    assert {problem.row for problem in paperwork_about(house(), [6])} == {6}
    assert {problem.row for problem in paperwork_about(house(), [5, 7], known=(NO_CONTRACT,))} == {5}


def test_a_session_out_of_its_contract_says_whose_it_is_and_the_true_dates() -> None:
    late = {"number": "S1", "day": date(2026, 12, 1), "technician": "T1", "contract": "C1", "project": "P1"}
    home = house().with_rows("Seances", table_rows("Seances", [late]))
    (problem, *_) = paperwork_problems(home)
    assert problem.message == (
        "C1 : séance hors contrat, 1 séance à partir du 01/12/2026 (T1, contrat du 02/11/2026 au 30/11/2026) ; "
        "attendu : un contrat qui couvre ses séances"
    )


def test_a_missing_dpae_names_the_person_and_the_first_day() -> None:
    messages = [problem.message for problem in paperwork_problems(house())]
    assert (
        "C1 : DPAE absente, 1 séance depuis le 09/11/2026 (T1) ; attendu : une DPAE avant la première séance"
        in (messages)
    )
