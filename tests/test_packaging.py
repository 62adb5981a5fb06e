"""The wheel: what it holds, and that it works where there is no checkout."""

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pipeline

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
LEAFLET_SCHEMA = CHECKOUT / "schemas" / "leaflet.schema.json"
DIST_INFO = f"leaflet_pipeline-{pipeline.__version__}.dist-info"

# An editable install leads to the checkout through sys.path; what is tested here must not find its way there.
FORGET_CHECKOUT = f"""
import os, sys
sys.path = [entry for entry in sys.path if os.path.realpath(entry) != {str(CHECKOUT)!r}]
"""

EXTRACT = """
import json, pipeline, pipeline.validate
text = '''Signalin

Side Effects
Common side effects of Signalin include headache, nausea and dry mouth. Tell your doctor if they get worse.

Storage
Store the tablets at room temperature, away from light, and keep them out of the reach of children.
'''
leaflet = pipeline.extract(text)
print(json.dumps({
    "file": pipeline.__file__,
    "schema_version": leaflet.schema_version,
    "side_effects": [effect.term for effect in leaflet.side_effects],
    "schema": pipeline.validate.schema("leaflet"),
}))
"""

COMMAND = """
from importlib.metadata import distribution
(command,) = distribution("leaflet-pipeline").entry_points.select(group="console_scripts", name="leaflet")
command.load()(["schema", "leaflet"])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that a release would publish, built with what is installed: no network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    run([*build, "--outdir", str(folder), str(CHECKOUT)], folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in it and nothing else."""
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    run([*pip, "--no-index", "--no-deps", "--target", str(target), str(wheel)], target.parent)
    return target


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What a command prints; what it complains of, where it fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=folder, env=inherited | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_installed(code: str, installed: Path, folder: Path) -> str:
    return run([sys.executable, "-P", "-c", FORGET_CHECKOUT + code], folder, PYTHONPATH=str(installed))


def package_files(folder: Path) -> set[str]:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if "__pycache__" not in path.parts}


def test_wheel_holds_the_package_its_data_and_the_schemas(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code_and_rules = {f"pipeline/{name}" for name in package_files(CHECKOUT / "pipeline")}
    schemas = {f"pipeline/schemas/{name}" for name in package_files(CHECKOUT / "schemas")}
    assert any(name.endswith(".jsonl") for name in code_and_rules)
    assert "pipeline/schemas/leaflet.schema.json" in schemas
    assert {name for name in names if name.startswith("pipeline/")} == code_and_rules | schemas


def test_wheel_holds_the_license_and_nothing_beside_the_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert f"{DIST_INFO}/licenses/LICENSE" in names
    assert {name.split("/")[0] for name in names} == {"pipeline", DIST_INFO}


def test_installed_wheel_extracts_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    answer = json.loads(run_installed(EXTRACT, installed, tmp_path))
    assert Path(answer["file"]).is_relative_to(installed)
    assert answer["schema_version"] == "1.0.0"
    assert "headache" in answer["side_effects"]
    assert answer["schema"] == json.loads(LEAFLET_SCHEMA.read_text(encoding="utf-8"))


def test_installed_command_finds_its_schemas(installed: Path, tmp_path: Path) -> None:
    printed = run_installed(COMMAND, installed, tmp_path)
    assert json.loads(printed) == json.loads(LEAFLET_SCHEMA.read_text(encoding="utf-8"))


def test_changelog_tells_of_this_version() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {pipeline.__version__}\n" in changelog


def test_lock_pins_everything_the_project_names() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.+]+", pin)] == []
    versions = {canonicalize_name(name): version for name, version in (pin.split("==") for pin in pins)}
    project = PROJECT["project"]
    named = PROJECT["build-system"]["requires"] + project["dependencies"]
    for requirement in map(Requirement, named + project["optional-dependencies"]["dev"]):
        assert versions[canonicalize_name(requirement.name)] in requirement.specifier, requirement
