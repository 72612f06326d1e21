"""Connections to the Bot API, kept open between calls: the library's way out, on another client.

The client the library comes with costs as much as everything else that an answer takes together;
this one a third of it. It goes by way of a proxy where HTTPS_PROXY names one.
"""

import ssl
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""What a call ends with that surely did not reach the server."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": BaseRequest.USER_AGENT}
_FILES = {"User-Agent": BaseRequest.USER_AGENT}


class Connections(BaseRequest):
    """Up to ``most`` connections at a time; times are in seconds."""

    def __init__(self, most: int, *, read_timeout: float = 10.0) -> None:
        self._most = most
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """How long a server may keep silent."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Be ready; connections are made when they are needed."""

    async def shutdown(self) -> None:
        """Close all connections; the next call opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Make a call and return the status and the body of the answer."""
        silence = read_timeout if isinstance(read_timeout, (int, float)) else self._read_timeout
        timeout = aiohttp.ClientTimeout(total=None, connect=10.0, sock_read=silence)
        body, headers = _written(request_data)
        session = self._session or self._open()
        try:
            async with session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                proxy=self._find_proxy(url),
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    def _open(self) -> aiohttp.ClientSession:
        trusted: ssl.SSLContext = httpx.create_ssl_context()
        connector = aiohttp.TCPConnector(limit=self._most, ssl=trusted)
        jar = aiohttp.DummyCookieJar()
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=jar)
        return self._session

    def _find_proxy(self, url: str) -> str | None:
        """Return the way to a server that the environment names, looked up once.

        The client could do so itself, but would look for passwords in a file at every call.
        """
        scheme, server, *_ = urlsplit(url)
        if server not in self._proxies:
            direct = proxy_bypass(server)
            self._proxies[server] = None if direct else getproxies().get(scheme)
        return self._proxies[server]


def _written(data: RequestData | None) -> tuple[Any, dict[str, str]]:
    """Write what is sent as the body of a request, with its headers."""
    if data is None:
        return None, _FILES
    if not data.multipart_data:
        return urlencode(data.json_parameters).encode(), _FORM
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, _FILES
