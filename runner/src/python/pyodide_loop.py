"""asyncio inside Pyodide: tasks, timers and queues on a loop of our own. Pyodide's runs on JavaScript's, which is shut."""

import asyncio
import time


class Clock:
    """Stands where a loop waits for sockets; here there is only time to wait for."""

    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("every task waits for something that never comes")
        time.sleep(timeout)
        return []

    def close(self):
        pass


class TimeLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = Clock()

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass


class TimeLoops(asyncio.events._BaseDefaultEventLoopPolicy):
    _loop_factory = TimeLoop


def replace_loop():
    asyncio.run = asyncio.runners.run
    asyncio.events._set_event_loop_policy(TimeLoops())
    asyncio.events._set_running_loop(None)
