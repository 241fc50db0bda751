"""The music of a small film, made from what a person would type."""

from __future__ import annotations

from datetime import date
from typing import Any

from postprod_xl.domain.office import Office
from postprod_xl.schema.catalogue_vocabulary import CueOrigin, CueUse, WorkType
from tests.domain.offices import office, table_rows

DAY = date(2026, 11, 30)
WHOLE: dict[str, Any] = {
    "work": "CRUE",
    "title": "La montée des eaux",
    "composers": "Ana Sol",
    "publishers": "Éditions du Quai",
    "label": "Studio des Quais",
    "use": CueUse.BACKGROUND,
    "music_origin": CueOrigin.ORIGINAL,
}


def a_score(*cues: dict[str, Any], versions: tuple[str, ...] = (), minutes: int | None = 90) -> Office:
    """An office whose one film, `CRUE`, has some cues; each is whole but for the cells given."""
    timed = [
        {
            **WHOLE,
            "rank": rank,
            "title": f"Thème {rank}",
            "timecode": f"10:{rank:02d}:00:00",
            "duration_seconds": 30,
            **cue,
        }
        for rank, cue in enumerate(cues, 1)
    ]
    work = {"work": "CRUE", "title": "La Crue", "type": WorkType.FILM, "minutes": minutes, "year": 2026}
    return office(
        DAY,
        {"company_name": "Studio des Quais"},
        Oeuvres=table_rows("Oeuvres", [work]),
        VersionsOeuvre=table_rows("VersionsOeuvre", [{"work": "CRUE", "version": each} for each in versions]),
        RelevesMusicaux=table_rows("RelevesMusicaux", list(cues and timed)),
    )
