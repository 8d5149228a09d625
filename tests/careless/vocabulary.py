"""Words by which it is seen whose a sentence is, and what in a page is no sentence."""

import re


def _words(text: str) -> list[str]:
    return text.split()


# Words of Iraqi news: government, pact, parliament, oil, schools, airport, marshes, farmers, forces …
ARABIC = _words(
    "أعلنت الحكومة العراقية ستراجع اتفاقية الشراكة الأمنية يرى مراقبون البرلمان يصوّت قانون الانتخابات نهاية"
    " العام انخفضت أسعار النفط الأسواق العالمية أدنى مستوى وسط مخاوف الركود تستعد المدارس محافظات الجنوب"
    " لاستقبال الطلبة توقف دام أسبوعين وصل وفد الخبراء المطار زيارة رسمية تستغرق ثلاثة أيام مياه الأهوار"
    " تراجعت بصورة كبيرة المزارعون يطالبون بتعويضات عاجلة الوزارة تدرس المقترح الجديد المجلس رفض الطلب السابق"
)
MACHINE = _words(
    "grain harbor lantern meadow copper willow saddle candle barrel orchard cotton pepper marble"
)
HUMAN = _words("treaty senate drought export budget minister quarry railway census tariff province cabinet")
TOKEN = re.compile(r"zq\d+")
MARKER = re.compile(r"^<!-- #(\S+).*-->\s*$")
