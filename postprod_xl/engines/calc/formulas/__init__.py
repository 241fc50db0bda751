"""Formulas and addresses in Excel's spelling and Calc's."""
