"""What time it is for Jisr: `SOURCE_DATE_EPOCH` where that is set, so that a build can be repeated."""

import os
import re
from datetime import UTC, date, datetime
from pathlib import Path

from jisr.storage import git


def commit_day(root: Path) -> date:
    """The day that dates in files are of, in UTC: that of `SOURCE_DATE_EPOCH`, else of the last commit.

    Never the clock's, so that a build of one commit is always the same.
    """
    return datetime.fromtimestamp(int(build_epoch(root)), UTC).date()


def now() -> datetime:
    """This moment, by the clock, or what `SOURCE_DATE_EPOCH` sets it to."""
    given = _source_date_epoch()
    return datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)


def today() -> date:
    """This day in UTC."""
    return now().date()


def build_epoch(root: Path) -> str:
    """`SOURCE_DATE_EPOCH`, else the day of the last commit (0 for none), as seconds since 1970.

    Files of the site bear it; at what hour somebody worked is nobody's business. Of the clock's time every
    build would be another one.
    """
    if given := _source_date_epoch():
        return given
    last = int(_last_commit(root))
    return str(last - last % 86400)


def _last_commit(root: Path) -> str:
    return next(iter(git.lines(root, "log", "-1", "--format=%ct")), "0")


def _source_date_epoch() -> str:
    """What `SOURCE_DATE_EPOCH` says, if that is a time which files can bear: packed ones count to 2106."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return given if re.fullmatch("[0-9]{1,10}", given) and int(given) < 1 << 32 else ""
