"""Imported for what it does: a process where the official rules of electronic invoices are not installed.

Each document issued costs two seconds of processor more with them; the tests of `documents/facturx` run them on every
kind of document, in one process, and `hosts/files/test_official_rules.py` at an issuing.
"""

from __future__ import annotations

import sys

# `find_spec` finds no module that stands there as None.
sys.modules["saxonche"] = None  # type: ignore[assignment]
