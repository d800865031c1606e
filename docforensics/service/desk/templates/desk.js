"use strict";
/* Keys, magnification and the comparison with the reference: without script every page works by Tab, Space and Enter, and shows each picture whole. */
const typing = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");
const rows = [...document.querySelectorAll(".queue a")];
const form = document.getElementById("decision");
/* What is sent once is not sent again: not by a double click, nor by keys that are held. */
if (form) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", (event) => { if (button.disabled) event.preventDefault(); else button.disabled = true; });
  window.addEventListener("pageshow", () => { button.disabled = false; });
}
const step = (by) => {
  const at = rows.indexOf(document.activeElement);
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  if (next) next.focus();
};

/* One side of a document: all its pictures, and their references, show the same place at the same scale. */
const MOST = 12, FACTOR = 1.5;
const clamp = (value, most) => Math.min(most, Math.max(0, value));
const tables = [...document.querySelectorAll("[data-table]")].map((table) => {
  const layers = [...table.querySelectorAll(".layer")], views = table.querySelector(".views");
  const tools = table.querySelector("[data-tools]"), scaled = table.querySelector("[data-scale]");
  const slider = tools.querySelector("input[type=range]"), overs = [];
  const rightToLeft = document.documentElement.dir === "rtl";
  let scale = 1, left = 0, top = 0, timer = 0;
  const draw = () => {
    left = clamp(left, 1 - 1 / scale);
    top = clamp(top, 1 - 1 / scale);
    for (const layer of layers) {
      layer.style.width = layer.style.height = `${scale * 100}%`;
      layer.style.left = `${-left * scale * 100}%`;
      layer.style.top = `${-top * scale * 100}%`;
    }
    scaled.textContent = `${scale.toFixed(1)} \u00d7`;
    table.classList.toggle("magnified", scale > 1);
  };
  /* The point of the page at (x, y) of the view, both 0..1, stays where it is. */
  const zoom = (by, x = .5, y = .5) => {
    const next = Math.min(MOST, Math.max(1, scale * by));
    left += x / scale - x / next;
    top += y / scale - y / next;
    scale = next;
    draw();
  };
  const move = (x, y) => { left += x / scale; top += y / scale; draw(); };
  const whole = () => { scale = 1; draw(); };
  for (const stage of table.querySelectorAll(".stage")) {
    const picture = stage.querySelector("img");
    stage.style.aspectRatio = `${picture.width} / ${picture.height}`;
    const at = (event) => { const box = stage.getBoundingClientRect(); return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]; };
    stage.addEventListener("wheel", (event) => { if (event.ctrlKey) { event.preventDefault(); zoom(event.deltaY < 0 ? FACTOR : 1 / FACTOR, ...at(event)); } }, { passive: false });
    stage.addEventListener("dblclick", (event) => zoom(FACTOR, ...at(event)));
    /* Two fingers magnify this view and not the page; one moves what is magnified, and else the page. */
    let apart = 0;
    const pinch = (event) => {
      if (event.touches.length !== 2) { apart = 0; return; }
      event.preventDefault();
      const [one, other] = event.touches, now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart) zoom(now / apart, ...at({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 }));
      apart = now;
    };
    for (const kind of ["touchstart", "touchmove", "touchend", "touchcancel"]) stage.addEventListener(kind, pinch, { passive: false });
    stage.addEventListener("pointerdown", (event) => { if (scale > 1) { stage.setPointerCapture(event.pointerId); event.preventDefault(); } });
    stage.addEventListener("pointermove", (event) => {
      if (apart || !stage.hasPointerCapture(event.pointerId)) return;
      const box = stage.getBoundingClientRect();
      move(-event.movementX / box.width, -event.movementY / box.height);
    });
  }
  /* The caption names what is on top; of the slider what stands at either end, in the direction of the page. */
  let share = 100;
  const name = () => {
    for (const { over, title, own, other } of overs) title.textContent = over.hidden || share === 0 ? own : share === 100 ? other : `${other} | ${own}`;
  };
  const cut = (percent) => {
    share = percent;
    name();
    for (const { over } of overs) over.style.clipPath = rightToLeft ? `inset(0 0 0 ${100 - percent}%)` : `inset(0 ${100 - percent}% 0 0)`;
  };
  for (const reference of table.querySelectorAll("figure.reference")) {
    const over = reference.querySelector("img").cloneNode(), document_ = reference.previousElementSibling, below = document_.querySelector("img");
    const title = document_.querySelector("figcaption strong");
    Object.assign(over, { className: "over", alt: "", hidden: true });
    below.after(over);
    overs.push({ over, title, own: title.textContent, other: reference.querySelector("figcaption strong").textContent });
  }
  const light = (number) => { const box = tools.querySelector(`[data-light="${number}"]`); return !box || box.checked; };
  const mode = () => { const pressed = tools.querySelector("[data-mode][aria-pressed=true]"); return pressed ? pressed.dataset.mode : "both"; };
  const show = () => {
    const chosen = mode();
    clearInterval(timer);
    for (const figure of views.children) figure.hidden = !light(figure.dataset.of) || (chosen !== "both" && figure.classList.contains("reference"));
    for (const { over } of overs) over.hidden = chosen === "both";
    if (slider) slider.hidden = chosen !== "slider";
    cut(chosen === "slider" ? Number(slider.value) : 100);
    /* Once a second: well below the three flashes that may harm. */
    if (chosen === "blink") timer = setInterval(() => { for (const { over } of overs) over.hidden = !over.hidden; name(); }, 1000);
  };
  const choose = (button) => {
    for (const one of tools.querySelectorAll("[data-mode]")) one.setAttribute("aria-pressed", String(one === button));
    show();
  };
  tools.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.zoom === "whole") whole();
    else if (button.dataset.zoom) zoom(button.dataset.zoom === "in" ? FACTOR : 1 / FACTOR);
    else choose(button);
  });
  tools.addEventListener("change", show);
  if (slider) slider.addEventListener("input", () => cut(Number(slider.value)));
  window.addEventListener("beforeprint", () => { choose(tools.querySelector("[data-mode=both]")); whole(); });
  tools.hidden = false;
  table.classList.add("live");
  draw();
  return { views, zoom, move, whole };
});
const ARROWS = { ArrowLeft: [-.1, 0], ArrowRight: [.1, 0], ArrowUp: [0, -.1], ArrowDown: [0, .1] };
const magnified = (event) => {
  const of = tables.filter((table) => table.views.contains(event.target));
  const all = of.length ? of : tables;
  if (event.key === "c" && tables.length) tables[0].views.focus();
  else if (event.key === "+" || event.key === "=") for (const table of all) table.zoom(FACTOR);
  else if (event.key === "-") for (const table of all) table.zoom(1 / FACTOR);
  else if (event.key === "0") for (const table of all) table.whole();
  else if (of.length && ARROWS[event.key]) of[0].move(...ARROWS[event.key]);
  else return false;
  return tables.length > 0;
};
document.addEventListener("keydown", (event) => {
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { if (!event.repeat) form.requestSubmit(); event.preventDefault(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (rows.length && (event.key === "j" || event.key === "k")) { step(event.key === "j" ? 1 : -1); event.preventDefault(); return; }
  if (magnified(event)) { event.preventDefault(); return; }
  const following = document.getElementById("next");
  if (event.key === "n" && following) { location.assign(following.href); return; }
  if (event.key === "u" && !rows.length) { location.assign("/desk/"); return; }
  if (!form) return;
  const choice = form.querySelectorAll("input[name=verdict]")[Number(event.key) - 1];
  if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
  if (event.key === "f") { document.getElementById("species").focus(); event.preventDefault(); }
  if (event.key === "r") { document.getElementById("reason").focus(); event.preventDefault(); }
});
