// Words as search sees them: the browser's half of build_tools/jisr/lang/stem.py, which says what is done and why.
// tests/lang/test_stem.py runs both over the same words.

const MARK =
  "\\u0300-\\u036f\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u08d3-\\u08ff\\u00ad\\u200b-\\u200f\\u2060\\ufe00-\\ufe0f";
const WORD = new RegExp(
  "(?:(?<![\\p{L}\\p{N}])[A-Za-z]\\.){2,}" + // U.S.
    "|(?<!\\p{Nd})\\p{Nd}{1,3}(?:[,٬]\\p{Nd}{3})+(?!\\p{Nd})" + // 1,250 and ١٬٢٥٠
    `|[\\p{L}\\p{N}]+(?:[${MARK}]+[\\p{L}\\p{N}]*)*(?:['’ʼ][\\p{L}\\p{Nl}\\p{No}${MARK}]+)*`,
  "gu",
);
const PIECE = /\p{Nd}+|[ء-ي]+|(?:(?![ء-ي])[\p{L}\p{Nl}\p{No}])+/gu;
// عبدالفتاح, أبوظبي, نصرالله, نورالدين, خانيونس
const JOINED = new RegExp(
  "(عبد)(?=ال[ء-ي]{2}|ربه)|^[وفبل]?(اب[وا])(?=(?:[^اتيهكن]|ال[ء-ي]|ا[^لبق])[ء-ي]{2})" +
    "|^(?![وف]?(?:[وبكلت]|ال)الله)([ء-ي]{2,})(?=الله$)|^(?!ال|[وف]?[وبكل]?ال)(عز|[ء-ي]{2,}[^و])(?=الدين$)" +
    "|^[وفبل]?(خان|كفر|دير|بور)(?=(?:يونس|نبل|زيتا|بطنا|تخاريم|سوسه|قاسم|شوبا|الزور|حافر|سعيد)$)",
  "g",
);
const UNWRITTEN =
  /[\u0640\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\u06e5\u06e6\u{e0000}-\u{e0fff}]+/gu;
const LETTERS = [..."ٱٲٳىةکڪیېےھہەۃپچڤگژ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"];
const FOLDED = [..."اااي" + "ه" + "كك" + "ييي" + "هههه" + "بجفكز" + "01234567890123456789"];
const FOLD = new Map(LETTERS.map((letter, i) => [letter, FOLDED[i]]));

const PRONOUNS = ["ها", "هم", "هن", "كم", "نا"];
const ENDINGS = [...PRONOUNS, "ات", "ون", "ين", "ان"];
const INFLECTION = /^ء?ي?(?:ه|ت[اي]?|ه?ات|ت?ين|ت?ان|ون|[اوي])?(?:ها|هما?|هن|كم|نا|[هي])?$/;
const ATTACHED = [...PRONOUNS, "ه", "ك", "هما"];
const UNSEEN = new RegExp(`[${MARK}ـ]+`, "g");
const CLOSED = "."; // ends the stem of a particle
const ends = (word, endings) => endings.some((ending) => word.endsWith(ending));

export function normalise(text) {
  const bare = text.normalize("NFC").replace(/[ئء](?=و)(?!ون(?![ء-ي]))/g, "ؤ").normalize("NFKD").replace(/\p{M}+/gu, "");
  // Where the space was forgotten, a word ends with its ة.
  const plain = bare.replace(/ة(?=[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff])/g, "ه ").replace(UNWRITTEN, "");
  return Array.from(plain, (c) => FOLD.get(c) ?? c).join("").toLowerCase();
}

// `rules` is the content of stem.json: {forms: [line, …], whole: [line, …], particles: {plain, led, words, english}}.
export class Stemmer {
  #forms = new Map();
  #whole;
  #plain;
  #led;
  #words;
  #english;
  #known = new Map();

  constructor(rules) {
    for (const line of rules.forms) {
      const forms = line.split(" ");
      for (const form of forms) this.#forms.set(form, forms[0]);
    }
    this.#whole = new Set(rules.whole.flatMap((line) => line.split(" ")).map((word) => word.replace(/[هء]$/, "")));
    const { plain, led, words, english } = rules.particles;
    this.#words = new Set(words);
    [this.#plain, this.#led, this.#english] = [plain, led, english].map((lines) => particles(lines, this.#words));
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
      const particle = this.#particle(bare.normalize("NFKC").replace(UNSEEN, ""));
      const pieces = particle ? [] : normalise(bare).replace(JOINED, "$1$2$3$4$5 ").match(PIECE);
      stems = particle ? [particle] : (pieces ?? []).map((piece) => this.stem(piece));
      this.#known.set(word, stems);
    }
    return stems;
  }

