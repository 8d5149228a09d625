"""Word files (.docx): their styles, lists, parts and runs, read into a `WordText`."""
