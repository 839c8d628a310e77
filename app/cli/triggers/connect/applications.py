"""How events about platforms are caused: by accounts that come and go."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench


@causes("account.application.authorized")
def application_authorized(bench: Bench) -> None:
    bench.do("accountCreate", input={"type": "STANDARD"})


@causes("account.application.deauthorized")
def application_deauthorized(bench: Bench) -> None:
    id = bench.do("accountCreate", input={"type": "STANDARD"})["id"]
    bench.do("accountDeauthorize", id=id)
