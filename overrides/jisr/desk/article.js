// An article at the desk: what is typed is kept in this browser until the desk has it, saved by a key, and never lost.

import { fill, get, post, project, say, words } from "./desk.js";

const isRtl = document.documentElement.dir === "rtl";
const arrow = isRtl ? "←" : "→";
/** Words of a text, in their own direction whatever stands around them. */
const quote = (text) => (isRtl ? `«\u2068${text}\u2069»` : `“\u2068${text}\u2069”`);
const said = words.article;
const place = document.getElementById("rows");
const slug = place.dataset.slug;
const rows = () => [...place.querySelectorAll(".row")];
const field = (row) => row.querySelector("[data-field]");

// --- what is kept in this browser ------------------------------------------------------------------------------

// One entry for each paragraph and what it was typed over: two windows keep two.
const prefix = `jisr:${project}:${slug}:`;
const name = (row) => `${prefix}${row.dataset.key}:${row.dataset.seen}`;
const known = new WeakMap(); // row → the words that the desk has

function keep(row) {
  try {
    if (field(row).value === known.get(row)) localStorage.removeItem(name(row));
    else localStorage.setItem(name(row), field(row).value);
  } catch {
    // a browser that keeps nothing: what is typed stays in the field
  }
}

function keptOf(key) {
  const found = [];
  for (let n = 0; n < localStorage.length; n++) {
    const entry = localStorage.key(n);
    if (entry.startsWith(`${prefix}${key}:`)) found.push(entry);
  }
  return found;
}

/** What was typed before the article got another address is kept under this one. */
function bringAlong(former) {
  const old = `jisr:${project}:${former}:`;
  for (const entry of Object.keys(localStorage).filter((one) => one.startsWith(old))) {
    const now = prefix + entry.slice(old.length);
    if (localStorage.getItem(now) !== null) continue;
    localStorage.setItem(now, localStorage.getItem(entry));
    localStorage.removeItem(entry);
  }
}

/** Offer what was typed before a reload, a closed window, a desk that was gone. */
function restore(row) {
  for (const entry of keptOf(row.dataset.key)) {
    const text = localStorage.getItem(entry);
    if (text === known.get(row)) localStorage.removeItem(entry);
    else if (entry === name(row)) {
      field(row).value = text;
      show(row, "no");
    } else offerBoth(row, text, () => localStorage.removeItem(entry));
  }
}

// --- how a row looks -------------------------------------------------------------------------------------------

/** Whether a row's words are saved: `yes`, `no` or `offline`. */
function show(row, saved, note = saved) {
  row.dataset.saved = saved;
  row.querySelector(".saved").textContent = note === "yes" ? "" : said.saved[note];
  fit(field(row));
}

function fit(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

function settle(row) {
  known.set(row, field(row).defaultValue);
  fit(field(row));
}

let released = Promise.resolve(); // what is being pressed is not taken from under the finger: its click would be lost
place.addEventListener("pointerdown", () => {
  released = new Promise((release) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), { once: true });
  });
});

/** Put what the desk says of paragraphs into their rows; a field that somebody types in stays as it is. */
async function take(article, html = {}) {
  const changed = article.paragraphs.filter((one) => {
    const row = document.getElementById(one.key);
    return row && row.dataset.mark !== one.mark;
  });
  const missing = changed.map((one) => one.key).filter((key) => !(key in html));
  if (missing.length) {
    const answer = await get(`/api/rows/${slug}?keys=${missing.join(",")}`);
    if (answer.ok) Object.assign(html, answer.data.rows);
  }
  await released;
  for (const one of changed) if (html[one.key]) renew(document.getElementById(one.key), html[one.key]);
  document.querySelector("[data-left]").textContent = article.left;
  document.querySelector('[data-action="undo-article"]').hidden = !place.querySelector('[data-action="undo"]');
}

