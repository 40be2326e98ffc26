# Pinisi: `make run` starts the product, `make test` passes every test. Both do all set-up.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PINISI_HOME ?= .pinisi
export PINISI_HOME
JAR := portal/target/pinisi.jar
AOT := portal/target/pinisi.aot
IMAGES := docker/target/images/.built
KEYCLOAK := docker/target/keycloak
SOURCES := $(shell find db cluster-runtime federation-engine auth portal -path '*/target' -prune -o \
	-type f \( -path '*/src/main/*' -o -name pom.xml \) -print 2>/dev/null) pom.xml
WITH_JDK := . ./.mvn/jdk.sh
# an empty cache file means that there is none for this build
QUICK_START = $(if $(shell test -s $(AOT) && echo yes),-XX:AOTCache=$(AOT) -Xlog:aot=off)

.PHONY: help run keycloak build prepare images test unit e2e bench scan format check clean clean-host

help: ## what there is to make
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# with SSO=1 a Keycloak with made-up people starts beside, and people sign in through it
SSO_UP = $(if $(SSO),--sso docker/keycloak/sso.yaml --keycloak $(KEYCLOAK) --realm docker/keycloak/realm.json)

run: prepare $(JAR) $(IMAGES) $(AOT) $(if $(SSO),keycloak) ## set up, build and start Pinisi in the foreground (SSO=1: with Keycloak)
	@$(WITH_JDK); exec "$$JAVA_HOME/bin/java" $(QUICK_START) $(JAVA_OPTS) -jar $(JAR) up --images docker/target/images $(SSO_UP)

build: $(JAR) $(IMAGES) ## build the executable portal/target/pinisi.jar and the sample images

prepare:
	@docker/prepare-host.sh run

$(JAR): $(SOURCES)
	@echo "pinisi: building (a first build fetches its libraries and takes some minutes)"
	@./mvnw -q -Dquick -DskipTests -pl portal -am package
	@touch $@

$(AOT): $(JAR)
	@echo "pinisi: training quick starts, once for each build (half a minute)"
	@.mvn/aot.sh $(JAR) $(AOT)

keycloak:
	@docker/keycloak/prepare.sh $(KEYCLOAK)

images: $(IMAGES) ## build the sample images without any registry

$(IMAGES): $(wildcard docker/build-images.sh docker/images/*)
	@echo "pinisi: building the sample images"
	@docker/build-images.sh docker/target/images
	@touch $@

test: ## set up and run every check and test: unit, server, containers, kubectl, browser
	@docker/prepare-host.sh test
	@$(MAKE) --no-print-directory $(IMAGES) keycloak
	./mvnw verify

unit: ## fast tests only
	./mvnw -q -Dquick test

e2e: $(JAR) $(IMAGES) keycloak ## only the end-to-end tests, against the built executable
	@docker/prepare-host.sh test
	./mvnw -q -Dquick -pl e2e-tests verify

bench: $(JAR) $(IMAGES) $(AOT) ## measure the hot paths on this machine and print the figures
	@docker/prepare-host.sh run
	@./mvnw -q -Dquick test-compile
	@.ci/bench

scan: $(JAR) ## look every component up in the OSV database (needs the network)
	@.ci/scan

format: ## format the sources
	./mvnw -q spotless:apply

check: ## compile with every check, no tests
	./mvnw -q -DskipTests verify

clean: ## remove what was built
	./mvnw -q clean
	rm -rf docker/target

clean-host: $(JAR) ## remove containers, namespaces and tables that a killed Pinisi left behind
	@$(WITH_JDK); "$$JAVA_HOME/bin/java" -jar $(JAR) clean-host
