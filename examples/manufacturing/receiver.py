"""The systems of a plant on one port: MES, quality, costing, planning and maintenance.

    python3 examples/manufacturing/receiver.py --secrets data/manufacturing.json
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from receiving import Inlet, api_key, basic, bearer, serve


def job(card):
    rush = "RUSH " if card["rush"] else ""
    return f"{rush}{card['job']} on {card['line']}: {card['pieces']} × {card['product']}, due {card['due']} ({card['week']})"


def result(inspection):
    detail = ", ".join(inspection["defective"]) or f"{len(inspection['measured'])} values within limits"
    return f"{inspection['source']} {inspection['verdict']}: {detail}"


def consumption(booking):
    return f"booked {booking['quantity']} {booking['unit']} of {booking['material']} to {booking['order']}"


def completion(report):
    return f"{report['order']} done{' LATE' if report['late'] else ''}: {report['good']} good, {report['scrap']} scrap, yield {report['yield']}"


def alarm(stop):
    return f"{stop['machine']} stands since {stop['since']}: {stop['text']}"


def task(due):
    return f"{due['machine']}: {due['task']}, due {due['due']}, plan from {due['plan_from']}, for {' and '.join(due['team'])}"


if __name__ == "__main__":
    maintenance = bearer("demo-maintenance-token")
    serve(
        {
            "/mes/jobs": Inlet("Work orders to the MES", api_key("X-MES-Key", "demo-mes-key"), job),
            "/quality/results": Inlet("Inspection results to quality", bearer("demo-quality-token"), result),
            "/costing/consumption": Inlet(
                "Consumption to costing", basic("mes", "demo-costing-password"), consumption
            ),
            "/planning/completions": Inlet("Production completed", bearer("demo-planning-token"), completion),
            "/maintenance/alarms": Inlet("Machine stops to maintenance", maintenance, alarm),
            "/maintenance/tasks": Inlet("Maintenance due", maintenance, task),
        },
        port=9004,
    )
