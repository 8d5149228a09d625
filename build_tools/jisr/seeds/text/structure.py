"""The structure of a plain text: which lines are kicker, title, headings, points, quotations and notes.

Authors mark nothing in plain text, so every rule here is a conclusion from what stands around a line. Where
one is unsure it says "paragraph": that is never wrong, only less helpful. All of a text stays text.
"""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from jisr.lang.arabic import has_arabic
from jisr.lang.verse import split_verse
from jisr.markup.html import names
from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding, warning
from jisr.model.source import Block, Kind, Meta
from jisr.seeds.breaks import is_ornament
from jisr.seeds.content import Content, SeedText
from jisr.seeds.decoding import Line, strip_blanks
from jisr.seeds.facts import is_person, line_facts
from jisr.seeds.grids import with_grids
from jisr.seeds.headline import one_line, title_blocks
from jisr.seeds.text.header import find_header, is_dateline
from jisr.seeds.text.page_breaks import without_page_breaks
from jisr.seeds.text.paragraphs import DIVISION, Paragraph, join_stanzas, split_paragraphs
from jisr.seeds.text.points import PointMark, accept_marks, is_attribution, lead_and_body, notes_start
from jisr.seeds.text.subtitles import without_times
from jisr.seeds.text.tables import table_of
from jisr.seeds.text.top_lines import is_filed, is_furniture, names_person
from jisr.seeds.text.wrapping import find_wrap

_UNDERLINES = frozenset("-=_–—─ـ~")
_BULLET_BODY_WORDS = 12  # a bullet needs a long body to have a lead: «- العراق: 50 قتيلاً» has none


def read_txt(seed: SeedText) -> Content:
    """Read a plain text."""
    bare = with_grids([Line(line.number, _bare(line.text)) for line in seed.lines], code=False)
    stripped, times, about = without_times(_without_marks_of_mail(bare), seed.file)
    wrap = find_wrap([line.text for line in stripped])
    kept, between, breaks = without_page_breaks(stripped, seed.file, wrap)
    kept, above_breaks, below_breaks = _without_ornament(kept)
    paragraphs = split_paragraphs(kept, wrap)
    if not paragraphs:
        return Content(seed.meta, ())
    header = find_header(paragraphs, seed.meta, seed.file)
    body = _Body.of(_without_quotation_marks(join_stanzas(header.rest)), header.meta)
    kicker, title = one_line(header.kicker), one_line(header.title)
    above = title_blocks(kicker, header.kicker_line, title, header.title_line)
    no_text = sorted(
        [*((p.number, p.text) for p in header.facts), *((o.number, o.text) for o in (*times, *between))]
    )
    aside = tuple(Block(Kind.PARAGRAPH, escape(text), number) for number, text in no_text)
    written = (_beside_breaks(block, above_breaks, below_breaks) for block in body.blocks())
    blocks, findings = (
        (*above, *written),
        (*about, *breaks, *header.findings, *_about_marks(stripped, seed.file)),
    )
    return Content(header.meta, blocks, findings, header.made, aside, body.marks())


# *عنوان* as in chats, *** عنوان ***, === عنوان ===: a line between signs, which are no words
_BETWEEN_SIGNS = re.compile(
    r"(?P<sign>[*_])(?P<words>[^\s*_](?:[^*_]*[^\s*_])?)(?P=sign)"
    r"|(?P<row>[*=~•+–—-])(?P=row){2,}\s*(?P<heading>[^\W\d_](?:.{0,80}[^\W\d_])?[؟?!:]?)\s*(?P=row){3,}"
)


def _bare(text: str) -> str:
    """A line without the blanks and signs at both ends of it."""
    bare = strip_blanks(text)
    m = _BETWEEN_SIGNS.fullmatch(bare)
    is_aside = m is not None and m["sign"] == "_" and len(bare.split()) <= _HEADING_WORDS
    return (m["words"] or m["heading"]) if m and not is_aside else bare


# What nobody types in a plain text: a heading, words in bold, a link of Markdown.
_MARKDOWN = re.compile(
    r"#{1,6} [^\W\d_]|.{0,200}?"
    r"(?:\*\*[^\s*](?:[^*]{0,200}[^\s*])?\*\*|\[[^\[\]]{1,200}\]\((?:https?:|mailto:)[^\s()]+\))"
)


_HTML = re.compile(r"</(?:p|div|span|strong|b|em|i|a|h[1-6]|ul|ol|li)>|<br ?/?>", re.IGNORECASE)


