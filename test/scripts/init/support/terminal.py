"""Plays a person at a terminal: python3 terminal.py '[["text to wait for", "what is typed"], ...]' PROGRAM ARGUMENTS...

Prints what the terminal showed, and ends as the program does: whoever calls it says how long all of it may take.
"""
import json
import os
import pty
import select
import sys

patience_seconds = 60

script = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

shown = b""
place = 0
while True:
    if script and script[0][0].encode() in shown[place:]:
        place = shown.index(script[0][0].encode(), place) + len(script[0][0].encode())
        os.write(terminal, script.pop(0)[1].encode())
        continue
    # Once everything is typed nobody waits for a text any more, and a program may be silent for as long as it works.
    ready, _, _ = select.select([terminal], [], [], patience_seconds if script else None)
    try:
        text = os.read(terminal, 65536) if ready else b""
    except OSError:  # How Linux tells that nobody holds the other end any more.
        text = b""
    if not text:
        break
    shown += text

sys.stdout.buffer.write(shown)
if script:
    sys.stdout.buffer.write(("\nnever seen: " + script[0][0] + "\n").encode())
    os.kill(child, 9)
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(status if status >= 0 else 128 - status)
