"""Jisr's tests; a package, for argos-translate-lt installs a `tests` that would come before a mere folder."""
