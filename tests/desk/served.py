"""The desk on a real server, in a thread of the tests."""

import socket
import threading
from pathlib import Path

import uvicorn

from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from tests.project import TODAY


class Served:
    """The desk of a project on a real server, which can be killed and started anew at the same address."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._listening.close()
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make_desk(self) -> Desk:
        """The desk that is served: that of one's own machine."""
        return Desk(self.root, TABS, lambda: TODAY)

    def start(self) -> None:
        self._desk = self.make_desk()
        config = uvicorn.Config(make_app(self._desk), port=self.port, log_level="critical", access_log=False)
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.01)

    def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join()
        self._desk.close()
