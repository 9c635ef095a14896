"""A chart as a still picture, the same bytes wherever it is drawn."""

import base64
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 420, 300, 52, 28, 16, 44
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#555B61"


class Axis(NamedTuple):
    """An axis from `low` to `high`, with a name and the numbers that stand at it."""

    name: str
    low: float
    high: float
    ticks: tuple


def still_chart(x, y, alt, *, line=(), dashed=(), dots=(), clouds=()):
    """Draw lines and dots on two axes.

    Parameters
    ----------
    x, y : Axis
    alt : str
        What is to be seen.
    line, dashed, dots : sequence of (x, y)
    clouds : sequence of (points, colour)
        Many small dots each.

    Returns
    -------
    str
        HTML: an image.
    """

    def place(point):
        across = (point[0] - x.low) / (x.high - x.low)
        up = (point[1] - y.low) / (y.high - y.low)
        left = LEFT + across * (WIDTH - LEFT - RIGHT)
        return f"{left:.1f}", f"{HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM):.1f}"

    def path(points, style):
        corners = "L".join(" ".join(place(point)) for point in points)
        return f'<path d="M{corners}" fill="none" {style}/>' if corners else ""

    def cloud(points, colour):
        marks = "".join(f"M{' '.join(place(point))}h0" for point in points)
        style = 'stroke-width="3" stroke-linecap="round" opacity=".5"'
        return f'<path d="{marks}" stroke="{colour}" {style}/>'

    def text(at, content, anchor, shift):
        return (
            f'<text x="{at[0]}" y="{at[1]}" dx="{shift[0]}" dy="{shift[1]}" '
            f'text-anchor="{anchor}">{escape(content)}</text>'
        )

    frame = [(x.low, y.high), (x.low, y.low), (x.high, y.low)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" font-size="12" fill="{GREY}">'
        '<rect width="100%" height="100%" fill="#fff"/>',
        path(frame, f'stroke="{GREY}"'),
        *(text(place((tick, y.low)), f"{tick:g}", "middle", (0, 16)) for tick in x.ticks),
        *(text(place((x.low, tick)), f"{tick:g}", "end", (-6, 4)) for tick in y.ticks),
        text(place((x.high, y.low)), x.name, "end", (0, 34)),
        text(("4", "16"), y.name, "start", (0, 0)),
        *(cloud(*each) for each in clouds),
        path(dashed, f'stroke="{GREY}" stroke-dasharray="4 4"'),
        path(line, f'stroke="{BLUE}" stroke-width="2"'),
        *('<circle cx="{}" cy="{}" r="5" fill="{}"/>'.format(*place(d), ORANGE) for d in dots),
        "</svg>",
    ]
    source = base64.b64encode("".join(parts).encode()).decode()
    return (
        f'<img src="data:image/svg+xml;base64,{source}" width="{WIDTH}" height="{HEIGHT}" '
        f'style="max-width: 100%; height: auto" alt="{escape(alt)}">'
    )
