"""Where a request comes from, as far as a visitor cannot choose it."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def network(request: HttpRequest) -> str:
    """The visitor's IPv4 address or IPv6 /64, such as `192.0.2.7` or `2001:db8::/64`.

    Each of our `PROXY_COUNT` proxies appends the address it saw to X-Forwarded-For, so only the entry that the
    outermost one wrote, the n-th from the right, says something; what stands left of it the visitor wrote.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.PROXY_COUNT
    if count and len(forwarded) >= count and (known := _network(forwarded[-count])):
        return known
    return _network(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _network(text: str) -> str | None:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((address.packed[:8] + bytes(8), 64)))
