# Sourced by run and test: installs what is missing on a Debian machine, and tells whether the build is older than the sources.

# need COMMAND PACKAGE…: makes sure that a command exists.
need() {
  local command=$1; shift
  command -v "$command" >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $* …" >&2
    [ -n "${SEKISHO_APT_UPDATED:-}" ] || { apt-get update -qq >&2 || true; export SEKISHO_APT_UPDATED=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  else
    echo "Sekisho needs the command $command; install the package $* first." >&2
    exit 2
  fi
}

# need_font FILE-PATTERN PACKAGE: makes sure that a font is there.
need_font() {
  ls $1 >/dev/null 2>&1 && return
  if [ "$(id -u)" = 0 ]; then
    [ -n "${SEKISHO_APT_UPDATED:-}" ] || { apt-get update -qq >&2 || true; export SEKISHO_APT_UPDATED=1; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2" >/dev/null
  fi
}

# stale: true if there is no build, or a source file is newer than it.
stale() {
  local mark=$root/app/target/dist/.built
  [ -f "$mark" ] || return 0
  [ -n "$(find "$root" -newer "$mark" \( -path '*/target' -o -path '*/node_modules' -o -path "$root/.git" \) -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml -o -path "$root/console/*" \) -type f -newer "$mark" -print -quit)" ]
}
