"""Session reports of forms and lists: what is added, what is there already, what is rejected and why."""

from datetime import date, datetime, time
from typing import Any

import pytest

from postprod_xl.commands.importing import import_sessions
from postprod_xl.documents.grid import Grid
from postprod_xl.domain.importing.forms import week_forms
from postprod_xl.domain.importing.imported import Imported
from postprod_xl.domain.importing.importer import imported
from postprod_xl.domain.importing.lists import ASKED, Consent
from postprod_xl.domain.importing.source import Source
from postprod_xl.domain.office import Office
from postprod_xl.schema.kinds import ExcelError
from postprod_xl.schema.tables.planning import SESSIONS
from tests.domain.importing.houses import MONDAY, TEAM, house

YES, NOBODY = Consent(is_given=True), Consent()
TUESDAY = date(2026, 12, 1)
HEADINGS = ["Jour", "Qui", "Film", "Tâche", "De", "À", "Pause"]
LINE = ["30/11/2026", "Anne Huet", "La Crue", "CRUE-MON", "9h30", "18h30", "1h"]
TOLD = "Bons de séance"


def sheet(*rows: list[Any], title: str = "Heures", **more: Any) -> Grid:
    cells = {
        (r, c): cell
        for r, row in enumerate(rows, 1)
        for c, cell in enumerate(row, 1)
        if cell not in (None, "")
    }
    return Grid(title, cells, **more)


def csv(*rows: list[Any], name: str = "heures.csv") -> Source:
    return Source(name, [sheet(*rows, title=name, is_csv=True)])


def form(office: Office, who: str = "HUET", **answers: dict[str, Any]) -> Source:
    """The form of a technician filled in: what is answered by the end of the number of its line."""
    made = week_forms(office, MONDAY, who).forms[0]
    names = [
        "day",
        "project",
        "task",
        "room",
        "start",
        "end",
        "pause_minutes",
        "done_rate",
        "remaining_days",
        "nature",
    ]
    names += ["cause", "remarks", "number"]
    rows = []
    for line in made.lines:
        cells = {
            "day": line.day,
            "project": line.project,
            "task": line.task,
            "room": line.room,
            "number": line.identifier,
        }
        given = next(
            (cells for end, cells in answers.items() if line.identifier.endswith(end.replace("_", "-"))), {}
        )
        rows.append([{**cells, **given}.get(name) for name in names])
    header = [SESSIONS.heading(name) for name in names]
    told = ["Formulaire", made.identifier, "", "Maison", made.office]
    return Source(
        f"{who}.xlsx", [sheet([TOLD], told, [], header, *rows, title=TOLD), sheet(["Projet", "Tâche"])]
    )


def read(office: Office, *sources: Source, consent: Consent = YES) -> Imported:
    return imported(office, sources, consent)


def after(office: Office, found: Imported) -> Office:
    for table, rows in found.added.items():
        office = office.with_rows(table, office[table].followed_by(rows))
    return office


def test_a_list_of_any_shape_is_read_and_adds_nothing_the_second_time():
    office = house()
    found = read(office, csv(HEADINGS, LINE))
    (record,) = found.matched.added
    assert record == {
        "number": "BS-0001",
        "day": MONDAY,
        "project": "CRUE",
        "task": "CRUE-MON",
        "technician": "HUET",
        "contract": "",
        "start": 570,
        "end": 1110,
        "pause_minutes": 60,
    }
    (setting,) = found.added["Parametres"]
    assert (setting.name, setting.source, setting.checked_day) == (
        "Correspondance Séances 1",
        "confirmée le 30/11/2026",
        MONDAY,
    )
    again = read(after(office, found), csv(["Ma maison"], HEADINGS[::-1], LINE[::-1]), consent=NOBODY)
    assert again.is_empty
    assert again.summary == "0 séance ajoutée (1 liste), 1 déjà là"


def test_a_list_of_a_new_shape_is_refused_and_shown_where_nobody_can_be_asked():
    (line,) = read(house(), csv(HEADINGS, LINE), consent=NOBODY).mappings.lines
    assert line.startswith(
        "heures.csv : liste d'une forme nouvelle, à confirmer avec --yes ou depuis un terminal — Date «"
    )


