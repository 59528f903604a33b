"""Training steps in PyTorch, for measure.sh, which talks to it by lines.

    peers.py [--or-cpu]    without a card, computes on the CPU instead, to see whether all works: graphs are refused there

Orders on stdin, each answered by one line on stdout that begins with "> ":

    warm-up SECONDS                  compiles a small network, which finds and starts all that torch.compile needs
    case FILE NET BATCH PRECISION    a network, its batch and first weights, from a file of little-endian float32
    check MODE STEPS                 the losses of so many steps at the rate of the comparison
    time MODE SECONDS                the median of a step in microseconds, at a rate that moves no weight far

A mode is eager, graphs (the whole step, captured once and replayed), compile (torch.compile of forward and loss), or
compile+graphs. Each step is: forward, softmax cross-entropy, backward, SGD with momentum 0.9, on a batch that stays on the
card. What cannot be done, or takes longer than a minute (the warm-up: than its seconds), is answered by "> ! reason".
"""

import signal
import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional

CHECKED_RATE = 0.05
TIMED_RATE = 1e-6
SAMPLE_SECONDS = 0.01
WARM_UP_STEPS = 5
ORDER_SECONDS = 60


class Case:
    """A network with its batch on the card, and the ways to do a step of it."""

    def __init__(self, device, file, net, batch, precision):
        self.widths = [int(width) for width in net.split("-")]
        self.batch = int(batch)
        self.bf16 = precision == "bf16"
        torch.set_float32_matmul_precision("high" if precision == "tf32" else "highest")
        self.device = device
        with open(file, "rb") as data:
            self.x = self.read(data, self.batch * self.widths[0]).view(self.batch, -1)
            self.y = self.read(data, self.batch).to(torch.int64)
            self.first = [self.read(data, count) for count in self.parameter_sizes()]
        self.model = self.make_model()
        self.compiled = None
        self.steps = {}

    def read(self, data, count):
        return torch.frombuffer(bytearray(data.read(4 * count)), dtype=torch.float32).to(self.device)

    def parameter_sizes(self):
        for inputs, outputs in zip(self.widths, self.widths[1:]):
            yield inputs * outputs
            yield outputs

    def make_model(self):
        layers = []
        for inputs, outputs in zip(self.widths, self.widths[1:]):
            layers += [nn.Linear(inputs, outputs), nn.ReLU()]
        return nn.Sequential(*layers[:-1]).to(self.device)

    def loss(self, x, y):
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.bf16, cache_enabled=False):
            return functional.cross_entropy(self.model(x), y)

    def reset(self, optimizer):
        """First weights, stored [in, out] in the file and [out, in] here, and no momentum; in place, for captured steps."""
        with torch.no_grad():
            for parameter, values in zip(self.model.parameters(), self.first):
                if parameter.dim() == 2:
                    values = values.view(parameter.shape[1], parameter.shape[0]).t()
                parameter.copy_(values)
            for state in optimizer.state.values():
                if state.get("momentum_buffer") is not None:
                    state["momentum_buffer"].zero_()

    def step(self, mode, rate):
        """A function that does one step and returns its loss on the card, ready at the first weights."""
        if (mode, rate) not in self.steps:
            self.steps[mode, rate] = self.make_step(mode, rate)
        step, optimizer = self.steps[mode, rate]
        self.reset(optimizer)
        return step

    def make_step(self, mode, rate):
        loss_of = self.loss
        if mode.startswith("compile"):
            self.compiled = self.compiled or torch.compile(self.loss, fullgraph=True, dynamic=False)
            loss_of = self.compiled
        optimizer = torch.optim.SGD(self.model.parameters(), lr=rate, momentum=0.9, fused=True)

        def step():
            optimizer.zero_grad(set_to_none=True)
            loss = loss_of(self.x, self.y)
            loss.backward()
            optimizer.step()
            return loss.detach()

        self.reset(optimizer)
        if mode.endswith("graphs"):
            if self.device != "cuda":
                raise ValueError("CUDA graphs need a card")
            return capture(step), optimizer
        for _ in range(WARM_UP_STEPS):
            step()
        return step, optimizer


def capture(step):
    """The step as one CUDA graph, warmed up on a stream of its own as PyTorch's notes on CUDA graphs ask for."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(WARM_UP_STEPS):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        loss = step()

    def replay():
        graph.replay()
        return loss

    return replay


def warm_up(device):
    """Forward, loss and backward of a network of a hidden layer, as those that are timed have."""
    model = nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10)).to(device)
    y = torch.zeros(16, dtype=torch.int64, device=device)
    loss_of = torch.compile(lambda x: functional.cross_entropy(model(x), y), fullgraph=True, dynamic=False)
    loss_of(torch.ones(16, 64, device=device)).backward()
    wait(device)


def elapsed(step, times, device):
    wait(device)
    start = time.perf_counter()
    for _ in range(times):
        step()
    wait(device)
    return time.perf_counter() - start


def wait(device):
    if device == "cuda":
        torch.cuda.synchronize()


def median(step, seconds, device):
    """Of samples that each take ten milliseconds or one step; those that only find out how many steps these are do not count."""
    times = 1
    while elapsed(step, times, device) < SAMPLE_SECONDS:
        times *= 2
    samples = []
    end = time.perf_counter() + seconds
    while not samples or time.perf_counter() < end:
        samples.append(elapsed(step, times, device) / times)
    return 1e6 * statistics.median(samples)


def answer(case, words):
    if words[0] == "check":
        step = case.step(words[1], CHECKED_RATE)
        return " ".join(repr(step().item()) for _ in range(int(words[2])))
    if words[0] == "time":
        return f"{median(case.step(words[1], TIMED_RATE), float(words[2]), case.device):.4f}"
    raise ValueError(f"unknown order {words}")


def say(line):
    print("> " + line, flush=True)


def give_up(*_):
    raise TimeoutError("took too long")


def main():
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if device == "cpu" and "--or-cpu" not in sys.argv:
        say("! torch sees no card")
        return
    name = torch.cuda.get_device_name(0) if device == "cuda" else "the CPU"
    say(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, on {name}")
    signal.signal(signal.SIGALRM, give_up)
    case = None
    for line in sys.stdin:
        words = line.split()
        try:
            signal.alarm(max(1, int(float(words[1]))) if words[0] == "warm-up" else ORDER_SECONDS)
            if words[0] == "warm-up":
                warm_up(device)
                say("ready")
            elif words[0] == "case":
                case = None
                torch.compiler.reset()
                case = Case(device, *words[1:])
                say("ready")
            else:
                say(answer(case, words))
        except Exception as e:  # whatever PyTorch says is the reason that the table gives
            say(f"! {type(e).__name__}: {e}".splitlines()[0])
        finally:
            signal.alarm(0)


if __name__ == "__main__":
    main()
