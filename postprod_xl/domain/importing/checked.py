"""What a line must say to be a session, and what follows from it: hours past midnight, a pause, a contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from postprod_xl.domain.importing.source import Line
from postprod_xl.domain.office import Office
from postprod_xl.domain.people.contracts import covers
from postprod_xl.domain.sessions.from_bookings import only_contract
from postprod_xl.domain.sessions.worked_time import elapsed
from postprod_xl.domain.wording import hours_text
from postprod_xl.schema.bounds import PAUSE, USUAL_PAUSE
from postprod_xl.schema.problems import Problem
from postprod_xl.schema.tables.planning import SESSIONS
from postprod_xl.schema.units import MINUTES_PER_DAY, clock_text

_EMPTY = "vide"


@dataclass(frozen=True)
class LineChecker:
    """What is known of an office when a line is checked."""

    office: Office

    def checked(self, line: Line) -> Line:
        """The line as a session of `Seances`, or with what keeps it from being one.

        Its end is on the clock of the next day when it is past midnight; its pause is what its hours worked leave of
        its start and end; its project is that of its task; its contract is the only one that covers it.
        """
        if line.problems:
            return line
        values = {**line.values}
        if "project" not in values and values.get("task") in self._projects:
            values["project"] = self._projects[values["task"]]
        line = replace(line, values=values)
        problems = [*self._missing(line), *self._contradictions(line)]
        if not problems:
            line, problems = _with_hours(line)
        if not problems and "contract" not in line.values:
            found = only_contract(self.office, values["technician"], values["project"], values["day"])
            line = replace(line, values={**line.values, "contract": found.contract if found else ""})
        return replace(line, problems=tuple(problems))

    def _missing(self, line: Line) -> Iterator[Problem]:
        held = line.values
        needed = ["day", "technician", "project"]
        if "worked_minutes" not in held:
            needed += ["start", "end"]
        for name in needed:
            if name not in held:
                heading = SESSIONS.heading(name)
                expected = (
                    SESSIONS.by_name[name].help if name != "project" else "un projet, ou une tâche qui le dit"
                )
                yield line.problem(name, heading, _EMPTY, (expected, f"vide, attendu : {expected}"))

    def _contradictions(self, line: Line) -> Iterator[Problem]:
        held = line.values
        task, project = held.get("task"), held.get("project")
        if task and project and self._projects.get(task) != project:
            said = f"la tâche {task} est du projet {self._projects.get(task)}, la ligne de {project}"
            yield line.problem("task", SESSIONS.heading("task"), task, (f"une tâche de {project}", said))
        if "contract" in held and "technician" in held and "day" in held:
            yield from self._foreign_contract(line)

    def _foreign_contract(self, line: Line) -> Iterator[Problem]:
        code, who, day = (line.values[name] for name in ("contract", "technician", "day"))
        contract = self._contracts[code]
        said = ""
        if contract.technician != who:
            said = f"le contrat {code} est de {contract.technician}, la ligne de {who}"
        elif not covers(contract, day):
            said = f"le contrat {code} ne couvre pas le {day:%d/%m/%Y}"
        if said:
            expected = f"un contrat de {who} le {day:%d/%m/%Y}"
            yield line.problem("contract", SESSIONS.heading("contract"), code, (expected, said))

    @cached_property
    def _projects(self) -> Mapping[str, str]:
        return self.office["Planning"].by_key("task", "project")

    @cached_property
    def _contracts(self) -> Mapping[str, Any]:
        return {row.contract: row for row in self.office["Contrats"]}


def _with_hours(line: Line) -> tuple[Line, list[Problem]]:
    """A line whose end is of the clock and whose pause is known; one with hours alone is left as it is.

    Of a start, an end and hours worked, two say the third.
    """
    held = {**line.values}
    worked = held.get("worked_minutes", 1)
    presence = worked + (held.get("pause_minutes") or 0)
    if worked <= 0 or presence >= MINUTES_PER_DAY:
        expected = "la durée d'une séance, plus de 0 h et moins de 24 h"
        heading = SESSIONS.heading("worked_minutes")
        said = (expected, f"trouvé « {hours_text(worked)} », attendu : {expected}")
        return line, [line.problem("worked_minutes", heading, hours_text(worked), said)]
    if "start" not in held and "end" not in held:
        return line, []
    held.setdefault("end", held.get("start", 0) + presence)
    held.setdefault("start", held["end"] - presence)
    start, end, day = held["start"], held["end"], held["day"]
    heading = SESSIONS.heading("end")
    if not 0 <= start < MINUTES_PER_DAY:
        said = (
            "une heure avant 24:00, le jour de la séance",
            f"le début {clock_text(start)} est du lendemain",
        )
        return line, [line.problem("start", SESSIONS.heading("start"), clock_text(start), said)]
    if end - start >= MINUTES_PER_DAY or end == start:
        found = f"{clock_text(start)}–{clock_text(end)}"
        said = ("une fin après le début, à moins de 24 h", f"« {found} » ne fait pas une séance")
        return line, [line.problem("end", heading, found, said)]
    held["end"] = end % MINUTES_PER_DAY
    line = replace(line, values=held)
    return _with_pause(line, elapsed(start, held["end"], day))


def _with_pause(line: Line, presence: int) -> tuple[Line, list[Problem]]:
    """A line whose start, end, pause and hours worked agree; a pause that nothing says is what they leave."""
    held = line.values
    pause = held.get("pause_minutes")
    worked = held.get("worked_minutes")
    if pause is not None and pause >= presence:
        said = (
            f"moins de {hours_text(presence)}",
            f"pause de {pause} min sur {hours_text(presence)} de présence",
        )
        return line, [line.problem("pause_minutes", SESSIONS.heading("pause_minutes"), f"{pause} min", said)]
    if worked is None:
        return line, []
    left = presence - worked
    if pause is None and 0 <= left <= (USUAL_PAUSE[1] or PAUSE[1]):
        return replace(line, values={**held, **({"pause_minutes": left} if left else {})}), []
    if left == (pause or 0):
        return line, []
    less = f" moins {pause} min de pause" if pause else ""
    hours = f"{clock_text(held['start'])}–{clock_text(held['end'])}{less}"
    said = (
        hours_text(presence - (pause or 0)),
        f"{hours} font {hours_text(presence - (pause or 0))}, la ligne en dit {hours_text(worked)}",
    )
    return line, [
        line.problem("worked_minutes", SESSIONS.heading("worked_minutes"), hours_text(worked), said)
    ]
