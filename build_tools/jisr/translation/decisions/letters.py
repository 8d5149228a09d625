"""Questions to an author who has no account: a letter that leaves by any mail program, and its answer.

Each question has a line with its name in brackets, and a line below which the answer goes. What comes back is
pasted whole: quoted or not, answered above or below. What belongs to no question is given back, never lost.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

from jisr.i18n import InterfaceStrings
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION
from jisr.translation.decisions.remarks import Thread
from jisr.word.writing import Passage

_QUOTED = re.compile(r"^[>\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_NAME = re.compile(r"\[\d+/\d+ · (?P<id>[0-9a-f]{6,32})\]")


@dataclass(frozen=True)
class Question:
    """A question with the words of the paragraph that it is about."""

    thread: Thread
    original: str
    translation: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter as plain text."""

    subject: str
    body: str

    def mailto(self, address: str) -> str:
        """The address that opens it in a mail program."""
        body = quote(self.body.replace("\n", "\r\n"))
        return f"mailto:{quote(address, safe='@')}?subject={quote(self.subject)}&body={body}"

    def eml(self, address: str) -> bytes:
        """A file that mail programs open as a letter to be sent. Raises `ValueError` for a bad address."""
        message = EmailMessage(policy=SMTP)
        if address:
            message["To"] = address
        message["Subject"] = self.subject
        message["X-Unsent"] = "1"
        message.set_content(self.body, cte="base64")
        return message.as_bytes()


@dataclass(frozen=True)
class Answers:
    """What came back: the answer to each question, by its thread's id, and what belongs to none."""

    by_thread: Mapping[str, str]
    rest: str = ""


def compose_letter(title: str, questions: Sequence[Question], say: InterfaceStrings) -> Letter:
    """The letter that asks an author `questions` about the article `title`."""
    parts = [say("letter.greeting", title=title)]
    for number, question in enumerate(questions, 1):
        name = f"[{number}/{len(questions)} · {question.thread.id}]"
        parts.append(f"{name}\n{_asked(question, say)}\n\n{say('letter.answer')}\n")
    return Letter(say("letter.subject", title=title), "\n\n".join(parts))


def lay_out_letter(title: str, questions: Sequence[Question], say: InterfaceStrings) -> Iterator[Passage]:
    """The same for a word processor, with the paragraph in both languages and room for each answer."""
    ours = say.lang
    yield Passage(say("letter.subject", title=title), ours, "title")
    yield Passage(say("letter.greeting", title=title), ours)
    for number, question in enumerate(questions, 1):
        yield Passage(f"[{number}/{len(questions)} · {question.thread.id}]", ours, "heading")
        yield Passage(say("letter.paragraph"), ours, "label")
        yield Passage(question.original.strip(), ORIGINAL.code)
        if question.translation.strip():
            yield Passage(say("letter.translation"), ours, "label")
            yield Passage(question.translation.strip(), TRANSLATION.code)
        if question.thread.about:
            yield Passage(f"{say('letter.about')} {question.thread.about}", ours, "label")
        yield Passage(f"{say('letter.question')} {question.thread.text.strip()}", ours, "label")
        yield Passage(say("letter.answer"), ours, "label")
        yield Passage("\n\n", ours, "box")


def read_answers(text: str, title: str, asked: Sequence[Question]) -> Answers:
    """What a letter about the article `title` that came back answers to the questions `asked`.

    What stands above the first question, as people who answer at the top write it, is the answer where there
    is one question only; else it is given back as the rest, with all that belongs to no question.
    """
    said = ("letter.subject", "letter.greeting")
    greeting = _squash(" ".join(InterfaceStrings(lang)(one, title=title) for lang in LANGS for one in said))
    ours = {question.thread.id: _squash(_in_all_languages(question)) for question in asked}
    above: list[str] = []
    under: dict[str, list[str]] = {}
    current, answering = "", False
    for raw in text.replace("\r\n", "\n").split("\n"):
        line = _QUOTED.sub("", raw).rstrip()
        if name := _NAME.search(line):
            current, answering = name["id"], False
        elif not current:
            above.append("" if _squash(line) in greeting else line)
        elif not answering and (label := next((one for one in _LABELS if line.startswith(one)), "")):
            answering = True
            under.setdefault(current, []).append(line.removeprefix(label).strip())
        elif answering or _squash(line) not in ours.get(current, ""):  # else a line of the question itself
            under.setdefault(current, []).append(line)
    answers = {id_: words for id_, lines in under.items() if (words := "\n".join(lines).strip())}
    given = {id_: words for id_, words in answers.items() if id_ in ours}
    rest = "\n\n".join(
        filter(None, ["\n".join(above).strip(), *(answers[id_] for id_ in answers if id_ not in ours)])
    )
    if rest and not answers and len(ours) == 1:
        return Answers({next(iter(ours)): rest})
    return Answers(given, rest)


_LABELS = tuple(InterfaceStrings(lang)("letter.answer") for lang in LANGS)
_TRANSLATIONS = tuple(InterfaceStrings(lang)("letter.translation") for lang in LANGS)


def _asked(question: Question, say: InterfaceStrings) -> str:
    """A question as it stands in the letter, between its name and the line of the answer."""
    about = f"{say('letter.about')} {question.thread.about}\n" if question.thread.about else ""
    return (
        f"{say('letter.paragraph')}\n{question.original.strip()}\n\n"
        f"{about}{say('letter.question')} {question.thread.text.strip()}"
    )


def _in_all_languages(question: Question) -> str:
    """All that a letter says of a question, as mail or as a file, in whatever language."""
    words = [_asked(question, InterfaceStrings(lang)) for lang in LANGS]
    return " ".join([*words, *_TRANSLATIONS, question.translation])


def _squash(text: str) -> str:
    return "".join(text.split())
