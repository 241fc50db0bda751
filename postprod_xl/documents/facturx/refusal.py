"""What keeps an electronic invoice from being read."""

from __future__ import annotations


class InvoiceUnreadable(Exception):
    """A file is no electronic invoice that can be read: one French line that says why and what to do."""
