"""The names of an actor that stand beside the preferred one."""

from jisr.model.glossary import ActorNames


def test_other_names_are_all_right_ones_once_and_no_others() -> None:
    names = ActorNames(
        "الدولة الإسلامية",  # the Islamic State
        short="التنظيم",  # the group
        also_short=("تنظيم الدولة", ""),
        acronym="داعش",
        allowed=("داعش", "الدولة الإسلامية", "الدولة الإسلامية في العراق والشام"),
        quote_only=("دولة الخلافة",),
        avoid={"الخوارج": "loaded"},
        demonyms=("داعشي",),
    )
    assert names.others == ["التنظيم", "تنظيم الدولة", "داعش", "الدولة الإسلامية في العراق والشام"]


def test_an_actor_of_one_name_has_no_others() -> None:
    assert ActorNames("مصر", short="مصر").others == []  # Egypt
