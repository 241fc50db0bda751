"""The codes of a copy: those of another issue, or of another project, in the way the first ones are written."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d+")
# What announces the number of an episode in a code: E03, EP3, S01E03, N3, NUM3.
_MARK = re.compile(r"(?:^|[^A-Za-z])(?:EP?|N[O°]?|NUM)$", re.IGNORECASE)
_WIDTH = 2


def of_issue(code: str, project: str, old: int, new: int) -> str:
    """The code that a task of an issue has in another issue.

    Parameters
    ----------
    code
        Code of the task, of issue `old`.
    project
        Code of its project: a number in it is not that of the issue.
    old, new
        Numbers of the two issues. A code without the number of its issue gets that of the new one.

    Examples
    --------
    >>> of_issue("MAG-E03-MONTAGE", "MAG", 3, 4), of_issue("S02E99_MIX", "MAG", 99, 100)
    ('MAG-E04-MONTAGE', 'S02E100_MIX')
    >>> of_issue("MAG2-MONTAGE", "MAG2", 2, 3), of_issue("MIX", "MAG", 1, 2)
    ('MAG2-E03-MONTAGE', 'MIX-E02')
    """
    head = len(project) if code.startswith(project) else 0
    places = [match.span() for match in _NUMBERS.finditer(code, head) if int(match[0]) == old]
    marked = [place for place in places if _MARK.search(code[head : place[0]])]
    for start, end in (marked or places)[:1]:
        return f"{code[:start]}{new:0{end - start}d}{code[end:]}"
    number = f"E{new:0{_WIDTH}d}"
    return f"{project}-{number}{code[head:]}" if head else f"{code}-{number}"


def of_project(code: str, old: str, new: str) -> str:
    """The code that an object of a project has in its copy: the new code in the place of the old one.

    Examples
    --------
    >>> of_project("MAREE-E01-MON", "MAREE", "LARGE"), of_project("IMG-20", "MAREE", "LARGE")
    ('LARGE-E01-MON', 'LARGE-IMG-20')
    """
    found = re.search(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", code)
    return f"{code[: found.start()]}{new}{code[found.end() :]}" if found else f"{new}-{code}"
