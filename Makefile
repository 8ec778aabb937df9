# Two commands are enough: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# npm writes the first file with every install; the second is there only with the test tools
INSTALLED := node_modules/.package-lock.json
TEST_TOOLS := node_modules/tap/package.json
SERVER_SOURCES := $(shell find server -name '*.ts' -not -path '*/test/*')
BENCH_SOURCES := $(shell find bench kafka server/wire server/classroom server/log server/relay -name '*.ts' -not -path '*/test/*')
KAFKA_SOURCES := $(wildcard kafka/*.ts) server/place.ts
CLIENT_SOURCES := $(shell find client server/wire server/classroom -type f -not -path '*/test/*')
BIN := node_modules/.bin

.PHONY: help install build run test lint bench kafka kafka-stop kafka-client clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1|\2/' | column -t -s '|'

install: $(INSTALLED) ## fetch what running needs

build: dist/.server dist/.client ## compile server and client to dist/

run: build ## start everything on ./data with a class, and show the links
	@exec node dist/server/main.js open-house

test: $(TEST_TOOLS) ## prove everything; the last line tells how many passed
	@$(MAKE) --no-print-directory build dist/.bench dist/.kafka
	@node scripts/test.mjs

lint: $(TEST_TOOLS) ## style, types, unused code, direction of imports
	@node scripts/test.mjs lint

bench: $(TEST_TOOLS) build dist/.bench ## measure the standard set (ONLY="answers enter": these alone); see bench/README.md
	@node scripts/bench.mjs $(ONLY)

kafka: dist/.kafka ## start a real Kafka on loopback (Java 17 and Maven; NODES=3 for three brokers)
	@node dist/kafka/main.js start

kafka-stop: dist/.kafka ## stop it; its data stays in .kafka/
	@node dist/kafka/main.js stop

kafka-client: $(INSTALLED) ## build the client that KAFKA_BROKERS needs
	@scripts/kafka-client.sh

clean: ## remove what was built (not node_modules, not data)
	rm -rf dist .tap shots

$(INSTALLED): package-lock.json
	npm ci --omit=dev
	@touch $@

$(TEST_TOOLS): package-lock.json
	npm ci
	@touch $(INSTALLED) $@

dist/.server: $(SERVER_SOURCES) tsconfig.json tsconfig.build.json | $(INSTALLED)
	@rm -rf dist/server
	$(BIN)/tsc -p tsconfig.build.json
	@touch $@

dist/.bench: $(BENCH_SOURCES) tsconfig.json tsconfig.build.json tsconfig.bench.json | $(TEST_TOOLS)
	@rm -rf dist/bench
	$(BIN)/tsc -p tsconfig.bench.json
	@touch $@

dist/.kafka: $(KAFKA_SOURCES) tsconfig.json tsconfig.build.json tsconfig.kafka.json | $(INSTALLED)
	@rm -rf dist/kafka
	$(BIN)/tsc -p tsconfig.kafka.json
	@touch $@

dist/.client: $(CLIENT_SOURCES) package.json | $(INSTALLED)
	$(BIN)/vite build client --logLevel error
	@touch $@
