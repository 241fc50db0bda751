"""A headless LibreOffice that runs the macros of our workbooks, and the pressing of their buttons."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.masters import ROOT

CALLBACK = "postprod_xl.hosts.libreoffice.callback"
FINISH_SECONDS = 60
# Python as the macros start it, leaving a line when it ends: a press says nothing to who pressed.
_PYTHON = """#!/bin/sh
"{python}" "$@"
echo "$2 $?" >> "{log}"
"""


@dataclass(frozen=True)
class MacroOffice:
    """An office whose documents of one folder run their macros.

    Parameters
    ----------
    app
        Its xlwings application.
    log
        File with a line for each Python that a macro started and that has ended: module, exit status.
    """

    app: Any
    log: Path

    def finished(self, module: str) -> list[str]:
        """The exit statuses of the Python processes of a module, in the order of their ends."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line.split()[1] for line in lines if line.startswith(f"{module} ")]


@contextmanager
def macro_office(folder: Path, python: str = sys.executable) -> Iterator[MacroOffice]:
    """An office of one's own, trusting a folder; its macros start the Python given, without official rules."""
    from postprod_xl.engines.calc.engine import register

    log, wrapper = folder / "python.log", folder / "python du bureau"
    wrapper.write_text(_PYTHON.format(python=python, log=log))
    wrapper.chmod(0o700)
    (folder / "sitecustomize.py").write_text("import tests.without_rules\n")
    engine = register()
    engine.activate()
    apps = engine.impl.apps
    trusted = apps.trusted_folders
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POSTPROD_PYTHON", str(wrapper))
        paths = [str(folder), str(ROOT), os.environ.get("PYTHONPATH")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        apps.trusted_folders = [str(folder)]
        app = engine.apps.add(visible=False, add_book=False)
        apps.trusted_folders = trusted
    try:
        yield MacroOffice(app, log)
    finally:
        app.quit()


def controls(book: Any, tab: str) -> dict[str, Any]:
    """The button controls of a tab by label, in UNO."""
    page = book.sheets[tab].impl.xl.DrawPage
    shapes = [page.getByIndex(place) for place in range(page.Count)]
    models = [shape.Control for shape in shapes if shape.supportsService("com.sun.star.drawing.ControlShape")]
    return {model.Label: model for model in models}


def bound_macro(model: Any) -> str:
    """The script that a button control runs when it is pressed."""
    form = model.Parent
    place = next(at for at in range(form.Count) if form.getByIndex(at) == model)
    events = form.getScriptEvents(place)
    assert [(event.ListenerType, event.EventMethod) for event in events] == [
        ("XActionListener", "actionPerformed")
    ]
    return str(events[0].ScriptCode)


def press(office: MacroOffice, book: Any, tab: str, label: str, in_front: Any = None) -> None:
    """Press a button on a tab, shown, as a person does, and wait for the Python it starts.

    Another workbook may be brought in front first. The control's own accessible action is done: the control then
    fires its action event, which its form gives to the macro bound to it.
    """
    before = len(office.finished(CALLBACK))
    book.sheets[tab].activate()
    if in_front is not None:
        in_front.activate()
    control = book.impl.xl.CurrentController.getControl(controls(book, tab)[label])
    assert control.getAccessibleContext().doAccessibleAction(0)
    deadline = time.monotonic() + FINISH_SECONDS
    while len(office.finished(CALLBACK)) == before:
        assert time.monotonic() < deadline, f"« {label} » n'a pas fini"
        time.sleep(0.05)
    assert office.finished(CALLBACK)[before:] == ["0"]
