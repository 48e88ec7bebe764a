# The verbs of the project. `make` alone lists them.
CONFIGURATION ?= release
DEMO ?= 1
PORT ?= 8080
SECONDS ?= 60
BINARY := .build/$(CONFIGURATION)/corecraft

.DEFAULT_GOAL := help
.PHONY: help setup build run test test-release bench worlds fuzz dist docker-check unit-check lint format golden clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## install what is missing: liblmdb (apt-get) and the Python packages of the tests (pip, into .venv)
	@Scripts/setup.sh

build: setup ## build the command line in release mode
	swift build -c $(CONFIGURATION) --product corecraft

run: build ## first light: serve a fresh store, drive 16 episodes over MCP, audit them, stay up (DEMO=0 only serves)
	@Scripts/run.sh "$(BINARY)" "$(PORT)" "$(DEMO)"

test: setup ## all tests: Swift, Python, and the command line as its users see it
	@Scripts/test.sh debug

test-release: setup ## the same tests on a release build
	@Scripts/test.sh release

bench: build ## print each figure beside its limit, measured in the same run
	@Scripts/bench.sh "$(BINARY)"

worlds: build ## build the worlds of snapshots/ anew from their seeds, and check them
	@Scripts/worlds.sh "$(BINARY)"

fuzz: ## feed random requests to the tools for SECONDS=60, and say how many runs it did
	@Scripts/fuzz.sh "$(SECONDS)"

dist: ## build dist/corecraft, one self-contained binary, and start it in an empty directory
	@Scripts/dist.sh

docker-check: ## check of the Dockerfile what can be checked without Docker
	@python3 Scripts/docker-check.py

unit-check: ## check the systemd unit with systemd-analyze, where that is installed
	@Scripts/unit-check.sh

lint: ## check the formatting
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/Sources

format: ## format the sources
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz/Package.swift Fuzz/Sources

golden: setup ## record golden files and generated pages anew, then fail: look at the difference (a change of behaviour raises `rules`)
	RECORD_GOLDEN=1 swift test --filter 'GoldenTrajectoryTests|Documentation'

clean: ## remove what was built, not what was installed
	rm -rf .build .build-* dist
