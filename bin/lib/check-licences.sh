#!/usr/bin/env bash
# Compares the licences in the bill of materials with the accepted ones (docs/licences.txt); an unknown one fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 - <<'PY'
import json, re, sys
accepted = [line.strip() for line in open("docs/licences.txt") if line.strip() and not line.startswith("#")]
exceptions = dict(line.split(None, 1) for line in accepted if line.startswith("pkg:"))
accepted = {line for line in accepted if not line.startswith("pkg:")}
bad = []
components = json.load(open("target/bom.json"))["components"]
for part in components:
    purl = part.get("purl", "")
    if purl.startswith("pkg:maven/dev.sekisho/"):
        continue
    found = set()
    for entry in part.get("licenses", []):
        licence = entry.get("license", {})
        found.add(entry.get("expression") or licence.get("id") or licence.get("name") or "none")
    key = re.sub(r"@.*", "", purl)
    if not (found & accepted) and key not in exceptions:
        bad.append(f"{purl}: {', '.join(sorted(found)) or 'no licence stated'}")
print(f"licences: {len(components)} components, {len(bad)} not accepted")
print("\n".join(bad))
sys.exit(1 if bad or not components else 0)
PY
