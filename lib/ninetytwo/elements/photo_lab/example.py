"""A sheet for those who have none at hand: to be tried, and seen where scripts are off."""

import base64

from ...sheets import Writer, make_sheet

WRITER = 1
LINES, ACROSS = 3, 10


def example():
    """Photograph an imitated sheet.

    Returns
    -------
    Sheet
        Three lines, each the digits 0 to 9.
    """
    return make_sheet(
        92,
        writer=Writer(WRITER),
        labels=list(range(10)) * LINES,
        lines=LINES,
        across=ACROSS,
        size=(400, 900),
        ink=(40, 60, 140),
        rules=((190, 205, 225), 0.7, False),
        tilt=2,
        light=0.3,
        noise=2,
    )


def still():
    """Show the sheet, as the page's script finds it and as one sees it without scripts.

    Returns
    -------
    str
        HTML.
    """
    photo = example()
    source = base64.b64encode(photo.file("WEBP", quality=50).getvalue()).decode()
    n_rows, n_columns = photo.photo.shape[:2]
    return (
        f'<img src="data:image/webp;base64,{source}" width="{n_columns}" height="{n_rows}" '
        'style="max-width: 100%; height: auto" '
        'alt="A photo of three lines of handwritten digits, each from 0 to 9.">'
        "<p>Where scripts run, photos of your own digits can be read here, such as this one: every "
        "digit is found, and shown in the laboratory beneath.</p>"
    )
