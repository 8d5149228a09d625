// The search page: reads ?q=, asks Pagefind for stems (see build_tools/search.py), shows hits with the words
// around them. It asks no other host. A Content-Security-Policy must allow 'wasm-unsafe-eval' for Pagefind.

import { Stemmer } from "./stems.js";

const END = "ǀ"; // of every stem in the index: build_tools/search.py
const BASE = new URL("../../", import.meta.url); // the site of this language, wherever it is deployed
const SHOWN = 10; // hits at a time: each is a file to load
const AROUND = 34; // words of an excerpt
const PAUSE = 160; // milliseconds without a key before a search
const PHRASE = /["“”„«]([^"“”„«»]+)["“”»]/g;

// Pagefind swallows what it could not load and then finds nothing, which would be a lie on a bad connection.
let lost = false;
const fetched = window.fetch;
window.fetch = async (...request) => {
  try {
    const response = await fetched(...request);
    if (!response.ok) lost = true;
    return response;
  } catch (error) {
    lost = true;
    throw error;
  }
};

async function load() {
  const [rules, { createInstance }] = await Promise.all([
    fetch(new URL("pagefind/stems.json", BASE)).then((response) => response.json()),
    import(new URL("pagefind/pagefind.js", BASE).href),
  ]);
  // Without its worker, Pagefind is one file and one round trip less; a query takes milliseconds.
  const index = createInstance({
    noWorker: true,
    basePath: new URL("pagefind/", BASE).href,
    baseUrl: BASE.href,
    // Without regard to length: else a name's one line comes before the article about it.
    ranking: { pageLength: 0, metaWeights: { title: 5, names: 1 } },
  });
  await index.init();
  return { index, stemmer: new Stemmer(rules) };
}

// --- from a query to pages ---------------------------------------------------------------------------------

// Each term must be found. A term is a word, or a phrase: words between quotation marks, in that order.
function parse(query, stemmer) {
  const stems = (text) => stemmer.words(text).flatMap((word) => word.stems);
  const terms = [];
  const rest = query.replace(PHRASE, (_, phrase) => {
    terms.push({ stems: stems(phrase), exact: true });
    return " ";
  });
  for (const stem of stems(rest)) terms.push({ stems: [stem], exact: false });
  const seen = new Set();
  return terms.filter(({ stems }) => stems.length && !seen.has(stems.join()) && seen.add(stems.join()));
}

async function ask(index, term) {
  const whole = term.stems.map((stem) => stem + END).join(" ");
  const found = await index.search(term.stems.length > 1 ? `"${whole}"` : whole);
  if (found.results.length || term.exact || term.stems[0].length < 4 || /^\d/.test(term.stems[0])) return found.results;
  // A word that is nowhere may be one that is still being typed.
  term.open = true;
  return (await index.search(term.stems[0])).results;
}

// Pages that hold all terms, best first: Pagefind's scores for the single terms, added up.
async function find(index, terms) {
  const answers = await Promise.all(terms.map((term) => ask(index, term)));
  const score = new Map(answers[0]?.map((result) => [result.id, 0]));
  for (const answer of answers) {
    const here = new Map(answer.map((result) => [result.id, result.score]));
    for (const id of [...score.keys()]) {
      if (here.has(id)) score.set(id, score.get(id) + here.get(id));
      else score.delete(id);
    }
  }
  const pages = (answers[0] ?? []).filter((result) => score.has(result.id));
  return pages.sort((a, b) => score.get(b.id) - score.get(a.id));
}

// --- from a page to what is shown of it --------------------------------------------------------------------

const matches = (stem, terms) =>
  terms.findIndex((term) => term.stems.includes(stem) || (term.open && stem.startsWith(term.stems[0])));

function look(text, stemmer, terms) {
  return stemmer.words(text).map((word) => {
    const term = word.stems.map((stem) => matches(stem, terms)).find((at) => at >= 0);
    return { ...word, term: term ?? -1 };
  });
}

// The part of the page that holds most of the terms; the title and what has no anchor only if nothing else does.
function bestPart(parts, stemmer, terms) {
  let best = null;
  for (const [anchor, text, state, lang] of parts) {
    const words = look(text, stemmer, terms);
    const held = new Set(words.map((word) => word.term));
    held.delete(-1);
    const aside = anchor === "title" || anchor === "kicker" || !anchor;
    const weight = held.size * 2 - (aside ? 1 : 0);
    if (held.size && (!best || weight > best.weight)) best = { anchor, text, state, lang, words, weight };
  }
  return best;
}

// Start and end (in words) of the stretch with most different terms, then most matches.
function stretch(words) {
  const marked = words.flatMap((word, at) => (word.term >= 0 ? [at] : []));
  let best = [0, 0, 0];
  for (const first of marked) {
    const inside = marked.filter((at) => at >= first && at < first + AROUND);
    const worth = new Set(inside.map((at) => words[at].term)).size * 100 + inside.length;
    if (worth > best[0]) best = [worth, first, inside.at(-1)];
  }
  const slack = Math.max(0, AROUND - (best[2] - best[1] + 1));
  const from = Math.max(0, Math.min(best[1] - Math.floor(slack / 3), words.length - AROUND));
  return [from, Math.min(words.length, from + AROUND)];
}

function lit(text, words, from = 0, to = words.length) {
  const nodes = [];
  let at = from > 0 ? words[from].start : 0;
  if (from > 0) nodes.push("… ");
  for (const word of words.slice(from, to)) {
    if (word.term < 0) continue;
    nodes.push(text.slice(at, word.start), el("mark", {}, text.slice(word.start, word.end)));
    at = word.end;
  }
  const end = to < words.length ? words[to - 1].end : text.length;
  nodes.push(text.slice(at, end));
  if (to < words.length) nodes.push(" …");
  return nodes;
}

function hit(page, stemmer, terms, words) {
  const { meta } = page;
  const part = bestPart(meta.parts, stemmer, terms);
  const url = new URL(page.raw_url, BASE);
  if (part?.anchor && part.anchor !== "title") url.hash = part.anchor;
  const state = part?.state || meta.state;
  const facts = [el("span", { class: "jisr-hit__kind" }, words.kind[meta.kind])];
  if (meta.when) facts.push(el("time", { datetime: meta.date }, meta.when));
  const badge = state ? [" ", el("span", { class: "jisr-badge", "data-state": state }, words.state[state])] : [];
  return el(
    "li",
    { class: "jisr-hit", "data-search-result": "", "data-kind": meta.kind },
    el(
      "a",
      { class: "jisr-hit__title", href: url.href, lang: meta.lang, dir: direction(meta.lang) },
      ...lit(meta.title, look(meta.title, stemmer, terms)),
    ),
    ...excerpt(meta, part, stemmer, terms),
    el("p", { class: "jisr-hit__facts" }, ...facts.flatMap((fact, i) => (i ? [" · ", fact] : [fact])), ...badge),
  );
}

// What was found only in the title, or by a name that is not shown, is introduced by how the page begins.
function excerpt(meta, part, stemmer, terms) {
  const found = part && part.text !== meta.title ? part : null;
  const [, text, , lang] = found
    ? ["", found.text, "", found.lang]
    : (meta.parts.find(([anchor, text]) => anchor !== "kicker" && text !== meta.title) ?? []);
  if (!text) return [];
  const seen = found?.words ?? look(text, stemmer, terms);
  return [el("p", { class: "jisr-hit__text", lang, dir: direction(lang) }, ...lit(text, seen, ...stretch(seen)))];
}

// --- the page ----------------------------------------------------------------------------------------------

const direction = (lang) => (lang === "ar" ? "rtl" : "ltr");

function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

class SearchPage {
  constructor(root) {
    // {label, submit, loading, error, none, more, results: {one, two, …}, kind: {…}, state: {…}}
    this.words = JSON.parse(root.dataset.words);
    this.lang = root.dataset.lang;
    this.digits = root.dataset.digits === "arabic-indic" && this.lang === "ar" ? "ar-u-nu-arab" : "en";
    this.box = el("input", {
      type: "search", name: "q", id: "jisr-q", autocomplete: "off", enterkeyhint: "search", dir: "auto",
      "aria-describedby": "jisr-search-status",
    });
    this.status = el("p", { id: "jisr-search-status", class: "jisr-search__status", role: "status", "aria-live": "polite" });
    this.list = el("ol", { class: "jisr-hits" });
    this.more = el("button", { type: "button", class: "jisr-search__more", hidden: "" }, this.words.more);
    this.form = el(
      "form", { class: "jisr-search__form", role: "search", action: location.pathname },
      el("label", { for: "jisr-q" }, this.words.label), this.box,
      el("button", { type: "submit" }, this.words.submit),
    );
    root.replaceChildren(this.form, this.status, this.list, this.more);
    this.listen();
    this.start().catch(() => {}); // the first search says so, or tries again
    this.box.value = new URLSearchParams(location.search).get("q") ?? "";
    if (this.box.value.trim()) this.search();
    else this.box.focus();
  }

  listen() {
    let timer = 0;
    this.box.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(() => this.search(), PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      this.search();
    });
    this.more.addEventListener("click", () => this.show());
    document.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const links = [...this.list.querySelectorAll(".jisr-hit__title")];
    const at = links.indexOf(document.activeElement);
    const inBox = document.activeElement === this.box;
    if (event.key === "/" && !typing) {
      this.box.focus();
      this.box.select();
    } else if (event.key === "ArrowDown" && (inBox || at >= 0) && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? this.box).focus();
    else if (event.key === "Escape" && (inBox || at >= 0)) {
      this.box.value = "";
      this.box.focus();
      this.search();
    } else return;
    event.preventDefault();
  }

  start() {
    this.ready ??= load();
    return this.ready;
  }

  say(text) {
    this.status.textContent = text;
  }

  async search() {
    const query = this.box.value.trim();
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(history.state, "", address);
    const turn = (this.turn = Symbol(query)); // a slower answer to an earlier query must not win
    this.pages = [];
    this.terms = [];
    this.list.setAttribute("aria-busy", "true");
    try {
      if (query) {
        if (!this.list.childElementCount) this.say(this.words.loading);
        lost = false;
        const { index, stemmer } = await this.start();
        const terms = parse(query, stemmer);
        const pages = await find(index, terms);
        if (turn !== this.turn) return;
        if (lost) throw new Error("a part of the index is missing");
        Object.assign(this, { terms, pages });
      }
      await this.show(turn, true);
    } catch {
      if (turn === this.turn) this.fail();
    }
  }

  async show(turn = this.turn, anew = false) {
    try {
      const done = anew ? 0 : this.list.childElementCount;
      const next = this.pages.slice(done, done + SHOWN);
      const { stemmer } = next.length ? await this.start() : {};
      const loaded = await Promise.all(next.map((page) => page.data()));
      if (turn !== this.turn) return;
      const hits = loaded.map((page) => hit(page, stemmer, this.terms, this.words));
      if (anew) this.list.replaceChildren(...hits);
      else {
        this.list.append(...hits);
        hits[0]?.querySelector("a").focus();
      }
      this.more.hidden = this.list.childElementCount >= this.pages.length;
      this.say(this.terms.length ? this.count(this.pages.length) : "");
      this.list.setAttribute("aria-busy", "false");
    } catch {
      if (turn === this.turn) this.fail();
    }
  }

  fail() {
    this.ready = null; // the next search starts anew
    this.list.replaceChildren();
    this.list.setAttribute("aria-busy", "false");
    this.more.hidden = true;
    this.say(this.words.error);
  }

  count(n) {
    const forms = this.words.results;
    const form = n ? new Intl.PluralRules(this.lang).select(n) : "zero";
    const number = new Intl.NumberFormat(this.digits, { useGrouping: false }).format(n);
    return (forms[form] ?? forms.other).replace("{n}", number);
  }
}

const root = document.getElementById("jisr-search");
if (root) new SearchPage(root);
