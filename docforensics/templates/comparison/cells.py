"""Areas in cells of a page: how much of something there is about a place, but not where and in which form."""

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.templates.model import CELL_MM, REFERENCE_PX_PER_MM, cell_count
from docforensics.templates.planes import Mask

Areas = NDArray[np.float32]
"""(rows, columns) mm2 of cells of `CELL_MM`, from the page's upper left corner on."""
CELL_MM2 = CELL_MM**2


def cell_areas(mask: Mask) -> Areas:
    """Square millimetres of a mask (H, W) in each cell."""
    side = round(CELL_MM * REFERENCE_PX_PER_MM)
    height, width = mask.shape
    rows, columns = cell_count(mask.shape)
    whole = np.zeros((rows * side, columns * side), np.float32)
    whole[:height, :width] = mask
    share = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(share, np.float32).reshape(rows, columns) * np.float32(CELL_MM2)