function renew(row, html) {
  const made = new DOMParser().parseFromString(html, "text/html").querySelector(".row");
  const typed = field(row).value !== known.get(row);
  const held = row.contains(document.activeElement) ? document.activeElement : null;
  const action = held && held.dataset.action;
  if (typed && made.dataset.seen !== row.dataset.seen && field(made).defaultValue !== known.get(row)) {
    // somebody else's words came in; what is typed stays, over what it was typed over
    offerBoth(row, null, () => {}, field(made).defaultValue, made.dataset.seen);
    return;
  }
  // who typed under another Arabic is shown the new one when they save: `seen` stays what they saw
  const original = (one) => one.querySelector(".original .words").textContent;
  const read = !typed || original(made) === original(row);
  if (typed && read) localStorage.removeItem(name(row));
  for (const fact of ["state", "origin", "stale", "conflict", "mark", ...(read ? ["seen"] : [])]) row.dataset[fact] = made.dataset[fact];
  row.querySelector(".facts").replaceWith(made.querySelector(".facts"));
  row.querySelector(".original").replaceWith(made.querySelector(".original"));
  row.querySelector(".decide").replaceWith(made.querySelector(".decide"));
  known.set(row, field(made).defaultValue);
  if (!typed) {
    const area = field(row);
    const at = [area.selectionStart, area.selectionEnd];
    area.value = area.defaultValue = field(made).defaultValue;
    if (document.activeElement === area) area.setSelectionRange(...at);
    row.querySelector(".meanwhile")?.remove();
  }
  keep(row);
  show(row, field(row).value === known.get(row) ? "yes" : "no");
  if (action && !row.contains(held)) (row.querySelector(`[data-action="${action}"]`) || field(row)).focus({ preventScroll: true });
}

// --- what is decided -------------------------------------------------------------------------------------------

function report(answer) {
  if (answer.status === 0) return say(said.saved.offline, "warning");
  const isSaid = ["busy", "changed"].includes(answer.data.error); // what the desk says of these is all that they say
  const found = isSaid ? [] : answer.data.findings || [];
  const findings = found.map((one) => `${one.message}${one.remedy ? ` ${arrow} ${one.remedy}` : ""}`);
  return say([answer.data.says, ...findings].filter(Boolean).join(" "), "error");
}

async function save(row) {
  const text = field(row).value;
  if (text === known.get(row)) {
    show(row, "yes");
    return true;
  }
  show(row, "no", "saving");
  const answer = await post("/api/save", { slug, key: row.dataset.key, text, seen: row.dataset.seen });
  if (answer.ok) {
    localStorage.removeItem(name(row));
    const now = answer.data.paragraph ? answer.data.paragraph.english : text;
    if (field(row).value === text) field(row).value = field(row).defaultValue = now;
    known.set(row, now);
    await take(answer.data, answer.data.rows);
    keep(row);
    show(row, field(row).value === known.get(row) ? "yes" : "no");
    row.querySelector(".meanwhile")?.remove();
    if (answer.data.suggested) document.dispatchEvent(new Event("jisr-suggested"));
    note(answer.data.suggested ? words.people.suggested : answer.data.changed ? said.done.save : said.done.unchanged);
    check(row);
    return true;
  }
  if (answer.status === 0 || answer.status === 423 || answer.status >= 500) {
    show(row, "offline");
    waiting.add(row);
    setTimeout(resend, 1500);
  } else if (answer.status === 409) {
    const now = answer.data.paragraph;
    show(row, "no");
    offerBoth(row, text, () => {}, now.english, now.seen, now.original);
  } else show(row, "no");
  report(answer);
  return false;
}

const waiting = new Set();
let sending = false;

/** Send what could not be sent, once the desk is back. */
async function resend() {
  if (sending || !waiting.size) return;
  sending = true;
  const [row] = waiting;
  waiting.delete(row);
  await save(row);
  sending = false;
  if (waiting.size && !waiting.has(row)) await resend();
}
addEventListener("online", resend);

function note(text) {
  say(text);
  document.querySelector("[data-when]").textContent = fill(said.saved.at, {
    time: new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }),
  });
}

