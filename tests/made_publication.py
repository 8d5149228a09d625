"""A publication of a dozen related articles on disk: one article hides the faults that several have.

All that is in it is invented. The same actors stand in all articles, which share series and topics; one is
embargoed, one withdrawn; editors corrected and signed paragraphs, and an author changed his text behind them.
`make` writes it, drafted by a dictionary of sentences; `quarrel` sets one article at odds with its page.
"""

import itertools
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from jisr.app import editorial, pipeline
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation import engines
from tests.project import SITE, copy

TODAY = date(2026, 11, 23)
_ROLES = ("AUTHOR", "COMMITTER")
ENVIRONMENT = {
    **{f"GIT_{role}_NAME": "Editor One" for role in _ROLES},
    **{f"GIT_{role}_EMAIL": "one@example.org" for role in _ROLES},
    **{f"GIT_{role}_DATE": "2026-11-23T12:00:00Z" for role in _ROLES},
    **{f"GIT_CONFIG_{kind}": os.devnull for kind in ("GLOBAL", "SYSTEM")},
    "SOURCE_DATE_EPOCH": "1798027200",  # 2026-12-23, later than every article
    "CI": "",  # where it is set, the embargoed article goes by a number
}
"""What makes the commits, and so the site, the same each time."""


class Pair(NamedTuple):
    """The same in both languages."""

    ar: str
    en: str


class Actor(NamedTuple):
    """An actor of the glossary."""

    id: str
    type: str
    ar: str
    en: str


ACTORS = (
    Actor("salma_darwish", "person", "سلمى درويش", "Salma Darwish"),
    Actor("nadim_khoury", "person", "نديم الخوري", "Nadim al-Khoury"),
    Actor("hind_alsaffar", "person", "هند الصفّار", "Hind al-Saffar"),
    Actor("water_authority", "organisation", "هيئة مياه الرافدين", "Rafidain Water Authority"),
    Actor("farmers_union", "organisation", "اتحاد المزارعين", "Farmers’ Union"),
    Actor("marsh_council", "organisation", "مجلس الأهوار", "Marsh Council"),
    Actor("river_party", "party", "حزب النهر", "River Party"),
    Actor("qasr_dam", "place", "سدّ القصر", "Qasr Dam"),
    Actor("tel_banat", "place", "تلّ البنات", "Tel Banat"),
    Actor("iraq", "state", "العراق", "Iraq"),
    Actor("syria", "state", "سوريا", "Syria"),
    Actor("basin_accord", "agreement", "اتفاق الحوض", "Basin Accord"),
)
PEOPLE, BODIES, PLACES = ACTORS[:3], ACTORS[3:7], ACTORS[7:11]

