"use strict";
/* Keys alone: without script every page works by Tab, Space and Enter. */
const typing = (target) => target.matches("input:not([type=radio]), textarea, select");
const rows = [...document.querySelectorAll(".queue a")];
const form = document.getElementById("decision");
const step = (by) => {
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (next) next.focus();
};
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { form.requestSubmit(); event.preventDefault(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (rows.length && (event.key === "j" || event.key === "k")) { step(event.key === "j" ? 1 : -1); event.preventDefault(); return; }
  if (!form) return;
  const choice = form.querySelectorAll("input[name=verdict]")[Number(event.key) - 1];
  if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
  if (event.key === "r") { document.getElementById("reason").focus(); event.preventDefault(); }
  if (event.key === "u") location.assign("/desk/");
});
