"""An issued royalty statement as one printable tab."""