# {p} a person, {b} a body, {l} a place, {m} another place, {n} a number, {y} a year
SENTENCES = (
    Pair(
        "قال {p.ar} إن {b.ar} لم تنشر أرقام العام {y} بعد، وإن المزارعين في {l.ar} ينتظرونها منذ الربيع.",
        "{p.en} said that the {b.en} had not yet published the figures for {y}, and that farmers in {l.en}"
        " had been waiting for them since spring.",
    ),
    Pair(
        "وبلغ منسوب الماء قرب {l.ar} {n} سنتيمتراً، أي أدنى مما كان عليه قبل عشر سنوات.",
        "The water near {l.en} stood at {n} centimetres, below where it was ten years ago.",
    ),
    Pair(
        "وترى {b.ar} أن القناة القديمة لا تكفي قرى {l.ar}، لكنها لا تملك مالاً لحفر غيرها.",
        "The {b.en} holds that the old canal is not enough for the villages of {l.en}, but has no money to"
        " dig another.",
    ),
    Pair(
        "وزار {p.ar} {l.ar} في آذار {y}، واستمع إلى {n} من الصيادين وأصحاب الزوارق.",
        "{p.en} visited {l.en} in March {y} and listened to {n} fishermen and boat owners.",
    ),
    Pair(
        "وينص اتفاق الحوض على أن تُقسم المياه بين {l.ar} و{m.ar} بحسب عدد السكان.",
        "The Basin Accord provides that the water be divided between {l.en} and {m.en} by population.",
    ),
    Pair(
        "ورفضت {b.ar} هذا الاقتراح مرتين، ثم عادت إليه بعد فيضان العام {y}.",
        "The {b.en} refused this proposal twice, then returned to it after the flood of {y}.",
    ),
    Pair(
        "ولم يُسأل أهل {l.ar} عن رأيهم، كما كتبت {b.ar} في تقرير من {n} صفحة.",
        "The people of {l.en} were not asked, as the {b.en} wrote in a report of {n} pages.",
    ),
    Pair(
        "وأضاف {p.ar}: «لا نريد وعوداً، بل نريد أن نرى الماء في سواقينا».",
        "{p.en} added: “We do not want promises, we want to see the water in our ditches.”",
    ),
    Pair(
        "وتقول النساء في {l.ar} إن الطريق إلى البئر صار أطول بنحو {n} متر.",
        "Women in {l.en} say that the way to the well has become some {n} metres longer.",
    ),
    Pair(
        "وقد وُعد السكان بمضخات جديدة قبل نهاية {y}، ثم وصلت منها {n} مضخة فقط.",
        "Residents were promised new pumps before the end of {y}; only {n} pumps arrived.",
    ),
    Pair(
        "أما {b.ar} فتطالب بأن يُنشر كل عقد يوقَّع مع شركات الري في {l.ar}.",
        "The {b.en}, for its part, demands that every contract signed with irrigation companies in {l.en} be"
        " published.",
    ),
    Pair(
        "وإذا بقي الأمر على حاله، فلن يزيد ما يُزرع في {l.ar} هذا الشتاء على {n} دونم.",
        "If things remain as they are, no more than {n} dunams will be planted in {l.en} this winter.",
    ),
)
TITLES = (
    Pair("من يملك ماء الجنوب", "Who owns the water of the south"),
    Pair("قرى على طرف القناة", "Villages at the end of the canal"),
    Pair("حين جفّ البئر الثالث", "When the third well ran dry"),
    Pair("اتفاق لم يقرأه أحد", "An accord that nobody has read"),
    Pair("صيادون بلا سمك", "Fishermen without fish"),
    Pair("الطريق إلى السدّ", "The road to the dam"),
    Pair("موسم القمح المتأخر", "A late season of wheat"),
    Pair("ما تقوله الخرائط القديمة", "What the old maps say"),
    Pair("امرأة تدير مضخة", "A woman runs a pump"),
    Pair("فيضان في غير موعده", "A flood out of season"),
    Pair("حساب الماء وحساب المال", "Counting water, counting money"),
    Pair("رسائل من الأهوار", "Letters from the marshes"),
)
HEADINGS = (
    Pair("من أين يأتي الماء", "Where the water comes from"),
    Pair("من يقرر", "Who decides"),
    Pair("ما العمل", "What is to be done"),
)
SLUGS = (
    *("2024/owners", "2024/canal", "2024/third-well", "2024/accord", "2025/fishermen", "2025/dam"),
    *("2025/wheat", "2025/maps", "2026/pump", "2026/flood", "2026/accounts", "2026/letters"),
)
EMBARGOED, WITHDRAWN, UNTRANSLATED = "2026/flood", "2025/maps", "2026/letters"
EDITED, APPROVED, STALE, QUARREL = "2024/owners", "2024/canal", "2024/third-well", "2025/dam"

SETTINGS = {
    "editions: [epub, pdf]": "editions: [epub]",  # PDF has the fonts read for each article: seconds
    "https://jisr.example/": "https://water.example.org/",
    "    topics:\n": "    topics:\n      water: {ar: المياه, en: Water}\n      law: {ar: القانون, en: Law}\n",
    "series: {}": "series: {south: {ar: أوراق الجنوب, en: Southern papers}}",
    "publication: {ar: جسر, en: Jisr}": "publication: {ar: دفاتر الماء, en: Water Notebooks}",
}


