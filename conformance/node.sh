# Sourced by what needs a node of this checkout.

# start_node OPTION...: starts one on a free port with its data in $node_data (default: a new folder), sets $endpoint, and ends it
# with the script.
start_node() {
    local port
    node_data=${node_data:-$(mktemp -d)}
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    endpoint=http://127.0.0.1:$port
    "$here/../gatehouse" up --port "$port" --data "$node_data/node" --set "integration.allow=127.0.0.1:*" "$@" >"$node_data/log" 2>&1 &
    node=$!
    trap stop_node EXIT
    # As long as a first build takes.
    until curl -sf -o /dev/null "$endpoint/_gatehouse/status"; do
        kill -0 "$node" 2>/dev/null || { cat "$node_data/log" && exit 1; }
        sleep 0.5
    done
}

stop_node() {
    kill "$node" 2>/dev/null || true
    wait "$node" 2>/dev/null || true
    rm -rf "$node_data"
}