/** Both texts side by side; a person chooses. */
function offerBoth(row, text, forget, theirs = known.get(row), seen = row.dataset.seen, original = null) {
  row.querySelector(".meanwhile")?.remove();
  const mine = text ?? field(row).value;
  const box = document.createElement("div");
  box.className = "meanwhile notice";
  box.setAttribute("role", "group");
  const paragraph = (content, kind, lang = "") => {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = content;
    if (lang) [made.lang, made.dir] = [lang, lang === "ar" ? "rtl" : "ltr"];
    box.append(made);
  };
  paragraph(theirs === known.get(row) && original ? said.meanwhile.arabic : said.meanwhile.title, "");
  if (original && theirs === known.get(row)) paragraph(original, "changes", "ar");
  paragraph(said.meanwhile.mine, "label small");
  paragraph(mine, "changes", "en");
  paragraph(said.meanwhile.theirs, "label small");
  paragraph(theirs, "changes", "en");
  for (const [action, label] of [["mine", said.act.mine], ["theirs", said.act.theirs]]) {
    const button = document.createElement("button");
    [button.type, button.className, button.textContent, button.dataset.action] = ["button", "plain", label, action];
    button.addEventListener("click", async () => {
      forget();
      localStorage.removeItem(name(row));
      row.dataset.seen = seen;
      known.set(row, theirs);
      field(row).value = action === "mine" ? mine : theirs;
      box.remove();
      keep(row);
      show(row, action === "mine" ? "no" : "yes");
      row.dataset.mark = "";
      const now = await get(`/api/articles/${slug}`);
      if (now.ok) await take(now.data);
      field(row).focus({ preventScroll: true });
    });
    box.append(button, " ");
  }
  row.querySelector(".decide").before(box);
}

async function decide(row, path, data, done) {
  const answer = await post(path, { slug, ...data });
  if (answer.ok) {
    await take(answer.data, answer.data.rows);
    note(answer.data.changed ? done : said.done.unchanged);
  } else {
    report(answer);
    if (answer.status === 409) {
      const now = await get(`/api/articles/${slug}`);
      if (now.ok) await take(now.data);
    }
  }
  return answer.ok;
}

const ask = document.getElementById("ask");

/** Ask once; gives the reason, or whether it was meant. */
function confirm({ title, more = "", yes, nodes = [], reason = "" }) {
  document.getElementById("ask-title").textContent = title;
  document.getElementById("ask-body").replaceChildren(...(more ? [Object.assign(document.createElement("p"), { textContent: more })] : []), ...nodes);
  const button = document.getElementById("ask-yes");
  button.textContent = yes;
  button.hidden = !yes;
  const input = document.getElementById("ask-reason");
  input.hidden = document.getElementById("ask-label").hidden = !reason;
  Object.assign(document.getElementById("ask-label"), { className: reason ? "" : "hidden", textContent: reason });
  input.value = "";
  ask.returnValue = "no";
  ask.showModal();
  (reason ? input : button).focus();
  return new Promise((answered) => {
    ask.addEventListener("close", () => answered(ask.returnValue === "yes" && (reason ? input.value.trim() : true)), { once: true });
  });
}

const seen = (row) => ({ [row.dataset.key]: row.dataset.seen });
const resolveAs = (take) => async (row) => {
  const offered = take === "proposal" ? row.querySelector("[data-offered]").innerHTML : take === "ledger" ? row.querySelector("[data-rival]").textContent : null;
  const text = take === "proposal" ? new DOMParser().parseFromString(offered, "text/html").body.textContent : offered;
  const act = take === "page" || take === "ledger" ? `take-${take}` : take;
  return decide(row, "/api/resolve", { key: row.dataset.key, take, seen: row.dataset.seen, offered: text }, said.done[act]);
};

const acts = {
  save,
  async approve(row) {
    if (!(await save(row))) return;
    const drafts = row.dataset.state === "draft";
    if (drafts && !(await confirm({ title: said.ask.approve_draft, more: said.ask.approve_draft_more, yes: said.ask.approve_draft_yes }))) return;
    await decide(row, "/api/approve", { key: row.dataset.key, seen: seen(row), drafts }, said.done.approve);
  },
  unapprove: (row) => decide(row, "/api/unapprove", { key: row.dataset.key, seen: seen(row) }, said.done.unapprove),
  reject: (row) => decide(row, "/api/reject", { key: row.dataset.key, seen: seen(row) }, said.done.reject),
  keep: resolveAs("keep"),
  proposal: resolveAs("proposal"),
  "take-page": async (row) => (await save(row)) && resolveAs("page")(row),
  "take-ledger": resolveAs("ledger"),
  undo: (row) => decide(row, "/api/undo", { key: row.dataset.key }, said.done.undo),
  async quote(row) {
    if (!(await save(row))) return;
    const source = await confirm({ title: said.ask.quote, more: said.ask.quote_more, yes: said.ask.quote_yes, reason: said.source });
    if (source) await decide(row, "/api/quote", { key: row.dataset.key, source, seen: row.dataset.seen }, said.done.quote);
  },
  unquote: (row) => decide(row, "/api/quote", { key: row.dataset.key, source: "", seen: row.dataset.seen }, said.done.unquote),
  async ignore(row, button) {
    const reason = await confirm({ title: said.ask.ignore, yes: said.ask.ignore_yes, reason: said.reason });
    if (reason && (await decide(row, "/api/ignore", { key: row.dataset.key, check: button.dataset.check, reason }, said.done.ignore))) check(row);
  },
};

