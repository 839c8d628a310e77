"""Counts of what the transport does, in the text format of Prometheus. Each process counts for itself."""

from operator import itemgetter

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


class Number:
    """One of the numbers."""

    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value: float = 0


class Metrics:
    """Numbers by name and labels."""

    def __init__(self) -> None:
        self.help = dict(HELP)
        self.numbers: dict[tuple[str, Labels], Number] = {}

    def describe(self, name: str, kind: str, text: str) -> None:
        """Introduce a number that another room counts. `kind` is counter or gauge."""
        self.help[name] = (kind, text)

    def number(self, name: str, /, **labels: str) -> Number:
        """A number, to be kept by callers that change it often."""
        return self.numbers.setdefault((name, tuple(sorted(labels.items()))), Number())

    def add(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Raise, or for a gauge lower, a number."""
        self.number(name, **labels).value += amount

    def render(self) -> str:
        lines = []
        for name, (kind, text) in self.help.items():
            lines += [f"# HELP {name} {text}", f"# TYPE {name} {kind}"]
            for (owner, labels), found in sorted(self.numbers.items(), key=itemgetter(0)):
                if owner == name:
                    shown = ",".join(f'{label}="{escape(said)}"' for label, said in labels)
                    labelled = f"{name}{{{shown}}}" if shown else name
                    lines.append(f"{labelled} {decimal(found.value)}")
        return "\n".join(lines) + "\n"

    async def endpoint(self, request: Request) -> Response:
        """GET /metrics."""
        return PlainTextResponse(self.render(), media_type=CONTENT_TYPE)


class Answers:
    """What is counted of each answer over HTTP, at hand."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.bytes = metrics.number("paygraph_result_bytes_total")
        self.largest = metrics.number("paygraph_result_bytes_largest")
        self._outcomes: dict[tuple[str, str], Number] = {}
        self._seconds: dict[str, Number] = {}

    def count_outcome(self, kind: str, outcome: str) -> None:
        """Count an operation by its outcome."""
        found = self._outcomes.get((kind, outcome))
        if found is None:
            found = self.metrics.number("paygraph_operations_total", kind=kind, transport="http", outcome=outcome)
            self._outcomes[kind, outcome] = found
        found.value += 1

    def observe_seconds(self, kind: str, seconds: float) -> None:
        """Add to the time spent in operations of a kind."""
        found = self._seconds.get(kind)
        if found is None:
            found = self._seconds[kind] = self.metrics.number("paygraph_operation_seconds_total", kind=kind)
        found.value += seconds

    def observe_bytes(self, size: int) -> None:
        """Add to the bytes of results."""
        self.bytes.value += size
        self.largest.value = max(self.largest.value, size)


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def decimal(value: float) -> str:
    """Whole numbers without a point, and never shortened to fewer digits."""
    return str(int(value)) if value == int(value) else repr(value)
