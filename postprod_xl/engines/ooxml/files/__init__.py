"""A workbook as a file: its zip container, who may write it, and how it is put on disk."""
