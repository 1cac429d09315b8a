"""An external CRM, a chat channel and a marketing tool, on one port.

    python3 examples/crm/receiver.py --secrets data/crm.json
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from receiving import Inlet, api_key, bearer, serve


def account(card):
    return f"account {card['external_key']} {card['name']}, customer since {card['customer_since']}, owner {card['owner']}"


def order(state):
    return f"{state['order']} ({state['value_text']}) went from {state['was']} to {state['is']}: {state['stage']}"


def activity(entry):
    return f"{entry['account']}: {entry['subject']} for {entry['invoices']}, say thank you by {entry['due_date']}"


def message(chat):
    return chat["text"]


def lead(person):
    return f"grade {person['grade']}: {person['name']}, {person['company']}, expects {person['expected']}"


def exclusion(entry):
    return f"no campaign for {entry['email_sha256'][:12]}…, who came by {entry['source']}"


if __name__ == "__main__":
    crm = bearer("demo-crm-token")
    serve(
        {
            "/crm/accounts": Inlet("New customers to the CRM", crm, account),
            "/crm/orders": Inlet("Order status to the CRM", crm, order),
            "/crm/activities": Inlet("Payments to the CRM", crm, activity),
            "/chat/service": Inlet("Service alerts to the team", lambda headers: True, message),
            "/crm/leads": Inlet("Qualified leads to sales", crm, lead),
            "/marketing/exclusions": Inlet(
                "Qualified leads to marketing", api_key("X-API-Key", "demo-marketing-key"), exclusion
            ),
        },
        port=9002,
    )
