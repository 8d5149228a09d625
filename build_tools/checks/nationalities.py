"""States and peoples that a glossary may lack: which of them one language names and the other does not.

A machine, or a tired editor, that takes one nation for another writes a false accusation, and no glossary
holds them all. The names of states are CLDR's (through Babel), what their people are called stands here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale

from build_tools.arabic import fold
from build_tools.checks.texts import Found, Pair
from build_tools.model import Mention

# Code of the state (none of CLDR's for a people without one): the adjective in Arabic, then in English.
_PEOPLES = """
SY: سوري / Syrian                   IQ: عراقي / Iraqi                    IR: إيراني / Iranian
RU: روسي / Russian                  US: أمريكي أميركي / American         GB: بريطاني / British Briton
FR: فرنسي / French                  DE: ألماني / German                  TR: تركي أتراك / Turkish Turk
IL: إسرائيلي / Israeli              PS: فلسطيني / Palestinian            LB: لبناني / Lebanese
JO: أردني / Jordanian               EG: مصري / Egyptian                  SA: سعودي / Saudi
AE: إماراتي / Emirati               QA: قطري / Qatari                    KW: كويتي / Kuwaiti
BH: بحريني / Bahraini               OM: عماني / Omani                    YE: يمني / Yemeni
SD: سوداني / Sudanese               LY: ليبي / Libyan                    TN: تونسي / Tunisian
DZ: جزائري / Algerian               MA: مغربي / Moroccan                 MR: موريتاني / Mauritanian
SO: صومالي / Somali                 DJ: جيبوتي / Djiboutian              ER: إريتري / Eritrean
ET: إثيوبي أثيوبي / Ethiopian       KE: كيني / Kenyan                    UG: أوغندي / Ugandan
TD: تشادي / Chadian                 NG: نيجيري / Nigerian                NE: نيجري / Nigerien
AF: أفغاني أفغان / Afghan           PK: باكستاني / Pakistani             IN: هندي هنود / Indian
CN: صيني / Chinese                  JP: ياباني / Japanese                KR: كوري / Korean
UA: أوكراني / Ukrainian             BY: بيلاروسي / Belarusian            PL: بولندي / Polish Pole
IT: إيطالي / Italian                ES: إسباني أسباني / Spanish Spaniard NL: هولندي / Dutch
BE: بلجيكي / Belgian                CH: سويسري / Swiss                   SE: سويدي / Swedish Swede
NO: نرويجي / Norwegian              DK: دنماركي دانماركي / Danish Dane   AT: نمساوي / Austrian
GR: يوناني / Greek                  CY: قبرصي / Cypriot                  CA: كندي / Canadian
AU: أسترالي / Australian            BR: برازيلي / Brazilian              MX: مكسيكي / Mexican
VE: فنزويلي / Venezuelan            CU: كوبي / Cuban                     CO: كولومبي / Colombian
AZ: أذربيجاني أذري / Azerbaijani Azeri                                   AM: أرمني أرميني أرمن / Armenian
GE: جورجي / Georgian                RS: صربي صرب / Serbian Serb          BA: بوسني / Bosnian
HR: كرواتي / Croatian Croat         AL: ألباني / Albanian                BG: بلغاري / Bulgarian
RO: روماني / Romanian               HU: مجري هنغاري / Hungarian          CZ: تشيكي / Czech
FI: فنلندي / Finnish Finn           IE: أيرلندي إيرلندي / Irish          PT: برتغالي / Portuguese
ID: إندونيسي / Indonesian           MY: ماليزي / Malaysian               VN: فيتنامي / Vietnamese
MM: بورمي / Burmese                 BD: بنغلاديشي بنغالي / Bangladeshi   TW: تايواني / Taiwanese
RW: رواندي / Rwandan                CD: كونغولي / Congolese              SN: سنغالي / Senegalese
KZ: كازاخستاني كازاخي / Kazakh      UZ: أوزبكي / Uzbek                   TJ: طاجيكي / Tajik
kurds: كردي أكراد كرد / Kurdish Kurd                                     shia: شيعي شيعة / Shia Shiite Shi'ite
sunnis: سني سنة / Sunni              alawites: علوي / Alawite Alawi       druze: درزي دروز / Druze
yazidis: إيزيدي يزيدي / Yazidi Yezidi                            turkmen: تركماني تركمان / Turkmen
jews: يهودي يهود / Jewish Jew       christians: مسيحي / Christian        copts: قبطي أقباط / Coptic Copt
houthis: حوثي / Houthi              europe: أوروبي أوربي أوروبا أوربا / European Europe EU
"""
# Names that CLDR writes otherwise than newspapers do, and capitals that are called as their state is.
_NAMED = """
US: الولايات المتحدة|أمريكا|أميركا / United States|US|U.S.|USA|America
GB: بريطانيا|المملكة المتحدة / Britain|UK|U.K.                     AE: الإمارات / UAE|Emirates
KR: كوريا / Korea               TR: تركيا / Turkey|Türkiye          TN: تونس / Tunis
DZ: الجزائر / Algiers           NL: هولندا / Netherlands|Holland    CD: الكونغو / Congo
PS: فلسطين / Palestine          CZ: التشيك / Czech Republic|Czechia MM: ميانمار|بورما / Myanmar|Burma
"""
_ROW = re.compile(r"(?P<id>\w+): (?P<arabic>[^/\n]+?) / (?P<english>.+?)(?=\s+\w+: |\s*$)", re.MULTILINE)
_ENDINGS = "(?:ه|ين|ون|ان|ات|تين|تان|ا|ي)?"


@dataclass(frozen=True)
class _Words:
    """The words of one language, each as it is matched → the state or people; and what finds them."""

    owners: Mapping[str, str]
    pattern: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """The states and peoples that `text` (Arabic folded) names."""
        return ((self.owners[match["word"]], match) for match in self.pattern.finditer(text))


def _rows(table: str) -> Iterator[tuple[str, str, str]]:
    return ((m["id"], m["arabic"], m["english"]) for m in _ROW.finditer(table))


def demonyms() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Code of a state, or a people → its adjectives in Arabic and in English, the usual one first."""
    return {key: (tuple(ar.split()), tuple(en.split())) for key, ar, en in _rows(_PEOPLES)}


