#!/usr/bin/env bash
# Adds up the test reports of all modules and prints one closing line; fails if any test failed or none ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python3 - <<'PY'
import glob, sys, xml.etree.ElementTree as tree
passed = failed = skipped = 0
for path in glob.glob("*/target/*-reports/TEST-*.xml"):
    suite = tree.parse(path).getroot()
    tests, bad = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors"))
    left_out = int(suite.get("skipped"))
    passed += tests - bad - left_out
    failed += bad
    skipped += left_out
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
PY
