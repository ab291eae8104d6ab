"""Charts as SVG, all in one style: five colours that keep 3:1 against white, marks and words beside every colour.

The only door to matplotlib, which is loaded when a chart is drawn. The same values give the same
bytes: no dates, no random identifiers, letters as outlines of the packaged font. A value that is
None may not be shown: it has a mark in its place and no part in an axis, an order or a sum.
"""

from kvalitet.analysis.charts.bars import bars, columns, stacked
from kvalitet.analysis.charts.closing import Spread, closing
from kvalitet.analysis.charts.dots import Rated, rates
from kvalitet.analysis.charts.lines import between, lines, run_chart
from kvalitet.analysis.charts.matrix import matrices
from kvalitet.analysis.charts.multiples import Panel, multiples
from kvalitet.analysis.charts.pareto import pareto
from kvalitet.analysis.charts.values import HIDDEN, Series, Value, shown

__all__ = [
    "HIDDEN",
    "Panel",
    "Rated",
    "Series",
    "Spread",
    "Value",
    "bars",
    "between",
    "closing",
    "columns",
    "lines",
    "matrices",
    "multiples",
    "pareto",
    "rates",
    "run_chart",
    "shown",
    "stacked",
]
