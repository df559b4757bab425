"""Codes a machine reads off the page, drawn as vector rectangles: QR and Code 128."""

from typing import Any, Protocol

import segno

QR_MASK = 3  # Trying all eight masks takes most of the time, and any one reads well.
SEAM = 0.02  # Rectangles overlap by this part of a module, or screens show hairlines between rows.


class Image(Protocol):
    """What WeasyPrint accepts in its `cache=` option as an image: anything with a size that can draw itself."""

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]: ...

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None: ...


class QrCode:
    """A QR code of a text, error correction M, without its quiet zone: leave four modules of white around it."""

    def __init__(self, text: str) -> None:
        code = segno.make(text, error="m", mask=QR_MASK, micro=False, boost_error=False, encoding="utf-8")
        self._rows = code.matrix

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return 100.0, 100.0, 1.0

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        module = width / len(self._rows)
        stream.set_color_rgb(0, 0, 0)
        stream.transform(a=module, d=module)
        rows = enumerate(self._rows)
        stream.stream.extend(
            f"{start} {row} {length} {1 + SEAM} re" for row, modules in rows for start, length in _runs(modules)
        )
        stream.fill()


def _runs(modules: bytearray) -> list[tuple[int, int]]:
    """Where the dark stretches of a row begin, and how long they are."""
    found = []
    start = None
    for column, dark in enumerate([*modules, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            found.append((start, column - start))
            start = None
    return found


# ISO/IEC 15417: widths of bars and spaces in turn, six for each of the values 0 to 105; the stop pattern has seven.
_CODE128 = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122"
    "123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323"
    "131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131"
    "213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122"
    "141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112"
    "124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141"
    "411131211412211214211232"
)
_START_C, _STOP = 105, "2331112"


class Code128:
    """An even number of digits as Code 128, character set C: two digits a symbol."""

    def __init__(self, digits: str) -> None:
        if not digits.isascii() or not digits.isdigit() or len(digits) % 2:
            raise ValueError("Code 128 C takes an even number of digits")
        values = [int(digits[index : index + 2]) for index in range(0, len(digits), 2)]
        check = (_START_C + sum(place * value for place, value in enumerate(values, 1))) % 103
        self._widths = [
            int(width) for value in (_START_C, *values, check) for width in _CODE128[6 * value : 6 * value + 6]
        ]
        self._widths += [int(width) for width in _STOP]

    def get_intrinsic_size(self, resolution: float, font_size: float) -> tuple[float, float, float]:
        return 400.0, 40.0, 10.0

    def draw(self, stream: Any, width: float, height: float, style: Any) -> None:
        module = width / sum(self._widths)
        stream.set_color_rgb(0, 0, 0)
        x = 0.0
        for index, modules in enumerate(self._widths):
            if index % 2 == 0:
                stream.rectangle(x, 0, modules * module, height)
            x += modules * module
        stream.fill()
