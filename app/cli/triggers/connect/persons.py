"""How events about persons and capabilities of accounts are caused."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import example

example("personCreate", firstName="Jenny", lastName="Rosen", relationship={"director": True})
example("capabilityUpdate", requested=True)


@causes("capability.updated")
def capability_updated(bench: Bench) -> None:
    """Of the caller's own account: requested no longer, and again."""
    for requested in (False, True):
        bench.do("capabilityUpdate", id="transfers", input={"requested": requested})
