"""The names of the glossary."""

from jisr.cli.options import (
    FORMAT,
    Command,
    count_argument,
    flag,
    option,
    slugs,
)

COMMANDS = (
    Command(
        "actors suggest",
        "names that the articles hold and the glossary does not",
        (
            slugs("only these articles"),
            option(
                "--least", "only those named N times or more", type=count_argument, default=1, metavar="N"
            ),
            flag("--write", "add a stub for each to seeds/actors.yml"),
            FORMAT,
        ),
        "cli.verbs.glossary:suggest_actors",
    ),
    Command(
        "actors rename",
        "give an actor another name, in the glossary and in all drafts",
        (
            option("id", "as seeds/actors.yml has it"),
            option("name", "the new name", nargs="?", default=""),
            option(
                "--lang",
                "the name in which language (default: en)",
                choices="model.languages:LANGS",
                default="",
            ),
            option(
                "--id",
                "another id; the address of the old one leads to the new",
                dest="new_id",
                default="",
                metavar="NEW",
            ),
        ),
        "cli.verbs.glossary:rename_actor",
    ),
    Command(
        "actors merge",
        "make two actors one: the first goes, and its names and address become the other's",
        (
            option("id", "the one that goes, as seeds/actors.yml has it"),
            option("into", "the one that stays"),
        ),
        "cli.verbs.glossary:merge_actors",
    ),
    Command(
        "actors split",
        "give names of an actor to a new one",
        (
            option("id", "the one that has them, as seeds/actors.yml has it"),
            option("new", "the id of the new one"),
            option(
                "--name",
                "a name that goes to it; its first in each language is its own",
                dest="names",
                action="append",
                required=True,
            ),
        ),
        "cli.verbs.glossary:split_actor",
    ),
    Command(
        "actors mentions",
        "every mention of an actor, in both languages",
        (FORMAT,),
        "cli.verbs.glossary:list_mentions",
    ),
)
