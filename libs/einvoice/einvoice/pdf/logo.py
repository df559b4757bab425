"""A company's logo on its way into a page: only PNG and JPEG, and never larger than a page can bear."""

import base64
from io import BytesIO

from PIL import Image as Picture

LOGO_BYTES_MAX = 512 * 1024
LOGO_PIXELS_MAX = 4_000_000
LOGO_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def logo_uri(logo: bytes) -> str:
    """The logo as a data URI; raises ValueError when it is no PNG or JPEG, or too large."""
    if len(logo) > LOGO_BYTES_MAX:
        raise ValueError(f"a logo of more than {LOGO_BYTES_MAX} bytes")
    mime = next((mime for magic, mime in LOGO_TYPES.items() if logo.startswith(magic)), None)
    if mime is None:
        raise ValueError("a logo must be PNG or JPEG")
    _check_pixels(logo)
    return f"data:{mime};base64,{base64.b64encode(logo).decode()}"


def _check_pixels(logo: bytes) -> None:
    """A small file can unfold into gigabytes: read the size from its head before anything unfolds it."""
    try:
        with Picture.open(BytesIO(logo)) as picture:
            width, height = picture.size
    except (OSError, ValueError, Picture.DecompressionBombError) as refused:
        raise ValueError("the logo cannot be read") from refused
    if width * height > LOGO_PIXELS_MAX:
        raise ValueError(f"a logo of more than {LOGO_PIXELS_MAX} pixels")
