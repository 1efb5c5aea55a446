"""The contrast of the tokens by arithmetic: oklch → sRGB in 8 bits → the ratio of WCAG, for both themes."""

import math
import re
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[3] / "Sources" / "WebAssets" / "assets" / "tokens.css"

# (foreground, background, the ratio needed): text 4.5, edges, focus and lines of charts 3.
PAIRS = [
    ("foreground", "background", 4.5), ("card-foreground", "card", 4.5), ("popover-foreground", "popover", 4.5),
    ("primary-foreground", "primary", 4.5), ("primary-foreground", "primary-hover", 4.5), ("primary", "card", 4.5),
    ("primary", "accent", 4.5), ("secondary-foreground", "secondary", 4.5), ("muted-foreground", "card", 4.5),
    ("muted-foreground", "muted", 4.5), ("muted-foreground", "accent", 4.5), ("accent-foreground", "accent", 4.5),
    ("destructive-foreground", "destructive", 4.5), ("destructive", "background", 4.5),
    ("sidebar-foreground", "sidebar", 4.5), ("sidebar-accent-foreground", "sidebar-accent", 4.5),
    ("success", "success-muted", 4.5), ("warning", "warning-muted", 4.5), ("danger", "danger-muted", 4.5),
    ("info", "info-muted", 4.5), ("neutral", "neutral-muted", 4.5), ("danger", "card", 4.5),
    ("input", "background", 3), ("input", "card", 3), ("input", "muted", 3), ("input", "accent", 3),
    ("ring", "background", 3), ("ring", "popover", 3), ("ring", "accent", 3), ("ring", "sidebar", 3),
    ("chart-1", "card", 3), ("chart-2", "card", 3), ("chart-3", "card", 3), ("chart-4", "card", 3),
    ("chart-5", "card", 3),
]

NUMBER = r"([\d.]+)"
COLOUR = rf"oklch\({NUMBER} {NUMBER} {NUMBER}\)"
TOKEN = re.compile(rf"--([a-z0-9-]+): light-dark\({COLOUR}, {COLOUR}\);")


def tokens():
    """Every colour of tokens.css: name → ((lightness, chroma, hue) in light, … in dark)."""
    found = {}
    for name, *numbers in TOKEN.findall(TOKENS.read_text()):
        values = [float(number) for number in numbers]
        found[name] = (tuple(values[:3]), tuple(values[3:]))
    return found


def linear_rgb(lightness, chroma, hue):
    """The linear sRGB of an oklch colour, as CSS Color 4 computes it; outside 0…1 where sRGB does not reach."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short)


def painted(colour):
    """The colour in 8 bits a channel."""
    def encode(value):
        value = min(max(value, 0.0), 1.0)
        share = 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
        return round(share * 255)
    return tuple(encode(value) for value in linear_rgb(*colour))


def luminance(rgb):
    """The relative luminance of WCAG 2.2 from 8-bit values."""
    def decode(value):
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    red, green, blue = (decode(value) for value in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    """The contrast of two colours in oklch."""
    bright, dark = sorted((luminance(painted(one)), luminance(painted(other))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def problems():
    """Pairs below what they need, pairs without tokens, and colours that sRGB does not have."""
    colours = tokens()
    found = [f"{name} is no colour of sRGB in {theme}"
             for name, both in colours.items() for theme, colour in zip(("light", "dark"), both)
             if any(not -0.0005 <= value <= 1.0005 for value in linear_rgb(*colour))]
    for foreground, background, needed in PAIRS:
        if foreground not in colours or background not in colours:
            found.append(f"{foreground} / {background}: not among the tokens")
            continue
        for index, theme in enumerate(("light", "dark")):
            reached = ratio(colours[foreground][index], colours[background][index])
            if reached < needed:
                found.append(f"{foreground} / {background} in {theme}: {reached:.2f}, needs {needed}")
    return found


if __name__ == "__main__":
    values = tokens()
    for foreground, background, needed in PAIRS:
        light, dark = (ratio(values[foreground][index], values[background][index]) for index in (0, 1))
        print(f"{foreground + ' / ' + background:46} {needed:3}  {light:5.2f}  {dark:5.2f}")
    for problem in problems():
        print(problem)