def _about_marks(lines: Sequence[Line], file: str) -> Iterator[Finding]:
    """A warning where marks of Markdown or HTML are printed as they stand, for the file is called `.txt`."""
    if marked := [line for line in lines if _MARKDOWN.match(line.text)]:
        count = len(marked)
        message = f"marks of Markdown are printed as they stand, for this is plain text ({count:,} lines)"
        remedy = "if they are meant as such, rename the file: its name ends in .md then"
        yield warning("seed-format", message, file, marked[0].number, marked[0].text[:80], remedy)
    if tagged := [line for line in lines if _HTML.search(line.text)]:
        count = len(tagged)
        message = f"tags of HTML are printed as they stand, for this is plain text ({count:,} lines)"
        remedy = "if they are meant as such, rename the file: its name ends in .html then"
        yield warning("seed-format", message, file, tagged[0].number, tagged[0].text[:80], remedy)


def _without_marks_of_mail(lines: Sequence[Line]) -> list[Line]:
    """The lines without the `>` that a mail program put before all of them: that is nobody's quotation."""
    texts = [line.text for line in lines if line.text]
    if all(text.startswith(">") for text in texts) and any(any(map(str.isalnum, text)) for text in texts):
        return [Line(line.number, strip_blanks(line.text[1:])) for line in lines]
    return list(lines)


def _without_ornament(lines: Sequence[Line]) -> tuple[list[Line], set[int], set[int]]:
    """The lines with blank ones for those of ornament, and the numbers of the lines around these.

    The line above one ends a part, and heads none, unless what stands right below it underlines it.
    """
    kept: list[Line] = []
    above: set[int] = set()
    below: set[int] = set()
    last, is_behind = Line(0, ""), False
    for line in lines:
        is_break = is_ornament(line.text)
        underlines = is_break and line.number == last.number + 1 and set(line.text) <= _UNDERLINES
        kept.append(Line(line.number, "") if is_break else line)
        if is_break and not is_behind and not underlines:
            above.add(last.number)
        if line.text and not is_break:
            if is_behind:
                below.add(line.number)
            last = line
        is_behind = is_break or (is_behind and not line.text)
    return kept, above, below


def _beside_breaks(block: Block, above: Container[int], below: Container[int]) -> Block:
    """A block as it stands beside ornament; `above` and `below` are the numbers of the lines around that."""
    ends_part = block.kind is Kind.HEADING and block.line in above
    kind = Kind.PARAGRAPH if ends_part else block.kind
    return replace(block, kind=kind, break_above=block.line in below)


@dataclass(frozen=True)
class _Piece:
    """A paragraph and what is known of it: the mark of a point, whether it is a note or was marked by `>`."""

    paragraph: Paragraph
    mark: PointMark | None = None
    is_note: bool = False

    @property
    def text(self) -> str:
        return self.paragraph.text


