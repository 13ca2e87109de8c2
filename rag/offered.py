"""Which models an OpenAI-compatible server says it has, for whoever has to name one."""

import httpx

from rag.config import Endpoint

_MOST, _LONGEST = 200, 200


def offered(endpoint: Endpoint) -> tuple[str, ...]:
    """Return the names of an endpoint's models, in order; () when it does not tell, which many do not."""
    headers = {"Authorization": f"Bearer {endpoint.key or 'none'}"}
    try:
        reply = httpx.get(f"{endpoint.base_url}/models", headers=headers, timeout=endpoint.timeout)
        listed = reply.raise_for_status().json()["data"]
        names = {str(model["id"]) for model in listed if isinstance(model, dict) and "id" in model}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return ()
    return tuple(sorted(name for name in names if 0 < len(name) <= _LONGEST and name.isprintable())[:_MOST])
