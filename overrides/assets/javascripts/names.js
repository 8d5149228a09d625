// The index of actors narrows as one types: whatever the hamza, accent, vowel mark or capital, in either language.
// Without this script there is no field, and the lists are whole.
import { normalise } from "./stems.js";

const folded = (text) => ` ${normalise(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;

const box = document.querySelector(".jisr-filter");
const field = box?.querySelector("input");
const said = box?.querySelector("[role=status]");
let lists = null;

// Read when somebody types, not before: most readers only scroll.
function read() {
  return Array.from(document.querySelectorAll("ul.jisr-names"), (list) => ({
    // the heading above goes with its list
    parts: [list, list.previousElementSibling],
    names: Array.from(list.children, (item) => ({
      item,
      // what a reader sees of the name, its name in the other language and further names; not its facts
      text: folded(`${item.querySelector("a").textContent} ${item.querySelector("bdi")?.textContent ?? ""} ${item.dataset.also ?? ""}`),
    })),
  }));
}

function narrow() {
  lists ??= read();
  const words = folded(field.value).split(" ").filter(Boolean);
  let found = 0;
  for (const { parts, names } of lists) {
    let here = 0;
    for (const { item, text } of names) {
      // a word is found where a word begins, and behind the article
      const shown = words.every((word) => text.includes(` ${word}`) || text.includes(` ال${word}`));
      item.hidden = !shown;
      here += shown;
    }
    for (const part of parts) part.hidden = !here;
    found += here;
  }
  document.querySelectorAll(".jisr-jump").forEach((jump) => { jump.hidden = words.length > 0; });
  said.textContent = found ? "" : said.dataset.none;
}

if (field) {
  box.hidden = false;
  field.addEventListener("input", narrow);
  if (field.value) narrow(); // a browser may keep what was typed
}
