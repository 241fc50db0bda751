"""One command run in this process as a person runs it, and what its answer must be."""

from __future__ import annotations

import io
import re
import resource
import time
import traceback
import unicodedata
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from postprod_xl.hosts.cli.main import status_of
from postprod_xl.hosts.runs.issuing import folder_name
from postprod_xl.schema.problems import Problem
from tests.fuzz.office import DAY, MONTH, PROJECT, issued_files

LONGEST_LINE = 1000
LONGEST_SECONDS = 5.0
ABSURD_CENTS = 1_000_000_000
LARGEST_GROWTH = 400_000  # KiB
READING = ("check", "share", "export", "candidates", "whatif", "doctor")
# The last is said of what was typed after the command.
_PLACES = (" — ", "!", ", ligne ", "(onglet ", ".csv : ", " inconnu dans ")
_LOG = re.compile(r"\S+postprod-\w+\.log")


@dataclass(frozen=True)
class Answer:
    """What a command said of a file: exit status, lines, trace of a fault, CPU seconds, growth in KiB."""

    command: str
    status: int
    lines: tuple[str, ...]
    trace: str
    seconds: float
    growth: int


def arguments(command: str, path: Path) -> list[str]:
    """The command line that runs a command on the workbook `path`."""
    today = ["--today", DAY.isoformat()]
    rest = {
        "invoice": ["--project", PROJECT, *today],
        "plan": ["--project", PROJECT, *today],
        "candidates": ["--task", "T2", *today],
        "whatif": ["--without", "CARREL@2026-12-01", *today],
        "payroll": ["--month", MONTH, *today],
        "share": ["--project", PROJECT, "-o", str(path.parent.parent / "copie.xlsx"), *today],
    }
    if command == "repair":
        return ["tables", "repair", str(path)]
    if command == "doctor":
        return ["doctor", str(path)]
    if command == "export":
        return ["tables", "export", str(path), str(path.parent.parent / "sortie")]
    if command == "import":
        return ["tables", "import", str(path), str(path.parent.parent / "tables")]
    return [command, str(path), *rest.get(command, today)]


def answer(command: str, path: Path) -> Answer:
    """Run a command and give its answer; nothing it raises escapes."""
    said = io.StringIO()
    started, before = time.process_time(), _peak()
    trace = ""
    try:
        with redirect_stdout(said), redirect_stderr(said):
            status = status_of(arguments(command, path))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        status, trace = 4, "".join(traceback.format_exception(error))
    seconds, growth = time.process_time() - started, _peak() - before
    lines = tuple(said.getvalue().split("\n")[:-1])
    for log in {Path(name) for line in lines for name in _LOG.findall(line)}:
        trace += log.read_text(encoding="utf-8")
        log.unlink()
    return Answer(command, status, lines, trace, seconds, growth)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def faults(answer: Answer, path: Path, before: bytes) -> list[str]:
    """What an answer has that no answer may have, one line each."""
    found = [f"{answer.command} : {fault}" for fault in _status_faults(answer, path)]
    found += [f"{answer.command} : {fault}" for line in answer.lines for fault in line_faults(line)]
    if answer.seconds > LONGEST_SECONDS:
        found.append(f"{answer.command} : {answer.seconds:.1f} s")
    if answer.growth > LARGEST_GROWTH:
        found.append(f"{answer.command} : {answer.growth // 1024} MiB more")
    if (answer.status or answer.command in READING) and path.read_bytes() != before:
        found.append(f"{answer.command} : file changed although the status is {answer.status}")
    return found + [f"{answer.command} : left {name}" for name in _leftovers(answer, path)]


def _status_faults(answer: Answer, path: Path) -> list[str]:
    if answer.status not in (0, 1, 3):
        return [f"status {answer.status}, {signature(answer.trace)} {' / '.join(answer.lines)[-160:]}"]
    if answer.command == "doctor":
        return []
    blocking = [line for line in answer.lines if line.startswith("Bloquant : ")]
    if answer.status == 1:
        unplaced = [line for line in blocking if not any(mark in line for mark in _PLACES)]
        return [f"no place in {line!r}" for line in unplaced] + (
            [] if blocking else ["status 1, nothing blocking said"]
        )
    if answer.status == 3 and not any(
        path.name in line or "tables" in line or "onglet" in line for line in answer.lines[-1:]
    ):
        return [f"status 3, the file is not named: {answer.lines!r}"]
    if answer.status == 0 and blocking:
        return [f"status 0 although {blocking[0]!r}"]
    questioned = any(line.startswith("Avertissement : ") for line in answer.lines)
    return [] if questioned else [f"said calmly {line!r}" for line in answer.lines if _is_absurd(line)]


def _is_absurd(line: str) -> bool:
    """Whether a line gives an amount out of all proportion to the small office."""
    amounts = (re.sub(r"\D", "", amount) for amount in re.findall(r"-?\d[\d\s]*,\d\d(?=\s€)", line))
    return any(int(cents) >= ABSURD_CENTS for cents in amounts)


def line_faults(line: str) -> list[str]:
    """Why a line would not be read as one line of text."""
    odd = {c for c in line if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs")}
    found = [f"{sorted(odd)!r} in {line[:300]!r}"] if odd else []
    if len(line) > LONGEST_LINE:
        found.append(f"a line of {len(line)} characters: {line[:120]!r}")
    return found


def problem_faults(problems: list[Problem]) -> list[str]:
    """Why problems would not be read as one placed line each."""
    return [
        *(fault for problem in problems for fault in line_faults(problem.line)),
        *(
            f"no place in {problem.line!r}"
            for problem in problems
            if problem.is_blocking and not any(mark in problem.line for mark in _PLACES)
        ),
    ]


def _leftovers(answer: Answer, path: Path) -> list[str]:
    # A copy keeps what was sent; what only reads, or could not, keeps nothing.
    keeps = answer.status == 0 if answer.command in READING else answer.status != 3
    keeps &= answer.command not in READING or answer.command == "share"
    allowed = {".postprod"} if keeps else set()
    allowed |= {folder_name(path), *(name.partition("/")[0] for name in issued_files())}
    beside = [entry.name for entry in path.parent.iterdir() if entry != path and entry.name not in allowed]
    state = path.parent / ".postprod"
    temporary = [entry.name for entry in state.rglob("*.tmp")] if state.exists() else []
    return [*beside, *temporary]


def signature(trace: str) -> str:
    """Exception and deepest line of ours in a trace: what tells one fault from another."""
    ours = re.findall(r'File "[^"]*/(postprod_xl/[^"]+)", line (\d+), in (\S+)', trace)
    lines = [line for line in trace.strip().split("\n") if line and not line.startswith(" ")]
    place = ":".join(ours[-1]) if ours else "?"
    return f"{place} {lines[-1][:160] if lines else ''}"
