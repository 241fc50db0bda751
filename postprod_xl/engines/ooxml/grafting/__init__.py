"""Sheets carried from one workbook into another, with their formats and parts."""