def test_the_person_at_the_terminal_is_asked_with_an_example_of_each_column_and_how_sure_it_is():
    question = read(house(), csv([*HEADINGS, "Visa"], [*LINE, "AH"]), consent=ASKED).question.splitlines()
    assert question[0] == "Correspondance Séances 1 — heures.csv, 1 ligne :"
    assert "  Technicien ← « Qui » (sûr : un synonyme), par exemple Anne Huet" in question
    assert question[-3:] == [
        "  non lues : « Visa »",
        "1 séance ajoutée (1 liste)",
        "Importer avec cette correspondance, et la retenir dans Paramètres ?",
    ]


def test_a_mapping_that_no_longer_fits_is_refused_by_name_until_another_is_asked_for():
    office = after(house(), read(house(), csv(HEADINGS, LINE)))
    changed = csv([*HEADINGS[:5], "Sortie", "Pause"], LINE)
    (line,) = read(office, changed).mappings.lines
    assert (
        "« Correspondance Séances 1 » (Paramètres, ligne 1) ne convient plus à cette liste, elle n'y trouve plus « À »"
        in line
    )
    remapped = read(office, changed, consent=Consent(is_given=True, remap=True))
    assert [each.name for each in remapped.mappings.new] == ["Correspondance Séances 2"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({0: "31/11/2026"}, "A2 — Jour : trouvé « 31/11/2026 », attendu : une date"),
        ({0: ExcelError("#N/A")}, "A2 — Jour : trouvé « #N/A »"),
        ({1: "Anne Huer"}, "vouliez-vous dire « Anne Huet »"),
        ({2: "P999"}, "C2 — Film : trouvé « P999 », attendu : un code ou un nom de Projets"),
        ({3: "CRUE-XYZ"}, "D2 — Tâche : trouvé « CRUE-XYZ »"),
        ({3: "TERR-MIX"}, "la tâche TERR-MIX est du projet TERR, la ligne de CRUE"),
        ({4: "midi"}, "E2 — De : trouvé « midi », attendu : une heure"),
        ({5: None}, "F2 — Fin : vide, attendu"),
        ({5: "9h30"}, "« 09:30–09:30 » ne fait pas une séance"),
        ({5: "34:00"}, "ne fait pas une séance"),
        ({4: "25:00", 5: "26:00"}, "le début 25:00 est du lendemain"),
        (
            {6: 1.0},
            "G2 — Pause : trouvé « 1 », attendu : une pause qui ne se lit que d'une façon : 1 h ou 1 min",
        ),
        ({6: "9h"}, "pause de 540 min sur 9h00 de présence"),
    ],
)
def test_a_line_that_cannot_be_read_is_told_with_its_cell_and_the_others_are_added(
    cells: dict[int, Any], said: str
):
    wrong = [cells.get(at, cell) for at, cell in enumerate(LINE)]
    good = ["01/12/2026", *LINE[1:]]
    found = read(house(), Source("a.xlsx", [sheet(HEADINGS, wrong, good), sheet(["x"], title="Notes")]))
    assert [record["day"] for record in found.matched.added] == [TUESDAY]
    (line,) = [problem.line for problem in found.problems]
    assert line.startswith("a.xlsx, Heures!") and said in line


def test_hours_past_midnight_end_the_next_day():
    office = house()
    (record,) = read(office, csv(HEADINGS, [*LINE[:4], "22:00", "26:30", "-"])).matched.added
    assert (record["start"], record["end"]) == (1320, 150)


@pytest.mark.parametrize(
    ("cells", "pause", "problem"),
    [
        (["9h", "18h", None, "8"], 60, ""),
        (["9h", "18h", "1h", "8"], 60, ""),
        (
            ["9h", "18h", "1h", "7,5"],
            None,
            "09:00–18:00 moins 60 min de pause font 8h00, la ligne en dit 7h30",
        ),
        (["9h", None, "1h", "8"], 60, ""),
        ([None, "18h", "1h", "8"], 60, ""),
        (["9h", "18h", None, "12"], None, "09:00–18:00 font 9h00, la ligne en dit 12h00"),
    ],
)
def test_hours_worked_agree_with_start_end_and_pause_or_the_line_is_rejected(cells, pause, problem):
    found = read(house(), csv([*HEADINGS, "Heures"], [*LINE[:4], *cells]))
    told = [(record["start"], record["end"], record.get("pause_minutes")) for record in found.matched.added]
    assert told == ([] if problem else [(540, 1080, pause)])
    assert [each.message for each in found.problems] == ([problem] if problem else [])


