#!/usr/bin/env bash
# Compares the licences of what the product is made of with the accepted ones (docs/licences.txt): check-licences.sh [BOM [LOCK [ACCEPTED]]]
#   BOM   CycloneDX bill of materials of the Java parts (target/bom.json, which `mvn -Psec package` writes)
#   LOCK  package-lock.json of the console; what only builds it is left out
# Exit 0: all accepted. 1: a part has another licence or none, or a list is empty. 2: a file cannot be read.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
exec python3 - "${1:-$root/target/bom.json}" "${2:-$root/console/package-lock.json}" "${3:-$root/docs/licences.txt}" <<'PY'
import json, re, sys

def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as e:
        print(f"licences: {path} cannot be read: {e.strerror}", file=sys.stderr)
        sys.exit(2)

rows = [line.strip() for line in read(sys.argv[3]).splitlines() if line.strip() and not line.startswith("#")]
exceptions = dict(row.split(None, 1) for row in rows if row.startswith("pkg:"))
accepted = {row for row in rows if not row.startswith("pkg:")}

def holds(expression):
    """Of alternatives one has to be accepted, of a sum each. Nested expressions are not understood, so never accepted."""
    if expression in accepted:
        return True
    inner = expression.strip()
    if inner.startswith("(") and inner.endswith(")"):
        inner = inner[1:-1]
    if "(" in inner or (" OR " in inner and " AND " in inner):
        return False
    if " OR " in inner:
        return any(holds(part) for part in inner.split(" OR "))
    return " AND " in inner and all(holds(part) for part in inner.split(" AND "))

def of_component(part):
    """In a POM, several licences are a choice (Maven's POM reference, section Licenses)."""
    entries = [entry.get("license", {}) | {"expression": entry.get("expression")} for entry in part.get("licenses", [])]
    return [entry["expression"] or entry.get("id") or entry.get("name") or "" for entry in entries]

parts = []
for component in json.loads(read(sys.argv[1])).get("components", []):
    purl = re.sub(r"[@?].*", "", component.get("purl", "") or component.get("name", "?"))
    if not purl.startswith("pkg:maven/dev.sekisho/"):
        parts.append((purl, of_component(component)))
java = len(parts)
for path, package in json.loads(read(sys.argv[2])).get("packages", {}).items():
    if path and not package.get("dev") and not package.get("link"):
        parts.append(("pkg:npm/" + path.rpartition("node_modules/")[2], [str(package.get("license", ""))]))
npm = len(parts) - java

bad = sorted({f"{key}: {' | '.join(filter(None, found)) or 'no licence stated'}"
              for key, found in parts if key not in exceptions and not any(holds(text) for text in found if text)})
stale = sorted(set(exceptions) - {key for key, found in parts})
print(f"licences: {java} Java and {npm} JavaScript parts, {len(bad)} not accepted")
for line in bad:
    print("  " + line)
for key in stale:
    print(f"  {key}: an exception for nothing, remove it from the accepted ones")
sys.exit(1 if bad or not java or not npm else 0)
PY
