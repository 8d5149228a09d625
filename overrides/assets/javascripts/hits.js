// A hit as it is shown: title, the words around what was found, and what kind of text that is.

import { BASE } from "./finder.js";

const AROUND = 34; // words of an excerpt

// The words of a text, each with the number of the term that it answers to, or -1. Those of a phrase stand together.
export function look(text, stemmer, terms) {
  const words = stemmer.words(text).map((word) => ({ ...word, term: -1 }));
  const row = words.flatMap((word) => word.stems.map((stem) => ({ stem, word })));
  for (const [number, { stems, open }] of terms.entries()) {
    const answers = (stem, at) => row[at]?.stem === stem || (open && row[at]?.stem.startsWith(stem));
    for (let at = 0; at < row.length; at++) {
      if (!stems.every((stem, i) => answers(stem, at + i))) continue;
      for (const { word } of row.slice(at, at + stems.length)) if (word.term < 0) word.term = number;
    }
  }
  return words;
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

// A hit, as it is listed here and below the box of the header.
export function hit(page, stemmer, terms, words, query) {
  const part = bestPart(page.parts, stemmer, terms);
  const state = (part && part.text !== page.title && part.state) || page.state; // of the words that are shown
  const badge = (state) => (state ? [" ", el("span", { class: "jisr-badge", "data-state": state }, words.state[state])] : []);
  const facts = [el("span", { class: "jisr-hit__kind" }, words.kind[page.kind])];
  if (page.when) facts.push(el("time", { datetime: page.date }, page.when));
  return el(
    "li",
    { class: "jisr-hit", "data-search-result": "", "data-kind": page.kind },
    el(
      "a",
      { class: "jisr-hit__title", href: address(page, part, query), lang: page.lang, dir: direction(page.lang) },
      ...lit(page.title, look(page.title, stemmer, terms)),
    ),
    ...(page.state === "draft" && state !== "draft" ? badge("draft") : []), // of the title
    ...excerpt(page, part, stemmer, terms),
    el("p", { class: "jisr-hit__facts" }, ...facts.flatMap((fact, i) => (i ? [" · ", fact] : [fact])), ...badge(state)),
  );
}

// The page, at the paragraph, and what is to be lit there (lit.js).
function address(page, part, query) {
  const url = new URL(page.url, BASE);
  url.searchParams.set("lit", query);
  if (part?.anchor && part.anchor !== "title") url.hash = part.anchor;
  return url.href;
}

// What was found only in the title, or by a name that is not shown, is introduced by how the page begins.
function excerpt(page, part, stemmer, terms) {
  const found = part && part.text !== page.title ? part : null;
  const [, text, , lang] = found
    ? ["", found.text, "", found.lang]
    : (page.parts.find(([anchor, text]) => anchor !== "kicker" && text !== page.title) ?? []);
  if (!text) return [];
  const seen = found?.words ?? look(text, stemmer, terms);
  return [el("p", { class: "jisr-hit__text", lang, dir: direction(lang) }, ...lit(text, seen, ...stretch(seen)))];
}

// --- small parts -------------------------------------------------------------------------------------------

const direction = (lang) => (lang === "ar" ? "rtl" : "ltr");

export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// "3 results", in the words and figures of the page.
export function counted(n, { lang, digits, words }) {
  const form = n ? new Intl.PluralRules(lang).select(n) : "zero";
  const figures = digits === "arabic-indic" && lang === "ar" ? "ar-u-nu-arab" : "en";
  const number = new Intl.NumberFormat(figures, { useGrouping: false }).format(n);
  return (words.results[form] ?? words.results.other).replace("{n}", number);
}

// {words: {label, submit, loading, error, none, more, results: {one, two, …}, kind: {…}, state: {…}}, lang, digits}
export function speech(element) {
  const { words, lang, digits } = element.dataset;
  return { words: JSON.parse(words), lang, digits };
}
