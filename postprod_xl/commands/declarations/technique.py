"""The command of the technique tabs: files as they are, beside what is declared of them."""

from __future__ import annotations

from postprod_xl.commands.declared import Command, Option, OptionKind
from postprod_xl.commands.options import FILE, JSON, PROJECT, TODAY
from postprod_xl.schema.tables.technique import DELIVERABLES, MEDIAS, SOURCES

MEDIA = Option(
    "media",
    (),
    OptionKind.PATH,
    "MÉDIA...",
    "Les fichiers à lire, ou leurs dossiers.",
    required=True,
    repeated=True,
)

TECHNIQUE_COMMANDS = (
    Command(
        "inspect",
        "Lit des fichiers : médias, rapports, DCP, listes de montage, sous-titres ; écrit ce qu'ils sont.",
        "read files, or whole folders, in one save: media and MediaInfo reports, DCP folders, edit lists (EDL, ALE, "
        "AAF, FCPXML), subtitles, loudness logs, checksums compared with the lists beside them. What they are is "
        f"written in {MEDIAS.tab}, a row a file, and beside what is declared in {SOURCES.tab} and {DELIVERABLES.tab} "
        "(« Mesuré »), never over it. The source or the deliverable of a file is the one whose code, or reel, its "
        "name or its folders hold as a whole word, or `--for`; several or none: it has none, and that is told. A file "
        "inspected again replaces its own rows; one that cannot be read is one line and the others are read",
        (
            FILE,
            PROJECT,
            MEDIA,
            Option(
                "target",
                ("--for",),
                OptionKind.TEXT,
                "CODE",
                "Le livrable ou la source de tous ces fichiers ; sinon, leur nom ou leur dossier le dit.",
                default="",
            ),
            Option(
                "loudness",
                ("--loudness",),
                OptionKind.FLAG,
                help="Mesure aussi le loudness des fichiers son et image, avec ffmpeg : le temps d'une lecture.",
            ),
            TODAY,
            JSON,
        ),
        rule="postprod_xl.commands.inspecting:inspect",
        writes=True,
        remakes=(MEDIAS.name,),
    ),
)
