"""One person who does not exist, drawn from a seed: body, face, skin, hair, dress; and how each picture differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .shapes import HEAD_FORMS, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

# Skin tones from light to dark (sRGB), between which a person's is interpolated.
_TONES = np.array(
    [
        [238, 202, 184],
        [229, 186, 161],
        [212, 163, 134],
        [190, 138, 105],
        [156, 104, 76],
        [114, 74, 54],
        [80, 53, 41],
    ]
)
_HAIR_COLOURS = {
    "black": (18, 15, 14), "dark brown": (42, 27, 19), "brown": (74, 47, 30), "light brown": (112, 78, 49),
    "blond": (176, 137, 88), "red": (120, 55, 26), "grey": (128, 125, 120),
}  # fmt: skip
_DRESS_COLOURS = (
    (38, 42, 56), (70, 74, 82), (104, 36, 42), (34, 72, 66), (58, 84, 122), (148, 132, 110), (92, 62, 84),
    (200, 198, 192), (24, 24, 26), (118, 128, 96), (168, 92, 66), (46, 58, 44),
)  # fmt: skip
_MEN_HAIR = ("buzz", "crop", "side", "side", "back", "fringe", "waves", "curls", "crop")
_WOMEN_HAIR = ("bob", "centre", "long", "tied", "tied", "bun", "pixie", "lob", "lob", "waves", "fringe")
_MEN_DRESS = ("male_elegantsuit01", "male_casualsuit01", "male_casualsuit02", "male_casualsuit03",
              "male_casualsuit04", "male_casualsuit05", "male_casualsuit06", "male_worksuit01")  # fmt: skip
_WOMEN_DRESS = ("female_casualsuit01", "female_casualsuit02", "female_elegantsuit01", "female_sportsuit01",
                "male_casualsuit04", "male_casualsuit06")  # fmt: skip
_BEARDS = ("none", "none", "none", "stubble", "stubble", "moustache", "goatee", "full")

# How far faces lie from the mean, as a share of the spreads in shapes.py, and means which are not the middle:
# the resting base mesh scowls.
_VARIETY = 0.85
_FRIENDLY = {"mouth/mouth-angles-up": 0.2, "eyebrows/eyebrows-trans-up": 0.1, "eyebrows/eyebrows-angle-up": -0.05,
             "eyes/l-eye-scale-incr": 0.2}  # fmt: skip

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything that stays the same in all pictures of one holder."""

    identity: str
    seed: int
    sex: str
    age: int
    targets: Mapping[str, float]
    skin: str
    tone: Colour
    freckles: float
    hair: str
    hair_colour: Colour
    greying: float
    receding: float
    brow_colour: Colour
    brow_width: float
    brow_arch: float
    brow_hairs: int
    beard: str
    eye_colour: str
    glasses: str
    dress: str
    dress_colour: Colour


def draw_person(identity: str, seed: int) -> Person:
    """The person of a seed; the same seed always gives the same person."""
    rng = np.random.default_rng(seed)
    sex = "male" if rng.random() < 0.5 else "female"
    age = int(rng.integers(20, 75))
    ancestry = rng.dirichlet((0.45, 0.45, 0.45))  # african, asian, caucasian: the names of the macro targets
    melanin = float(np.clip(ancestry @ (0.85, 0.38, 0.14) + rng.normal(0, 0.08), 0, 1))
    targets = {**_macro(sex, age, ancestry, rng), **_face(rng)}
    hair_colour = _hair_colour(age, melanin, ancestry, rng)
    men = sex == "male"
    return Person(
        identity=identity,
        seed=seed,
        sex=sex,
        age=age,
        targets=targets,
        skin=_skin(sex, age, melanin, rng),
        tone=_colour(_mix(_TONES, melanin)),
        freckles=float(rng.random() ** 3) if melanin < 0.35 else 0.0,
        hair=_hair(sex, age, ancestry, rng),
        hair_colour=hair_colour,
        greying=_greying(age, rng) * (1.0 if men else 0.45),
        receding=float(rng.random() ** 2 * np.clip((age - 20) / 35, 0, 1)) if men else 0.0,
        brow_colour=_colour(np.array(hair_colour) * 0.7 + _mix(_TONES, melanin) * 0.12),
        brow_width=float(rng.uniform(0.022, 0.036) if men else rng.uniform(0.014, 0.025)),
        brow_arch=float(rng.uniform(-0.02, 0.05) if men else rng.uniform(0.01, 0.09)),
        brow_hairs=int(rng.integers(4000, 8000) if men else rng.integers(3500, 6500)),
        beard=str(_pick(rng, _BEARDS)) if men else "none",
        eye_colour=_eye_colour(melanin, rng),
        glasses=str(_pick(rng, ("round", "square", "thin"))) if rng.random() < 0.18 else "none",
        dress=str(_pick(rng, _MEN_DRESS if men else _WOMEN_DRESS)),
        dress_colour=_colour(np.array(_pick(rng, _DRESS_COLOURS)) * rng.uniform(0.8, 1.15)),
    )


def _macro(sex: str, age: int, ancestry: np.ndarray, rng: np.random.Generator) -> dict[str, float]:
    old = float(np.clip((age - 25) / 65, 0, 1))
    muscle, weight = np.clip(rng.normal(0.5, 0.18, 2), 0, 1)
    targets: dict[str, float] = {}
    for stage, share in (("young", 1 - old), ("old", old)):
        for name, part in zip(("african", "asian", "caucasian"), ancestry, strict=True):
            targets[f"macrodetails/{name}-{sex}-{stage}"] = float(part) * share
        for muscled, m in _levels("muscle", muscle):
            for weighed, w in _levels("weight", weight):
                targets[f"macrodetails/universal-{sex}-{stage}-{muscled}-{weighed}"] = share * m * w
    return targets


