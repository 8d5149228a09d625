"""A small publication in memory with everything a page can hold: every state and kind, and hostile text.

The seed's article is there whole, as a machine's draft; the others are short.
"""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from jisr.markup.block_marks import strip_block_marks
from jisr.markup.markdown_text import escape
from jisr.markup.page_format import parse_page
from jisr.model.glossary import Actor, ActorNames, Role
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta, PublicationDate

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = (
    '<script>document.title="pwned"</script>',
    '<img src="https://evil.example/x.png" onerror="document.title=\'pwned\'">',
    "[link](javascript:document.title='pwned')",
    "{: onclick=\"document.title='pwned'\" #title .x }",
    "{{ config.site_name }} {% include 'main.html' %}",
    "<!-- #p7 draft 3f9a1c2e -->",
    '--8<-- "mkdocs.yml"',
    "---\ntitle: pwned\n---",
    "</div></article><iframe src=//evil.example></iframe>",
    "&lt;b&gt; &amp; \u202eevird\u202c",
)


def settings(root: Path = ROOT, **changes: Any) -> Settings:
    """Settings with a repository, so that the links for corrections are there."""
    given = Settings(
        root=root,
        site_url="https://jisr.example/ar/",
        repository="https://git.example/o/n",
        publication={"ar": "جسر", "en": "Jisr"},
        network=True,
    )
    return replace(given, **changes)


def passage(
    key: str,
    kind: Kind,
    original: str,
    translation: str = "",
    state: State | None = None,
    *,
    lead: bool = False,
    number: int = 0,
    level: int = 2,
    break_above: bool = False,
    **entry: Any,
) -> BilingualBlock:
    """A passage; its state is `draft` if it has English, else `missing`, unless said."""
    state = state or (State.DRAFT if translation else State.MISSING)
    facts: dict[str, Any] = {"origin": "language model"} if state is State.DRAFT else {}
    return BilingualBlock(
        Block(kind, original, key=key, lead=lead, number=number, level=level, break_above=break_above),
        Entry(key, original, translation, state, **{**facts, **entry}),
        translation,
    )


# --- the seed ---------------------------------------------------------------------------------------------


KINDS = {"kicker": Kind.KICKER, "title": Kind.TITLE, "h": Kind.HEADING, "p": Kind.PARAGRAPH, "pt": Kind.POINT}


