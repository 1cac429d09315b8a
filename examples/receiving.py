"""What the example receivers share: check the signature, check who calls, answer, never do a thing twice.

A receiver lists its paths and what each understands of a body:

    serve({"/warehouse/orders": Inlet("New orders to the warehouse", api_key("X-API-Key", "secret"), pick)}, port=9001)

    python3 receiver.py --secrets data/secrets.json [--port 9001] [--record requests.ndjson]

The secrets are what `./posthouse apply --json` answered: it names each webhook's signing secret, once.
"""

import argparse
import base64
import hashlib
import hmac
import json
import time
import urllib.parse
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable

TOLERANCE_SECONDS = 300


@dataclass
class Inlet:
    """One webhook's door: its name in the document, who may call, and what a body means."""

    webhook: str
    authorised: Callable
    understand: Callable


def api_key(header, key):
    return lambda headers: hmac.compare_digest(headers.get(header, "").encode(), key.encode())


def bearer(token):
    return api_key("Authorization", f"Bearer {token}")


def basic(username, password):
    pair = base64.b64encode(f"{username}:{password}".encode()).decode()
    return api_key("Authorization", f"Basic {pair}")


def is_genuine(secret, headers, body):
    """Checks a `v1` signature as https://www.standardwebhooks.com describes it."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(expected, each) for each in given)


def signing_secrets(file):
    """By webhook name. Empty while nothing has been applied yet."""
    try:
        with open(file, encoding="utf-8") as answer:
            plan = json.load(answer)["plan"]
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return {step["name"]: step["signingSecret"] for step in plan if "signingSecret" in step}


def parsed(headers, body):
    if headers.get_content_type() == "application/x-www-form-urlencoded":
        return dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
    return json.loads(body)


def serve(inlets, port):
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--secrets", required=True, help="the answer of `./posthouse apply --json`")
    arguments.add_argument("--port", type=int, default=port)
    arguments.add_argument("--record", help="file that gets every accepted request, a JSON line each")
    options = arguments.parse_args()
    seen = set()

    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            inlet = inlets.get(self.path)
            if inlet is None:
                return self.answer(404, f"nobody listens at {self.path}")
            secret = signing_secrets(options.secrets).get(inlet.webhook)
            if secret is None or not is_genuine(secret, self.headers, body):
                return self.answer(401, f"{inlet.webhook}: the signature does not hold")
            if not inlet.authorised(self.headers):
                return self.answer(403, f"{inlet.webhook}: wrong credentials")
            message_id = self.headers["webhook-id"]
            if message_id in seen:
                return self.answer(204, f"{inlet.webhook}: {message_id} came again, nothing to do")
            line = f"{self.path}  {inlet.understand(parsed(self.headers, body))}"
            self.record(body)
            seen.add(message_id)
            return self.answer(204, line)

        do_PUT = do_PATCH = do_POST

        def record(self, body):
            if options.record:
                request = {
                    "method": self.command,
                    "path": self.path,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "body": body.decode(),
                }
                with open(options.record, "a", encoding="utf-8") as file:
                    file.write(json.dumps(request, ensure_ascii=False) + "\n")

        def answer(self, status, line):
            print(line, flush=True)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", options.port), Receiver)
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("stopped")
