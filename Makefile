# Everything that a person does with the project, each in one word.
#
#   make run      install what is missing, build, and open the screen: of this node where it has
#                 pods, else of a demo node
#   make test     the whole suite: format, unit, kernel and terminal tests
#   make test-kernel  for that: a kernel with every kind of link, compiled once in some minutes, or
#                 taken from TEST_KERNEL_ARCHIVE, a tar file with one
#   make build    .build/release/cnitop and cni-plugins, static files
#   make bench    ratios to C floors and to other tools (root; QUICK=1 for three minutes)
#   make install  copy them to $(PREFIX)/bin; `cnitop install-plugins DIR` does the rest
#   make lint     check the format of the sources
#   make proto    generate the client of GoBGP again
#   make clean    remove what was built

PREFIX ?= /usr/local
CNITOP := .build/release/cnitop

# Root on a node, a user with sudo on a desktop.
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)

# Package and a file of it: what is there is not installed again.
BUILD_NEEDS := libncurses-dev:/usr/include/curses.h
TEST_NEEDS := iproute2:/sbin/ip tmux:/usr/bin/tmux python3:/usr/bin/python3 \
	python3-jsonschema:/usr/lib/python3/dist-packages/jsonschema \
	python3-yaml:/usr/lib/python3/dist-packages/yaml ncurses-term:/usr/share/terminfo/k/kitty \
	busybox-static:/bin/busybox gcc:/usr/bin/gcc bc:/usr/bin/bc xz-utils:/usr/bin/xz \
	nftables:/usr/sbin/nft iptables:/usr/sbin/iptables-nft \
	containernetworking-plugins:/usr/lib/cni/bridge podman:/usr/bin/podman crun:/usr/bin/crun \
	containerd:/usr/bin/containerd runc:/usr/sbin/runc dnsmasq-base:/usr/sbin/dnsmasq \
	bird2:/usr/sbin/bird frr:/usr/lib/frr/bgpd gobgpd:/usr/bin/gobgpd
# Services that would start at once and change this machine: only where nothing starts services.
ifeq ($(wildcard /run/systemd/system),)
TEST_NEEDS += firewalld:/usr/sbin/firewalld dbus-daemon:/usr/bin/dbus-daemon
endif
# Without what they recommend, which is a kernel.
LEAN_TEST_NEEDS := wireguard-tools:/usr/bin/wg
BENCH_NEEDS := $(TEST_NEEDS) bmon:/usr/bin/bmon htop:/usr/bin/htop btop:/usr/bin/btop gcc:/usr/bin/gcc

# $(call install,PAIRS[,OPTIONS]): apt-get update only where something is missing.
define install
	@missing=; for pair in $(1); do \
	  [ -e "$${pair#*:}" ] || missing="$$missing $${pair%%:*}"; done; \
	[ -z "$$missing" ] || { echo "installing$$missing"; \
	  $(SUDO) apt-get -o DPkg::Lock::Timeout=300 update -qq && \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get -o DPkg::Lock::Timeout=300 install -y -qq $(2) $$missing >/dev/null; }
endef

PLUGINS := .build/release/cni-plugins
RELEASE := swift build -c release -Xswiftc -static-executable --product

.PHONY: run test test-kernel build bench install lint clean proto needs-build needs-test needs-bench

run: build
	@if $(CNITOP) list pods -o csv 2>/dev/null | tail -n +2 | grep -q .; \
	then exec $(SUDO) $(CNITOP); else exec $(SUDO) $(CNITOP) demo; fi

build: needs-build
	$(RELEASE) cnitop
	$(RELEASE) cni-plugins

test: needs-build test-kernel lint
	swift build --build-tests
	swift test --skip-build

test-kernel: needs-test
	Tests/Tools/test-kernel/prepare

bench: build needs-bench
	swift build -c release --product Benchmarks
	$(SUDO) python3 Sources/Programs/Benchmarks/Runner/bench.py $(if $(QUICK),--quick)

install: build
	install -D -m 755 -t $(DESTDIR)$(PREFIX)/bin $(CNITOP) $(PLUGINS)
	strip $(DESTDIR)$(PREFIX)/bin/cnitop $(DESTDIR)$(PREFIX)/bin/cni-plugins

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

clean:
	rm -rf .build

needs-build:
	$(call install,$(BUILD_NEEDS))

needs-test:
	$(call install,$(TEST_NEEDS))
	$(call install,$(LEAN_TEST_NEEDS),--no-install-recommends)

needs-bench:
	$(call install,$(BENCH_NEEDS))

# What GoBGP's client is generated from is in the tree, and so is the result: only a change of the
# former needs this.
proto:
	$(call install,protobuf-compiler:/usr/bin/protoc)
	swift build --product protoc-gen-swift
	cd Sources/Node/GoBGP/Wire && protoc --plugin=$(CURDIR)/.build/debug/protoc-gen-swift \
	  --swift_opt=Visibility=Internal --swift_opt=UseAccessLevelOnImports=true --swift_out=. gobgp.proto
