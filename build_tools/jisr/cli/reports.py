"""What a publication consists of, counted: the state of each article, and every mention of an actor."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jisr.articles.facts import COUNTED, KnownArticle
from jisr.cli.words import word, words
from jisr.glossary import Matcher
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS, language
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
        states.update(dict(zip(COUNTED, article.text.blocks, strict=True)))
        sizes.update(dict(zip(LANGS, article.text.words, strict=True)))
    return {
        "blocks": {name: states[name] for name in COUNTED},
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
    """The counts of `status`, and its `approvals` where it has some, for a terminal."""
    rows = (*report["articles"], {"slug": word("answers.status.total"), **report["total"]})
    lines = list((_sentences if language(words().lang).direction == "rtl" else _table)(rows))
    states = words().table("cli.answers.status.state")
    for row in report.get("approvals", ()):
        signed = [{**one, "keys": " ".join(one["keys"])} for one in row["approved"]]
        lines += ["", row["slug"]]
        lines += [f"  {word('answers.status.approved', **one)}" for one in signed]
        lines += [
            f"  {word('answers.status.lapsed', key=one['key'], was=states.get(one['was'], one['was']))}"
            for one in row["lapsed"]
        ]
        lines += [f"  {states[state]}: {' '.join(keys)}" for state, keys in row["open"].items()]
    return "\n".join(lines)


def _table(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    states = words().table("cli.answers.status.state")
    width = max(len(row["slug"]) for row in rows)
    columns = [*(f"{name:>8}" for name in states.values())]
    columns += [word("answers.status.words", lang=lang) for lang in LANGS]
    yield "  ".join((" " * width, *columns))
    for row in rows:
        counts = [row["blocks"][name] for name in states] + [row["words"][lang] for lang in LANGS]
        yield "  ".join((f"{row['slug']:{width}}", *(f"{n:8}" for n in counts)))


def _sentences(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line an article: terminals turn lines round by what stands first in them, and columns would break."""
    states = words().table("cli.answers.status.state")
    for row in rows:
        counts = [f"{said} {row['blocks'][name]}" for name, said in states.items() if row["blocks"][name]]
        for lang in LANGS:
            said = word("answers.status.words", lang=word(f"answers.lang.{lang}"))
            counts.append(f"{said} {row['words'][lang]}")
        yield word("answers.status.row", slug=row["slug"], counts="، ".join(counts))


def stale_hints(articles: Iterable[KnownArticle], most: int | None) -> Iterator[str]:
    """What to do about each paragraph whose Arabic changed after a person translated it: the first `most`."""
    found = [(article.head.slug, block) for article in articles for block in article.text.stale]
    for slug, block in found[:most]:
        path = "answers.status.stale_on" if block.since else "answers.status.stale"
        yield f"\n{word(path, slug=slug, key=block.key, on=block.since)}"
        yield f"  {word('answers.status.keep', slug=slug, key=block.key)}"
        if block.proposal:
            told = word("answers.status.proposal", slug=slug, key=block.key, proposal=block.proposal)
            yield f"  {told}"
    if most is not None and len(found) > most:
        yield f"\n{word('answers.status.more', n=len(found) - most)}"


def mentions(articles: Iterable[Article], actors: Sequence[Actor]) -> Iterator[dict[str, Any]]:
    """Every mention, in both languages; `start` and `end` count characters of the block's plain text."""
    matchers = {lang: Matcher(actors, lang) for lang in LANGS}
    for article in articles:
        for lang, matcher in matchers.items():
            passages = [p for p in article.passages if p.text(lang)]
            texts = [plain(p.text(lang)).text for p in passages]
            for passage, found in zip(passages, matcher.find_in_article(texts), strict=True):
                for mention in found:
                    yield {"slug": article.slug, "key": passage.key, **mention._asdict()}
