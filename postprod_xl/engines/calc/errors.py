"""Errors of the connection with LibreOffice, with messages for its user."""

from __future__ import annotations


class OfficeError(RuntimeError):
    """LibreOffice cannot be found, started or reached, or refuses a request."""


class BridgeMissing(OfficeError):
    """The bridge to LibreOffice (the ``uno`` module) cannot be loaded by this Python."""


class OfficeGone(OfficeError):
    """The LibreOffice instance has stopped."""