def test_hours_alone_are_placed_from_the_usual_start_told_and_known_the_second_time():
    office = house()
    headings = ["Date", "Technicien", "Tâche", "Heures"]
    rows = [["30/11/2026", "HUET", "CRUE-MON", "4"], ["30/11/2026", "HUET", "CRUE-MON", "3,5"]]
    found = read(office, csv(headings, *rows))
    assert [(each["start"], each["end"]) for each in found.matched.added] == [(540, 780), (780, 990)]
    assert found.matched.added[0]["remarks"] == "4h00 d'après une durée seule : début et fin posés à l'import"
    assert "2 séances d'après une durée seule (BS-0001, BS-0002)" in found.lines[0]
    assert read(after(office, found), csv(headings, *rows)).matched.known == 2


def test_a_report_that_overlaps_another_of_the_same_person_is_rejected():
    found = read(house(), csv(HEADINGS, LINE, [*LINE[:4], "18h", "20h", ""]))
    assert len(found.matched.added) == 1
    (problem,) = found.problems
    assert problem.message.startswith(
        "HUET est déjà en séance BS-0001 le 30/11/2026, que 18:00–20:00 chevauche"
    )


def test_a_total_a_repeated_heading_and_a_formula_do_no_harm():
    rows = [[*LINE[:6], "", "=1+1"], [*HEADINGS, "Notes"], ["Total", "", "", "", "", "8h"], ["", "Visa :"]]
    (record,) = read(house(), csv([*HEADINGS, "Notes"], *rows)).matched.added
    assert record["remarks"] == "=1+1"


def test_a_form_adds_what_is_filled_in_under_the_numbers_of_its_lines():
    office = house()
    source = form(office, LU_CRUE_MON={"start": time(9, 30), "end": "18h30", "remarks": "coupe longue"})
    found = read(office, source)
    (record,) = found.matched.added
    assert (record["number"], record["technician"], record["start"]) == (
        "HUET-2026-W49-LU-CRUE-MON",
        "HUET",
        570,
    )
    assert found.summary == "1 séance ajoutée (1 formulaire), 1 ligne non remplie"
    assert read(after(office, found), source).is_empty


def test_a_corrected_form_sent_again_is_told_and_not_applied():
    office = house()
    one = read(office, form(office, LU_CRUE_MON={"start": "9h30", "end": "18h30"}))
    found = read(after(office, one), form(office, LU_CRUE_MON={"start": "9h30", "end": "19h30"}))
    assert found.is_empty
    assert found.lines == [
        "Différente, non appliquée : Séances, HUET-2026-W49-LU-CRUE-MON : Fin 19:30 au lieu de 18:30"
    ]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"start": "9h30"}, "Fin : vide, attendu"),
        ({"remarks": "malade"}, "Début : vide, attendu"),
        (
            {"start": "9h", "end": "18h", "day": date(2026, 12, 14)},
            "n'est pas de la semaine 2026-W49 du formulaire",
        ),
    ],
)
def test_a_line_half_filled_in_or_of_another_week_is_rejected(answers: dict[str, Any], said: str):
    office = house()
    found = read(office, form(office, LU_CRUE_MON=answers))
    assert not found.matched.added
    assert all("Rejetée : HUET.xlsx!" in line for line in found.lines)
    assert any(said in line for line in found.lines)


def test_a_form_of_another_house_of_somebody_who_left_or_without_its_headings_is_refused_by_name():
    office = house()
    filled = {"start": "9h", "end": "18h"}
    left = house(Equipe=[{"code": "DIOP"}])
    (gone,) = read(left, form(office, LU_CRUE_MON=filled)).refused
    assert gone.startswith(
        "HUET.xlsx (formulaire HUET 2026-W49) : « HUET » n'est pas, ou n'est plus, dans l'équipe"
    )
    other = form(office, LU_CRUE_MON=filled)
    other.grids[0].cells[2, 5] = "Autre Maison"  # type: ignore[index]
    assert (
        "il est de « Autre Maison », ce classeur est celui de « Studio des Quais »"
        in read(office, other).refused[0]
    )
    renamed = form(office, LU_CRUE_MON=filled)
    renamed.grids[0].cells[4, 6] = "Finir"  # type: ignore[index]
    assert "« Fin » n'y est plus" in read(office, renamed).refused[0]


