"""Where everything stands on a side: solved by cutting the page into pieces, and then proven to be free of overlaps."""

import dataclasses
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from sample_docs.generator.geometry import Box

from .cells import Cell, Typesetting, set_rows
from .forms import Form, FormSide

GAP = 1.3
"""Least distance between blocks, mm."""
_ATTEMPTS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How an office lays out its pages; the sides of one document share it."""

    margin: float
    header: str
    """Edge at which the heading runs: top, left or right."""
    header_height: float
    portrait_left: bool
    portrait_high: bool
    setting: Typesetting
    emblem: str
    """left, right or none: its place in the heading."""
    strip: bool
    """Whether devices and secondary portrait have a column of their own."""
    device: str
    """column, portrait (over its corner) or below (under it)."""
    devices: int
    second: bool
    signature: bool
    big_number: bool
    perforation_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The boxes of one side, page mm."""

    page: Box
    header: Box
    body: Box
    """Where the fields stand."""
    cells: tuple[Cell, ...]
    emblem: Box | None = None
    portrait: Box | None = None
    second: Box | None = None
    signature: Box | None = None
    number: Box | None = None
    perforation: Box | None = None
    zone: Box | None = None
    devices: tuple[Box, ...] = ()

    def solid(self) -> dict[str, Box]:
        """What must stand clear of everything else, by name."""
        single = {
            name: getattr(self, name)
            for name in (
                "header",
                "emblem",
                "portrait",
                "second",
                "signature",
                "number",
                "perforation",
                "zone",
            )
        }
        boxes = {name: box for name, box in single.items() if box is not None}
        boxes |= {f"field-{cell.name}": cell.box for cell in self.cells}
        return boxes | {f"device-{n}": box for n, box in enumerate(self.devices)}

    def faults(self) -> list[str]:
        """Overlaps, and what leaves the page; empty for a layout that is in order."""
        boxes = self.solid()
        found = [f"{name} leaves the page" for name, box in boxes.items() if not _inside(box, self.page)]
        for (one, a), (other, b) in combinations(boxes.items(), 2):
            if {one[:6], other[:6]} == {"portra", "device"}:
                continue  # a device may lie on the portrait's corner: that is what it protects
            if _overlap(a, b):
                found.append(f"{one} overlaps {other}")
        return found


def _inside(box: Box, page: Box) -> bool:
    near = 0.3
    return (
        box.x >= near and box.y >= near and box.x + box.w <= page.w - near and box.y + box.h <= page.h - near
    )


def _overlap(a: Box, b: Box) -> bool:
    slack = 0.01
    return (
        min(a.x + a.w, b.x + b.w) - max(a.x, b.x) > slack
        and min(a.y + a.h, b.y + b.h) - max(a.y, b.y) > slack
    )


def solved(form: Form, side: FormSide, manner: Manner, rng: np.random.Generator) -> Places:
    """A layout without faults; what is optional is given up, and type made smaller, until one is found.

    Raises
    ------
    ValueError
        If no attempt gives one.
    """
    for attempt in range(_ATTEMPTS):
        found = _Cutter(form, side, manner, rng, ease=attempt / _ATTEMPTS).places()
        if found is not None and not found.faults():
            return found
    raise ValueError(f"no layout for {form.name} {side.name}")


