// People at an article: remarks beside the paragraph, who has it, who is in it, answers about names in it.

import { fill, get, post, say, words } from "/look/desk.js";
import { forget, keep } from "/look/keep.js";

const told = words.people;
const rows = [...document.querySelectorAll("[data-key][data-slug]")];
const slug = rows[0]?.dataset.slug;
const rowOf = (key) => rows.find((row) => row.dataset.key === key);
const HEARTBEAT = 10_000; // milliseconds
let people = { remarks: [], assigned: {}, answers: {} };
let panel;

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** What a row says of people: its remarks that are open, whose it is, what an author answered. */
function show() {
  for (const row of rows) {
    const key = row.dataset.key;
    const open = people.remarks.filter((thread) => thread.key === key && !thread.closed_at).length;
    const button = row.querySelector('[data-action="remark"]');
    if (button) {
      button.querySelector(".count")?.remove();
      if (open) button.append(" ", element("span", { class: "count" }, String(open)));
    }
    const place = row.querySelector(".people");
    const assigned = people.assigned[key];
    place.replaceChildren();
    if (assigned) {
      const due = assigned.due ? [` · ${told.due_at} `, element("bdi", { dir: "ltr" }, assigned.due)] : [];
      place.append(element("p", { class: "small" }, element("bdi", {}, assigned.to), ...due));
    }
    for (const one of people.answers[key] ?? []) {
      const name = element("bdi", { lang: "ar" }, one.about);
      const [before, after] = told.offered.split("{name}");
      place.append(element("p", { class: "small answer" }, before, name, `${after}: `, element("bdi", {}, one.answer)));
    }
  }
}

async function load() {
  const answer = await get(`/api/people/${slug}`);
  if (answer.ok) {
    people = answer.data;
    show();
  }
}

/** Do something about a remark, and show what came of it; what was typed at `place` for it is saved then. */
async function act(name, data, place = "") {
  const answer = await post(`/api/people/${name}`, { slug, ...data });
  if (!answer.ok) {
    const why = answer.data.findings?.map((one) => one.message).join(" ");
    say(why || answer.data.says || words.article.saved.offline, "error");
    return false;
  }
  if (place) forget(place);
  people = answer.data;
  show();
  if (panel?.open) showThreads(panel.dataset.of);
  return true;
}

function field(id, label, control) {
  control.id = id;
  return [element("label", { for: id }, label), control];
}

function threadOf(thread) {
  const made = element("article", { class: `thread${thread.closed_at ? " done" : ""}` });
  const purpose = [told.for[thread.purpose], thread.by, thread.at.slice(0, 10)];
  if (thread.to) purpose.push(`${told.to}: ${thread.to}`);
  if (thread.closed_at) purpose.push(fill(told.closed, { by: thread.closed_by }));
  made.append(element("p", { class: "small", dir: "auto" }, purpose.join(" · ")));
  if (thread.about) made.append(element("p", { class: "about", lang: "ar", dir: "rtl" }, thread.about));
  made.append(element("p", { class: "words", dir: "auto" }, thread.text));
  for (const said of thread.replies) {
    const head = [said.by, said.at.slice(0, 10), ...(said.answers ? [told.answer] : [])].join(" · ");
    made.append(
      element(
        "div",
        { class: "reply" },
        element("p", { class: "small", dir: "auto" }, head),
        element("p", { class: "words", dir: "auto" }, said.text),
      ),
    );
  }
  if (thread.purpose === "suggestion" && !thread.closed_at) made.append(useButton(thread));
  if (!thread.closed_at) made.append(replyForm(thread));
  const close = element("button", { type: "button", class: "plain" }, thread.closed_at ? told.reopen : told.close);
  close.addEventListener("click", () => act("close", { remark: thread.id, reopen: Boolean(thread.closed_at) }));
  made.append(close);
  return made;
}

/** Puts a suggestion into the field, where it is read and saved like what one types. */
function useButton(thread) {
  const use = element("button", { type: "button", class: "plain" }, told.use);
  use.addEventListener("click", () => {
    const field = rowOf(thread.key).querySelector('[data-field="english"]');
    field.value = thread.text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    panel.close();
    field.focus();
  });
  return use;
}

