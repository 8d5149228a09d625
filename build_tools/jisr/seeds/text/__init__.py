"""Reads plain text: its lines are told apart by what they look like."""
