# What can be done here. "make" alone lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
STATICCHECK := go tool -modfile=tools/go.mod staticcheck
FUZZTIME := 30s

.PHONY: help run build test lint unit e2e tools fuzz soak bench shots

help: ## list what can be done
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /\1\t/' | while IFS=$$'\t' read -r name what; do printf '  make %-6s %s\n' "$$name" "$$what"; done

run: ## serve on :8080 with soundings.db (the same as "go run .")
	go run .

build: ## build the program ./soundings
	go build -trimpath -o soundings .

test: tools lint unit e2e ## everything that must hold: vet, staticcheck, all tests with the race detector, browser tests

lint: ## vet and staticcheck
	go vet ./...
	go vet -tags e2e ./e2e
	go vet -tags shots ./e2e
	go vet -tags soak ./bench
	$(STATICCHECK) ./...
	$(STATICCHECK) -tags e2e ./e2e
	$(STATICCHECK) -tags soak ./bench

unit: ## all tests but those in a browser
	go test -race -shuffle=on -timeout 8m ./...

e2e: ## the main job and every page in a real browser; needs Chromium
	@tools/machine.sh chromium || { echo "left out: the browser tests, because no Chromium is installed"; exit 0; }; \
	  echo "go test -tags e2e -timeout 14m ./e2e"; go test -tags e2e -count=1 -shuffle=on -parallel 3 -timeout 14m ./e2e

tools: ## install what the tests need, where that is possible (Debian, as root)
	@tools/machine.sh install

fuzz: ## each fuzz target for FUZZTIME (30s)
	@tools/fuzz.sh $(FUZZTIME)

soak: ## the crash test: 64 clients, 50 kills, nothing acknowledged may be lost
	go test -tags soak -count=1 -v -run Soak -timeout 15m ./bench/...

bench: ## measure speed and memory on this machine
	go run ./bench

shots: tools ## draw every page in every state into docs/screens
	go test -tags shots -count=1 -timeout 9m -run Shots ./e2e
