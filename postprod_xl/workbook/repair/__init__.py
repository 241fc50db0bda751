"""Tables that another program lost: where their headings still stand, and how they are put back."""
