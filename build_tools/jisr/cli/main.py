"""The command line: arguments in, messages and exit codes out. Nothing else prints, and this by `terminal`.

Exit codes: 0 done, and nothing is wrong (warnings and notices may have been said); 1 something is wrong that
a person has to put right (each error says what and how); 2 the command was not understood. So `jisr check` is
1 where it finds an error, whatever the format, and 0 where it finds warnings only.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from jisr import export
from jisr.app import article_renaming, editorial, glossary_verbs, pipeline, publishing, syncing
from jisr.app.results import Result
from jisr.builder import dev_server, mkdocs_run
from jisr.cli import pr_summary, reports
from jisr.cli.commands import build_parser
from jisr.cli.formats import FORMATS, count_by_severity
from jisr.lang.printable import ColouredText, say
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import State
from jisr.model.signers import require_person_name, tidy_name, why_not_a_person
from jisr.storage import git
from jisr.storage.config import find_root, read_settings
from jisr.translation import article_files, sync
from jisr.translation.decisions import history
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.packages import model_dir
from jisr.translation.sync import Take

Args = argparse.Namespace
MOST = 10  # stale paragraphs that `status` names unasked, warnings of one check that a verb prints


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `jisr` with `arguments` (the process's own, for none); returns the exit code."""
    args = build_parser(VERBS).parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        # Arabic must come out whatever the terminal's locale says.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr] # a text file
    try:
        root = find_root(Path(args.project).resolve())
        failed = VERBS[args.verb](root, args)
    except JisrError as error:
        _print_findings(error.findings)
        return 1
    except KeyboardInterrupt:
        say("\ninterrupted; nothing is half-written, the next run goes on", to=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return int(failed)


# --- the verbs: each returns whether something is wrong ---------------------------------------------------


def _sync(root: Path, args: Args) -> bool:
    return _report_result(
        root, pipeline.sync_articles(root, mkdocs_run.today(), allow_shrink=args.allow_shrink)
    )


def _draft(root: Path, args: Args) -> bool:
    return _report_result(
        root, pipeline.draft_articles(root, mkdocs_run.today(), args.slugs, allow_shrink=args.allow_shrink)
    )


def _build(root: Path, args: Args) -> bool:
    result = pipeline.render(root) if args.no_site else pipeline.build(root)
    _print_findings(result.findings)
    say(f"rendered: {root / '.build' / 'pages'}" if args.no_site else f"built: {root / 'site'}")
    return result.failed


def _serve(root: Path, args: Args) -> bool:
    changes = dev_server.watch_sources(root)  # from before the build: what is saved during it is seen too
    try:
        _print_findings(pipeline.build(root).findings)
    except JisrError as error:  # the last good build is still served while the error is being fixed
        if not (root / "site" / "index.html").exists():
            raise
        _print_findings(error.findings)
    try:
        with dev_server.serve_folder(root / "site", args.port) as address:
            say(f"{address}  (Ctrl+C ends)")
            for changed in changes:
                say(f"changed: {', '.join(str(p.relative_to(root)) for p in changed[:5])}")
                try:
                    _print_findings(pipeline.build(root).findings)
                except JisrError as error:
                    _print_findings(error.findings)
    except OSError as error:
        remedy = "jisr serve --port 8001"
        raise JisrError(Finding("serve", f"port {args.port}: {error.strerror}", remedy=remedy)) from error
    return False


def _check(root: Path, args: Args) -> bool:
    shown = pipeline.check(root)
    result = shown.result
    if args.format == "markdown":
        before = dict(article_files.read_ledgers(args.base or root))
        # in CI the commit that was checked, for its lines are the ones meant
        ref = os.environ.get("GITHUB_SHA") or os.environ.get("CI_COMMIT_SHA") or shown.settings.branch
        server, name = (os.environ.get(key, "") for key in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
        repository = shown.settings.repository or (f"{server}/{name}" if server and name else "")
        link = pr_summary.make_link(repository, ref)
        changed = list(pr_summary.article_changes(result.outcomes, before))
        say(pr_summary.format_summary(changed, result.findings, link), end="")
    elif args.format in FORMATS:
        if text := FORMATS[args.format](result.findings):
            say(text)
    else:
        _print_findings(result.findings, most=None)
        found = ", ".join(f"{n} {name}s" for name, n in count_by_severity(result.findings).items())
        say(f"{found} in {len(result.outcomes)} articles")
    return result.failed


def _ignore(root: Path, args: Args) -> bool:
    if not args.remove and not args.reason.strip():
        remedy = f'jisr ignore {args.slug} {args.key} {args.check} --reason "…"'
        raise JisrError(Finding("ignore", "--reason needs a reason", remedy=remedy))
    return _report_result(
        root,
        editorial.ignore(
            root,
            args.slug,
            args.key,
            args.check,
            args.reason,
            mkdocs_run.today(),
            by=_decider_name(root, args),
        ),
    )


def _status(root: Path, args: Args) -> bool:
    result = syncing.read_and_reconcile(root)
    articles = [sync.build_article(outcome) for outcome in result.outcomes]
    report = reports.status(articles)
    _print_findings(result.findings)
    if args.approvals:
        report["approvals"] = reports.approvals(articles)
    if args.format == "json":
        say(json.dumps(report, ensure_ascii=False, indent=2))
        return result.failed
    say(reports.format_status(report))
    for line in reports.stale_hints(articles, most=None if args.verbose else MOST):
        say(line)
    if args.verbose:
        for article in articles:
            for repair in article.repairs:
                say(f"{article.slug} #{repair.key}: {repair.rule}: {repair.before} → {repair.after}")
    return result.failed


def _approve(root: Path, args: Args) -> bool:
    whom = args.slug or f'--author "{args.author}"'
    by = require_person_name(args.by, "approve", f'jisr approve {whom} --by "YOUR NAME"')
    if args.slug and args.author:
        one, all_ = (f'jisr approve {whom} --by "{by}"' for whom in (args.slug, f'--author "{args.author}"'))
        raise JisrError(Finding("approve", "name an article, or an author", remedy=f"{one}, or: {all_}"))
    if not args.slug and not args.author:
        remedy = "jisr status lists the articles"
        raise JisrError(Finding("approve", "name an article, or an author", remedy=remedy))
    if args.author:
        return _report_result(root, editorial.approve_author(root, args.author, by, mkdocs_run.today()))
    return _report_result(root, editorial.approve(root, args.slug, args.keys, by, mkdocs_run.today()))


def _unapprove(root: Path, args: Args) -> bool:
    by = require_person_name(args.by, "unapprove", f'jisr unapprove {args.slug} --by "YOUR NAME"')
    return _report_result(root, editorial.unapprove(root, args.slug, args.keys, by, mkdocs_run.today()))


def _rename(root: Path, args: Args) -> bool:
    return _report_result(root, article_renaming.rename(root, args.old, args.new, mkdocs_run.today()))


def _undo(root: Path, args: Args) -> bool:
    result, undone = editorial.undo(root, args.slug, args.key, _decider_name(root, args))
    kinds = ", ".join(dict.fromkeys(event.kind for event in undone))
    say(f"taken back: {kinds} of {' '.join(event.key for event in undone)}")
    return _report_result(root, result)


def _remark(root: Path, args: Args) -> bool:
    by = require_person_name(args.by, "remark", f'jisr remark {args.slug} {args.key} "…" --by "YOUR NAME"')
    if not args.text.strip():
        remedy = f'jisr remark {args.slug} {args.key} "…" --by "{by}"'
        raise JisrError(Finding("remark", "a remark needs words", remedy=remedy))
    return _report_result(root, editorial.remark(root, args.slug, args.key, args.text.strip(), by))


def _remarks(root: Path, args: Args) -> bool:
    found, damaged = editorial.remarks(root, args.slug)
    _print_findings(damaged)
    if args.format == "json":
        rows = [
            {"slug": slug, "key": e.key, "at": e.at, "by": e.by, "text": str(e.data.get("text", ""))}
            for slug, e in found
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return False
    for slug, event in found:
        say(f"{slug} #{event.key}  {event.at[:16].replace('T', ' ')}  {event.by}")
        say("    " + str(event.data.get("text", "")).replace("\n", "\n    "))
    if not found:
        say("no remarks")
    return False


def _decider_name(root: Path, args: Args) -> str:
    """Who decides: as said, else as git knows the person who works in this folder, else nobody known."""
    if args.by:
        return require_person_name(args.by, args.verb, '--by "YOUR NAME", or leave it out')
    name = next(iter(git.lines(root, "config", "user.name")), "")
    return "" if why_not_a_person(name) else tidy_name(name)


def _log(root: Path, args: Args) -> bool:
    found = editorial.log(root, args.slug, args.key)
    if args.format == "json":
        say(json.dumps(history.as_data(found), ensure_ascii=False, indent=2))
        return False
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for event in found:
        version = event.version
        when = f"{version.date[:10]}  {version.commit[:8]}  {version.author}"
        say(f"{when if version.commit else 'not committed'}: {event.what}")
        if event.parts:
            say(
                "   ",
                *(
                    part
                    for kind, text in event.parts
                    for part in (" ", _diff_word(kind, text, colour=colour))
                ),
            )
    if since := history.stale_since(found):
        say(f"stale since {since.version.date[:10] or 'a change that is not committed'}")
    return False


def _diff_word(kind: str, text: str, *, colour: bool) -> str | ColouredText:
    """One part of a diff, marked so that it can be read with and without colour."""
    if colour:
        return ColouredText(text, {"removed": "31;9", "added": "32"}.get(kind, ""))
    return {"removed": f"[-{text}-]", "added": f"{{+{text}+}}"}.get(kind, text)


def _suggest_words(root: Path, args: Args) -> bool:
    found = editorial.suggest(root, args.slug, args.key)
    for key, near in found:
        say(f"#{key}  {near.score:.0f} %  {near.match.place}{'  approved' if near.match.approved else ''}")
        say(f"    {near.text}\n    {near.match.arabic}\n    {near.match.english}")
    if not found:
        say("nothing in the memory is 75 % or more like these texts")
    return False


def _export(root: Path, args: Args) -> bool:
    result = pipeline.export(root, args.slugs, args.formats or export.EXPORTS, args.to or root / "exports")
    _print_findings(result.findings)
    for path in result.written:
        say(f"wrote {path}")
    return result.failed


def _resolve(root: Path, args: Args) -> bool:
    return _report_result(
        root,
        editorial.resolve(
            root, args.slug, args.key, Take(args.take), mkdocs_run.today(), by=_decider_name(root, args)
        ),
    )


def _import(root: Path, args: Args) -> bool:
    state = State(args.state)
    if state is State.DRAFT and not args.origin.strip():
        remedy = '--origin "language model", or the name of the system'
        raise JisrError(Finding("import", "a draft must say what made it", remedy=remedy))
    try:
        text = args.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "name a Markdown file in UTF-8"
        raise JisrError(
            Finding("import", f"cannot be read ({error})", str(args.file), remedy=remedy)
        ) from error
    result = editorial.import_translation(
        root,
        args.slug,
        text,
        str(args.file),
        state=state,
        origin=args.origin.strip() if state is State.DRAFT else "",
        by=_decider_name(root, args),
        today=mkdocs_run.today(),
    )
    return _report_result(root, result)


def _suggest(root: Path, args: Args) -> bool:
    found, result = glossary_verbs.suggest_actors(root, args.slugs, least=args.least, write=args.write)
    _print_findings(result.findings)
    if args.format == "json":
        say(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            say(f"{one.count:4}  {one.name}  ({one.type}; {one.cue})  {one.english}")
            say(f"      {one.slug}#{one.key}: {one.context}")
    for path in result.written:
        say(f"added {len(found)} stubs to {path.relative_to(root)}", to=sys.stderr)
    return result.failed


def _rename_actor(root: Path, args: Args) -> bool:
    name = " ".join(args.name.split())
    if not name and not args.new_id:
        remedy = f'jisr actors rename {args.id} "NAME"'
        raise JisrError(Finding("actors-rename", "a new name or a new id is needed", remedy=remedy))
    return _report_result(
        root, glossary_verbs.rename_actor(root, args.id, name, args.lang, args.new_id, mkdocs_run.today())
    )


def _mentions(root: Path, args: Args) -> bool:
    shown = publishing.load_publication(root)
    rows = list(reports.mentions(shown.articles, shown.actors))
    _print_findings(shown.result.findings)
    if args.format == "json":
        say(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            place = f"{row['slug']}#{row['key']} {row['lang']} {row['start']}–{row['end']}"
            say(f"{place}  {row['actor']}  {row['text']}")
    return shown.result.failed


def _install(root: Path, args: Args) -> bool:
    from jisr.translation.engines.install import Offer, install  # loads what talks to the network

    def accept(offer: Offer) -> bool:
        say(f"{offer.name}: version {offer.version or 'unknown'}, {offer.size / 1e6:.1f} MB")
        say(f"SHA-256: {offer.sha256}")
        if args.accept or not sys.stdin.isatty():
            return bool(args.accept)
        say("Install it, and let mkdocs.yml name it from now on? [y/N] ", end="")
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    settings = read_settings(root)
    model = install(settings, args.file, accept=accept)
    engine = Argos(model, model_dir(settings))
    say(f"installed: {model.path}\nengine: {engine.name}")
    if model.sha256 and not settings.model.sha256:
        glossary_verbs.pin_model(root, model.version, model.sha256)
        say(f"wrote mkdocs.yml: version {model.version}, sha256 {model.sha256}")
    return False


VERBS: Mapping[str, Callable[[Path, Args], bool]] = {
    "sync": _sync,
    "draft": _draft,
    "build": _build,
    "serve": _serve,
    "check": _check,
    "status": _status,
    "approve": _approve,
    "unapprove": _unapprove,
    "rename": _rename,
    "undo": _undo,
    "remark": _remark,
    "remarks": _remarks,
    "resolve": _resolve,
    "log": _log,
    "suggest": _suggest_words,
    "ignore": _ignore,
    "import": _import,
    "export": _export,
    "actors suggest": _suggest,
    "actors rename": _rename_actor,
    "actors mentions": _mentions,
    "model install": _install,
}
"""Verb → what it runs; what it can be told is in `arguments`."""


# --- messages ---------------------------------------------------------------------------------------------


def _report_result(root: Path, result: Result) -> bool:
    _print_findings(result.findings)
    for path in result.written:
        say(f"wrote {path.relative_to(root)}")
    if not result.written:
        say("nothing to write")
    return result.failed


def _print_findings(findings: Sequence[Finding], most: int | None = MOST) -> None:
    """Print each error, and at most `most` warnings and notices of one check: ten thousand nobody reads."""
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    codes = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTICE: "36"}
    said: Counter[str] = Counter()
    for finding in findings:
        said[finding.check] += finding.severity is not Severity.ERROR
        if most is None or finding.severity is Severity.ERROR or said[finding.check] <= most:
            say(ColouredText(str(finding), codes[finding.severity] if colour else ""), to=sys.stderr)
    more = sum(n - most for n in said.values() if n > most) if most is not None else 0
    if more:
        say(f"… and {more} more like these; jisr check lists every warning", to=sys.stderr)
