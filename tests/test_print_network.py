"""The network of ordinary print, column by column."""

import numpy as np
import pytest

from docforensics.print_network import HEIGHT, PrintNetwork


@pytest.mark.parametrize("model", ["line", "quick"])
def test_every_column_has_probabilities_of_nothing_and_of_the_alphabet(model: str) -> None:
    """A blank line shows nothing anywhere; one column for 8 pixels."""
    network = PrintNetwork(model)
    columns = network.columns(np.full((HEIGHT, 320), 225, np.uint8))
    assert columns.shape == (40, 1 + len(network.alphabet))
    assert np.allclose(columns.sum(axis=1), 1, atol=1e-3)
    assert (columns.argmax(axis=1) == 0).all()
