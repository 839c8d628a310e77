"""The papers agree with the repository: their links lead somewhere, the files they name exist, the image has all."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAPERS = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *(ROOT / "docs").glob("*.md")]
NAMES = [str(path.relative_to(ROOT)) for path in PAPERS]

FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`((?:app|schema|tests|migrations|playground|docs)/[\w./-]+)`")
EXAMPLES = {"app/tables/products/coupon.py", "app/domain/products/coupons.py"}
"""Files that a paper invents."""


def prose(paper: Path) -> str:
    """A paper without its blocks of code, whose files may be made up."""
    return FENCED.sub("", paper.read_text())


def anchors(paper: Path) -> set[str]:
    """What links into a paper may end with, as GitHub makes it of headings."""
    headings = re.findall(r"^#+ (.+)$", prose(paper), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_papers_are_there() -> None:
    assert {"docs/architecture.md", "docs/decisions.md", "docs/extending.md"} <= {*NAMES}
    assert all(path.is_file() for path in PAPERS)
    readme = (ROOT / "README.md").read_text()
    for name in NAMES[1:]:
        assert f"({name})" in readme, f"the README does not link to {name}"


@pytest.mark.parametrize("name", NAMES)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    paper = ROOT / name
    links = [link for link in LINK.findall(prose(paper)) if not re.match(r"[a-z]+:", link)]
    broken = []
    for link in links:
        path, _, anchor = link.partition("#")
        target = paper.parent / path if path else paper
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("name", NAMES)
def test_every_file_that_a_paper_names_exists(name: str) -> None:
    named = set(CODE.findall(prose(ROOT / name))) - EXAMPLES
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_the_papers_name_files() -> None:
    assert len(CODE.findall(prose(ROOT / "docs/architecture.md"))) > 50


def test_the_license_is_the_one_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE"]
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text
    assert "Copyright paygraph contributors" in text


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, lines that go on joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_has_what_the_server_needs() -> None:
    copied = {
        source
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    }
    assert copied >= {"app", "schema", "migrations", "playground/dist", "pyproject.toml", "requirements.txt"}
    assert [source for source in sorted(copied) if not (ROOT / source).exists()] == []
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {f"!{source}" for source in copied} <= {*ignored}, "the build's context has everything that is copied"


def test_the_image_runs_as_a_user_who_is_not_root() -> None:
    users = [rest for word, rest in instructions() if word == "USER"]
    assert len(users) == 1
    user, group = users[0].split(":")
    assert int(user) > 0
    assert int(group) > 0
    made = " ".join(rest for word, rest in instructions() if word == "RUN")
    assert f"--uid {user} " in made
    assert f"--gid {group} " in made


def test_the_image_installs_only_what_is_pinned() -> None:
    installs = [part for word, rest in instructions() if word == "RUN" for part in rest.split("&&") if "pip i" in part]
    assert len(installs) == 2
    assert all("--require-hashes" in part or "--no-deps" in part for part in installs)