def test_somebody_without_contract_and_a_session_to_confirm_are_told():
    waiting = {
        "number": "BS-0007",
        "day": MONDAY,
        "project": "CRUE",
        "task": "CRUE-MON",
        "technician": "HUET",
    }
    waiting |= {"state": "À confirmer", "start": 540, "end": 1080, "foreseen": "x"}
    office = house(
        Equipe=[{"code": "HUET", "first_name": "Anne", "last_name": "Huet", "status": "Intermittent"}],
        Seances=[{**waiting, "foreseen": "30/11/2026 CRUE CRUE-MON HUET 09:00-18:00 pause 0"}],
    )
    found = read(office, csv(HEADINGS, LINE))
    assert found.matched.added[0]["number"] == "BS-0008"
    assert found.lines == [
        "1 séance à confirmer (BS-0007) : le bon est arrivé sous un autre numéro, annulez-les",
        "sans contrat ce jour-là, à compléter avant la paie : HUET le 30/11/2026",
    ]


def test_sheets_that_are_no_lists_of_sessions_are_left_out_where_another_is_one_and_told_once_where_none_is():
    notes = sheet(["Technicien", "Note", "Téléphone"], ["HUET", "x", "y"], title="Annuaire")
    assert read(house(), Source("a.xlsx", [notes, sheet(HEADINGS, LINE)])).mappings.lines == []
    (line,) = read(house(), Source("a.xlsx", [notes, sheet(["a"], title="b")])).mappings.lines
    assert line.startswith(
        "a.xlsx, Annuaire : aucune colonne ne dit le jour, le projet ni la tâche et les heures"
    )


def test_a_run_that_can_read_nothing_is_refused_and_one_that_adds_nothing_writes_nothing():
    office = house()
    for source, said in (
        (csv(HEADINGS, ["x", *LINE[1:]]), "trouvé « x »"),
        (csv(["a", "b"], ["c", "d"]), "aucune liste de séances reconnue"),
    ):
        (problem,) = import_sessions(office, sources=[source], consent=YES).problems
        assert problem.is_blocking and said in problem.message
    kept = after(office, read(office, csv(HEADINGS, LINE)))
    assert import_sessions(kept, sources=[csv(HEADINGS, LINE)]).is_answer


def test_rows_that_a_list_hides_are_read_and_are_not_among_what_is_not():
    hiding = Source("heures.xlsx", [sheet(HEADINGS, LINE, hidden_rows=frozenset({2}))])
    found = read(house(), hiding)
    assert len(found.matched.added) == 1
    assert found.lines == ["heures.xlsx : 1 ligne masquée, lue aussi"]
    assert found.details["unread"] == []


NEW_DIOP = {"code": "FDIO", "first_name": "Fatou", "last_name": "Diop"}


@pytest.mark.parametrize("who", ["Huet-Martin Sophie", "HUET Sophie", "Diop", "Awa Diop et Anne Huet"])
def test_who_is_not_named_without_doubt_is_nobody(who: str) -> None:
    people = house(Equipe=[*TEAM, NEW_DIOP])
    found = read(people, csv(HEADINGS, [LINE[0], who, *LINE[2:]]))
    assert not found.matched.added
    assert who in found.problems[0].line


@pytest.mark.parametrize("project", ["CRUE-2", "CRUE-MON", "CRUE - Terres", "Terres (CRUE)"])
def test_a_project_is_not_guessed_from_the_start_of_another_name(project: str) -> None:
    found = read(house(), csv(HEADINGS, [*LINE[:2], project, "", *LINE[4:]]))
    assert not found.matched.added


def test_the_pause_corrected_in_a_list_sent_again_is_told_and_not_applied() -> None:
    first = read(house(), csv(HEADINGS, LINE))
    again = read(after(house(), first), csv(HEADINGS, [*LINE[:-1], "30 min"]))
    assert not again.matched.added
    assert [change.line for change in again.matched.changes] == [
        "Séances, BS-0001 : Pause (min) 30 au lieu de 60"
    ]


