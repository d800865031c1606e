"use strict";
/* Comfort only: without script the page shows document and reference side by side, and each part opens by itself. */
for (const note of document.querySelectorAll("[data-folds]")) {
  const folds = [...document.querySelectorAll(".fold > details, .figures")];
  const button = Object.assign(document.createElement("button"), { type: "button" });
  const label = () => { button.textContent = folds.every((fold) => fold.open) ? note.dataset.close : note.dataset.open; };
  button.addEventListener("click", () => {
    const open = !folds.every((fold) => fold.open);
    for (const fold of folds) fold.open = open;
    label();
  });
  for (const fold of folds) fold.addEventListener("toggle", label);
  const bar = Object.assign(document.createElement("span"), { className: "tools" });
  bar.append(button);
  note.append(" ", bar);
  label();
}
for (const pair of document.querySelectorAll("[data-compare]")) {
  const sheet = pair.querySelector(".sheet");
  const over = pair.querySelector(".reference img");
  const second = pair.querySelector(".reference");
  const copy = over.cloneNode();
  copy.className = "over";
  copy.alt = "";
  copy.hidden = true;
  sheet.insertBefore(copy, sheet.querySelector(".marks"));

  const bar = document.createElement("div");
  bar.className = "tools";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", pair.getAttribute("aria-label"));
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: 100, value: 50, hidden: true });
  slider.setAttribute("aria-label", pair.dataset.share);
  const rightToLeft = document.documentElement.dir === "rtl";
  let timer = 0;

  /* The caption names what is on top; of the slider what stands at either end, in the direction of the page. */
  const title = pair.querySelector("figcaption strong"), own = title.textContent, other = second.querySelector("figcaption strong").textContent;
  let share = 100;
  const name = () => { title.textContent = copy.hidden || share === 0 ? own : share === 100 ? other : `${other} | ${own}`; };
  const cut = (percent) => {
    share = percent;
    name();
    copy.style.clipPath = rightToLeft ? `inset(0 0 0 ${100 - percent}%)` : `inset(0 ${100 - percent}% 0 0)`;
  };
  const show = (mode) => {
    clearInterval(timer);
    const both = mode === "both";
    second.hidden = !both;
    pair.classList.toggle("matched", both);
    copy.hidden = both;
    slider.hidden = mode !== "slider";
    cut(mode === "slider" ? Number(slider.value) : 100);
    /* Once a second: well below the three flashes that may harm. */
    if (mode === "blink") timer = setInterval(() => { copy.hidden = !copy.hidden; name(); }, 1000);
    for (const button of bar.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.value === mode));
    }
  };
  for (const mode of ["both", "slider", "blink"]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", value: mode, textContent: pair.dataset[mode] });
    button.addEventListener("click", () => show(mode));
    bar.append(button);
  }
  slider.addEventListener("input", () => cut(Number(slider.value)));
  bar.append(slider);
  pair.prepend(bar);
  show("both");
  window.addEventListener("beforeprint", () => show("both"));
}
