# The commands of the project; each sets up what it needs.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Leaves out what nothing uses, and folds what is the same.
SMALL := -Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker --icf=all -Xlinker -z -Xlinker pack-relative-relocs
# Nothing in the C library looks into its own values, so what the Swift runtime would need for that is left out,
# and so are regular expressions, a tenth of the library.
FFI_BUILD := --scratch-path .build-ffi -c release -Xswiftc -static-stdlib -Xswiftc -Osize -Xswiftc -Xfrontend -Xswiftc -disable-reflection-metadata \
	-Xswiftc -Xfrontend -Xswiftc -disable-implicit-string-processing-module-import \
	-Xlinker --version-script=include/exports.map -Xlinker -soname -Xlinker libscriptorium.so $(SMALL)
DIST_BUILD := --scratch-path .build-dist -c release --static-swift-stdlib $(SMALL) -Xlinker --no-export-dynamic

.PHONY: help setup build demo test torture lint format serve dist library bench

help: ## Show the commands.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

setup: ## Install the system packages and the Python environment of the tests.
	@scripts/setup

build: setup ## Build the executable for debugging.
	swift build

test: setup lint ## Run every test.
	swift build --build-tests
	@scripts/test-swift
	@$(MAKE) --no-print-directory library
	.venv/bin/python -m pytest -q Tests/EndToEnd Tests/ABI

torture: setup ## Run simulations, fuzzers, kill loops and faults for MINUTES=30, from SEED=n on; a red run says how to repeat it.
	@scripts/torture

lint: ## Check the format of the code and the layers.
	@scripts/lint

format: ## Bring the code into the format.
	swift format --in-place --recursive --parallel Sources Tests Package.swift

demo: build library ## Digest a PDF of 193 pages over HTTP, through C and by command; show costs and books.
	@scripts/setup debian-policy
	@scripts/demo

serve: build ## Serve a database in ./data on http://127.0.0.1:8080.
	@mkdir -p data
	.build/debug/scriptorium serve --database data/scriptorium.db

library: ## Build the C library and its header into dist/.
	swift build --product scriptorium-c $(FFI_BUILD)
	@mkdir -p dist/include
	strip --strip-unneeded -o dist/libscriptorium.so .build-ffi/release/libscriptorium-c.so
	cp include/scriptorium.h dist/include/scriptorium.h

dist: setup library ## Build the executable, the C library and its header into dist/.
	swift build --product scriptorium $(DIST_BUILD)
	strip -o dist/scriptorium .build-dist/release/scriptorium
	@if ldd dist/scriptorium | grep -i swift; then echo "dist/scriptorium needs a Swift library" >&2; exit 1; fi
	@ls -l dist dist/include

bench: ## Measure against peers and limits, side by side.
	@scripts/setup wrk iso-codes nodejs lua5.4
	.venv/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	swift build --product scriptorium $(DIST_BUILD)
	swift build --package-path Benchmarks --scratch-path .build-benchmarks -c release --static-swift-stdlib $(SMALL) \
		-Xlinker --no-export-dynamic
	.venv/bin/python Benchmarks/json_parsing.py .build-benchmarks/release/JSONBenchmark
	.venv/bin/python Benchmarks/language.py .build-benchmarks/release/LanguageBenchmark .build-dist/release/scriptorium
	.build-benchmarks/release/LanguageServerBenchmark
	.venv/bin/python Benchmarks/http_accounts.py .build-dist/release/scriptorium .build-benchmarks/release/BareServer
	.venv/bin/python Benchmarks/ledger.py .build-benchmarks/release/LedgerBenchmark
	.venv/bin/python Benchmarks/durable_steps.py .build-benchmarks/release/StepsBenchmark
	.venv/bin/python Benchmarks/durable_threads.py .build-benchmarks/release/StepsBenchmark
	.venv/bin/python Benchmarks/shared_database.py .build-benchmarks/release/StepsBenchmark .build-benchmarks/release/LedgerBenchmark
