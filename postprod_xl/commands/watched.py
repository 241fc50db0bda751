"""What to look at before something is paid or billed: asked with the question of a button, and said after the run."""

from __future__ import annotations

from collections.abc import Sequence

from postprod_xl.domain.wording import counted
from postprod_xl.schema.problems import Problem

ASKED_ABOUT = 3


def asked(question: str, watched: Sequence[Problem], odd: Sequence[Problem] = ()) -> str:
    """A question, and what to look at before the answer: all that is odd, the first points of the rest."""
    if not watched and not odd:
        return question
    first = [f"• {problem.message}" for problem in (*odd, *watched[:ASKED_ABOUT])]
    more = [f"• et {counted(len(watched) - ASKED_ABOUT, 'autre')}"] if len(watched) > ASKED_ABOUT else []
    return "\n".join([question, "À vérifier avant :", *first, *more])


def to_check(what: str, watched: Sequence[Problem]) -> tuple[str, ...]:
    """The remark that some of what is paid or billed is to be looked at; none when nothing is."""
    if not watched:
        return ()
    shown = " ; ".join(problem.message for problem in watched[:ASKED_ABOUT])
    more = "…" if len(watched) > ASKED_ABOUT else ""
    return (f"À vérifier, {what} ({counted(len(watched), 'point')}) : {shown}{more}",)
