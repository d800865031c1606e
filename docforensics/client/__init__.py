"""Clients of the service (extra `client`): `Client`, and `AsyncClient` with the same calls to be awaited.

with df.Client("http://127.0.0.1:8117", key="dfk_...") as client:
report = client.examine("page.jpg", channel="scanner")
report["verdict"]["outcome"]
"""

from docforensics.client.answers import ServiceError
from docforensics.client.clients import AsyncClient, Client
from docforensics.client.stated import Stated

__all__ = ["AsyncClient", "Client", "ServiceError", "Stated"]
