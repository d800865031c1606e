"use strict";
/* Edits the places of a template. What is allowed is decided by the program that serves the page: it is asked after every change,
   and answers in words. Lengths are millimetres from the page's top left corner. */
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const round = (value) => Math.round(value * 1000) / 1000;
const made = (name, more = {}, ...inside) => {
  const one = Object.assign(document.createElement(name), more);
  one.append(...inside);
  return one;
};

/* What stands between backticks is a command. */
const said = (name, text) => made(name, {}, ...text.split("`").map((part, number) => (number % 2 ? made("code", { textContent: part }) : part)));

/* Every change makes a new list of places, so that the former ones can be taken back. */
let keys = 0;
let places = data.places.map((place) => Object.freeze({ ...place, key: keys++ }));
let saved = places;
let past = [];
let future = [];
let merged = { tag: "", at: 0 };
let chosen = null;
let light = data.lights[0].id;
let answer = { problems: [], notes: [], consequences: data.consequences };
let revision = data.revision;
let ended = false;
const MERGE_MS = 1500;

const find = (key = chosen) => places.find((place) => place.key === key);
const words = (id) => data.lights.find((one) => one.id === id)?.words ?? id;
const sizes = ({ box_mm: [left, top, right, bottom] }) => ({
  left, top,
  width: left === null || right === null ? null : round(right - left),
  height: top === null || bottom === null ? null : round(bottom - top),
});
const area = (place) => { const { width, height } = sizes(place); return (width ?? 0) * (height ?? 0); };
const whole = (place) => place.box_mm.every((side) => side !== null);

/* A run of changes of one kind (a key held down, a drag, a word typed) is taken back at once. */
const change = (next, tag = "") => {
  const now = performance.now();
  if (!tag || tag !== merged.tag || now - merged.at > MERGE_MS) past.push({ places, chosen });
  merged = { tag, at: now };
  future = [];
  places = next;
  shown();
};
const edit = (fields, tag, key = chosen) => {
  change(places.map((place) => (place.key === key ? Object.freeze({ ...place, ...fields }) : place)), tag && `${tag} ${key}`);
};
const step = (from, to) => {
  const then = from.pop();
  if (!then) return;
  to.push({ places, chosen });
  ({ places } = then);
  merged = { tag: "", at: 0 };
  choose(find(chosen) ? chosen : then.chosen);
  shown();
};
const undo = () => step(past, future);
const redo = () => step(future, past);

const choose = (key) => {
  chosen = find(key) ? key : null;
  const place = find();
  if (place && data.lights.some((one) => one.id === place.light)) light = place.light;
  draw();
};
const add = () => {
  const taken = new Set(places.map((place) => place.name));
  let number = 1;
  while (taken.has(`place-${number}`)) number += 1;
  const width = Math.min(30, data.width / 2), height = Math.min(10, data.height / 2);
  const left = round((data.width - width) / 2), top = round((data.height - height) / 2);
  const place = Object.freeze({
    key: keys++, origin: null, name: `place-${number}`, kind: "personal data", light, variable: true, generic_id: "", note: "",
    box_mm: [left, top, round(left + width), round(top + height)],
  });
  change([...places, place]);
  choose(place.key);
  $("name").focus();
  $("name").select();
};
const remove = () => {
  const number = places.findIndex((place) => place.key === chosen);
  if (number < 0) return;
  const name = places[number].name;
  const inside = $("form").contains(document.activeElement) || document.activeElement === $("remove");
  change(places.filter((place) => place.key !== chosen));
  choose(places[Math.min(number, places.length - 1)]?.key);
  speak(`${name} deleted.`);
  if (inside) ($("list").querySelector("[aria-current=true]") ?? $("add")).focus();
};

/* Within the page; a place that reaches beyond it already may stay so, and goes no farther. */
const clamped = (from, by, low, high) => Math.min(Math.max(by, Math.min(low - from[0], 0)), Math.max(high - from[1], 0));
const move = (box, x, y) => {
  const [left, top, right, bottom] = box;
  const across = clamped([left, right], x, 0, data.width), down = clamped([top, bottom], y, 0, data.height);
  return [left + across, top + down, right + across, bottom + down].map(round);
};
const LEAST_MM = 0.1;
const resize = (box, x, y, sides) => {
  let [left, top, right, bottom] = box;
  if (sides.includes("w")) left = Math.min(Math.max(left + x, Math.min(0, left)), right - LEAST_MM);
  if (sides.includes("e")) right = Math.max(Math.min(right + x, Math.max(data.width, right)), left + LEAST_MM);
  if (sides.includes("n")) top = Math.min(Math.max(top + y, Math.min(0, top)), bottom - LEAST_MM);
  if (sides.includes("s")) bottom = Math.max(Math.min(bottom + y, Math.max(data.height, bottom)), top + LEAST_MM);
  return [left, top, right, bottom].map(round);
};

