"""What differs between two states of the same tables, in the words of the trade."""
