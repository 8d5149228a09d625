"""Work that takes longer than a request: it goes on in the background, and pages ask how far it is.

What is of one kind is done one after the other; drafting, which may take hours, keeps nobody from publishing.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.inputs import clock
from jisr.storage.work.progress import Advance, shown_by

Kind = Literal["site", "drafts", "state"]
"""What such work is for: what readers see, machine drafts, what is wrong with the publication."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass
class Run:
    """One piece of such work, and how far it is."""

    state: Literal["idle", "running", "done", "failed"] = "idle"
    what: str = ""
    done: int = 0
    total: int = 0
    ended: datetime | None = None
    findings: tuple[Finding, ...] = ()
    pages: tuple[str, ...] = ()  # files of the site by which is known whether it is online
    about: object = None  # what the page that began it knows of it
    thread: threading.Thread | None = field(default=None, repr=False)

    @contextmanager
    def show(self, what: str, total: int) -> Iterator[Advance]:
        """What work says of itself."""
        self.what, self.done, self.total = what, 0, total

        def advance(pieces: int, _failed: int = 0, /) -> None:
            self.done += pieces

        yield advance

    def carry_out(self, work: Callable[[], Result]) -> None:
        """Do it. What is Jisr's own fault is said by its kind alone, for its words may be a text's."""
        failed = True
        try:
            with shown_by(self.show):
                result = work()
            self.findings, failed = result.findings, False
        except JisrError as error:
            self.findings = error.findings
        except Exception as error:
            self.findings = (Finding("desk", f"a fault of Jisr's own ({type(error).__name__})"),)
            raise
        finally:
            self.ended, self.what = clock.now(), ""
            self.state = "failed" if failed else "done"


_runs: dict[tuple[Path, Kind], Run] = {}
_lock = threading.Lock()


def current(root: Path, kind: Kind = "site") -> Run:
    """The run of a project that is under way, or was the last of its kind."""
    return _runs.get((root, kind), Run())


def start(
    root: Path,
    work: Callable[[], Result],
    pages: tuple[str, ...] = (),
    about: object = None,
    kind: Kind = "site",
) -> Run:
    """Begin a run, unless one of its kind is under way: then that is it; else as `Run` says."""
    with _lock:
        run = current(root, kind)
        if run.state != "running":
            run = _runs[root, kind] = Run("running", pages=pages, about=about)
            run.thread = threading.Thread(target=run.carry_out, args=(work,), daemon=True)
            run.thread.start()
        return run
