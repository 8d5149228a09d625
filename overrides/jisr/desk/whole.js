// Forms of the desk whose fields nobody can name beforehand: they are sent as one text, pairs in JSON. A file that is
// dropped or chosen goes along in base64. What was typed and not sent is asked for before the page is left.

import { get } from "./desk.js";

let changed = false;

document.querySelectorAll("form[data-fields]").forEach((form) => {
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const pairs = [...new FormData(form, event.submitter)].filter(
      ([name, value]) => name !== "token" && typeof value === "string",
    );
    const sent = document.createElement("form");
    sent.method = "post";
    sent.action = form.action;
    for (const [name, value] of [["token", form.elements.token.value], ["data", JSON.stringify(pairs)]]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      sent.append(input);
    }
    changed = false;
    document.body.append(sent);
    sent.submit();
  });
});

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

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
  changed = true;
}

document.querySelectorAll("[data-drop]").forEach((place) => {
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
document.querySelectorAll("[data-for]").forEach((part) => {
  const form = part.closest("form");
  const show = () => (part.hidden = !form.querySelector(`[value="${part.dataset.for}"]:checked`));
  form.addEventListener("change", show);
  show();
});

document.querySelectorAll("[data-check]").forEach((button) =>
  button.addEventListener("click", () => {
    for (const box of button.form.querySelectorAll("input[name=hit]")) box.checked = Boolean(button.dataset.check);
  }),
);

// how far the build is, until it has ended
const online = document.querySelector("[data-online=running]");
if (online) {
  const bar = online.querySelector("progress");
  const ask = async () => {
    const answer = await get("/api/online");
    if (answer.ok && answer.data.state !== "running") return location.reload();
    if (answer.ok && answer.data.total) {
      bar.max = answer.data.total;
      bar.value = answer.data.done;
    }
    setTimeout(ask, 700);
  };
  ask();
}
