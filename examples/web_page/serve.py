"""Serves this folder to the browser of this machine, and tells the page where the local CDF is."""

import json
import os
import sys
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    # What the system says of such files may differ.
    extensions_map = {".html": "text/html", ".js": "text/javascript", "": "application/octet-stream"}  # noqa: RUF012

    def do_GET(self) -> None:
        if self.path != "/settings.json":
            super().do_GET()
            return
        names = {"baseUrl": "CDF_URL", "project": "CDF_PROJECT", "token": "CDF_TOKEN"}
        body = json.dumps({name: os.environ[variable] for name, variable in names.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"Open http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
