#!/usr/bin/env python3
"""How long `--demo` takes until it is ready, and what memory its processes hold after the first page loads.

usage: ./bench start [--runs N]
  --runs N   starts of each kind (default 3); the table shows the median

Each start has a fresh home in a temporary folder, and the default ports where they are free, others where not. Ready is when
ready.json is there. Memory is the sum of Pss in smaps_rollup over every process of the tree (threads share theirs), measured when
the burst of page loads is over: when the number of requests in the log has stood nearly still for two seconds.
"""
import argparse, json, os, shutil, signal, socket, ssl, statistics, subprocess, sys, tempfile, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
READY_WITHIN, BURST_WITHIN, STOPS_WITHIN = 180, 120, 15
DRIP_PER_SECOND = 12  # what the steady traffic after the burst stays below


def free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return True
        except OSError:
            return False


def tree(pid):
    """The processes below a process, with itself."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    parents.setdefault(int(stat.read().rsplit(")", 1)[1].split()[1]), []).append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                pass
    found, waiting = [], [pid]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting.extend(parents.get(each, []))
    return found


def pss(pid):
    """Proportional set size of one process, in MiB; 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as rollup:
            return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) / 1024
    except (FileNotFoundError, ProcessLookupError, StopIteration):
        return 0.0


def is_java(pid):
    try:
        with open(f"/proc/{pid}/comm") as comm:
            return comm.read().strip() == "java"
    except FileNotFoundError:
        return False


def requests(ready, context):
    customer = ready["customers"][0]
    asked = urllib.request.Request(
        ready["console"] + "/api/v1/stats?measure=requests", headers={"Authorization": "Bearer " + customer["apiToken"]}
    )
    with urllib.request.urlopen(asked, context=context, timeout=10) as answer:
        return json.load(answer)["total"]


def burst_is_over(ready):
    context = ssl.create_default_context(cafile=ready["consoleCa"])
    end, last, still = time.monotonic() + BURST_WITHIN, -1, 0
    while time.monotonic() < end:
        time.sleep(1)
        now = requests(ready, context)
        still = still + 1 if now > 0 and now - last <= DRIP_PER_SECOND else 0
        last = now
        if still >= 2:
            return now
    sys.exit("The burst was not over after two minutes.")


def start(cache):
    folder = tempfile.mkdtemp(prefix="sekisho-bench-")
    process = None
    try:
        proxy = 8080 if free(8080) else 0
        console = 9443 if free(9443) else 0
        config = os.path.join(folder, "sekisho.yaml")
        with open(config, "w") as out:
            out.write(f'home: home\ngateway: {{listen: ["127.0.0.1:{proxy}"]}}\ncontrol: {{listen: "127.0.0.1:{console}"}}\n')
        environment = dict(os.environ)
        environment.pop("SEKISHO_NO_CACHE", None)
        if not cache:
            environment["SEKISHO_NO_CACHE"] = "1"
        os.chmod(folder, 0o711)
        began = time.monotonic()
        with open(os.path.join(folder, "output.log"), "w") as log:
            process = subprocess.Popen(
                [os.path.join(ROOT, "bin/sekisho"), "standalone", "--demo", "--config", config],
                env=environment, stdout=log, stderr=subprocess.STDOUT,
            )
        file = os.path.join(folder, "home/ready.json")
        while not os.path.exists(file):
            if process.poll() is not None or time.monotonic() - began > READY_WITHIN:
                with open(os.path.join(folder, "output.log")) as log:
                    sys.exit("Sekisho did not become ready:\n" + log.read())
            time.sleep(0.01)
        seconds = time.monotonic() - began
        with open(file) as content:
            ready = json.load(content)
        logged = burst_is_over(ready)
        processes = tree(process.pid)
        memory = {pid: pss(pid) for pid in processes}
        java = sum(size for pid, size in memory.items() if is_java(pid))
        return seconds, java, sum(memory.values()) - java, len(memory), logged
    finally:
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    options = argparse.ArgumentParser(usage="./bench start [--runs N]", description=__doc__.split("\n")[0])
    options.add_argument("--runs", type=int, default=3)
    runs = options.parse_args().runs
    kinds = [("without start cache", False)]
    if os.path.exists(os.path.join(ROOT, "app/target/dist/sekisho.aot")):
        kinds.append(("with start cache", True))
    else:
        print("There is no start cache: bin/sekisho prepare makes it.", file=sys.stderr)
    print(f"{'--demo':<22}{'ready s':>9}{'ratio':>7}{'PSS MiB':>9}{'java':>8}{'other':>8}{'processes':>11}{'requests':>10}")
    first = None
    for name, cache in kinds:
        measured = [statistics.median(column) for column in zip(*(start(cache) for _ in range(runs)))]
        seconds, java, other, processes, logged = measured
        first = first or seconds
        print(
            f"{name:<22}{seconds:>9.2f}{seconds / first:>7.2f}{java + other:>9.0f}{java:>8.0f}{other:>8.0f}"
            f"{processes:>11.0f}{logged:>10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
