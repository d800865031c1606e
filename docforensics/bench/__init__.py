"""The benchmark: error rates of systems, compared with those of file properties alone.

    DataSet -> normalised pictures -> systems -> answers -> figures with intervals -> result.json, table.md, index.html

    >>> import docforensics as df
    >>> data = df.bench.load_data_set("sample_docs")
    >>> found = df.bench.run(data, df.bench.make_systems(["docforensics", "ela"]))
    >>> df.bench.write(found, "out")

Read `run.py` first. A system is anything with a name, a digest and `answer(questioned)`; `metrics/` knows neither files
nor pictures. Plots, the leak report and the progress bar need the extra `bench`.
"""

from docforensics.bench.compare import RunComparison, compare
from docforensics.bench.data_set import DataSet, Item, ItemFile, Label, Truth
from docforensics.bench.loaders import load_data_set
from docforensics.bench.normalise import Normalisation, Questioned
from docforensics.bench.page import write
from docforensics.bench.run import Benchmark, run
from docforensics.bench.summary import Settings, Summary
from docforensics.bench.systems import Answer, System, make_systems

__all__ = [
    "Answer",
    "Benchmark",
    "DataSet",
    "Item",
    "ItemFile",
    "Label",
    "Normalisation",
    "Questioned",
    "RunComparison",
    "Settings",
    "Summary",
    "System",
    "Truth",
    "compare",
    "load_data_set",
    "make_systems",
    "run",
    "write",
]
