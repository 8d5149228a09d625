"""Articles as they stand in a project: read from their files, or known from a run that read the same."""
