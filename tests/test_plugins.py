"""A format from another distribution takes the same path as a built-in one, and is held to the same rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from laws import LAWS

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "tests" / "plugins" / "plaintext"
EDITION = ROOT / "fixtures" / "editions" / "minimal" / "edition.json"
SYNDICATE = Path(sys.executable).parent / "syndicate"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the plugin installed as pip installs it, without the network."""
    source = tmp_path_factory.mktemp("source") / "plaintext"
    shutil.copytree(PLUGIN, source, ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run(
        [*pip, "--no-build-isolation", "--no-deps", "--target", target, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert list(target.glob("syndicate_plaintext-1.0.dist-info/entry_points.txt"))
    return target


def run(*arguments: str | Path, site: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """One run of the command with `site` on the path; `environ` adds to the environment."""
    return subprocess.run(
        [SYNDICATE, *arguments],
        env={**os.environ, "PYTHONPATH": str(site), "COLUMNS": "100", **environ},
        capture_output=True,
        text=True,
        timeout=120,
    )


def other_site(folder: Path, *, distribution: str, name: str, api_version: str = "1") -> Path:
    """A second distribution, by hand, that offers the exporter `name`."""
    info = folder / f"{distribution.replace('-', '_')}-2.0.dist-info"
    info.mkdir(parents=True)
    module = f"{distribution.replace('-', '_')}_rows"
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 2.0\n")
    (info / "entry_points.txt").write_text(f"[syndicate.exporters]\n{name} = {module}:EXPORTER\n")
    (folder / f"{module}.py").write_text(
        "from syndicate.rows import ExporterRow\n"
        f"EXPORTER = ExporterRow(name={name!r}, media_type='text/plain', suffix='.other', path='{module}:Nothing',\n"
        f"    help='Another one.', distribution={distribution!r}, api_version={api_version})\n"
    )
    return folder


def test_the_plugin_is_listed_and_offered(site: Path, tmp_path: Path) -> None:
    """It is in `syndicate formats`, in the help, and not there when it is not installed."""
    listed = run("formats", site=site)
    assert listed.returncode == 0, listed.stderr
    assert "plaintext" in listed.stdout
    assert "Plain text, for screens that show nothing else." in listed.stdout
    assert "plaintext" in run("export", "--help", site=site).stdout
    assert "plaintext" not in run("formats", site=tmp_path).stdout


def test_the_plugin_is_completed(site: Path) -> None:
    """The shell completes its name after --format."""
    completed = run(
        site=site,
        _SYNDICATE_COMPLETE="complete_bash",
        COMP_WORDS="syndicate export --format pl",
        COMP_CWORD="3",
    )
    assert completed.stdout.split() == ["plaintext"], completed.stderr


def test_the_plugin_exports_and_is_judged(site: Path, tmp_path: Path) -> None:
    """It writes its file, takes its option, and its validator has judged it."""
    result = run("export", EDITION, "--format", "plaintext", "-o", tmp_path, site=site)
    assert result.returncode == 0, result.stderr
    (written,) = tmp_path.iterdir()
    assert written.suffix == ".txt"
    assert "\n* * *\n" in written.read_text(encoding="utf-8")
    result = run(
        "export", EDITION, "--format", "plaintext", "--option", "plaintext.rule=----", "-o", tmp_path, site=site
    )
    assert result.returncode == 0, result.stderr
    assert "\n----\n" in written.read_text(encoding="utf-8")


def test_an_option_that_the_plugin_does_not_have(site: Path, tmp_path: Path) -> None:
    """The message lists the options that there are."""
    result = run("export", EDITION, "--format", "plaintext", "--option", "plaintext.tint=1", "-o", tmp_path, site=site)
    assert result.returncode == 2
    assert "tint" in result.stderr
    assert "rule" in result.stderr


def test_a_broken_plugin_output_is_not_delivered(site: Path, tmp_path: Path) -> None:
    """What the plugin's own validator refuses is not put in place, as with built-in formats."""
    rule = "--option=plaintext.rule=\x1b"
    result = run("export", EDITION, "--format", "plaintext", rule, "-o", tmp_path, site=site)
    assert result.returncode == 1, result.stderr
    assert "TXT-003" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["plaintext", "rss"])
def test_a_name_twice_is_an_error_that_names_both(site: Path, tmp_path: Path, name: str) -> None:
    """Nobody's format is replaced in silence, the built-in ones included."""
    double = other_site(tmp_path, distribution="rival-text", name=name)
    result = run("formats", site=Path(f"{site}{os.pathsep}{double}"))
    assert result.returncode == 8, result.stdout
    assert name in result.stderr
    assert "rival-text" in result.stderr
    assert ("syndicate-plaintext" if name == "plaintext" else "syndicate") in result.stderr.replace("rival-text", "")
    assert "Traceback" not in result.stderr


def test_another_api_version_is_refused(tmp_path: Path) -> None:
    """The message tells whose plugin it is, what it was built for, and what there is."""
    result = run("formats", site=other_site(tmp_path, distribution="future-text", name="future", api_version="99"))
    assert result.returncode == 8, result.stdout
    assert "future-text" in result.stderr
    assert "99" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_plugin_that_does_not_import_is_named(tmp_path: Path) -> None:
    """A broken distribution is named; the reader sees no traceback."""
    site = other_site(tmp_path, distribution="broken-text", name="broken")
    (site / "broken_text_rows.py").write_text("import a_module_that_is_not_there\n")
    result = run("formats", site=site)
    assert result.returncode == 8, result.stdout
    assert "broken-text" in result.stderr
    assert "a_module_that_is_not_there" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_plugin_holds_to_the_laws(site: Path) -> None:
    """Every law that the built-in formats are held to, run on the plugin as it is installed."""
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "-q",
            "tests/test_laws.py",
            "-k",
            "plaintext",
        ],
        env={**os.environ, "PYTHONPATH": str(site)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stdout[-4000:]
    assert f"{len(LAWS)} passed" in result.stdout
