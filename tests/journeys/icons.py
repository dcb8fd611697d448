"""Makes the PNG icons of both apps from their drawings: `python -m tests.journeys.icons`.

Launchers crop icons to a shape of their own: those that may be cropped reach the edge, and the marks of both
drawings lie inside the middle circle, 80 % wide, that none cuts into. Run it after a change of shop.svg or desk.svg and commit what it writes.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "leadsite" / "static" / "leadsite" / "icons"
DRAWINGS = ("shop", "desk")
TO_THE_EDGE = "#ground { rx: 0 }"
KINDS = {
    "192": (192, ""),
    "512": (512, ""),
    "maskable-192": (192, TO_THE_EDGE),
    "maskable-512": (512, TO_THE_EDGE),
    "apple-180": (180, TO_THE_EDGE),
}  # name: pixels and what is different
BARE = (
    "html { background: transparent } body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }"
)


def draw(page: Page, drawing: str, kind: str) -> None:
    pixels, style = KINDS[kind]
    page.set_viewport_size({"width": pixels, "height": pixels})
    page.set_content(f"<style>{BARE} {style}</style>{(FOLDER / f'{drawing}.svg').read_text()}")
    page.screenshot(path=FOLDER / f"{drawing}-{kind}.png", omit_background=True)


def main() -> None:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for drawing in DRAWINGS:
            for kind in KINDS:
                draw(page, drawing, kind)
        browser.close()
    sys.stdout.write(f"{len(DRAWINGS) * len(KINDS)} icons in {FOLDER}\n")


if __name__ == "__main__":
    main()
