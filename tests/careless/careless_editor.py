"""What a careless editor, or an editor's program, does to the English page."""

import re

import polib

from tests.careless.editor import Editor, Part
from tests.careless.vocabulary import TOKEN


class CarelessEditor(Editor):
    """Changes markers, order and bytes of the page."""

    def lose_marker(self, a: int, b: int) -> None:
        """A marker is deleted, with the blank lines around it or without."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts and i:
                if b % 3 == 0:
                    parts[i - 1].body = parts[i - 1].body.rstrip("\n") + " "
                parts[i - 1].body += parts[i].body
                del parts[i]

    def mistype(self, a: int, b: int) -> None:
        """A marker loses or gains a character, or is escaped, or joined to its text."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if not parts:
                return
            line, body = parts[i].line, parts[i].body
            match b % 8:
                case 0:
                    parts[i].line = line.replace("<!--", "<!-")
                case 1:
                    parts[i].line = line.replace("#", "")
                case 2:
                    parts[i].line = line.replace("-->", "->")
                case 3:
                    parts[i].line = line.replace("<!--", "\\<!--").replace("-->", "--\\>")
                case 4:
                    parts[i].line = line.replace("#", "# ")
                case 5:
                    parts[i].line = line.replace("<!--", "<!–").replace("-->", "–>")
                case 6:
                    parts[i].line, parts[i].body = (
                        line + " " + body.lstrip("\n").split("\n")[0],
                        "\n".join(body.lstrip("\n").split("\n")[1:]),
                    )
                case _:
                    at = b % len(line)
                    parts[i].line = line[:at] + line[at + 1 :]

    def wrong_key(self, a: int, b: int) -> None:
        """A marker names another key, one there is or one there is not."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                key = (f"p{50 + b}", parts[b % len(parts)].key)[b % 2]
                parts[i].line = parts[i].line.replace(f"#{parts[i].key}", f"#{key}")

    def double(self, a: int, b: int) -> None:
        """A block is pasted once more, there or elsewhere, with its marker or without."""
        self.damaged = True
        with self.editing(a, words=True) as (parts, i):
            if parts:
                copy = Part(parts[i].line, parts[i].body)
                if b % 2:
                    parts[i].body += copy.body
                else:
                    parts.insert(b % (len(parts) + 1), copy)

    def reorder(self, a: int, b: int) -> None:
        """Two blocks change places."""
        with self.editing(a) as (parts, i):
            if parts:
                j = b % len(parts)
                parts[i], parts[j] = parts[j], parts[i]

    def swap_markers(self, a: int, b: int) -> None:
        """Two markers change places, without their texts."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                j = b % len(parts)
                parts[i].line, parts[j].line = parts[j].line, parts[i].line
                for one, other in ((i, j), (j, i)):  # what was emptied has the other's words now
                    if parts[one].body.strip() and not parts[other].body.strip():
                        self.give_up_unless_on_page(self.english_of(parts[one].key))

    def split(self, a: int, b: int) -> None:
        """A paragraph is split in two or three, with or without markers of the editor's making."""
        with self.editing(a, words=True) as (parts, i):
            if not parts:
                return
            words = parts[i].body.split()
            if (
                len(words) < 6
                or parts[i].body.startswith(("#", ">", "|", "!"))
                or "\n\n" in parts[i].body.strip()
            ):
                return
            third = len(words) // 3
            pieces = [words[:third], words[third : 2 * third], words[2 * third :]][b % 2 :]
            if b % 2:
                pieces[0] = words[: 2 * third]
            texts = [" ".join(p) + "\n\n" for p in pieces]
            match b % 3:
                case 0:
                    parts[i].body = "".join(texts)
                    if " draft " in parts[i].line:
                        self.accept(parts[i].body)
                case 1:
                    self.damaged = True
                    parts[i : i + 1] = [Part(parts[i].line, text) for text in texts]
                case _:
                    self.damaged = True
                    line = parts[i].line
                    parts[i : i + 1] = [
                        Part(line if n == 0 else f"<!-- #{parts[i].key}{'abc'[n]} -->", text)
                        for n, text in enumerate(texts)
                    ]

    def line_ends(self, _a: int, b: int) -> None:
        """Another program's line ends, tabs, trailing blanks, byte order mark."""
        if self.page.exists():
            text = self.page.read_bytes()
            self.page.write_bytes(
                (
                    lambda: text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
                    lambda: text.replace(b"\n", b"  \n"),
                    lambda: text.replace(b" ", b"\t", 3) if text.startswith(b"<!--") else text,
                    lambda: b"\xef\xbb\xbf" + text.removeprefix(b"\xef\xbb\xbf"),
                    lambda: text.rstrip(b"\r\n"),
                    lambda: text + b"\n\n\n",
                )[b % 6]()
            )

    def formatter(self, _a: int, b: int) -> None:
        """As prettier and mdformat do: lines wrapped anew, footnotes at the end, front matter misread."""
        if not self.page.exists():
            return
        head, parts = self.read()
        for part in parts:
            if not part.body.lstrip().startswith(("|", "!", ">")):
                part.body = re.sub(r"(?<=\w) (?=\w)", "\n" if b % 2 else " ", part.body, count=b % 5)
        if b % 3 == 0:
            notes = []
            for part in parts:
                found = re.findall(r"^\[\^.*\n*", part.body, re.MULTILINE)
                part.body = re.sub(r"^\[\^.*\n*", "", part.body, flags=re.MULTILINE)
                notes += found
            if parts:
                parts[-1].body += "".join(f"{note.rstrip()}\n\n" for note in notes)
            self.damaged = True
        self.put(head, parts)

    def word(self, _a: int, _b: int) -> None:
        """The page is written anew from Word: no markers, no marks, curly quotes."""
        if self.page.exists():
            self.damaged = True
            head, parts = self.read()
            bodies = [re.sub(r"^#+ ", "", p.body.strip()).replace('"', "”") for p in parts]
            self.save_page(head + "\n" + "\n\n".join(filter(None, bodies)))

    def conflict_marks(self, a: int, _b: int) -> None:
        """A merge is left unfinished."""
        self.damaged = True
        with self.editing(a) as (parts, i):
            if parts:
                parts[i].body = f"<<<<<<< HEAD\n{parts[i].body}=======\n>>>>>>> other\n\n"

    def undo(self, _a: int, _b: int) -> None:
        """The editor gives up: the page as it was saved last; what only the page said is taken away."""
        before = self.page.read_text("utf-8-sig") if self.page.exists() else ""
        self.page.write_bytes(self.saved)
        self.undone = True
        # What the ledger has of later words is settled by whoever goes on from this page.
        po = polib.pofile(str(self.ledger)) if self.ledger.exists() else []
        later = " ".join([before, *(e.msgstr for e in po if not e.obsolete)])
        self.live -= set(TOKEN.findall(later)) - set(TOKEN.findall(self.saved.decode("utf-8-sig")))
        self.damaged = True

    def delete_page(self, _a: int, _b: int) -> None:
        """The page is deleted; what was synced comes back, what was not is given up."""
        if self.page.exists():
            before = self.page.read_text("utf-8-sig")
            self.page.unlink()
            rest = " ".join(d.decode("utf-8-sig") for d in self.files().values())
            self.live -= set(TOKEN.findall(before)) - set(TOKEN.findall(rest))
