"""Tesseract's hOCR is read for characters, places and alternatives."""

from docforensics.mrz.engines.hocr import parse_hocr

PAGE = """
 <div class='ocr_page' id='page_1' title='image "x"; bbox 0 0 100 50; ppageno 0; scan_res 70 70'>
  <span class='ocr_line' title="bbox 3 3 90 40; baseline 0 -10">
   <span class='ocrx_word' title='bbox 3 3 40 40; x_wconf 80'>
    <span class='ocrx_cinfo' title='x_bboxes 10 5 30 35; x_conf 92.5'>1</span>
     <span class='ocrx_cinfo' id='lstm_choices_1_1_1'>
      <span class='ocrx_cinfo' id='choice_1_1_1' title='x_confs 84.7'>1</span>
      <span class='ocrx_cinfo' id='choice_1_1_2' title='x_confs 70.2'>I</span>
     </span>
    <span class='ocrx_cinfo' title='x_bboxes 40 5 60 35; x_conf 95'>&lt;</span>
   </span>
  </span>
 </div>
"""


def test_characters_come_with_their_centre_and_their_alternatives() -> None:
    """In reading order, entities resolved."""
    ((one, filler),) = parse_hocr(PAGE)
    assert (one.symbol, one.centre, one.confidence) == ("1", 20.0, 92.5)
    assert one.choices == (("1", 84.7), ("I", 70.2))
    assert (filler.symbol, filler.choices) == ("<", ())


def test_pages_are_kept_apart_and_an_empty_page_counts() -> None:
    """A rendering in which nothing was seen is still a page."""
    empty = "<div class='ocr_page' id='page_2'></div>"
    assert [len(page) for page in parse_hocr(PAGE + empty + PAGE)] == [2, 0, 2]


def test_no_pages_give_nothing() -> None:
    """Not even a page."""
    assert parse_hocr("<html></html>") == ()
