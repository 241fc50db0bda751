"""What the demonstration office does: tasks, session reports, contracts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from postprod_xl.domain.demo.data import Days, DemoRow, cents, clock, declared, steps_of
from postprod_xl.schema.vocabulary import (
    ContractType,
    Convention,
    EmploymentStatus,
    SessionBilling,
    SessionNature,
    TaskState,
)

MORNING, AFTERNOON, WHOLE_DAY = ("09:30", "13:30", 0), ("14:00", "18:00", 0), ("09:30", "18:30", 60)
LAST_CHECKED = -3
"""Reports up to this offset are read over and validated."""
CONTRACT_ENDS = 45
PERMANENT_SINCE = -400
_CONTRACT_TYPES: dict[str, ContractType] = {
    EmploymentStatus.PERMANENT: ContractType.PERMANENT,
    EmploymentStatus.SELF_EMPLOYED: ContractType.SERVICE,
}
HALF = Decimal("0.5")


def tasks(days: Days) -> list[DemoRow]:
    """`Planning`: every step of each project, linked to the line that pays for it."""
    return [
        _task(code, step, known.get(step["code"], {}), days)
        for code, project in declared("projects").items()
        for known in [{task["step"]: task for task in project["tasks"]}]
        for step in steps_of(project)
    ]


def _task(code: str, step: DemoRow, known: DemoRow, days: Days) -> DemoRow:
    project = declared("projects")[code]
    duration = Decimal(step["days"][project["template"]])
    return {
        "task": f"{code}-{step['code']}",
        "project": code,
        "episode": 1,
        "step": step["code"],
        "label": step["label"],
        "line": f"{code}-{step['item']}" if step["item"] else "",
        "duration_days": duration,
        "predecessors": _predecessors(code, step),
        "skill": step["skill"],
        "technician": known.get("who", ""),
        "room_type": step["room_type"],
        "room": known.get("room", ""),
        "earliest_day": days.at(known["earliest"]) if "earliest" in known else None,
        "state": known.get("state", TaskState.OPTION_1 if duration else ""),
        "option_until": days.at(known["until"]) if "until" in known else None,
        "frozen": "fixed" in known,
        "fixed_day": days.at(known["fixed"]) if "fixed" in known else None,
        "validation": known.get("validation", ""),
        "done_rate": _done_rate(known, duration),
    }


def _predecessors(code: str, step: DemoRow) -> str:
    """The links of the step to those that its project has."""
    kept = {other["code"] for other in steps_of(declared("projects")[code])}
    links = [link for link in step["after"].split("; ") if link.partition(" ")[0] in kept]
    return "; ".join(f"{code}-{link}" for link in links)


def _done_rate(known: DemoRow, duration: Decimal) -> Decimal | None:
    if known.get("state") == TaskState.DONE:
        return Decimal(1)
    if "worked" not in known:
        return None
    return (Decimal(_session_count(known)) / duration).quantize(Decimal("0.01"))


def _session_count(known: DemoRow) -> int:
    first, last = known["worked"]
    return int(last - first + 1)


def sessions(days: Days) -> list[DemoRow]:
    """`Seances` in the order of days, then of projects and steps."""
    stories = {(row["task"], row["at"]): row for row in declared("story")["sessions"]}
    found = []
    for task, known in _worked_tasks():
        for rank, offset in enumerate(range(known["worked"][0], known["worked"][1] + 1)):
            story = stories.get((task["task"], offset), {})
            found.append(
                (offset, {**_session(task, known, rank), **_hours(task, known, rank, story), **_story(story)})
            )
    found.sort(key=lambda pair: pair[0])
    held = _contract_codes()
    return [
        {
            **row,
            "number": f"BS-{rank:04d}",
            "day": days.at(offset),
            "contract": held[row["technician"], row["project"]],
            "validated": offset <= LAST_CHECKED,
        }
        for rank, (offset, row) in enumerate(found, 1)
    ]


def _worked_tasks() -> Iterator[tuple[DemoRow, DemoRow]]:
    for code, project in declared("projects").items():
        known = {task["step"]: task for task in project["tasks"] if "worked" in task}
        for step in steps_of(project):
            if step["code"] in known:
                duration = Decimal(step["days"][project["template"]])
                task = {"task": f"{code}-{step['code']}", "project": code, "duration": duration}
                yield task, known[step["code"]]


def _session(task: DemoRow, known: DemoRow, rank: int) -> DemoRow:
    count = _session_count(known)
    finished = known["state"] == TaskState.DONE
    whole = Decimal(count) if finished else task["duration"]
    left = None if finished or rank < count - 1 else Decimal(known.get("left", whole - count))
    return {
        "project": task["project"],
        "task": task["task"],
        "technician": known["who"],
        "room": known.get("room", ""),
        "done_rate": (Decimal(rank + 1) / whole).quantize(Decimal("0.01")),
        "remaining_days": left,
    }


def _hours(task: DemoRow, known: DemoRow, rank: int, story: DemoRow) -> DemoRow:
    """A day of eight hours, or the half-day that is left of the task."""
    half = task["duration"] - rank == HALF
    usual = (AFTERNOON if known.get("afternoon") else MORNING) if half else WHOLE_DAY
    start, end, pause = story.get("start", usual[0]), story.get("end", usual[1]), story.get("pause", usual[2])
    return {"start": clock(start), "end": clock(end), "pause_minutes": pause}


def _story(story: DemoRow) -> DemoRow:
    return {
        "nature": story.get("nature", SessionNature.PLANNED),
        "cause": story.get("cause", ""),
        "billing": SessionBilling.INCLUDED,
        "remarks": story.get("remarks", ""),
    }


def contracts(days: Days) -> list[DemoRow]:
    """`Contrats`: one per person and project, one for good for permanent staff, and those about to begin.

    One of the coming contracts has no DPAE and another no signature.
    """
    rows = [_contract(key, span, days) for key, span in _spans().items()]
    coming = enumerate(declared("story")["contracts"], len(rows) + 1)
    rows += [_coming_contract(rank, row, days) for rank, row in coming]
    held = {row["technician"] for row in rows}
    others = [
        who for who, status in _statuses().items() if status == EmploymentStatus.PERMANENT and who not in held
    ]
    return rows + [_permanent_contract(rank, who, days) for rank, who in enumerate(others, len(rows) + 1)]


def _spans() -> dict[tuple[str, str], tuple[int, int]]:
    """First and last day of work of each person on each project; permanent staff have no project."""
    statuses = _statuses()
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for task, known in _worked_tasks():
        first, last = known["worked"]
        last = last if known["state"] == TaskState.DONE else CONTRACT_ENDS
        permanent = statuses[known["who"]] == EmploymentStatus.PERMANENT
        key = (known["who"], "" if permanent else task["project"])
        held = spans.get(key, (first, last))
        spans[key] = (PERMANENT_SINCE, last) if permanent else (min(first, held[0]), max(last, held[1]))
    return dict(sorted(spans.items()))


def _contract_codes() -> dict[tuple[str, str], str]:
    """The contract that pays each person on each project."""
    codes = {key: f"CT-{rank:03d}" for rank, key in enumerate(_spans(), 1)}
    return {
        (who, project): code
        for (who, held), code in codes.items()
        for project in declared("projects")
        if held in ("", project)
    }


def _contract(key: tuple[str, str], span: tuple[int, int], days: Days) -> DemoRow:
    who, project = key
    first, last = span
    status = _statuses()[who]
    row = {
        **_terms(who, project),
        "contract": _contract_codes()[who, project or next(iter(declared("projects")))],
        "type": _CONTRACT_TYPES.get(status, ContractType.FIXED_TERM),
        "first_day": days.at(first),
        "last_day": days.at(last) if project else None,
        "signed_day": days.at(first - 1),
    }
    return row if status == EmploymentStatus.SELF_EMPLOYED else {**row, "declared_day": days.at(first - 2)}


def _coming_contract(rank: int, row: DemoRow, days: Days) -> DemoRow:
    return {
        **_terms(row["who"], row["project"]),
        "contract": f"CT-{rank:03d}",
        "type": ContractType.FIXED_TERM,
        "first_day": days.at(row["first"]),
        "last_day": days.at(row["last"]),
        "declared_day": days.at(row["declared"]) if "declared" in row else None,
        "signed_day": days.at(row["signed"]) if "signed" in row else None,
    }


def _permanent_contract(rank: int, who: str, days: Days) -> DemoRow:
    """The contract of permanent staff who work on no project yet."""
    return {
        **_terms(who, ""),
        "contract": f"CT-{rank:03d}",
        "type": ContractType.PERMANENT,
        "first_day": days.at(PERMANENT_SINCE),
        "declared_day": days.at(PERMANENT_SINCE - 2),
        "signed_day": days.at(PERMANENT_SINCE - 1),
    }


def _terms(who: str, project: str) -> DemoRow:
    person = next(person for person in declared("house")["house"]["team"] if person["code"] == who)
    rules = declared("projects").get(project, {"convention": Convention.CREATION_SERVICES, "genre": ""})
    salary = cents(person["salary"]) if "salary" in person else None
    return {
        "technician": who,
        "project": project,
        "job": person["job"],
        "convention": rules["convention"],
        "genre": rules["genre"],
        "hourly_rate_cents": None if salary else cents(person["rate"]) or None,
        "monthly_salary_cents": salary,
        "day_minutes": 480,
    }


def _statuses() -> dict[str, str]:
    return {person["code"]: person["status"] for person in declared("house")["house"]["team"]}
