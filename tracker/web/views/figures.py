"""The figures of an obligation: series of each state, and the running totals against its limits."""

from typing import Any

from flask import Blueprint, render_template

from tracker.domain import levels, rates, totals
from tracker.domain import series as words
from tracker.domain.facts import ALL_STATES
from tracker.domain.vocabulary import Test
from tracker.exports.charts import stock_chart, total_chart
from tracker.services import law, series
from tracker.services.series import Figures
from tracker.web.clocks import AskedClocks, clocks_from_request
from tracker.web.forms.law import ClocksForm
from tracker.web.session import records

blueprint = Blueprint("figures", __name__, url_prefix="/obligations/<key>/figures")


@blueprint.get("/")
def show(key: str) -> tuple[str, int]:
    """Every series of an obligation, its running totals for every period, and what is set aside."""
    clocks = clocks_from_request()
    form = ClocksForm.asked(clocks)
    obligation = law.obligation(records(), key=key)
    found = series.of_obligation(records(), obligation=obligation, clocks=clocks.clocks)
    page = render_template(
        "figures/show.html",
        obligation=obligation,
        figures=found,
        names=law.names_by_code(records()),
        form=form,
        clocks=clocks,
        rate_line=rates.rate_line,
        **drawn(found, found.states, clocks),
    )
    return page, form.http_status


def drawn(found: Figures, states: tuple[str, ...], clocks: AskedClocks) -> dict[str, Any]:
    """What the pages with figures need to show those of some states: the charts, and the words."""
    due = found.duty.due if found.duty.test is Test.ATTAIN else None
    wanted = (ALL_STATES, *states) if found.is_collective else states
    sums = {total for state in wanted for alternatives in found.of(state).values() for total in alternatives}
    lines = [line for line in found.series if line.key.state in states]
    return {
        "stock_charts": stock_chart.of_lines(lines, due=due, as_of=clocks.as_of),
        "total_charts": total_chart.of_totals(sums, as_of=clocks.as_of),
        "levels": levels,
        "nearest": totals.nearest,
        "series_words": words,
    }
