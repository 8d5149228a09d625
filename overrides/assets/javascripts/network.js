// The picture of names narrows by type and by article, together: others step back, with their arcs.
import { begin, chosen, namesOf, tell } from "./filters.js";

const names = Array.from(document.querySelectorAll(".jisr-net g[data-row]"));
const arcs = Array.from(document.querySelectorAll(".jisr-net__arcs path"));
const pageOf = (link) => new URL(link.getAttribute("href"), document.baseURI).pathname;

let turn = 0;
async function narrow() {
  const own = ++turn;
  const wanted = chosen();
  const article = wanted.has("article") && await namesOf(wanted.get("article"));
  if (own !== turn) return; // somebody chose again
  const shown = new Set();
  for (const name of names) {
    const type = !wanted.has("type") || wanted.get("type") === name.dataset.type;
    const there = type && (!article || article.has(pageOf(name.querySelector("a"))));
    name.classList.toggle("jisr-net__back", !there);
    if (there) shown.add(name.dataset.row);
  }
  for (const arc of arcs) {
    const [first, last] = arc.dataset.ends.split(" ");
    // of a type: the arcs of its names to any other; of an article: those between its names
    const there = article ? shown.has(first) && shown.has(last) : shown.has(first) || shown.has(last);
    arc.classList.toggle("jisr-net__back", !there);
  }
  tell(shown.size);
}

begin(narrow);
