"""An issued invoice as one printable tab."""
