"""A ledger that holds one of everything, and an entry as it is read."""

from jisr.model.ledger import Entry, Ledger, Proposal, Remark, State
from jisr.translation import ledger

SAMPLE = Ledger(
    entries=(
        Entry(
            "h1",
            "دوافع رئيسية",
            "Main motives",
            State.APPROVED,
            synced="5ca99dbd",
            by="Ruba Ḥ.",
            on="2026-11-23",
        ),
        Entry(
            "p2",
            "بيد أن التطور يطرح تساؤلات عديدة.",  # But the development raises numerous questions.
            'Its "repercussions" are open.\n\nA note with a back\\slash.',
            State.EDITED,
            stale=True,
            synced="c79fc2b6",
            origin="argos 1.12 translate-ar_en 1.0 ab12cd34",
            changed=0.4,
            previous="التطور يطرح تساؤلات.",
            proposals=(
                Proposal("argos 1.12 ab12", "But the development raises many questions.\n\nTwo."),
                Proposal('a "system" (two)', "| a |\n| - |\n|   b ¶¶ |"),
            ),
            fuzzy=True,
            machine=("3f9a1c2e", "ab12cd34"),
            remarks=(
                Remark("Ruba (desk)", "2026-11-23T10:00:00Z", 'Is "ISIS" right? proposal (x): no.'),
                Remark("Omar", "2026-11-24", "Yes.\n\nSee ¶ 3 ↵ there."),
            ),
            notes=("Ask the author.",),
            extracted=("A tool's own.", "proposal of nobody"),
            references=("seeds/x.txt:3", "README"),
            flags=("no-wrap",),
            facts={"ignore-numbers": "a quotation", "lapsed": "Ruba 2026-11-01"},
        ),
        Entry(
            "p3",
            "نص",
            "Text",
            State.DRAFT,
            synced="b047afd3",
            origin="language model",
            score=-0.31,
            touched=True,
            fuzzy=True,
        ),
        Entry("p2-k3xa", "جديد", reason="engine: loop"),
    ),
    obsolete=(
        Entry("p9", "ذهب", "It is gone.", State.EDITED, synced="55c463da"),
        Entry("p9", "راح", "It has gone.", State.EDITED, synced="0c8f2a1b"),
    ),
)


FILE = "translations/news/water.po"
HEADER = 'msgid ""\nmsgstr "Language: en\\n"\n\n'
NAMED = 'msgctxt "p1"\nmsgid "نص"\n'  # "text"


def read(facts: str = "", translation: str = "Text", above: str = "") -> Entry:
    """The entry of a ledger that has one, with so much behind `# jisr:` and other comments above it."""
    fact_line = f"# jisr: {facts}\n" if facts else ""
    return ledger.parse(f'{HEADER}{fact_line}{above}{NAMED}msgstr "{translation}"\n', FILE).entries[0]
