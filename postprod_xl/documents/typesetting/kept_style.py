"""The style of a house as a text that can be kept: a paper set years ago is set again as it was."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from postprod_xl import __version__
from postprod_xl.documents.record_text import compact_json
from postprod_xl.documents.typesetting.house import TEMPLATES, HouseStyle, Logo

LARGEST_KEPT = 150_000
"""Bytes of logo, templates and pictures that are kept; larger ones have a mark alone, and are to be found again."""
LOGO, OWN_TEMPLATES, FONTS = "le logo", "les modèles de la maison", "les polices"
IDENTITY, COLOUR, PROGRAM = "le nom et l'identité de la maison", "la couleur", "le programme"
_SETTERS = ("typst", "factur-x", "pikepdf")
_MARK_LETTERS = 16


def kept_style(house: HouseStyle) -> str:
    """A style, and a mark of all that the layout of a paper depends on, as JSON."""
    files = {**house.files, **house.pictures}
    contents = [*files.values(), *([house.logo.content] if house.logo else [])]
    is_kept = sum(map(len, contents)) <= LARGEST_KEPT
    style = {
        "name": house.name,
        "foot": house.foot,
        "colour": house.colour,
        "logo": [house.logo.name, _text(house.logo.content)] if house.logo else None,
        "files": {name: _text(content) for name, content in house.files.items()},
        "pictures": {name: _text(content) for name, content in house.pictures.items()},
    }
    return compact_json({"made_with": layout_marks(house), "style": style if is_kept else None})


def style_of(text: str, house: HouseStyle) -> HouseStyle:
    """The style that `kept_style` kept, with the fonts of a house; that house where it was too large to be kept.

    Raises
    ------
    ValueError, TypeError, KeyError
        The text is not what `kept_style` gives.
    """
    style: Mapping[str, Any] | None = json.loads(text)["style"]
    if style is None:
        return house
    return HouseStyle(
        style["name"],
        style["foot"],
        style["colour"],
        Logo(style["logo"][0], b64decode(style["logo"][1])) if style["logo"] else None,
        {name: b64decode(content) for name, content in style["files"].items()},
        {name: b64decode(content) for name, content in style["pictures"].items()},
        house.fonts,
    )


def layout_differences(text: str, house: HouseStyle) -> list[str]:
    """What the layout of a paper depended on and that is not the same any more, in French: `le logo`."""
    before = json.loads(text)["made_with"]
    now = layout_marks(house)
    return [
        f"{name} ({before[name]}, aujourd'hui {now[name]})" if name == PROGRAM else name
        for name in now
        if before.get(name) != now[name]
    ]


def layout_marks(house: HouseStyle) -> dict[str, str]:
    """What the layout of a paper depends on, by French name: a mark of each, the programs with their versions."""
    return {
        LOGO: _mark([house.logo.content]) if house.logo else "",
        COLOUR: house.colour,
        IDENTITY: _mark([house.name.encode(), house.foot.encode()]),
        OWN_TEMPLATES: _marks_of({**house.files, **house.pictures}),
        FONTS: _fonts_mark(house.fonts),
        PROGRAM: _program(),
    }


@cache
def _program() -> str:
    """The versions of what sets a paper, and a mark of the templates of the product."""
    versions = [f"postprod {__version__}"]
    for name in _SETTERS:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    templates = {path.name: path.read_bytes() for path in sorted(TEMPLATES.glob("*.typ"))}
    return f"{', '.join(versions)}, modèles {_marks_of(templates)[:8]}"


@cache
def _fonts_mark(paths: tuple[Path, ...]) -> str:
    return _mark(path.read_bytes() for path in paths)


def _marks_of(files: Mapping[str, bytes]) -> str:
    return _mark(part for name in sorted(files) for part in (name.encode(), files[name])) if files else ""


def _mark(contents: Iterable[bytes]) -> str:
    mark = sha256()
    for content in contents:
        mark.update(b"%d:" % len(content))
        mark.update(content)
    return mark.hexdigest()[:_MARK_LETTERS]


def _text(content: bytes) -> str:
    return b64encode(content).decode()
