"""Drawings on a sheet: shapes and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from xlwings import base_classes

from postprod_xl.engines.calc.office.bridge import file_url, properties, structure
from postprod_xl.engines.calc.ranges.characters import Characters
from postprod_xl.engines.calc.ranges.sizes import points, units_of_points
from postprod_xl.engines.calc.styles.fonts import Font

_PICTURE = "com.sun.star.drawing.GraphicObjectShape"
# Note frames are on the same draw page, but are no shapes for Excel.
_NOTE = "com.sun.star.drawing.CaptionShape"
_TYPES = {
    _PICTURE: "picture",
    "com.sun.star.drawing.ControlShape": "form_control",
    "com.sun.star.drawing.CustomShape": "auto_shape",
    "com.sun.star.drawing.RectangleShape": "auto_shape",
    "com.sun.star.drawing.EllipseShape": "auto_shape",
    "com.sun.star.drawing.LineShape": "line",
    "com.sun.star.drawing.TextShape": "text_box",
    "com.sun.star.drawing.GroupShape": "group",
    "com.sun.star.drawing.OLE2Shape": "chart",
}
# At 96 pixels an inch, as Excel takes a picture that says nothing of its size.
_POINTS_PER_PIXEL = 0.75
_ANSWERS_NO = "La forme « {name} » n'a pas de texte."


class _Drawing:
    """What shapes and pictures have in common: a name, a place, a size, in points."""

    def __init__(self, sheet: Any, xl: Any) -> None:
        self._sheet = sheet
        self.xl = xl

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def parent(self) -> Any:
        return self._sheet

    def refuse_protected(self) -> None:
        """Refuse to change drawings of a protected sheet, as in Excel."""
        self._sheet.cells.refuse_protected()

    @property
    def name(self) -> str:
        return self.xl.Name

    @name.setter
    def name(self, value: str) -> None:
        self.xl.Name = value

    @property
    def left(self) -> float:
        return points(self.xl.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self.xl.setPosition(structure("awt.Point", X=units_of_points(value), Y=self.xl.Position.Y))

    @property
    def top(self) -> float:
        return points(self.xl.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self.xl.setPosition(structure("awt.Point", X=self.xl.Position.X, Y=units_of_points(value)))

    @property
    def width(self) -> float:
        return points(self.xl.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self.xl.setSize(structure("awt.Size", Width=units_of_points(value), Height=self.xl.Size.Height))

    @property
    def height(self) -> float:
        return points(self.xl.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self.xl.setSize(structure("awt.Size", Width=self.xl.Size.Width, Height=units_of_points(value)))

    @property
    def index(self) -> int:
        """Position among the drawings of the same collection, counted from 1."""
        names = [drawing.name for drawing in self._siblings()]
        return names.index(self.name) + 1

    def _siblings(self) -> Any:
        raise NotImplementedError

    def delete(self) -> None:
        self._sheet.xl.DrawPage.remove(self.xl)


class Shape(_Drawing, base_classes.Shape):
    """A drawing of any sort."""

    def _siblings(self) -> Any:
        return Shapes(self._sheet)

    @property
    def type(self) -> str:
        known = _TYPES.get(self.xl.getShapeType())
        if known is None:
            raise NotImplementedError(self.xl.getShapeType())
        return known

    @property
    def text(self) -> str | None:
        return self._text.getString() or None

    @text.setter
    def text(self, value: str) -> None:
        self._text.setString(value)

    @property
    def _text(self) -> Any:
        if not hasattr(self.xl, "getString"):
            raise NotImplementedError(_ANSWERS_NO.format(name=self.name))
        return self.xl

    @property
    def font(self) -> Font:
        return Font(self, self._text)

    @property
    def characters(self) -> Characters:
        return Characters(self, self._text)


class Picture(_Drawing, base_classes.Picture):  # type: ignore[misc]  # `index` is a property of every engine
    """A picture."""

    def _siblings(self) -> Any:
        return Pictures(self._sheet)


class _Drawings(base_classes.Collection):
    """Drawings of a sheet, in stacking order (z-order)."""

    item: ClassVar[type]

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.xl.DrawPage

    @property
    def parent(self) -> Any:
        return self._sheet

    def _all(self) -> list[Any]:
        page = self.api
        drawings = [page.getByIndex(place) for place in range(page.getCount())]
        return [self.item(self._sheet, xl) for xl in drawings if self._belongs(xl.getShapeType())]

    def _belongs(self, shape_type: str) -> bool:
        raise NotImplementedError

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, str):
            for drawing in self._all():
                if drawing.name == key:
                    return drawing
            raise KeyError(key)
        drawings = self._all()
        if not 1 <= key <= len(drawings):
            raise KeyError(key)
        return drawings[key - 1]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __contains__(self, key: int | str) -> bool:
        if isinstance(key, str):
            return any(drawing.name == key for drawing in self._all())
        return 1 <= key <= len(self)


class Shapes(_Drawings):
    """All the drawings of a sheet."""

    item = Shape

    def _belongs(self, shape_type: str) -> bool:
        return shape_type != _NOTE


class Pictures(_Drawings, base_classes.Pictures):
    """The pictures of a sheet."""

    item = Picture

    def _belongs(self, shape_type: str) -> bool:
        return shape_type == _PICTURE

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """A picture from a file; a negative width or height is that of the file."""
        if link_to_file or not save_with_document:
            raise NotImplementedError("Une image liée à son fichier n'est pas prise en charge dans Calc.")
        document = self._sheet.book.xl
        provider = self._sheet.book.app.office.service("graphic.GraphicProvider")
        graphic = provider.queryGraphic(properties(URL=file_url(filename)))
        xl = document.createInstance(_PICTURE)
        self.api.add(xl)
        xl.Graphic = graphic
        xl.Name = self._free_name()
        natural = graphic.SizePixel
        picture = Picture(self._sheet, xl)
        picture.width = width if width and width > 0 else natural.Width * _POINTS_PER_PIXEL
        picture.height = height if height and height > 0 else natural.Height * _POINTS_PER_PIXEL
        picture.left = anchor.left if anchor else left or 0
        picture.top = anchor.top if anchor else top or 0
        return picture

    def _free_name(self) -> str:
        taken = {drawing.name for drawing in Shapes(self._sheet)}
        number = 1
        while f"Picture {number}" in taken:
            number += 1
        return f"Picture {number}"
