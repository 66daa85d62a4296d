"""A mail server that takes mail, refuses it, puts it off, stalls, or hangs up half-way."""

import asyncio

from aiosmtpd.controller import Controller

from bench.lead_storm.site import free_port


class BadMailServer:
    def __init__(self) -> None:
        self.mood, self.port = "take", free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "BadMailServer":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope) -> str:
        mood = self.mood
        if mood == "stall":
            await asyncio.sleep(5)
        if mood == "hang up":
            server.transport.close()  # the mail is here, its sender does not know
        return {"refuse": "554 No", "put off": "451 Later"}.get(mood, "250 Taken")
