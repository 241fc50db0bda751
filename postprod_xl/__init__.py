"""The workbook that runs a French post-production office."""

__version__ = "0.8.0"