def _seed() -> Article:
    """The seed's article as a draft: Arabic from its text, English from the draft kept with the tests."""
    translation = parse_page(
        (ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md").read_text("utf-8")
    )
    seed = ROOT / "seeds/iraq-ending-coalition-role.txt"
    lines = [line.strip() for line in seed.read_text("utf-8-sig").splitlines() if line.strip()]
    lines = [re.sub("“([^”]*)”|”([^”]*)”", lambda m: f"«{m[1] or m[2]}»", line) for line in lines[4:]]
    original = ["مرحلة جديدة:", "لماذا تدعو العراق لإنهاء دور التحالف الدولي ضد «داعش»؟", *lines]
    passages = []
    for marked, text in zip(translation.blocks, original, strict=True):
        letters = re.match("[a-z]+", marked.key)
        kind = KINDS[letters[0] if letters else ""]
        number, lead = 0, False
        if point := re.match(r"(\d+)- ([^:]*): (.*)", text):
            number, lead, text = int(point[1]), True, f"{escape(point[2])}\n\n{escape(point[3])}"
        else:
            text = escape(text)
        block = Block(kind, text, key=marked.key, number=number, lead=lead)
        passages.append(
            passage(marked.key, kind, text, strip_block_marks(block, marked.body), number=number, lead=lead)
        )
    meta = Meta(
        published=PublicationDate("2023-10", inferred=True),
        source="000_16e7748ba2f4ff31.txt",
        summary={
            "ar": "قراءة في دوافع دعوة بغداد إلى إنهاء مهمة التحالف الدولي ضد «داعش»، وفي ما قد يترتب عليها.",
            "en": "Why Baghdad wants the mission of the coalition against ISIS to end, and what may follow.",
        },
    )
    return Article(
        "iraq-ending-coalition-role", "seeds/iraq-ending-coalition-role.txt", meta, tuple(passages)
    )


# --- every state, every kind ------------------------------------------------------------------------------

ARGOS = "argos 1.12 translate-ar_en 1.0 ab12cd34"
P, E, A = Kind.PARAGRAPH, State.EDITED, State.APPROVED


def _mixed() -> Article:
    return Article(
        "2024/states",
        "seeds/2024/states.txt",
        Meta(
            author={"ar": "كاتبة عربية", "en": "An Arab writer"},
            published=PublicationDate("2024-08-30"),
            licence="CC BY 4.0",
            topics=("الطاقة",),
            summary={"ar": "نص قصير فيه كل حال."},
        ),
        (
            passage("title", Kind.TITLE, "أزمة الطاقة 2003–2011", "The energy crisis, 2003–2011"),
            passage(
                "p1",
                P,
                "ارتفعت الأسعار 50% في 2024-08-30 (IRGC)، واتصل بالرقم +961 1 234 567.",
                "Prices rose by 50 per cent; المؤسسة said so.",
                E,
                origin=ARGOS,
            ),
            passage("p2", P, "فقرة معتمدة.", "An approved paragraph.", A, by="Editor One", on="2026-11-20"),
            passage(
                "p3",
                P,
                "فقرة تغيّر أصلها.",
                "A paragraph whose Arabic changed.",
                E,
                stale=True,
                previous="فقرة.",
            ),
            passage("p4", P, "فقرة لم تُترجم بعد عن نوري المالكي."),
            passage("h1", Kind.HEADING, "جدول واقتباس", "A table and a quotation"),
            passage(
                "t1",
                Kind.TABLE,
                "| السنة | الإنتاج |\n|---|---:|\n| 2003 | 1,250 |\n| 2011 | 3.5 |",
                "| Year | Output |\n|---|---:|\n| 2003 | 1,250 |\n| 2011 | 3.5 |",
            ),
            passage(
                "q1",
                Kind.QUOTATION,
                "قال نوري المالكي: «لن نعود».",
                "Nouri al-Maliki said: “We shall not return.”",
            ),
            passage(
                "p5",
                P,
                "جملة لها حاشية[^1] وأخرى[^b].\n\n[^1]: نص الحاشية عن OPEC.\n[^b]: حاشية ثانية.",
                "A sentence with a note[^1], and more[^b].\n\n[^1]: The note, on OPEC.\n[^b]: A second note.",
            ),
            passage("pt1", Kind.POINT, "أول\n\n1. أ\n2. ب", "first\n\n1. a\n2. b"),
            passage("pt2", Kind.POINT, "ثانٍ", "second"),
            passage("pt3", Kind.POINT, "ثالث", "", State.MISSING, reason="engine: loop"),
            passage("n1", Kind.NOTE, "ملاحظة من المحرر.", "A note by the editor."),
        ),
    )


def _approved() -> Article:
    def signed(key: str, kind: Kind, original: str, translation: str) -> BilingualBlock:
        return passage(
            key, kind, original, translation, A, by="Editor One", on="2026-11-20", origin="argos 1.12"
        )

    return Article(
        "2024/approved",
        "seeds/2024/approved.txt",
        Meta(published=PublicationDate("2024")),
        (
            signed("title", Kind.TITLE, "مقال معتمد", "An approved article"),
            signed(
                "p1",
                P,
                "قال محمد شياع السوداني إن العراق تغيّر.",
                "Mohammed Shia al-Sudani said Iraq had changed.",
            ),
            signed("h1", Kind.HEADING, "عن السوداني", "On al-Sudani"),
            signed(
                "p2",
                P,
                "قال السوداني، والسوداني رئيس الوزراء.",
                "Al-Sudani, Prime Minister; al-Sudani again.",
            ),
        ),
    )


def _human() -> Article:
    return Article(
        "human",
        "seeds/human.md",
        Meta(published=PublicationDate("2022-05")),
        (
            passage("title", Kind.TITLE, "ترجمة بشرية", "By hand", E),
            passage("p1", P, "كُتبت باليد.", "Written by hand.", E),
        ),
    )


def _arabic_only() -> Article:
    return Article(
        "arabic-only",
        "seeds/arabic-only.txt",
        Meta(),
        (passage("title", Kind.TITLE, "لم يُترجم"), passage("p1", P, "نص بلا ترجمة.")),
    )


def _hostile() -> Article:
    seed = [passage(f"p{n}", P, escape(text), text) for n, text in enumerate(HOSTILE, 1)]
    title = passage("title", Kind.TITLE, escape(HOSTILE[0] + HOSTILE[3]), HOSTILE[0] + HOSTILE[3])
    heading = passage("h1", Kind.HEADING, escape(HOSTILE[3] + HOSTILE[8]), HOSTILE[3] + HOSTILE[8])
    meta = Meta(
        author={"ar": HOSTILE[0], "en": HOSTILE[1]},
        summary={"ar": HOSTILE[8], "en": HOSTILE[8]},
        source=HOSTILE[0],
        topics=(HOSTILE[1],),
    )
    return Article("hostile", "seeds/hostile.txt", meta, (title, *seed, heading))


def specimen() -> Article:
    """Every kind of text that the house has a rule for, in both directions: to be looked at and measured."""
    code = '```\nif x < 5 and y > 2:\n    print("50%")\n```'

    def signed(key: str, kind: Kind, original: str, translation: str, **more: Any) -> BilingualBlock:
        return passage(key, kind, original, translation, A, by="Editor One", on="2026-11-20", **more)

    return Article(
        "specimen",
        "seeds/specimen.md",
        Meta(author={"ar": "الخطّاط", "en": "The Calligrapher"}, published=PublicationDate("2021-02-03")),
        (
            signed("kicker", Kind.KICKER, "نموذج", "Specimen"),
            signed(
                "title", Kind.TITLE, "كل ما يُكتب بين 2003–2011 و«GPT-4»", "All that is written, 2003–2011"
            ),
            signed(
                "p1",
                P,
                "نص فيه *تأكيد* و**تشديد** و«اقتباس فيه “اقتباس”»، "
                "ونسبة 50% وحرارة -5 ورقم +961 1 234 567، "
                "وتاريخ 2024-08-30 ومدى 2003–2011، و(IRGC) وC++. "
                "ثم نقاط حذف… وسهم ← وآخر →، ووجه 🙂.",
                "Text with *emphasis* and **strength** and “a quotation with ‘another’ in it”, 50% and −5 "
                "and +961 1 234 567, 2024-08-30 and 2003–2011, (داعش) and C++. "
                "Then dots… an arrow → another ←, 🙂.",
            ),
            signed(
                "p2",
                P,
                "جملة لها حاشية[^1]، وأخرى[^2].\n\n[^1]: نص الحاشية.\n[^2]: حاشية عن OPEC.",
                "A sentence with a note[^1], and another[^2].\n\n[^1]: The note.\n[^2]: A note on OPEC.",
            ),
            signed("h1", Kind.HEADING, "قوائم", "Lists"),
            signed("pt1", Kind.POINT, "أولى بلا ترقيم", "first without a number"),
            signed("pt2", Kind.POINT, "ثانية بلا ترقيم", "second without a number"),
            signed(
                "pt3", Kind.POINT, "مرقّمة\n\n1. تحتها\n2. وتحتها", "numbered\n\n1. below\n2. below", number=1
            ),
            signed("pt4", Kind.POINT, "مرقّمة", "numbered", number=2),
            signed(
                "pt5", Kind.POINT, "عنوانها\n\nثم نصّها.", "Its heading\n\nThen its text.", number=3, lead=True
            ),
            signed("h2", Kind.HEADING, "جدول واقتباس", "A table and a quotation", level=3),
            signed(
                "t1",
                Kind.TABLE,
                "| السنة | البلد | الإنتاج |\n|---|:--:|---:|\n| 2003 | العراق | 1,250 |\n"
                "| 2011 | إيران | 3.5 |",
                "| Year | Country | Output |\n|---|:--:|---:|\n| 2003 | Iraq | 1,250 |\n"
                "| 2011 | Iran | 3.5 |",
            ),
            signed(
                "q1", Kind.QUOTATION, "قال: «لن نعود».\n\nثم عاد.", "He said: “No.”\n\nThen he came back."
            ),
            signed(
                "q2",
                Kind.QUOTATION,
                "قفا نبكِ من ذكرى حبيبٍ ومنزلِ "
                "*** بسِقطِ اللوى بين الدَّخولِ فحَومَلِ\n"
                "فتوضحَ فالمِقراةِ لم يعفُ رسمُها *** لما نسجتها من جنوبٍ وشمألِ",
                "Halt, and let us weep for a friend and a dwelling *** where the sands end\n"
                "whose trace has not been wiped away *** for all the weaving of south wind and north",
            ),
            signed(
                "p3",
                P,
                "الأمر `jisr build --no-site` في السطر.",
                "The command `jisr build --no-site` in a line.",
            ),
            signed("p4", P, code, code),
            signed("n1", Kind.NOTE, "ملاحظة المحرر.", "The editor’s note."),
        ),
    )


def articles() -> list[Article]:
    """All articles of the sample."""
    return [_seed(), _mixed(), _approved(), _human(), _arabic_only(), _hostile()]


def actors() -> list[Actor]:
    """A few actors of the seed."""
    return [
        Actor(
            "iraq", "state", ActorNames("العراق"), ActorNames("Iraq", description="A state in western Asia.")
        ),
        Actor(
            "isis",
            "armed group",
            ActorNames("داعش", allowed=("تنظيم داعش",)),
            ActorNames("ISIS", allowed=("Daesh",)),
        ),
        Actor(
            "sudani",
            "person",
            ActorNames("محمد شياع السوداني", short="السوداني", description="سياسي عراقي."),
            ActorNames("Mohammed Shia al-Sudani", short="al-Sudani", description="Iraqi politician."),
            origin="language model",
            source=f"https://example.org/{'who' * 60}",
            roles=(
                Role(
                    title={"ar": "رئيس الوزراء", "en": "Prime Minister"},
                    since="2022-10",
                    source=f"iraq-ending-coalition-role #p1; https://example.org/{'List_' * 40}; {'x' * 90}",
                ),
            ),
        ),
        Actor(
            "maliki",
            "person",
            ActorNames("نوري المالكي"),
            ActorNames("Nouri al-Maliki"),
            part_of=("state_of_law",),
        ),
        Actor(
            "state_of_law", "bloc", ActorNames("ائتلاف «دولة القانون»"), ActorNames("State of Law Coalition")
        ),
        Actor(
            "coalition",
            "organisation",
            ActorNames("التحالف الدولي ضد داعش", allowed=("التحالف الدولي",)),
            ActorNames("international coalition against ISIS", allowed=("international coalition",)),
        ),
        Actor(
            "pmf",
            "state force",
            ActorNames("الحشد الشعبي"),
            ActorNames("Popular Mobilization Forces"),
            hybrid=True,
        ),
    ]


def docs() -> dict[str, bytes]:
    """The hand-written pages of this repository."""
    folder = ROOT / "docs"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for lang in ("ar", "en")
        for path in sorted((folder / lang).rglob("*"))
        if path.is_file() and "articles" not in path.parts
    }
