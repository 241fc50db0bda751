"""Sheets: rows of tabs, views, page setup, shapes."""
