"""What `jisr` can be told: one table of its verbs, their options, and what runs them.

What runs a verb is imported when it runs, and options are made for the verb that was typed: nobody waits for
the rest. A new verb is a line in the `COMMANDS` of one of the modules here and a function in `cli.verbs`.
"""

from jisr.cli.commands import decisions, glossary, machine, people, site, texts

GROUPS = {
    "desk-account": "who may use the desk of an office",
    "letter": "questions to an author, and the answers",
    "actors": "the glossary of people, groups and places",
    "model": "the translation model",
}
COMMANDS = (
    *site.COMMANDS,
    *decisions.COMMANDS,
    *people.COMMANDS,
    *texts.COMMANDS,
    *glossary.COMMANDS,
    *machine.COMMANDS,
)
"""In the order in which help shows them: a module has what stands side by side there."""
