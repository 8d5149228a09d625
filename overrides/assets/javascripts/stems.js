// Words as search sees them: the browser's half of build_tools/stems.py, which says what is done and why.
// tests/test_stems.py runs both over the same words.

const MARK =
  "\\u0300-\\u036f\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u08d3-\\u08ff\\u00ad\\u200b-\\u200f\\u2060\\ufe00-\\ufe0f";
const WORD = new RegExp(
  "(?:(?<![\\p{L}\\p{N}])[A-Za-z]\\.){2,}" + // U.S.
    "|(?<!\\p{Nd})\\p{Nd}{1,3}(?:[,٬]\\p{Nd}{3})+(?!\\p{Nd})" + // 1,250 and ١٬٢٥٠
    `|[\\p{L}\\p{N}]+(?:[${MARK}]+[\\p{L}\\p{N}]*)*(?:['’ʼ][\\p{L}\\p{Nl}\\p{No}${MARK}]+)*`,
  "gu",
);
const PIECE = /\p{Nd}+|[ء-ي]+|(?:(?![ء-ي])[\p{L}\p{Nl}\p{No}])+/gu;
const JOINED = /(عبد)(?=ال[ء-ي]{3})|^[وفبل]?(ابو)(?=[^اتيهكن][ء-ي]{2})/g; // عبدالفتاح, أبوظبي
const UNWRITTEN =
  /[\u0640\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u06e5\u06e6]+/gu;
const LETTERS = [..."ٱٲٳىةکڪیېےھہەۃپچڤگژ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"];
const FOLDED = [..."اااي" + "ه" + "كك" + "ييي" + "هههه" + "بجفكز" + "01234567890123456789"];
const FOLD = new Map(LETTERS.map((letter, i) => [letter, FOLDED[i]]));

const PRONOUNS = ["ها", "هم", "هن", "كم", "نا"];
const ENDINGS = [...PRONOUNS, "ات", "ون", "ين", "ان"];
const INFLECTION = /^ء?ي?(?:ه|ت|ات|ون|ين|ان|[اوي])?(?:ها|هم|هن|كم|نا|[هي])?$/;
const ends = (word, endings) => endings.some((ending) => word.endsWith(ending));

export function normalise(text) {
  const bare = text.normalize("NFC").replace(/[ئء](?=و)(?!ون(?![ء-ي]))/g, "ؤ").normalize("NFKD").replace(/\p{M}+/gu, "");
  // Where the space was forgotten, a word ends with its ة.
  const plain = bare.replace(/ة(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff])/g, "ه ").replace(UNWRITTEN, "");
  return Array.from(plain, (c) => FOLD.get(c) ?? c).join("").toLowerCase();
}

// `rules` is the content of stems.json: {forms: [line, …], whole: [line, …]}.
export class Stemmer {
  #forms = new Map();
  #whole;
  #known = new Map();

  constructor(rules) {
    for (const line of rules.forms) {
      const forms = line.split(" ");
      for (const form of forms) this.#forms.set(form, forms[0]);
    }
    this.#whole = new Set(rules.whole.flatMap((line) => line.split(" ")).map((word) => word.replace(/[هء]$/, "")));
  }

  // [{start, end, stems}, …] in UTF-16 units.
  words(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      const stems = this.stems(match[0]);
      if (stems.length) found.push({ start: match.index, end: match.index + match[0].length, stems });
    }
    return found;
  }

  stems(word) {
    let stems = this.#known.get(word);
    if (!stems) {
      const bare = word.replace(/['’ʼ]s$/i, "").replace(/[.,٬'’ʼ]/g, "");
      stems = (normalise(bare).replace(JOINED, "$1$2 ").match(PIECE) ?? []).map((piece) => this.stem(piece));
      this.#known.set(word, stems);
    }
    return stems;
  }

  stem(word) {
    if (word[0] >= "ء" && word[0] <= "ي") return this.arabic(word);
    return /^\p{Nd}/u.test(word) ? word : english(word);
  }

  arabic(word) {
    for (;;) {
      const [core, form] = this.#endsOff(word);
      const rest = form ? "" : this.#procliticOff(word);
      if (!rest || (this.#isWhole(word) && !this.#hidesForm(rest))) return core;
      word = rest;
    }
  }

  #hidesForm(word) {
    for (; word; word = this.#procliticOff(word)) if (this.#endsOff(word)[1].length > 3) return true;
    return false;
  }

  #isWhole(word) {
    for (let end = word.length; end > Math.max(2, word.length - 6); end--) {
      if (this.#whole.has(word.slice(0, end)) && INFLECTION.test(word.slice(end))) return true;
    }
    return false;
  }

  #endsOff(word) {
    let rest = word;
    while (!this.#forms.has(rest) || (rest.length < 4 && !INFLECTION.test(word.slice(rest.length)))) {
      const listed = rest.endsWith("نا") && this.#forms.has(rest.slice(0, -1));
      if (rest.length >= 5 && ends(rest, ENDINGS) && !listed) rest = rest.slice(0, -2);
      else if (rest.length >= 4 && "هيتاونء".includes(rest.at(-1))) rest = rest.slice(0, -1);
      else return [rest, ""];
    }
    return [this.#forms.get(rest), rest];
  }

  #procliticOff(word) {
    if (word.startsWith("ال") && word.length >= 5) return word.slice(2);
    if (!"وفبكل".includes(word[0]) || word.length < 4) return "";
    const rest = word.slice(1);
    if (this.#endsOff(rest)[1] || this.#isWhole(rest)) return rest;
    if (word.startsWith("لل") && word.length >= 5) return word.slice(2);
    const bare = ends(rest, PRONOUNS) ? rest.slice(0, -2) : "هيتاو".includes(rest.at(-1)) ? rest.slice(0, -1) : rest;
    return bare.length >= 3 ? rest : "";
  }
}

function english(word) {
  if (word.length <= 3) return word;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) word = word.slice(0, -2);
  else if (word.endsWith("ies")) word = word.slice(0, -3) + "y";
  else if (/s[ie]s$/.test(word) && word.length >= 5) word = word.slice(0, -2);
  else if (/s$/.test(word) && !/[sui]s$/.test(word)) word = word.slice(0, -1);
  if (word.endsWith("eed")) word = word.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    const rest = word.slice(0, -ending.length);
    if (word.endsWith(ending) && rest.length >= 3 && /[aeiouy]/.test(rest)) {
      word = /([^aeiouylsz])\1$/.test(rest) ? rest.slice(0, -1) : rest;
      break;
    }
  }
  if (word.length > 3 && word.endsWith("e")) word = word.slice(0, -1);
  if (word.length > 3 && word.endsWith("y")) word = word.slice(0, -1) + "i";
  return word;
}
