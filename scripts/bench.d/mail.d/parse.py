"""Parses mails with Python's email package as far as an inbox needs: all parts decoded. parse.py FOLDER COUNT"""
import email, email.policy, pathlib, sys, time

mails = [path.read_bytes() for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml"))]
count = int(sys.argv[2])
began, octets = time.monotonic(), 0
for turn in range(count):
    content = mails[turn % len(mails)]
    octets += len(content)
    mail = email.message_from_bytes(content, policy=email.policy.default)
    try:
        str(mail["subject"]), str(mail["from"]), mail["message-id"]
        for part in mail.walk():
            if not part.is_multipart():
                part.get_content()
    except Exception:
        pass
    if time.monotonic() - began > 20:
        count = turn + 1
        break
seconds = time.monotonic() - began
print(f"Python's email package            {count / seconds:8.0f} mails/s  {octets / seconds / 1e6:7.1f} MB/s")