  // Compared as it is written: only the hamza tells إلى (to) from آلي (automatic). Acronyms are none.
  #particle(word) {
    if (/^[\x00-\x7f]*$/.test(word)) {
      const acronym = word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
      return acronym ? "" : this.#english.get(word.toLowerCase()) ?? "";
    }
    if (this.#words.has(word)) return "";
    for (const rest of "وف".includes(word[0]) ? [word, word.slice(1)] : [word]) {
      let found = this.#plain.get(rest) ?? this.#led.get(rest);
      if (!found && rest && "بكل".includes(rest[0])) {
        found = this.#led.get(rest.startsWith("لل") ? `ال${rest.slice(2)}` : rest.slice(1));
      }
      if (found) return found;
    }
    return "";
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
    let found;
    while (!(found = this.#listed(word, rest))) {
      const listed = rest.endsWith("نا") && this.#forms.has(rest.slice(0, -1));
      if (rest.length >= 5 && ends(rest, ENDINGS) && !listed) rest = rest.slice(0, -2);
      else if (rest.length >= 4 && "هيتاونء".includes(rest.at(-1)) && !/[^اوي]ن$/.test(rest)) rest = rest.slice(0, -1);
      else return [rest, ""];
    }
    return [found, rest];
  }

  // "لغت-" is a form only before an ending: لغتها (its language), but بلغت (reached).
  #listed(word, rest) {
    if (rest !== word && rest.length === 3 && rest.startsWith("ال")) return ""; // الفتاة has no form of ألف
    const found = (rest === word ? undefined : this.#forms.get(`${rest}-`)) ?? this.#forms.get(rest);
    return found && INFLECTION.test(word.slice(rest.length)) ? found : "";
  }

  #procliticOff(word) {
    if (word.startsWith("ال") && word.length >= 4) return word.slice(2);
    if (!"وفبكل".includes(word[0]) || word.length < 4) return "";
    const rest = word.slice(1);
    if (word.startsWith("لل") && this.#endsOff(word.slice(2))[1]) return word.slice(2);
    if (this.#endsOff(rest)[1] || this.#isWhole(rest)) return rest;
    if (word.startsWith("لل")) return word.slice(2);
    const bare = ends(rest, PRONOUNS) ? rest.slice(0, -2) : "هيتاو".includes(rest.at(-1)) ? rest.slice(0, -1) : rest;
    return bare.length >= 3 ? rest : "";
  }
}

// Particles as they are written → their stems; "بعد-" stands for the word with each pronoun.
function particles(lines, words) {
  const bare = (form) => form.replace(/[أإآ]/g, "ا");
  const found = new Map();
  for (const line of lines) {
    const listed = line.split(" ");
    for (const word of listed) {
      const forms = word.endsWith("-") ? ATTACHED.map((pronoun) => word.slice(0, -1) + pronoun) : [word];
      for (const form of [...forms, ...forms.map(bare)]) {
        if (!found.has(form)) found.set(form, bare(listed[0].replace(/-$/, "")) + CLOSED);
      }
    }
  }
  for (const word of words) found.delete(word);
  return found;
}

const SHORT = /^(?:[aeiou][^aeiou]|[^aeiou]+[aeiouy][^aeiouwxy])$/;

function english(word) {
  if (word.length <= 3) return word;
  if (/(?:ss|sh|ch|x|z)es$/.test(word)) word = word.slice(0, -2);
  else if (word.endsWith("ies")) word = word.slice(0, -3) + "y";
  else if (/s[ie]s$/.test(word) && word.length >= 5) word = word.slice(0, -2);
  else if (/s$/.test(word) && !/[sui]s$/.test(word)) word = word.slice(0, -1);
  if (word.endsWith("eed")) word = word.slice(0, -1);
  for (const ending of ["ing", "ed"]) {
    const rest = word.slice(0, -ending.length);
    if (word.endsWith(ending) && rest.length >= 2 && /[aeiouy]/.test(rest)) {
      word = rest.length > 3 && /([^aeiouylsz])\1$/.test(rest) ? rest.slice(0, -1) : rest;
      if (SHORT.test(rest)) word = `${rest}e`;
      break;
    }
  }
  if (word.length > 3 && word.endsWith("e") && !SHORT.test(word.slice(0, -1))) word = word.slice(0, -1);
  if (word.length > 3 && word.endsWith("y")) word = word.slice(0, -1) + "i";
  return word;
}
