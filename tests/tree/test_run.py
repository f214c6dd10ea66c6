"""The one command, in a copy of its own: what it says, builds and starts. Nothing is installed."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

Calls = list[list[str]]
RUN = Path(__file__).parents[2] / "run"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`run`, copied beside a lock of its own, with no uv around and this folder to come back to."""
    copy = tmp_path / "project" / "run"
    copy.parent.mkdir()
    shutil.copy(RUN, copy)
    (copy.parent / "requirements.lock").write_text("a==1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RUN_WITHOUT_UV", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    module = ModuleType("run")
    module.__file__ = str(copy)
    SourceFileLoader("run", str(copy)).exec_module(module)
    return module


@pytest.fixture
def calls(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Programs that would have been started. Each of them succeeds; making .venv makes it."""
    made: Calls = []

    def succeed(command: list[str]) -> int:
        made.append(command)
        pretend_environment(script)
        return 0

    monkeypatch.setattr(subprocess, "call", succeed)
    return made


def pretend_environment(script: ModuleType) -> None:
    """An environment whose Python tells its process, its folder and what it is asked."""
    python = Path(script.PYTHON)
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text('#!/bin/sh\necho "$$ $PWD $*"\nexit 7\n')
    python.chmod(0o755)


def without(monkeypatch: pytest.MonkeyPatch, *missing: str) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name not in missing or None)


def test_an_old_python_can_read_the_file() -> None:
    ast.parse(RUN.read_text(), feature_version=(3, 6))


def test_an_old_python_is_told_that_it_is_too_old(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer; this is Python 3\.10\.$"):
        script.main([])
    assert calls == []


@pytest.mark.parametrize(
    ("arguments", "started"),
    [
        ([], ["bot", "run"]),
        (["demo"], ["bot", "demo"]),
        (["--help"], ["bot", "--help"]),
        (["prompts", "test"], ["bot", "prompts", "test"]),
        (["test"], ["pytest", "-n", "auto", "--maxprocesses", "4"]),
        (["test", "-x", "tests/rules"], ["pytest", "-x", "tests/rules"]),
    ],
)
def test_each_command_starts_its_module(
    script: ModuleType, arguments: list[str], started: list[str]
) -> None:
    assert script.module(arguments) == started


def test_a_current_environment_is_used_as_it_is(script: ModuleType, calls: Calls) -> None:
    script.build()
    assert script.is_current()
    done = subprocess.run(
        [sys.executable, script.ROOT / "run", "check"], capture_output=True, text=True, check=False
    )
    assert done.stdout.split()[1:] == [str(script.ROOT), "-m", "bot", "check"]
    assert done.returncode == 7, "the bot's own exit code is handed on"


def test_a_signal_to_run_reaches_the_bot(script: ModuleType, calls: Calls) -> None:
    script.build()
    with subprocess.Popen(
        [sys.executable, script.ROOT / "run"], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.communicate()[0].split()[0] == str(run.pid)


def test_an_environment_is_built_again_when_lock_or_python_changed_or_left(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.build()
    assert script.is_current()
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "3.99.0")
        assert not script.is_current()
    Path(script.PYTHON).rename("moved")
    assert not script.is_current()
    Path("moved").rename(script.PYTHON)
    assert script.is_current()
    script.LOCK.write_text("a==2\n")
    assert not script.is_current()


def test_uv_is_used_where_it_is(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    script.build()
    assert [command[:3] for command in calls] == [
        ["/bin/uv", "venv", "--quiet"],
        ["/bin/uv", "pip", "install"],
    ]


def test_pip_is_used_without_uv_and_when_asked_for(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    script.build()
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setenv("RUN_WITHOUT_UV", "1")
    script.build()
    assert calls[:2] == calls[2:]
    assert [command[:3] for command in calls[:2]] == [
        [script.BASE, "-m", "venv"],
        [script.PYTHON, "-m", "pip"],
    ]


@pytest.mark.parametrize("uv", [None, "/bin/uv"])
def test_only_hashed_wheels_are_installed(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch, uv: str | None
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: uv)
    script.build()
    end = ["--require-hashes", "--only-binary", ":all:", "-r", str(script.LOCK)]
    assert calls[-1][-5:] == end


def test_a_failed_installation_says_so_and_is_done_again_from_scratch(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    succeed = subprocess.call
    with monkeypatch.context() as offline:
        offline.setattr(subprocess, "call", lambda command: succeed(command) or "-r" in command)
        with pytest.raises(SystemExit, match=r"could not be installed, most often .* no network"):
            script.main([])
    assert Path(script.PYTHON).exists(), "half of it is there"
    assert not script.is_current()
    (script.VENV / "leftover").touch()
    script.build()
    assert script.is_current()
    assert not (script.VENV / "leftover").exists()


def test_a_python_without_ensurepip_borrows_its_own_pip(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "ensurepip")
    script.build()
    assert calls[0][1:4] == ["-m", "venv", "--without-pip"]
    assert calls[1][0] == script.BASE
    assert calls[1][calls[1].index("--python") + 1] == script.PYTHON


@pytest.mark.usefixtures("calls")
@pytest.mark.parametrize(("user", "python"), [(1000, "/usr/bin/python3"), (0, "/opt/python3")])
def test_without_venv_the_sentence_says_what_to_install(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, user: int, python: str
) -> None:
    without(monkeypatch, "venv", "ensurepip")
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(script, "BASE", python)
    with pytest.raises(SystemExit, match=r"lacks its venv module.*apt-get install python3-venv"):
        script.build()


def test_root_on_debian_gets_the_venv_module_installed(
    script: ModuleType, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "ensurepip", "pip")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(script, "BASE", "/usr/bin/python3")
    monkeypatch.setattr(shutil, "which", {"apt-get": "/usr/bin/apt-get"}.get)
    script.build()
    assert calls[1][1:] == ["install", "-qq", "-y", "python3-venv"]
    assert calls[2][:3] == ["/usr/bin/python3", "-m", "venv"]


def test_on_windows_the_exit_code_is_handed_on(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command: 3)
    with monkeypatch.context() as windows:
        windows.setattr(os, "name", "nt")
        with pytest.raises(SystemExit) as left:
            script.start(["python"])
    assert left.value.code == 3
