"""Files that are small and ask for much of whoever opens them, each made by a few lines: names and bytes.

No file of anybody is copied here; every one is built from its format's own specification.
"""

import io
import struct
import zlib
from collections.abc import Callable, Iterator

from PIL import Image as PillowImage, TiffImagePlugin

MANY = 1_000_000
"""Parts of a file that is made of nothing else."""
LARGE = 9_000
"""Pixels of a side: 81 million, within the limits."""
BEYOND = 60_000
"""Pixels of a side, beyond them."""


def bombs(*, made: bool = True) -> Iterator[tuple[str, bytes]]:
    """Give all by name; each is made when it is asked for, or not at all."""
    for name, make in _all().items():
        yield name, make() if made else b""


def bomb(name: str) -> bytes:
    """Make one."""
    return _all()[name]()


def _all() -> dict[str, Callable[[], bytes]]:
    families = (_jpegs, _pngs, _tiffs, _gifs, _webps, _bmps, _jp2s, _heics, _pdfs)
    return {f"{family.__name__[1:-1]}-{name}": make for family in families for name, make in family().items()}


def _saved(mode: str, kind: str, side: int = 64, **options: object) -> bytes:
    buffer = io.BytesIO()
    PillowImage.new(mode, (side, side)).save(buffer, kind, **options)
    return buffer.getvalue()