def _levels(name: str, value: float) -> tuple[tuple[str, float], ...]:
    side = "max" if value > 0.5 else "min"
    strength = abs(float(value) - 0.5) * 2
    return ((f"{side}{name}", strength), (f"average{name}", 1 - strength))


def _face(rng: np.random.Generator) -> dict[str, float]:
    targets = {f"head/head-{form}": float(rng.uniform(0.1, 0.45)) for form in rng.choice(HEAD_FORMS, 1)}
    for low, high, spread in pairs():
        value = float(np.clip(rng.normal(_FRIENDLY.get(high[0], 0.0), spread * _VARIETY), -1, 1))
        sides = high if value > 0 else low
        for name in sides:  # the two halves of a face are never quite alike
            targets[name] = abs(value) * float(rng.uniform(0.85, 1.0)) if len(sides) > 1 else abs(value)
    return targets


def _skin(sex: str, age: int, melanin: float, rng: np.random.Generator) -> str:
    stage = "young" if age < 36 else "middleage" if age < 56 else "old"
    if melanin > 0.6:
        return f"{stage}_darkskinned_{sex}_diffuse"
    return f"{stage}_lightskinned_{sex}_diffuse{_pick(rng, ('', '2'))}"


def _hair(sex: str, age: int, ancestry: np.ndarray, rng: np.random.Generator) -> str:
    men = sex == "male"
    if men and rng.random() < 0.05 + 0.15 * (age > 45):
        return "bald"
    if ancestry[0] > 0.62:
        return str(
            _pick(
                rng, ("tight", "tight", "buzz", "afro") if men else ("afro", "tight", "tied", "bun", "curls")
            )
        )
    if ancestry[1] > 0.62:
        return str(
            _pick(
                rng,
                ("crop", "side", "fringe", "buzz", "back")
                if men
                else ("bob", "centre", "tied", "lob", "bun"),
            )
        )
    return str(_pick(rng, _MEN_HAIR if men else _WOMEN_HAIR))


def _hair_colour(age: int, melanin: float, ancestry: np.ndarray, rng: np.random.Generator) -> Colour:
    if ancestry[2] > 0.55 and melanin < 0.34:
        own = _pick(rng, ("dark brown", "brown", "light brown", "blond", "red", "black"))
    else:
        own = _pick(rng, ("black", "black", "dark brown"))
    dulled = 0.4 * float(np.clip((age - 52) / 25, 0, 1))
    return _colour(_mix(np.array([_HAIR_COLOURS[str(own)], _HAIR_COLOURS["grey"]]), dulled))


def _greying(age: int, rng: np.random.Generator) -> float:
    return float(np.clip((age - 44) / 32 + rng.normal(0, 0.15), 0, 0.9)) if age > 30 else 0.0


def _eye_colour(melanin: float, rng: np.random.Generator) -> str:
    if melanin > 0.3:
        return str(_pick(rng, ("brown", "brown", "brownlight")))
    return str(
        _pick(rng, ("blue", "bluegreen", "brown", "brownlight", "deepblue", "green", "grey", "lightblue"))
    )


def _mix(colours: np.ndarray, at: float) -> np.ndarray:
    stops = np.linspace(0, 1, len(colours))
    return np.array([np.interp(at, stops, colours[:, c]) for c in range(3)])


def _colour(values: np.ndarray) -> Colour:
    red, green, blue = (int(v) for v in np.clip(values, 0, 255))
    return red, green, blue


def _pick(rng: np.random.Generator, options: object) -> object:
    return options[int(rng.integers(len(options)))]  # type: ignore[index,arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """What differs from one picture of a holder to the next. Angles in degrees, lights as factors."""

    yaw: float
    pitch: float
    roll: float
    expression: Mapping[str, float]
    key_side: float
    key: float
    fill: float
    warmth: float
    head_height: float
    shift: tuple[float, float]
    backdrop: Colour


_MOODS: tuple[Mapping[str, float], ...] = (
    {},
    {"mouthSmile": 0.35, "cheekSquint": 0.2},
    {"mouthPress": 0.4, "browDown": 0.25},
    {"browInnerUp": 0.3, "eyeWide": 0.25},
    {"eyeSquint": 0.35, "mouthSmile": 0.12},
)


def draw_sitting(person: Person, rendering: int) -> Sitting:
    """The sitting number `rendering`; the first is the calm one of the document."""
    rng = np.random.default_rng((person.seed, rendering))
    spread = 0.5 if rendering == 0 else 1.0
    mood = {} if rendering == 0 else _MOODS[int(rng.integers(1, len(_MOODS)))]
    grey = rng.uniform(222, 246)
    return Sitting(
        yaw=float(rng.normal(0, 3 * spread)),
        pitch=float(rng.normal(0, 2 * spread)),
        roll=float(rng.normal(0, 1.2 * spread)),
        expression={f"faceunits/{n}": v for stem, v in mood.items() for n in _sides(stem)},
        key_side=float(rng.uniform(-1, 1)),
        key=float(rng.uniform(0.9, 1.15)),
        fill=float(rng.uniform(0.7, 1.2)),
        warmth=float(rng.normal(0, 0.03)),
        head_height=float(rng.uniform(0.72, 0.77)),
        shift=(float(rng.normal(0, 0.006)), float(rng.normal(0, 0.006))),
        backdrop=_colour(grey + rng.uniform(-5, 5, 3)),
    )


def _sides(stem: str) -> tuple[str, ...]:
    return (stem,) if stem in {"browInnerUp", "jawOpen"} else (f"{stem}Left", f"{stem}Right")
