"""Reads Markdown, with the HTML in it and what converters make of other formats."""