def sentences(number: int) -> Iterator[Pair]:
    """The sentences of an article, each in both languages; endless."""
    for turn in itertools.count():
        at = 7 * number + 5 * turn
        words = {
            "p": PEOPLE[(number + turn) % len(PEOPLE)],
            "b": BODIES[(number + turn // 2) % len(BODIES)],
            "l": PLACES[(number + 3 * turn) % len(PLACES)],
            "m": PLACES[(number + 3 * turn + 1) % len(PLACES)],
            "n": 12 + 3 * at,
            "y": 2003 + at % 20,
        }
        pair = SENTENCES[at % len(SENTENCES)]
        yield Pair(pair.ar.format(**words), pair.en.format(**words))


def paragraphs(number: int) -> list[list[Pair]]:
    """An article's paragraphs as lists of sentences: some four hundred words in all."""
    found = sentences(number)
    return [list(itertools.islice(found, 2 + turn % 2)) for turn in range(9)]


def seed(number: int) -> str:
    """An article's text as its author hands it in."""
    parts = [f"# {TITLES[number].ar}"]
    for turn, paragraph in enumerate(paragraphs(number)):
        if turn % 3 == 0:
            parts.append(f"## {HEADINGS[turn // 3].ar}")
        parts.append(" ".join(sentence.ar for sentence in paragraph))
    return "\n\n".join(parts) + "\n"


def sidecar(number: int) -> str:
    """What is known of an article."""
    slug = SLUGS[number]
    lines = [
        f"published: {slug[:4]}-{number + 1:02}-15",
        f"author: {{ar: {PEOPLE[number % 3].ar}, en: {PEOPLE[number % 3].en}}}",
        f"topics: [{'water' if number % 3 else 'law'}]",
        "series: south" if number % 2 else "licence: CC BY 4.0",
        f"summary: {{ar: 'عن {TITLES[number].ar}.', en: 'On {TITLES[number].en.lower()}.'}}",
    ]
    if slug == EMBARGOED:
        lines += ["status: embargoed", "until: 2999-01-01"]
    if slug == WITHDRAWN:
        lines += ["status: withdrawn", "reason: The maps were not the author’s to publish."]
    return "\n".join(lines) + "\n"


def glossary() -> str:
    """seeds/actors.yml."""
    lines = ["actors:"]
    for actor in ACTORS:
        lines += [f"  - id: {actor.id}", f"    type: {actor.type}"]
        lines += [f"    ar: {{name: {actor.ar}}}", f"    en: {{name: {actor.en}}}"]
    return "\n".join(lines) + "\n"


class Dictionary:
    """An engine that knows the sentences above, and fails as engines do where it knows nothing."""

    name = "dictionary 1"

    def __init__(self) -> None:
        every = (pair for number in range(len(SLUGS)) for part in paragraphs(number) for pair in part)
        self.known = {pair.ar: pair.en for pair in (*every, *TITLES, *HEADINGS)}
        projects = {ar.replace("هذا الاقتراح", "هذا المشروع"): en for ar, en in self.known.items()}
        self.known |= {ar: en.replace("proposal", "project") for ar, en in projects.items()}

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """The English of each."""
        return [
            Draft(self.known[s.text], -0.2) if s.text in self.known else Draft("", failure="unknown")
            for s in segments
        ]


def translation(root: Path, slug: str) -> Path:
    """The English page of an article."""
    return root / "docs/en/articles" / f"{slug}.md"


def make(root: Path) -> None:
    """Write the publication into a folder: seeds, pages, ledgers, and their commits."""
    copy(root, *SITE)
    for lang in ("ar", "en"):
        shutil.rmtree(root / "docs" / lang / "articles")
    for settings in (root / "mkdocs.yml", root / "mkdocs.en.yml"):
        for old, new in SETTINGS.items():
            settings.write_text(settings.read_text("utf-8").replace(old, new), "utf-8")
    for number, slug in enumerate(SLUGS):
        path = root / "seeds" / f"{slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(seed(number), "utf-8")
        path.with_suffix(".yml").write_text(sidecar(number), "utf-8")
    (root / "seeds/actors.yml").write_text(glossary(), "utf-8")
    (root / ".gitignore").write_text("/.build/\n/.jisr/\n/site/\n", "utf-8")
    draft(root)
    commit(root, "Draft")
    change(translation(root, EDITED), "had not yet published", "has still not published")
    change(translation(root, STALE), "refused this proposal twice", "turned this proposal down twice")
    draft(root)
    editorial.approve(root, APPROVED, (), by="Editor One", today=TODAY)
    change(root / "seeds" / f"{STALE}.md", "هذا الاقتراح مرتين", "هذا المشروع مرتين")  # project
    draft(root)
    commit(root, "Correct and sign")


def change(path: Path, old: str, new: str) -> None:
    """Change words where they first stand."""
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def quarrel(root: Path) -> None:
    """Have an editor and a translator change one sentence, each in his file and differently."""
    change(translation(root, QUARREL), "were not asked", "were never asked")
    change(root / "translations" / f"{QUARREL}.po", "were not asked", "were rarely asked")


def draft(root: Path) -> None:
    """`jisr draft` with the dictionary, for all but one."""
    slugs = [slug for slug in SLUGS if slug != UNTRANSLATED]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Dictionary())
        result = pipeline.draft_articles(root, TODAY, slugs)
    assert not result.failed, result.findings


def commit(root: Path, message: str) -> None:
    """Commit all that is there."""
    environment = {**os.environ, **ENVIRONMENT}
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", message]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)
