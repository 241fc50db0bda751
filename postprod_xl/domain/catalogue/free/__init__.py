"""What is free of the works of a catalogue, as lists that leave the house: to a buyer, to a platform."""
