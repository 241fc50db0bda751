"""A paper that leaves the house: which template prints it, and what the template is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Paper:
    """What `typesetting.engine.set_paper` turns into a PDF.

    Parameters
    ----------
    template
        Name of the template, without `.typ`: that of the house's own folder, else of `typesetting/templates/`.
    title
        Title of the PDF, which a reader's window and a screen reader show.
    day
        Day of the document, the only date in the PDF: the same paper gives the same bytes on any day.
    file_stem
        Name of the file it is written to when nobody chose one, without extension.
    data
        What the template reads as `d`, by French key: texts, numbers, booleans, lists and dictionaries of them.
        Figures are texts ready to be printed (`documents.papers.figures`), so that a template computes nothing.
    """

    template: str
    title: str
    day: date
    file_stem: str
    data: Mapping[str, Any]
