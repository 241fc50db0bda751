"""The commands on many workbooks at once.

A portfolio has no button: it is of files, none of which is the one that is open.
"""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Command
from postprod_xl.commands.options import FILES, JOBS, JSON, OUTPUT, TODAY

MANY_COMMANDS = (
    Command(
        "portfolio",
        "Réunit des classeurs maîtres dans un classeur pour la direction, coûts et marges compris.",
        "put master workbooks, folders and patterns together in a new workbook for the director, marked « document "
        "interne »: totals by workbook, projects with their delay and margin, load by job, room type and week, people "
        "and rooms that two workbooks book at once (matched by e-mail, payroll number or name, and how is said); the "
        "same code in two workbooks stays two projects; what could not be read is named and counted nowhere. Values "
        "only, as a refresh of that day finds them; nothing is written in the masters",
        (FILES, replace(OUTPUT, metavar="PORTEFEUILLE.xlsx"), JOBS, TODAY, JSON),
        rule="postprod_xl.commands.portfolio:portfolio",
    ),
)
