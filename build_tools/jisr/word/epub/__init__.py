"""E-books (.epub): their pages, read into a seed."""
