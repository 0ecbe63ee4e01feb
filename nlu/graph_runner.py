"""Runs the parts of a loaded model one after the other, in an order that is worked out once."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from rasa.engine.runner.dask import DaskGraphRunner


class StraightGraphRunner(DaskGraphRunner):
    """Rasa's runner without Dask, which works out the order anew for each of the three runs of a turn."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        self._graph_schema = loaded._graph_schema
        self._instantiated_nodes = loaded._instantiated_nodes
        self._execution_context = loaded._execution_context
        self._orders: Dict[Tuple[str, ...], List[str]] = {}

    def run(self, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
        """Return the output of each target node."""
        wanted = tuple(targets or self._graph_schema.target_names)
        if wanted not in self._orders:
            self._orders[wanted] = self._order(wanted)
        outputs: Dict[str, Any] = dict(inputs or {})
        for name in self._orders[wanted]:
            needs = self._graph_schema.nodes[name].needs.values()
            _, outputs[name] = self._instantiated_nodes[name](*((need, outputs[need]) for need in needs))
        return {name: outputs[name] for name in wanted}

    def _order(self, wanted: Tuple[str, ...]) -> List[str]:
        order: List[str] = []

        def visit(name: str) -> None:
            if name in order or name not in self._graph_schema.nodes:  # done, or an input of the run
                return
            for need in self._graph_schema.nodes[name].needs.values():
                visit(need)
            order.append(name)

        for name in wanted:
            visit(name)
        return order
