"""Records the demonstration in a terminal of its own and writes docs/demo.svg, line by line as it went.

    python3 docs/record-demo.py [command ...]        ./posthouse serve --demo, unless told otherwise
"""

import html
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path

COLUMNS, ROWS, SECONDS = 80, 24, 16
CHARACTER, LINE, EDGE = 8.43, 19, 16
COLOURS = {"32": "#7ee787", "33": "#f2cc60", "31": "#ff7b72", "2": "#7d8590", "1": "#ffffff"}
SHOWN = "$ ./posthouse serve --demo"


def recorded(command):
    """Each line with the second in which it came, counted from the first."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(LC_ALL="C.UTF-8", TERM="xterm-256color")
        os.execvp(command[0], command)
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    lines, rest, first, end = [], b"", None, time.monotonic() + 300
    while time.monotonic() < end:
        if not select.select([terminal], [], [], 0.2)[0]:
            continue
        try:
            rest += os.read(terminal, 65536)
        except OSError:
            break
        *whole, rest = rest.split(b"\n")
        for line in whole:
            if first is None:
                first = time.monotonic()
                end = first + SECONDS
            lines.append((time.monotonic() - first, line.decode().rstrip("\r")))
    os.kill(child, signal.SIGINT)
    os.waitpid(child, 0)
    return lines


def spans(line):
    """The line as SVG, its colours as spans."""
    style, parts = "", []
    for piece in re.split("(\x1b\\[[0-9;]*m)", line):
        if piece.startswith("\x1b"):
            code = piece[2:-1]
            style = f' fill="{COLOURS[code]}"' if code in COLOURS else ""
        elif piece:
            parts.append(f"<tspan{style}>{html.escape(piece)}</tspan>")
    return "".join(parts)


def svg(lines):
    lines = [(0, SHOWN)] + [(1 + at, line) for at, line in lines]
    width, height = COLUMNS * CHARACTER + 2 * EDGE, len(lines) * LINE + 2 * EDGE
    rows = [
        f'<text x="{EDGE}" y="{EDGE + 14 + i * LINE}" style="animation-delay:{at:.1f}s">{spans(line)}</text>'
        for i, (at, line) in enumerate(lines)
        if line
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img">',
            "<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
            "fill:#d1d7e0;white-space:pre;animation:come .01s backwards}"
            "@keyframes come{from{opacity:0}to{opacity:1}}"
            "@media (prefers-reduced-motion:reduce){text{animation:none}}</style>",
            f'<rect width="{width:.0f}" height="{height:.0f}" rx="8" fill="#0d1117"/>',
            *rows,
            "</svg>",
            "",
        ]
    )


command = sys.argv[1:] or ["./posthouse", "serve", "--demo"]
Path(__file__).with_name("demo.svg").write_text(svg(recorded(command)))
