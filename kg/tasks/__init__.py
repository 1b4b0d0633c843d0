"""What the program does, one family of verbs a file; nothing here prints."""
