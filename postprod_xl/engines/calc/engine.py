"""The xlwings engine whose application is LibreOffice Calc."""

from __future__ import annotations

from typing import Any

import xlwings

from postprod_xl.engines.calc.office.apps import Apps
from postprod_xl.engines.calc.ranges import values

NAME = "libreoffice"


class LibreOfficeEngine:
    """The engine interface of xlwings: name, applications, conversion of values."""

    name = NAME
    type = "desktop"
    prepare_xl_data_element = staticmethod(values.prepare_xl_data_element)
    clean_value_data = staticmethod(values.clean_value_data)

    def __init__(self) -> None:
        self._apps = Apps(self)

    @property
    def apps(self) -> Apps:
        return self._apps


def register() -> Any:
    """The engine ``xw.engines["libreoffice"]``, added to those of xlwings the first time."""
    known = [engine for engine in xlwings.engines if engine.name == NAME]
    if not known:
        xlwings.engines.add(xlwings.Engine(impl=LibreOfficeEngine()))
    return xlwings.engines[NAME]
