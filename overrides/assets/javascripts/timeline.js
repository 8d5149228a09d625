// A page of the timeline narrows by actor, article and how precise a date is, together.
import { begin, chosen, tell } from "./filters.js";

function narrow() {
  const wanted = Array.from(chosen());
  let found = 0;
  for (const list of document.querySelectorAll("ul.jisr-timeline")) {
    let here = 0;
    for (const item of list.children) {
      item.hidden = !wanted.every(([name, value]) => item.dataset[name].split(" ").includes(value));
      here += !item.hidden;
    }
    list.hidden = !here;
    const heading = list.previousElementSibling;
    if (heading?.id.includes("-")) heading.hidden = !here; // the month's; a year stays, for the strip leads to it
    found += here;
  }
  tell(found);
}

begin(narrow);
