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

/** What `send` brings with the token; a page that was open while the desk was started anew takes its new one, once. */
export async function withToken(send, isRefused) {
  const answer = await send(token);
  if (!isRefused(answer)) return answer;
  const session = await get("/api/session");
  if (!session.ok) return answer;
  token = session.data.token;
  return send(token);
}

/** Send `data`. */
export const post = (path, data) =>
  withToken(
    (token) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", "x-jisr-token": token },
        body: JSON.stringify(data),
      }),
    (answer) => answer.status === 403 && answer.data.error === "token",
  );

/** Words with their `{name}`s filled in. */
let leaving = false;
addEventListener("beforeunload", () => (leaving = true));
addEventListener("pageshow", () => (leaving = false));
/** Load the page anew, unless somebody is on the way to another: that would bring them back. */
export const renew = () => leaving || location.reload();

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

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
