"""What a Dask cluster costs and brings: a scheduler and its workers, all on this machine."""

from distributed import LocalCluster
from measure import grade


def cluster_seconds(folder, pair, workspace, workers):
    """Seconds for a class on `workers` warm workers, without those for a pair of notebooks."""
    seconds = {}
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        for what, notebooks in (("graders start", pair), ("pair", pair), ("class", folder)):
            out = workspace / f"{workers} workers, {what}"
            seconds[what] = grade(notebooks, out, scheduler=address).seconds
    return seconds["class"] - seconds["pair"]
