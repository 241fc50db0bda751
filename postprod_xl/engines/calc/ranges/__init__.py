"""Cell ranges: values, edition, search, sizes, notes, hyperlinks, validation."""
