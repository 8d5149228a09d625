"""What findings say in Arabic, on pages and in a terminal."""

import re
from pathlib import Path

import pytest
from polib import pofile

from jisr.cli.messages import print_findings
from jisr.i18n.findings import WRITTEN_IN, cut_at_holes, translate, translate_finding
from jisr.model.diagnostics import warning
from jisr.model.languages import LANGS, Lang
from tests.i18n.sentences import COMMANDS, PACKAGE

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
OTHERS = [lang for lang in LANGS if lang != WRITTEN_IN]


@pytest.mark.parametrize("lang", OTHERS)
def test_that_a_translation_loses_nothing_of_what_differs_and_is_in_its_language(lang: Lang) -> None:
    for entry in pofile(str(PACKAGE / f"i18n/findings.{lang}.po")):
        holes = len(cut_at_holes(entry.msgid)) - 1
        marks = [f"<{n}>" for n in range(holes)]
        said = entry.msgstr.format(*marks)
        assert all(said.count(mark) == 1 for mark in marks), entry.msgid
        assert not INVISIBLE.search(said), entry.msgid
        is_command = entry.msgid.startswith((*COMMANDS, "--", "{}"))
        assert is_command or any("\u0600" <= char <= "\u06ff" for char in said), entry.msgid


@pytest.mark.parametrize(
    ("english", "arabic"),
    [
        ("no block has the key p7", "لا فقرة بالمفتاح p7"),  # without a hole's own words
        ("numbers differ: only in the Arabic: 26", "الأرقام مختلفة: في العربية وحدها: 26"),
        ("cannot be approved: its Arabic changed since", "لا تُعتمد: تغيّر الأصل بعدها"),  # told by a `why_…`
        ("26 is a percentage, and none in the English", "26 نسبة مئوية، وليست كذلك في الإنجليزية"),
        # a hole is looked up too where it is a sentence of Jisr's
        ("nobody can sign by this name: it names nobody", "لا يوقَّع بهذا الاسم: ليس فيه اسم أحد"),
        # and stays where it is an author's
        (
            "no longer as quoted from War and Peace, and locked no more",
            "لم تعد كما نُقلت عن War and Peace، فزال قفلها",
        ),
        (
            "no page can have this name: to MkDocs or to file systems index means something else",
            "لا تصلح هذه الكلمة اسمًا لصفحة: لاسم index معنى آخر في MkDocs أو في أنظمة الملفات",
        ),
        ("it is called 2026/water now", "اسمه الآن 2026/water"),
        ("did you mean a name and another?", "هل المقصود a name and another؟"),
        ("{} stands twice", "{} stands twice"),  # nobody's sentence, so said as it is
        ("“{0}” stands twice", "“{0}” مكررة"),  # signs of a template in what is filled in
        # so are kinds of thing, places and counts, what stands before one, but no key, no author's word
        ("rows: 1 taken, 2 approved, 1 remarked on", "الصفوف: مأخوذ 1، معتمد 2، عليه ملاحظة 1"),
        ("in image the key file is missing", "ينقص في image المفتاح file"),
        ("topics.x.ar has to be a text", "topics.x.ar يجب أن يكون نصًّا"),
        ("the file has to be keys and values", "الملف يجب أن يكون مفاتيح وقيمًا"),
        ("numbers: ignored without a reason, so it is not", "numbers: تجاهُل بلا سبب، فلا يُعمل به"),
        ("drafted by language model", "مسودة من نموذج لغوي"),
        ("engine: loop", "المحرك: تكرار"),
        (
            "“Daesh” is a name to avoid (only somebody who is quoted may say so)",
            "“Daesh” اسم يُتجنَّب (لا يقوله إلا من يُنقل كلامه)",
        ),
        ("“once” stands twice", "“once” مكررة"),
        (
            "maoun and jaoun (seeds/actors.yml, line 2) have one Arabic name",
            "لمدخلين اسم واحد: maoun and jaoun (seeds/actors.yml، السطر 2)، بلغة العربية",
        ),
        (
            "taken as facts of the article (author: سامر; published: 2024-03-12, inferred)",
            "أُخذ من معلومات المقال (المؤلف: سامر؛ النشر: 2024-03-12، استنتاجًا)",
        ),
        (
            "2 articles were not sent to the engine, which is on another machine (it is a draft: 2)",
            "مقالات لم تُرسل إلى المحرك لأنه على جهاز آخر: 2 (هو مسودة: 2)",
        ),
        (
            "U+200B ZERO WIDTH SPACE is left out of the pages (3 times; a space between words)",
            "U+200B ZERO WIDTH SPACE لا يظهر في الصفحات (عدد المرات 3؛ مسافة بين كلمتين)",
        ),
        (
            "block 3 would not be read as what it is to be (a heading)",
            "لن تُقرأ الفقرة 3 على النوع المختار لها (عنوان فرعي)",
        ),
        ("cannot write (No space left on device)", "تعذّرت الكتابة (لم يبقَ مكان على القرص)"),
        (
            "not valid YAML (expected ',' or ']', but got ':')",
            "صيغة YAML غير صحيحة (المنتظر ',' or ']'، والموجود ':')",
        ),
        (
            "https://river.example/?p=1: what shortcodes made is not in the export, and is left out",
            "https://river.example/?p=1: ما كانت تصنعه الرموز المختصرة (shortcodes) ليس في ملف التصدير، فتُرك",
        ),
        ("--publish: draft, edited, approved", "--publish: draft, edited, approved"),
        (
            "jisr resolve water title --take page, or: jisr resolve water title --take ledger",
            "jisr resolve water title --take page، أو: jisr resolve water title --take ledger",
        ),
        (
            "settle the merge, then run this again; a heading is written with # before it",
            "يُسوّى الدمج ثم يُعاد هذا؛ والعنوان يُكتب وقبله #",
        ),
        ("", ""),
    ],
)
def test_what_a_sentence_is_in_arabic(english: str, arabic: str) -> None:
    assert translate(english, "ar") == arabic
    assert translate(english, "en") == english


def test_that_the_surest_sentence_counts() -> None:
    """A line that says two things may fit the shorter of two sentences too."""
    said = translate("the file's SHA-256 is a1, not b2", "ar")
    assert said == "بصمة الملف (SHA-256) هي a1، لا b2"


def test_a_finding_whose_excerpt_stays() -> None:
    found = warning("x", "the English has no words", "a.md", 3, "no such article", "write some", "p7")
    said = translate_finding(found, "ar")
    assert (said.message, said.remedy) == ("الترجمة بلا كلمات", "تُكتب كلمات")
    assert (said.text, said.file, said.line, said.key) == ("no such article", "a.md", 3, "p7")
    assert translate_finding(found, "en") is found


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("ar_SY.UTF-8", "a.md:3: تنبيه: [p7] الترجمة بلا كلمات: «no such article»\n    → تُكتب كلمات\n"),
        ("C.UTF-8", "a.md:3: warning: [p7] the English has no words: «no such article»\n    → write some\n"),
    ],
)
def test_what_a_terminal_is_told(
    locale: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    found = warning("x", "the English has no words", "a.md", 3, "no such article", "write some", "p7")
    print_findings(Path("nowhere"), [found])
    assert capsys.readouterr().err == said
