"""What leaves the house of its catalogue of rights: cue sheets, lists of what is free."""