function replyForm(thread) {
  const text = element("textarea", { rows: "2", dir: "auto", required: "" });
  const settles = element("input", { type: "checkbox", name: "settles" });
  const place = `reply:${slug}:${thread.id}`;
  const form = element("form", {}, ...field(`reply-${thread.id}`, told.reply, text));
  form.append(element("label", { class: "check" }, settles, ` ${told.settles}`), element("button", {}, told.reply_save));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("reply", { remark: thread.id, text: text.value, answers: settles.checked }, place);
  });
  keep(form, place);
  return form;
}

function newForm(key) {
  const purpose = element("select");
  for (const [value, label] of Object.entries(told.for)) purpose.append(element("option", { value }, label));
  const text = element("textarea", { rows: "3", dir: "auto", required: "" });
  const to = element("input", { maxlength: "100", dir: "auto" });
  const about = element("input", { maxlength: "100", lang: "ar", dir: "rtl" });
  const more = element("div", {}, ...field("remark-to", told.to, to), ...field("remark-about", told.about, about));
  more.append(element("p", { class: "small" }, told.about_why));
  const form = element(
    "form",
    {},
    ...field("remark-text", told.add, text),
    ...field("remark-purpose", told.purpose, purpose),
    more,
    element("button", {}, told.save),
  );
  const place = `remark:${slug}:${key}`;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = { key, text: text.value, purpose: purpose.value, to: to.value, about: about.value };
    act("remark", data, place);
  });
  keep(form, place);
  return form;
}

function showThreads(key) {
  const threads = people.remarks.filter((thread) => thread.key === key);
  threads.sort((one, other) => Boolean(one.closed_at) - Boolean(other.closed_at));
  const title = element("h2", { id: "remarks-title" }, `${told.remarks} · `, element("bdi", { dir: "ltr" }, key));
  const close = element("button", { type: "button", class: "plain" }, words.frame.close);
  close.addEventListener("click", () => panel.close());
  panel.dataset.of = key;
  panel.replaceChildren(title, element("p", { class: "small" }, told.private), ...threads.map(threadOf), newForm(key), close);
}

function open(key) {
  if (!panel) {
    panel = element("dialog", { class: "panel", "aria-labelledby": "remarks-title" });
    document.body.append(panel);
  }
  showThreads(key);
  panel.showModal();
  panel.querySelector("#remark-text").focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-action="remark"]');
  const row = button?.closest("[data-key]");
  if (row) open(row.dataset.key);
});

/** Say where one is, and show who is elsewhere; a page that nobody looks at says nothing. */
async function beat() {
  if (document.hidden) return;
  const row = document.activeElement?.closest?.("[data-key]");
  const answer = await post("/api/presence", { slug, key: row?.dataset.key ?? "" });
  if (!answer.ok) return;
  document.querySelectorAll(".present").forEach((line) => line.remove());
  for (const [key, names] of Object.entries(answer.data.others)) {
    const there = rowOf(key);
    if (there) {
      const line = element("span", { class: "badge edited present", dir: "auto" }, fill(told.here, { name: names.join("، ") }));
      there.querySelector(".facts").append(line);
    }
  }
}

/** Rows are renewed by what is saved and decided: their buttons are told again how many remarks there are. */
const renewed = new MutationObserver((changes) => {
  const isNew = (node) => node.matches?.(".decide");
  if (changes.some((change) => [...change.addedNodes].some(isNew))) show();
});

document.addEventListener("jisr-suggested", load);

document.addEventListener("submit", (event) => {
  const unsent = document.querySelector('[data-saved="no"], [data-saved="offline"]');
  if (event.target.matches("[data-sign-out]") && unsent && !confirm(words.office.sign_out_sure)) event.preventDefault();
});

if (slug) {
  for (const row of rows) renewed.observe(row, { childList: true });
  load();
  beat();
  setInterval(beat, HEARTBEAT);
}
