"""What Jisr can be asked to do, for the command line and every other way to ask."""
