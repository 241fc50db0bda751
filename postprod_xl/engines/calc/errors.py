"""What goes wrong between Python and LibreOffice, in the words of the person at the desk."""

from __future__ import annotations


class OfficeError(RuntimeError):
    """LibreOffice cannot be found, started, reached, or refuses what it is asked."""


class BridgeMissing(OfficeError):
    """The bridge to LibreOffice (the ``uno`` module) cannot be loaded by this Python."""


class OfficeGone(OfficeError):
    """The LibreOffice that was spoken to has stopped."""
