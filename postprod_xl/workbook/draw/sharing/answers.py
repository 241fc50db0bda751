"""Data validation of what a receiver answers in a copy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from postprod_xl.engines.ooxml.addresses import column_letters
from postprod_xl.schema.kinds import Kind
from postprod_xl.schema.languages import Language
from postprod_xl.schema.table import Column
from postprod_xl.workbook.make.validations import validation

_LONGEST_LIST = 255
"""Characters of the words of a list written in its rule, commas included: Excel takes no more."""
_FOR_THE_HOUSE = ("input_title", "input_message")


def answer_validation(column: Column, cell: tuple[int, int], language: Language) -> dict[str, Any]:
    """The XlsxWriter validation of a column that a receiver answers: that of the master, less its words to the house.

    Parameters
    ----------
    column
        Its declaration, its choices being those that may be answered.
    cell
        Row and column of its first cell, from 0.
    language
        That of the copy; in English, a value that is refused is so in the words of the spreadsheet.
    """
    row, at = cell
    choices = language.choices(column)
    listed = ",".join(choices)
    if len(listed) > _LONGEST_LIST or any(mark in word for word in choices for mark in ',"'):
        return {"validate": "any"}
    translated = replace(column, choices=choices)
    rule = validation(translated, f"{column_letters(at + 1)}{row + 1}")
    left_out = (*_FOR_THE_HOUSE, *(("error_title", "error_message") if language is Language.ENGLISH else ()))
    rule = {name: value for name, value in rule.items() if name not in left_out}
    # Of codes, those that the receiver knows are proposed; another one may be right.
    return {**rule, "error_type": "warning"} if choices and column.kind is Kind.TEXT else rule
