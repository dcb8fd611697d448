#!/bin/sh
# Lighthouse over the quote form of a running shop; exit 1 if a group is under 95.
# Run: bench/lighthouse.sh [http://127.0.0.1:8000/]
set -eu
url=${1:-http://127.0.0.1:8000/}
report=$(mktemp)
CHROME_PATH=$(command -v chromium) npx --yes lighthouse@12 "$url" --quiet --output=json --output-path="$report" \
  --chrome-flags="--headless --no-sandbox --disable-gpu --disable-background-networking"
node -e '
  const report = JSON.parse(require("fs").readFileSync(process.argv[1]));
  const groups = Object.values(report.categories).map(group => [group.title, Math.round(group.score * 100)]);
  for (const [title, score] of groups) console.log(title.padEnd(16), score);
  for (const audit of Object.values(report.audits))
    if (audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== "informative") console.log("  below:", audit.id, audit.score);
  process.exit(groups.some(([, score]) => score < 95) ? 1 : 0);
' "$report"
