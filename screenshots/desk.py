"""Pictures of the curators' desk for docs/curating.md, small enough to stand beside its words."""

from io import BytesIO

from PIL import Image

# By name, as the launch catalogue has them.
PAGES = {
    "desk-home": "/admin/",
    "desk-figures": "/admin/initiatives/initiative/5/change/#figures",
    "desk-sessions": "/admin/forum/forum/36/change/#sessions",
    "desk-uses": "/admin/initiatives/organization/162/uses/",
}
SIZE = {"width": 1200, "height": 760}
COLOURS = 64  # of a picture; more are not seen and weigh
MOST_BYTES = 150_000


def take(browser, host, folder, name, password):
    """One picture of each page as this person sees it, as NAME.png."""
    page = browser.new_page(viewport=SIZE)
    page.goto(f"{host}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{host}/admin/")
    for picture, address in PAGES.items():
        page.goto(host + address)
        page.wait_for_load_state("networkidle")
        png = small(page.screenshot())
        if len(png) > MOST_BYTES:
            raise RuntimeError(f"{picture} weighs {len(png)} bytes: show less, or fewer colours.")
        (folder / f"{picture}.png").write_bytes(png)


def small(png):
    """The same picture in few colours."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS)
    result = BytesIO()
    picture.save(result, "PNG", optimize=True)
    return result.getvalue()
