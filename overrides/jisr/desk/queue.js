// The list of articles: a key leads to the search, a choice is carried out at once, and what is still read is shown when it is.

import { renew } from "./desk.js";

const form = document.querySelector(".ask");
const search = document.getElementById("q");

form.addEventListener("change", (event) => event.target.matches("select") && form.requestSubmit());
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.matches("input, textarea, select")) {
    event.preventDefault();
    search.focus();
  }
});
// empty fields are no filters
form.addEventListener("submit", () => {
  form.querySelectorAll("input, select").forEach((one) => (one.disabled = !one.value));
});
addEventListener("pageshow", () => form.querySelectorAll(":disabled").forEach((one) => (one.disabled = false)));
if (document.querySelector("[data-reading]")) setInterval(() => document.activeElement === search || renew(), 2000);
