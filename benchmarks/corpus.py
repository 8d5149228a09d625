"""Publications of any size for measuring: `python -m benchmarks.corpus ARTICLES FOLDER`.

Each article is the first seed's text, its points in another order and three paragraphs of its own about
names of its glossary: 12 KB, some 65 mentions; the same bytes each time. Topics, series, authors and names
are as in life: a few stand in many articles, most in few; dates are spread over twelve years. English pages
and ledgers lie there as drafts, the first seed's ledger being the dictionary, and `jisr sync` finds nothing
to change in them. No editions are asked for.
"""

import json
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeVar

import yaml

from jisr.lang.arabic import digest
from jisr.markup.page_format import compose_page, format_block, format_marker
from jisr.model.ledger import Entry, Ledger, State
from jisr.translation import ledger

HERE = Path(__file__).resolve().parent.parent
SEED = "iraq-ending-coalition-role"
FRONT = "---\nlang: en\ndir: ltr\n---\n\n"
FIRST_DAY, DAYS = date(2014, 1, 1), 12 * 365
ARABIC, LATIN = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abtvjhkdzrsxpgqcfwmnylueio"
MONTHS = (
    ("يناير", "January"), ("فبراير", "February"), ("مارس", "March"), ("أبريل", "April"), ("مايو", "May"),
    ("يونيو", "June"), ("يوليو", "July"), ("أغسطس", "August"), ("سبتمبر", "September"), ("أكتوبر", "October"),
    ("نوفمبر", "November"), ("ديسمبر", "December"),
)  # fmt: skip
SLIPS = (("أى ", "أي "), ("العراقيةالأمريكية", "العراقية-الأمريكية"))
"""What the checks find in the first seed, which they would say once an article."""

PEOPLE = (
    ("سليم حداد", "Salim Haddad"), ("رنا قاسم", "Rana Qasim"), ("هالة نصر", "Hala Nasr"),
    ("باسل عمران", "Basil Imran"), ("منى شاهين", "Mona Shahin"), ("زياد خوري", "Ziad Khoury"),
)  # fmt: skip
SUBJECTS = (
    ("الطاقة", "Energy"), ("المياه", "Water"), ("الحدود", "Borders"), ("الأمن", "Security"),
    ("الانتخابات", "Elections"), ("الإعلام", "Media"), ("التعليم", "Education"), ("الصحة", "Health"),
    ("التجارة", "Trade"), ("القضاء", "Justice"), ("الهجرة", "Migration"), ("الزراعة", "Agriculture"),
)  # fmt: skip
TOPICS = tuple(f"topic-{n:02}" for n in range(24))
SERIES = tuple(f"series-{n:02}" for n in range(50))
T = TypeVar("T")


class Words(NamedTuple):
    """The same in both languages."""

    ar: str
    en: str


RARE, RARELY = Words("سد مكحول", "Makhoul Dam"), 50
"""An actor that is not in our glossary, and stands in one article of so many."""

ENTRY = """\
  - id: makhoul_dam
    type: mission or base
    ar: {{name: {ar}, description: "سد على دجلة شمال بيجي."}}
    en: {{name: {en}, description: "A dam on the Tigris north of Baiji."}}
"""

FRAMES = (
    Words(
        "وفي {day_ar} ورد اسم {a_ar} في تقرير من {n} صفحة، ذُكرت فيه مواقف {b_ar} من هذا الملف؛ "
        "ومما جاء فيه من ألفاظ: {own_ar}.",
        "On {day_en} the name of {a_en} appeared in a report of {n} pages that mentioned the positions of "
        "{b_en} on this file; among its words were: {own_en}.",
    ),
    Words(
        "وجاء ذلك بعد {n} يوماً من اجتماع حضره مندوبون عن {a_ar} يوم {day_ar}، ولم يصدر عن {b_ar} تعليق "
        "على ما تقرر فيه من بنود: {own_ar}.",
        "It came {n} days after a meeting that delegates of {a_en} attended on {day_en}; there was no "
        "comment from {b_en} on the points agreed there: {own_en}.",
    ),
    Words(
        "ومنذ {day_ar} تغيّرت لهجة البيانات الصادرة عن {a_ar}، وبلغ عددها {n} بياناً، "
        "في حين بقيت لهجة {b_ar} على حالها: {own_ar}.",
        "Since {day_en} the tone of the statements from {a_en} has changed, and their number has reached "
        "{n}, while the tone of {b_en} has remained as it was: {own_en}.",
    ),
)
"""Paragraphs of which each article has its own: in Arabic and in English."""


