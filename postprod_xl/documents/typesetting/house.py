"""How the papers of a house look: its colour, its logo, its own templates and fonts, read from where it keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from postprod_xl.documents.typesetting.letters import shortened
from postprod_xl.documents.typesetting.refusal import PaperRefused
from postprod_xl.schema.cells.formats import COLOUR
from postprod_xl.schema.settings.house import Settings

FONTS = Path(__file__).with_name("fonts")
TEMPLATES = Path(__file__).with_name("templates")
PICTURES = (".png", ".jpg", ".jpeg", ".svg")
_TEMPLATE = ".typ"
_FONT_FILES = (".ttf", ".otf")
_MEGABYTE = 2**20
_LARGEST_PICTURE, _LARGEST_FOLDER = 5 * _MEGABYTE, 50 * _MEGABYTE
# A package of the web, whatever stands before it: `import "@preview/x:1.0.0"`.
_FROM_THE_WEB = re.compile(r'"(@|\\u\{0*40\})')


@dataclass(frozen=True)
class Logo:
    """A picture by its name, whose extension tells its format."""

    name: str
    content: bytes


@dataclass(frozen=True)
class HouseStyle:
    """What the papers of a house have in common.

    Parameters
    ----------
    name
        The house's name, the author of its PDFs.
    foot
        Its legal identity, on one line at the foot of each page.
    colour
        Of titles and rules, as `#RRGGBB`.
    logo
        None when it has none.
    files, pictures
        Its own templates, which replace those of the product one by one, and what they show, by name.
    fonts
        The font files that its papers may use, those of the product included.
    """

    name: str = ""
    foot: str = ""
    colour: str = "#2F4858"
    logo: Logo | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    fonts: tuple[Path, ...] = tuple(sorted(FONTS.glob("*.ttf")))


def house_style(settings: Settings, folder: Path) -> HouseStyle:
    """The style that the settings of a workbook ask for.

    Parameters
    ----------
    settings
        Those of `Parametres`.
    folder
        The folder of the workbook, from which the logo and the templates are named.

    Raises
    ------
    PaperRefused
        A colour that is none, a logo or a folder that cannot be read, a template that would use the network.
    """
    colour = settings["house_colour"]
    if complaint := COLOUR.complaint(colour):
        raise PaperRefused(f"« {shortened(colour)} » {complaint}", "house_colour")
    own = settings["templates_folder"]
    files, fonts = _own_files(folder / own) if own else ({}, ())
    default = HouseStyle()
    return HouseStyle(
        settings["company_name"],
        identity_line(settings),
        colour,
        _logo(folder, settings["logo"]),
        {name: content for name, content in files.items() if name.endswith(_TEMPLATE)},
        {name: content for name, content in files.items() if not name.endswith(_TEMPLATE)},
        (*default.fonts, *fonts),
    )


def identity_line(settings: Settings) -> str:
    """What identifies the house on its papers (C. com. R123-237), what is not filled in left out.

    The law asks for it on every order, invoice and commercial document.
    """
    place = " ".join(filter(None, (settings["company_postcode"], settings["company_city"])))
    address = ", ".join(filter(None, (settings["company_street"], place)))
    numbers = (("SIREN", "company_siren"), ("RCS", "company_register"), ("TVA", "company_vat_number"))
    named = [f"{word}\u00a0{settings[code]}" for word, code in numbers if settings[code]]
    return " · ".join(filter(None, (settings["company_name"], settings["company_form"], address, *named)))


def _logo(folder: Path, name: str) -> Logo | None:
    if not name:
        return None
    path = folder / name
    if path.suffix.lower() not in PICTURES:
        message = f"le logo « {name} » n'est pas une image que les documents prennent : PNG, JPEG ou SVG"
        raise PaperRefused(message, "logo")
    try:
        content = _read(path, _LARGEST_PICTURE)
    except _TooLarge:
        message = f"le logo « {name} » dépasse {_LARGEST_PICTURE // _MEGABYTE} Mo : réduisez-le"
        raise PaperRefused(message, "logo") from None
    except (OSError, ValueError):
        message = f"le logo « {name} » est introuvable ou illisible dans « {folder.absolute()} » : vérifiez le chemin"
        raise PaperRefused(message, "logo") from None
    return Logo(f"logo de la maison{path.suffix.lower()}", content)


def _own_files(folder: Path) -> tuple[dict[str, bytes], tuple[Path, ...]]:
    """The templates and the pictures of a folder by name, and its fonts; links are not followed."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.is_symlink())
        fonts = tuple(path for path in paths if path.suffix.lower() in _FONT_FILES)
        files = dict(_contents(paths))
    except _TooLarge:
        message = (
            f"le dossier des modèles « {folder} » dépasse {_LARGEST_FOLDER // _MEGABYTE} Mo : allégez-le"
        )
        raise PaperRefused(message, "templates_folder") from None
    except (OSError, ValueError):
        message = f"le dossier des modèles « {folder.absolute()} » est introuvable ou illisible : vérifiez le chemin"
        raise PaperRefused(message, "templates_folder") from None
    for name, content in files.items():
        _refuse_the_web(name, content)
    return files, fonts


def _contents(paths: list[Path]) -> Iterator[tuple[str, bytes]]:
    left = _LARGEST_FOLDER
    for path in paths:
        if path.suffix.lower() in (_TEMPLATE, *PICTURES):
            content = _read(path, left)
            left -= len(content)
            yield path.name, content


def _refuse_the_web(name: str, content: bytes) -> None:
    if not name.endswith(_TEMPLATE):
        return
    for at, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if _FROM_THE_WEB.search(line):
            message = (
                f"modèle {name}, ligne {at} : « {shortened(line.strip())} » demande un paquet du web, et un modèle "
                "n'utilise que les fichiers de son dossier"
            )
            raise PaperRefused(message, "templates_folder")


class _TooLarge(Exception):
    """A file larger than what is read."""


def _read(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise _TooLarge
    return content
