"""How work is kept for the next run, as JSON, shared among the machine's cores, and told to whoever waits."""
