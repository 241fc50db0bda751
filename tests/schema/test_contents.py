"""The contents of a whole workbook: its tables, what one says of another, its settings."""

from postprod_xl.schema.contents import contents_of, contents_with, in_workbook_order
from postprod_xl.schema.problems import warning
from postprod_xl.schema.settings.house import SETTINGS as DECLARED
from postprod_xl.schema.tables import BY_NAME
from postprod_xl.schema.validate import RawTable

TEAM, ROOMS, ABSENCES, SETTINGS = (BY_NAME[name] for name in ("Equipe", "Salles", "Absences", "Parametres"))


def raw(table, **columns):
    height = max(len(cells) for cells in columns.values())
    blank = {column.heading: [None] * height for column in table.typed}
    given = {table.heading(name): cells for name, cells in columns.items()}
    return RawTable(table.name, range(5, 5 + height), {**blank, **given})


def messages(contents) -> list[str]:
    return [problem.message for problem in contents.problems]


DAY = next(setting for setting in DECLARED if setting.code == "day_minutes")
AWAY = raw(ABSENCES, resource=["T9"], first_day=["01/12/2026"], last_day=["01/12/2026"])


def test_an_absent_table_is_empty_and_what_refers_to_it_is_not_said_again():
    contents = contents_of({"Absences": AWAY, "Equipe": raw(TEAM, code=["T1"])})
    assert len(contents.tables["Salles"]) == 0
    assert "« T9 » n'existe pas dans Équipe ou Salles" not in messages(contents)


def test_a_name_of_no_table_is_said_when_all_its_tables_are_there():
    contents = contents_of(
        {"Absences": AWAY, "Equipe": raw(TEAM, code=["T1"]), "Salles": raw(ROOMS, code=["R1"])}
    )
    assert "« T9 » n'existe pas dans Équipe ou Salles" in messages(contents)


def test_what_is_given_replaces_its_table_and_is_read_against_those_held():
    held = contents_of({"Equipe": raw(TEAM, code=["T9"]), "Salles": raw(ROOMS, code=["R1"])}).tables
    away = raw(ABSENCES, resource=["T9"], first_day=["2026-12-01"], last_day=["2026-12-01"])
    contents = contents_with(held, {"Absences": away})
    assert contents.tables["Absences"].column("resource") == ["T9"] and messages(contents) == []
    gone = contents_with(contents.tables, {"Equipe": raw(TEAM, code=["T1"])})
    assert messages(gone) == ["« T9 » n'existe pas dans Équipe ou Salles"]


def test_what_the_settings_of_the_workbook_say_wrong_is_said_only_when_they_are_given():
    strange = raw(SETTINGS, name=[DAY.name], value=["beaucoup"])
    held = contents_of({"Parametres": strange})
    assert any("beaucoup" in message for message in messages(held))
    assert messages(contents_with(held.tables, {"Equipe": raw(TEAM, code=["T1"])})) == []
    assert any(
        "beaucoup" in message for message in messages(contents_with(held.tables, {"Parametres": strange}))
    )


def test_problems_are_told_once_by_table_then_by_row():
    late, early = (warning("Absences", row, "", "", "") for row in (9, 5))
    team, whole = warning("Equipe", 7, "", "", ""), warning("", None, "", "", "")
    assert in_workbook_order([late, team, early, whole, late]) == [whole, team, early, late]
