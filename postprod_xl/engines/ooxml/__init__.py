"""A lossless editor of Excel workbook packages: what is not changed stays as it was, byte for byte."""
