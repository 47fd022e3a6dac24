"""Follow docs/production.md word for word on a clean machine: `follow_production.py ROOT`.

Every block marked `sh build` runs in a copy of the sources, every block marked `sh server` as
root within ROOT, a Debian made by debootstrap (kept and used again when it is there; what
Tongxing left in it is removed first). There is no systemd in a chroot: `systemctl`, `journalctl`
and `timedatectl` are played by a stand-in that starts what the installed units say, as the user
and with the settings they name; the units themselves are held to `systemd-analyze verify`.
Needs root, debootstrap, Node and a network.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "production.md"
BLOCK = re.compile(r"^```sh ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
UNITS = (
    "tongxing.service", "tongxing-backup.service", "tongxing-backup.timer",
    "tongxing-lake.service", "tongxing-lake.timer",
)  # fmt: skip
LEFT_BY_US = (
    "opt/tongxing", "etc/tongxing", "var/lib/tongxing", "var/backups/tongxing", "root/release",
)  # fmt: skip
STAND_IN = r"""#!/usr/bin/python3
import os, pathlib, re, signal, subprocess, sys, time
name, words = os.path.basename(sys.argv[0]), [w for w in sys.argv[1:] if not w.startswith("-")]
if name != "systemctl":
    sys.exit(0)
verb, units = words[0], words[1:]
def alive(pid):
    try:
        return open(f"/proc/{pid}/stat").read().split(") ")[1][0] != "Z"
    except OSError:
        return False
def stop(unit):
    kept = pathlib.Path(f"/run/{unit}.stand-in")
    if kept.exists():
        pid = int(kept.read_text())
        try:
            os.killpg(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        for _ in range(100):
            if not alive(pid):
                break
            time.sleep(0.1)
        kept.unlink()
def start(unit):
    text = pathlib.Path(f"/etc/systemd/system/{unit}.service").read_text()
    said = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    lines = pathlib.Path(said["EnvironmentFile"]).read_text().splitlines()
    given = dict(one.split("=", 1) for one in lines if one and not one.startswith("#"))
    command = ["/usr/sbin/runuser", "-u", said["User"], "--", *said["ExecStart"].split()]
    env = {"PATH": "/usr/bin:/bin", **given}
    how = {"env": env, "cwd": said["WorkingDirectory"], "umask": int(said["UMask"], 8)}
    for before in re.findall(r"^ExecStartPre=(.*)$", text, re.MULTILINE):
        subprocess.run([*command[:4], *before.split()], check=True, **how)
    if said.get("Type") == "oneshot":
        sys.exit(subprocess.run(command, **how).returncode)
    log = open(f"/var/log/{unit}.log", "ab")
    running = subprocess.Popen(command, start_new_session=True, stdout=log, stderr=log, **how)
    pathlib.Path(f"/run/{unit}.stand-in").write_text(str(running.pid))
for unit in units:
    if unit == "postgresql":
        subprocess.run(["pg_ctlcluster", "15", "main", "start"], check=False)
    elif unit == "nginx":
        subprocess.run(["nginx", "-s", "reload"] if verb == "reload" else ["nginx"], check=True)
    elif unit.endswith(".timer"):
        assert pathlib.Path(f"/etc/systemd/system/{unit}").exists()
    elif verb == "status":
        assert alive(int(pathlib.Path(f"/run/{unit}.stand-in").read_text()))
    else:
        stop(unit)
        if verb in ("start", "restart", "enable"):
            start(unit)
"""


def blocks(kind: str) -> list[str]:
    """The commands of one kind, in the order of the page."""
    return [text for of, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if of == kind]


def main() -> int:
    """0 when every command succeeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path, help="folder of the clean machine")
    root: Path = parser.parse_args().root.resolve()
    prepare(root)
    try:
        with tempfile.TemporaryDirectory() as there:
            release = build(Path(there) / "sources")
            shutil.copy(release, root / "root" / "tongxing-release.tar.gz")
        done = serve(root) or verify_units(root)
    finally:
        end(root)
    print("照文档执行完毕，没有出错" if done == 0 else f"执行到一半出错：{done}")
    return done


def prepare(root: Path) -> None:
    """A Debian without Tongxing."""
    if not (root / "bin").exists():
        command = [
            "debootstrap",
            "--variant=minbase",
            "--include=ca-certificates,systemd",
            "bookworm",
        ]
        run(*command, str(root), "http://deb.debian.org/debian")
    for name in LEFT_BY_US:
        shutil.rmtree(root / name, ignore_errors=True)
    for one in (*(root / "run").glob("*.stand-in"), root / "etc/nginx/sites-enabled/tongxing"):
        one.unlink(missing_ok=True)
    shutil.copy("/etc/resolv.conf", root / "etc" / "resolv.conf")
    for folder in ("proc", "dev", "sys"):
        if not os.path.ismount(root / folder):
            run("mount", "--rbind", f"/{folder}", str(root / folder))
            run("mount", "--make-rslave", str(root / folder))
    policy = root / "usr" / "sbin" / "policy-rc.d"
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")  # packages start nothing
    policy.chmod(0o755)
    for name in ("systemctl", "journalctl", "timedatectl"):
        stand_in = root / "usr" / "local" / "sbin" / name
        stand_in.write_text(STAND_IN, encoding="utf-8")
        stand_in.chmod(0o755)
    forget = "dropdb --if-exists tongxing; dropdb --if-exists tongxing_back; dropuser tongxing"
    script = (
        f"userdel tongxing; pg_ctlcluster 15 main start && runuser -u postgres -- sh -c '{forget}'"
    )
    inside(root, f"{{ {script}; }} >/dev/null 2>&1 || true")


def build(sources: Path) -> Path:
    """The release, built in a copy of the sources as they stand (what git ignores left out)."""
    sources.mkdir()
    listing = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, capture_output=True, check=True).stdout
    pack = ["tar", "c", "-C", ROOT, "--null", "--ignore-failed-read", "-T", "-"]
    packed = subprocess.run(pack, input=names, capture_output=True, check=True).stdout
    subprocess.run(["tar", "x", "-C", sources], input=packed, check=True)
    for block in blocks("build"):
        run("bash", "-eux", "-c", block, cwd=sources)
    return sources / "tongxing-release.tar.gz"


def serve(root: Path) -> int:
    """Run the server's commands in one shell, as somebody at one terminal does."""
    return inside(root, "set -eux\n" + "\n".join(blocks("server")))


def inside(root: Path, script: str) -> int:
    """Run a script as root within the clean machine; its exit code."""
    env = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root",
           "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}  # fmt: skip
    return subprocess.run(["chroot", root, "bash", "-c", script], env=env, check=False).returncode


def verify_units(root: Path) -> int:
    """What systemd itself, which is there but does not run, says about the installed units."""
    units = " ".join(f"/etc/systemd/system/{unit}" for unit in UNITS)
    return inside(root, f"/usr/bin/systemd-analyze --man=no verify {units}")


def end(root: Path) -> None:
    """Stop what was started within, and let go of the mounts."""
    inside(root, "systemctl stop tongxing; nginx -s stop; pg_ctlcluster 15 main stop -m fast")
    for folder in ("sys", "dev", "proc"):
        subprocess.run(["umount", "--recursive", root / folder], check=False)


def run(*command: object, cwd: Path | None = None) -> None:
    """Run one command of ours, which must succeed."""
    subprocess.run([str(part) for part in command], cwd=cwd, check=True)


if __name__ == "__main__":
    sys.exit(main())