def _jpegs() -> dict[str, Callable[[], bytes]]:
    def with_parts(part: bytes, count: int = MANY) -> bytes:
        jpeg = _saved("RGB", "JPEG")
        return jpeg[:2] + part * count + jpeg[2:]

    def at_the_end(part: bytes, count: int = MANY) -> bytes:
        jpeg = _saved("RGB", "JPEG")
        return jpeg[:-2] + part * count + jpeg[-2:]

    def claimed(width: int, height: int) -> bytes:
        jpeg = _saved("RGB", "JPEG")
        at = jpeg.index(b"\xff\xc0") + 5
        return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]

    exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0"
    return {
        "empty-segments": lambda: with_parts(b"\xff\xe1\x00\x02"),
        "empty-segments-after": lambda: at_the_end(b"\xff\xe1\x00\x02"),
        "comments": lambda: with_parts(b"\xff\xfe\x00\x02"),
        "temporary-markers": lambda: with_parts(b"\xff\x01"),
        "starts": lambda: with_parts(b"\xff\xd8"),
        "fill-bytes": lambda: with_parts(b"\xff", 30 * MANY),
        "restart-markers": lambda: at_the_end(b"\xff\xd0"),
        "quantisation-tables": lambda: with_parts(b"\xff\xdb\x00\x43\x00" + bytes(range(1, 65)), 100_000),
        "huffman-tables": lambda: with_parts(b"\xff\xc4\x00\x13\x00" + bytes(16), 100_000),
        "scans": lambda: at_the_end(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x00", 100_000),
        "frame-headers": lambda: with_parts(b"\xff\xc0\x00\x0b\x08\x00\x40\x00\x40\x01\x01\x11\x00", 100_000),
        "exif-in-itself": lambda: with_parts(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif, 1),
        "claims-most": lambda: claimed(65_535, 65_535),
        "claims-a-line": lambda: claimed(65_535, 1),
        "progressive": lambda: _saved("RGB", "JPEG", LARGE, progressive=True),
        "in-inks": lambda: _saved("CMYK", "JPEG", LARGE),
        "grey": lambda: _saved("L", "JPEG", LARGE),
    }


def _pngs() -> dict[str, Callable[[], bytes]]:
    def chunk(kind: bytes, body: bytes = b"") -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    def with_parts(part: bytes, count: int = 1) -> bytes:
        png = _saved("RGB", "PNG")
        return png[:33] + part * count + png[33:]

    def claimed(side: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
        header = struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, interlaced)
        body = zlib.compress(bytes(1_000_000), 9)
        return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND")

    zeros = zlib.compress(bytes(300_000_000), 9)
    return {
        "empty-chunks": lambda: with_parts(chunk(b"abCd"), MANY // 2),
        "empty-data": lambda: with_parts(chunk(b"IDAT"), MANY // 2),
        "text": lambda: with_parts(chunk(b"zTXt", b"Comment\0\0" + zeros)),
        "many-texts": lambda: with_parts(chunk(b"zTXt", b"Comment\0\0" + zeros[:4000]), 1000),
        "international-text": lambda: with_parts(chunk(b"iTXt", b"Comment\0\1\0\0\0" + zeros)),
        "profile": lambda: with_parts(chunk(b"iCCP", b"icc\0\0" + zeros)),
        "claims-most": lambda: claimed(2**31 - 1),
        "claims-too-much": lambda: claimed(BEYOND),
        "cut-off": lambda: claimed(LARGE),
        "cut-off-interlaced": lambda: claimed(LARGE, interlaced=1),
        "cut-off-16-bit": lambda: claimed(LARGE, depth=16, colour=6),
        "transparent": lambda: _saved("RGBA", "PNG", LARGE),
        "grey-transparent": lambda: _saved("LA", "PNG", LARGE),
        "palette": lambda: _saved("P", "PNG", LARGE, transparency=0),
        "16-bit": lambda: _saved("I;16", "PNG", LARGE),
        "one-bit": lambda: _saved("1", "PNG", LARGE),
    }


def _tiffs() -> dict[str, Callable[[], bytes]]:
    def directory(entries: list[tuple[int, int, int, int]], following: int) -> bytes:
        body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
        return struct.pack("<H", len(entries)) + body + struct.pack("<I", following)

    def sized(side: int, extra: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
        usual = [(256, 4, 1, side), (257, 4, 1, side), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
        usual += [(273, 4, 1, 8), (278, 4, 1, side), (279, 4, 1, 1000)]
        return sorted({entry[0]: entry for entry in (*usual, *extra)}.values())

    head = b"II*\0\x08\0\0\0"
    many = [(40_000 + number % 20_000, 3, 1, 0) for number in range(60_000)]
    frames = [PillowImage.new("L", (8, 8)) for _ in range(400)]

    def pages() -> bytes:
        buffer = io.BytesIO()
        frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:])
        return buffer.getvalue()

    def levels() -> bytes:
        buffer = io.BytesIO()
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        tags[254] = 1
        PillowImage.new("RGB", (LARGE, LARGE)).save(buffer, "TIFF", compression="tiff_deflate", tiffinfo=tags)
        return buffer.getvalue()

    return {
        "of-itself": lambda: head + directory(sized(64, []), 8),
        "tags": lambda: head + directory(many, 0),
        "endless-tag": lambda: head + directory(sized(64, [(270, 2, 2**32 - 1, 8)]), 0),
        "strips": lambda: (
            head
            + directory(sized(LARGE, [(278, 4, 1, 1), (273, 4, 2**31, 8), (279, 4, 2**31, 8)]), 0)
            + bytes(1_000_000)
        ),
        "tiles": lambda: (
            head
            + directory(sized(LARGE, [(322, 3, 1, 16), (323, 3, 1, 16), (324, 4, 316_969, 200)]), 0)
            + bytes(2_000_000)
        ),
        "claims-most": lambda: head + directory(sized(2**31 - 1, []), 0) + bytes(1000),
        "claims-too-much": lambda: head + directory(sized(BEYOND, []), 0) + bytes(1000),
        "pages": pages,
        "only-levels": levels,
        "deflated": lambda: _saved("RGB", "TIFF", LARGE, compression="tiff_deflate"),
        "lzw": lambda: _saved("RGB", "TIFF", LARGE, compression="tiff_lzw"),
        "fax": lambda: _saved("1", "TIFF", LARGE, compression="group4"),
        "jpeg": lambda: _saved("RGB", "TIFF", LARGE, compression="jpeg"),
        "in-inks": lambda: _saved("CMYK", "TIFF", LARGE, compression="tiff_deflate"),
    }


def _gifs() -> dict[str, Callable[[], bytes]]:
    def with_parts(part: bytes, count: int = MANY) -> bytes:
        gif = _saved("P", "GIF")
        return gif[:-1] + part * count + gif[-1:]

    def before(part: bytes, count: int = MANY) -> bytes:
        gif = _saved("L", "GIF")
        at = 13 + 3 * 2 ** ((gif[10] & 7) + 1)
        return gif[:at] + part * count + gif[at:]

    def frames() -> bytes:
        buffer = io.BytesIO()
        pictures = [PillowImage.new("P", (8, 8), number % 256) for number in range(2000)]
        pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:])
        return buffer.getvalue()

    return {
        "comments": lambda: before(b"!\xfe\x00"),
        "comments-after": lambda: with_parts(b"!\xfe\x00"),
        "sub-blocks": lambda: before(b"!\xfe" + b"\x01a" * MANY + b"\0", 1),
        "frames": frames,
        "large": lambda: _saved("P", "GIF", LARGE),
        "claims-most": lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b";",
    }


def _webps() -> dict[str, Callable[[], bytes]]:
    def with_parts(part: bytes, count: int = MANY) -> bytes:
        webp = _saved("RGB", "WEBP")
        body = webp[12:] + part * count
        return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body

    def frames() -> bytes:
        buffer = io.BytesIO()
        pictures = [PillowImage.new("RGB", (64, 64), (number, 0, 0)) for number in range(200)]
        pictures[0].save(buffer, "WEBP", save_all=True, append_images=pictures[1:])
        return buffer.getvalue()

    vp8x = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0" + b"\xff" * 6 + bytes(8)
    return {
        "empty-chunks": lambda: with_parts(b"abcd\0\0\0\0"),
        "frames": frames,
        "claims-most": lambda: vp8x,
        "large": lambda: _saved("RGB", "WEBP", LARGE),
        "lossless": lambda: _saved("RGBA", "WEBP", LARGE, lossless=True),
    }


def _bmps() -> dict[str, Callable[[], bytes]]:
    def claimed(width: int, height: int, bits: int, compression: int, body: bytes) -> bytes:
        header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, compression, 0, 0, 0, 256, 0)
        return (
            b"BM" + struct.pack("<IHHI", 54 + 1024 + len(body), 0, 0, 54 + 1024) + header + bytes(1024) + body
        )

    return {
        "claims-most": lambda: claimed(2**31 - 1, 2**31 - 1, 24, 0, b""),
        "upside-down": lambda: claimed(LARGE, -LARGE, 24, 0, bytes(1000)),
        "run-lengths": lambda: claimed(LARGE, LARGE, 8, 1, b"\xff\0" * 100_000),
        "empty-runs": lambda: claimed(LARGE, LARGE, 8, 1, b"\0\2\0\0" * MANY),
        "one-bit": lambda: claimed(LARGE, LARGE, 1, 0, bytes(11_000_000)),
    }


