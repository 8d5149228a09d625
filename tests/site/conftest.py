"""Fixtures of tests on rendered pages: all of the sample publication."""

import pytest

from jisr import site
from tests import sample


@pytest.fixture(scope="session")
def tree() -> dict[str, str]:
    files = site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())
    return {path: data.decode() for path, data in files.items() if path.endswith(".md")}
