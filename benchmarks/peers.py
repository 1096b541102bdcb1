#!/usr/bin/env python3
"""Side by side with Squid and others: drives the peerbench harness with Sekisho as one of the proxies.

Our side runs with logging and sealing on and, in every scenario, with the 1,000,000 listed domains that the peers get only in
S7a and S7b. After each measured round the driver asks /api/v1/lab/flush, and the CPU that our process tree burns until that
answers is added to the round. `--bare` adds the gateway alone (no lists, no log, no sealing) beside it.

usage: ./bench peers [--harness DIR] [--scenarios S1,S4,S5,S7a,S7b] [--rounds 3] [--seconds 4] [--prime 20] [--peers squid]
Needs root (peers run under users of their own), Debian packages of the harness (`peerbench.py install`), 3 GiB of memory.
"""
import argparse, importlib.util, json, os, signal, ssl, subprocess, sys, tempfile, time, urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--harness", default=os.environ.get("SEKISHO_PEERBENCH"),
                        help="folder of the peerbench harness; without it, SEKISHO_PEERBENCH names the folder")
    parser.add_argument("--scenarios", default="S1,S4,S5,S7a,S7b")
    parser.add_argument("--peers", default="squid")
    parser.add_argument("--rounds", default="3")
    parser.add_argument("--seconds", default="4")
    parser.add_argument("--prime", default="20")
    parser.add_argument("--bare", action="store_true", help="also measure the gateway alone: no lists, no log, no sealing")
    parser.add_argument("--pin", default="split")
    parser.add_argument("--state", default="/tmp/peerbench")
    return parser.parse_args()


