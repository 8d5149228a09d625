// What every page of the desk does: keys, words of the interface, requests that bring the token along.
// Other scripts import from here; nothing stands in the page itself.

const told = (name) => document.querySelector(`meta[name="jisr-${name}"]`).content;

/** The words of the interface: `words.article.save`. */
export const words = JSON.parse(told("words"));
/** What this project is called in the browser's own store. */
export const project = told("project");
let token = told("token");

/** What the desk answers: `{ ok, status, data }`; `status` 0 where it cannot be reached. */
async function ask(path, options) {
  try {
    const answer = await fetch(path, options);
    return { ok: answer.ok, status: answer.status, data: await answer.json() };
  } catch {
    return { ok: false, status: 0, data: {} };
  }
}

export const get = (path) => ask(path, { headers: { accept: "application/json" } });

/** Send `data`. A page that was open while the desk was started anew takes its new token, once. */
export async function post(path, data) {
  const send = () =>
    ask(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-jisr-token": token },
      body: JSON.stringify(data),
    });
  let answer = await send();
  if (answer.status === 403 && answer.data.error === "token") {
    const session = await get("/api/session");
    if (session.ok) {
      token = session.data.token;
      answer = await send();
    }
  }
  return answer;
}

/** Say something to whoever listens to the page, and show it for a while. */
export function say(text, kind = "") {
  const place = document.getElementById("said");
  place.textContent = text;
  place.className = kind;
}

const keys = document.getElementById("keys");
const isTyped = (target) => target.matches("input, textarea, select, [contenteditable]");

document.querySelectorAll("[data-keys]").forEach((button) => button.addEventListener("click", () => keys.showModal()));
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !isTyped(event.target) && !keys.open) {
    event.preventDefault();
    keys.showModal();
  }
});
