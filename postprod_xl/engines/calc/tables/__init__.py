"""Excel tables, kept by Calc as database ranges."""
