# Sourced by run, test and bench: installs what is missing on a Debian machine, and builds when the build is older than the sources.

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

# need_node: makes sure that Node.js is new enough to build the console.
need_node() {
  local version
  version=$(node --version 2>/dev/null) || version=none
  if ! printf '%s\n' "$version" | awk -F'[v.]' '{ exit !($2 > 20 || ($2 == 20 && $3 >= 19)) }'; then
    echo "Building the console needs Node.js 20.19 or newer, and the node command here is $version; install a newer one first." >&2
    exit 2
  fi
}

# stale: true if there is no build, or a file that goes into it is newer.
stale() {
  local mark=$root/app/target/dist/.built
  [ -f "$mark" ] || return 0
  [ -n "$(find "$root" -mindepth 1 \( -name target -o -name node_modules -o -name .git -o -path "$root/data" \) -prune -o \
    -type f -newer "$mark" \( -path '*/src/main/*' -o -name pom.xml -o -path "$root/console/*" -o -path "$root/docs/api/*" \
    -o -path "$root/lists/*" -o -path "$root/bin/*" \) -print -quit)" ]
}

# build_if_stale: builds everything without tests, unless the build is there and new, or SEKISHO_SKIP_BUILD is set.
build_if_stale() {
  [ -z "${SEKISHO_SKIP_BUILD:-}" ] || return 0
  stale || return 0
  need mvn maven
  need npm npm
  need_node
  echo "Building Sekisho (first run, or sources changed) …" >&2
  (cd "$root" && mvn -B -q -DskipTests -Dspotless.check.skip=true -Dquick package)
  touch "$root/app/target/dist/.built"
}
