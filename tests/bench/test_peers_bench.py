"""The comparison with other generators measures what is there and names what is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench import peers

ROOT = Path(__file__).parents[2]


def test_the_quick_comparison_has_a_line_for_seedc_and_a_word_for_every_peer(server: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "peers", "--quick"],
        cwd=ROOT,
        env={**os.environ, "SEEDC_BENCH_DSN": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ways = (
        "seedc, psql",
        "seedc, streamed",
        "seedc, psql, bulk mode",
        "seedc, streamed, bulk mode",
    )
    for way in (*ways, peers.COPY):
        assert f"| {way} | 4,000 |" in done.stdout
    for peer in peers.peers():
        line = f"{peer.name} is left out: " if peer.missing else f"| {peer.name} | 400 |"
        assert line in done.stdout


def test_a_peer_that_is_not_installed_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    monkeypatch.setattr("bench.peers.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("bench.peers.shutil.which", lambda name: "/bin/node")
    assert [peer.missing for peer in peers.peers()] == [
        "run npm install --prefix bench/peers",
        "run pip install --group peers",
        "run pip install --group peers",
    ]
    monkeypatch.setattr("bench.peers.shutil.which", lambda name: None)
    assert peers.peers()[0].missing == "there is no node"
