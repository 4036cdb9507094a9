"""A counting mail server on loopback: takes every mail, notes when, and answers the dot late or not at all."""
import dataclasses
import random
import re
import socket
import threading
import time

LINE_BYTES = 1 << 16
IDLE_SECONDS = 60


@dataclasses.dataclass
class Mail:
    """One mail that was taken."""
    sender: str
    recipient: str
    message_id: str
    data: bytes
    dot_at: float
    """Monotonic seconds when the final dot was read."""
    answered: bool = False
    """Whether the 250 was written; the client may have been dead by then."""


class Sink:
    """Listens on a port of its own.

    `script` is asked with (verb, argument) for each command; an answer such as "450 4.7.1 Later" replaces ours, and "drop" closes the
    connection. The verb of the final dot is ".".
    """

    def __init__(self, delay=(0.0, 0.0), script=None, seed=1, tls=None):
        self.delay, self.script, self.tls = delay, script or (lambda verb, argument: None), tls
        self.mails, self.connections, self.commands = [], 0, []
        self.lock, self.random, self.stopping = threading.Lock(), random.Random(seed), False
        self.dot = threading.Condition()
        self.dots = 0
        self.server = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.server.getsockname()[1]
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.stopping = True
        try:
            self.server.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.server.close()

    @property
    def settings(self):
        """What the program needs to send here."""
        return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port), "SMTP_SECURITY": "none", "SMTP_USERNAME": "anna@sender.test",
                "SMTP_PASSWORD": "sink-secret-8471"}

    def copies(self):
        """The mails as counted so far."""
        with self.lock:
            return list(self.mails)

    def wait_for_dot(self, number, seconds):
        """Blocks until so many dots were read; whether they were."""
        with self.dot:
            return self.dot.wait_for(lambda: self.dots >= number, seconds)

    def listen(self):
        while not self.stopping:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        client.settimeout(IDLE_SECONDS)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            Conversation(self, client).run()
        except (OSError, EOFError):
            pass
        finally:
            client.close()


class Conversation:
    """One connection."""

    def __init__(self, sink, client):
        self.sink, self.client, self.file = sink, client, client.makefile("rb")
        self.sender = self.recipient = None

    def say(self, text):
        self.client.sendall(text.replace("\n", "\r\n").encode() + b"\r\n")

    def read(self):
        line = self.file.readline(LINE_BYTES)
        if not line:
            raise EOFError
        return line

    def run(self):
        if not self.scripted("CONNECT", ""):
            self.say("220 sink.test ESMTP")
        while True:
            line = self.read().decode("utf-8", "replace").rstrip("\r\n")
            verb, _, argument = line.partition(" ")
            verb = verb.upper()
            with self.sink.lock:
                self.sink.commands.append((verb, argument if verb != "AUTH" else ""))
            if self.scripted(verb, argument):
                continue
            if verb == "QUIT":
                return self.say("221 2.0.0 Bye")
            self.one(verb, argument)

    def scripted(self, verb, argument):
        """Says what the script wants instead; whether it did."""
        answer = self.sink.script(verb, argument)
        if answer == "drop":
            raise EOFError
        if answer:
            self.say(answer)
            if verb in ("MAIL", "RCPT"):
                # What was sent along in one piece (RFC 2920) finds nobody to go to.
                self.recipient = None
            if verb == "MAIL":
                self.sender = None
        return bool(answer)

    def one(self, verb, argument):
        if verb == "EHLO":
            self.say("250-sink.test\n250-8BITMIME\n250-SMTPUTF8\n250-PIPELINING\n250-ENHANCEDSTATUSCODES\n250-SIZE 20000000\n250 AUTH PLAIN LOGIN")
        elif verb == "HELO":
            self.say("250 sink.test")
        elif verb == "AUTH":
            self.sign_in(argument)
        elif verb == "MAIL":
            self.sender, self.recipient = self.address(argument), None
            self.say("250 2.1.0 OK")
        elif verb == "RCPT" and not self.sender:
            self.say("503 5.5.1 MAIL first")
        elif verb == "RCPT":
            self.recipient = self.address(argument)
            self.say("250 2.1.5 OK")
        elif verb == "DATA" and not self.recipient:
            self.say("503 5.5.1 Nobody to send it to")
        elif verb == "DATA":
            self.data()
        elif verb in ("RSET", "NOOP"):
            if verb == "RSET":
                self.sender = self.recipient = None
            self.say("250 2.0.0 OK")
        else:
            self.say("502 5.5.1 Unknown")

    def sign_in(self, argument):
        words = argument.split()
        if words[0].upper() == "PLAIN" and len(words) == 1:
            self.say("334 ")
            self.read()
        elif words[0].upper() == "LOGIN":
            for prompt in ("334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6")[len(words) - 1:]:
                self.say(prompt)
                self.read()
        self.say("235 2.7.0 OK")

    @staticmethod
    def address(argument):
        found = re.search(r"<([^>]*)>", argument)
        return found.group(1) if found else ""

    def data(self):
        self.say("354 Go on")
        lines = []
        while (line := self.read()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        at = time.monotonic()
        content = b"".join(lines)
        head = re.sub(rb"\r\n[ \t]+", b" ", content.split(b"\r\n\r\n", 1)[0])
        found = re.search(rb"^message-id:\s*(<[^>]+>)", head, re.I | re.M)
        mail = Mail(self.sender, self.recipient, found.group(1).decode() if found else "", content, at)
        # A refusal after the dot means that nothing was taken.
        answer = self.sink.script(".", mail.recipient)
        if not answer or answer == "take-and-drop":
            with self.sink.lock:
                self.sink.mails.append(mail)
        with self.sink.dot:
            self.sink.dots += 1
            self.sink.dot.notify_all()
        with self.sink.lock:
            wait = self.sink.random.uniform(*self.sink.delay)
        time.sleep(wait)
        if answer in ("drop", "take-and-drop"):
            raise EOFError
        self.say(answer or "250 2.0.0 Taken")
        mail.answered = not answer