def _jp2s() -> dict[str, Callable[[], bytes]]:
    def codestream(side: int, tile: int, components: int = 3) -> bytes:
        size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, tile, tile, 0, 0, components)
        size += b"\x07\x01\x01" * components
        siz = b"\xff\x51" + struct.pack(">H", len(size) + 2) + size
        cod = b"\xff\x52\x00\x0c\x00\x00\x00\x01\x01\x05\x04\x04\x00\x00"
        qcd = b"\xff\x5c\x00\x13\x40" + b"\x40" * 16
        sot = b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x00\x00\x01"
        return b"\xff\x4f" + siz + cod + qcd + sot + b"\xff\x93" + bytes(64) + b"\xff\xd9"

    return {
        "tiles": lambda: codestream(LARGE, 1),
        "claims-most": lambda: codestream(2**31, 2**31),
        "cut-off": lambda: codestream(LARGE, LARGE),
        "components": lambda: codestream(1000, 1000, 16_384),
        "large": lambda: _saved("RGB", "JPEG2000", 5000),
    }


def _heics() -> dict[str, Callable[[], bytes]]:
    head = struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic"
    return {
        "items": lambda: head + b"\0\0\0\x0dinfe\x02\0\0\0\0" * MANY,
        "boxes": lambda: head + b"\0\0\0\x08free" * MANY,
        "boxes-in-boxes": lambda: (
            head + b"".join(struct.pack(">I", 8 * (20_000 - depth)) + b"moov" for depth in range(20_000))
        ),
        "endless": lambda: head + b"\xff\xff\xff\xffmeta" + bytes(1000),
    }


