"""The register of claims as files: the newest lines as JSON, and the whole of it as CSV and as a workbook."""

from collections.abc import Iterator
from importlib import import_module
from io import BytesIO

from flask import Blueprint, abort, request, send_file
from werkzeug.wrappers import Response

from tracker import clock
from tracker.exports import claims as files
from tracker.exports import plain_json
from tracker.services import registers
from tracker.services.claim_list import ClaimFilter
from tracker.web.clocks import clocks_from_request
from tracker.web.forms.claim_filter import FilterForm
from tracker.web.session import database, records
from tracker.web.views.claim_desk import Desk

blueprint = Blueprint("registers", __name__)
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/claims.json")
def lines() -> Response:
    """The newest claims that fit the filters of the list of claims; without a count of all."""
    rows = registers.newest(records(), chosen=_chosen())
    told = {**clocks_from_request().query, "claims": rows, "most": registers.MOST}
    return Response(plain_json.render(told), content_type="application/json")


@blueprint.get("/claims.csv")
def file() -> Response:
    """Every claim that fits the filters, sent as it is read, of one moment of the record."""
    chosen = _chosen()
    # The request's own session ends with its view; what is sent after that needs one of its own.
    named = {"Content-Disposition": "attachment; filename=claims.csv"}
    return Response(_sent(chosen, database().snapshot), content_type="text/csv; charset=utf-8", headers=named)


@blueprint.get("/claims.xlsx")
def workbook() -> Response:
    """Every claim that fits the filters, of one moment of the record, as a workbook that is made before it is sent."""
    chosen, asked, out = _chosen(), {**request.args, **clocks_from_request().query}, BytesIO()
    with database().snapshot() as session:
        batches = registers.everything(session, chosen=chosen)
        # Loaded when it is first asked for: the library of workbooks takes time and memory.
        import_module("tracker.exports.register_book").write(
            out, columns=registers.COLUMNS, batches=batches, asked=asked.items(), at=clock.now()
        )
    out.seek(0)
    return send_file(out, mimetype=_WORKBOOK, as_attachment=True, download_name="claims.xlsx", max_age=0)


def _sent(chosen: ClaimFilter, snapshot) -> Iterator[bytes]:  # noqa: ANN001  (what `Database.snapshot` says)
    yield files.as_csv(registers.COLUMNS, [])
    with snapshot() as session:
        for batch in registers.everything(session, chosen=chosen):
            yield files.csv_lines(batch)


def _chosen() -> ClaimFilter:
    """The filters of the address. One that cannot be read is refused in a sentence."""
    desk = Desk()
    form = FilterForm(request.args, desk.regimes if request.args.get("regime") else [], clocks_from_request())
    chosen = form.chosen(desk.find_state)
    if chosen is None:
        abort(422, " ".join(sentence for _, sentence in form.errors_summary))
    return chosen
