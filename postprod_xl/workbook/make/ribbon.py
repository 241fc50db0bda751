"""The tab « Postproduction » of the ribbon: a button for each macro."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from postprod_xl.workbook.make.button_shapes import ButtonFace

CALLBACK = "Ruban"
"""What the name of a callback begins with; the macro of its button follows."""
_HEAD = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui">
  <ribbon>
    <tabs>
      <tab id="postproduction" label="Postproduction" keytip="PP">
"""
_TAIL = """      </tab>
    </tabs>
  </ribbon>
</customUI>
"""


@dataclass(frozen=True)
class RibbonGroup:
    """A group of the ribbon: its identifier, its title, its buttons and the picture of each, among Office's own."""

    id: str
    title: str
    buttons: Sequence[tuple[ButtonFace, str]]


def ribbon_xml(groups: Sequence[RibbonGroup]) -> bytes:
    """The part that adds the tab « Postproduction » to the ribbon, with a large button for each macro."""
    body = "".join(line for group in groups for line in _group_lines(group))
    return f"{_HEAD}{body}{_TAIL}".encode()


def _group_lines(group: RibbonGroup) -> Iterator[str]:
    yield f"        <group id={quoteattr(group.id)} label={quoteattr(group.title)}>\n"
    for face, image in group.buttons:
        yield _button(face, image)
    yield "        </group>\n"


def _button(face: ButtonFace, image: str) -> str:
    label, picture = quoteattr(face.label), quoteattr(image)
    return (
        f'          <button id="{face.macro}" label={label} imageMso={picture} size="large"'
        f' onAction="{CALLBACK}{face.macro}"\n'
        f"                  screentip={label}\n"
        f"                  supertip={quoteattr(face.tip)}/>\n"
    )