class _Cutter:
    """Cuts one page; ``free`` is what is left."""

    def __init__(
        self, form: Form, side: FormSide, manner: Manner, rng: np.random.Generator, *, ease: float
    ) -> None:
        self.form, self.side, self.manner, self.rng, self.ease = form, side, manner, rng, ease
        self.free = form.page.grown(-manner.margin)
        self.waiting: list[str] = []
        self.boxes: dict[str, Box] = {}
        self.devices: list[Box] = []

    def places(self) -> Places | None:
        """Everything placed; None where something does not fit."""
        self._zone()
        self._perforation()
        self._header()
        self.waiting = self._wanted()
        if self.side.portrait is not None and not self._portrait(self.side.portrait):
            return None
        if self.manner.strip and self.waiting and self.free.w > 46:
            self._column()
        self._signature_below()
        cells = self._fields()
        if not cells:
            return None
        return Places(
            page=self.form.page,
            body=self.free,
            cells=cells,
            devices=tuple(self.devices),
            **self.boxes,
        )

    def _wanted(self) -> list[str]:
        """What still seeks a place, most important first."""
        manner, front = self.manner, self.side.portrait is not None
        wanted = ["device"] if self.ease < 0.8 else []
        if front and manner.second and self.ease < 0.6:
            wanted.append("second")
        if manner.devices > 1 and self.ease < 0.3:
            wanted.append("device-2")
        if manner.big_number and front and self.ease < 0.3:
            wanted.append("number")
        return wanted

    def _zone(self) -> None:
        zone, page = self.side.zone, self.form.page
        if zone is None:
            return
        top = page.h - zone.height
        self.boxes["zone"] = Box(x=1.5, y=top, w=page.w - 3.0, h=zone.height - 1.5)
        self.free = dataclasses.replace(self.free, h=top - self.free.y - 0.4)

    def _perforation(self) -> None:
        if not self.form.perforated or self.side.zone is None or self.ease > 0.85:
            return
        height = min(self.free.h, 24.6)
        free = self.free
        x = free.x if self.manner.perforation_left else free.x + free.w - 3.0
        y = free.y + float(self.rng.uniform(0, max(0.0, free.h - height)))
        self.boxes["perforation"] = Box(x=x, y=y, w=3.0, h=height)
        left = free.x + (3.0 + GAP if self.manner.perforation_left else 0.0)
        self.free = dataclasses.replace(free, x=left, w=free.w - 3.0 - GAP)

    def _header(self) -> None:
        free, manner = self.free, self.manner
        deep = manner.header_height * (1 - 0.3 * self.ease)
        if manner.header == "top":
            bar = dataclasses.replace(free, h=deep)
            self.free = dataclasses.replace(free, y=free.y + deep + GAP, h=free.h - deep - GAP)
        else:
            left = manner.header == "left"
            bar = dataclasses.replace(free, x=free.x if left else free.x + free.w - deep, w=deep)
            self.free = dataclasses.replace(
                free, x=free.x + (deep + GAP if left else 0.0), w=free.w - deep - GAP
            )
        self.boxes["header"] = self._with_emblem(bar)

    def _with_emblem(self, bar: Box) -> Box:
        """Set the emblem into one end of the bar; what is left of the bar."""
        place = self.manner.emblem
        if place == "none":
            return bar
        if self.manner.header == "top":
            size = bar.h
            x = bar.x if place == "left" else bar.x + bar.w - size
            self.boxes["emblem"] = Box(x=x, y=bar.y, w=size, h=size)
            return dataclasses.replace(
                bar, x=bar.x + (size + GAP if place == "left" else 0.0), w=bar.w - size - GAP
            )
        size = bar.w
        self.boxes["emblem"] = Box(x=bar.x, y=bar.y, w=size, h=size)
        return dataclasses.replace(bar, y=bar.y + size + GAP, h=bar.h - size - GAP)

    def _portrait(self, widths: tuple[float, float]) -> bool:
        """Set the portrait at its edge, and what finds room over or under it."""
        rng, free, manner = self.rng, self.free, self.manner
        low, high = widths
        wide = float(rng.uniform(low, high - self.ease * (high - low)))
        tall = wide / float(rng.uniform(0.73, 0.82))
        if tall > free.h:
            wide, tall = wide * free.h / tall, free.h
        if wide < 0.85 * low or free.w - wide < 26:
            return False
        x = free.x if manner.portrait_left else free.x + free.w - wide
        y = free.y if manner.portrait_high else free.y + free.h - tall
        picture = Box(x=x, y=y, w=wide, h=tall)
        self.boxes["portrait"] = picture
        spare_y = picture.y + tall + GAP if manner.portrait_high else free.y
        self._around(Box(x=x, y=spare_y, w=wide, h=free.h - tall - GAP))
        left = free.x + (wide + GAP + 0.6 if manner.portrait_left else 0.0)
        self.free = dataclasses.replace(free, x=left, w=free.w - wide - GAP - 0.6)
        return True

    def _around(self, spare: Box) -> None:
        """Use the room over or under the portrait: signature, or device and secondary portrait side by side."""
        if self.manner.device == "portrait" and "device" in self.waiting:
            self._on_corner()
        if self.manner.signature and spare.h >= 4.2:
            height = min(spare.h, float(self.rng.uniform(4.2, 7.5)))
            self.boxes["signature"] = Box(x=spare.x, y=spare.y + spare.h - height, w=spare.w, h=height)
            spare = dataclasses.replace(spare, h=spare.h - height - GAP)
        if spare.h < 8.5:
            return
        x, size = spare.x, min(spare.h, 15.0)
        for name in list(self.waiting):
            need = 0.8 * size if name == "second" else size
            if name != "number" and x + need <= spare.x + spare.w:
                self._put(name, Box(x=x, y=spare.y + spare.h - size, w=need, h=size))
                x += need + GAP

    def _on_corner(self) -> None:
        picture = self.boxes["portrait"]
        size = float(self.rng.uniform(0.36, 0.5)) * picture.w
        inner = (
            picture.x + picture.w - size
            if self.manner.portrait_left != (self.rng.random() < 0.2)
            else picture.x
        )
        y = picture.y + picture.h - size if self.rng.random() < 0.75 else picture.y
        self._put("device", Box(x=inner, y=y, w=size, h=size))

    def _put(self, name: str, box: Box) -> None:
        self.waiting.remove(name)
        if name.startswith("device"):
            self.devices.append(box)
        else:
            self.boxes[name] = box

    def _column(self) -> None:
        """A column of devices and pictures at the edge away from the portrait."""
        free, rng = self.free, self.rng
        wide = float(rng.uniform(9.5, 15.0)) * (1 - 0.3 * self.ease)
        x = free.x + free.w - wide if self.manner.portrait_left else free.x
        order = [self.waiting[int(k)] for k in rng.permutation(len(self.waiting))]
        y = free.y
        for name in order:
            tall = {"second": wide / 0.78, "number": 20.0}.get(name, wide)
            if y + tall > free.y + free.h:
                continue
            at = Box(x=x, y=y, w=3.6 if name == "number" else wide, h=tall)
            self._put(name, at)
            y += tall + float(rng.uniform(GAP, 3.0))
        if y > free.y:
            left = free.x if self.manner.portrait_left else free.x + wide + GAP
            self.free = dataclasses.replace(free, x=left, w=free.w - wide - GAP)

    def _signature_below(self) -> None:
        """A signature at the foot of the fields where the portrait's column had no room, and devices beside it."""
        free, rng = self.free, self.rng
        device = [name for name in self.waiting if name.startswith("device")]
        corner = device and self.manner.device == "below" and free.w > 40 and free.h > 26
        sign = self.manner.signature and "signature" not in self.boxes and self.side.portrait is not None
        if not corner and not (sign and self.ease < 0.5):
            return
        tall = float(rng.uniform(8.5, 12.0)) if corner else float(rng.uniform(4.4, 6.5))
        y = free.y + free.h - tall
        if corner:
            self._put(device[0], Box(x=free.x + free.w - tall, y=y, w=tall, h=tall))
        if sign:
            wide = min(34.0, free.w - (tall + GAP if corner else 0.0))
            low = min(tall, 6.5)
            self.boxes["signature"] = Box(x=free.x, y=y + tall - low, w=wide, h=low)
        self.free = dataclasses.replace(free, h=free.h - tall - GAP)

    def _fields(self) -> tuple[Cell, ...]:
        """The rows of fields: as many of the optional ones as there is room for, in a type that fits."""
        rng, side = self.rng, self.side
        optional = [str(n) for n in rng.permutation(side.may)] if side.may else []
        wished = round(len(optional) * float(rng.uniform(0.5, 1.0)) * (1 - self.ease))
        setting = self.manner.setting.scaled(1 - 0.32 * self.ease)
        for count in range(wished, -1, -1):
            names = _ordered([*side.must, *optional[:count]], rng)
            # A little larger where the page has room: an office fills its page.
            for factor in (1.3, 1.15, 1.0):
                if cells := set_rows(self.free, names, setting.scaled(factor), rng):
                    return cells
        return ()


_USUAL = (
    "type", "country", "visa_class", "entries", "card_number", "number", "passport_number", "permit", "surname",
    "given_names", "nationality", "birth", "sex", "birthplace", "personal_number", "valid_from", "issued", "expires",
    "authority", "remarks",
)  # fmt: skip


def _ordered(names: list[str], rng: np.random.Generator) -> list[str]:
    """The usual order with some neighbours exchanged, or the holder before the document."""
    made = sorted(names, key=_USUAL.index)
    if rng.random() < 0.3:
        made.sort(key=lambda name: name not in {"surname", "given_names"})
    for place in range(len(made) - 1):
        if rng.random() < 0.15:
            made[place], made[place + 1] = made[place + 1], made[place]
    return made
