"""The commands that print what leaves the house of its catalogue of rights."""

from __future__ import annotations

from dataclasses import replace

from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, OUTPUT, TODAY
from postprod_xl.schema.tables.catalogue.works import CUES

WORK = Option("work", ("--work",), OptionKind.TEXT, "CODE", "Code de l'œuvre.", required=True)
VERSION = Option(
    "version",
    ("--version",),
    OptionKind.TEXT,
    "CODE",
    "Code de la version ; sans elle, les musiques sont celles de toutes.",
    default="",
)

CATALOGUE_PAPERS_COMMANDS = (
    Command(
        "cuesheet",
        "Écrit le relevé musical d'une œuvre, en PDF, en classeur ou en CSV, et dit ce qui lui manque.",
        f"the cue sheet of a work, of the cues of {CUES.tab}: order, entry timecode, duration, title, composers, "
        "authors, publishers, producer of the recording, performers, ISWC, ISRC, use and origin, then the total "
        "duration, as PDF/A, XLSX or CSV by the name of the file; what is missing, identifiers whose check digit is "
        "wrong, timecodes out of order, cues at once are said by rank, and a total of which a duration is missing is "
        "not known; `--version`: that of one version, its cues and those of all; nothing is written in the workbook",
        (FILE, WORK, VERSION, replace(OUTPUT, metavar="RELEVÉ.pdf|xlsx|csv"), TODAY, JSON),
        rule="postprod_xl.commands.catalogue.cue_sheets:cuesheet",
    ),
)
