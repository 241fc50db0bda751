"""The doors of LibreOffice Calc: what its macros start, and the server of its custom functions."""
