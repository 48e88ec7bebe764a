"""Checks of the Dockerfile what can be checked without a Docker engine.

Every file that is copied is there and not ignored; what is built is a target of the Makefile, and what that needs was
copied before; what is copied between the stages is there, the binary where that target makes it; every package exists
in this system's apt; variables are settings that the server knows; the image does not run as root; the last stage
holds no compiler.
usage: docker-check.py [DOCKERFILE]
"""

import fnmatch
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def instructions(text):
    """Each instruction with its arguments, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in re.sub(r"\\\n\s*", " ", "\n".join(lines)).splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name.upper(), rest.strip()


def stages(text):
    """The instructions of each stage; a stage begins with FROM."""
    found = []
    for name, rest in instructions(text):
        if name == "FROM":
            found.append([])
        if not found:
            raise SystemExit("docker-check: an instruction stands before the first FROM")
        found[-1].append((name, rest))
    return found


def ignored():
    return [line.strip() for line in (ROOT / ".dockerignore").read_text().splitlines() if line.strip()]


def problems(text):
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    names = set(re.findall(r'"([a-z_]+)"', (ROOT / "Sources/corecraft/Configuration/ServeSettings.swift").read_text()))
    parts = stages(text)
    copied = set()
    if len(parts) < 2:
        yield "it has one stage; the compiler would be in the image"
    for number, stage in enumerate(parts):
        is_last = number == len(parts) - 1
        present = {"." if number else ""}
        for name, rest in stage:
            if name == "COPY" and not rest.startswith("--from"):
                for source in rest.split()[:-1]:
                    if not (ROOT / source).exists():
                        yield f"COPY {source}: there is no such file"
                    if any(fnmatch.fnmatch(source, pattern) for pattern in ignored()):
                        yield f"COPY {source}: .dockerignore leaves it out"
                    present.add(source)
            if name == "COPY" and rest.startswith("--from"):
                stage_name, source = re.match(r"--from=(\S+)\s+(\S+)", rest).groups()
                if not any(p[0][1].endswith(f"AS {stage_name}") for p in parts[:number]):
                    yield f"COPY --from={stage_name}: no earlier stage has that name"
                path = source.removeprefix("/source/")
                if path != "dist/corecraft" and not is_copied(path, copied):
                    yield f"COPY {source}: the first stage has no such file; `make dist` makes dist/corecraft"
            if name == "RUN":
                for target in re.findall(r"\bmake ([a-z-]+)", rest):
                    if target not in targets:
                        yield f"RUN make {target}: the Makefile has no such target"
                match = re.search(r"apt-get install ([^&|;]*)", rest)
                for package in [word for word in (match.group(1).split() if match else []) if word[0] != "-"]:
                    yield from unknown_package(package)
                    if is_last and re.fullmatch(r"gcc|make|clang|swift.*|.*-dev", package):
                        yield f"{package} does not belong into the last stage"
            if name == "ENV":
                for variable in re.findall(r"(CORECRAFT_[A-Z_]+)=", rest):
                    setting = variable.removeprefix("CORECRAFT_").lower()
                    if setting not in names:
                        yield f"ENV {variable}: the server has no setting {setting}"
        if number == 0:
            for needed, by in [(path, "Package.swift") for path in manifest_paths()] + [
                (path, "Scripts/dist.sh") for path in packed_paths()
            ]:
                if not is_copied(needed, present):
                    yield f"the first stage does not copy {needed}, which {by} needs"
            copied = present
        if is_last:
            users = [rest for name, rest in stage if name == "USER"]
            if not users or users[-1] in ("root", "0"):
                yield "the image runs as root"
            store = next((v for n, r in stage if n == "ENV" for v in re.findall(r"CORECRAFT_STORE=(\S+)", r)), "")
            volumes = [rest for name, rest in stage if name == "VOLUME"]
            if not any(store.startswith(volume + "/") for volume in volumes):
                yield f"the store {store or '(unset)'} is on no volume"


def is_copied(path, sources):
    return any(path == source or path.startswith(source + "/") for source in sources)


def packed_paths():
    """What the script that packs a release copies from the checkout."""
    for line in re.findall(r"^cp (.*)$", (ROOT / "Scripts/dist.sh").read_text(), re.M):
        yield from [word for word in line.split()[:-1] if (ROOT / word).exists() and not word.startswith("dist/")]


def unknown_package(package):
    done = subprocess.run(["apt-cache", "show", package], capture_output=True, text=True)
    if done.returncode != 0 or f"Package: {package}" not in done.stdout:
        yield f"apt has no package {package} here (apt-get update, then try again)"


def manifest_paths():
    """The folders that the manifest names; SwiftPM refuses to load a package that lacks one of them."""
    manifest = (ROOT / "Package.swift").read_text()
    yield "Package.swift"
    yield from re.findall(r'path: "([^"]+)"', manifest)
    for target in re.findall(r'\.(?:target|executableTarget)\(\s*name: "(\w[\w-]*)"', manifest):
        if (ROOT / "Sources" / target).is_dir():
            yield f"Sources/{target}"
    for target in re.findall(r'\.testTarget\(\s*name: "(\w+)"', manifest):
        yield f"Tests/{target}"


def main():
    path = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "Dockerfile")
    if not shutil.which("apt-cache"):
        raise SystemExit("docker-check: apt-cache is missing; this check needs a Debian system")
    found = list(problems(path.read_text()))
    for problem in found:
        print(f"docker-check: {problem}", file=sys.stderr)
    if found:
        raise SystemExit(1)
    print(f"docker-check: {path.name} is in order, as far as that shows without Docker")


if __name__ == "__main__":
    main()
