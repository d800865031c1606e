"""Content credentials in the file (C2PA): whether there are any, who claims to have made them, and what they state was done.

A manifest in the file may state the program, its actions, and that a picture was made or composed by a trained model. The check
reads what is stated; signatures are not verified, so that nothing here is proof: a manifest can be forged, copied or removed.
It is shown, with weight 0.

Cannot see: credentials that are kept next to the file, or were removed, as messengers do. Without any it abstains, and that is
no gap.

Weight 0: signatures are not verified, and no sample document has any.

Sources: C2PA technical specification 2.1 (JUMBF boxes in APP11 of JPEG and `caBX` of PNG; assertion `c2pa.actions`; IPTC digital
source types); ISO/IEC 19566-5 (JUMBF); RFC 8949 (CBOR text strings).
"""

import re

from docforensics.checks.claims import Why
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.native_image import EDITABLE, NO_FILE, native_images
from docforensics.document import Document

SPEC = CheckSpec(
    title="Content credentials (C2PA)",
    unit="1 when they state a model or an edit, else 0",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    adverse="The file's content credentials, which were not verified, state: {stated}.",
    favourable="The file has content credentials, not verified, that state no edit.",
    advice="Have the credentials verified by a program that knows the signers, and ask for the file as it was first taken.",
    equipment="a program that verifies content credentials",
    facts={"stated": str},
)
NONE = undetermined("the file has no content credentials", expected=False, why=Why.NO_SIGNED_DATA)
_BOX = re.compile(rb"jumb.{0,64}?jumd.{16,40}?c2pa", re.DOTALL)
_MODEL = (b"trainedAlgorithmicMedia", b"compositeWithTrainedAlgorithmicMedia")
_EDITS = (
    b"c2pa.edited",
    b"c2pa.color_adjustments",
    b"c2pa.drawing",
    b"c2pa.placed",
    b"c2pa.filtered",
    b"c2pa.removed",
)


def measure(document: Document) -> Outcome:
    """Give 1 when the credentials of one of the files state a model or an edit."""
    images = native_images(document, SPEC).values()
    if not images:
        return NO_FILE
    bearing = [image.raw for image in images if _BOX.search(image.raw)]
    if not bearing:
        return NONE
    stated = [word for raw in bearing for word in _stated(raw)]
    return Measured(
        value=1.0 if stated else 0.0, facts={"stated": ", ".join(dict.fromkeys(stated)) or "nothing"}
    )


def _stated(raw: bytes) -> list[str]:
    found = ["made by a trained model"] if any(word in raw for word in _MODEL) else []
    return found + [word.decode().removeprefix("c2pa.").replace("_", " ") for word in _EDITS if word in raw]
