"""The environment in which native libraries take one thread, for processes that run at the same time as others.

Libraries read this when they load, so it is set before. Two processes on two busy cores whose linear algebra takes two threads each wait for
one another in loops: the fits of `benchmarks.designs` then took four times the processor time.
"""

THREADS = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OMP_THREAD_LIMIT",  # Tesseract's recognition asks for four whatever OMP_NUM_THREADS says
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
        "ARROW_IO_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)
"""Environment of a worker, and of the tests."""
