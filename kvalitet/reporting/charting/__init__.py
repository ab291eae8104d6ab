"""The charts of a report: each with its text alternative and a table of what it draws.

A function a kind of chart takes plain values and returns a `Chart`; nothing is drawn, and matplotlib
not loaded, until `draw` is called. A value that is None may not be shown: it is left out of the
drawing, the text, the table and every sum, order and limit that would tell it.
"""

from kvalitet.reporting.charting.chart import Cell, Chart, NoDataError
from kvalitet.reporting.charting.compared import Exposed, categories, pareto, rates
from kvalitet.reporting.charting.judged import indicators, risk_matrix, strength_effect
from kvalitet.reporting.charting.time import days_between, months, parts_of_years, quarters, run, time_to_close
from kvalitet.reporting.describing.judged import Indicator
from kvalitet.reporting.describing.sentences import Noun

__all__ = [
    "Cell",
    "Chart",
    "Exposed",
    "Indicator",
    "NoDataError",
    "Noun",
    "categories",
    "days_between",
    "indicators",
    "months",
    "pareto",
    "parts_of_years",
    "quarters",
    "rates",
    "risk_matrix",
    "run",
    "strength_effect",
    "time_to_close",
]