def _without_quotation_marks(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Lines that begin with `>` put together, those that follow each other to one quotation."""
    result: list[Paragraph] = []
    run: list[Paragraph] = []

    def close() -> None:
        lines = tuple(line.lstrip("> ") for p in run for line in p.lines)
        if any(lines):
            result.append(replace(run[0], lines=lines, is_quoted=True, table=table_of(lines)))
        run.clear()

    for p in paragraphs:
        is_quoted = p.text.startswith(">")
        if p.gap or not is_quoted:
            close()
        if is_quoted:
            run.append(p)
        else:
            result.append(p)
    close()
    return result


# --- headings ------------------------------------------------------------------------------------------

_HEADING_WORDS = 12
_HEADING_LENGTH = 90
_NOTE_MARK = re.compile(r"\s*[\[(]\d{1,3}(?:/\d{1,3})?[\])]$")  # «قال ذلك. [2]» ends a sentence
_ASIDE = re.compile(r"\([^()]*\)|[^@\s]*@.*")  # «(يبكي)» ("weeps")
_TOP = 3  # lines below the title, among which stands who wrote
_LABEL_WORDS = 6  # of a heading that ends in a colon
_QUESTION_WORDS = 10
# A byline, a source, a line of an interview, a caption, a way on, the end of a letter: alone, no headings.
_NO_HEADING = re.compile(
    r"(?:بقلم|كتب|كتبت|كتبه|كتبها|إعداد|ترجمة|ترجمها|حوار|حاوره|حاورها|تحرير|تصوير|المصدر|مصدر|نقلا|نقلاً|الكاتب|الكاتبة"
    r"|(?:تحقيق|تقرير|آخر تحديث|(?:ال)?تاريخ|سؤال|جواب|ملاحظة|ملحوظة|تنويه|تنبيه|By) ?[:/]|By [A-Z]"
    r"|(?:(?:تعليق )?(?:ال)?(?:صورة|فيديو)|(?:ال)?صور|عدسة|(?:مدة|وقت|زمن) القراءة"
    r"|(?:ال)?كلمات (?:ال)?مفتاحية|(?:ال)?وسوم"
    r"|لل(?:استفسار|تواصل|تبرع|مراسلة)|(?:ال)?(?:هاتف|جوال|فاكس|بريد)(?: الإلكتروني)?"
    r"|(?:اقر[أا]|طالع|شاهد)(?:وا|ي)? [أا]يض[ًا]{1,2}) ?[:/] ?\S"
    r"|صورة (?:[أا]رشيفية|تعبيرية)\b"
    r"|وت(?:فضلوا|قبلوا)\b|والسلام\b|ودمتم?\b|تحياتي\b"
    r"|مع (?:(?:ال)?تحي|فائق|خالص|[أا]طيب|(?:ال)?شكر|(?:ال)?مود)\w*"
    r"|د\.|أ\.|أ\.د|الدكتور|الدكتورة|[سج] ?[\d٠-٩]{0,2} ?[:/–-]|https?:|www\.|@"
    r"|(?:[ء-ي]{1,2}ـ*|[A-Za-z]{1,4})[.)\]،/–-]\s)"  # a) IV. ت-: a point of a list that nobody knows
)
# First words of a name that stands alone below the title: more likely the author than a heading.
_NAMES = names(
    """محمد أحمد علي حسن حسين محمود إبراهيم ابراهيم عبدالله عبد خالد عمر عمرو يوسف مصطفى سعيد سعد سامي سمير
    طارق كريم ماجد نبيل هاني وليد ياسر زياد جمال كمال فؤاد رامي صالح عادل عماد فهد ناصر هشام فاطمة مريم
    سارة نور ليلى هدى منى رانيا أمل إيمان نادية سلمى زينب عائشة جورج إلياس أنطوان ميشال"""
)
# What is said of an author below the name: «كاتب وصحافي سوري» ("Syrian writer and journalist").
_ROLE = re.compile(
    r"(?:كاتب|صحفي|صحافي|[إا]علامي|باحث|[أا]كاديمي|محام|[أا]ستاذ|ناشط|مترجم|روائي|شاعر|خبير|محلل|مراسل|طبيب|مهندس)(?:ة|ي|ية)?\b"
)
_SPEECH = re.compile(r":\s?[\"“”„«﴿]")
_SPEAKS = r"\b\w{0,3}(?:قال|قول|س[أا]ل|ساءل|جاب|صاح|كتب)"
_SAID = re.compile(_SPEAKS)
# «انظر أدناه:» ("see below:"), «في الصور التالية:» ("in the following pictures:"), «وفيما يلي الأسئلة:»
# ("these are the questions:") introduce no words, but
# where somebody speaks: «وراجع الصور قبل أن يسأله:» ("and went over the pictures before asking him:")
_PICTURED = (
    r"(?:ال)?(?:صور|فيديو|مقطع|مقاطع|خريط|خرائط|خارط|جدول|جداول|شكل|مخطط|رسم|وثيق|وثائق|تسجيل|رابط)\w*"
)
_LOOK_BELOW = re.compile(
    rf"\b(?:[وف]?(?:[اأ]نظر|راجع|طالع|لاحظ)(?:وا|ي)?\b|[وف]?شاهد(?:وا|ي)? {_PICTURED}|[اأ]دناه\b|في الأسفل"
    rf"|{_PICTURED} (?:(?:المرفق|التالي|الآتي)\w*|(?:رقم )?\(?\d+\)?))(?:(?!{_SPEAKS})[^.؟!]){{0,40}}:$"
    rf"|\b[وف]?(?:في ?ما يلي|هذه|إليكم|إليك) (?:\w+ )?ال[أا]س[ئي]لة(?:(?!{_SPEAKS})[^.؟!]){{0,80}}:$"
)
_NO_QUESTION = re.compile(r"(?:[وف](?:هل|ما|ماذا|لماذا|كيف|من|أين|متى)|لكن|ولكن|أو|ثم)\b")  # mid-argument
_SPEAKER = re.compile(r"(?P<who>[^\W\d_]+(?: [^\W\d_]+){0,2}) ?: ")
_DATE = re.compile(
    r"(?:\w+[\W_]+){0,3}\d{1,2}[ /-](?:\d{1,2}|يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر"
    r"|أكتوبر|اكتوبر|نوفمبر|ديسمبر|كانون|شباط|[آأا]ذار|نيسان|[أآا]يار|حزيران|تموز|[آأا]ب|[أا]يلول|تشرين|جانفي|فيفري|أفريل|ماي|جوان|جويلية|أوت)\b"
    r"(?: الأول| الثاني)?[ /،-]+\d{4}\W*م?\W*$"
)


def _run(flags: Sequence[bool]) -> int:
    """How many of the first are true."""
    return next((n for n, flag in enumerate(flags) if not flag), len(flags))


def _could_be_heading(text: str) -> bool:
    """Whether a paragraph has the form of a heading: short, without the stop that ends a sentence."""
    words = len(text.split())
    if not 1 <= words <= _HEADING_WORDS or len(text) > _HEADING_LENGTH or not any(map(str.isalpha, text)):
        return False
    if (
        not (text[0].isalnum() or text[0] in '«“"(')
        or _NOTE_MARK.sub("", text)[-1:] in ".،؛,;…"
        or _is_quotation(text)
        or _SPEECH.search(text)
        or _NO_HEADING.match(text)
        or _ASIDE.fullmatch(text)
        or _DATE.match(text)
        or is_dateline(text)
        or ((said := line_facts(text)) and not said.is_day_alone)
        or is_attribution(text)
        or text.count("|") > 1
        or _LOOK_BELOW.search(text)
    ):
        return False
    if text[-1] in "؟?!":
        return words <= _QUESTION_WORDS and not _NO_QUESTION.match(text)
    return text[-1] != ":" or words <= _LABEL_WORDS


# --- quotations ------------------------------------------------------------------------------------------

_QUOTED = re.compile(r"(?P<open>[\"“”„«»])(?P<words>.+)(?P<close>[\"“”«»])[.،؛؟!…]?$", re.DOTALL)
_QUOTED_WORDS = 4  # fewer are a name, not what somebody said


def _is_quoted(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a quotation: marked as one, verse, or all of it within quotes."""
    return paragraph.is_quoted or paragraph.is_verse or _is_quotation(paragraph.text)


def _is_quotation(text: str) -> bool:
    """Whether all of a paragraph stands within one pair of quotes."""
    m = _QUOTED.match(text)
    if not m or len(m["words"].split()) < _QUOTED_WORDS:
        return False
    if m["open"] == '"' and '"' in m["words"]:
        return False
    depth = 0
    for mark in re.findall("[«»]" if m["open"] in "«»" else "[“”„]", m["words"]):
        depth += 1 if mark in "«“„" else -1
        if depth < 0:
            return False
    return depth == 0


# --- the body --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Body:
    """The paragraphs below the title. Every question about one is asked by its index."""

    pieces: tuple[_Piece, ...]
    heading: tuple[bool, ...] = ()
    subheaded: frozenset[int] = frozenset()  # points whose body is the paragraph below
    leads: Mapping[int, tuple[str, str]] = field(
        default_factory=dict
    )  # points that have a lead → it, its body

    @classmethod
    def of(cls, paragraphs: Sequence[Paragraph], meta: Meta) -> "_Body":
        """Conclude all that is known of the paragraphs."""
        texts = [p.text for p in paragraphs]
        notes = notes_start(texts)
        marks = accept_marks(texts[:notes])
        pieces = tuple(
            _Piece(p, marks[i] if i < notes and not p.is_quoted else None, i >= notes)
            for i, p in enumerate(paragraphs)
        )
        body = cls(pieces)
        body = replace(body, heading=body._headings(set(meta.author.values())))
        body = replace(body, subheaded=body._points_above_their_body())
        return replace(body, leads=body._points_with_leads())

    def marks(self) -> tuple[str, ...]:
        """The marks of points as typed, which their numbers stand for: «ب-», «ثانياً:» ("secondly")."""
        marked = ((piece.text, piece.mark.rest) for piece in self.pieces if piece.mark)
        return tuple(text[: text.rindex(rest)] for text, rest in marked if rest in text)

    def blocks(self) -> list[Block]:
        """A block for each paragraph; a point takes the paragraph below with it where that is its body."""
        result: list[Block] = []
        level = 2
        for i, piece in enumerate(self.pieces):
            if i - 1 in self.subheaded:
                continue
            if self.heading[i]:
                level = 3 if i and self.heading[i - 1] else 2
                result.append(Block(Kind.HEADING, one_line(piece.text), piece.paragraph.number, level=level))
            elif piece.mark:
                result.append(self._point(i, piece, piece.mark))
            else:
                result.append(self._paragraph(piece))
        return result

    def _point(self, index: int, piece: _Piece, mark: PointMark) -> Block:
        lead, words = self.leads.get(index, ("", mark.rest))
        if index in self.subheaded:
            lead, words = mark.rest.rstrip(" :"), self.pieces[index + 1].text
        return Block(
            Kind.POINT,
            f"{one_line(lead)}\n\n{escape(words)}" if lead else escape(words),
            piece.paragraph.number,
            number=mark.number,
            lead=bool(lead),
            letters=mark.letters,
        )

    def _paragraph(self, piece: _Piece) -> Block:
        if piece.paragraph.table:
            return Block(Kind.TABLE, piece.paragraph.table, piece.paragraph.number)
        kind = Kind.PARAGRAPH
        if piece.is_note:
            kind = Kind.NOTE
        elif _is_quoted(piece.paragraph):
            kind = Kind.QUOTATION
        # Verse keeps its lines by Markdown's line breaks; lines of a quotation are paragraphs of their own.
        between = "\n\n" if piece.paragraph.is_quoted else "  \n"
        text = between.join(escape(line) for line in piece.paragraph.lines if line)
        return Block(kind, text, piece.paragraph.number)

    # -- headings

    def _headings(self, authors: set[str]) -> tuple[bool, ...]:
        repeated = {text for text, n in Counter(p.text for p in self.pieces).items() if n > 1}
        lines = repeated | self._spoken_lines()
        candidates = [
            self._is_candidate(i) and p.text not in lines and p.text not in authors
            for i, p in enumerate(self.pieces)
        ]
        return tuple(is_one and self._heads_something(i, candidates) for i, is_one in enumerate(candidates))

    def _spoken_lines(self) -> set[str]:
        """Lines that begin with who says them («الصحفية: متى؟»), where two people or more speak by turns."""
        said = {p.text: m["who"] for p in self.pieces if (m := _SPEAKER.match(p.text))}
        speakers = {who for who, times in Counter(said.values()).items() if times > 1}
        return {text for text, who in said.items() if len(speakers) > 1 and who in speakers}

    def _is_candidate(self, index: int) -> bool:
        piece = self.pieces[index]
        is_plain = not piece.mark and not piece.is_note and len(piece.paragraph.lines) == 1
        is_plain = is_plain and not piece.paragraph.is_quoted and not split_verse(piece.text, sure=True)
        if not is_plain or not _could_be_heading(piece.text):
            return bool(piece.mark and piece.mark.style == "ordinal" and _could_be_heading(piece.text))
        before = self.pieces[index - 1].text if index else ""
        is_byline = piece.text.split()[0] in _NAMES and 2 <= piece.paragraph.words <= 4
        if index == 0 and (is_byline or is_filed(piece.text)):
            return False
        is_foreign = self._is_arabic and not has_arabic(piece.text)
        if index < _TOP and (is_foreign or is_furniture(piece.text) or self._is_lone_name(index)):
            return False
        if index < _TOP and is_person(before) and _ROLE.match(piece.text):
            return False
        if index and self._is_name_below_quotation(index):
            return False
        is_said = before.endswith(":") and (len(before.split()) > _LABEL_WORDS or bool(_SAID.search(before)))
        is_below_pictures = piece.text[-1] in "؟?" and bool(_LOOK_BELOW.search(before))
        return not is_said or is_below_pictures or bool(DIVISION.match(piece.text))

    def _is_name_below_quotation(self, index: int) -> bool:
        """Whether a line says whose words stand above it: «سعيد الخضر، معلم» ("Said al-Khidr, a teacher")."""
        text = self.pieces[index].text
        name, *others = re.split("[،,]", text, maxsplit=1)
        is_named = is_person(name) or (bool(others) and len(name.split()) in (2, 3) and text[-1] not in "؟?")
        return is_named and _is_quoted(self.pieces[index - 1].paragraph)

    @cached_property
    def _is_arabic(self) -> bool:
        """Whether it is no translation, in which a line in Latin letters is like any other."""
        return any(has_arabic(piece.text) for piece in self.pieces)

    def _is_lone_name(self, index: int) -> bool:
        """Whether a line is the name of the one person who has a line: several head what is said of each."""
        short = (p.text for p in self.pieces if len(p.text) <= _HEADING_LENGTH)
        return names_person(self.pieces[index].text) and sum(map(names_person, short)) == 1

    def _heads_something(self, index: int, candidates: Sequence[bool]) -> bool:
        """Something longer follows; of two candidates in a row both do (heading, subheading), of more none.

        The first line below a title is a byline rather than a heading, if a candidate follows it.
        """
        if DIVISION.match(self.pieces[index].text) and index + 1 < len(self.pieces):
            return True
        before = _run(candidates[max(0, index - 2) : index][::-1])
        after = _run(candidates[index + 1 : index + 3])
        last = index + after
        if (
            last + 1 == len(self.pieces)
            or self._is_signature(last + 1)
            or before + after > 1
            or (index == 0 and after)
        ):
            return False
        piece, following = self.pieces[index], self.pieces[last + 1]
        text = piece.text
        styles = {one.mark.style for one in (piece, following) if one.mark}
        if text[-1] == ":" and (len(styles) == 1 if following.mark else _is_quoted(following.paragraph)):
            return False  # it introduces the list, or what somebody said
        if text[-1] == ":" and after and self.pieces[index + 1].text[-1] in "؟?":
            return False  # it introduces the question
        return following.is_note or following.mark is not None or self._is_longer(following, text)

    def _is_signature(self, index: int) -> bool:
        """Whether the last lines of a text say who wrote it, and when."""
        lines = self.pieces[index].paragraph.lines
        said = [line_facts(line) for line in lines]
        is_signed = sum(map(is_person, lines)) == 1 or any(said)  # more people are a list of them
        return index + 1 == len(self.pieces) and len(lines) > 1 and is_signed

    def _is_longer(self, piece: _Piece, text: str) -> bool:
        return len(piece.paragraph.lines) > 1 or piece.paragraph.words > len(text.split())

    # -- points

    def _points_above_their_body(self) -> frozenset[int]:
        """Numbered lines that are headings of the paragraph below: short, and most of their list likewise."""
        above = [self._stands_above_body(i) for i in range(len(self.pieces))]
        result: set[int] = set()
        for members in self._lists():
            those = [i for i in members if above[i]]
            if 2 * len(those) > len(members):
                result.update(those)
        return frozenset(result)

    def _points_with_leads(self) -> dict[int, tuple[str, str]]:
        """Lead and body of points, judged list by list: where most with a colon have a lead, all have."""
        result: dict[int, tuple[str, str]] = {}
        for places in self._lists():
            texts = {i: mark.rest for i in places if (mark := self.pieces[i].mark)}
            splits = {i: split for i, text in texts.items() if (split := lead_and_body(text, short=True))}
            headed = self.subheaded.intersection(texts)
            sure = headed.union(i for i in splits if self._has_lead(i))
            if 2 * len(sure) >= len(headed.union(splits)):
                result |= splits
        return result

    def _lists(self) -> list[list[int]]:
        """The places of points, list by list: one ends where the numbers do not go up, or bullets stop."""
        lists: dict[str, list[list[int]]] = {}
        for i, piece in enumerate(self.pieces):
            if not piece.mark:
                continue
            same = lists.setdefault(piece.mark.style, [])
            last = self.pieces[same[-1][-1]].mark if same else None
            is_beside = piece.mark.number == 0 and same and same[-1][-1] == i - 1
            if last and (piece.mark.number > last.number or is_beside):
                same[-1].append(i)
            else:
                same.append([i])
        return [one for same in lists.values() for one in same]

    def _has_lead(self, index: int) -> bool:
        """Whether a point taken by itself has a lead."""
        mark = self.pieces[index].mark
        split = lead_and_body(mark.rest) if mark else None
        least = _BULLET_BODY_WORDS if mark and mark.is_bullet else 0
        return split is not None and len(split[1].split()) >= least

    def _stands_above_body(self, index: int) -> bool:
        piece = self.pieces[index]
        if not piece.mark or not piece.mark.number or index + 1 == len(self.pieces):
            return False
        following = self.pieces[index + 1]
        is_body = not (following.mark or following.is_note or self.heading[index + 1])
        is_body = is_body and len(following.paragraph.lines) == 1 and not following.paragraph.is_quoted
        return is_body and _could_be_heading(piece.mark.rest) and self._is_longer(following, piece.mark.rest)
