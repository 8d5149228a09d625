// What is typed in a form is kept in this browser until it is saved: for each field, and what it was typed over.

import { project, words } from "./desk.js";

const said = words.article;
const KEPT = "textarea, select, input:not([type=hidden], [type=file], [type=password])";
const isTicked = (field) => field.matches("[type=checkbox], [type=radio]");
const valueOf = (field) => (isTicked(field) ? String(field.checked) : field.value);

/** Forget what was typed at one place: it is saved. */
export function forget(place) {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(`jisr:${project}:${place}:`));
  for (const name of names) localStorage.removeItem(name);
}

/** Keep the fields of a form under the name of a place, and put in what was kept there. Tells whether anything was. */
export function keep(form, place) {
  const counts = {};
  const fields = [...form.querySelectorAll(KEPT)].map((field) => {
    const called = field.name || field.id;
    counts[called] = (counts[called] ?? -1) + 1;
    return { field, name: `jisr:${project}:${place}:${called}:${counts[called]}`, over: valueOf(field) };
  });
  let restored = false;
  for (const one of fields) {
    const found = localStorage.getItem(one.name);
    if (found === null) continue;
    const kept = JSON.parse(found);
    if (kept.value === one.over) {
      one.over = kept.over; // as the desk gave it back with what is wrong
    } else if (kept.over !== one.over) {
      offer(one.field, kept.value);
    } else {
      if (isTicked(one.field)) one.field.checked = kept.value === "true";
      else one.field.value = kept.value;
      restored = true;
    }
  }
  const store = () => {
    try {
      for (const { field, name, over } of fields) {
        const value = valueOf(field);
        if (value !== over) localStorage.setItem(name, JSON.stringify({ over, value }));
        else if (!field.dataset.offered) localStorage.removeItem(name);
      }
    } catch {
      // a browser that keeps nothing: what is typed stays in the field
    }
  };
  form.addEventListener("input", store);
  form.addEventListener("change", store);
  return restored;
}

/** Show what was typed over other words than stand there now; a person chooses. */
function offer(field, value) {
  if (isTicked(field) || field.matches("select")) return;
  field.dataset.offered = "yes";
  const box = document.createElement("div");
  box.className = "notice";
  const label = Object.assign(document.createElement("p"), { className: "small", textContent: said.meanwhile.mine });
  const text = Object.assign(document.createElement("p"), { textContent: value, dir: "auto" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: said.act.mine });
  button.addEventListener("click", () => {
    delete field.dataset.offered;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    box.remove();
    field.focus();
  });
  box.append(label, text, button);
  field.after(box);
}
