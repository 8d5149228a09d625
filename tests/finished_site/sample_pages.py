"""Where the kinds of pages lie in the sample publication."""

from itertools import product

SEED, STATES, HOSTILE = "articles/iraq-ending-coalition-role/", "articles/2024/states/", "articles/hostile/"
SPECIMEN = "articles/specimen/"
BOTH_SEED, BOTH_STATES = (path.replace("articles", "parallel") for path in (SEED, STATES))
KINDS = (
    *(
        "",
        "articles/",
        SEED,
        STATES,
        BOTH_SEED,
        BOTH_STATES,
        "articles/arabic-only/",
        "actors/",
        "actors/sudani/",
        "actors/network/",
    ),
    *("search/", "about/", "translation-policy/", "404.html"),
)
BOTH = list(product(("ar", "en"), KINDS))


# --- the specimen: every kind of text in both directions ----------------------------------------------------


SIDES = {"ar": ("right", -1), "en": ("left", 1)}  # where lines begin, and which way they run
