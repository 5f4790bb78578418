# What people run. Recipes are short; what needs more words stands in bin/.

DEBUG = .build/debug/matricule
RELEASE = .build/release/matricule
SOURCES = Package.swift Sources Tests
PORT = 8080
UNITS = 10000

.DEFAULT_GOAL := help
.PHONY: help run build test check format bench demo screenshots migration clean

help: ## Print the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: ## Install what is missing, build, and serve ./stock.db on http://127.0.0.1:8080
	bin/setup
	swift build -c release --product matricule
	$(RELEASE) serve --database sqlite:stock.db --host 127.0.0.1 --port $(PORT)

build: ## Build for debugging
	bin/setup
	swift build

test: ## Run all tests: those in Swift, then those that drive a server from outside
	bin/setup test
	swift build --build-tests
	$(MAKE) --no-print-directory .venv/ready
	bin/with-cluster swift test
	MATRICULE_BIN=$(DEBUG) bin/with-cluster .venv/bin/python -m pytest Tests/Clients

.venv/ready: Tests/Clients/requirements.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -r Tests/Clients/requirements.txt
	touch $@

check: ## Check format and tidiness
	swift format lint --strict --parallel --recursive $(SOURCES)
	swift test --filter Tidy

format: ## Format all Swift files
	swift format --in-place --parallel --recursive $(SOURCES)

bench: ## Measure, each figure beside a limit measured in the same run
	bin/setup bench
	swift build -c release --product matricule
	$(MAKE) --no-print-directory .venv/ready
	.venv/bin/pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
	MATRICULE_BIN=$(RELEASE) .venv/bin/python Benchmarks/run.py
	MATRICULE_BIN=$(RELEASE) .venv/bin/python Benchmarks/pages.py
	MATRICULE_BIN=$(RELEASE) bin/with-cluster --durable .venv/bin/python Benchmarks/postgres.py

demo: ## Fill ./demo.db with a believable company of about UNITS=10000 units
	bin/setup
	swift build -c release --product matricule
	$(RELEASE) demo --database sqlite:demo.db --units $(UNITS)
	@echo "Look at it with: $(RELEASE) serve --database sqlite:demo.db"

screenshots: ## Take pictures of the main pages, in both languages, themes and widths, into ./screenshots
	bin/setup test
	swift build --product matricule
	$(MAKE) --no-print-directory .venv/ready
	MATRICULE_BIN=$(DEBUG) .venv/bin/python Tests/Clients/screenshots.py screenshots

migration: ## Write the migration that new fields and types need: make migration NAME=addColour
	swift build --product matricule
	bin/migration "$(NAME)" $(DEBUG)

clean: ## Remove what was built; databases stay
	rm -rf .build .venv
