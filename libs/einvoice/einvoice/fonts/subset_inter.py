"""Makes the invoice's typeface from Inter's own files: static, fewer scripts, figures of one width. Run by hand.

Inter is licensed under the SIL Open Font License 1.1 (`OFL.txt` beside this file), which asks that a changed font
carries another name: hence "Invoice Sans". Usage: `python subset_inter.py FOLDER_OF_INTER_OTF_FILES`.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools import subset  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FAMILY = "Invoice Sans"
WEIGHTS = ("Light", "Regular", "Medium", "SemiBold")

# Substituted in the character map itself, because an OpenType feature asked for in CSS costs time in every text box:
# tnum gives all figures one width, cv11 is the single-storey a.
BAKED_FEATURES = ("tnum", "cv11")
KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp"]

CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Latin Extended-A and -B
    *range(0x300, 0x330),  # combining marks
    *range(0x370, 0x460),  # Greek, Cyrillic
    *range(0x1E00, 0x1F00),  # Latin Extended Additional
    *range(0x2009, 0x2030),  # spaces, dashes, quotation marks
    *(0x2030, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2192, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
]


def main() -> None:
    source, target = Path(sys.argv[1]), Path(__file__).parent
    for weight in WEIGHTS:
        make_font(source / f"Inter-{weight}.otf", target / f"InvoiceSans-{weight}.otf", weight)


def make_font(source: Path, target: Path, weight: str) -> None:
    """Bake the features in, drop what an invoice never shows, and give the result its own name."""
    font = TTFont(source)
    replaced = _single_substitutions(font)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({char: replaced[glyph] for char, glyph in table.cmap.items() if glyph in replaced})
    options = subset.Options()
    options.layout_features = KEPT_FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["DSIG", "STAT"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    _rename(font, weight)
    font.save(target)


def _single_substitutions(font: TTFont) -> dict[str, str]:
    """Glyph names and what the baked features put in their place."""
    table: Any = font["GSUB"].table
    replaced: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag in BAKED_FEATURES:
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    part = getattr(part, "ExtSubTable", part)
                    replaced.update(getattr(part, "mapping", {}))
    return replaced


def _rename(font: TTFont, weight: str) -> None:
    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 16: FAMILY, 2: weight, 17: weight, 3: postscript, 4: f"{FAMILY} {weight}", 6: postscript}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    for name in font["CFF "].cff.topDictIndex:
        name.FamilyName, name.FullName, name.Weight = FAMILY, f"{FAMILY} {weight}", weight
    font["CFF "].cff.fontNames = [postscript]


if __name__ == "__main__":
    main()
