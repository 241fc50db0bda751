"""Calendars in a folder: renewed, never by halves, never over the file of another."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from postprod_xl.documents.calendars.records import CalendarEvent, OfficeCalendar, OfficeCalendars
from postprod_xl.engines.ooxml.errors import UnusableFile
from postprod_xl.hosts.files.printing.calendars import renew_calendars
from postprod_xl.hosts.runs.computing import Report
from tests.documents.calendars.reading import events_of

TODAY = date(2026, 11, 30)
STATE = Path(".postprod/calendars/bureau.xlsx.json")


def made(*days: int, stem: str = "personne-DIOP", others: bool = True) -> OfficeCalendars:
    events = (CalendarEvent("MON", date(2026, 12, day), date(2026, 12, day), None, "Montage") for day in days)
    calendars = [OfficeCalendar(stem, "Léa", tuple(events))]
    if others:
        calendars.append(OfficeCalendar("tous", "Tous", (CalendarEvent("A", TODAY, TODAY, None, "A"),)))
    return OfficeCalendars("Maison", ("",), tuple(calendars))


def renewed(folder: Path, calendars: OfficeCalendars) -> Report:
    workbook = folder / "bureau.xlsx"
    if not workbook.exists():
        workbook.write_bytes(b"")
    report = Report(workbook)
    renew_calendars(calendars, workbook, folder / "cal", TODAY, report)
    return report


def test_what_has_not_changed_is_not_written_again(tmp_path):
    assert renewed(tmp_path, made(1)).summary.endswith("cal, 2 événements ajoutés")
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "cal").iterdir()}
    report = renewed(tmp_path, made(2))
    assert report.summary == f"2 calendriers dans {tmp_path / 'cal'}, 1 événement modifié"
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "cal").iterdir()}
    assert [path.name for path in after if after[path] != written[path]] == ["personne-DIOP.ics"]
    assert renewed(tmp_path, made(2)).summary.endswith("rien n'a changé")


def test_a_file_of_another_program_is_refused_and_nothing_is_written(tmp_path):
    folder = tmp_path / "cal"
    folder.mkdir()
    (folder / "tous.ics").write_text("BEGIN:VCALENDAR\nPRODID:-//Google//EN\nEND:VCALENDAR\n")
    with pytest.raises(UnusableFile, match="tous.ics — ce calendrier est écrit par un autre programme"):
        renewed(tmp_path, made(1))
    assert [path.name for path in folder.iterdir()] == ["tous.ics"] and not (tmp_path / STATE).exists()


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(UnusableFile, match="cal — accès refusé par le système"):
        renewed(tmp_path, made(1))
    assert not (tmp_path / "cal").exists()


def test_a_state_that_is_not_readable_is_said_and_taken_back_from_the_folder(tmp_path):
    renewed(tmp_path, made(1))
    renewed(tmp_path, made(2))
    (tmp_path / STATE).write_text("{")
    report = renewed(tmp_path, made(3))
    assert "n'est plus lisible" in report.notes[0]
    (event,) = events_of((tmp_path / "cal" / "personne-DIOP.ics").read_text("utf-8")).values()
    assert event.sequence == 2


def test_a_state_that_cannot_be_kept_is_said_and_the_calendars_are_written(tmp_path):
    (tmp_path / ".postprod").write_text("")
    report = renewed(tmp_path, made(1))
    assert (tmp_path / "cal" / "tous.ics").exists()
    assert any("n'est pas gardée" in note for note in report.notes)


def test_who_has_left_is_told_with_the_name_of_the_file(tmp_path):
    renewed(tmp_path, made(1))
    report = renewed(tmp_path, made(1, stem="personne-NEUF"))
    assert "y est annulé : personne-DIOP.ics" in report.notes[0]
    assert [each["has_left"] for each in report.details["calendars"]] == [False, False, True]


def test_a_run_that_dies_leaves_whole_files(tmp_path, monkeypatch):
    renewed(tmp_path, made(1))
    before = {path: path.read_bytes() for path in (tmp_path / "cal").iterdir()}
    changed = OfficeCalendars("Maison", ("",), tuple(
        OfficeCalendar(each.stem, each.title, ()) for each in made(1).calendars
    ))  # fmt: skip
    real, calls = os.replace, []

    def dying(source, target):
        calls.append(target)
        if len(calls) == 3:
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(os, "replace", dying)
    with pytest.raises(KeyboardInterrupt):
        renewed(tmp_path, changed)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (tmp_path / "cal").glob("*.ics")} == before
    assert renewed(tmp_path, changed).summary.endswith("2 événements annulés")
