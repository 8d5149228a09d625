"""House style for Arabic typography: what can be repaired without asking, and what a person must decide."""
