"""The channels on which a template's captures were taken, named in its provenance: a reference of scanners alone knows nothing of what cameras make of colours."""

from collections.abc import Iterable, Mapping

from docforensics.capture.model import Channel
from docforensics.templates.model import Template

_KEY = "channels"


def naming_channels(channels: Iterable[Channel]) -> dict[str, str]:
    """Give the entry for the provenance of a template that is learned from captures on these."""
    return {_KEY: " ".join(sorted({channel.value for channel in channels}))}


def with_channels(channels: Iterable[Channel], provenance: Mapping[str, str]) -> dict[str, str]:
    """Give a provenance that names these channels too; unchanged where the former ones are not known."""
    known = provenance.get(_KEY)
    if known is None:
        return dict(provenance)
    return dict(provenance) | {
        _KEY: " ".join(sorted({*known.split(), *(channel.value for channel in channels)}))
    }


def is_of_scanners(template: Template) -> bool:
    """Whether all captures of a template are known to come from scanners."""
    return template.provenance.get(_KEY, "").split() == [Channel.SCANNER.value]
