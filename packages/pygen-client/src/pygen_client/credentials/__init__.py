"""Ways to prove who calls."""

from pygen_client.core.credentials import Credentials
from pygen_client.credentials.client_credentials import ClientCredentials
from pygen_client.credentials.device_code import DeviceCodeCredentials, DevicePrompt
from pygen_client.credentials.endpoints import Endpoints
from pygen_client.credentials.interactive import InteractiveCredentials
from pygen_client.credentials.token import TokenCredentials

__all__ = [
    "ClientCredentials",
    "Credentials",
    "DeviceCodeCredentials",
    "DevicePrompt",
    "Endpoints",
    "InteractiveCredentials",
    "TokenCredentials",
]
