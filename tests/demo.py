"""`make demo`: the whole product in a throw-away folder, with sample letters dropped in and a login for each role."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from pipeline.time_zone import VIETNAM_TIME
from tests.home import PROJECT, VANTHU, environment, has_come_up
from tests.letters.samples import sample_files
from tests.ward import copy_ward

START_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Account:
    username: str
    role: str
    name: str
    unit: str | None = None


ACCOUNTS = (
    Account("vanthu", "clerk", "Trần Thị Văn Thư"),
    Account("lanhdao", "leader", "Lê Lãnh Đạo"),
    Account("quantri", "admin", "Nguyễn Quản Trị"),
    Account("vanphong", "unit_head", "Phạm Chánh Văn Phòng", "van-phong"),
    Account("hcc", "unit_head", "Đỗ Giám Đốc", "trung-tam-hcc"),
    Account("vhxh", "unit_head", "Võ Trưởng Phòng Văn Xã", "van-hoa-xa-hoi"),
    Account("kinhte", "unit_head", "Bùi Trưởng Phòng Kinh Tế", "kinh-te-ha-tang-do-thi"),
    Account("quansu", "unit_head", "Hồ Chỉ Huy Trưởng", "ban-chi-huy-quan-su"),
    Account("congan", "unit_head", "Ngô Trưởng Công An", "cong-an"),
    Account("chuyenvien", "officer", "Dương Chuyên Viên", "kinh-te-ha-tang-do-thi"),
    Account("phochutich", "leader", "Đặng Phó Chủ Tịch"),
    Account("phokinhte", "unit_head", "Trịnh Phó Trưởng Phòng", "kinh-te-ha-tang-do-thi"),
    Account("chuyenvien2", "officer", "Hoàng Chuyên Viên Hai", "kinh-te-ha-tang-do-thi"),
)


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--keep", is_flag=True, help="Keep the folder when the demo ends.")
def demo(port: int, *, keep: bool) -> None:
    """Serve a demo until Ctrl-C."""
    home = Path(tempfile.mkdtemp(prefix="vanthu-demo-"))
    try:
        run_demo(home, port)
    finally:
        if not keep:
            shutil.rmtree(home, ignore_errors=True)


def run_demo(home: Path, port: int) -> None:
    password = secrets.token_hex(4)
    _share_model(home)
    prepare(home, password)
    server = subprocess.Popen([*VANTHU, "serve", "--port", str(port)], env=environment(home), cwd=PROJECT)
    try:
        if not has_come_up(server, port, seconds=START_SECONDS):
            raise click.ClickException("Máy chủ không lên được; xem thông báo phía trên.")
        _say_who_can_sign_in(home, port, password)
        drop_samples(home / "inbox")
        server.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.terminate()
        server.wait()


def prepare(home: Path, password: str) -> None:
    """A home with the project's ward.toml and an account for each role; no phone and no new password are asked for."""
    home.mkdir(parents=True, exist_ok=True)
    copy_ward(home)
    for account in ACCOUNTS:
        unit = ["--unit", account.unit] if account.unit else []
        command = [*VANTHU, "staff", "add", account.username, "--role", account.role, "--name", account.name, *unit]
        if account is ACCOUNTS[0]:
            subprocess.run([*VANTHU, "django", "migrate", "-v", "0"], env=environment(home), cwd=PROJECT, check=True)
        subprocess.run(
            [*command, "--password", password, "--keep-password"],
            env=environment(home),
            cwd=PROJECT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def drop_samples(inbox: Path, *, pause: float = 0.3) -> list[str]:
    """Drop the sample letters one after another, as a clerk would; return their names."""
    today = datetime.now(VIETNAM_TIME).date()
    names = []
    for name, content in sample_files(today).items():
        (inbox / name).write_bytes(content)
        names.append(name)
        time.sleep(pause)
    return names


def _share_model(home: Path) -> None:
    """The model that `make run` trained serves the demo too: training takes a minute."""
    models, key = PROJECT / "models", PROJECT / "var" / "model-key"
    if (models / "ACTIVE").exists() and key.exists():
        shutil.copytree(models, home / "models")
        (home / "var").mkdir(exist_ok=True)
        shutil.copy(key, home / "var" / "model-key")


def _say_who_can_sign_in(home: Path, port: int, password: str) -> None:
    click.echo(f"\nThư mục dùng thử: {home}\nMở http://127.0.0.1:{port}  -  mật khẩu của mọi tài khoản: {password}\n")
    for account in ACCOUNTS:
        click.echo(f"  {account.username:<11} {account.name}")
    click.echo("\nBản dùng thử tắt xác thực hai bước của quản trị (ward.toml: two_factor_for_admins = false).")
    click.echo("\nĐang thả văn bản mẫu vào thư mục nhận… (Ctrl-C để dừng)\n")


if __name__ == "__main__":
    demo()
