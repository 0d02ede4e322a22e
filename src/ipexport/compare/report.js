"use strict";
const places = [...document.querySelectorAll(".change")];
const counter = document.getElementById("at");
let at = -1;
function count() {
  counter.textContent = `${at + 1} / ${places.length}`;
}
function go(step) {
  if (!places.length) return;
  at = at < 0 && step < 0 ? places.length - 1 : (at + step + places.length) % places.length;
  places[at].focus({ preventScroll: true });
  places[at].scrollIntoView({ block: "center" });
  count();
}
document.getElementById("next").addEventListener("click", () => go(1));
document.getElementById("previous").addEventListener("click", () => go(-1));
document.getElementById("unfold").addEventListener("click", (event) => {
  const open = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(open));
  for (const details of document.querySelectorAll("details")) details.open = open;
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "n" || event.key === "j") go(1);
  else if (event.key === "p" || event.key === "k") go(-1);
});
document.addEventListener("focusin", (event) => {
  const place = places.indexOf(event.target.closest(".change"));
  if (place < 0) return;
  at = place;
  count();
});
count();