/** Paragraphs by how they begin, each a link to it. */
function listParagraphs(keys) {
  const list = Object.assign(document.createElement("ul"), { className: "covered" });
  for (const key of keys) {
    const [words] = document.getElementById(key).querySelector(".original .words").innerText.trim().split("\n");
    const link = Object.assign(document.createElement("a"), { href: `#${key}`, dir: "auto" });
    link.textContent = words.length > 70 ? `${words.slice(0, 70)}…` : words;
    link.addEventListener("click", () => ask.close("no"));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  return list;
}

async function cover() {
  const answer = await get(`/api/approval?slug=${encodeURIComponent(slug)}`);
  if (!answer.ok) return report(answer);
  const nodes = [];
  for (const kind of ["written", "drafts", "stale", "missing", "found"]) {
    const keys = answer.data[kind];
    if (!keys.length) continue;
    const line = document.createElement("p");
    line.textContent = fill(said.ask[kind], { n: keys.length });
    nodes.push(line);
    if (kind !== "written") nodes.push(listParagraphs(keys));
  }
  const written = answer.data.written;
  const yes = written.length ? fill(said.ask.cover_yes, { n: written.length }) : "";
  if (!(await confirm({ title: said.ask.cover, more: written.length ? "" : said.ask.nothing, yes, nodes }))) return null;
  const marks = Object.fromEntries(written.map((key) => [key, document.getElementById(key).dataset.seen]));
  return decide(null, "/api/approve", { seen: marks }, said.done.approve);
}

document.querySelector("[data-page]").addEventListener("click", (event) => {
  if (event.target.dataset.action === "cover") cover();
  if (event.target.dataset.action === "undo-article") decide(null, "/api/undo", {}, said.done.undo);
});
place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action]");
  const act = button && acts[button.dataset.action];
  if (act) act(button.closest(".row"), button);
});

// --- what stands beside ----------------------------------------------------------------------------------------

function showFound(row, findings) {
  const lines = findings.map((one) => {
    const line = document.createElement("p");
    line.className = one.severity;
    const kind = document.createElement("b");
    kind.textContent = said.check[one.check] || one.check;
    const text = Object.assign(document.createElement("span"), { textContent: `${one.message}${one.text ? `: ${quote(one.text)}` : ""}${one.remedy ? ` ${arrow} ${one.remedy}` : ""}` });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain small", textContent: said.act.ignore });
    Object.assign(button.dataset, { action: "ignore", check: one.check });
    line.append(kind, " ", text, " ", button);
    return line;
  });
  row.querySelector(".found").replaceChildren(...lines);
}

const typing = new Map();

/** What the checks say of the words in the field, a moment after they were typed. */
async function check(row) {
  const text = field(row).value;
  if (!text.trim()) return showFound(row, []);
  const answer = await post("/api/check", { slug, key: row.dataset.key, text });
  if (answer.ok && field(row).value === text) showFound(row, answer.data.findings);
  return null;
}

function differences(parts) {
  return parts.flatMap(([kind, text]) => {
    const tag = { removed: "del", added: "ins" }[kind];
    return [tag ? Object.assign(document.createElement(tag), { textContent: text }) : text, " "];
  });
}

