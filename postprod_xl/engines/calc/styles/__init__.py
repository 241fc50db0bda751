"""Appearance of cells: fonts, borders, colours, number formats."""
