#!/bin/sh
# From `make run` in a fresh clone with an empty pip cache to the first quote, and the second start beside it.
# Run: bench/start.sh [PORT]
set -eu
port=${1:-8123}
here=$(git rev-parse --show-toplevel)
work=$(mktemp -d)
git clone -q "$here" "$work/leadsite"
cd "$work/leadsite"
export PORT=$port PIP_CACHE_DIR="$work/pip" DATA_DIR="$work/data"
unset DATABASE_URL MIGRATE_DATABASE_URL

seconds() { date +%s.%N; }
answers() { curl -fsS -o /dev/null "http://127.0.0.1:$port/" 2>/dev/null; }

first_quote() {
  begin=$(seconds)
  make run >"$work/log" 2>&1 &
  run=$!
  until answers; do
    kill -0 $run 2>/dev/null || { cat "$work/log"; exit 1; }
    sleep 0.1
  done
  slug=$(curl -fsS "http://127.0.0.1:$port/" | grep -o '<option[^>]* value="[a-z0-9][a-z0-9-]*"' | head -1 | sed 's/.*value="//; s/"//')
  curl -fsS -o /dev/null -H 'Accept: application/json' "http://127.0.0.1:$port/" -d name='Priya Sharma' \
    -d phone='+91 98765 43210' -d lines-TOTAL_FORMS=1 -d lines-INITIAL_FORMS=0 \
    -d "lines-0-product=$slug" -d lines-0-quantity="$2"
  end=$(seconds)
  echo "$1: first quote after $(echo "$end - $begin" | bc) s"
  kill -TERM $run
  wait $run || true
}

first_quote "bare clone" 10
first_quote "second start" 20
rm -rf "$work"
