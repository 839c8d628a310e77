"""Counts of what the transport does, in the text format of Prometheus. Each process counts for itself."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

HELP = {
    "paygraph_operations_total": ("counter", "Operations by kind, transport and outcome."),
    "paygraph_events_total": ("counter", "Events sent to subscribers by transport."),
    "paygraph_operation_seconds_total": ("counter", "Seconds spent in queries and mutations, by kind."),
    "paygraph_fallbacks_total": ("counter", "Operations that the compiled executor left to graphql-core's, by why."),
    "paygraph_result_bytes_total": ("counter", "Bytes of the results of queries and mutations over HTTP."),
    "paygraph_result_bytes_largest": ("gauge", "Bytes of the largest of them."),
    "paygraph_connections": ("gauge", "Live WebSockets and event streams by transport."),
    "paygraph_subscriptions": ("gauge", "Running subscriptions by transport."),
}

Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Numbers by name and labels."""

    def __init__(self) -> None:
        self.help = dict(HELP)
        self.values: defaultdict[tuple[str, Labels], float] = defaultdict(float)

    def describe(self, name: str, kind: str, text: str) -> None:
        """Introduce a number that another room counts. `kind` is counter or gauge."""
        self.help[name] = (kind, text)

    def add(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Raise, or for a gauge lower, a number."""
        self.values[name, tuple(sorted(labels.items()))] += amount

    def highest(self, name: str, amount: float, /, **labels: str) -> None:
        """Raise a gauge to what was reached, if it is the most so far."""
        key = name, tuple(sorted(labels.items()))
        self.values[key] = max(self.values[key], amount)

    def render(self) -> str:
        lines = []
        for name, (kind, text) in self.help.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
            for (owner, labels), value in sorted(self.values.items()):
                if owner == name:
                    shown = ",".join(f'{label}="{escape(said)}"' for label, said in labels)
                    lines.append(f"{name}{{{shown}}} {number(value)}" if shown else f"{name} {number(value)}")
        return "\n".join(lines) + "\n"

    async def endpoint(self, request: Request) -> Response:
        """GET /metrics."""
        return PlainTextResponse(self.render(), media_type=CONTENT_TYPE)


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def number(value: float) -> str:
    """Whole numbers without a point, and never shortened to fewer digits."""
    return str(int(value)) if value == int(value) else repr(value)
