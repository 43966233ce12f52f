"""Hooks, templates, and modules of one's own beside what is generated."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace

import pytest
from pygen_generator import ConfigError, FileSource, GeneratorConfig, Hook, HookError, apply, generate_sdk
from pygen_generator.model.view import Model

ACME = """
from dataclasses import replace
from pygen_generator import Hook

class Licence(Hook):
    def files(self, files):
        return {path: f"# Acme\\n{text}" if path.endswith(".py") else text for path, text in files.items()}

class Broken(Hook):
    def model(self, model):
        return model.vews

nothing = 5
"""
ENTRY_POINTS = (
    "[pygen_generator.hooks]\nlicence = acme_hooks:Licence\nbroken = acme_hooks:Broken\n"
    "nothing = acme_hooks:nothing\nmissing = acme_hooks:Missing\n"
)


@pytest.fixture
def source(models, tmp_path):
    path = tmp_path / "model.yaml"
    pump = models.view("Pump", {"name": models.prop(), "secret": models.prop()})
    path.write_text(str(models.data_model(pump)), encoding="utf-8")
    return FileSource(path)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A package with hooks, installed as far as Python can tell."""
    site = tmp_path / "site"
    info = site / "acme_hooks-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "acme_hooks.py").write_text(ACME, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-hooks\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(ENTRY_POINTS, encoding="utf-8")
    monkeypatch.syspath_prepend(str(site))
    yield
    sys.modules.pop("acme_hooks", None)


class WithoutSecrets(Hook):
    """Takes properties out of the model."""

    def model(self, model: Model) -> Model:
        def public(view):
            return replace(view, properties=tuple(prop for prop in view.properties if prop.name != "secret"))

        return replace(model, views=tuple(map(public, model.views)))


class WithIndex(Hook):
    """Adds a file that lists the others."""

    def files(self, files: Mapping[str, str]) -> Mapping[str, str]:
        return {**files, "shop/INDEX.txt": "".join(f"{path}\n" for path in files)}


def test_a_hook_changes_the_model_before_anything_is_named(source):
    sdk = generate_sdk(source, hooks=[WithoutSecrets()])

    assert "secret" not in sdk.files["shop/data_classes/pump.py"]
    assert "name: str" in sdk.files["shop/data_classes/pump.py"]


class WithHeader(Hook):
    """Puts a line above every module of TypeScript, which has no templates."""

    def files(self, files: Mapping[str, str]) -> Mapping[str, str]:
        return {path: f"// Acme\n{text}" if path.endswith(".ts") else text for path, text in files.items()}


def test_a_hook_changes_modules_of_every_language(source):
    config = GeneratorConfig(languages=("python", "typescript"))

    files = generate_sdk(source, config, hooks=[WithHeader()]).files

    modules = {text.startswith("// Acme\n// ") for path, text in files.items() if path.endswith(".ts")}
    assert modules == {True}
    assert not files["shop/data_classes/pump.py"].startswith("// Acme")


def test_files_of_a_hook_belong_to_the_sdk(source, tmp_path):
    apply(generate_sdk(source, hooks=[WithIndex()]), tmp_path)
    assert "shop/_client.py" in (tmp_path / "shop/INDEX.txt").read_text(encoding="utf-8")

    apply(generate_sdk(source), tmp_path)
    assert not (tmp_path / "shop/INDEX.txt").exists()


@pytest.mark.usefixtures("installed")
def test_the_configuration_names_hooks_of_installed_packages(source):
    sdk = generate_sdk(source, GeneratorConfig(hooks=("licence",)), hooks=[WithIndex()])

    assert sdk.files["shop/_client.py"].startswith("# Acme\n")
    assert not sdk.files["shop/INDEX.txt"].startswith("# Acme")


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("licens", r"No hook is called licens. Did you mean licence\?"),
        ("zzz", r"There are: broken, licence, missing, nothing\."),
        ("broken", r"The hook Broken failed: AttributeError.*take it out of hooks"),
        ("missing", r"The hook missing failed: AttributeError"),
        ("nothing", r"The hook nothing is not a pygen_generator.Hook"),
    ],
)
def test_a_hook_that_cannot_be_used_is_named(source, name, message):
    with pytest.raises(HookError, match=message):
        generate_sdk(source, GeneratorConfig(hooks=(name,)))