async function help(row) {
  const box = row.querySelector(".helps");
  rows().forEach((other) => other !== row && (other.querySelector(".helps").hidden = true));
  box.hidden = false;
  if (box.dataset.for === row.dataset.mark) return;
  const answer = await get(`/api/beside/${slug}?key=${row.dataset.key}`);
  if (!answer.ok) return;
  box.dataset.for = row.dataset.mark;
  const part = (title, nodes, open = true) => {
    const made = document.createElement("details");
    made.open = open && innerWidth > 700;
    made.append(Object.assign(document.createElement("summary"), { textContent: title }), ...nodes);
    return made;
  };
  const names = answer.data.offers.map((one, n) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain name" });
    if (n < 9) button.append(Object.assign(document.createElement("kbd"), { textContent: n + 1 }), " ");
    const english = Object.assign(document.createElement("span"), { textContent: one.english });
    const original = Object.assign(document.createElement("span"), { lang: "ar", dir: "rtl", className: "small", textContent: one.original });
    button.append(english, " ", original);
    button.addEventListener("click", () => insert(row, one.english));
    return button;
  });
  const memory = answer.data.memory.map((one) => {
    const made = document.createElement("div");
    made.className = "match";
    const original = Object.assign(document.createElement("p"), { lang: "ar", dir: "rtl", className: "changes" });
    original.append(...differences(one.difference));
    const english = Object.assign(document.createElement("p"), { lang: "en", dir: "ltr", textContent: one.english });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "plain small", textContent: said.act.insert });
    button.addEventListener("click", () => insert(row, one.english));
    const where = Object.assign(document.createElement("p"), { className: "small", textContent: `${Math.round(one.score)}% · ${one.place}` });
    made.append(where, original, english, button);
    return made;
  });
  const none = () => [Object.assign(document.createElement("p"), { className: "small", textContent: said.helps.none })];
  const history = part(said.helps.history, [], false);
  history.addEventListener("toggle", async () => {
    const told = history.open && (await get(`/api/history/${slug}?key=${row.dataset.key}`));
    if (!told || !told.ok) return;
    const lines = told.data.history.map(tellHappened);
    history.replaceChildren(history.firstChild, ...(lines.length ? lines : none()));
  });
  box.replaceChildren(
    part(said.helps.names, names.length ? names : none()),
    part(said.helps.memory, memory.length ? memory : none()),
    history,
  );
}

function tellWhat(what) {
  const [, undone] = /^undo: (.*)/.exec(what) ?? [];
  const names = words.people.what;
  return undone ? `${names.undo}: ${names[undone] ?? undone}` : names[what] ?? what;
}

function tellHappened(one) {
  const made = document.createElement("p");
  made.className = "changes";
  made.append(Object.assign(document.createElement("span"), { className: "small", textContent: `${one.at.slice(0, 16).replace("T", " ")} ${one.by} · ${tellWhat(one.what)}` }), " ", ...differences(one.words));
  return made;
}

function insert(row, text) {
  const area = field(row);
  area.focus({ preventScroll: true });
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- keys and typing -------------------------------------------------------------------------------------------

place.addEventListener("input", (event) => {
  const row = event.target.closest(".row");
  if (event.target !== field(row)) return;
  keep(row);
  show(row, event.target.value === known.get(row) ? "yes" : "no");
  clearTimeout(typing.get(row));
  typing.set(row, setTimeout(() => check(row), 400));
});
let current = null; // the paragraph in hand, also once its field was left
place.addEventListener("focusin", (event) => {
  current = event.target.closest(".row") || current;
  if (event.target.matches("[data-field]")) help(current);
});

function go(row, by) {
  const all = rows();
  const next = all[all.indexOf(row) + by];
  if (!next) return;
  field(next).focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".row") || (event.target === document.body ? current : null);
  if (!row || ask.open) return;
  const ctrl = event.ctrlKey || event.metaKey;
  const pressed = () => {
    if (ctrl && event.key === "Enter") return save(row), go(row, 1);
    if (ctrl && !event.shiftKey && event.code === "KeyS") return save(row);
    if (ctrl && event.shiftKey && event.code === "KeyA") return acts.approve(row);
    if (event.altKey && event.key === "ArrowDown") return go(row, 1);
    if (event.altKey && event.key === "ArrowUp") return go(row, -1);
    if (ctrl && !event.shiftKey && /^Digit[1-9]$/.test(event.code)) return row.querySelectorAll(".helps .name")[event.code.slice(5) - 1]?.click();
    if (event.key === "Escape" && event.target === field(row)) return field(row).blur();
    return false;
  };
  if (pressed() !== false) event.preventDefault();
});

addEventListener("pagehide", () => rows().forEach(keep));

// --- what others do meanwhile ----------------------------------------------------------------------------------

async function look() {
  if (document.hidden || !navigator.onLine) return;
  const now = await get(`/api/articles/${slug}`);
  if (now.ok) await take(now.data);
}
setInterval(look, 15_000);
document.addEventListener("visibilitychange", look);

rows().forEach(settle);
place.dataset.was.split(" ").filter(Boolean).forEach(bringAlong);
rows().forEach(restore);
const found = await get(`/api/checks/${slug}`);
if (found.ok) rows().forEach((row) => showFound(row, found.data.findings[row.dataset.key] || []));
document.documentElement.dataset.ready = "yes";