@cache
def _tables() -> tuple[_Words, _Words]:
    arabic, english = (Locale(lang).territories for lang in ("ar", "en"))
    ours, theirs = dict[str, str](), dict[str, str]()
    for key, (adjectives, nations) in demonyms().items():
        named = [(arabic[key], english[key])] if key in english else []
        ours |= {fold(word).text: key for word in (*adjectives, *(ar for ar, _ in named))}
        theirs |= dict.fromkeys((*nations, *(en for _, en in named)), key)
    for key, names, others in _rows(_NAMED):
        ours |= {fold(name).text: key for name in names.split("|")}
        theirs |= dict.fromkeys(others.split("|"), key)
    ours = {word.removeprefix("ال"): key for word, key in ours.items()}
    return (
        _Words(ours, re.compile(rf"(?<!\w)[وف]?[بكل]?(?:ال|لل)?(?P<word>{_either(ours)}){_ENDINGS}(?!\w)")),
        _Words(theirs, re.compile(rf"\b(?P<word>{_either(theirs)})(?:s|es)?(?!\w)")),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def nationalities(pair: Pair) -> Iterator[Found]:
    """A state or people that the Arabic does not name"""
    ours, theirs = _tables()
    said = {key: match for key, match in theirs.find(pair.english) if not _known(match, pair.english_names)}
    if not said:
        return
    meant = {key: match[0] for key, match in ours.find(pair.folded.text)}
    known = {mention.actor for mention in pair.arabic_names}
    for key, match in said.items():
        if key not in meant and key.lower() not in known:
            instead = [word for other, word in meant.items() if other not in said]
            message = f"{match[0]} is not named in the Arabic" + (
                f" ({'، '.join(instead)})" if instead else ""
            )
            yield Found(message, match[0], "read both: is another nation meant?")


def _known(match: re.Match[str], names: Iterable[Mention]) -> bool:
    """Whether the glossary has what stands there: the check of names compares that."""
    return any(name.start <= match.start() and match.end() <= name.end for name in names)