@dataclass(frozen=True)
class MadeBlock:
    """A block as it stands in the seed, on the page, and in the ledger, there under `KEY`."""

    kind: str
    text: Words

    @cached_property
    def entry(self) -> str:
        """The text of its entry in a ledger."""
        target = self.text.en
        made = Entry("KEY", self.text.ar, target, State.DRAFT, synced=digest(target), origin="a dictionary 1")
        return ledger.compose(Ledger((replace(made, fuzzy=True),))).split("\n\n", 1)[1]

    def in_seed(self, number: int) -> str:
        """As an author writes it."""
        if self.kind != "pt":
            return self.text.ar
        lead, text = self.text.ar.split("\n\n", 1)
        return f"{number}- {lead}: {text}"

    def on_page(self, key: str, number: int) -> str:
        """As it stands on the English page."""
        marks = {"title": "# ", "h": "## ", "pt": f"### {number}. "}
        body = marks.get(self.kind, "") + self.text.en
        return format_block(format_marker(key, "draft", digest(self.text.en)), body)


@dataclass(frozen=True)
class Corpus:
    """What articles are made from: the first seed's blocks in order, and the names of its glossary."""

    head: tuple[MadeBlock, ...]
    points: tuple[MadeBlock, ...]
    tail: tuple[MadeBlock, ...]
    names: tuple[Words, ...]


def read_corpus() -> Corpus:
    """The first seed as its ledger has it, without its title."""
    text = (HERE / f"translations/{SEED}.po").read_text("utf-8")
    for slip, right in SLIPS:
        text = text.replace(slip, right)
    found = ledger.parse(text, SEED)
    blocks = [
        MadeBlock(entry.key.rstrip("0123456789"), Words(entry.source, entry.target))
        for entry in found.entries
        if entry.key not in ("kicker", "title")
    ]
    kinds = [block.kind for block in blocks]
    first, last = kinds.index("pt"), len(kinds) - kinds[::-1].index("pt")
    actors = yaml.safe_load((HERE / "seeds/actors.yml").read_text("utf-8"))["actors"]
    names = (Words(*(actor[lang].get("name", "") for lang in ("ar", "en"))) for actor in actors)
    return Corpus(
        tuple(blocks[:first]),
        tuple(blocks[first:last]),
        tuple(blocks[last:]),
        tuple(name for name in names if all(name)),
    )


def spread(things: Sequence[T], rng: random.Random) -> T:
    """One of `things`, the first far more often than the last."""
    weights = list(accumulate(1 / (n + 1) for n in range(len(things))))
    return rng.choices(things, cum_weights=weights)[0]