def _pdfs() -> dict[str, Callable[[], bytes]]:
    def stream(told: bytes, content: bytes) -> bytes:
        return b"<<" + told + b"/Length %d>>stream\n" % len(content) + content + b"\nendstream "

    def whole(bodies: dict[int, bytes]) -> bytes:
        objects = b"".join(b"%d 0 obj" % number + body + b"endobj\n" for number, body in bodies.items())
        return b"%PDF-1.5\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF"

    def page(
        content: bytes, resources: bytes = b"", box: bytes = b"0 0 300 400", more: bytes = b""
    ) -> dict[int, bytes]:
        told = (
            b"<</Type/Page/Parent 2 0 R/MediaBox["
            + box
            + b"]/Contents 4 0 R/Resources<<"
            + resources
            + b">>"
            + more
        )
        return {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: told + b">>",
            4: stream(b"", content),
        }

    def forms(depth: int, times: int, *, turned: bool = False) -> bytes:
        bodies = page(b"/F Do " * times, b"/XObject<</F 5 0 R>>")
        for number in range(5, 5 + depth):
            following = 5 if turned and number == 4 + depth else number + 1
            inner = b"/Resources<</XObject<</F %d 0 R>>>>" % following
            drawn = b"/F Do " * times if turned or number < 4 + depth else b"0 0 10 10 re f"
            bodies[number] = stream(b"/Type/XObject/Subtype/Form/BBox[0 0 300 400]" + inner, drawn)
        return whole(bodies)

    def deflated(times: int) -> bytes:
        content = bytes(200_000_000)
        for _ in range(times):
            content = zlib.compress(content, 9)
        bodies = page(b"")
        bodies[4] = stream(b"/Filter[" + b"/FlateDecode" * times + b"]", content)
        return whole(bodies)

    def picture(width: int, height: int, content: bytes, coding: bytes) -> bytes:
        told = (
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter"
            % (width, height)
        )
        bodies = page(b"q 300 0 0 400 0 0 cm /I Do Q", b"/XObject<</I 5 0 R>>")
        bodies[5] = stream(told + coding, content)
        return whole(bodies)

    tiling = stream(
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001/YStep .001/Resources<<>>",
        b"0 0 1 1 re f",
    )
    loop = b"{ " + b"1 1 add pop " * 20_000 + b"}"
    shading = stream(b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]", loop.replace(b"}", b"dup dup }"))
    return {
        "forms": lambda: forms(9, 9),
        "forms-deep": lambda: forms(2000, 1),
        "form-of-itself": lambda: forms(3, 2, turned=True),
        "shapes": lambda: whole(page(b"0 0 300 400 re f " * 2 * MANY)),
        "curves": lambda: whole(page(b"0 0 m " + b"300 400 0 400 300 0 c " * (MANY // 2) + b"S")),
        "states": lambda: whole(page(b"q " * 3 * MANY)),
        "clips": lambda: whole(page(b"0 0 300 400 re W n " * 500_000 + b"0 0 9 9 re f")),
        "dashes": lambda: whole(page(b"[.00001] 0 d 1 w 0 0 m 300 400 l S " * 100)),
        "array": lambda: whole(page(b"[" * MANY)),
        "page-array": lambda: whole(page(b"", b"/A " + b"[" * MANY)),
        "pages": lambda: whole(
            page(b"") | {2: b"<</Type/Pages/Kids[" + b"3 0 R " * 5000 + b"]/Count 5000>>"}
        ),
        "pages-of-themselves": lambda: whole(page(b"") | {2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"}),
        "pages-claimed": lambda: whole(page(b"") | {2: b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"}),
        "vast-page": lambda: whole(page(b"0 0 9 9 re f", box=b"0 0 9999999 9999999")),
        "flat-page": lambda: whole(page(b"0 0 9 9 re f", box=b"0 0 9999999 1")),
        "deflated": lambda: deflated(1),
        "deflated-twice": lambda: deflated(2),
        "picture": lambda: picture(LARGE, LARGE, zlib.compress(bytes(3 * LARGE * LARGE), 9), b"/FlateDecode"),
        "picture-twice": lambda: picture(
            LARGE,
            LARGE,
            zlib.compress(zlib.compress(bytes(3 * LARGE * LARGE), 9), 9),
            b"[/FlateDecode/FlateDecode]",
        ),
        "picture-claims-most": lambda: picture(10**9, 10**9, b"x", b"/FlateDecode"),
        "tiling": lambda: whole(
            page(b"/Pattern cs /P scn 0 0 300 400 re f", b"/Pattern<</P 5 0 R>>") | {5: tiling}
        ),
        "shading": lambda: whole(
            page(
                b"/S sh",
                b"/Shading<</S<</ShadingType 1/ColorSpace/DeviceRGB/Matrix[300 0 0 400 0 0]/Function 5 0 R>>>>",
            )
            | {5: shading}
        ),
        "annotations": lambda: whole(
            page(b"", more=b"/Annots[" + b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]>>" * 50_000 + b"]")
        ),
        "objects": lambda: whole(page(b"") | dict.fromkeys(range(5, 300000), b"null ")),
    }
