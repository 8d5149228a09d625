"""What pyproject.toml cannot say: `overrides/`, the look, lies in the wheel as `jisr/look/`.

It is copied rather than mapped as a package, so that an editable install stays one folder on the path;
`jisr.storage.look` finds it in either place.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithLook(build_py):
    """Modules and their data as ever, and the look beside them."""

    def run(self) -> None:
        """Copy all that goes into a wheel; an editable install finds the look where it lies."""
        super().run()
        if not self.editable_mode:
            self.copy_tree("overrides", str(Path(self.build_lib) / "jisr" / "look"))


setup(cmdclass={"build_py": BuildWithLook})