def numbered(words: Sequence[tuple[str, str]], count: int) -> list[Words]:
    """`count` names made of `words`."""
    rounds = [(words[n % len(words)], n // len(words)) for n in range(count)]
    return [Words(f"{ar} {n}" if n else ar, f"{en} {n}" if n else en) for (ar, en), n in rounds]


def named(ids: Sequence[str]) -> str:
    """The setting that gives `ids` names in both languages."""
    pairs = zip(ids, numbered(SUBJECTS, len(ids)), strict=True)
    return json.dumps({id_: words._asdict() for id_, words in pairs}, ensure_ascii=False)


def named_below(ids: Sequence[str]) -> str:
    """The same as lines below its key, before those that stand there."""
    said = json.loads(named(ids)).items()
    return "".join(f"      {id_}: {json.dumps(words, ensure_ascii=False)}\n" for id_, words in said)


def own_paragraphs(corpus: Corpus, rng: random.Random, number: int) -> Iterator[MadeBlock]:
    """What only one article says: names, a date, a number, and words that no other has."""
    for ar, en in FRAMES:
        a = spread(corpus.names, rng)
        b = RARE if number % RARELY == 0 else spread(corpus.names, rng)
        day = FIRST_DAY + timedelta(rng.randrange(DAYS))
        month = MONTHS[day.month - 1]
        own = [rng.choices(range(26), k=6) for _ in range(6)]
        slots = {
            "a_ar": a.ar, "a_en": a.en, "b_ar": b.ar, "b_en": b.en, "n": rng.randint(11, 99),
            "day_ar": f"{day.day} {month[0]} {day.year}", "day_en": f"{day.day} {month[1]} {day.year}",
            "own_ar": " ".join("".join(ARABIC[n] for n in word) for word in own),
            "own_en": " ".join("".join(LATIN[n] for n in word) for word in own),
        }  # fmt: skip
        yield MadeBlock("p", Words(ar.format(**slots), en.format(**slots)))


@dataclass(frozen=True)
class MadeArticle:
    """An article's files."""

    slug: str
    seed: str
    sidecar: str
    page: str
    ledger: str


def make_article(corpus: Corpus, number: int, count: int) -> MadeArticle:
    """The `number`-th of `count` articles, from 0; one more is newer than all."""
    rng = random.Random(number)
    about = Words(*rng.choice(SUBJECTS))
    a, b = spread(corpus.names, rng), spread(corpus.names, rng)
    title = Words(
        f"{about.ar} بين {a.ar} وبين {b.ar}: القراءة {number + 1}",
        f"{about.en} between {a.en} and {b.en}: reading {number + 1}",
    )
    blocks = [
        MadeBlock("title", title),
        *corpus.head,
        *rng.sample(corpus.points, len(corpus.points)),
        *corpus.tail,
        *own_paragraphs(corpus, rng, number),
    ]
    counts: dict[str, int] = {}
    seed, page, entries = [], [], []
    for block in blocks:
        at = counts[block.kind] = counts.get(block.kind, 0) + 1
        key = block.kind if block.kind == "title" else f"{block.kind}{at}"
        seed.append(block.in_seed(at))
        page.append(block.on_page(key, at))
        entries.append(block.entry.replace('msgctxt "KEY"', f'msgctxt "{key}"', 1))
    author = spread(numbered(PEOPLE, 6 + count // 50), rng)
    newest = number == count
    known: dict[str, object] = {
        "published": str(FIRST_DAY + timedelta(DAYS if newest else rng.randrange(DAYS))),
        "author": author._asdict(),
        "topics": sorted({spread(TOPICS, rng), spread(TOPICS, rng)}),
    }
    if rng.random() < 0.3:
        known["series"] = spread(SERIES[: 2 + count // 20], rng)
    if rng.random() < 0.5:
        known["summary"] = {"ar": f"قراءة في {about.ar}.", "en": f"A reading of {about.en.lower()}."}
    header = ledger.compose(Ledger()).rstrip("\n")
    return MadeArticle(
        f"a{number:05}",
        "\n\n".join(seed) + "\n",
        yaml.safe_dump(known, allow_unicode=True),
        compose_page(FRONT, "", page),
        "\n\n".join([header, *(entry.rstrip("\n") for entry in entries)]) + "\n",
    )


def write_article(root: Path, article: MadeArticle) -> None:
    """Lay the files of `article` into a publication."""
    (root / f"seeds/{article.slug}.txt").write_text(article.seed, "utf-8")
    (root / f"seeds/{article.slug}.yml").write_text(article.sidecar, "utf-8")
    (root / f"docs/en/articles/{article.slug}.md").write_text(article.page, "utf-8")
    (root / f"translations/{article.slug}.po").write_text(article.ledger, "utf-8")


def make_publication(root: Path, articles: int) -> None:
    """A publication of `articles` articles in the new folder `root`, with our pages and glossary."""
    ours = shutil.ignore_patterns(SEED + "*")
    for folder in ("docs", "overrides", "seeds"):
        shutil.copytree(HERE / folder, root / folder, ignore=ours)
    for folder in ("docs/ar/articles", "docs/en/articles", "translations"):
        (root / folder).mkdir(exist_ok=True)
    shutil.copy(HERE / "mkdocs.en.yml", root)
    settings = (HERE / "mkdocs.yml").read_text("utf-8")
    changes = {
        "editions: [epub, pdf]": "editions: []",
        "    topics:\n": f"    topics:\n{named_below(TOPICS)}",
        "series: {}": f"series: {named(SERIES)}",
    }
    for was, now in changes.items():
        assert was in settings
        settings = settings.replace(was, now)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    with (root / "seeds/actors.yml").open("a", encoding="utf-8") as glossary:
        glossary.write("\n" + ENTRY.format(**RARE._asdict()))
    corpus = read_corpus()
    for number in range(articles):
        write_article(root, make_article(corpus, number, articles))


def edit_paragraph(pages: Path) -> None:
    """Edit a paragraph of one article, whose page lies in the folder of English `pages`."""
    page = pages / "articles/a00007.md"
    text = page.read_text("utf-8")
    edited = text.replace("appear", "indeed appear", 1)
    assert edited != text
    page.write_text(edited, "utf-8")


def add_article(root: Path, articles: int) -> None:
    """The newest of what were `articles` until now."""
    write_article(root, make_article(read_corpus(), articles, articles))


def rename_actor(root: Path) -> None:
    """Change the English name of an actor that one article in fifty names; the former is an alias."""
    file = root / "seeds/actors.yml"
    text, was = file.read_text("utf-8"), f"name: {RARE.en},"
    assert was in text
    file.write_text(text.replace(was, f"name: {RARE.en} Project, aliases: [{RARE.en}],"), "utf-8")


def main() -> None:
    """Make a publication where the arguments say."""
    articles, root = int(sys.argv[1]), Path(sys.argv[2])
    make_publication(root, articles)


if __name__ == "__main__":
    main()
