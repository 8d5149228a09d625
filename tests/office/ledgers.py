"""What tools and translators do to ledgers."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import polib

from tests.careless.vocabulary import TOKEN
from tests.office.clone import Clone
from tests.office.runs import Runs

FRAME = "#-#-#-#-#  {file}  #-#-#-#-#\\n"


class Ledgers(Runs):
    """Programs that rewrite a ledger in their own way."""

    @contextmanager
    def po(self, clone: Clone, slug: str) -> Iterator[polib.POFile | None]:
        """The ledger in a tool; saved wrapped as tools do."""
        path = clone.ledger(slug)
        try:
            made = polib.pofile(path.read_text("utf-8"), wrapwidth=78)
        except (OSError, ValueError):
            yield None
            return
        yield made
        path.write_text(f"{made}", "utf-8")

    def tool_flags(self, clone: Clone, slug: str, n: int) -> None:
        """All `fuzzy` flags fall off, and a console tool empties what was fuzzy."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                if "fuzzy" in entry.flags:
                    entry.flags.remove("fuzzy")
                    if n % 2:
                        clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                        entry.msgstr = ""

    def only_in_ledger(self, clone: Clone, slug: str, text: str) -> set[str]:
        """The tokens of a text that the page does not have: whoever wipes them, wipes them knowingly."""
        page = clone.page(slug).read_text("utf-8") if clone.page(slug).exists() else ""
        return set(TOKEN.findall(text)) - set(TOKEN.findall(page))

    def tool_comments(self, clone: Clone, slug: str, _n: int) -> None:
        """A service drops all translators' comments."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                entry.tcomment = ""

    def tool_withdraws(self, clone: Clone, slug: str, n: int) -> None:
        """A reviewer flags an entry as in need of work."""
        with self.po(clone, slug) as po:
            if po and "fuzzy" not in po[n % len(po)].flags:
                po[n % len(po)].flags.append("fuzzy")

    def tool_frames(self, clone: Clone, slug: str, n: int) -> None:
        """Two catalogues are joined by a tool that frames what differs."""
        with self.po(clone, slug) as po:
            if po and po[n % len(po)].msgstr:
                entry = po[n % len(po)]
                entry.msgstr = (
                    f"{FRAME.format(file='a.po')}{entry.msgstr}\n{FRAME.format(file='b.po')}Other grain."
                )

    def tool_drops(self, clone: Clone, slug: str, n: int) -> None:
        """A filter writes only what is fuzzy, or only what is not."""
        with self.po(clone, slug) as po:
            for entry in list(po or ()):
                if po and not entry.obsolete and ("fuzzy" in entry.flags) is bool(n % 2):
                    clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                    po.remove(entry)

    def tool_fills(self, clone: Clone, slug: str, _n: int) -> None:
        """What has no English is filled with the Arabic."""
        with self.po(clone, slug) as po:
            for entry in po or ():
                entry.msgstr = entry.msgstr or entry.msgid

    def tool_rewrites(self, clone: Clone, slug: str, n: int) -> None:
        """gettext itself reads and writes the file."""
        path = clone.ledger(slug)
        if path.exists():
            how = (
                ["msgcat"],
                ["msgcat", "--width=60"],
                ["msgcat", "--sort-output"],
                ["msguniq", "--no-wrap"],
            )
            done = subprocess.run([*how[n % len(how)], str(path)], capture_output=True, check=False)
            if done.returncode == 0 and done.stdout:
                path.write_bytes(done.stdout)

    def translator(self, clone: Clone, slug: str, n: int) -> None:
        """A translator writes an entry anew; some tools say who, some do not."""
        with self.po(clone, slug) as po:
            if po:
                entry = po[n % len(po)]
                clone.give_up(" ".join(self.only_in_ledger(clone, slug, entry.msgstr)))
                if not TOKEN.search(entry.msgstr) or n % 2:
                    entry.msgstr = f"{entry.msgstr} {self.words(clone, n)}".strip()
                if "fuzzy" in entry.flags:
                    entry.flags.remove("fuzzy")
                if n % 3 == 0:
                    po.metadata["Last-Translator"] = "Ruba <ruba@example.org>"
                    po.metadata["PO-Revision-Date"] = f"2026-11-2{n % 9} 10:{n % 60:02}+0000"
                    for each in po:  # what has lost its flag beside it, she accepted
                        clone.accept(each.msgstr)
