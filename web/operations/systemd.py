"""An installation -> the systemd unit that starts it with the machine and again when it dies."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

# ProtectSystem leaves only the home writable; the reading children limit themselves further (pipeline/sandbox.py).
UNIT = """[Unit]
Description=vanthu, the clerk who takes documents in
After=network.target local-fs.target

[Service]
User={user}
WorkingDirectory={home}
Environment=VANTHU_HOME={home}
ExecStart={python} -m web.cli serve
Restart=always
RestartSec=5
KillSignal=SIGTERM
TimeoutStopSec=30
UMask=0077
NoNewPrivileges=yes
PrivateTmp=yes
ProtectSystem=strict
ReadWritePaths={home}
ProtectKernelTunables=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6

[Install]
WantedBy=multi-user.target
"""


def unit_file(home: Path, *, user: str | None = None) -> str:
    return UNIT.format(home=home, user=user or getpass.getuser(), python=sys.executable)
