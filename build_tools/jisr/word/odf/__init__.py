"""Text documents (.odt): their styles and lists, read into a `WordText`."""
