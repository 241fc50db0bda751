"""Workbooks: open, save, defined names."""
