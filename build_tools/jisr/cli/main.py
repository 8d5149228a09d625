"""The command line: arguments in, messages and exit codes out. Only `cli` prints, by `lang.printable`.

Exit codes: 0 done, and nothing is wrong (warnings and notices may have been said); 1 something is wrong that
a person has to put right (each error says what and how); 2 the command was not understood. So `jisr check` is
1 where it finds an error, whatever the format, and 0 where it finds warnings only.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from jisr.cli.options import load
from jisr.cli.parser import build_parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `jisr` with `arguments` (the process's own, for none); returns the exit code."""
    _open_closed_streams()
    words = sys.argv[1:] if arguments is None else arguments
    try:
        args = build_parser(words).parse_args(words)
        sys.excepthook = _say_fault
        for stream in (sys.stdout, sys.stderr):
            # Arabic must come out whatever the terminal's locale says.
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        failed = _run(args)
        from jisr.cli.words import tell_unsaid

        return int(tell_unsaid() or failed)
    except KeyboardInterrupt:
        from jisr.cli.words import word
        from jisr.lang.printable import say

        say(f"\n{word('frame.interrupted')}", to=sys.stderr)
        return 130


def _open_closed_streams() -> None:
    """Give a process that was begun without (`2>&-`, as schedulers do) the three streams of every process.

    Else the next file that is opened would be one of them, to all that writes there.
    """
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _say_fault(kind: type[BaseException], _: BaseException, where: TracebackType | None) -> None:
    """Python's last word on a fault of Jisr's own; what the error says may be a text's, and stays unsaid."""
    from jisr.cli.messages import print_fault

    print_fault(kind.__name__, where)


def _run(args: Namespace) -> bool:
    """Run the command; whether something is wrong. What it needs is imported here: `--help` needs none."""
    from jisr.cli.messages import Manner, is_overheard, print_findings, report_result, speak
    from jisr.cli.progress import show_progress
    from jisr.cli.words import speak_to_programs
    from jisr.model.diagnostics import Finding, JisrError
    from jisr.storage.disk import refused
    from jisr.storage.inputs.project import find_root, resolve_folder
    from jisr.storage.work.garbage import look_rarely
    from jisr.storage.work.progress import shown_by

    look_rarely()
    folder = Path(args.project)
    manner = Manner.JSON if args.json else Manner.QUIET if args.quiet else Manner.PLAIN
    has_rows = args.json and "format" in args
    if has_rows:
        args.format, manner = "json", Manner.PLAIN
    is_for_programs = args.json or getattr(args, "format", "text") != "text"
    with speak_to_programs() if is_for_programs else nullcontext(), speak(manner):
        try:
            if args.json and args.command.lasts:
                message = f"jisr {args.verb} goes on until somebody ends it: it has no answer to give in JSON"
                raise JisrError(Finding("json", message, remedy="leave --json out"))
            with refused(folder):
                folder = resolve_folder(folder)
                root = folder if args.command.anywhere else find_root(folder)
                is_secret = is_overheard() and not args.command.anywhere
                hidden = load("cli.discretion:hidden_words")(root) if is_secret else nullcontext()
        except JisrError as error:
            with speak(Manner.JSON) if has_rows else nullcontext():
                print_findings(folder, error.findings)
            return True
        with hidden, nullcontext() if args.quiet else shown_by(show_progress):
            try:
                with refused(root):
                    answer = load(args.command.run)(root, args)
            except JisrError as error:
                found = (*error.findings, *load("app.new_publication:find_newer_release")(root))
                with speak(Manner.JSON) if has_rows else nullcontext():
                    print_findings(root, tuple(dict.fromkeys(found)))
                return True
            return answer if isinstance(answer, bool) else report_result(root, answer)
