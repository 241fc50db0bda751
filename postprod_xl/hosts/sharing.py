"""The producer's copy of one project, cut out of a master workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from postprod_xl.hosts.exits import BLOCKED, DONE, UNUSABLE
from postprod_xl.hosts.master import Master, read_master
from postprod_xl.hosts.runs import Report, counted
from postprod_xl.schema.problems import Problem, blocking
from postprod_xl.workbook.errors import UnusableFile
from postprod_xl.workbook.producer_copy import SHARED, Copy, producer_workbook
from postprod_xl.workbook.saving import create

if TYPE_CHECKING:
    import pandas as pd


def share_project(path: Path, project: str, output: Path, today: date) -> Report:
    """Write the producer's copy of one project; the master is only read.

    The copy holds no cost, no pay, no reason that could name another client, and no other project.
    """
    try:
        master = read_master(path)
        problems = [p for p in master.problems if p.is_blocking] + master.located(_unknown(master, project))
        if problems:
            return Report(path, BLOCKED, counted(problems), problems)
        create(output, producer_workbook(_copy(master, project, today)))
    except UnusableFile as error:
        return Report(path, UNUSABLE, str(error))
    return Report(path, DONE, f"copie du projet {project} écrite : {output}", details={"output": output})


def _unknown(master: Master, project: str) -> list[Problem]:
    codes = master.frames["Projets"]["code"].tolist()
    if project in codes:
        return []
    return [
        blocking(
            "Projets",
            None,
            "Code",
            project,
            "un projet",
            f"le projet « {project} » n'existe pas : {', '.join(codes[:10])}",
        )
    ]


def _copy(master: Master, project: str, today: date) -> Copy:
    row = master.frames["Projets"].set_index("code").loc[project]
    clients = dict(zip(master.frames["Clients"]["code"], master.frames["Clients"]["name"], strict=True))
    lines = [clients.get(row["client"], ""), f"situation au {today:%d/%m/%Y}"]
    if row["delivery_day"] is not None:
        lines.append(f"livraison prévue le {row['delivery_day']:%d/%m/%Y}")
    frames = {table.name: _of_project(master.frames[table.name], project) for table, _ in SHARED}
    frames["Devis"] = _reference_version(frames["Devis"], _of_project(master.frames["Versions"], project))
    frames["Planning"] = _with_names(frames["Planning"], master)
    return Copy(row["title"] or project, [line for line in lines if line], frames, today)


def _of_project(frame: pd.DataFrame, project: str) -> pd.DataFrame:
    return frame[frame["project"] == project]


def _reference_version(lines: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """The lines of the accepted version, else of the latest one sent: a draft stays in the house."""
    for status in ("Accepté", "Envoyé"):
        numbers = versions.loc[versions["status"] == status, "version"]
        if len(numbers):
            return lines[lines["version"] == numbers.max()]
    return lines.iloc[:0]


def _with_names(planning: pd.DataFrame, master: Master) -> pd.DataFrame:
    """People and rooms by their names, which a producer knows, rather than by our codes."""
    team = master.frames["Equipe"]
    names = {
        code: f"{first} {last}".strip()
        for code, first, last in zip(team["code"], team["first_name"], team["last_name"], strict=True)
    }
    rooms = dict(zip(master.frames["Salles"]["code"], master.frames["Salles"]["name"], strict=True))
    kept = planning[planning["state"] != "Annulé"].copy()
    kept["assigned_technician"] = [names.get(code, "") for code in kept["assigned_technician"]]
    kept["assigned_room"] = [rooms.get(code, "") for code in kept["assigned_room"]]
    order = sorted(range(len(kept)), key=lambda at: kept["start_day"].iloc[at] or date.max)
    return kept.iloc[order]