def test_hours_corrected_in_a_list_sent_again_are_told_and_not_added_to_those_there_are() -> None:
    headings = ["Jour", "Qui", "Film", "Heures"]
    first = read(house(), csv(headings, [*LINE[:3], "4"]))
    again = read(after(house(), first), csv(headings, [*LINE[:3], "5"]))
    assert not again.matched.added
    assert "Heures 5,00 au lieu de 4,00" in again.lines[0]


def test_a_list_whose_days_are_written_the_other_way_round_no_longer_fits() -> None:
    first = read(house(), csv(HEADINGS, LINE))
    american = [["12/03/2026", *LINE[1:]], ["12/14/2026", *LINE[1:]]]
    again = read(after(house(), first), csv(HEADINGS, *american))
    assert not again.matched.added
    assert "lit à l'envers le jour et le mois de « Jour »" in again.lines[0]


def test_one_day_late_in_a_list_says_how_all_its_days_are_written() -> None:
    days = [f"{month:02d}/{day:02d}/2026" for month in range(1, 6) for day in range(1, 12)]
    found = read(house(), csv(HEADINGS, *([day, *LINE[1:]] for day in [*days, "05/28/2026"])))
    assert {record["day"].month for record in found.matched.added} == {1, 2, 3, 4, 5}


def test_a_list_with_two_columns_of_starts_is_not_half_read() -> None:
    headings = ["Jour", "Qui", "Film", "Début", "Fin", "Début", "Fin"]
    found = read(house(), csv(headings, [*LINE[:3], "9h", "12h", "14h", "18h"]))
    assert not found.matched.added
    assert "« Début » et « Début (2) » disent la même chose" in found.lines[0]


def test_a_session_of_twenty_one_hours_or_of_a_day_to_come_is_to_be_looked_at() -> None:
    rows = [[*LINE[:4], "9h30", "6h30", "1h"], ["12/12/2026", *LINE[1:]]]
    found = read(house(), csv(HEADINGS, *rows))
    assert "1 séance de plus de 12h00 (BS-0001)" in found.lines[0]
    assert "1 séance d'un jour à venir (BS-0002)" in found.lines[1]


@pytest.mark.parametrize("hours", ["24", "0", "-2"])
def test_what_is_no_length_of_a_session_is_rejected(hours: str) -> None:
    found = read(house(), csv(["Jour", "Qui", "Film", "Heures"], [*LINE[:3], hours]))
    assert not found.matched.added
    assert "plus de 0 h et moins de 24 h" in found.problems[0].line


def test_a_time_that_says_its_day_is_of_that_of_its_line() -> None:
    late, early = datetime(2026, 11, 30, 22, 0), datetime(2026, 12, 1, 2, 0)
    rows = [
        ["30/11/2026", *LINE[1:4], late, early],
        ["30/11/2026", *LINE[1:4], early, datetime(2026, 12, 1, 9, 0)],
        ["30/11/2026", *LINE[1:4], datetime(2026, 11, 30, 9, 0), datetime(2026, 12, 1, 18, 0)],
    ]
    found = read(house(), csv(HEADINGS, *rows))
    assert [(record["start"], record["end"]) for record in found.matched.added] == [(1320, 120)]
    assert "une heure du 30/11/2026, le jour de la ligne" in found.problems[0].line
    assert "09:00–42:00" in found.problems[1].line


def test_a_list_in_a_block_for_each_person_gives_each_their_own_sessions() -> None:
    headings, cells = ["Jour", "Film", "De", "À"], ["La Crue", "9h", "18h"]
    blocks = csv(
        ["Technicien : Anne Huet"], headings, ["30/11/2026", *cells], [],
        ["TECHNICIEN :", "Awa Diop"], headings, ["30/11/2026", *cells], ["Technicien :"], ["29/11/2026", *cells],
    )  # fmt: skip
    found = read(house(), blocks)
    assert [record["technician"] for record in found.matched.added] == ["HUET", "DIOP"]
    # Nobody is named over the last one.
    assert [problem.found for problem in found.problems] == ["vide"]
