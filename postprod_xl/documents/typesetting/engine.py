"""The one engine of the papers that leave the house: a template and its data in, a PDF out.

A paper is set by typst, without any spreadsheet: PDF/A-3a and PDF/UA-1 in one file, tagged, in French, with fonts of
ours only, and the same bytes each time.

To add a paper:

1. Write `templates/NAME.typ`. It begins with ``#import "maison.typ": *`` and ``#show: papier``, which set the page, the
   fonts, the head and the foot. What it prints is in ``d``: ``#d.objet`` is *text*, whatever it holds. `maison.typ`
   says what else there is: `parties`, `tableau`, `totaux`, `mentions`, `signature`. It is read and replaced by
   coordinators: its words are French. It computes nothing, and writes a no-break space as ``~``: only data get theirs.
2. Build its `documents.papers.paper.Paper(template="NAME", …)` from a record of the domain, figures printed by
   `documents.papers.figures`. Data of a `dict` of texts, numbers, booleans and lists: never content made of what
   people type.
3. Give it as `Outcome.papers`: the hosts set it and write it (`hosts/files/printing/papers.py`).
4. Add it to `PAPERS` of `tests/documents/typesetting/papers.py`: it is validated, and its fingerprint kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from postprod_xl.documents.papers.paper import Paper
from postprod_xl.documents.typesetting.house import TEMPLATES, HouseStyle
from postprod_xl.documents.typesetting.letters import Printed, letters_of, shortened
from postprod_xl.documents.typesetting.refusal import PaperRefused

if TYPE_CHECKING:
    import typst

STANDARDS = ("a-3a", "ua-1")
"""PDF/A-3a (ISO 19005-3, accessible, may hold attachments) and PDF/UA-1 (ISO 14289-1)."""
MAIN = "main.typ"
_DATA = "donnees.json"
_LONGEST_TITLE = 120
_PLACE = re.compile(r"┌─ (?:.*[/\\])?([^/\\:]+\.typ):(\d+):")
_FRENCH = (
    (re.compile(r"^unknown variable: (.+)$"), r"« \1 » n'existe pas"),
    (re.compile(r"^file not found.*$"), "un fichier nommé là n'est pas dans le dossier"),
    (re.compile(r"^path .* would escape .*$"), "un modèle ne lit que les fichiers de son dossier"),
    (re.compile(r'^dictionary does not contain key "(.+?)".*$'), r"les données n'ont pas de « \1 »"),
    (
        re.compile(r".*missing document title$"),
        "le titre du document manque : commencez par « #show: papier »",
    ),
    (re.compile(r"^unclosed delimiter$"), "une parenthèse, un crochet ou une accolade n'est pas fermé"),
    (re.compile(r"^expected .+$"), "ce n'est pas du langage des modèles : un signe manque ou est en trop"),
    (
        re.compile(r"^unknown font family: (.+)$"),
        r"la police « \1 » n'est pas dans le dossier : une autre est prise",
    ),
    (re.compile(r"^maximum function call depth exceeded$"), "une fonction s'appelle elle-même sans fin"),
    (re.compile(r"^file is not valid UTF-8$"), "un fichier n'est pas en UTF-8 : enregistrez-le ainsi"),
    (re.compile(r".*missing a CMYK profile$"), "une image est en CMJN : enregistrez-la en RVB"),
)


@dataclass(frozen=True)
class SetPaper:
    """A paper ready to be written, and what there is to say of it: a French line each."""

    pdf: bytes
    remarks: tuple[str, ...] = ()


def set_paper(paper: Paper, house: HouseStyle) -> SetPaper:
    """Set a paper in the style of the house.

    Nothing that a person typed is read as markup: the template finds it as strings. A character that no font has is
    printed as « � » and named in a remark; one that no paper prints is left out. The template reads no file but those
    of the house's own folder and the product's templates.

    Raises
    ------
    PaperRefused
        The logo is no picture, or a template of the house has a fault; the message says its line.
    """
    printed = Printed(letters_of(house.fonts))
    data = printed.data(dict(paper.data)) | {
        # At the head of each page, and in the window of who reads it.
        "titre": printed.text(shortened(paper.title, _LONGEST_TITLE)),
        "date": [paper.day.year, paper.day.month, paper.day.day],
        "maison": {
            "nom": printed.text(house.name),
            "pied": printed.text(house.foot),
            "couleur": house.colour,
            "logo": None if house.logo is None else house.logo.name,
        },
    }
    pdf, warnings = _compiled(_files(paper, house, data), paper, house)
    return SetPaper(pdf, (*printed.remarks(), *_warned(warnings, house, paper)))


def _files(paper: Paper, house: HouseStyle, data: dict[str, Any]) -> dict[str, bytes]:
    """Everything that the paper is made of but its pictures, by name."""
    files = {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")} | dict(house.files)
    files[_DATA] = json.dumps(data, ensure_ascii=False).encode()
    files[MAIN] = files[f"{paper.template}.typ"]
    return files


def _compiled(files: dict[str, bytes], paper: Paper, house: HouseStyle) -> tuple[bytes, list[Any]]:
    try:
        return _typeset(files, paper, house)
    except RuntimeError as error:
        if house.logo is not None and not _is_picture(house):
            message = (
                "le logo ne se lit pas comme une image aux couleurs d'un écran (RVB, pas CMJN) : enregistrez-le "
                "de nouveau en PNG ou en SVG"
            )
            raise PaperRefused(message, "logo") from error
        if any(name.endswith(".typ") for name in house.files):
            raise PaperRefused(_fault_line(error, house, paper), "templates_folder") from error
        raise


def _typeset(files: dict[str, bytes], paper: Paper, house: HouseStyle) -> tuple[bytes, list[Any]]:
    import typst

    with _root(house) as root:
        return typst.compile_with_warnings(
            files,  # type: ignore[call-overload]
            root=root,
            font_paths=_fonts(house.fonts),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=datetime.combine(paper.day, time(), UTC),
            package_path=root,
            package_cache_path=root,
        )


@contextmanager
def _root(house: HouseStyle) -> Iterator[Path]:
    """The folder where typst finds what is not given by content: the pictures of the house, and nothing else.

    The binding takes texts by content, no pictures. Without any, it is that of our own templates.
    """
    pictures = dict(house.pictures)
    if house.logo is not None:
        pictures[house.logo.name] = house.logo.content
    if not pictures:
        yield TEMPLATES
        return
    with TemporaryDirectory(prefix="postprod-") as folder:
        for name, content in pictures.items():
            Path(folder, name).write_bytes(content)
        yield Path(folder)


@lru_cache(maxsize=8)
def _fonts(paths: tuple[Path, ...]) -> typst.Fonts:
    import typst

    # It takes folders: a file named there gives no font and no word of it.
    folders = list(dict.fromkeys(str(path.parent) for path in paths))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _is_picture(house: HouseStyle) -> bool:
    """Whether the logo can stand alone on a paper of the same standards: a JPEG of a printer, in CMYK, cannot."""
    import typst

    assert house.logo is not None
    alone = f'#set document(title: "logo")\n#image("{house.logo.name}", alt: "logo")'.encode()
    with _root(house) as root:
        try:
            typst.compile({MAIN: alone}, root=root, format="pdf", pdf_standards=list(STANDARDS))  # type: ignore[call-overload]
        except RuntimeError:
            return False
    return True


def _fault_line(error: RuntimeError, house: HouseStyle, paper: Paper) -> str:
    """One French line: which template of the house, which line, what typst says of it."""
    places = _PLACE.findall(getattr(error, "diagnostic", ""))
    named = [(f"{paper.template}.typ" if name == MAIN else name, line) for name, line in places]
    own = [place for place in named if place[0] in house.files]
    where = [f"modèle {name}, ligne {line}" for name, line in (own or named)[:1]]
    said = str(getattr(error, "message", error)).splitlines()[0]
    return f"{''.join(where) or 'modèles'} : {_french(said)}"


def _french(said: str) -> str:
    """What typst says in French; what has no French is quoted, so that its words can be looked for."""
    for pattern, french in _FRENCH:
        if pattern.search(said):
            return pattern.sub(french, said)
    return f"la mise en page dit « {said} »"


def _warned(warnings: list[Any], house: HouseStyle, paper: Paper) -> list[str]:
    """What typst finds doubtful in templates of the house; ours give nothing to say."""
    return [_fault_line(warning, house, paper) for warning in warnings] if house.files else []
