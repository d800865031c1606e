"""What learning and comparing cost on one core, beside the plainest way to lay one picture on another in the same run.

    OPENCV_FOR_THREADS_NUM=1 OMP_NUM_THREADS=1 python -m benchmarks.templates.timing

Utopia's passport, series 2, through the border reader (400 ppi). *learn*: a template from two captures, from files to
template. *compare*: a page that was found already is laid on the template and compared with it. The peer is OpenCV's own
recipe, SIFT on both pictures in full, brute-force matching, RANSAC and one warp: it places the page a little worse and
compares nothing. CPU seconds of one process, the median of some runs.
"""

import argparse
import json
import time
from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

from docforensics.capture.images import load_images
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.mrz.engines import load_engine
from docforensics.templates.learning.aligned_stack import AlignedSheet, read_sheet
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.registration.register import register
from sample_docs.generator.jobs import Job, make

_LEARN, _ASKED = (100, 102), 101


def capture(holder: int, *, every_light: bool) -> Capture:
    """One page through the border reader."""
    job = Job(design="td3-2", copy=holder, holder=holder, channel="border-reader", seed=2026)
    made = {one.row.light: load_images(one.image)[0] for one in make(job)}
    if not every_light:
        return Capture.load(visible=made["white"], channel="scanner")
    return Capture.load(visible=made["white"], uv=made["uv"], ir=made["ir"], channel="scanner")


def median_s(work: Callable[[], object], runs: int) -> float:
    """CPU seconds of the median run, after one that is not counted."""
    work()
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return round(float(np.median(seconds)), 3)


def plain(page: Pixels, reference: Pixels) -> Pixels:
    """OpenCV's own recipe."""
    detector = cv2.SIFT_create()  # type: ignore[attr-defined]  # the stubs of OpenCV 5 forgot it
    one, first = detector.detectAndCompute(page, None)
    other, second = detector.detectAndCompute(reference, None)
    pairs = cv2.BFMatcher().knnMatch(first, second, k=2)
    good = [a for a, b in pairs if a.distance < 0.75 * b.distance]
    source = np.array([one[match.queryIdx].pt for match in good], dtype=np.float64)
    target = np.array([other[match.trainIdx].pt for match in good], dtype=np.float64)
    matrix, _ = cv2.findHomography(source, target, cv2.RANSAC, 3.0)
    return np.asarray(cv2.warpPerspective(page, matrix, reference.shape[1::-1]), dtype=np.uint8)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    engine = load_engine()
    result: dict[str, object] = {}
    for name, every in (("white", False), ("white, UV and IR", True)):
        captures = [capture(holder, every_light=every) for holder in _LEARN]
        template = learn_template(captures, engine=engine)
        sheet: AlignedSheet = read_sheet(capture(_ASKED, every_light=every), 0, engine)
        result[name] = {
            "learn_cpu_s": median_s(partial(learn_template, captures, engine=engine), 1),
            "compare_cpu_s": median_s(partial(register, sheet.capture, sheet.page, template), runs),
        }
        page, mean = sheet.page.visible, next(iter(template.references.values())).mean
        if page is not None and not every:
            result["plain SIFT, no comparison"] = {"cpu_s": median_s(partial(plain, page, mean), runs)}
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
