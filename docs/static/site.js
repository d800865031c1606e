/* Names for what the theme leaves without one, so that a screen reader reads them. */
document.addEventListener("DOMContentLoaded", () => {
  for (const fold of document.querySelectorAll("details > summary")) {
    const link = fold.closest("li")?.querySelector("a");
    if (!fold.textContent.trim() && link) fold.setAttribute("aria-label", `Pages below ${link.textContent.trim()}`);
  }
  for (const button of document.querySelectorAll("button.search-button__button")) {
    button.setAttribute("aria-label", button.textContent.replace(/\s+/g, " ").trim() || "Search");
  }
  // The empty corner of a table heads nothing.
  for (const corner of document.querySelectorAll("th")) {
    if (!corner.textContent.trim()) corner.replaceWith(Object.assign(document.createElement("td"), { className: corner.className }));
  }
});
