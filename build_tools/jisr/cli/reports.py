"""What a publication consists of, counted: the state of each article, and every mention of an actor."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from jisr.articles.facts import KnownArticle
from jisr.glossary import Matcher
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS
from jisr.model.ledger import LAPSED, State
from jisr.model.publication import Article


def status(articles: Sequence[KnownArticle]) -> dict[str, Any]:
    """Blocks by state (stale overlaps the others) and words by language, for each article and for all.

    `{"articles": [{"slug", "blocks": {state: n, "stale": n}, "words": {lang: n}}], "total": {…}}`
    """
    rows = [{"slug": article.head.slug, **_counts([article])} for article in articles]
    return {"articles": rows, "total": _counts(articles)}


def _counts(articles: Iterable[KnownArticle]) -> dict[str, Mapping[str, int]]:
    states: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for article in articles:
        states.update(dict(article.text.blocks))
        sizes.update(dict(article.text.words))
    return {
        "blocks": {name: states[name] for name in (*State, "stale")},
        "words": {lang: sizes[lang] for lang in LANGS},
    }


def approvals(articles: Iterable[Article]) -> list[dict[str, Any]]:
    """Who approved which blocks, whose approval lapsed since, and what nobody has approved yet, by article.

    `[{"slug", "approved": [{"by", "on", "keys"}], "lapsed": [{"key", "was"}], "open": {state: [key]}}]`
    """
    rows = []
    for article in articles:
        signed: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        waiting: defaultdict[str, list[str]] = defaultdict(list)
        for passage in article.passages:
            entry = passage.entry
            if entry.state is State.APPROVED:
                signed[entry.by, entry.on].append(passage.key)
            else:
                waiting["stale" if entry.stale else entry.state.value].append(passage.key)
        lapsed = [p for p in article.passages if LAPSED in p.entry.facts]
        rows.append(
            {
                "slug": article.slug,
                "approved": [{"by": by, "on": on, "keys": keys} for (by, on), keys in signed.items()],
                "lapsed": [{"key": p.key, "was": p.entry.facts[LAPSED]} for p in lapsed],
                "open": dict(waiting),
            }
        )
    return rows


def format_status(report: Mapping[str, Any]) -> str:
    """The table of `status`, and its `approvals` where it has some, for a terminal."""
    names = (*State, "stale")
    width = max([len("total"), *(len(row["slug"]) for row in report["articles"])])
    columns = [*(f"{name:>8}" for name in names), *(f"words {lang}" for lang in LANGS)]
    lines = ["  ".join((" " * width, *columns))]
    for row in (*report["articles"], {"slug": "total", **report["total"]}):
        counts = "  ".join(f"{row['blocks'][name]:8}" for name in names)
        words = "  ".join(f"{row['words'][lang]:8}" for lang in LANGS)
        lines.append(f"{row['slug']:{width}}  {counts}  {words}")
    for row in report.get("approvals", ()):
        lines += ["", row["slug"]]
        lines += [f"  approved by {a['by']} on {a['on']}: {' '.join(a['keys'])}" for a in row["approved"]]
        lines += [f"  lapsed: {one['key']} (was {one['was']})" for one in row["lapsed"]]
        lines += [f"  {state}: {' '.join(keys)}" for state, keys in row["open"].items()]
    return "\n".join(lines)


def stale_hints(articles: Iterable[KnownArticle], most: int | None = None) -> Iterator[str]:
    """What to do about each paragraph whose Arabic changed after a person translated it: the first `most`."""
    found = [(article.head.slug, block) for article in articles for block in article.text.stale]
    for slug, block in found[:most]:
        since = f" on {block.since}" if block.since else ""
        yield f"\n{slug} #{block.key}: its Arabic changed{since}. Correct its English on the page; or"
        yield f"  jisr resolve {slug} {block.key} --take keep      if it is right as it is"
        if block.proposal:
            yield f"  jisr resolve {slug} {block.key} --take proposal  for {block.proposal}"
    if most is not None and len(found) > most:
        yield f"\n… and {len(found) - most} more: jisr status --verbose"


def mentions(articles: Iterable[Article], actors: Sequence[Actor]) -> Iterator[dict[str, Any]]:
    """Every mention, in both languages; `start` and `end` count characters of the block's plain text."""
    matchers = {lang: Matcher(actors, lang) for lang in LANGS}
    for article in articles:
        for lang, matcher in matchers.items():
            passages = [p for p in article.passages if p.text(lang)]
            texts = [plain(p.text(lang)).text for p in passages]
            for passage, found in zip(passages, matcher.find_in_article(texts), strict=True):
                for mention in found:
                    yield {"slug": article.slug, "key": passage.key, **asdict(mention)}
