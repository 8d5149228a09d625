"""How work is kept for the next run, as JSON, and how it is shared among the machine's cores."""
