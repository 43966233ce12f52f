"""Releases packages, each on its own: `python3 run.py release` sets up what is missing and runs this.

    python3 run.py release status                        what has changed since, and which version follows
    python3 run.py release make pygen-client [...]       raises the version, writes the changelog, locks, commits, tags
    python3 run.py release build pygen-client-v0.2.0     what the tag publishes, in dist/release (for the workflow)

A change that users notice is a file `changes/PACKAGE/NAME.KIND.md` with a sentence or two; KIND is breaking, added or
fixed. The files become the changelog and are gone. Nothing is pushed: a tag that is pushed publishes its package
(.github/workflows/release.yml).
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from machine import ROOT, StepFailedError, call, text_of

CHANGES = ROOT / "changes"
KINDS = {"breaking": "Programs break", "added": "Added", "fixed": "Fixed"}
"""The kinds of changes, and their headings."""
RANGES = {
    "pygen-runtime-py": "packages/pygen-generator/src/pygen_generator/languages/python/project.py",
    "pygen-runtime-ts": "packages/pygen-generator/src/pygen_generator/languages/typescript/project.py",
}
"""Where the generator says which versions of a runtime generated code goes with."""
OUTPUT = ROOT / "dist" / "release"

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Package:
    """One published package. Its name is that of its folder."""

    name: str

    @property
    def folder(self) -> Path:
        return ROOT / "packages" / self.name

    @property
    def is_python(self) -> bool:
        return (self.folder / "pyproject.toml").exists()

    @property
    def distribution(self) -> str:
        """Its name on the index."""
        metadata = self.folder / ("pyproject.toml" if self.is_python else "package.json")
        return _only(r'^\s*"?name"?\s*[=:] "(.+?)"', metadata.read_text(encoding="utf-8"))

    @property
    def version_files(self) -> list[Path]:
        """Where its version stands."""
        if self.is_python:
            return [*self.folder.glob("src/*/_version.py")]
        return [self.folder / name for name in ("package.json", "deno.json", "src/version.ts")]

    @property
    def version(self) -> Version:
        text = self.version_files[0].read_text(encoding="utf-8")
        major, minor, patch = _only(r'"(\d+\.\d+\.\d+)"', text).split(".")
        return int(major), int(minor), int(patch)

    @property
    def fragments(self) -> list[Path]:
        """Files with changes, in the order of the changelog."""
        found = sorted((CHANGES / self.name).glob("*.md"))
        wrong = [path.name for path in found if path.suffixes[-2:-1] == [] or path.suffixes[-2][1:] not in KINDS]
        if wrong:
            raise StepFailedError(f"{wrong[0]} in {CHANGES / self.name} must end with one of .{'.md .'.join(KINDS)}.md")
        return found

    @property
    def is_unreleased(self) -> bool:
        """Whether the version that stands there is still to come."""
        return f"## {text(self.version)} (unreleased)" in self.changelog.read_text(encoding="utf-8")

    @property
    def changelog(self) -> Path:
        return self.folder / "CHANGELOG.md"

    def next_version(self) -> Version:
        """The version that follows: before 1.0 breaking changes raise the second number, and all others the third."""
        if self.is_unreleased:
            return self.version
        kinds = {path.suffixes[-2][1:] for path in self.fragments}
        major, minor, patch = self.version
        if "breaking" in kinds:
            return (0, minor + 1, 0) if major == 0 else (major + 1, 0, 0)
        return (major, minor + 1, 0) if "added" in kinds and major else (major, minor, patch + 1)


def packages() -> dict[str, Package]:
    """All, those first that others need."""
    order = ["pygen-client", "pygen-runtime-py", "pygen-runtime-ts", "pygen-emulator", "pygen-generator", "pygen-cli"]
    return {name: Package(name) for name in order}


def text(version: Version) -> str:
    return ".".join(map(str, version))


def tag_of(package: Package, version: Version) -> str:
    return f"{package.name}-v{text(version)}"


def _only(pattern: str, where: str) -> str:
    match = re.search(pattern, where, re.MULTILINE)
    if match is None:
        raise StepFailedError(f"there is no {pattern}")
    return match[1]


def _end_of_range(version: Version) -> str:
    """The first version that may break programs."""
    major, minor, _ = version
    return f"0.{minor + 1}" if major == 0 else f"{major + 1}"


def _replace(path: Path, old: str, new: str, count: int = -1) -> bool:
    before = path.read_text(encoding="utf-8")
    after = before.replace(old, new, count)
    path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def raise_version(package: Package, version: Version) -> None:
    """Write the version wherever it stands, and let the ranges of other packages hold it."""
    old, new = text(package.version), text(version)
    for path in package.version_files:
        if not _replace(path, f'"{old}"', f'"{new}"', 1):
            raise StepFailedError(f"{path} does not say {old}")
    if not package.is_python:
        lock = ROOT / "package-lock.json"
        locked = json.loads(lock.read_text(encoding="utf-8"))
        locked["packages"][f"packages/{package.name}"]["version"] = new
        lock.write_text(json.dumps(locked, indent=2) + "\n", encoding="utf-8", newline="\n")
    if _end_of_range(version) != _end_of_range(tuple(map(int, old.split(".")))):  # type: ignore[arg-type]  # three
        _raise_ranges(package, version)


def _raise_ranges(package: Package, version: Version) -> None:
    """Another range in every package that needs this one, with a line for its changelog: it has to be released, too."""
    changed: list[str] = []
    needed = f'"{package.distribution}>='
    for other in packages().values():
        path = other.folder / "pyproject.toml"
        if path.exists() and needed in path.read_text(encoding="utf-8"):
            new = f"{needed}{version[0]}.{version[1]},<{_end_of_range(version)}"
            path.write_text(
                re.sub(rf'{re.escape(needed)}[^"]*', new, path.read_text(encoding="utf-8")), encoding="utf-8"
            )
            changed.append(other.name)
    if package.name in RANGES:
        _widen_range_of_generated_code(ROOT / RANGES[package.name], version)
        changed.append("pygen-generator")
    for name in changed:
        fragment = CHANGES / name / f"needs-{package.name}-{text(version)}.fixed.md"
        fragment.parent.mkdir(parents=True, exist_ok=True)
        sentence = f"Goes with {package.distribution} {version[0]}.{version[1]}.\n"
        fragment.write_text(sentence, encoding="utf-8", newline="\n")


def _widen_range_of_generated_code(path: Path, version: Version) -> None:
    """Code of the present contract also goes with this version: the end of the last range moves."""
    source = path.read_text(encoding="utf-8")
    table = _only(r"^(RUNTIME_RANGES = \{.*\})$", source)
    head, _, last = table.rpartition(": ")
    if last.startswith('"^'):
        last = f'">={last[2:-2]} <{_end_of_range(version)}.0"}}'
    else:
        last = re.sub(r"<[\d.]+", f"<{_end_of_range(version)}", last)
        if last.count(".") > 2:
            last = last.replace('"}', '.0"}')
    path.write_text(source.replace(table, f"{head}: {last}"), encoding="utf-8", newline="\n")


def write_changelog(package: Package, version: Version, date: str) -> None:
    """The fragments become the newest entry of the changelog, and are removed."""
    parts: list[str] = []
    for kind, heading in KINDS.items():
        lines = [
            "* " + "\n  ".join(path.read_text(encoding="utf-8").strip().splitlines())
            for path in package.fragments
            if path.suffixes[-2][1:] == kind
        ]
        parts += [f"{heading}:\n\n" + "\n".join(lines)] if lines else []
    body = "\n\n".join(parts)
    heading = f"## {text(version)} ({date})"
    if not _replace(package.changelog, f"## {text(version)} (unreleased)", f"{heading}\n\n{body}".rstrip(), 1):
        title, _, rest = package.changelog.read_text(encoding="utf-8").partition("\n\n")
        package.changelog.write_text(f"{title}\n\n{heading}\n\n{body}\n\n{rest}", encoding="utf-8", newline="\n")
    for path in package.fragments:
        path.unlink()


def make(names: Sequence[str], date: str) -> None:
    """Release packages in the order in which they need each other: a commit and a tag for each."""
    if text_of("git", "status", "--porcelain"):
        raise StepFailedError("The checkout has changes that are not committed")
    try:
        text_of("git", "var", "GIT_COMMITTER_IDENT")
    except StepFailedError:
        # git has said the rest; a release would end half-way, with its files written and nothing committed.
        raise StepFailedError("git does not know who you are: set user.name and user.email with `git config`") from None
    tags: list[str] = []
    for package in (each for name, each in packages().items() if name in names):
        if not (package.fragments or package.is_unreleased):
            raise StepFailedError(f"{package.name} has no changes in {CHANGES / package.name}")
        version = package.next_version()
        write_changelog(package, version, date)
        if version != package.version:
            raise_version(package, version)
        call("uv", "lock", "--quiet")
        call("git", "add", "--all")
        call("git", "commit", "--quiet", "--message", f"Release {package.distribution} {text(version)}")
        tags.append(tag_of(package, version))
        call("git", "tag", "--annotate", "--message", f"{package.distribution} {text(version)}", tags[-1])
        print(f"{package.distribution} {text(version)} is committed and tagged.")
    # Tags that come with each other by the handful start no workflow, so each is pushed by itself.
    print("\nTo publish:\n" + "\n".join(f"  git push origin {tag}" for tag in tags))
    waiting = [name for name, each in packages().items() if name not in names and each.fragments]
    if waiting:
        print(f"Changes wait in {', '.join(waiting)}.")


def build(tag: str) -> None:
    """What a tag publishes. Raises StepFailedError if the version is another one, or not in the changelog."""
    name, _, version = tag.rpartition("-v")
    package = packages().get(name)
    if package is None or text(package.version) != version:
        raise StepFailedError(f"{tag} is not the tag of a package and the version that stands in it")
    if f"## {version} (2" not in package.changelog.read_text(encoding="utf-8"):
        raise StepFailedError(f"{package.changelog} has no entry of {version} with a date")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    OUTPUT.mkdir(parents=True)
    if package.is_python:
        options = ["--quiet", "--no-build-isolation", "--out-dir", str(OUTPUT)]
        call("uv", "build", "--package", package.distribution, *options)
        import materials  # noqa: PLC0415 - needs more than the standard library, and only this does

        materials.write_bill(package.distribution, version, OUTPUT)
    else:
        call("npm", "ci", "--no-progress", "--loglevel=error")
        call("npm", "run", "--silent", "build", cwd=package.folder)
        call("npm", "pack", "--silent", "--pack-destination", str(OUTPUT), cwd=package.folder)
    print("\n".join(sorted(str(path.relative_to(ROOT)) for path in OUTPUT.iterdir() if path.name[0] != ".")))


def status() -> None:
    """A line for each package."""
    print(f"{'package':<20}{'version':<10}{'changes':>8}  next")
    for package in packages().values():
        waiting = bool(package.fragments) or package.is_unreleased
        follows = text(package.next_version()) if waiting else ""
        print(f"{package.name:<20}{text(package.version):<10}{len(package.fragments):>8}  {follows}")


def main() -> None:
    """Read the command line and run the command."""
    parser = argparse.ArgumentParser(prog="run.py release", description="Release packages, each on its own.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("status", help="show what has changed since, and which version follows")
    making = commands.add_parser("make", help="raise versions, write changelogs, lock, commit and tag")
    making.add_argument("package", nargs="+", choices=packages(), metavar="PACKAGE", help=", ".join(packages()))
    today = datetime.now(timezone.utc).date().isoformat()
    making.add_argument("--date", default=today, help="day of the release; today in UTC if not given")
    building = commands.add_parser("build", help="build what a tag publishes, in dist/release")
    building.add_argument("tag", help="such as pygen-client-v0.2.0")
    arguments = parser.parse_args()
    try:
        if arguments.command == "make":
            make(arguments.package, arguments.date)
        elif arguments.command == "build":
            build(arguments.tag)
        else:
            status()
    except StepFailedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
