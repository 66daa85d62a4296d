# Sets $python: the project's own when it works, else the first Python on the PATH that is new enough. Read by bin/*.
root=$(cd "$(dirname "$0")/.." && pwd -P)
python=
for candidate in "$root/.venv/bin/python" python3 python3.13 python3.12 python3.11 python3.14 python; do
    # Run, not merely found: a name on the PATH may be a shim with nothing behind it.
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 -c 'import sys; print("this machine has %d.%d" % sys.version_info[:2])' 2>/dev/null || true)
    echo "Byline needs Python 3.11 or newer; ${found:-this machine has none}." >&2
    exit 1
fi