/* What is shown follows from the places; elements are made anew, focus within the list is kept. */
const percent = (value, of) => `${(100 * value) / of}%`;
const lay = (one, [left, top, right, bottom]) => {
  Object.assign(one.style, {
    left: percent(left, data.width), top: percent(top, data.height),
    width: percent(right - left, data.width), height: percent(bottom - top, data.height),
  });
  return one;
};
const drawMarks = () => {
  const wrong = new Set(answer.problems.map((one) => places[one.place]?.key));
  const scale = $("board").clientHeight / data.height;
  const here = places.map((place, number) => ({ place, number })).filter(({ place }) => place.light === light && whole(place));
  const marks = here.sort((a, b) => area(b.place) - area(a.place)).map(({ place, number }) => {
    const low = sizes(place).height * scale < 34;
    const names = {
      mark: true, variable: place.variable, wrong: wrong.has(place.key), chosen: place.key === chosen,
      low, high: low && place.box_mm[1] * scale < 18,
    };
    const one = lay(made("div", { className: Object.keys(names).filter((name) => names[name]).join(" ") }), place.box_mm);
    one.dataset.key = place.key;
    one.append(made("b", { textContent: number + 1 }));
    return one;
  });
  const place = find();
  const grips = [];
  if (place && place.light === light && whole(place)) {
    const [left, top, right, bottom] = place.box_mm;
    const x = { w: left, "": (left + right) / 2, e: right }, y = { n: top, "": (top + bottom) / 2, s: bottom };
    for (const sides of ["nw", "n", "ne", "w", "e", "sw", "s", "se"]) {
      const grip = made("span", { className: "grip" });
      grip.dataset.sides = sides;
      grip.style.left = percent(x[sides.replace(/[ns]/, "")], data.width);
      grip.style.top = percent(y[sides.replace(/[we]/, "")], data.height);
      grip.style.cursor = `${sides}-resize`;
      grips.push(grip);
    }
  }
  $("marks").replaceChildren(...marks, ...grips);
};
const drawList = () => {
  const focused = document.activeElement?.closest?.("#list button")?.dataset.key;
  $("count").textContent = places.length;
  $("list").replaceChildren(...places.map((place, number) => {
    const button = made("button", { type: "button" },
      made("span", { textContent: number + 1 }), made("span", { className: "name", textContent: place.name || "(no name)" }),
      made("span", { textContent: `${place.kind}, ${words(place.light)}` }));
    button.dataset.key = place.key;
    button.setAttribute("aria-current", String(place.key === chosen));
    button.addEventListener("click", () => choose(place.key));
    const texts = answer.problems.filter((one) => one.place === number)
      .map((one, at) => made("p", { className: "error", id: `wrong-${place.key}-${at}`, textContent: one.text }));
    if (texts.length) button.setAttribute("aria-describedby", texts.map((one) => one.id).join(" "));
    return made("li", {}, button, ...texts);
  }));
  if (focused) $("list").querySelector(`[data-key="${focused}"]`)?.focus();
  /* Shown in its own frame alone: the page stays where it is. */
  const current = $("list").querySelector("[aria-current=true]"), frame = $("list").parentElement;
  if (current) {
    const inner = current.getBoundingClientRect(), outer = frame.getBoundingClientRect();
    if (inner.top < outer.top) frame.scrollTop -= outer.top - inner.top + 4;
    if (inner.bottom > outer.bottom) frame.scrollTop += inner.bottom - outer.bottom + 4;
  }
};
const FIELDS = { name: ["name"], kind: ["kind"], light: ["light"], generic_id: ["generic_id"], note: ["note"], box_mm: ["left", "top", "width", "height"] };
const drawForm = () => {
  const place = find();
  const number = places.indexOf(place);
  $("form").hidden = !place;
  $("remove").disabled = !place;
  $("chosen-heading").textContent = place ? `Place ${number + 1}: ${place.name || "(no name)"}` : "No place is chosen";
  if (!place) return;
  const shownValues = { ...place, ...sizes(place) };
  for (const id of Object.values(FIELDS).flat()) {
    const input = $(id), value = shownValues[id] ?? "";
    /* A number that is being typed stays as typed: "5." is 5. */
    const same = input.type === "number" ? input.value !== "" && Number(input.value) === value : input.value === String(value);
    if (!same && !(document.activeElement === input && input.type === "number" && value === "")) input.value = value;
  }
  $("variable").checked = place.variable;
  const wrong = answer.problems.filter((one) => one.place === number);
  for (const [field, ids] of Object.entries(FIELDS)) {
    const bad = wrong.some((one) => one.field === field);
    for (const id of ids) {
      $(id).setAttribute("aria-invalid", String(bad));
      if (bad) $(id).setAttribute("aria-describedby", "wrong"); else $(id).removeAttribute("aria-describedby");
    }
  }
  $("wrong").replaceChildren(...wrong.map((one) => made("li", { textContent: one.text })));
  $("notes").replaceChildren(...answer.notes.filter(([of]) => of === number).map(([, text]) => said("li", text)));
};
const drawState = () => {
  $("undo").disabled = !past.length;
  $("redo").disabled = !future.length;
  for (const button of document.querySelectorAll(".lights button")) button.setAttribute("aria-pressed", String(button.value === light));
  const source = `${light}.png`;
  if ($("picture").getAttribute("src") !== source) $("picture").src = source;
  $("board").setAttribute("aria-label", `The page in ${words(light)}${find() ? `, ${find().name} is chosen` : ""}`);
  $("consequences").replaceChildren(...answer.consequences.map((text) => said("li", text)));
};
const draw = () => { drawState(); drawMarks(); drawList(); drawForm(); };
const state = (text, kind = "") => { $("state").replaceChildren(...said("p", text).childNodes); $("state").className = kind; };
const speak = (text) => { $("spoken").textContent = text; };
const dirty = () => places !== saved;
const shown = () => {
  draw();
  state(dirty() ? "Changed, not saved." : "As saved.");
  ask();
};

