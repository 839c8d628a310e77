"""Tables of figures, for a terminal and as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True)
class Table:
    """A title, the columns' heads, the rows, and what a reader must know of them. An empty row is a line between."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: str = ""

    def show(self, console: Console) -> None:
        """Print it: what is text to the left, figures to the right."""
        table = RichTable(title=self.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for place, head in enumerate(self.heads):
            table.add_column(head, justify="right" if self.is_figure(place) else "left", no_wrap=True)
        for row in self.rows:
            table.add_row(*row)
        console.print(table)
        if self.notes:
            console.print(self.notes + "\n", highlight=False)

    def markdown(self) -> str:
        """The same for a page."""
        bars = ["---:" if self.is_figure(place) else "---" for place in range(len(self.heads))]
        lines = [f"| {' | '.join(cells)} |" for cells in (self.heads, bars, *filter(None, self.rows))]
        return "\n".join([f"### {self.title}", "", *lines, *(["", self.notes] if self.notes else []), ""])

    def is_figure(self, place: int) -> bool:
        """Whether a column has figures alone."""
        return all(row[place][:1] in "0123456789-" for row in self.rows if row)


def figure(value: float) -> str:
    """A number with three digits that count."""
    if value >= 99.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"


def times(value: float, base: float) -> str:
    """How many times the base a value is."""
    return f"{figure(value / base)}x" if base else "-"
