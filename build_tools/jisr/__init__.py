"""Jisr publishes Arabic writing in two languages; `pipeline` is the table of contents."""
