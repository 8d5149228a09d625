"""What a careful editor does to the English page."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.careless.vocabulary import MARKER, TOKEN
from tests.careless.world import World


@dataclass
class Part:
    """A marker line and what stands below it, as the editor sees them."""

    line: str
    body: str

    @property
    def key(self) -> str:
        """The key in the marker, as it stands there."""
        match = MARKER.match(self.line)
        return match[1] if match else ""


class Editor(World):
    """Changes the page, and the markers stay what they are."""

    def read(self) -> tuple[str, list[Part]]:
        """What stands above the first marker, and the parts of the page."""
        head: list[str] = []
        parts: list[Part] = []
        text = self.page.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        for line in text.split("\n"):
            if MARKER.match(line):
                parts.append(Part(line, ""))
            elif parts:
                parts[-1].body += line + "\n"
            else:
                head.append(line)
        return "\n".join(head), parts

    def put(self, head: str, parts: Sequence[Part]) -> None:
        """Save the page."""
        self.save_page(head + "\n" + "".join(f"{p.line}\n{p.body}" for p in parts))

    def save_page(self, text: str) -> None:
        """Save the page as a text."""
        self.page.write_bytes((text.rstrip("\n") + "\n").encode())

    @contextmanager
    def editing(self, n: int, *, words: bool = False) -> Iterator[tuple[list[Part], int]]:
        """The parts of the page and the number of one (with English, for `words`); saved at the end."""
        if not self.page.exists():
            yield [], 0
            return
        head, parts = self.read()
        among = [i for i, p in enumerate(parts) if p.body.strip() or not words]
        if among:
            yield parts, among[n % len(among)]
            self.put(head, parts)
        else:
            yield [], 0

    def rewrite(self, a: int, b: int) -> None:
        """A paragraph is written anew."""
        with self.editing(a) as (parts, i):
            if parts:
                old, mark = parts[i].body, re.match(r"(?:#+ |> )?", parts[i].body)
                self.give_up(old)
                self.give_up_unless_on_page(self.english_of(parts[i].key))
                parts[i].body = f"{mark[0] if mark else ''}{self.words(b)}\n\n"

    def improve(self, a: int, b: int) -> None:
        """A sentence is added."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                first, _, rest = parts[i].body.partition("\n")
                parts[i].body = f"{first} {self.words(b)}\n{rest}"

    def polish(self, a: int, b: int) -> None:
        """One word of a paragraph becomes another."""
        with self.editing(a, words=True) as (parts, i):
            if parts and not re.search(
                r"-+\\?>|–>|<!", parts[i].body
            ):  # words of a damaged marker are no text
                words = re.split(r"(\s+)", parts[i].body)
                at = [k for k, w in enumerate(words) if re.fullmatch(r"[a-z0-9]+", w)]
                if at:
                    k = at[b % len(at)]
                    self.give_up(words[k])
                    words[k] = TOKEN.search(self.words(b))[0]  # type: ignore[index] # there is one
                    parts[i].body = "".join(words)

    def enrich(self, a: int, b: int) -> None:
        """A footnote, a table, an image, a note of the translator's, or another paragraph."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                text = self.words(b)
                if b % 5 and parts[i].body.startswith("#"):
                    self.damaged = True  # a title and a heading are a line; sync asks where the rest belongs
                parts[i].body = (
                    parts[i].body.rstrip()
                    + (
                        f"[^{b}]\n\n[^{b}]: {text}\n\n",
                        f"\n\n| one | two |\n| --- | --- |\n| 1 | {text} |\n\n",
                        f"\n\n![{text}](map.png)\n\n",
                        f'\n\n!!! note "Translator"\n    {text}\n\n',
                        f"\n\n{text}\n\n",
                    )[b % 5]
                )

    def unmark(self, a: int, _b: int) -> None:
        """The word `draft` is taken off a marker: right as it stands."""
        with self.editing(a, words=True) as (parts, i):
            if parts and " draft " in parts[i].line:
                parts[i].line = f"<!-- #{parts[i].key} -->"
                self.accept(parts[i].body)

    def accept(self, text: str) -> None:
        """A person says that words are right, whoever wrote them."""
        bare = re.sub(r"^(?:#+|>) ", "", text.strip())
        self.accepted |= {" ".join(text.split()), " ".join(bare.split())}

    def drop(self, a: int, _b: int) -> None:
        """A block is deleted, marker and all."""
        with self.editing(a) as (parts, i):
            if parts:
                self.give_up_part(parts, i)
                del parts[i]

    def empty(self, a: int, _b: int) -> None:
        """The words below a marker are deleted."""
        with self.editing(a, words=True) as (parts, i):
            if parts:
                self.give_up_part(parts, i)
                parts[i].body = "\n"

    def give_up_part(self, parts: Sequence[Part], i: int) -> None:
        """A block that was synced before comes back, half a block does not: the other half is left of it."""
        text, synced = parts[i].body, set[str]()
        if [part.key for part in parts].count(parts[i].key) == 1 and self.ledger.exists():
            synced = set(TOKEN.findall(self.ledger.read_text("utf-8")))
        self.live -= set(TOKEN.findall(text)) - synced
        for note in re.findall(
            r"^\[\^.*", text, re.MULTILINE
        ):  # put there by a formatter, and gone from its block
            self.give_up(note)
