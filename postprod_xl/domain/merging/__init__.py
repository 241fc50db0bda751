"""What came back of a copy or of a form: found in the file, compared with what was sent and what is there, decided."""
