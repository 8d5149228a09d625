// The words that a reader searched for, lit on the page that the hit led to (`?lit=`): the same words by the same
// rules as in the list of hits, whatever their prefix or ending. Escape, or the button, puts them out.

import { open, parse } from "./finder.js";
import { el, look } from "./hits.js";

const BLOCKS = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, td, th, figcaption, summary, pre, .jisr-pair__text";
const ASIDE = "nav, aside, form, button, footer, .jisr-tools, .jisr-byline, .jisr-hidden";

export async function light(query, { words }) {
  const root = document.querySelector(".md-content");
  if (!root || !query.trim()) return;
  const { stemmer } = await open();
  const terms = parse(query, stemmer);
  const texts = [...blocks(root)].map((nodes) => ({ nodes, text: nodes.map((node) => node.data).join("") }));
  const found = () => texts.map(({ nodes, text }) => ({ nodes, lit: look(text, stemmer, terms).filter((word) => word.term >= 0) }));
  let all = found();
  if (!all.some(({ lit }) => lit.length)) {
    for (const term of terms) term.open = !term.exact && term.stems[0].length > 3; // found by how it begins
    all = found();
  }
  if (all.map(({ nodes, lit }) => mark(nodes, lit)).some(Boolean)) offerDark(words);
}

// The text nodes of each paragraph: a word may begin in a link and end behind it.
function blocks(root) {
  const found = new Map();
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const block = node.parentElement.closest(BLOCKS);
    if (!block || !root.contains(block) || node.parentElement.closest(ASIDE)) continue;
    if (!found.has(block)) found.set(block, []);
    found.get(block).push(node);
  }
  return found.values();
}

function mark(nodes, words) {
  let start = 0;
  for (const node of nodes) {
    const end = start + node.data.length;
    // from the last to the first, so that what is cut off behind moves nothing
    for (const word of words.filter((word) => word.start < end && word.end > start).reverse()) {
      const [from, to] = [Math.max(word.start, start) - start, Math.min(word.end, end) - start];
      if (to < node.data.length) node.splitText(to);
      const piece = from ? node.splitText(from) : node;
      const lit = el("mark", { class: "jisr-lit" });
      piece.replaceWith(lit);
      lit.append(piece);
    }
    start = end;
  }
  return words.length;
}

function offerDark(words) {
  const button = el("button", { type: "button", class: "jisr-unlit" }, words.unlit);
  const dark = () => {
    button.remove();
    document.removeEventListener("keydown", key);
    for (const lit of document.querySelectorAll("mark.jisr-lit")) {
      const parent = lit.parentNode;
      lit.replaceWith(...lit.childNodes);
      parent.normalize();
    }
  };
  const key = (event) => event.key === "Escape" && !event.defaultPrevented && dark();
  button.addEventListener("click", dark);
  document.addEventListener("keydown", key);
  document.body.append(button);
}
