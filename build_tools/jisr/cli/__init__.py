"""The command line: its table of commands, and the forms in which it answers."""
