"""The wheel of what is committed, or is about to be. Run as `python -m tests.house.wheel FOLDER`, it puts it there."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = ("app", "schema", "migrations", "playground", "pyproject.toml", "README.md", "LICENSE")
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"


def built(folder: Path) -> Path:
    """The wheel, built in the folder of a copy, as building leaves files behind."""
    source, out = folder / "source", folder / "wheel"
    out.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *PARTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, source / name)
    run = subprocess.run(
        [sys.executable, "-c", BUILD, str(out)], cwd=source, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return out / run.stdout.split()[-1]


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        print(shutil.copy(built(Path(folder)), sys.argv[1]))
