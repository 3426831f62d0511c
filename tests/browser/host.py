"""Somebody's shop page on another origin: whatever tag it is given stands in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>A shop</title><link rel="icon" href="data:,">
<style>body{{font:17px/1.6 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}}</style>
</head>
<body><main><h1>A shop of somebody's own</h1><p>Lamps, chairs and a table or two.</p></main>
{tag}
</body>
</html>"""


class Shops:
    """Reached by number and by name: to a browser these are two origins."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.other_origin = f"http://localhost:{port}"
        self.pages: dict[str, str] = {}

    def put(self, tag: str) -> str:
        """The path of a page with this tag."""
        path = f"/{len(self.pages) + 1}"
        self.pages[path] = PAGE.format(tag=tag)
        return path


@contextmanager
def shops() -> Iterator[Shops]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = served.pages.get(self.path)
            self.send_response(200 if found else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((found or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    served = Shops(server.server_port)
    Thread(target=server.serve_forever, daemon=True).start()
    yield served
    server.shutdown()
    server.server_close()
