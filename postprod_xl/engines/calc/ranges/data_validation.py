"""What may be entered in cells."""

from __future__ import annotations

from typing import Any

from xlwings import XlwingsError, base_classes

from postprod_xl.engines.calc.formulas import formula_cells, translation
from postprod_xl.engines.calc.formulas.addresses import quoted_sheet
from postprod_xl.engines.calc.office.bridge import structure, uno_module
from postprod_xl.engines.calc.ranges.core import CellBlock

# com.sun.star.sheet.ValidationType
_TYPES = {
    "none": "ANY",
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
_TYPE_NAMES = {value: name for name, value in _TYPES.items()}
# com.sun.star.sheet.ConditionOperator
_OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
_OPERATOR_NAMES = {value: name for name, value in _OPERATORS.items()}
_STYLES = {"STOP": "stop", "WARNING": "warning", "INFO": "information"}
_COMPARED = {"whole_number", "decimal", "date", "time", "text_length"}
_MIXED = "Les cellules n'ont pas toutes la même validation : une seule règle est attendue."


def _setting(name: str) -> property:
    """A property of the UNO validation; None where the cells have no rule, or not all the same."""
    return property(lambda validation: validation._of(name))


class DataValidation(base_classes.DataValidation):
    """The validation of the cells of a range."""

    def __init__(self, parent: Any) -> None:
        self.parent = parent

    @property
    def api(self) -> Any:
        """The UNO validation: a copy, to be given back to the cells once changed."""
        return self.parent.xl.getPropertyValue("Validation")

    @property
    def type(self) -> str:
        if self.parent.xl.getPropertyState("Validation").value == "AMBIGUOUS_VALUE":
            kinds = {group.Validation.Type.value for group in self.parent.xl.getUniqueCellFormatRanges()}
            return "mixed_criteria" if "ANY" in kinds else "inconsistent"
        return _TYPE_NAMES[self.api.Type.value]

    def _of(self, name: str) -> Any:
        return None if self.type in ("none", "mixed_criteria", "inconsistent") else getattr(self.api, name)

    def _formula(self, text: str) -> str:
        names = formula_cells.function_names(self.parent.sheet).to_excel
        spelled = translation.to_excel("=" + text, names)
        # A bare number or text is no formula in Excel.
        return spelled[1:] if text.replace(".", "", 1).lstrip("-").isdigit() else spelled

    @property
    def operator(self) -> str | None:
        return _OPERATOR_NAMES.get(self.api.getOperator().value) if self.type in _COMPARED else None

    @property
    def formula1(self) -> str | None:
        return self._formula(self.api.getFormula1()) if self.type in _COMPARED else None

    @property
    def formula2(self) -> str | None:
        if self.operator not in ("between", "not_between"):
            return None
        return self._formula(self.api.getFormula2())

    @property
    def formula(self) -> str | None:
        return self._formula(self.api.getFormula1()) if self.type == "custom" else None

    @property
    def source(self) -> str | None:
        """The cells of a list as a formula, or its entries between commas."""
        if self.type != "list":
            return None
        text = self.api.getFormula1()
        if text.startswith('"'):
            return ",".join(entry.strip('"') for entry in text.split(";"))
        return self._formula(text)

    @property
    def in_cell_dropdown(self) -> bool | None:
        return bool(self.api.ShowList) if self.type == "list" else None

    ignore_blank = _setting("IgnoreBlankCells")
    input_title = _setting("InputTitle")
    input_message = _setting("InputMessage")
    show_input = _setting("ShowInputMessage")
    error_title = _setting("ErrorTitle")
    error_message = _setting("ErrorMessage")
    show_error = _setting("ShowErrorMessage")

    @property
    def alert_style(self) -> str | None:
        style = self._of("ErrorAlertStyle")
        return None if style is None else _STYLES.get(style.value)

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        if isinstance(source, CellBlock):
            formula = f"={quoted_sheet(source.sheet.name)}!{source.address}"
        elif isinstance(source, base_classes.Name):
            formula = f"={source.name}"
        else:
            formula = ";".join('"' + entry.replace('"', '""') + '"' for entry in source)
        self._set("list", None, formula, None)
        validation = self.api
        validation.ShowList = int(in_cell_dropdown)
        self.parent.xl.Validation = validation

    def set_rule(self, rule_type: str, operator: str | None, formula1: Any, formula2: Any) -> None:
        self._set(rule_type, operator, formula1, formula2)

    def _set(self, rule_type: str, operator: str | None, formula1: Any, formula2: Any) -> None:
        if self.type in ("mixed_criteria", "inconsistent"):
            raise XlwingsError(_MIXED)
        self.parent.refuse_protected()
        uno, validation = uno_module(), self.api
        validation.Type = uno.Enum("com.sun.star.sheet.ValidationType", _TYPES[rule_type])
        if operator is not None:
            validation.setOperator(uno.Enum("com.sun.star.sheet.ConditionOperator", _OPERATORS[operator]))
        validation.setFormula1(self._calc_formula(formula1))
        validation.setFormula2(self._calc_formula(formula2))
        validation.setSourcePosition(structure("table.CellAddress", **self._place()))
        validation.ShowErrorMessage = True
        self.parent.xl.Validation = validation

    def _place(self) -> dict[str, int]:
        box = self.parent.box
        return {"Sheet": self.parent.sheet.index - 1, "Row": box.row, "Column": box.column}

    def _calc_formula(self, formula: Any) -> str:
        if formula is None:
            return ""
        text = str(formula)
        return formula_cells.calc_text(self.parent.sheet, text)[1:] if text.startswith("=") else text

    def delete(self) -> None:
        self.parent.refuse_protected()
        validation = self.api
        validation.Type = uno_module().Enum("com.sun.star.sheet.ValidationType", "ANY")
        self.parent.xl.Validation = validation
