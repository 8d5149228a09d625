"""What people do to seeds and to English pages."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.careless.vocabulary import ARABIC, HUMAN, MARKER, TOKEN
from tests.office.clone import Clone, paragraph
from tests.office.runs import Runs, clone_unsynced


class Pages(Runs):
    """An author, who changes seeds, and editors, who change pages."""

    def author(self, clone: Clone, slug: str, n: int) -> None:
        """A word changed, a paragraph new, gone, moved, cut in two or joined to the next."""
        texts = clone.seed(slug).read_text("utf-8").rstrip("\n").split("\n\n")
        at = 1 + n % max(1, len(texts) - 1)
        words = texts[at].split() if at < len(texts) else []
        match n % 6:
            case 0 if words:
                words[n % len(words)] = ARABIC[n % len(ARABIC)]
                texts[at] = " ".join(words)
            case 1:
                texts.insert(at, paragraph(1000 + n))
            case 2 if len(texts) > 3:
                del texts[at]
            case 3 if len(texts) > 3:
                texts.append(texts.pop(at))
            case 4 if len(words) > 6:
                half = len(words) // 2
                texts[at : at + 1] = [" ".join(words[:half]) + ".", " ".join(words[half:])]
            case _ if at + 1 < len(texts) and len(texts) > 3:
                texts[at : at + 2] = [f"{texts[at]} {texts[at + 1]}"]
        clone.seed(slug).write_text("\n\n".join(texts) + "\n", "utf-8")

    @contextmanager
    def editing(self, clone: Clone, slug: str) -> Iterator[list[list[str]]]:
        """The page as [marker line, words] of each block; saved at the end."""
        path = clone.page(slug)
        head: list[str] = []
        parts: list[list[str]] = []
        text = path.read_text("utf-8") if path.exists() else ""
        for line in text.splitlines(keepends=True):
            if MARKER.match(line):
                parts.append([line, ""])
            elif parts:
                parts[-1][1] += line
            else:
                head.append(line)
        yield parts
        if text and parts:
            path.write_text("".join(head) + "".join(line + body for line, body in parts), "utf-8")

    def rewrite(self, clone: Clone, slug: str, n: int) -> None:
        """A paragraph is written anew."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                key = MARKER.match(part[0])
                clone.give_up(part[1])
                for entry in clone.entries(
                    slug
                ):  # what a translator wrote meanwhile is not the editor's to lose
                    if (
                        key
                        and entry.msgctxt == key[1]
                        and not (set(TOKEN.findall(part[1])) or clone_unsynced(entry))
                    ):
                        clone.give_up(entry.msgstr)
                part[1] = ("# " if part[1].startswith("# ") else "") + self.words(clone, n) + "\n\n"

    def improve(self, clone: Clone, slug: str, n: int) -> None:
        """A sentence is added."""
        self.append(clone, slug, n, lambda: " " + self.words(clone, n))

    def remark(self, clone: Clone, slug: str, n: int) -> None:
        """A private note in the text."""
        self.append(clone, slug, n, lambda: f" <!-- {self.note()} -->")

    def invisible(self, clone: Clone, slug: str, n: int) -> None:
        """A sign that nobody sees is pasted."""
        self.append(clone, slug, n, lambda: "\u00ad\u200c\u200d\u200e\u200f\u2060\u200b\ufeff"[n % 8])

    def append(self, clone: Clone, slug: str, n: int, what: Callable[[], str]) -> None:
        """Something is put at the end of a paragraph that has words."""
        with self.editing(clone, slug) as parts:
            if among := [p for p in parts if p[1].strip()]:
                part = among[n % len(among)]
                words = part[1].rstrip("\n")
                part[1] = words + what() + part[1][len(words) :]

    def punctuate(self, clone: Clone, slug: str, n: int) -> None:
        """Case and punctuation only."""
        with self.editing(clone, slug) as parts:
            if among := [p for p in parts if p[1].strip()]:
                part = among[n % len(among)]
                part[1] = (part[1].swapcase() if n % 2 else part[1].replace(".", ";")).replace("ZQ", "zq")
                part[1] = part[1].replace("PV", "pv")

    def note_in_marker(self, clone: Clone, slug: str, n: int) -> None:
        """A note within a marker."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                part[0] = part[0].replace(" -->", f" TODO {self.note()} -->")

    def escape(self, clone: Clone, slug: str, n: int) -> None:
        """A rich-text tool escapes all markers, or a formatter tears one."""
        with self.editing(clone, slug) as parts:
            for at, part in enumerate(parts):
                if n % 3 == 0:
                    part[0] = re.sub(r"([<!#]|(?<=-)-(?=>)|>)", r"\\\1", part[0])
                elif n % 3 == 1 and at == n % len(parts):
                    part[0] = part[0].replace("<!-- ", "<!--\n")
                elif n % 3 == 2 and at == n % len(parts):
                    part[0] = part[0].rstrip("\n") + " "
                    part[1] = part[1].lstrip("\n")

    def strip_flag(self, clone: Clone, slug: str, n: int) -> None:
        """`draft` and its digest are taken off a marker: that is nobody's word."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                part[0] = re.sub(r" draft(?: [0-9a-f]{8})?", "" if n % 2 else " draft", part[0])

    def reject(self, clone: Clone, slug: str, n: int) -> None:
        """Words are taken out, the marker stays; a person's come back, a draft does not."""
        with self.editing(clone, slug) as parts:
            if parts:
                part = parts[n % len(parts)]
                self.unsaved_go(clone, slug, part[1])
                part[1] = "\n"

    def drop(self, clone: Clone, slug: str, n: int) -> None:
        """A block is deleted, marker and all; what was synced comes back."""
        with self.editing(clone, slug) as parts:
            if len(parts) > 1:
                self.unsaved_go(clone, slug, parts[n % len(parts)][1])
                del parts[n % len(parts)]

    def truncate(self, clone: Clone, slug: str, n: int) -> None:
        """A page is saved cut off."""
        path = clone.page(slug)
        if path.exists():
            text = path.read_text("utf-8")
            at = len(text) * (20 + n % 80) // 100
            self.unsaved_go(clone, slug, text[at:], kept=text[:at])
            torn = re.search(r"\bzq?\d*\Z", text[:at])  # half a token is none
            path.write_text(text[: torn.start() if torn else at], "utf-8")
            if torn:
                self.unsaved_go(clone, slug, text[torn.start() :].split()[0], kept=text[: torn.start()])

    def unsaved_go(self, clone: Clone, slug: str, text: str, kept: str = "") -> None:
        """Of words that go, those are lost by the person's own hand that no run ever saw."""
        known = clone.ledger(slug).read_text("utf-8") if clone.ledger(slug).exists() else ""
        clone.give_up(" ".join(set(TOKEN.findall(text)) - set(TOKEN.findall(known + kept))))

    def paste(self, clone: Clone, slug: str, n: int) -> None:
        """Much is pasted under one marker."""
        text = "\n\n".join(" ".join(HUMAN[i % len(HUMAN)] for i in range(k, k + 8)) for k in range(20 + n))
        self.append(clone, slug, n, lambda: f" {self.words(clone, n)}\n\n{text}")

    def line_ends(self, clone: Clone, slug: str, _n: int) -> None:
        """The page is saved with the line ends of another system and a byte order mark."""
        if clone.page(slug).exists():
            text = clone.page(slug).read_text("utf-8").lstrip("\ufeff")
            clone.page(slug).write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())

    def double(self, clone: Clone, slug: str, n: int) -> None:
        """A block is pasted once more, somewhere else."""
        with self.editing(clone, slug) as parts:
            if parts:
                parts.insert(n % 7 % (len(parts) + 1), list(parts[n % len(parts)]))

    def swap(self, clone: Clone, slug: str, n: int) -> None:
        """Two markers change places, or two blocks do."""
        with self.editing(clone, slug) as parts:
            if len(parts) > 2:
                a, b = n % len(parts), n // 3 % len(parts)
                parts[a][0], parts[b][0] = parts[b][0], parts[a][0]
                if n % 2:
                    parts[a][1], parts[b][1] = parts[b][1], parts[a][1]

    def unfinished(self, clone: Clone, slug: str, n: int) -> None:
        """A merge that nobody settled, or only half; whoever comes next settles it."""
        marks = r"^(?:<{7} ours|\|{7} base\n[^\n]*|={7}\nTheirs\.|>{7} theirs)\n"
        with self.editing(clone, slug) as parts:
            if parts and not any(re.search(marks, part[1], re.MULTILINE) for part in parts):
                part = parts[n % len(parts)]
                base = "||||||| base\nBase.\n" if n % 3 else ""
                ours = "<<<<<<< ours\n" if n % 5 else ""
                part[1] = f"{ours}{part[1].strip()}\n{base}=======\nTheirs.\n>>>>>>> theirs\n\n"
            for part in parts if n % 2 else ():
                part[1] = re.sub(marks, "", part[1], flags=re.MULTILINE)

    def open_note(self, clone: Clone, slug: str, n: int) -> None:
        """A private note is begun and never ended; the next to see it ends it."""
        open_ = re.compile(r"<!-- pv\d+ never ended$", re.MULTILINE)
        with self.editing(clone, slug) as parts:
            if found := next((p for p in parts if open_.search(p[1])), None):
                found[1] = open_.sub(lambda m: f"{m[0]} -->", found[1])
            elif parts:
                self.count += 1
                part = parts[n % len(parts)]
                part[1] = part[1].rstrip("\n") + f" <!-- pv{self.count} never ended\n\n"

    def paste_much(self, clone: Clone, slug: str, n: int) -> None:
        """A hundred kilobytes are pasted under one marker."""
        text = " ".join(HUMAN[i * 7 % len(HUMAN)] for i in range(14_000))
        self.append(clone, slug, n, lambda: f" {self.words(clone, n)}\n\n{text}")

    def reviewed(self, clone: Clone, slug: str, n: int) -> None:
        """`reviewed_by:` at the top of the page: it signs the page as the next run finds it."""
        path = clone.page(slug)
        text = path.read_text("utf-8") if path.exists() else ""
        if "\nreviewed_by:" not in text and "\ndir: ltr" in text:
            path.write_text(
                text.replace("\ndir: ltr", f"\ndir: ltr\nreviewed_by: {['Sami', '[Ann, Omar]'][n % 2]}", 1),
                "utf-8",
            )