/* Questions to the program; an answer that comes late is passed over. */
const send = async (what, more = {}) => {
  const reply = await fetch(what, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ page: data.page, ...more }) });
  if (!reply.ok) throw new Error(await reply.text());
  return reply.json();
};
const body = () => ({ places: places.map(({ key, ...place }) => place), revision });
let timer = 0;
let asked = 0;
const ASK_MS = 250;
const gone = (error) => {
  const off = error instanceof TypeError;
  state(off ? "The program has ended: nothing can be saved from this page. Start `docforensics template edit` again." : error.message, "bad");
};
const received = (next) => {
  answer = { problems: next.problems, notes: next.notes, consequences: next.consequences.length ? next.consequences : answer.consequences };
  draw();
  const wrong = new Set(answer.problems.map((one) => one.place)).size;
  const general = answer.problems.find((one) => one.place === null);
  if (next.message) state(next.message, next.saved ? "good" : "bad");
  else if (general) state(general.text, "bad");
  else if (wrong) state(`Changed, not saved. ${wrong === 1 ? "1 place does" : `${wrong} places do`} not fit, see the list.`, "bad");
};
const ask = () => {
  clearTimeout(timer);
  const mine = ++asked;
  timer = setTimeout(async () => {
    try {
      const next = await send("check", body());
      if (mine === asked) received({ ...next, message: "" });
    } catch (error) { if (mine === asked) gone(error); }
  }, ASK_MS);
};
/* One save at a time: a second would send the revision that the first has just replaced. */
let saving = null;
const save = () => {
  saving ??= saveNow().finally(() => { saving = null; $("save").removeAttribute("aria-disabled"); });
  $("save").setAttribute("aria-disabled", "true");
  return saving;
};
const saveNow = async () => {
  clearTimeout(timer);
  const mine = ++asked;
  const sent = places;
  try {
    const next = await send("save", body());
    if (next.saved) {
      saved = sent;
      ({ revision } = next);
      merged = { tag: "", at: 0 };
    }
    if (mine !== asked) return false;
    received(next);
    const bad = next.problems.find((one) => one.place !== null);
    if (bad) { choose(places[bad.place].key); $(FIELDS[bad.field]?.[0] ?? "name").focus(); }
    return next.saved;
  } catch (error) { gone(error); return false; }
};
const end = async () => {
  try { await send("end"); } catch (error) { if (!(error instanceof TypeError)) { gone(error); return; } }
  ended = true;
  const title = made("h1", { textContent: "The edit has ended", tabIndex: -1 });
  const kept = made("p", { textContent: revision ? "What was saved is kept. This page can be closed." : "Nothing was saved. This page can be closed." });
  $("main").replaceChildren(made("section", { className: "ended" }, title, kept));
  title.focus();
};

/* The form. */
const texts = { name: "name", generic_id: "generic_id", note: "note", kind: "kind", light: "light" };
for (const [id, field] of Object.entries(texts)) {
  $(id).addEventListener("input", () => {
    edit({ [field]: $(id).value }, $(id).tagName === "SELECT" ? "" : id);
    if (id === "light") choose(chosen);
  });
}
$("variable").addEventListener("input", () => edit({ variable: $("variable").checked }));
const typed = (id) => ($(id).value === "" || !Number.isFinite(Number($(id).value)) ? null : Number($(id).value));
for (const id of FIELDS.box_mm) {
  $(id).addEventListener("input", () => {
    const [left, top, width, height] = FIELDS.box_mm.map(typed);
    const sum = (a, b) => (a === null || b === null ? null : round(a + b));
    edit({ box_mm: [left, top, sum(left, width), sum(top, height)] }, id);
  });
}
$("form").addEventListener("submit", (event) => event.preventDefault());

