// The index that build_tools/jisr/search/index.py wrote, asked: which pages hold a query's words, and what is shown of them.
// Nothing is loaded but the pieces that a query needs; a piece that is missing is an error, never "nothing found".

import { Stemmer } from "./stems.js";

export const BASE = new URL("../../", import.meta.url); // the site of this language, wherever it is deployed
const FOLDER = new URL("assets/search/", BASE);
const NAME = 10; // letters of a piece's name
const OPEN = 4; // letters from which on a word that is nowhere may be one that is still being typed
const PHRASE = /["“”„«]([^"“”„«»]+)["“”»]/g;

// One finder for all that ask on a page; a failure is not kept.
let ready = null;

export function open(cache = "default") {
  ready ??= start(cache).catch((error) => {
    ready = null;
    throw error;
  });
  return ready;
}

// What `question(finder)` gives. A browser may have kept the beginning of an older index: once, it is asked for anew, and
// where `renewed`, before anything else.
export async function asked(question, renewed = false) {
  const before = ready;
  try {
    if (renewed) throw new Error("an older index");
    return await question(await open());
  } catch (error) {
    if (!before && !ready) throw error;
    ready = null;
    return question(await open("reload"));
  }
}

async function start(cache) {
  const response = await load(new URL("index.json", FOLDER), { cache });
  return new Finder(await response.json());
}

// A body that nobody reads would keep its request open, and the browser waiting.
async function load(url, options) {
  const response = await fetch(url, options);
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Error(response.status);
}

// Each term must be found. A term is a word, or a phrase: words between quotation marks, in that order.
export function parse(query, stemmer) {
  const stems = (text) => stemmer.words(text).flatMap((word) => word.stems);
  const terms = [];
  const rest = query.slice(0, 1000).replace(PHRASE, (_, phrase) => {
    terms.push({ stems: stems(phrase), exact: true });
    return " ";
  });
  // عبدالله is two words however it is written: they must follow each other
  for (const word of stemmer.words(rest)) terms.push({ stems: word.stems, exact: word.stems.length > 1 });
  const seen = new Set();
  return terms.filter(({ stems }) => stems.length && !seen.has(stems.join(" ")) && seen.add(stems.join(" ")));
}

class Finder {
  #start;
  #pieces = new Map();

  constructor(start) {
    this.#start = start;
    const { forms, whole, particles } = start.rules;
    this.stemmer = new Stemmer({ forms: forms.map(inLetters), whole: whole.map(inLetters), particles });
  }

  // {terms, pages}: the terms, `open` where pages were found by words that only begin so; pages that hold all, best first.
  async find(query) {
    const terms = parse(query, this.stemmer);
    const answers = await Promise.all(terms.map((term) => this.#holding(term)));
    let scores = answers.shift() ?? new Map();
    for (const answer of answers) {
      const both = new Map();
      for (const [page, score] of scores) if (answer.has(page)) both.set(page, score + answer.get(page));
      scores = both;
    }
    const best = [...scores].sort(([a, one], [b, other]) => other - one || a - b);
    return { terms, pages: best.map(([page]) => page) };
  }

  // What is shown of a page: see build_tools/jisr/search/index.py.
  async page(number) {
    const { firsts, names, newest } = this.#start.lists;
    const list = number >= newest.pages[0] ? newest : await this.#piece("list", name(names, lastUpTo(firsts, number)));
    return this.#piece("page", name(list.names, sums(list.pages).indexOf(number)));
  }

  // Page → score of those that hold a term.
  async #holding(term) {
    const stems = term.stems.map(inBytes);
    // not after the words: on a phone that is a wait of its own
    if (stems.length > 1) {
      for (const segment of this.#start.segments) {
        for (const stem of stems.slice(0, -1)) this.#shard(segment, "following", place(segment, stem)).catch(() => {});
      }
    }
    // of three words, what follows the others tells of the last
    const known = stems.length > 2 ? stems.slice(0, -1) : stems;
    const found = await Promise.all(known.map((stem) => this.#weights(stem)));
    if (found.length === 1 && !found[0].size && !term.exact && term.stems[0].length >= OPEN && !/^\d/.test(term.stems[0])) {
      term.open = true;
      found[0] = await this.#beginning(stems[0]);
    }
    let pages = [...found[0].keys()];
    for (const weights of found.slice(1)) pages = pages.filter((page) => weights.has(page));
    if (stems.length > 1 && pages.length) pages = await this.#inOrder(stems, pages);
    const rare = Math.log(1 + (this.#start.pages - pages.length + 0.5) / (pages.length + 0.5));
    return new Map(pages.map((page) => [page, rare * Math.max(...found.map((weights) => weights.get(page)))]));
  }

  // What `question(segment)` gives of all segments: each holds pages of its own.
  async #everywhere(question) {
    const answers = await Promise.all(this.#start.segments.map(question));
    return answers.flatMap((answer) => [...answer]);
  }

  // Page → weight.
  async #weights(stem) {
    return new Map(await this.#everywhere((segment) => this.#weightsIn(segment, stem)));
  }

  async #weightsIn(segment, stem) {
    return weights(segment, entry(await this.#shard(segment, "words", place(segment, stem)), stem));
  }

  async #beginning(start) {
    return new Map(await this.#everywhere(async (segment) => {
      const first = place(segment, start);
      const last = place(segment, `${start}\uffff`);
      const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
      const shards = await Promise.all(numbers.map((number) => this.#shard(segment, "words", number)));
      const best = new Map();
      for (const shard of shards) {
        for (const stem of Object.keys(shard)) {
          if (!stem.startsWith(start)) continue;
          for (const [page, weight] of weights(segment, shard[stem])) best.set(page, Math.max(weight, best.get(page) ?? 0));
        }
      }
      return best;
    }));
  }

  // Those of `pages` in which the stems follow each other: see build_tools/jisr/search/postings.py.
  async #inOrder(stems, pages) {
    const every = await Promise.all(stems.slice(0, -1).map(async (stem, at) => {
      const next = signs(stems[at + 1], stems[at + 2]);
      return new Set(await this.#everywhere(async (segment) => {
        const here = [...(await this.#weightsIn(segment, stem)).keys()];
        const rows = entry(await this.#shard(segment, "following", place(segment, stem)), stem);
        return here.filter((_, i) => holds(rows[i], next));
      }));
    }));
    return pages.filter((page) => every.every((found) => found.has(page)));
  }

  // Of the newest pages one piece is both kinds.
  async #shard(segment, kind, number) {
    if (segment.both) return (await this.#piece("both", name(segment.both, number)))[kind];
    return segment[kind] ? this.#piece(kind, name(segment[kind], number)) : {};
  }

  #piece(kind, name) {
    const file = `${kind}-${name}`;
    let piece = this.#pieces.get(file);
    if (!piece) {
      piece = unpacked(new URL(file, FOLDER));
      this.#pieces.set(file, piece);
      piece.catch(() => this.#pieces.delete(file));
    }
    return piece;
  }
}

// What stands there for a stem: `constructor` is one too, and every object has such a member.
const entry = (shard, stem) => (Object.hasOwn(shard, stem) ? shard[stem] : undefined);

// Arabic letters as one byte each, and back: see build_tools/jisr/search/letters.py.
const LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";
const BYTES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`{|}~@";
const change = (from, to) => {
  const others = new Map(Array.from(from, (sign, at) => [sign, to[at]]));
  return (text) => Array.from(text, (sign) => others.get(sign) ?? sign).join("");
};
const inBytes = change(LETTERS, BYTES);
const inLetters = change(BYTES, LETTERS);

const name = (names, at) => names.slice(at * NAME, (at + 1) * NAME);

// The shard of a segment that holds a stem if there is one that does.
const place = (segment, stem) => lastUpTo(segment.firsts, stem);

// The place of the last that is not behind `one`; 0 where all are.
function lastUpTo(sorted, one) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= one) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

async function unpacked(url) {
  const response = await load(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  // a server that takes the file for a compressed one has the browser unpack it
  if (bytes[0] !== 0x1f) return JSON.parse(new TextDecoder().decode(bytes));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

// What stands there for a stem, read: see build_tools/jisr/search/steps.py.
function weights(segment, said = " ") {
  const [steps, counts] = said.split(" ");
  const found = new Map();
  let page = segment.behind;
  let times = 1;
  for (let at = 0; at < steps.length; at++) {
    const value = VALUES[steps.charCodeAt(at)];
    page += (value % 32) * times;
    times *= 32;
    if (value >= 32) continue;
    found.set(page, WEIGHTS[VALUES[counts.charCodeAt(found.size)]]);
    times = 1;
  }
  return found;
}

function sums(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
for (let value = 0; value < SIGNS.length; value++) VALUES[SIGNS.charCodeAt(value)] = value;

// A page's weight for a word grows with how often it has it, ever more slowly: that of BM25 (Robertson et al., "Okapi at
// TREC-3", 1994) without regard to length, or a name's one line would come before the article about it.
const WEIGHTS = Array.from(SIGNS, (_, count) => Math.round((100 * count) / (count + 1.2)));

// The digests of the next two stems, or of one, as they stand in the index.
function signs(next, last) {
  const one = [0, 6, 12].map((shift) => SIGNS[(hash(next) >>> shift) & 63]).join("");
  return last === undefined ? one : one + SIGNS[(hash(last) >>> 18) & 63];
}

function holds(row, wanted) {
  for (let at = 0; at < row.length; at += 4) if (row.startsWith(wanted, at)) return true;
  return false;
}

function hash(stem) {
  let number = 2166136261;
  for (let i = 0; i < stem.length; i++) number = Math.imul(number ^ stem.charCodeAt(i), 16777619);
  return (number ^ (number >>> 15)) >>> 0;
}
