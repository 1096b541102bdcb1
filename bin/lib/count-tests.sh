#!/usr/bin/env bash
# Adds up the test reports of all modules and prints one closing line; fails if any test failed or none ran: count-tests.sh [MARKER]
#   MARKER  a file; reports that are older than it are of an earlier run and do not count
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 - "${1:-}" <<'PY'
import glob, os, sys, xml.etree.ElementTree as tree
since = os.stat(sys.argv[1]).st_mtime_ns if sys.argv[1] else 0
passed = failed = skipped = 0
for path in glob.glob("*/target/*-reports/TEST-*.xml"):
    if os.stat(path).st_mtime_ns < since:
        continue
    suite = tree.parse(path).getroot()
    tests, bad = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors"))
    left_out = int(suite.get("skipped"))
    passed += tests - bad - left_out
    failed += bad
    skipped += left_out
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
PY
