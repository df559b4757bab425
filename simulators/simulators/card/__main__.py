"""Starts the simulated card provider: python -m simulators.card --port N --webhook-url URL --secret S."""

import sys
from datetime import UTC, datetime

from simulators.card.api import Shop, card_app
from simulators.card.checkouts import CheckoutLimits
from simulators.card.signing import signing_key
from simulators.card.webhooks import WebhookLimits
from simulators.serving import arguments, serve


def main() -> int:
    """Read the command line and serve until told to stop; return the exit code."""
    parser = arguments("card", "Stands in for a card payment provider with a hosted checkout and signed webhooks.")
    parser.add_argument("--webhook-url", required=True, help="where webhooks are sent")
    parser.add_argument("--secret", required=True, help="what they are signed with: whsec_<base64>, or any text")
    parser.add_argument("--api-key", default="sim-card-key", help="the shop's key (%(default)s)")
    parser.add_argument("--public-url", default="", help="where people reach the page (as the request came)")
    parser.add_argument(
        "--open-for-s", type=int, default=CheckoutLimits().open_for_s, help="then it expires (%(default)s)"
    )
    parser.add_argument(
        "--first-retry-s", type=float, default=WebhookLimits().first_retry_s, help="then doubling (%(default)s)"
    )
    chosen = parser.parse_args()
    try:
        signing_key(chosen.secret)
    except ValueError as error:
        parser.error(f"--secret: {error}")
    shop = Shop(chosen.api_key, chosen.webhook_url, chosen.secret, chosen.public_url)
    limits = CheckoutLimits(chosen.open_for_s), WebhookLimits(chosen.first_retry_s)
    return serve(lambda: card_app(shop, lambda: datetime.now(UTC), *limits), chosen.host, chosen.port)


if __name__ == "__main__":
    sys.exit(main())
