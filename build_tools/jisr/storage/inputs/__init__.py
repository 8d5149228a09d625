"""What a run depends on: the files of the project, git, this machine, the time."""
