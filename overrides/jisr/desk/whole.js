// Forms of the desk whose fields nobody can name beforehand: they are sent as one text, pairs in JSON, and what comes of
// it is shown in their place. Where the desk cannot be reached the page stays, with all that was typed. A file that is
// dropped or chosen goes along in base64.

import { get, renew, say, withToken, words } from "./desk.js";
import { forget, keep } from "./keep.js";

const place = location.pathname + location.search;
let changed = false;

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

/** Send a form and show what comes of it. */
async function send(form, pairs) {
  const ask = (token) =>
    fetch(form.action, {
      method: "POST",
      headers: { "x-jisr-token": token },
      body: new URLSearchParams({ data: JSON.stringify(pairs) }),
    });
  let answer, page;
  try {
    answer = await withToken(ask, ({ status }) => status === 403);
    page = await answer.text();
  } catch {
    return say(words.frame.unreached, "error");
  }
  if (answer.redirected) {
    changed = false;
    // who has to sign in again finds it afterwards
    if (new URL(answer.url).pathname !== "/sign-in") forget(place);
    return location.assign(answer.url + (form.dataset.then ?? ""));
  }
  const made = new DOMParser().parseFromString(page, "text/html");
  if (!answer.ok && !made.querySelector("form[data-fields]")) {
    // what is wrong is all that this page says: the form stays, with what was typed
    const why = made.querySelector(".findings li") ?? made.querySelector("main p");
    return say(why.textContent, "error");
  }
  changed = !answer.ok;
  const main = document.getElementById("main");
  document.title = made.title;
  main.replaceChildren(...made.getElementById("main").childNodes);
  bind(main);
  scrollTo(0, 0);
  main.focus();
}

/** Take a file into the form that it was dropped on, or chosen in. */
async function take(form, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  form.elements.bytes.value = btoa(binary);
  form.elements.name.value = file.name;
  form.querySelector("[data-file-name]").textContent = file.name;
  const slug = form.elements.slug;
  if (!slug.value) slug.value = file.name.replace(/\.[^.]*$/, "").trim().replace(/\s+/g, "-");
  slug.dispatchEvent(new Event("input", { bubbles: true }));
}

/** How far work in the background is, until it has ended. */
async function follow(online) {
  const bar = online.querySelector("progress");
  const answer = await get(`/api/online?run=${online.dataset.run}`);
  if (answer.ok && answer.data.state !== "running") return renew();
  if (answer.ok && answer.data.total) {
    bar.max = answer.data.total;
    bar.value = answer.data.done;
  }
  setTimeout(() => follow(online), 700);
}

/** Have the forms below an element do all this. */
function bind(root) {
  root.querySelectorAll("form[data-fields]").forEach((form) => {
    form.addEventListener("input", () => (changed = true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const fields = [...new FormData(form, event.submitter)];
      send(form, fields.filter(([, value]) => typeof value === "string"));
    });
  });
  root.querySelectorAll("form[data-keep]").forEach((form) => {
    if (keep(form, place)) changed = true;
  });
  root.querySelectorAll("[data-drop]").forEach((place) => {
    const form = place.closest("form");
    place.querySelector("[data-file]").addEventListener("change", (event) => {
      if (event.target.files[0]) take(form, event.target.files[0]);
    });
    form.addEventListener("dragover", (event) => event.preventDefault());
    form.addEventListener("drop", (event) => {
      if (event.dataTransfer.files[0]) {
        event.preventDefault();
        take(form, event.dataTransfer.files[0]);
      }
    });
  });
  // what belongs to one choice alone is shown with it
  root.querySelectorAll("[data-for]").forEach((part) => {
    const form = part.closest("form");
    const show = () => (part.hidden = !form.querySelector(`[value="${part.dataset.for}"]:checked`));
    form.addEventListener("change", show);
    show();
  });
  root.querySelectorAll("[data-check]").forEach((button) =>
    button.addEventListener("click", () => {
      for (const box of button.form.querySelectorAll("input[name=hit]")) box.checked = Boolean(button.dataset.check);
    }),
  );
  root.querySelectorAll("[data-online=running]").forEach(follow);
}

bind(document);