/* The picture: keys and pointer. */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const placeWords = (place) => {
  const { left, top, width, height } = sizes(place);
  return `${place.name}: left ${left}, top ${top}, width ${width}, height ${height} mm`;
};
$("board").addEventListener("keydown", (event) => {
  const place = find();
  if (event.key === "PageDown" || event.key === "PageUp") {
    const here = places.filter((one) => one.light === light);
    const next = here.indexOf(place) + (event.key === "PageDown" ? 1 : -1);
    const one = here[place ? (next + here.length) % here.length : 0];
    if (one) { choose(one.key); speak(placeWords(one)); }
  } else if (place && whole(place) && event.key in ARROWS && !event.altKey && !event.metaKey) {
    const by = event.shiftKey ? 0.1 : 1;
    const [x, y] = ARROWS[event.key].map((way) => way * by);
    edit({ box_mm: event.ctrlKey ? resize(place.box_mm, x, y, "es") : move(place.box_mm, x, y) }, event.ctrlKey ? "size" : "move");
    speak(placeWords(find()));
  } else if (place && (event.key === "Delete" || event.key === "Backspace")) remove();
  else return;
  event.preventDefault();
});
let drag = null;
let drags = 0;
$("board").addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip"), mark = event.target.closest(".mark");
  if (event.button || (!grip && !mark)) return;
  /* A finger that lands on a place chooses it, and may go on to scroll; only what is chosen already moves with it. */
  const onlyChosen = event.pointerType === "touch" && mark && Number(mark.dataset.key) !== chosen;
  if (mark) choose(Number(mark.dataset.key));
  if (onlyChosen) return;
  $("board").focus({ preventScroll: true });
  event.preventDefault();
  drag = { id: event.pointerId, x: event.clientX, y: event.clientY, box: find().box_mm, sides: grip?.dataset.sides ?? "", tag: `drag ${++drags}`, moved: false };
  $("board").setPointerCapture(event.pointerId);
});
$("board").addEventListener("pointermove", (event) => {
  if (drag?.id !== event.pointerId) return;
  const scale = data.width / $("board").clientWidth;
  const [x, y] = [event.clientX - drag.x, event.clientY - drag.y].map((px) => Math.round(10 * px * scale) / 10);
  /* A hand that is not quite still chooses, and moves nothing. */
  if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 3) return;
  if (!find()) return;
  drag.moved = true;
  merged.at = merged.tag === `${drag.tag} ${chosen}` ? performance.now() : merged.at;
  edit({ box_mm: drag.sides ? resize(drag.box, x, y, drag.sides) : move(drag.box, x, y) }, drag.tag);
});
for (const name of ["pointerup", "pointercancel"]) $("board").addEventListener(name, () => { drag = null; });

/* Commands. */
for (const button of document.querySelectorAll(".lights button")) {
  button.addEventListener("click", () => {
    light = button.value;
    if (find() && find().light !== light) chosen = null;
    draw();
  });
}
$("add").addEventListener("click", add);
$("remove").addEventListener("click", remove);
$("undo").addEventListener("click", undo);
$("redo").addEventListener("click", redo);
$("save").addEventListener("click", save);
$("end").addEventListener("click", () => { if (dirty()) $("leave").showModal(); else end(); });
$("leave-stay").addEventListener("click", () => $("leave").close());
$("leave-lose").addEventListener("click", () => { $("leave").close(); end(); });
$("leave-save").addEventListener("click", async () => { $("leave").close(); if (await save()) end(); });
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || ended || $("leave").open) return;
  const key = event.key.toLowerCase();
  /* A field takes back what was typed in it by itself. */
  const typing = event.target.matches("input:not([type=checkbox]), textarea");
  if (key === "s") { if (!event.repeat) save(); }
  else if (key === "z" && !typing) (event.shiftKey ? redo : undo)();
  else if (key === "y" && !typing) redo();
  else return;
  event.preventDefault();
});
window.addEventListener("resize", drawMarks);
window.addEventListener("beforeunload", (event) => { if (dirty() && !ended) event.preventDefault(); });
window.addEventListener("pagehide", () => {
  if (!ended) navigator.sendBeacon("closed", new Blob([JSON.stringify({ page: data.page })], { type: "application/json" }));
});
window.addEventListener("pageshow", (event) => { if (event.persisted) window.location.reload(); });
draw();
state("As saved.");
