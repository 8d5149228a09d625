// A page of the timeline narrows by actor, article and how precise a date is, together. Without this script there are
// no fields, and the page is whole.
const box = document.querySelector(".jisr-filter");
const fields = Array.from(box?.querySelectorAll("select") ?? []);
const said = box?.querySelector("[role=status]");

function narrow() {
  let found = 0;
  for (const list of document.querySelectorAll("ul.jisr-timeline")) {
    let here = 0;
    for (const item of list.children) {
      item.hidden = !fields.every(({ name, value }) => !value || item.dataset[name].split(" ").includes(value));
      here += !item.hidden;
    }
    list.hidden = !here;
    const heading = list.previousElementSibling;
    if (heading?.id.includes("-")) heading.hidden = !here; // the month's; a year stays, for the strip leads to it
    found += here;
  }
  const any = fields.some((field) => field.value);
  said.textContent = !found ? said.dataset.none : any ? said.dataset.found.replace("{n}", found) : "";
}

if (box) {
  box.hidden = false;
  for (const field of fields) field.addEventListener("input", narrow);
  if (fields.some((field) => field.value)) narrow(); // a browser may keep what was chosen
}
