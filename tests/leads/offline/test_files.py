"""The files of a day without a connection: every one that a module of theirs imports is kept."""

import re
from pathlib import Path

from leads.form_page import MODULES
from leads.offline.files import NAMES

FOLDER = Path(__file__).resolve().parents[3] / "leads" / "static" / "leads"
WORN_ANYWAY = {f"{name.removeprefix('leads/')}" for name in MODULES}


def test_everything_that_is_imported_is_kept() -> None:
    kept = {f"offline/{name}.js" for name in NAMES}
    for name in kept:
        text = (FOLDER / name).read_text()
        imported = {(FOLDER / name).parent / path for path in re.findall(r'from "(\..+?)"', text)}
        names = {str(path.resolve().relative_to(FOLDER)) for path in imported}
        assert names <= kept | WORN_ANYWAY, name


def test_every_file_of_the_folder_is_named_but_the_worker_s_own() -> None:
    assert {path.stem for path in (FOLDER / "offline").glob("*.js")} == {*NAMES, "worker"}
