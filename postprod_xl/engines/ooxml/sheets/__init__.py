"""One worksheet part: its rows, cells and formulas, edited in its text."""
