"""An ERP integration in 45 lines: whom to invoice, a draft, Send, what became of it, and what has come to the inbox."""

import os
import time
from datetime import date, timedelta

import httpx

COMPANY = os.environ["STAFETT_COMPANY"]
http = httpx.Client(
    base_url=os.environ["STAFETT_URL"],
    headers={"authorization": f"Bearer {os.environ['STAFETT_KEY']}", "accept-language": "en"},
    timeout=30,
)


def call(method: str, path: str, once: str = "", **options):
    """An answer of the API: looks again while it is pending, and says why where it is refused."""
    answer = http.request(method, path, headers={"idempotency-key": once} if once else {}, **options)
    while answer.status_code == 202:
        time.sleep(0.2)
        answer = http.get(answer.json()["poll"])
    if answer.is_error:
        problem = answer.json()
        raise SystemExit(f"{problem['code']}: {problem['title']} {problem.get('findings', '')}")
    return answer


def own(method: str, path: str, **options):
    return call(method, f"/api/v1/companies/{COMPANY}{path}", **options)


customer = own("GET", "/customers", params={"status": "connected"}).json()["rows"][0]
line = {"name": "Banmontör, dagtid", "quantity": "8", "unit": "HUR", "price": "645.00", "vat_rate": "25"}
due = (date.today() + timedelta(days=30)).isoformat()
draft = {"receiver": customer["id"], "lines": [line], "buyer_reference": "4711", "due_date": due}
drafted = own("POST", "/invoices", once="order-4711", json=draft).json()
print("drafted", drafted["payable"]["amount"], drafted["payable"]["currency"])

sent = own("POST", f"/invoices/{drafted['invoice']}/send", once="send-4711").json()
print(sent["answer"], sent.get("number") or sent["reason"])
while (invoice := own("GET", f"/invoices/{drafted['invoice']}").json())["status"] in ("submitted", "issued"):
    time.sleep(0.2)
print("status", invoice["status"], "to", invoice["receiver_name"])

for document in own("GET", "/inbox").json():
    file = own("GET", f"/inbox/{document['id']}/ubl").content
    print("received", document["number"], document["payable"]["amount"], len(file), "bytes")
