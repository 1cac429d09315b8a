"""The five systems around an online shop, on one port: warehouse, shop, CRM, accounts, customer service.

    python3 examples/ecommerce/receiver.py --secrets data/ecommerce.json
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from receiving import Inlet, api_key, basic, bearer, serve


def pick(order):
    lines = ", ".join(f"{line['pieces']} × {line['sku']}" for line in order["lines"])
    return f"pick {lines} for {order['order']}, to {order['deliver_to']['town']} ({order['deliver_to']['state']})"


def stock(level):
    return f"location {level['location']} shows {level['available']} × {level['sku']}"


def contact(person):
    return f"new contact {person['name']} <{person['email']}>, on the lists {' and '.join(person['lists'])}"


def receipt(entry):
    invoices = ", ".join(part["invoice"] for part in entry["allocate"])
    return f"booked {entry['memo']} to account {entry['account']}, for {invoices}"


def notice(news):
    return f"{'URGENT ' if news['urgent'] else ''}{news['order']} ({news['tracking']}): {news['text']}"


if __name__ == "__main__":
    serve(
        {
            "/warehouse/orders": Inlet(
                "New orders to the warehouse", api_key("X-API-Key", "demo-warehouse-key"), pick
            ),
            "/shop/stock": Inlet("Stock levels to the shop", basic("posthouse", "demo-shop-password"), stock),
            "/crm/contacts": Inlet("Registrations to the CRM", bearer("demo-crm-token"), contact),
            "/accounting/receipts": Inlet(
                "Payments to accounting", api_key("X-Ledger-Key", "demo-ledger-key"), receipt
            ),
            "/service/notices": Inlet("Shipments to customer service", bearer("demo-service-token"), notice),
        },
        port=9001,
    )
