"""`docforensics link RESULTS`: documents that share what different documents should not share, or that an alert recognises."""

import argparse
from collections import Counter

from docforensics.cli.exits import Exit
from docforensics.cli.linked_alerts import add_alert_arguments, search_for_alerts
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError

DESCRIPTION = """\
Links the documents of a scan that was run with --retain-links. RESULTS/linked/ then holds index.html (clusters, drawn, with the
reason of every edge), edges.csv, clusters.csv, links.graphml and links.duckdb.

A link is a reason to look at two documents together, not a finding against either. Portraits are compared as pictures: the same
photograph is found, the same face in another photograph is not.

With --alert, kept results are searched for documents that a later alert recognises, without their pictures: numbers, where the scan ran
with --retain-numbers. Marks of print need the pictures: RESULTS/alerted/to-scan.csv names the documents of the alert's model, for
`docforensics scan`. Without RESULTS, the store of the service is searched (--data, --key-file). Kept results and reports stay as they are."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "results",
        nargs="?",
        metavar="RESULTS",
        help="folder or fsspec address of a scan's results",
    )
    add_alert_arguments(parser)
    add_options(parser, "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Link, write, and print what was found."""
    if arguments.alert:
        return search_for_alerts(arguments, output)
    if arguments.results is None:
        raise UsageError(
            "RESULTS: name the folder of a scan's results; without it, --alert FILE searches the service"
        )
    from docforensics.batch.extras import require

    require("link")
    from docforensics.batch.link.run import link

    found = link(arguments.results)
    reasons = Counter(edge.reason.value for edge in found.edges)
    linked = sum(len(cluster.rows) for cluster in found.clusters)
    counts = {
        "documents": len(found.names),
        "comparable": found.comparable,
        "linked": linked,
        "clusters": len(found.clusters),
    }
    by = ", ".join(f"{count} by {name}" for name, count in found.compared.items())
    return output.answer(
        {**counts, "compared": dict(found.compared), "edges": dict(sorted(reasons.items()))},
        f"{found.comparable} of {len(found.names)} documents could be compared ({by})",
        f"{linked} of {len(found.names)} documents in {len(found.clusters)} clusters",
        *(f"  {reason}: {count} edges" for reason, count in sorted(reasons.items())),
        f"written: {arguments.results}/linked/index.html",
        as_json=arguments.json,
        indent=None,
    )
