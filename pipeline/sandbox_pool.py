"""Several sandboxes at work, their answers in the order of the questions."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from concurrent.futures import Future
from multiprocessing.connection import wait

from pipeline.errors import IntakeError
from pipeline.sandbox import Argument, Result, Sandbox


def run_in_order(
    arguments: Sequence[Argument], sandboxes: Sequence[Sandbox[Argument, Result]]
) -> Generator[tuple[Argument, Future[Result]], None, None]:
    """Keep every sandbox busy; yield results in the order of `arguments`, holding back those that come early.

    Each future is done: its `result()` returns what the function returned, or raises the IntakeError.

    A caller may stop in between: a sandbox that is still busy starts a fresh child when it is used again.
    """
    waiting = iter(enumerate(arguments))
    running: dict[int, Sandbox[Argument, Result]] = {}
    idle = list(sandboxes)
    finished: dict[int, Future[Result]] = {}
    for following, argument in enumerate(arguments):
        while following not in finished:
            while idle and (job := next(waiting, None)) is not None:
                sandbox = idle.pop()
                sandbox.submit(job[1])
                running[job[0]] = sandbox
            shortest = min(sandbox.seconds_left for sandbox in running.values())
            wait([sandbox.connection for sandbox in running.values()], timeout=shortest)
            for index in [index for index, sandbox in running.items() if sandbox.poll(0)]:
                sandbox = running.pop(index)
                finished[index] = _result(sandbox)
                idle.append(sandbox)
        yield argument, finished.pop(following)


def _result(sandbox: Sandbox[Argument, Result]) -> Future[Result]:
    done: Future[Result] = Future()
    try:
        done.set_result(sandbox.result())
    except IntakeError as error:
        done.set_exception(error)
    return done