class Instance:
    """One Sekisho in a home folder of its own, started by bin/sekisho as a user would."""

    def __init__(self, name, port, console, state, with_list):
        self.name, self.port, self.console = name, port, console
        self.home = tempfile.mkdtemp(prefix=f"sekisho-bench-{name}-")
        self.write_configuration(state, with_list)
        self.log = open(os.path.join(self.home, "bench.log"), "w")
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "bin", "sekisho"), "standalone", "--lab", "--config", os.path.join(self.home, "sekisho.yaml")],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.ready = self.wait_ready()
        if with_list:
            self.block_listed()

    def write_configuration(self, state, with_list):
        lists = os.path.join(self.home, "lists")
        os.makedirs(lists)
        if with_list:
            os.symlink(os.path.join(state, "blocklist.txt"), os.path.join(lists, "bench.txt"))
            with open(os.path.join(lists, "catalogue.tsv"), "w") as f:
                f.write(CATALOGUE)
        with open(os.path.join(self.home, "sekisho.yaml"), "w") as f:
            f.write(f"""home: home
gateway:
  listen: [127.0.0.1:{self.port}]
  dns: [127.21.0.53]
  allowDestinations: [127.21.0.0/24]
  upstreamTrust: [{state}/ca/origin-ca.pem]
control: {{listen: 127.0.0.1:{self.console}}}
lists: {{folder: lists}}
""")

    def wait_ready(self):
        path = os.path.join(self.home, "home", "ready.json")
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"Sekisho ended at start; see {self.log.name}")
            if os.path.exists(path):
                return json.load(open(path))
            time.sleep(0.1)
        raise SystemExit(f"Sekisho was not ready within 60 s; see {self.log.name}")

    def call(self, method, path, body=None, headers=None):
        token = self.ready["customers"][0]["apiToken"]
        request = urllib.request.Request(
            self.ready["console"] + path, method=method, data=body,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json", **(headers or {})})
        context = ssl.create_default_context(cafile=self.ready["consoleCa"])
        with urllib.request.urlopen(request, context=context, timeout=120) as answer:
            return answer.read(), answer.headers

    def block_listed(self):
        _, headers = self.call("GET", "/api/v1/policy")
        document = """decryption:
  - {name: rest, then: inspect}
access:
  - {name: no-listed, when: {category: ["bench:listed"]}, then: block}
  - {name: rest, then: allow}
"""
        self.call("PUT", "/api/v1/policy", document.encode(), {"Content-Type": "application/yaml", "If-Match": headers["ETag"]})

    def flush(self):
        self.call("POST", "/api/v1/lab/flush", b"{}")

    def target(self, with_list):
        return (f"{self.name}=127.0.0.1:{self.port},ca={self.ready['customers'][0]['inspectionCa']},pid={self.process.pid},"
                f"modes=fwd+mitm,list={1 if with_list else 0}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Bare:
    """The gateway alone, with nothing behind it."""

    def __init__(self, port, state):
        self.port = port
        folder = tempfile.mkdtemp(prefix="sekisho-bench-bare-")
        self.ca = os.path.join(folder, "ca.pem")
        self.log = open(os.path.join(folder, "bench.log"), "w")
        self.process = subprocess.Popen(
            [os.path.join(ROOT, "bench"), "bare", str(port), f"{state}/ca/origin-ca.pem", "127.21.0.53", "127.21.0.0/24", self.ca],
            stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(300):
            if os.path.exists(self.ca):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"The bare gateway did not start; see {self.log.name}")

    def target(self, with_list):
        return f"bare=127.0.0.1:{self.port},ca={self.ca},pid={self.process.pid},modes=fwd+mitm"

    def flush(self):
        pass

    def stop(self):
        self.process.terminate()
        self.process.wait(15)


CATALOGUE = "bench\tbench.txt\tplain\tlisted\t1\t2026-01-01\tCC0-1.0\t-\n"


def load_harness(folder):
    spec = importlib.util.spec_from_file_location("peerbench", os.path.join(folder, "peerbench.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure_with_flush(harness, instances):
    """Wraps the harness's measurement: CPU until the log is sealed counts as CPU of the requests."""
    plain = harness.measure

    def measure(bench, peer, scenario, round_number):
        instance = instances.get(peer.name)
        if instance is None:
            return plain(bench, peer, scenario, round_number)
        result = plain(bench, peer, scenario, round_number)
        if "cpu_s" not in result:
            return result
        before = sum(map(harness.cpu_seconds, peer.pids()))
        instance.flush()
        extra = sum(map(harness.cpu_seconds, peer.pids())) - before
        result["flush_cpu_s"] = extra
        result["cpu_s"] += extra
        result["cpu_ms_per_1k"] = result["cpu_s"] * 1e6 / max(1, result["finished_all"])
        return result

    harness.measure = measure


def main():
    options = arguments()
    if not options.harness:
        sys.exit("This needs the peerbench harness; name its folder with --harness DIR or SEKISHO_PEERBENCH.")
    if not os.path.exists(os.path.join(options.harness, "peerbench.py")):
        sys.exit(f"The harness is not in {options.harness}; name its folder with --harness or SEKISHO_PEERBENCH.")
    harness = load_harness(options.harness)
    subprocess.run([sys.executable, os.path.join(options.harness, "peerbench.py"), "env", "--state", options.state, "--", "true"], check=True)
    instances = {}
    try:
        instances["sekisho"] = Instance("sekisho", 21190, 21191, options.state, True)
        targets = ["--target", instances["sekisho"].target(True)]
        if options.bare:
            instances["bare"] = Bare(21192, options.state)
            targets += ["--target", instances["bare"].target(False)]
        measure_with_flush(harness, instances)
        sys.argv = ["peerbench.py", "run", "--state", options.state, "--scenarios", options.scenarios, "--peers", options.peers,
                    "--rounds", options.rounds, "--seconds", options.seconds, "--prime", options.prime, "--pin", options.pin,
                    "--no-direct", "--out", os.path.join(tempfile.gettempdir(), "sekisho-peers.json"), *targets]
        harness.main()
    finally:
        for instance in instances.values():
            instance.stop()


if __name__ == "__main__":
    main()
