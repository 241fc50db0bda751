"""What a person may type in a cell, read and shown again: characters, figures, moments, identifiers."""
