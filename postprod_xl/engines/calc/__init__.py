"""LibreOffice Calc driven through xlwings: importing this package adds the engine ``libreoffice``."""

from __future__ import annotations

from postprod_xl.engines.calc.engine import register

register()