def test_without_any_hooks_installed_the_message_says_so(source):
    with pytest.raises(HookError, match=r"There are: none; install a package with an entry point"):
        generate_sdk(source, GeneratorConfig(hooks=("licence",)))


class Gives(Hook):
    """Gives what no hook should give."""

    def __init__(self, **given):
        self.given = given

    def model(self, model):
        return self.given.get("model", model)

    def files(self, files):
        return self.given.get("files", files)


@pytest.mark.parametrize(
    ("hook", "message"),
    [
        (Gives(model=None), "Gives.model gave no Model"),
        (Gives(files=None), "Gives.files gave no texts by path"),
        (Gives(files={"a.py": b""}), "Gives.files gave no texts by path"),
        (Gives(files={"../a.py": ""}), r"Gives.files gave a path that leaves the folder: ../a.py"),
    ],
)
def test_what_a_hook_gives_is_checked(source, hook, message):
    with pytest.raises(HookError, match=message):
        generate_sdk(source, hooks=[hook])


@pytest.fixture
def template(tmp_path):
    """Writes a template of one's own, and gives the settings that use it."""

    def write(name, text):
        folder = tmp_path / "templates"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        return GeneratorConfig.load({"python": {"templates": "templates"}})

    return write


def test_a_template_can_stand_around_ours(source, template, tmp_path):
    config = template("module.py.jinja", '# Copyright Acme\n{% include "pygen/module.py.jinja" %}')

    files = generate_sdk(source, config, folder=tmp_path).files

    plain = generate_sdk(source).files
    assert files["shop/_client.py"] == f"# Copyright Acme\n{plain['shop/_client.py']}"
    assert files["shop/__init__.py"] == plain["shop/__init__.py"]


def test_a_template_can_take_the_place_of_ours(source, template, tmp_path):
    template("_line.jinja", "{{ text | comment }}\n")
    config = template("client.py.jinja", '{% set text = "Mine" %}{% include "_line.jinja" %}')

    client = generate_sdk(source, config, folder=tmp_path).files["shop/_client.py"]

    assert client.endswith("# Mine\n")
    assert "class" not in client


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (("clients.py.jinja", ""), r"clients.py.jinja replaces no template. Did you mean client.py.jinja\?"),
        (("client.py.jinja", "{{ client.nme }}"), r"The templates in .*templates fail: .*has no attribute 'nme'"),
        (("client.py.jinja", "{% if %}"), r"The templates in .*templates fail: Expected an expression"),
        (("client.py.jinja", "{{ client.sides[0].name }}"), r"puts a str into the source without a filter"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(source, template, tmp_path, written, message):
    config = template(*written)

    with pytest.raises(ConfigError, match=message):
        generate_sdk(source, config, folder=tmp_path)


def test_a_folder_of_templates_that_is_not_there(source):
    with pytest.raises(ConfigError, match="There is no folder nowhere"):
        generate_sdk(source, GeneratorConfig.load({"python": {"templates": "nowhere"}}))


def test_modules_of_your_own_stay_beside_what_is_generated(source, tmp_path):
    apply(generate_sdk(source), tmp_path)
    mine = tmp_path / "shop" / "pump_tools.py"
    mine.write_text("from shop import Pump\n", encoding="utf-8")

    apply(generate_sdk(source, hooks=[WithoutSecrets()]), tmp_path)
    assert mine.read_text(encoding="utf-8") == "from shop import Pump\n"

    apply(generate_sdk(source, GeneratorConfig.load({"python": {"package": "other"}})), tmp_path)
    assert [path.name for path in (tmp_path / "shop").iterdir()] == ["pump_tools.py"]
